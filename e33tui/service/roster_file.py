"""Candidates of this séance as a file that another one imports."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain.errors import DocumentError
from e33tui.domain.roster import Entry
from e33tui.domain.roster_file import roster_file
from e33tui.service.day import DayRow
from e33tui.store import Store

if TYPE_CHECKING:
    from e33tui.service import Service

KIND = "candidats"
"""What such a file is called, on the command line and in the list of documents."""
_NOBODY = "La liste de la séance est vide : il n’y a pas de candidats à écrire dans un fichier."


def write(service: Service, passages: Collection[str] | None = None) -> bytes:
    """Return the file of some candidates, in the order of the day: CSV for any spreadsheet.

    Args:
        service: the séance.
        passages: whose, by their opaque ids; all of the list unless given.

    Raises:
        DocumentError: there is nobody.
    """
    rows = [r for r in service.rows() if passages is None or r.entry.passage in passages]
    if not rows:
        raise DocumentError(_NOBODY)
    return roster_file([_as_corrected(row) for row in rows])


def _as_corrected(row: DayRow) -> Entry:
    """Return a candidate's line as the passage has it, where that has begun."""
    if row.passage is None:
        return row.entry
    return dataclasses.replace(
        row.entry, candidate=row.candidate, accommodation=row.passage.accommodation
    )


def names_for(name: str) -> re.Pattern[str]:
    """Return what the names of the files that :func:`issue` writes for ``name`` are like."""
    return re.compile(rf"{KIND}-{re.escape(name)}(-\d{{4}}-\d\d-\d\d)?-[0-9a-f]{{6}}\.csv")


def issue(
    service: Service,
    store: Store,
    passages: Collection[str] | None = None,
    *,
    name: str = "",
    replace: bool = False,
) -> Path:
    """Write the file of some candidates into the commission's folder, and return where it lies.

    Args:
        service: the séance.
        store: its folder.
        passages: whose; all of the list unless given.
        name: what tells this file from the séance's others, such as who it is for, safe in a
            file's name; asked for again, one takes the place of the earlier one of that name.
        replace: replace a file that this séance did not issue, once confirmed.

    Raises:
        DocumentError: there is nobody.
        DocumentInTheWay: a file stands there that this séance did not issue.
        StoreError: it cannot be written.
    """
    data = write(service, passages)
    sitting = service.sitting
    # The first passage's id tells apart two séances of a day that export into the same folder.
    parts = (KIND, name, sitting.date, sitting.roster[0].passage[:6])
    target = store.folder_of(KIND) / ("-".join(part for part in parts if part) + ".csv")
    store.issued.issue(target, data, kind=KIND, at=service.now().wall, replace=replace)
    return target
