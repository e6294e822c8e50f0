"""Who may read what the séance's folder holds, and what its names give away: nothing."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import e33tui
from e33tui import crash
from e33tui.domain.commands import AddRemark
from e33tui.hints import Hints
from e33tui.persistence.storage import MIGRATIONS
from e33tui.service.purge import Purge
from e33tui.store import DamagedFile
from tests.service.support import (
    GIVEN_NAME,
    NUMBER,
    PATIENCE,
    SURNAME,
    Day,
    every_byte,
    holding,
    saved,
)

PERSONAL = (NUMBER, SURNAME, GIVEN_NAME, "LE BŒUF", "GUÉRIN")
OBSERVATION = "observation Grenat"


@pytest.fixture(params=[0, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """What an account's settings take away from the modes of what is made."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def open_account() -> Iterator[None]:
    """An account that lets everybody read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def used(tmp_path: Path, open_account: None) -> Iterator[Day]:
    """A whole day's folder, made by an account that lets everybody read."""
    day = lived(tmp_path / "seance")
    yield day
    day.end()


def lived(folder: Path) -> Day:
    """Have a séance with everything in it that a day can bring."""
    day = Day(folder)
    desk = day.at("interview_running")
    desk.do(AddRemark(OBSERVATION))
    desk.set_draft("remark", "en cours", "c4")
    desk.save_draft()
    assert desk.leave()
    other = day.service.add_candidate("0260999", "AUTRE", "Nom")
    day.passage, first = other, day.passage
    day.locked()
    day.service.exports.verso(other)
    desk = day.open()
    desk.reopen("Harmonisation")
    desk.lock().result(PATIENCE)
    day.service.exports.verso(other)
    day.passage = first
    assert saved(day.service)
    return day


def assert_closed(folder: Path) -> None:
    """Nothing in a folder can be read by anybody but its owner, nor what is sealed changed."""
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        sealed = path.parent.name == "scelles"
        expected = 0o700 if path.is_dir() else 0o400 if sealed else 0o600
        assert oct(mode) == oct(expected), path.name


def test_only_its_owner_reads_it_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    day = lived(tmp_path / "seance")
    assert len(list(day.folder.rglob("*"))) > 20
    assert_closed(day.folder)
    day.end()


def test_nor_what_troubles_leave(
    tmp_path: Path, umask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged draft and record, an earlier format, an error, half-typed forms, a purge."""
    monkeypatch.setitem(MIGRATIONS, ("seance", 0), lambda tables: tables)
    day = lived(tmp_path / "seance")
    passage, service = day.passage, day.service
    service.forms.keep("setup", {"centre": OBSERVATION})
    service.forms.save()
    assert saved(service)
    desk = service.open(passage)
    desk.do(AddRemark(OBSERVATION))
    assert desk.leave()
    for name in ("passage.json", "brouillon.json"):
        (day.files / name).write_bytes(b"{")
        (day.files / name).chmod(0o600)  # The test made it, with its own umask.
    with pytest.raises(DamagedFile):
        service.open(passage)
    desk = service.seating.restore(passage)
    assert desk.leave()
    make_older(day.folder / "seance.json")
    service.add_candidate("0260555", "TIERS", "Nom")
    crash.report(ValueError(), day.folder)
    Hints(tmp_path / "state").seen("home")
    names = {path.name for path in day.folder.rglob("*")}
    assert names >= {"passage.json.endommage-1", "erreurs", "saisies.json", "seance.json.format-0"}
    assert_closed(day.folder)
    assert_closed(tmp_path / "state")
    day.end()
    assert Purge(day.folder).carry_out(1).complete
    assert_closed(day.folder)


def make_older(path: Path) -> None:
    """Give a file an earlier format, which is migrated and kept."""
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"]["format"] = 0
    path.write_text(json.dumps(tables), "utf-8")


def test_no_file_is_open_to_others_for_even_a_moment(
    tmp_path: Path, open_account: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at when it is made and nothing has been written into it yet."""
    made: dict[str, int] = {}
    opening = os.open

    def looked_at(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        descriptor = opening(path, flags, mode, **more)
        if flags & os.O_CREAT:
            found = os.fstat(descriptor)
            assert found.st_size == 0
            made[Path(path).name] = stat.S_IMODE(found.st_mode)
        return descriptor

    monkeypatch.setattr(os, "open", looked_at)
    day = lived(tmp_path / "seance")
    crash.report(ValueError(), day.folder)
    Hints(tmp_path / "state").seen("home")
    day.end()
    for part in (".passage.json.", ".0001.json.", ".verso-", ".registre.json.", ".brouillon.json."):
        assert any(name.startswith(part) and name.endswith(".tmp") for name in made), part
    for part in ("verrou", "ouverture", "ouvert-", ".hints.json", "e33tui-erreur-"):
        assert any(name.startswith(part) for name in made), part
    assert {name: oct(mode) for name, mode in made.items() if mode & 0o077} == {}


def test_nothing_in_the_program_makes_a_file_in_any_other_way() -> None:
    """Whatever makes a file names its mode, in the few places that the tests above look at."""
    makers = re.compile(
        r"\.write_(?:text|bytes)\(|\.touch\(|(?<![.\w])open\(|\.open\(\s*[\"'][waxr]|mkstemp|"
        r"NamedTemporary|copyfile|copytree|shutil\.copy|mkfifo|O_CREAT|os\.mknod"
    )
    root = Path(e33tui.__file__).parent
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if makers.search(line) and not line.lstrip().startswith(("def ", "#"))
    }
    assert found == {
        "cli/key_card.py",  # a sheet of keys, where its user asked for it: nobody's data
        "crash.py",
        "hints.py",
        "persistence/files.py",
        "persistence/locks.py",
        "persistence/presence.py",
        "startup/prepare.py",  # compiled modules
        "startup/surroundings.py",  # the null device, where a standard stream is closed
    }


def test_a_seance_that_was_left_open_is_closed_again(tmp_path: Path) -> None:
    day = lived(tmp_path / "seance")
    crash.report(ValueError(), day.folder)
    day.end()
    for path in (day.folder, *day.folder.rglob("*")):
        sealed = path.parent.name == "scelles"
        path.chmod(0o777 if path.is_dir() else 0o444 if sealed else 0o666)
    service = day.again()
    for entry in service.sitting.roster:
        assert service.open(entry.passage).leave()
    assert_closed(day.folder)
    assert service.warning == ""


def test_what_cannot_be_closed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk without modes, a folder of another account."""
    day = Day(tmp_path / "seance")
    day.end()
    day.folder.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    service = day.again()
    assert service.warning.startswith("D’autres comptes de ce poste peuvent lire le dossier")


def test_no_name_of_a_file_or_folder_tells_of_a_person(used: Day) -> None:
    exports = used.folder / "exports"
    names = [path.name for path in used.folder.rglob("*") if exports not in path.parents]
    assert len(names) > 15
    for name in names:
        assert not any(word in name for word in (*PERSONAL, "0260999", "AUTRE"))


def test_a_page_is_named_after_a_number_never_a_person(used: Day) -> None:
    (name,) = [path.name for path in (used.folder / "exports" / "communicable").iterdir()]
    assert "0260999" in name
    assert "AUTRE" not in name


def test_the_register_holds_nothing_personal(used: Day) -> None:
    data = (used.folder / "registre.json").read_text()
    for word in (*PERSONAL, "0260999", "AUTRE", "Harmonisation", "DURAND", "Moulin"):
        assert word not in data


def test_the_list_of_documents_names_files_and_no_person(used: Day) -> None:
    data = (used.folder / "documents.json").read_text()
    assert "verso-0260999-" in data
    assert "AUTRE" not in data


def test_an_observation_is_in_the_passages_own_file_only(used: Day) -> None:
    assert set(holding(used.folder, OBSERVATION)) <= {"passage.json", "passage.json.precedent"}
    assert "passage.json" in holding(used.folder, OBSERVATION)


def test_no_lock_tells_of_a_candidate(used: Day) -> None:
    for path, data in every_byte(used.folder):
        if path.name == "verrou" or path.parent.name == "verrous":
            assert not any(word.encode() in data for word in PERSONAL)


def test_no_unfinished_file_is_left(used: Day) -> None:
    assert [path.name for path in used.folder.rglob("*.tmp")] == []
