"""Rosters as spreadsheets keep them (XLSX, ODS, XLS), by a library that may be missing."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from e33tui import workbook_child
from e33tui.domain.roster_table import MOST_BYTES, MOST_ROWS, Figure, Row, refusal, too_large

LIBRARY = "python_calamine"
_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PATIENCE = 60.0
_MISSING = (
    "pour lire un classeur, il faut installer le complément « e33tui[tableur] ». Sans lui, "
    "enregistrez la liste au format CSV dans le tableur."
)
_UNREADABLE = (
    "ce classeur ne peut pas être lu : il est abîmé, protégé par un mot de passe, ou d’un autre "
    "genre. Dans le tableur, enregistrez la liste au format CSV."
)


class Sheet(NamedTuple):
    """The first sheet of a workbook.

    Attributes:
        name: what it is called.
        others: how many more there are, which are not read.
        rows: what stands in it, blank rows left out.
    """

    name: str
    others: int
    rows: tuple[Row, ...]


def is_workbook(data: bytes) -> bool:
    """Tell whether a file may be a spreadsheet's own, and is no text."""
    return data.startswith(_BEGINNINGS)


def read_workbook(data: bytes) -> Sheet:
    """Return the first sheet of a workbook; blocks a moment.

    Raises:
        InputError: it cannot be read, is too large, or nothing here can read it.
    """
    if importlib.util.find_spec(LIBRARY) is None:
        raise refusal(_MISSING)
    if len(data) > MOST_BYTES:
        raise too_large()
    told = _told(data)
    first = told["first"]
    rows = (
        Row(first + place, tuple(Figure(cell) if isinstance(cell, int) else cell for cell in cells))
        for place, cells in enumerate(told["rows"])
    )
    found = tuple(row for row in rows if not row.is_blank)
    if not found:
        raise refusal("il est vide.")
    return Sheet(told["name"], told["others"], found)


def _told(data: bytes) -> dict[str, Any]:
    """Return what the child says of a workbook.

    Raises:
        InputError: it cannot read it.
    """
    # By its path, and alone: it needs nothing of this program, nor of the folder one is in.
    words = [sys.executable, "-I", str(Path(workbook_child.__file__)), str(MOST_ROWS)]
    try:
        done = subprocess.run(
            words, input=data, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise refusal(_UNREADABLE) from error
    if done.returncode == workbook_child.TOO_LARGE:
        raise too_large()
    if done.returncode:
        raise refusal(_UNREADABLE)
    told: dict[str, Any] = json.loads(done.stdout)
    return told
