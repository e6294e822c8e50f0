"""What a way back may not undo: a lock, a passage, a candidate, the clôture."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from e33tui.cli import mending, opening
from e33tui.domain.closing import Assent
from e33tui.domain.commands import AddRemark, DeleteRemark, SetNote
from e33tui.domain.errors import RuleError, StoreError
from e33tui.domain.sitting_commands import SetRetention
from e33tui.persistence.register import Register
from e33tui.service.closing import NotReady
from e33tui.service.relocking import FROM_SEAL
from tests.service.support import PATIENCE, Day, commands_to, every_byte, saved
from tests.support.domain import rubric


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
    assert service.seating.has_previous(day.passage)
    desk = service.seating.restore(day.passage)
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
    assert service.exports.verso(day.passage).exists()


@pytest.mark.parametrize("state", ["absent", "gate_technical"])
def test_a_passage_that_the_closing_locked_is_locked_again(day: Day, state: str) -> None:
    desk = day.at(state)
    assert saved(day.service)
    desk.lock(closing=True).result(PATIENCE)
    after = desk.state
    assert desk.leave()
    damage(day.files / "passage.json")
    assert day.restart().seating.restore(day.passage).state == after


def test_the_second_version_is_locked_again_too(day: Day) -> None:
    desk = day.locked()
    desk.reopen("Report")
    assert saved(day.service)
    desk.lock().result(PATIENCE)
    state = desk.state
    assert desk.leave()
    damage(day.files / "passage.json")
    assert day.restart().seating.restore(day.passage).state == state


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
    assert not service.seating.has_previous(day.passage)
    assert not service.seating.is_lost(day.passage)
    with pytest.raises(StoreError, match="d’avant le verrouillage de sa version 1"):
        service.seating.restore(day.passage)
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
    assert [(f.kind, f.serious) for f in service.verify()] == [("removed", True)]
    assert "d’avant le verrouillage" in service.verify()[0].message
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
    for act in (service.open, service.look, service.seating.begin_anew, service.seating.restore):
        with pytest.raises(StoreError, match=r"introuvable|pas de version précédente"):
            act(day.passage)
    assert not service.seating.is_lost(day.passage)
    assert [each.why for each in service.obstacles()] == ["fichier illisible"]
    assert {each.kind for each in service.verify()} == {"removed", "damaged"}
    other = service.add_candidate("2", "DEUX", "B")
    desk = service.open(other)
    for command in commands_to("complete"):
        desk.do(command)
    desk.lock().result(PATIENCE)


# -- A candidate --------------------------------------------------------------------------------

ASSENTS = (Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul"))


def lose_the_last(day: Day) -> str:
    """Put the séance file back to before the last candidate, whose passage has begun."""
    older = (day.folder / "seance.json").read_bytes()
    last = day.service.add_candidate("2", "DUPONT", "Léa")
    desk = day.service.open(last)
    day.play(desk, commands_to("complete"))
    assert desk.leave()
    assert day.service.close(PATIENCE)
    (day.folder / "seance.json").write_bytes(older)
    return last


def test_a_candidate_whom_the_version_before_lacks_is_put_back(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "grid", rubric)
    monkeypatch.setattr(mending, "agreed", lambda *_: True)
    last = lose_the_last(day)
    damage(day.folder / "seance.json")
    service = opening.sound_service(day.folder, create=True)
    assert [entry.passage for entry in service.sitting.roster] == [day.passage, last]
    assert [entry.candidate.number for entry in service.rows()[1:]] == ["2"]
    assert "il y est remis" in " ".join(service.news())
    assert service.verify() == []
    assert service.close(PATIENCE)
    again = opening.sound_service(day.folder, create=True)
    assert again.news() == ()
    assert again.close(PATIENCE)


def test_one_whose_number_was_given_again_is_put_back_too(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "grid", rubric)
    last = lose_the_last(day)
    service = day.again()
    service.add_candidate("2", "AUTRE", "Zoé")
    assert service.close(PATIENCE)
    service = opening.sound_service(day.folder, create=True)
    assert service.sitting.entry(last).candidate.number == "2-2"
    assert service.close(PATIENCE)


def test_a_passage_off_the_list_is_named_and_keeps_the_seance_open(day: Day) -> None:
    last = lose_the_last(day)
    service = day.again()
    assert [(f.kind, f.file) for f in service.verify()] == [
        ("removed", f"passages/{last}/passage.json")
    ]
    said = [(each.row.candidate.surname, each.why) for each in service.obstacles()]
    assert said[-1][0] == "DUPONT"
    assert "relancez" in said[-1][1]
    day.play(service.open(day.passage), commands_to("complete"))
    service.open(day.passage).lock().result(PATIENCE)
    with pytest.raises(NotReady) as refused:
        service.close_sitting(ASSENTS)
    assert [each.row.entry.passage for each in refused.value.obstacles] == [last]


# -- The clôture --------------------------------------------------------------------------------


def closed(day: Day) -> None:
    assert day.locked().leave()
    day.service.close_sitting(ASSENTS)
    assert day.service.close(PATIENCE)


def without_closing(day: Day) -> None:
    path = day.folder / "seance.json"
    tables = json.loads(path.read_bytes())
    rows = tables["sitting"]
    tables["sitting"] = {n: row for n, row in rows.items() if "clos" not in row["do"]}
    assert len(tables["sitting"]) == len(rows) - 2
    path.write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")))


def without_register(day: Day) -> None:
    for path in day.folder.glob("registre.json*"):
        path.unlink()


def without_both(day: Day) -> None:
    without_closing(day)
    without_register(day)
    # The next opening registers again what was locked.
    desk = day.again().open(day.passage)
    assert desk.leave()


@pytest.mark.parametrize("lose", [without_closing, without_register, without_both])
def test_a_closing_that_is_gone_is_told(day: Day, lose: Callable[[Day], None]) -> None:
    closed(day)
    assert day.again().verify() == []
    lose(day)
    (found,) = [f for f in day.again().verify() if "clôture" in f.message]
    assert (found.kind, found.serious) == ("removed", True)


def test_a_seance_that_the_register_says_closed_stays_closed(day: Day) -> None:
    closed(day)
    at = day.again().sitting.closed_at
    without_closing(day)
    service = day.again()
    assert service.sitting.closed_at == at
    with pytest.raises(RuleError, match="close"):
        service.add_candidate("2", "INTRUS", "A")
    with pytest.raises(RuleError):
        service.close_sitting(ASSENTS)
    service.change(SetRetention("2030-01-01"))
    assert service.sitting.closed_at == at


def test_a_lock_after_the_closing_is_told_unless_it_is_a_rectification(day: Day) -> None:
    closed(day)
    service = day.again()
    desk = service.open(day.passage)
    desk.amend("Report", ("Mme DURAND Claire",))
    desk.lock().result(PATIENCE)
    assert service.verify() == []
    register: Register = service._store.register
    register.append("lock", passage="f" * 16, version=1, seal="0" * 64, at=1)
    (found,) = [f for f in service.verify() if f.kind == "added"]
    assert "inscription 5 (verrouillage) est d’après la clôture" in found.message


def test_a_closing_cut_short_after_the_register_is_only_told(day: Day) -> None:
    closed(day)
    path = day.folder / "seance.json"
    shutil.copyfile(path.with_name("seance.json.precedent"), path)
    service = day.again()
    assert [(f.kind, f.serious) for f in service.verify()] == [("unfinished", False)]
    assert not service.sitting.closed
    assert service.close_sitting(ASSENTS).closed
    assert service.verify() == []


def test_a_passage_from_before_the_closing_is_told_and_closed_again(day: Day) -> None:
    assert day.locked().leave()
    older = (day.files / "passage.json").read_bytes()
    day.service.close_sitting(ASSENTS)
    assert day.service.close(PATIENCE)
    (day.files / "passage.json").write_bytes(older)
    service = day.again()
    assert [(f.kind, f.serious) for f in service.verify()] == [("unfinished", False)]
    assert service.open(day.passage).leave()
    assert service.verify() == []
