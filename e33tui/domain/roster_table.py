"""The bytes of a roster's file to rows of cells, as spreadsheets and administrations write them.

Semicolons, commas or tabs; UTF-8 with or without its mark, UTF-16 with it, Windows-1252, Mac Roman;
any line ends, and line breaks between quotation marks.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from e33tui.domain.errors import InputError

FILE = "Fichier"
MOST_BYTES = 16 * 1024 * 1024
MOST_ROWS = 20_000
"""Beyond these a file is some other one: no centre has so many candidates."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_FRENCH_SMALL = frozenset("àâäæçèéêëîïôöœùûüÿ")
_FRENCH_CAPITAL = frozenset(letter.upper() for letter in _FRENCH_SMALL)
_FRENCH_SIGNS = frozenset("’«»°º\u00a0–—")


class Figure(str):
    """A cell that a spreadsheet holds as a number: zeros that it began with are lost."""

    __slots__ = ()

    def __new__(cls, number: int) -> Figure:
        """Return the number's digits."""
        return super().__new__(cls, str(number))


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        line: the line of the file on which it begins, from 1.
        cells: what stands in it.
    """

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in any cell."""
        return not any(cell.strip() for cell in self.cells)


def refusal(reason: str) -> InputError:
    """Return the refusal of a whole file."""
    return InputError(FILE, f"{FILE} : {reason}")


def too_large() -> InputError:
    """Return the refusal of a file that nobody would call a roster."""
    return refusal(
        f"plus de {MOST_ROWS:_} lignes ou de {MOST_BYTES >> 20} Mo, ce n’est pas la liste d’une "
        "séance. Vérifiez le fichier choisi.".replace("_", "\u202f")
    )


def decoded(data: bytes) -> str:
    """Return the text of a file, in the encoding that makes most sense of it.

    Raises:
        InputError: it is empty, too large, or no text.
    """
    if len(data) > MOST_BYTES:
        raise too_large()
    text = _decoded(data)
    if "\0" in text:
        raise refusal(
            "ce n’est pas un fichier de texte. Dans le tableur, enregistrez la liste au format CSV."
        )
    if not text.strip():
        raise refusal("il est vide.")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # What Windows has no letter for becomes U+FFFD, which is no French one.
    candidates = [data.decode("cp1252", "replace"), data.decode("mac_roman")]
    return max(candidates, key=_plausibility)


def _plausibility(text: str) -> int:
    """Return how much a text looks like French: letters that it has, where it has them."""
    score = 0
    for found in re.finditer(r"[^\x00-\x7f]", text):
        letter, before, after = found.group(), _at(text, found.start() - 1), _at(text, found.end())
        if letter in _FRENCH_CAPITAL:
            # A capital among the small letters of a word is a small one of another encoding.
            among = before.isalpha() and (before.islower() or after.islower())
            score += -1 if among else 1
        else:
            score += 1 if letter in _FRENCH_SMALL or letter in _FRENCH_SIGNS else -1
    return score


def _at(text: str, place: int) -> str:
    return text[place] if 0 <= place < len(text) else ""


def rows_of(text: str, known: Callable[[Sequence[str]], int]) -> tuple[Row, ...]:
    """Return the rows of a text that are not blank, as its own separator has them.

    Args:
        text: the file's text, or lines that were pasted.
        known: how many of some cells are titles of columns; that decides about the separator.

    Raises:
        InputError: too many rows, or a quotation mark that is never closed.
    """
    first = text.lstrip().split("\n", 1)[0].split("\r", 1)[0]
    # A line of its own by which some programs name the separator.
    if first.lower().startswith("sep=") and len(first) == 5:
        return _read(text, first[4])[1:]
    return _read(text, _separator(text, known))


def _separator(text: str, known: Callable[[Sequence[str]], int]) -> str:
    beginning = [line for line in io.StringIO(text[:20_000], newline=None) if line.strip()][:20]

    def fits(separator: str) -> tuple[int, int]:
        cells = [next(csv.reader([line], delimiter=separator), []) for line in beginning]
        return max(map(known, cells), default=0), sum(map(len, cells))

    return max(";\t,", key=fits)


def _read(text: str, separator: str) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            row = Row(line, tuple(cells))
            line = reader.line_num + 1
            if row.is_blank:
                continue
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise too_large()
    except csv.Error:
        raise refusal(
            f"ligne {line}, un guillemet n’est pas refermé, ou du texte le suit. Corrigez cette ligne."
        ) from None
    return tuple(rows)
