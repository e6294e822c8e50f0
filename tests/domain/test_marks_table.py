"""The marks sheet as a table: what is in which column, and what a spreadsheet makes of it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Literal

from e33tui.domain.identity import Candidate
from e33tui.domain.list_content import PROPOSALS, Line, marks_sheet
from e33tui.domain.marks_table import marks_table
from e33tui.domain.roster import Entry
from e33tui.domain.spreadsheet import csv_file
from tests.support.domain import rubric
from tests.support.sheets import CLOSED, ENDINGS, HEAD, passages


def table(*lines: Line, use: Literal["exam", "training"] = "exam") -> list[list[str]]:
    form = replace(rubric(), use=use)
    sheet = marks_sheet(form, CLOSED, lines, HEAD)
    return marks_table(sheet, lines, form)


def test_each_thing_has_a_column_and_the_note_says_that_it_is_a_proposal() -> None:
    heads, row = table(*passages("locked_complete", of="LE GALL"))
    assert dict(zip(heads, row, strict=True)) == {
        "Numéro": "0000001",
        "Nom": "LE GALL",
        "Prénom": "Zoé",
        "Note proposée / 20, sous réserve de la délibération du jury": "13,5",
        "Situation": "Interrogé",
        "Session": "2026",
        "Centre d’examen": "Lycée Jean-Moulin, Draguignan",
        "Date de l’épreuve": "22/06/2026",
        "Clôture de la séance": "22/06/2026 à 18:20",
        "Tête du registre": HEAD,
    }
    assert "sous réserve de la délibération du jury" in PROPOSALS


def test_its_notes_and_situations_are_those_of_the_printed_one() -> None:
    lines: tuple[Line, ...] = (
        *passages(*ENDINGS),
        Entry("x", Candidate("9", "O"), handed_to="la commission 2"),
    )
    printed = marks_sheet(rubric(), CLOSED, lines, HEAD).rows
    assert [row[3:5] for row in table(*lines)[1:]] == [list(row[3:]) for row in printed]
    assert table(*lines)[-1][4] == "Confié : la commission 2"


def test_a_spreadsheet_reads_it_and_computes_no_name() -> None:
    data = csv_file(table(*passages("locked_complete", of='=HYPERLINK("x";1)')))
    assert data.startswith(b"\xef\xbb\xbfNum")
    assert data.count(b"\r\n") == data.count(b"\n") == 2
    (_heads, row) = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row[:4] == ["0000001", '\'=HYPERLINK("x";1)', "Zoé", "13,5"]


def test_one_of_a_training_says_so_in_every_row() -> None:
    heads, *rows = table(*passages("locked_complete", "locked_absent"), use="training")
    assert heads[-1] == "Avertissement"
    assert {row[-1] for row in rows} == {"Entraînement, sans valeur d’examen"}
