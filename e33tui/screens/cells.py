"""Text measured as a terminal shows it: an ideogram or an emoji takes two columns, an accent none."""

from __future__ import annotations

import re
import textwrap

from rich._wrap import divide_line
from rich.cells import cell_len, chop_cells, set_cell_size

_BINDING = re.compile(r" (?=[:;?!»](?:\s|$))|(?<=«) ")
"""The blanks at which French print never breaks a line, whoever typed them."""


def bind(text: str) -> str:
    """Return ``text`` with a non-breaking space for each blank at which no line breaks."""
    return _BINDING.sub("\u00a0", text)


def divide_bound(text: str, width: int, fold: bool = True) -> list[int]:
    """Return where a line is divided to fit ``width`` columns, never at a non-breaking space.

    The framework's own, in whose place this stands, takes that for a blank like others.
    """
    if cell_len(text) <= width:
        return []
    return divide_line(bind(text).replace("\u00a0", "_"), width, fold)


def wrap_row(text: str, width: int, first: str, rest: str) -> list[str]:
    """Wrap one paragraph to ``width`` columns, with a first and a following indent."""
    if cell_len(text) == len(text):
        return textwrap.wrap(
            text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
        ) or [first.rstrip()]
    rows = _rows(text.expandtabs(), width - max(cell_len(first), cell_len(rest)))
    return [f"{rest if number else first}{row}" for number, row in enumerate(rows)]


def _rows(text: str, room: int) -> list[str]:
    """Fill rows of ``room`` columns with words; a word that is longer is cut."""
    rows, row = [], ""
    for word in text.split(" "):
        for piece in chop_cells(word, room) or [""]:
            longer = f"{row} {piece}" if row else piece
            if cell_len(longer) > room:
                rows.append(row)
                longer = piece
            row = longer
    return [*rows, row]


def fit_row(text: str, width: int) -> str:
    """Return ``text`` in exactly ``width`` columns; what is cut ends with « … »."""
    size = cell_len(text)
    return text + " " * (width - size) if size <= width else f"{set_cell_size(text, width - 1)}…"
