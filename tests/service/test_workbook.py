"""Rosters as spreadsheets keep them."""

from __future__ import annotations

import datetime
import importlib.util
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from e33tui import workbook_child
from e33tui.domain.errors import InputError
from e33tui.domain.identity import Accommodation, Candidate
from e33tui.domain.roster_reading import Reading
from e33tui.domain.roster_table import MOST_ROWS
from e33tui.domain.sitting import Sitting
from e33tui.service import importing
from e33tui.service.workbook import is_workbook, read_workbook
from tests.support.domain import rubric
from tests.support.workbooks import Sheets, ods, xlsx

HEADS = ("N° candidat", "Nom", "Prénom", "Date", "Heure", "Aménagement")
DAY = datetime.date(2026, 6, 22)
ROSTER: Sheets = {
    "Candidats": [
        ("Session 2026",),
        (),
        HEADS,
        ("0260101", "LE BŒUF", "Anaïs", DAY, datetime.time(8, 30), None),
        ("0260102", "=1+2", "[/b]", DAY, datetime.time(9, 15), "tiers temps"),
    ]
}
KINDS = pytest.mark.parametrize("made", [xlsx, ods])
Made = Callable[[Sheets], bytes]


def read(data: bytes) -> Reading:
    return importing.reading(rubric(), Sitting(date="2026-06-22"), data)


@KINDS
def test_text_hours_and_days_are_read_as_their_cells_hold_them(made: Made) -> None:
    data = made(ROSTER)
    assert is_workbook(data)
    found = read(data)
    assert found.faults == ()
    assert [(each.line, each.candidate, each.convocation) for each in found.lines] == [
        (4, Candidate("0260101", "LE BŒUF", "Anaïs"), "08:30"),
        (5, Candidate("0260102", "=1+2", "[/b]"), "09:15"),
    ]
    assert found.lines[1].accommodation == Accommodation(300, 500)


@KINDS
def test_numbers_that_the_sheet_holds_as_such_are_worth_a_look(made: Made) -> None:
    found = read(made({"A": [HEADS[:2], (260101, "A"), (260102.0, "B"), (2026010112345, "C")]}))
    numbers = [line.candidate.number for line in found.lines]
    assert numbers == ["260101", "260102", "2026010112345"]
    (spot,) = found.remarks
    assert spot.sentence.startswith("Colonne « N° candidat » : le tableur y garde des nombres")


@KINDS
def test_the_first_sheet_that_is_not_empty_is_read_and_the_others_are_told(made: Made) -> None:
    found = read(made({"Vide": [], "Jury 1": ROSTER["Candidats"], "Jury 2": [HEADS]}))
    assert len(found.lines) == 2
    assert found.remarks[0].sentence == "La feuille « Jury 1 » est lue, 2 autres ne le sont pas."


@KINDS
def test_a_duration_is_no_hour_and_a_fraction_that_became_a_day_is_told(made: Made) -> None:
    row = ("1", "A", None, DAY, datetime.time(8), DAY)
    (fault,) = read(made({"A": [HEADS, row]})).faults
    assert fault.sentence.startswith("Ligne 2, colonne « Aménagement » : « 22/06/2026 » ne dit pas")
    heads = ("N°", "Nom", "Aménagement 1er temps")
    (fault,) = read(made({"A": [heads, ("1", "A", datetime.time(0, 5))]})).faults
    assert "tapez des minutes" in fault.sentence


@KINDS
def test_an_empty_workbook_is_refused(made: Made) -> None:
    with pytest.raises(InputError, match="il est vide"):
        read(made({"A": []}))


def _far_away() -> bytes:
    """A sheet whose two cells are as far apart as they can be."""
    data, target = BytesIO(xlsx(ROSTER)), BytesIO()
    with zipfile.ZipFile(data) as archive, zipfile.ZipFile(target, "w") as other:
        for name in archive.namelist():
            text = archive.read(name).decode()
            far = '</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            other.writestr(name, text.replace("</row></sheetData>", far))
    return target.getvalue()


def _other_zip() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as other:
        other.writestr("word/document.xml", "<document/>")
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        xlsx(ROSTER)[:-40],
        xlsx({"A": [("x",)] * (MOST_ROWS + 1)}),
        _other_zip(),
        _far_away(),
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    ],
    ids=["cut", "end", "long", "other", "far", "xls"],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read(data)
    assert refused.value.message.startswith(("Fichier : ce classeur", "Fichier : plus de"))


def test_without_the_library_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"e33tui\[tableur\].*CSV"):
        read(xlsx(ROSTER))


def test_a_child_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*words: Any, **options: Any) -> None:
        raise subprocess.TimeoutExpired("child", options["timeout"])

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(InputError, match="ne peut pas être lu"):
        read_workbook(xlsx(ROSTER))


def test_the_child_needs_nothing_of_the_program() -> None:
    assert "e33tui" not in {name for name in vars(workbook_child) if not name.startswith("__")}
