"""Announced, sealed, registered: in that order, and completed exactly after any crash."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from e33tui.domain.commands import (
    AddRemark,
    Close,
    DeleteRemark,
    EraseRemark,
    Lock,
    PlaceLevel,
    SetNote,
    WriteText,
)
from e33tui.domain.errors import RuleError
from e33tui.domain.journal import to_data
from e33tui.domain.remark import Mark
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.store import Entry, PassageRecord, StoreError, is_sound, seal_of
from tests.service.support import (
    PATIENCE,
    CopiedDisk,
    Day,
    FullDisk,
    holding,
    opened,
    refused,
    saved,
)
from tests.support.domain import FakeClock, journal_at, play

REASON = "Harmonisation"
MEMBERS = ("Mme DURAND Claire",)


def kinds(service: Service) -> list[tuple[str, int | None]]:
    return [(entry.kind, entry.version) for entry in service._store.register.entries()]


def sealed_entries(service: Service) -> list[Entry]:
    return [e for e in service._store.register.entries() if e.kind in ("lock", "amend")]


def sealed_file(day: Day, number: int) -> bytes:
    return day.service._store.seals.read_sealed(day.passage, number)


def findings(service: Service) -> list[tuple[str, bool]]:
    return [(finding.kind, finding.serious) for finding in service.verify()]


def test_a_lock_seals_and_registers_what_it_announced(day: Day) -> None:
    desk = day.locked()
    (version,) = desk.state.versions
    (entry,) = sealed_entries(day.service)
    data = sealed_file(day, 1)
    assert (entry.kind, entry.passage, entry.version) == ("lock", day.passage, 1)
    assert entry.seal == version.seal == seal_of(data)
    assert entry.at == version.at.wall
    content = json.loads(data)
    assert (content["passage"], content["version"], content["previous"]) == (day.passage, 1, None)
    assert (content["note"], content["salt"]) == (desk.state.note, version.salt)
    assert findings(day.service) == []


def test_salts_are_random(day: Day) -> None:
    first = day.locked().state.versions[0].salt
    desk = day.open()
    desk.reopen(REASON)
    desk.lock().result(PATIENCE)
    assert len({first, desk.state.versions[1].salt}) == 2
    assert len(bytes.fromhex(first)) == 16


def test_what_is_missing_is_said_and_nothing_is_sealed(day: Day) -> None:
    desk = day.at("candidate_left")
    with pytest.raises(RuleError, match="Il manque"):
        desk.lock()
    assert desk.leave()
    assert kinds(day.service) == []
    assert day.service._store.seals.list_sealed(day.passage) == ()


def test_a_second_version_chains_to_the_first_across_a_restart(day: Day) -> None:
    first = sealed_file_after(day, day.locked())
    day.restart()
    desk = day.open()
    desk.reopen(REASON)
    day.play(desk, (WriteText("appraisal", "Relu."),))
    desk.lock().result(PATIENCE)
    second = json.loads(sealed_file(day, 2))
    assert second["previous"] == seal_of(first)
    assert (second["version"], second["reopen_reason"]) == (2, REASON)
    assert sealed_file(day, 1) == first
    assert kinds(day.service) == [("lock", 1), ("reopen", 1), ("lock", 2)]
    assert findings(day.service) == []


def sealed_file_after(day: Day, desk: Desk) -> bytes:
    data = sealed_file(day, 1)
    assert desk.leave()
    return data


def test_a_rectification_is_registered_as_one(day: Day) -> None:
    desk = day.locked()
    desk.do(Close())
    desk.amend("Erreur de report", MEMBERS)
    day.play(desk, (PlaceLevel("c1", 1),))
    desk.lock().result(PATIENCE)
    assert kinds(day.service) == [("lock", 1), ("reopen", 1), ("amend", 2)]
    assert json.loads(sealed_file(day, 2))["amended_by"] == list(MEMBERS)


def test_the_screens_future_says_that_a_version_was_not_sealed(day: Day) -> None:
    disk = FullDisk("link")
    desk = day.use(disk).open(day.passage)
    day.play(desk, tuple(line.command for line in journal_at("complete").lines[1:]))
    assert saved(day.service)
    disk.full = True
    sealed = desk.lock()
    assert "le disque est plein" in refused(day.service).message
    disk.full = False
    sealed.result(PATIENCE)
    assert kinds(day.service) == [("lock", 1)]


class Power(BaseException):
    """The machine stops here."""


@pytest.mark.parametrize("step", ["write_sealed", "append"])
def test_what_a_crash_cut_short_is_completed_at_the_next_opening(
    day: Day, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store = day.service._store
    with monkeypatch.context() as patch:
        patch.setattr(store.seals if step == "write_sealed" else store.register, step, _stop)
        desk = day.at("complete")
        with pytest.raises(Power):
            desk.lock().result(PATIENCE)
        assert desk.leave()
        assert kinds(day.service) == []
        assert findings(day.service) == [("pending", False)]
    version = day.restart().open(day.passage).state.versions[0]
    (entry,) = sealed_entries(day.service)
    assert (entry.seal, entry.at) == (version.seal, version.at.wall)
    assert seal_of(sealed_file(day, 1)) == version.seal
    assert findings(day.service) == []


def _stop(*_: object, **__: object) -> None:
    raise Power


def test_killed_at_any_write_of_a_lock_it_is_completed_or_has_not_begun(
    day: Day, tmp_path: Path
) -> None:
    disk = CopiedDisk(day.folder, tmp_path)
    day.use(disk)
    desk = day.at("complete")
    assert saved(day.service)
    disk.copying = True
    desk.lock().result(PATIENCE)
    disk.copying = False
    assert len(disk.taken) > 8
    outcomes = {_after_crash(day, copy, desk.state.versions[0].seal) for copy in disk.taken}
    assert outcomes == {"not locked", "completed"}


def _after_crash(day: Day, copy: Path, seal: str) -> str:
    service = opened(copy, day.clock)
    assert is_sound(service.verify())
    desk = service.open(day.passage)
    assert desk.warning == ""
    assert findings(service) == []
    seals = [entry.seal for entry in sealed_entries(service)]
    locked = desk.state.locked
    assert seals == ([seal] if locked else [])
    if not locked:
        # The moment is not lost: the commission locks again, and no half version is in the way.
        desk.lock().result(PATIENCE)
        assert findings(service) == []
    assert service.close(PATIENCE)
    return "completed" if locked else "not locked"


def test_killed_at_any_write_of_a_reopening_it_is_registered_or_has_not_begun(
    day: Day, tmp_path: Path
) -> None:
    disk = CopiedDisk(day.folder, tmp_path)
    day.use(disk)
    desk = day.locked()
    disk.copying = True
    desk.reopen(REASON)
    assert saved(day.service)
    disk.copying = False
    found = set()
    for copy in disk.taken:
        service = opened(copy, day.clock)
        locked = service.open(day.passage).state.locked
        found.add((locked, tuple(kinds(service))))
        assert findings(service) == []
        assert service.close(PATIENCE)
    assert found == {(True, (("lock", 1),)), (False, (("lock", 1), ("reopen", 1)))}


def test_a_version_that_the_disk_refused_is_sealed_with_the_next_change(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = day.at("complete")
    seals = day.service._store.seals
    with monkeypatch.context() as patch:
        patch.setattr(seals, "write_sealed", _full)
        with pytest.raises(StoreError, match="plein"):
            desk.lock().result(PATIENCE)
    desk.reopen(REASON)
    remark = desk.state.remarks[0].id
    desk.do(EraseRemark(remark))
    desk.lock().result(PATIENCE)
    assert kinds(day.service) == [("lock", 1), ("reopen", 1), ("lock", 2)]
    assert findings(day.service) == []


def _full(*_: object) -> None:
    raise StoreError("", "le disque est plein")


def test_a_lock_that_came_after_keeps_its_bytes(day: Day) -> None:
    desk = day.locked()
    earlier = desk._journal
    desk._sealer.keep(2, b"{}")
    assert desk._held is not None
    desk._sealer._complete(desk._held, earlier)
    assert desk._sealer._unsealed == {2: b"{}"}


def test_any_change_seals_it_first_while_what_was_sealed_is_still_there(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = day.at("complete")
    with monkeypatch.context() as patch:
        patch.setattr(day.service._store.seals, "write_sealed", _full)
        with pytest.raises(StoreError):
            desk.lock().result(PATIENCE)
    desk.do(EraseRemark(desk.state.remarks[0].id))
    assert saved(day.service)
    assert kinds(day.service) == [("lock", 1)]
    assert findings(day.service) == []


def test_leaving_seals_what_the_disk_refused(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = day.at("complete")
    with monkeypatch.context() as patch:
        patch.setattr(day.service._store.seals, "write_sealed", _full)
        with pytest.raises(StoreError):
            desk.lock().result(PATIENCE)
    assert desk.leave()
    assert kinds(day.service) == [("lock", 1)]


def _rewrite(day: Day, lines: tuple[dict[str, object], ...]) -> None:
    """Write the passage's file as somebody with an editor would."""
    store = day.again()._store
    held = store.acquire(day.passage, "")
    store.passages.save(PassageRecord(day.passage, lines), held)
    held.release()


def test_a_forged_announcement_is_never_registered(day: Day) -> None:
    desk = day.at("complete")
    assert desk.leave()
    journal = journal_at("complete")
    forged = Lock(1, "0" * 32, "f" * 64)
    lines = day.service._store.passages.read(day.passage).lines
    line = to_data(play(journal, FakeClock(), forged).lines[-1])
    _rewrite(day, (*lines, line))
    desk = day.open()
    assert desk.state.locked
    assert "n’est pas scellée" in desk.warning
    assert kinds(day.service) == []
    assert day.service._store.seals.list_sealed(day.passage) == ()
    desk.reopen(REASON)
    desk.lock().result(PATIENCE)
    assert kinds(day.service) == [("lock", 2)]


def test_a_changed_record_does_not_seal_another_content(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = day.at("complete")
    with monkeypatch.context() as patch:
        patch.setattr(day.service._store.seals, "write_sealed", _stop)
        with pytest.raises(Power):
            desk.lock().result(PATIENCE)
        assert day.service.close(PATIENCE)
    lines = [dict(line) for line in day.again()._store.passages.read(day.passage).lines]
    (note,) = [line for line in lines if line["do"] == "note"]
    note["note"] = 40
    _rewrite(day, tuple(lines))
    service = day.again()
    assert "n’est pas scellée" in service.open(day.passage).warning
    assert kinds(service) == []


def test_a_damaged_register_keeps_no_oral_from_going_on(day: Day) -> None:
    other = day.service.add_candidate("2", "DEUX", "B")
    assert day.locked().leave()
    (day.folder / "registre.json").write_bytes(b"{}")
    service = day.restart()
    assert "registre.json est endommagé" in service.open(day.passage).warning
    desk = service.open(other)
    assert desk.warning == ""
    assert not desk.read_only


def test_a_passage_taken_away_is_not_sealed_here(day: Day) -> None:
    desk = day.at("complete")
    assert saved(day.service)
    lock = day.files / "verrou"
    lock.write_text(json.dumps(json.loads(lock.read_bytes()) | {"token": "0" * 32}))
    sealed = desk.lock()
    with pytest.raises(StoreError, match="repris dans un autre terminal"):
        sealed.result(PATIENCE)
    assert kinds(day.service) == []
    assert not day.on_disk().locked


# -- What a lock forgets --


def test_what_was_deleted_or_undone_is_gone_from_every_file_at_the_lock(day: Day) -> None:
    desk = day.at("interview_running")
    day.play(desk, (AddRemark("effacé Améthyste"), AddRemark("annulé Béryl")))
    desk.undo()
    deleted = desk.state.remarks[-1]
    assert deleted.text == "effacé Améthyste"
    desk.do(DeleteRemark(deleted.id))
    rest = journal_at("complete").lines[len(journal_at("interview_running").lines) :]
    day.play(desk, tuple(line.command for line in rest))
    assert saved(day.service)
    desk.do(SetNote(28))
    assert saved(day.service)
    for text in ("effacé Améthyste", "annulé Béryl"):
        assert set(holding(day.folder, text)) == {"passage.json", "passage.json.precedent"}
    desk.lock().result(PATIENCE)
    for text in ("effacé Améthyste", "annulé Béryl"):
        assert holding(day.folder, text) == []
    assert day.on_disk() == desk.state
    assert [remark.text for remark in desk.state.remarks] == [
        remark.text for remark in journal_at("complete").state.remarks
    ]
    assert findings(day.service) == []


@pytest.mark.parametrize("forgotten", ["erased", "locked"])
def test_a_correction_half_typed_goes_with_its_observation(day: Day, forgotten: str) -> None:
    desk = day.at("complete")
    day.play(desk, (AddRemark("Topaze", Mark.QUESTION, "c1"), AddRemark("Béryl")))
    going, kept = (remark.id for remark in desk.state.remarks[-2:])
    desk.set_draft(f"remark:{going}", "? Topaze et son")
    desk.set_draft(f"remark:{kept}", "Béryl vert")
    desk.save_draft()
    assert saved(day.service)
    desk.do(EraseRemark(going) if forgotten == "erased" else DeleteRemark(going))
    if forgotten == "locked":
        desk.lock().result(PATIENCE)
    assert saved(day.service)
    assert holding(day.folder, "Topaze") == []
    assert holding(day.folder, "Béryl vert") == ["brouillon.json"]


def test_the_state_at_the_lock_is_that_of_its_lines(day: Day) -> None:
    desk = day.locked()
    assert dataclasses.replace(desk.state, versions=()) == dataclasses.replace(
        day.on_disk(), versions=()
    )


def test_a_lock_keeps_what_was_told_to_be_kept_aside(day: Day) -> None:
    desk = day.at("complete")
    assert saved(day.service)
    (day.files / "passage.json").write_bytes(b"somebody else's")
    desk.lock().result(PATIENCE)
    (told,) = day.service.news()
    assert "est gardé sous passage.json.endommage-1" in told
    assert (day.files / "passage.json.endommage-1").read_bytes() == b"somebody else's"
    assert day.service.news() == ()
