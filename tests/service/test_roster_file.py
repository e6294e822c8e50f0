"""Candidates as a file for another séance."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from e33tui.domain.commands import Accommodate, Arrive
from e33tui.domain.errors import DocumentError
from e33tui.domain.identity import Accommodation, Candidate
from e33tui.domain.sitting_commands import AddCandidate, RemoveCandidate
from e33tui.service import roster_file
from tests.service.support import GIVEN_NAME, NUMBER, SURNAME, Day
from tests.service.test_roster import correct_number

HEADS = ["Numéro", "Nom", "Prénom", "Heure"]
FIRST = [NUMBER, SURNAME, GIVEN_NAME, ""]


def rows_of(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=";"))


def test_the_file_has_what_a_roster_needs_and_no_column_that_is_empty(day: Day) -> None:
    assert rows_of(roster_file.write(day.service)) == [HEADS, FIRST]


def test_extra_time_is_its_measure_and_a_cell_is_no_formula(day: Day) -> None:
    extra = Accommodation(300, 500)
    day.service.change(AddCandidate("b", Candidate("=1+2", "@ROY"), extra, "8h30", "Lycée Zay"))
    heads, _, other = rows_of(roster_file.write(day.service))
    assert heads == [*HEADS, "Aménagement 1er temps", "Aménagement 2nd temps", "Établissement"]
    assert other == ["'=1+2", "'@ROY", "", "08:30", "5 min", "8 min 20 s", "Lycée Zay"]


def test_some_alone_are_written_and_as_their_passage_says(day: Day) -> None:
    day.service.change(AddCandidate("b", Candidate("2", "DEUX")))
    desk = day.open()
    desk.do(Arrive())
    desk.do(Accommodate(Accommodation(300, 500)))
    correct_number(day, "0260999")
    assert rows_of(roster_file.write(day.service, ["b"])) == [HEADS, ["2", "DEUX", "", ""]]
    (_, found) = rows_of(roster_file.write(day.service, [day.passage]))
    assert found == ["0260999", *FIRST[1:], "5 min", "8 min 20 s"]


def test_it_lies_in_the_commission_s_folder_and_takes_the_place_of_the_last(day: Day) -> None:
    path = day.service.exports.candidates()
    assert path.parent == day.folder / "exports" / "commission"
    assert path.name == f"candidats-2026-06-22-{day.passage[:6]}.csv"
    day.service.change(AddCandidate("b", Candidate("2", "DEUX")))
    assert day.service.exports.candidates() == path
    assert len(rows_of(path.read_bytes())) == 3
    other = day.service.exports.candidates(["b"], name="jury-2")
    assert Path(other).name.startswith("candidats-jury-2-2026")
    assert path.exists()


def test_of_nobody_no_file_is_made(day: Day) -> None:
    day.service.change(RemoveCandidate(day.passage))
    with pytest.raises(DocumentError, match="liste de la séance est vide"):
        day.service.exports.candidates()
