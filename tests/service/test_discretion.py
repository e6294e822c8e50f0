"""Who may read what the séance's folder holds, and what its names give away: nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark
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


@pytest.fixture
def used(tmp_path: Path) -> Iterator[Day]:
    """A whole day's folder, made by an account that lets everybody read."""
    mask = os.umask(0)
    day = Day(tmp_path / "seance")
    desk = day.at("interview_running")
    desk.do(AddRemark(OBSERVATION))
    desk.set_draft("remark", "en cours", "c4")
    desk.save_draft()
    assert desk.leave()
    other = day.service.add_candidate("0260999", "AUTRE", "Nom")
    day.passage, first = other, day.passage
    day.locked()
    day.service.export_verso(other)
    desk = day.open()
    desk.reopen("Harmonisation")
    desk.lock().result(PATIENCE)
    day.service.export_verso(other)
    day.passage = first
    assert saved(day.service)
    yield day
    os.umask(mask)
    day.end()


def test_only_its_owner_reads_it(used: Day) -> None:
    for path in (used.folder, *used.folder.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        sealed = path.parent.name == "scelles"
        expected = 0o700 if path.is_dir() else 0o400 if sealed else 0o600
        assert oct(mode) == oct(expected), path.name


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
