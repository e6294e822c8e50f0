"""Text measured as a terminal shows it: an ideogram or an emoji takes two columns, an accent none."""

from __future__ import annotations

import textwrap

from rich.cells import cell_len, chop_cells, set_cell_size


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
