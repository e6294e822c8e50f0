"""An observation erased for good is in no file of the séance any more (rule 15)."""

from __future__ import annotations

import pytest

from e33tui.domain.commands import (
    AddRemark,
    DeleteRemark,
    EditRemark,
    EraseRemark,
    PlaceLevel,
)
from e33tui.domain.errors import RuleError
from e33tui.domain.remark import Mark
from tests.service.support import PATIENCE, Day, FullDisk, holding, refused, saved

SECRET = "confidence Tourmaline"
EDITED = "confidence Zircon"


def with_remark(day: Day) -> tuple[int, ...]:
    """A running interview with an observation that was corrected once; its number."""
    desk = day.at("interview_running")
    desk.do(AddRemark(SECRET, Mark.PLUS, "c4"))
    number = desk.state.remarks[-1].id
    desk.do(EditRemark(number, EDITED, Mark.PLUS, "c4"))
    assert saved(day.service)
    desk.do(PlaceLevel("c1", 3))
    assert saved(day.service)
    assert set(holding(day.folder, SECRET)) == {"passage.json", "passage.json.precedent"}
    return (number,)


def test_nothing_of_it_is_left_in_any_file(day: Day) -> None:
    (number,) = with_remark(day)
    desk = day.open()
    desk.do(EraseRemark(number))
    assert saved(day.service)
    for text in (SECRET, EDITED):
        assert holding(day.folder, text) == []
    assert day.on_disk() == desk.state
    assert desk.leave()
    assert day.restart().open(day.passage).state.remark(number) is None


def test_one_deleted_before_is_erased_too(day: Day) -> None:
    (number,) = with_remark(day)
    desk = day.open()
    desk.do(DeleteRemark(number))
    assert saved(day.service)
    assert holding(day.folder, SECRET) != []
    desk.do(EraseRemark(number))
    assert saved(day.service)
    assert holding(day.folder, SECRET) == []


def test_undo_does_not_bring_it_back(day: Day) -> None:
    (number,) = with_remark(day)
    desk = day.open()
    desk.do(EraseRemark(number))
    while True:
        try:
            desk.undo()
        except RuleError:
            break
    assert saved(day.service)
    assert all(SECRET not in r.text and EDITED not in r.text for r in desk.state.remarks)
    assert holding(day.folder, SECRET) == []
    assert day.on_disk() == desk.state


def test_a_draft_that_holds_it_goes_and_others_stay(day: Day) -> None:
    (number,) = with_remark(day)
    desk = day.open()
    desk.set_draft("remark.edit", f" {SECRET} ")
    desk.set_draft("remark", "tout autre chose", "c4")
    desk.save_draft()
    assert saved(day.service)
    desk.do(EraseRemark(number))
    assert saved(day.service)
    assert holding(day.folder, SECRET) == []
    assert (desk.draft("remark.edit"), desk.draft("remark")) == (None, "tout autre chose")
    assert holding(day.folder, "tout autre chose") == ["brouillon.json"]
    assert desk.place == "c4"


def test_saves_that_follow_leave_no_older_file_behind(day: Day) -> None:
    """The earlier saves of a failing disk are merged with the erasure, not written after it."""
    disk = FullDisk("replace")
    (number,) = with_remark(day)
    assert day.open().leave()
    desk = day.use(disk).open(day.passage)
    disk.full = True
    desk.do(PlaceLevel("c1", 1))
    refused(day.service)
    desk.do(EraseRemark(number))
    desk.do(PlaceLevel("c1", 2))
    disk.full = False
    assert saved(day.service)
    assert holding(day.folder, SECRET) == []
    assert day.on_disk().levels == {"c1": 2}


def test_it_is_erased_beside_the_seals_which_still_verify(day: Day) -> None:
    desk = day.at("complete")
    desk.do(AddRemark(SECRET, Mark.PLUS, "c4"))
    number = desk.state.remarks[-1].id
    desk.lock().result(PATIENCE)
    assert holding(day.folder, SECRET) != []
    desk.do(EraseRemark(number))
    assert saved(day.service)
    assert holding(day.folder, SECRET) == []
    assert day.service.verify() == []
    assert desk.state.locked


def test_what_does_not_exist_is_not_erased(day: Day) -> None:
    (number,) = with_remark(day)
    desk = day.open()
    desk.do(EraseRemark(number))
    with pytest.raises(RuleError, match="n’existe plus"):
        desk.do(EraseRemark(number))


def test_what_was_set_aside_goes_with_it_and_is_not_told_to_be_kept(day: Day) -> None:
    (number,) = with_remark(day)
    (day.files / "passage.json").write_bytes(SECRET.encode())
    (day.files / "passage.json.precedent.endommage-1").mkdir()
    desk = day.open()
    desk.do(EraseRemark(number))
    assert saved(day.service)
    assert holding(day.folder, SECRET) == []
    (told,) = day.service.news()
    assert "gardé" not in told
    assert told.endswith("passage.json.endommage-1.")
    assert (day.files / "passage.json.precedent.endommage-1").is_dir()


def test_what_could_not_be_erased_is_told_to_be_kept(day: Day) -> None:
    (number,) = with_remark(day)
    disk = FullDisk("replace")
    desk = day.use(disk).open(day.passage)
    (day.files / "passage.json").write_bytes(b"{")
    disk.full = True
    desk.do(EraseRemark(number))
    refused(day.service)
    (told,) = day.service.news()
    assert "est gardé sous passage.json.endommage-1" in told
    disk.full = False
    assert saved(day.service)
    assert not list(day.files.glob("*.endommage-*"))
    assert "passage.json.endommage-1" in day.service.news()[0]
