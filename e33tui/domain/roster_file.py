"""Candidates as a file that another séance imports: what its roster needs, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from e33tui.domain.roster import Entry
from e33tui.domain.spreadsheet import csv_file

NUMBER = "Numéro"
SURNAME = "Nom"
GIVEN_NAME = "Prénom"
HOUR = "Heure"
PRESENTATION = "Aménagement 1er temps"
INTERVIEW = "Aménagement 2nd temps"
SCHOOL = "Établissement"
"""The columns, as they are headed there and as any file may head them."""


def roster_file(entries: Sequence[Entry]) -> bytes:
    """Return the file of some candidates, in their order.

    Extra time is its measure alone, never why (D351-27). A column that would be empty is left out,
    but for those that every roster has.
    """
    rows = [
        {
            NUMBER: entry.candidate.number,
            SURNAME: entry.candidate.surname,
            GIVEN_NAME: entry.candidate.given_name,
            HOUR: entry.convocation,
            PRESENTATION: measure(entry.accommodation.presentation),
            INTERVIEW: measure(entry.accommodation.interview),
            SCHOOL: entry.school,
        }
        for entry in entries
    ]
    always = (NUMBER, SURNAME, GIVEN_NAME, HOUR)
    other = [name for name in (PRESENTATION, INTERVIEW, SCHOOL) if any(row[name] for row in rows)]
    heads = [*always, *other]
    return csv_file([heads, *([row[name] for name in heads] for row in rows)])


def measure(seconds: int) -> str:
    """Return an extra time in words that no spreadsheet takes for an hour; empty for none."""
    minutes, rest = divmod(seconds, 60)
    said = [f"{minutes} min"] if minutes or not rest else []
    said += [f"{rest} s"] if rest else []
    return " ".join(said) if seconds else ""
