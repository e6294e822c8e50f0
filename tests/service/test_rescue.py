"""A copy of the séance elsewhere: what is in memory goes before what the disk says."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark
from e33tui.domain.errors import InputError, StoreError
from e33tui.persistence.layout import Layout
from e33tui.service import rescue
from e33tui.store import is_sound
from tests.service.support import PATIENCE, Day, FullDisk, opened


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
    day.service.export_verso(day.passage)
    done = day.service.copying(tmp_path / "copie")()
    assert done.unread == ()
    other = copied(day, tmp_path / "copie")
    findings = other.service.verify(day.service.register_summary()[1])
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


def test_a_later_copy_takes_the_place_of_the_earlier(day: Day, tmp_path: Path) -> None:
    desk = day.at("interview_running")
    target = rescue.parse_target(day.service, str(tmp_path / "copie"))
    day.service.copying(target)()
    desk.do(AddRemark("plus tard"))
    assert rescue.parse_target(day.service, str(target)) == target
    assert rescue.proposed(day.service) == target
    day.service.copying(target)()
    other = copied(day, target)
    assert other.open().state.remarks[-1].text == "plus tard"
    other.end()


def test_what_the_end_could_not_save_goes_into_the_copy(day: Day, tmp_path: Path) -> None:
    day.at("interview_running")
    disk = FullDisk()
    service = day.use(disk)
    desk = day.open()
    disk.full = True
    service.copying(tmp_path / "copie")()
    desk.do(AddRemark("tout à la fin"))
    assert not service.close(0.1)
    assert service.copied
    day.given_up(service)
    other = copied(day, tmp_path / "copie")
    assert other.open().state.remarks[-1].text == "tout à la fin"
    other.end()


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
