"""A table for a spreadsheet: no cell of it can become a formula, and each comes back as it was."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What a spreadsheet begins to compute at, the full-width forms of some keyboards included. What
# begins with apostrophes and one of these gets one more too: else it would come back as less.
_COMPUTED = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
# How many programs have a spreadsheet keep the zeros that a number begins with.
_KEPT = re.compile(r'="([^"]*)"')


def harmless(text: str) -> str:
    """Return a cell's text, after an apostrophe where a spreadsheet would compute it."""
    return f"'{text}" if _COMPUTED.match(text) else text


def as_meant(cell: str) -> str:
    """Return the text that :func:`harmless` made a cell of, or the cell as somebody else wrote it.

    A formula that is nothing but a text, such as ``="0123"``, is that text.
    """
    if kept := _KEPT.fullmatch(cell):
        return kept[1]
    return cell[1:] if cell.startswith("'") and _COMPUTED.match(cell) else cell


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a file as a French spreadsheet opens it: UTF-8 with its mark, semicolons, CRLF."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
