"""One passage at work: commands in memory, lines on the disk, drafts beside them."""

from __future__ import annotations

import pytest

from e33tui.domain.commands import AddRemark, PlaceLevel, WriteText
from e33tui.domain.errors import RuleError
from e33tui.domain.remark import Mark
from e33tui.service.desk import READ_ONLY, Desk
from e33tui.store import PassageRecord
from tests.service.support import PATIENCE, Day, holding, saved
from tests.support.domain import rubric

HALF_TYPED = "coût de la carte Saphir"


def reopened(day: Day, desk: Desk) -> Desk:
    """Leave the passage and open it in another start of the program."""
    assert desk.leave()
    day.restart()
    return day.open()


@pytest.mark.parametrize("state", ["gate_open", "interview_paused", "complete", "gate_none"])
def test_a_passage_is_found_as_it_was_left(day: Day, state: str) -> None:
    desk = day.at(state)
    again = reopened(day, desk)
    assert again is not desk
    assert again.state == desk.state
    assert day.on_disk() == desk.state


def test_every_change_is_a_line_and_undo_is_one_too(day: Day) -> None:
    desk = day.at("gate_open")
    day.play(desk, (PlaceLevel("c1", 3), PlaceLevel("c1", 4)))
    assert desk.undo().words == "croix du critère 1"
    again = reopened(day, desk)
    assert again.state.levels == {"c1": 3}
    assert again.undo().words == "croix du critère 1"
    assert again.state.levels == {}
    assert [line["do"] for line in read(day).lines][-4:] == ["level", "level", "undo", "undo"]


def read(day: Day) -> PassageRecord:
    assert saved(day.service)
    return day.service._store.passages.read(day.passage)


def test_the_first_line_tells_the_rubric_and_its_wording(day: Day) -> None:
    day.at("gate_open")
    first = read(day).lines[0]
    assert (first["rubric"], first["rubric_digest"]) == (rubric().id, rubric().digest)


def test_the_lines_say_who_did_what(day: Day) -> None:
    desk = day.at("gate_open")
    desk.do(PlaceLevel("c1", 3), by="b")
    desk.undo(by="a")
    assert [line.get("by", "") for line in read(day).lines][-3:] == ["", "b", "a"]


def test_a_refused_command_changes_nothing(day: Day) -> None:
    desk = day.at("gate_open")
    before = desk.state
    assert saved(day.service)
    lines = read(day).lines
    with pytest.raises(RuleError):
        desk.lock()
    with pytest.raises(RuleError):
        desk.reopen("Harmonisation")
    assert desk.state is before
    assert read(day).lines == lines


def test_the_record_in_memory_is_the_one_on_the_disk(day: Day) -> None:
    desk = day.locked()
    desk.reopen("Harmonisation")
    desk.do(WriteText("appraisal", "Autre appréciation."))
    assert saved(day.service)
    assert day.on_disk() == desk.state


# -- Drafts and place --


def test_a_draft_and_the_place_are_kept_beside_the_record(day: Day) -> None:
    desk = day.at("presentation_running")
    desk.set_draft("remark", HALF_TYPED, "c4")
    desk.save_draft()
    assert saved(day.service)
    assert holding(day.folder, HALF_TYPED) == ["brouillon.json"]
    again = reopened(day, desk)
    assert (again.draft("remark"), again.place) == (HALF_TYPED, "c4")
    assert again.draft("note") is None


def test_a_draft_is_saved_by_leaving_too(day: Day) -> None:
    desk = day.at("presentation_running")
    desk.set_draft("remark", HALF_TYPED)
    assert reopened(day, desk).draft("remark") == HALF_TYPED


def test_and_by_ending_the_program(day: Day) -> None:
    day.at("presentation_running").set_draft("remark", HALF_TYPED)
    day.restart()
    assert day.open().draft("remark") == HALF_TYPED


def test_a_draft_committed_is_in_the_record_and_nowhere_else(day: Day) -> None:
    desk = day.at("presentation_running")
    desk.set_draft("remark", HALF_TYPED, "c4")
    desk.save_draft()
    desk.do(AddRemark(HALF_TYPED, Mark.NEUTRAL, "c4"))
    desk.set_draft("remark", None)
    again = reopened(day, desk)
    assert again.draft("remark") is None
    assert again.place == "c4"
    assert holding(day.folder, HALF_TYPED) == ["passage.json"]


def test_nothing_is_left_of_a_draft_that_was_given_up(day: Day) -> None:
    desk = day.at("candidate_left")
    desk.set_draft("note", "13")
    desk.save_draft()
    assert saved(day.service)
    assert (day.files / "brouillon.json").exists()
    desk.set_draft("note", None)
    desk.save_draft()
    assert saved(day.service)
    assert not (day.files / "brouillon.json").exists()


def test_the_place_alone_is_kept(day: Day) -> None:
    desk = day.at("candidate_left")
    desk.set_place("text:appraisal")
    assert reopened(day, desk).place == "text:appraisal"


def test_a_draft_that_cannot_be_read_stops_nothing(day: Day) -> None:
    assert day.at("presentation_running").leave()
    (day.files / "brouillon.json").write_bytes(b"\x00")
    desk = day.open()
    assert (desk.draft("remark"), desk.place) == (None, "")
    desk.set_draft("remark", HALF_TYPED)
    assert reopened(day, desk).draft("remark") == HALF_TYPED


# -- Looking --


def test_a_passage_only_looked_at_is_not_changed(day: Day) -> None:
    desk = day.at("presentation_running")
    assert saved(day.service)
    looking = day.again().look(day.passage)
    assert looking.read_only
    assert looking.state == desk.state
    for command in (PlaceLevel("c1", 3), AddRemark("x")):
        with pytest.raises(RuleError, match=READ_ONLY):
            looking.do(command)
    with pytest.raises(RuleError, match=READ_ONLY):
        looking.undo()
    with pytest.raises(RuleError, match=READ_ONLY):
        looking.lock()
    looking.set_draft("remark", HALF_TYPED)
    looking.save_draft()
    looking.beat()
    assert looking.leave()
    assert not looking.requested()
    assert saved(day.service)
    assert holding(day.folder, HALF_TYPED) == []
    assert day.on_disk() == desk.state


def test_a_passage_let_go_is_read_only_and_free(day: Day) -> None:
    desk = day.at("gate_open")
    assert desk.leave()
    assert desk.read_only
    assert desk.leave(), "leaving again is harmless"
    with pytest.raises(RuleError, match=READ_ONLY):
        desk.do(PlaceLevel("c1", 3))
    assert not day.again().open(day.passage).read_only


def test_a_passage_is_one_desk_in_one_program(day: Day) -> None:
    desk = day.at("gate_open")
    assert day.open() is desk
    assert desk.leave(PATIENCE)
    assert day.open() is not desk
