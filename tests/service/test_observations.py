"""A purge of the observations alone: they are in no file any more, and nothing else has changed."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import replace
from functools import partialmethod
from pathlib import Path

import pytest

from e33tui.domain.closing import Assent
from e33tui.domain.commands import AddRemark, DeleteRemark, EditRemark, Lock, WriteText
from e33tui.domain.errors import RuleError, StoreError
from e33tui.domain.journal import fold, load, to_data
from e33tui.domain.remark import Mark
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.service.erasure import ORAL
from e33tui.store import Store
from tests.service.support import PATIENCE, Day, FullDisk, holding, opened, saved
from tests.store.support import WatchedFileSystem
from tests.support.domain import STATES, journal_at, rubric

SECRET, EDITED, DELETED = "note Tourmaline", "note Zircon", "note Béryl"
SECRETS = (SECRET, EDITED, DELETED, "brouillon Topaze")


def observed(day: Day, state: str = "complete") -> None:
    """Put observations wherever one can stand: corrected, deleted, undone, half typed."""
    desk = day.at(state)
    desk.do(AddRemark(SECRET, Mark.MINUS, "c4"))
    number = desk.state.remarks[-1].id
    desk.do(EditRemark(number, EDITED, Mark.PLUS, "c2"))
    assert saved(day.service)
    desk.do(AddRemark(DELETED))
    desk.do(DeleteRemark(desk.state.remarks[-1].id))
    desk.do(EditRemark(number, DELETED, Mark.QUESTION, "c3"))
    desk.undo()
    desk.set_draft("remark", "brouillon Topaze", "c4")
    desk.set_draft("text:c1", "tout autre chose")
    desk.save_draft()
    assert saved(day.service)


def leave_copies(day: Day) -> None:
    """What damage, a migration and a crash leave beside a passage's record."""
    for name in (
        "passage.json.endommage-1",
        "brouillon.json.endommage-1",
        "passage.json.format-0",
        ".passage.json.0123456789abcdef.tmp",
    ):
        (day.files / name).write_text(SECRET, "utf-8")


def erased(service: Service) -> dict[str, str]:
    return service.erase_remarks(service.remarks())


def left_in(folder: Path) -> list[str]:
    return [name for secret in SECRETS for name in holding(folder, secret)]


@pytest.mark.parametrize("state", STATES)
def test_only_the_observations_go_from_a_journal(state: str) -> None:
    journal = journal_at(state)
    bare = journal.without_remarks()
    assert bare.state == replace(journal.state, remarks=())
    assert fold(journal.state.rubric, bare.lines) == bare.state
    assert bare.without_remarks() == bare
    kept = [line for line in journal.lines if not isinstance(line.command, AddRemark | EditRemark)]
    assert [line for line in bare.lines if line in kept] == kept
    for line in bare.lines:
        if isinstance(line.command, AddRemark | EditRemark):
            assert to_data(line).keys() <= {"do", "at", "by", "remark", "text", "mark", "criterion"}
            command = line.command
            assert (command.text, command.mark, command.criterion) == ("", Mark.NEUTRAL, None)


def test_nothing_of_them_is_left_in_any_file_and_the_rest_is_as_it_was(day: Day) -> None:
    observed(day)
    desk = day.open()
    before = desk.state
    assert desk.leave()
    leave_copies(day)
    assert set(left_in(day.folder)) >= {"passage.json", "brouillon.json"}
    (found,) = day.service.remarks()
    assert (found.remarks, found.copies, found.locked, found.kept) == (4, True, False, "")
    assert erased(day.service) == {}
    assert left_in(day.folder) == []
    assert list(day.files.glob("*.endommage-*")) == []
    assert day.on_disk() == replace(before, remarks=())
    again = day.restart().open(day.passage)
    assert again.state == day.on_disk()
    assert (again.draft("text:c1"), again.draft("remark")) == ("tout autre chose", None)
    assert day.service.remarks() == ()


def test_undo_brings_none_back(day: Day) -> None:
    observed(day)
    assert day.open().leave()
    assert erased(day.service) == {}
    desk = day.open()
    undone = 0
    while True:
        try:
            desk.undo()
        except RuleError:
            break
        undone += 1
        assert desk.state.remarks == ()
    assert undone > 5
    assert saved(day.service)
    assert left_in(day.folder) == []


def test_it_stands_in_the_register_and_the_chain_holds(day: Day) -> None:
    observed(day)
    desk = day.open()
    desk.lock().result(PATIENCE)
    assert desk.leave()
    _, head = day.service.checks.register_summary()
    day.clock.advance(60)
    assert erased(day.service) == {}
    entry = day.service._store.register.entries()[-1]
    assert (entry.kind, entry.passage, entry.at) == ("purge", None, day.clock.now().wall)
    assert entry.extra == {"scope": "observations", "passages": 1, "observations": 3}
    assert [finding.kind for finding in day.service.verify(head)] == ["later"]
    assert day.service.verify() == []
    assert erased(day.service) == {}
    assert day.service._store.register.entries()[-1] == entry


@pytest.mark.parametrize("closed", [False, True])
def test_a_locked_passage_keeps_its_seals_its_history_and_its_page(day: Day, closed: bool) -> None:
    observed(day)
    desk = day.open()
    desk.lock().result(PATIENCE)
    desk.reopen("Harmonisation")
    desk.do(WriteText("appraisal", "Une autre appréciation."))
    desk.lock().result(PATIENCE)
    if closed:
        assert desk.leave()
        day.service.close_sitting((Assent("Mme Durand"),))
        desk = day.open()
    history, state = desk.history, desk.state
    assert desk.leave()
    sealed = {p: p.read_bytes() for p in (day.files / "scelles").iterdir()}
    leave_copies(day)
    assert erased(day.service) == {}
    assert left_in(day.folder) == []
    assert {p: p.read_bytes() for p in (day.files / "scelles").iterdir()} == sealed
    assert day.service.verify() == []
    looked = day.restart().look(day.passage)
    assert (looked.history, looked.state) == (history, replace(state, remarks=()))
    assert looked.state.closed == closed
    assert day.service.exports.verso(day.passage).exists()


def test_what_follows_a_purge_is_sealed_as_ever(day: Day) -> None:
    observed(day)
    desk = day.open()
    desk.lock().result(PATIENCE)
    assert desk.leave()
    assert erased(day.service) == {}
    desk = day.open()
    desk.reopen("Harmonisation")
    desk.do(AddRemark("une nouvelle"))
    desk.lock().result(PATIENCE)
    assert desk.leave()
    assert day.service.verify() == []
    assert day.restart().open(day.passage).is_sealed()


# -- What is left alone ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["interview_running", "presentation_paused", "gate_open"])
def test_an_oral_that_is_on_is_left_alone(day: Day, state: str) -> None:
    observed(day, state)
    assert day.open().leave()
    before = (day.files / "passage.json").read_bytes()
    assert erased(day.service) == {day.passage: ORAL}
    assert (day.files / "passage.json").read_bytes() == before
    assert day.service._store.register.entries() == ()


def test_an_oral_begun_after_the_survey_is_left_alone_too(day: Day) -> None:
    desk = day.at("arrived")
    assert desk.leave()
    leave_copies(day)
    found = day.service.remarks()
    other = day.again()
    desk = other.open(day.passage)
    for line in journal_at("interview_running").lines[len(journal_at("arrived").lines) :]:
        day.clock.advance(10)
        desk.do(line.command)
    desk.do(AddRemark(SECRET))
    assert desk.leave()
    assert day.service.erase_remarks(found) == {day.passage: ORAL}
    assert SECRET in (day.files / "passage.json").read_text("utf-8")


def test_a_passage_at_work_elsewhere_is_left_alone_and_the_others_are_not(day: Day) -> None:
    observed(day)
    assert day.open().leave()
    held, day.passage = day.passage, day.service.add_candidate("0260999", "AUTRE", "Nom")
    observed(day)
    assert day.open().leave()
    other = day.again()
    desk = other.open(held)
    left = erased(day.service)
    assert left.keys() == {held}
    assert "ouvert dans un autre terminal" in left[held]
    assert day.on_disk().remarks == ()
    assert day.on_disk(held).remarks != ()
    assert desk.leave()
    assert erased(day.service) == {}
    assert left_in(day.folder) == []


def test_a_passage_that_cannot_be_read_is_named_and_left(day: Day) -> None:
    observed(day)
    assert day.open().leave()
    (day.files / "passage.json").write_text(SECRET, "utf-8")
    left = erased(day.service)
    assert f"passages/{day.passage}/passage.json est endommagé" in left[day.passage]
    assert (day.files / "passage.json").read_text("utf-8") == SECRET


def test_a_passage_without_any_is_not_touched(day: Day) -> None:
    assert day.at("gate_none").leave()
    before = (day.files / "passage.json").read_bytes()
    assert day.service.remarks() == ()
    assert erased(day.service) == {}
    assert (day.files / "passage.json").read_bytes() == before
    assert not (day.folder / "registre.json").exists()


# -- Crashes and failing disks ---------------------------------------------------------------------


def test_a_seal_that_a_crash_kept_back_is_completed_before_they_go(day: Day) -> None:
    observed(day)
    desk = day.open()
    desk.lock().result(PATIENCE)
    assert desk.leave()
    day.end()
    sealed = day.files / "scelles" / "0001.json"
    data = sealed.read_bytes()
    sealed.unlink()
    (day.folder / "registre.json").unlink()
    service = day.again()
    assert erased(service) == {}
    assert sealed.read_bytes() == data
    assert service.verify() == []


def test_as_long_as_it_cannot_be_completed_they_stay(day: Day) -> None:
    observed(day)
    desk = day.open()
    desk.lock().result(PATIENCE)
    assert desk.leave()
    day.end()
    (day.files / "scelles" / "0001.json").unlink()
    (day.folder / "registre.json").unlink()
    (day.files / "scelles").rmdir()
    (day.files / "scelles").write_bytes(b"in the way")
    service = day.again()
    assert set(erased(service)) == {day.passage}
    assert left_in(day.folder) != []


def test_a_disk_that_fails_is_told_and_the_next_try_completes(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    observed(day)
    assert day.open().leave()
    disk = FullDisk("fsync_dir")
    service = day.use(disk)
    found = service.remarks()

    def full(passage: str) -> object:
        disk.full = True
        return opening(passage)

    opening, service.open = service.open, full  # type: ignore[method-assign, assignment]
    with monkeypatch.context() as impatient:
        impatient.setattr(Desk, "leave", partialmethod(Desk.leave, timeout=0.1))
        left = service.erase_remarks(found)
    assert left.keys() == {day.passage}
    assert left[day.passage]
    disk.full = False
    assert saved(service)
    assert service.close(PATIENCE)
    day.given_up(service)
    assert erased(day.again()) == {}
    assert left_in(day.folder) == []


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.campaign)])
def test_cut_short_anywhere_the_same_command_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    day = Day(tmp_path / "seance")
    observed(day)
    desk = day.open()
    desk.lock().result(PATIENCE)
    desk.set_draft("remark", "brouillon Topaze")
    assert desk.leave()
    leave_copies(day)
    before = day.on_disk()
    day.end()

    def erase_in(folder: Path, fs: FileSystem, patience: float = PATIENCE) -> dict[str, str]:
        service = opened(folder, day.clock, fs)
        try:
            with monkeypatch.context() as patient:
                patient.setattr(Desk, "leave", partialmethod(Desk.leave, timeout=patience))
                return erased(service)
        finally:
            # As the end of the process would.
            service._store.writer.close(patience)
            for held in service._store.passages.at_hand:
                held.release()

    counted = WatchedFileSystem()
    erase_in(Path(shutil.copytree(day.folder, tmp_path / "counted")), counted)
    assert len(counted.calls) > 20
    for number in range(0, len(counted.calls), step):
        copy = Path(shutil.copytree(day.folder, tmp_path / f"{number:03d}"))
        # From this call on the disk takes nothing more, not even the cleaning up.
        with contextlib.suppress(StoreError):
            assert erase_in(copy, WatchedFileSystem(number, lasting=True), patience=0.05) != {}
        assert erase_in(copy, SYSTEM) == {}
        assert left_in(copy) == []
        store = Store.open(copy, read_only=True)
        assert store.verify() == []
        lines = load(rubric(), store.passages.read(day.passage).lines).lines
        assert fold(rubric(), lines) == replace(before, remarks=())
        assert sum(isinstance(line.command, Lock) for line in lines) == 1
