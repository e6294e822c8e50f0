"""What a way back may not undo: a lock, a passage, a candidate, the clôture."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark, DeleteRemark, SetNote
from e33tui.domain.errors import RuleError, StoreError
from e33tui.service.relocking import FROM_SEAL
from tests.service.support import PATIENCE, Day, commands_to, every_byte, saved


def kinds(day: Day) -> list[tuple[str, int | None]]:
    return [(entry.kind, entry.version) for entry in day.service._store.register.entries()]


def damage(path: Path) -> None:
    path.write_bytes(b"{")


def sealed(day: Day) -> dict[Path, bytes]:
    return dict(every_byte(day.files / "scelles"))


# -- A lock -------------------------------------------------------------------------------------


def test_a_passage_damaged_just_after_its_lock_is_locked_again_as_it_was(day: Day) -> None:
    desk = day.locked()
    state, before = desk.state, sealed(day)
    assert desk.leave()
    damage(day.files / "passage.json")
    service = day.restart()
    assert service.has_previous(day.passage)
    desk = service.restore(day.passage)
    assert desk.state == state
    assert desk.history[-1].by == FROM_SEAL
    assert desk.warning == ""
    assert day.on_disk() == state
    assert (kinds(day), sealed(day)) == ([("lock", 1)], before)
    with pytest.raises(RuleError):
        desk.do(SetNote(2))
    desk.reopen("Report")
    desk.lock().result(PATIENCE)
    assert kinds(day) == [("lock", 1), ("reopen", 1), ("lock", 2)]
    assert service.verify() == []
    assert service.export_verso(day.passage).exists()


@pytest.mark.parametrize("state", ["absent", "gate_technical"])
def test_a_passage_that_the_closing_locked_is_locked_again(day: Day, state: str) -> None:
    desk = day.at(state)
    assert saved(day.service)
    desk.lock(closing=True).result(PATIENCE)
    after = desk.state
    assert desk.leave()
    damage(day.files / "passage.json")
    assert day.restart().restore(day.passage).state == after


def test_the_second_version_is_locked_again_too(day: Day) -> None:
    desk = day.locked()
    desk.reopen("Report")
    assert saved(day.service)
    desk.lock().result(PATIENCE)
    state = desk.state
    assert desk.leave()
    damage(day.files / "passage.json")
    assert day.restart().restore(day.passage).state == state


def test_what_was_deleted_does_not_come_back_with_the_lock(day: Day) -> None:
    desk = day.at("complete")
    desk.do(AddRemark("de trop"))
    desk.do(DeleteRemark(desk.state.remarks[-1].id))
    assert saved(day.service)
    before = (day.files / "passage.json").read_bytes()
    desk.lock().result(PATIENCE)
    state = desk.state
    assert desk.leave()
    (day.files / "passage.json").write_bytes(before)
    assert day.restart().open(day.passage).state == state
    assert not [path for path, data in every_byte(day.folder) if b"de trop" in data]


def test_a_version_before_with_another_content_is_refused(day: Day) -> None:
    desk = day.at("complete")
    assert saved(day.service)
    older = (day.files / "passage.json").read_bytes()
    desk.do(SetNote(3))
    assert saved(day.service)
    desk.lock().result(PATIENCE)
    assert desk.leave()
    damage(day.files / "passage.json")
    (day.files / "passage.json.precedent").write_bytes(older)
    before = {path: data for path, data in every_byte(day.folder) if path.suffix}
    service = day.restart()
    assert not service.has_previous(day.passage)
    assert not service.is_lost(day.passage)
    with pytest.raises(StoreError, match="d’avant le verrouillage de sa version 1"):
        service.restore(day.passage)
    assert {path: data for path, data in every_byte(day.folder) if path.suffix} == before


def test_an_older_record_put_back_by_hand_is_not_open_to_changes(day: Day) -> None:
    desk = day.at("complete")
    assert saved(day.service)
    older = (day.files / "passage.json").read_bytes()
    desk.do(SetNote(3))
    desk.lock().result(PATIENCE)
    assert desk.leave()
    (day.files / "passage.json").write_bytes(older)
    service = day.restart()
    with pytest.raises(StoreError, match="prévenez le chef de centre"):
        service.open(day.passage)
    assert (day.files / "passage.json").read_bytes() == older


def test_a_lock_never_takes_the_number_of_a_sealed_file(day: Day) -> None:
    desk = day.at("complete")
    folder = day.files / "scelles"
    folder.mkdir(exist_ok=True)
    (folder / "0001.json").write_bytes(b"{}")
    with pytest.raises(RuleError, match="version 1"):
        desk.lock()
    assert not desk.state.locked
    (folder / "0001.json").unlink()
    desk.lock().result(PATIENCE)


# -- A passage ----------------------------------------------------------------------------------


@pytest.mark.parametrize("gone", ["passages", "passages/{}"])
def test_a_locked_passage_that_is_gone_is_missing_and_not_to_come(day: Day, gone: str) -> None:
    assert day.locked().leave()
    assert day.service.close(PATIENCE)
    shutil.rmtree(day.folder / gone.format(day.passage))
    service = day.again()
    (row,) = service.rows()
    assert "introuvable" in row.problem
    assert not row.to_examine
    for act in (service.open, service.look, service.begin_anew, service.restore):
        with pytest.raises(StoreError, match=r"introuvable|pas de version précédente"):
            act(day.passage)
    assert not service.is_lost(day.passage)
    assert [each.why for each in service.obstacles()] == ["fichier illisible"]
    assert {each.kind for each in service.verify()} == {"removed", "damaged"}
    other = service.add_candidate("2", "DEUX", "B")
    desk = service.open(other)
    for command in commands_to("complete"):
        desk.do(command)
    desk.lock().result(PATIENCE)
