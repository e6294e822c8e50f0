"""A copy of the séance elsewhere: what is in memory goes before what the disk says."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark
from e33tui.domain.errors import InputError, StoreError
from e33tui.persistence.layout import Layout
from e33tui.persistence.rescue import InMemory, save_copy
from e33tui.service import Service, rescue
from e33tui.store import Store, is_sound
from tests.service.support import PATIENCE, CopiedDisk, Day, FullDisk, every_byte, opened, saved
from tests.support.domain import rubric


def modes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_mode & 0o777 for path in folder.rglob("*")
    }


def copied(day: Day, target: Path) -> Day:
    """The copy, opened as a séance of its own."""
    service = opened(target, day.clock)
    again = Day.__new__(Day)
    again.folder, again.clock, again.passage = target, day.clock, day.passage
    again._opened, again.service = [service], service
    return again


def test_what_could_not_be_saved_is_in_the_copy(day: Day, tmp_path: Path) -> None:
    day.at("interview_running")
    disk = FullDisk()
    day.use(disk)
    desk = day.open()
    disk.full = True
    desk.do(AddRemark("posé en mémoire"))
    desk.set_draft("remark", "à moitié tap", "c2")
    desk.save_draft()
    assert "posé en mémoire" not in str(day.on_disk())
    done = day.service.copying(tmp_path / "clé")()
    assert (done.folder, done.unread) == (tmp_path / "clé", ())
    other = copied(day, tmp_path / "clé")
    found = other.open()
    assert found.state.remarks[-1].text == "posé en mémoire"
    assert found.draft("remark") == "à moitié tap"
    other.end()
    disk.full = False
    assert desk.leave(PATIENCE)


def test_the_copy_is_whole_and_verifies(day: Day, tmp_path: Path) -> None:
    desk = day.locked()
    assert desk.leave()
    day.service.exports.verso(day.passage)
    done = day.service.copying(tmp_path / "copie")()
    assert done.unread == ()
    other = copied(day, tmp_path / "copie")
    findings = other.service.verify(day.service.checks.register_summary()[1])
    assert findings == []
    assert is_sound(findings)
    assert other.service.sitting == day.service.sitting
    assert other.service.look(day.passage).history == desk.history
    assert not Layout(tmp_path / "copie").passage(day.passage).lock.exists()
    other.end()


def test_nobody_else_can_read_it(day: Day, tmp_path: Path) -> None:
    assert day.locked().leave()
    day.service.copying(tmp_path / "copie")()
    found = modes(tmp_path / "copie")
    assert set(found.values()) <= {0o700, 0o600, 0o400}
    assert {mode for name, mode in found.items() if "scelles/" in name} == {0o400}


def test_a_folder_that_is_gone_costs_what_is_not_in_memory_alone(day: Day, tmp_path: Path) -> None:
    desk = day.at("interview_running")
    desk.do(AddRemark("posé avant"))
    assert day.service._store.writer.flush(PATIENCE)
    day.folder.rename(tmp_path / "parti")
    done = day.service.copying(tmp_path / "copie")()
    other = copied(day, tmp_path / "copie")
    assert other.service.sitting.roster == day.service.sitting.roster
    assert other.open().state.remarks[-1].text == "posé avant"
    other.end()
    assert done.unread == ()
    (tmp_path / "parti").rename(day.folder)


def test_what_cannot_be_read_is_named(day: Day, tmp_path: Path) -> None:
    assert day.at("complete").leave()
    record = day.files / "passage.json"
    record.unlink()
    record.mkdir()
    done = day.service.copying(tmp_path / "copie")()
    assert done.unread == (f"passages/{day.passage}/passage.json",)
    assert done.words.startswith("! Copie enregistrée : ")
    assert f"passages/{day.passage}/passage.json." in done.words
    record.rmdir()


def test_a_later_copy_goes_into_a_folder_of_its_own(day: Day, tmp_path: Path) -> None:
    desk = day.at("interview_running")
    target = tmp_path / "copie-2026-06-22"
    folders = []
    for number in range(3):
        desk.do(AddRemark(f"remarque {number}"))
        folders.append(rescue.parse_target(day.service, str(target)))
        day.service.copying(target)()
        with pytest.raises(InputError, match="n’est pas vide"):
            rescue.parse_target(day.service, str(target))
        target = rescue.proposed(day.service)
    assert [each.name for each in folders] == [f"copie-2026-06-22{end}" for end in ("", "-2", "-3")]
    for number, folder in enumerate(folders):
        other = copied(day, folder)
        assert other.open().state.remarks[-1].text == f"remarque {number}"
        other.end()


def test_a_copy_in_which_somebody_worked_is_never_written_over(day: Day, tmp_path: Path) -> None:
    desk = day.at("complete")
    assert saved(day.service)
    target = tmp_path / "copie"
    day.service.copying(target)()
    other = copied(day, target)
    worked = other.open()
    worked.lock().result(PATIENCE)
    assert worked.leave()
    assert other.service.close(PATIENCE)
    before = dict(every_byte(target))
    desk.set_draft("remark", "tapé après")
    with pytest.raises(StoreError, match="n’est pas vide"):
        day.service.copying(target)()
    assert dict(every_byte(target)) == before


def test_what_the_end_could_not_save_goes_into_a_fresh_copy(day: Day, tmp_path: Path) -> None:
    day.at("interview_running")
    disk = FullDisk()
    service = day.use(disk)
    desk = day.open()
    disk.full = True
    service.copying(tmp_path / "copie")()
    before = dict(every_byte(tmp_path / "copie"))
    desk.do(AddRemark("tout à la fin"))
    assert not service.close(0.1)
    assert service.copied
    assert service.copy_folder == tmp_path / "copie-2"
    assert dict(every_byte(tmp_path / "copie")) == before
    day.given_up(service)
    other = copied(day, tmp_path / "copie-2")
    assert other.open().state.remarks[-1].text == "tout à la fin"
    other.end()


@pytest.mark.parametrize("room", [0, 2])
@pytest.mark.parametrize("exists", [True, False])
def test_a_copy_that_is_cut_short_leaves_nothing(
    day: Day, tmp_path: Path, exists: bool, room: int
) -> None:
    assert day.at("complete").leave()
    target = tmp_path / "copie"
    if exists:
        target.mkdir()

    class Filling(FullDisk):
        def write(self, descriptor: int, data: memoryview) -> int:
            self.full = next(left) <= 0
            return super().write(descriptor, data)

    left = iter(range(room, -100, -1))
    known = InMemory(day.service._store.sitting.lines())
    with pytest.raises(StoreError):
        save_copy(Layout(day.folder), target, known, Filling())
    assert target.exists() == exists
    assert list(tmp_path.glob("copie*/*")) == []


def test_a_copy_that_was_killed_is_no_seance(day: Day, tmp_path: Path) -> None:
    assert day.locked().leave()
    copies = tmp_path / "copies"
    copies.mkdir()
    disk = CopiedDisk(tmp_path / "copie", copies)
    disk.folder.mkdir()
    disk.copying = True
    save_copy(Layout(day.folder), disk.folder, InMemory(day.service._store.sitting.lines()), disk)
    begun = [taken for taken in disk.taken if not (taken / "seance.json").exists()]
    assert len(begun) > 8
    for taken in begun:
        with pytest.raises(StoreError):
            Store.open(taken, create=True)
    for taken in disk.taken[len(begun) :]:
        assert is_sound(opened(taken, day.clock).verify())


@pytest.mark.parametrize("place", ["", "dedans", "passages", "../seance/dedans"])
def test_it_never_lies_in_the_seance_itself(day: Day, place: str) -> None:
    with pytest.raises(InputError, match="hors du dossier de la séance"):
        rescue.parse_target(day.service, str(day.folder / place))


def test_a_folder_that_holds_something_else_is_left_alone(day: Day, tmp_path: Path) -> None:
    (tmp_path / "autre").mkdir()
    (tmp_path / "autre" / "lettre.txt").write_text("…")
    for wrong in ("autre", "autre/lettre.txt"):
        with pytest.raises(InputError, match="Dossier : "):
            rescue.parse_target(day.service, str(tmp_path / wrong))
    (tmp_path / "vide").mkdir()
    assert rescue.parse_target(day.service, f" {tmp_path}/vide ") == tmp_path / "vide"


@pytest.mark.parametrize("text", ["copie", "./copie", "../copie", "~autre/copie", "~"])
def test_a_path_is_given_whole(day: Day, text: str) -> None:
    with pytest.raises(InputError, match="chemin complet"):
        rescue.parse_target(day.service, text)


def test_a_copy_that_cannot_be_written_says_so(day: Day, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    with pytest.raises(StoreError, match="n’a pas pu être créé"):
        day.service.copying(tmp_path / "fichier" / "copie")()


def test_a_garbled_sitting_is_kept_and_what_memory_has_is_opened(day: Day, tmp_path: Path) -> None:
    roster = day.service.sitting.roster
    garbled = b"\0" * 300
    (day.folder / "seance.json.endommage-1").write_bytes(b"earlier")
    (day.folder / "seance.json").write_bytes(garbled)
    assert day.service.copying(tmp_path / "copie")().unread == ()
    other = copied(day, tmp_path / "copie")
    assert other.service.sitting.roster == roster
    other.end()
    kept = {path.name: path.read_bytes() for path in (tmp_path / "copie").glob("*.endommage-*")}
    assert kept == {"seance.json.endommage-1": b"earlier", "seance.json.endommage-2": garbled}


def test_what_another_terminal_added_since_is_in_the_copy(day: Day, tmp_path: Path) -> None:
    other = day.again()
    other.add_candidate("0260225", "MOREL", "Ilyès")
    day.service.copying(tmp_path / "copie")()
    copy = copied(day, tmp_path / "copie")
    assert len(copy.service.sitting.roster) == len(day.service.sitting.roster) + 1
    copy.end()


def test_a_garbled_sitting_that_nobody_read_stays_as_it_is(day: Day, tmp_path: Path) -> None:
    day.service.close(PATIENCE)
    (day.folder / "seance.json").write_bytes(b"{")
    store = Store.open(day.folder)
    service = Service(store, rubric(), day.clock, tolerant=True)
    service.copying(tmp_path / "copie")()
    assert service.close(PATIENCE)
    assert (tmp_path / "copie" / "seance.json").read_bytes() == b"{"


def test_a_garbled_record_of_a_passage_at_work_is_kept_too(day: Day, tmp_path: Path) -> None:
    desk = day.at("complete")
    assert saved(day.service)
    (day.files / "passage.json").write_bytes(b"garbled")
    assert day.service.copying(tmp_path / "copie")().unread == ()
    other = copied(day, tmp_path / "copie")
    assert other.open().state == desk.state
    assert (other.files / "passage.json.endommage-1").read_bytes() == b"garbled"
    other.end()


def test_what_memory_has_is_not_said_to_be_lacking(day: Day, tmp_path: Path) -> None:
    desk = day.at("complete")
    assert saved(day.service)
    record = day.files / "passage.json"
    record.unlink()
    record.mkdir()
    assert day.service.copying(tmp_path / "copie")().unread == ()
    other = copied(day, tmp_path / "copie")
    assert other.open().state == desk.state
    other.end()
    record.rmdir()
