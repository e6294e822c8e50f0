"""The picture that the interface wants on the terminal: a grid of cells, fed with its frames.

Textual writes strings: moves, styles and text. They are not sent on; they are drawn here, and
:mod:`e33tui.terminal.paint` sends the difference with what the terminal already shows. However many
frames arrive while the terminal does not read, only this one picture is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.cells import split_graphemes

from e33tui.domain.text import visible
from e33tui.terminal.style import PLAIN, Style, after

if TYPE_CHECKING:
    from e33tui.terminal.dress import Dress
    from e33tui.terminal.letters import Spelling

BLANK: Final = " "
_MARKS_PER_CELL: Final = 16
"""Characters kept in one cell, so that endless combining marks cost no endless bytes."""

ODD: Final = re.compile(
    "[^ -~\xa0-\xac\xae-\u02ff\u0370-\u0373\u0376\u0377\u037a-\u037f\u0384-\u038a\u038c"
    "\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2015\u2018-\u2027\u202f-\u203b"
    "\u20ac\u2070-\u208e\u2116\u2122\u2190-\u2199\u2212\u2500-\u25fc\u2713\u2717\u2800-\u28ff\ufffd]"
)
"""Anything but a character that every terminal draws in one cell. The cells of a row that holds
none can be sent one by one, as can those before the first one; what changes after that is sent with
the whole row."""

_PLACE_OR_STYLE: Final = re.compile(r"\[([0-9;]*)([Hm])")
_OTHER_SEQUENCE: Final = re.compile(r"\[[0-?]*[ -/]*[@-~]?|[ -/]*[0-~]?")
_STRING_OPENERS: Final = ("]", "P", "X", "^", "_")


class Grid:
    """Cells in rows: ``characters[y][x]`` and ``styles[y][x]``.

    A cell holds one character with its combining marks; the second cell of a wide character holds
    an empty string.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.characters = [[BLANK] * width for _ in range(height)]
        self.styles = [[PLAIN] * width for _ in range(height)]

    def same_row(self, other: Grid, y: int) -> bool:
        """Say whether row ``y`` looks the same in both grids."""
        return self.characters[y] == other.characters[y] and self.styles[y] == other.styles[y]

    def with_rows(self, other: Grid, rows: list[int]) -> Grid:
        """Return this grid with some rows of ``other``, one of the same size.

        The rows that stay are shared: neither grid is drawn on afterwards.
        """
        grid = Grid(self.width, 0)
        grid.height = self.height
        grid.characters, grid.styles = self.characters.copy(), self.styles.copy()
        for y in rows:
            grid.characters[y] = other.characters[y].copy()
            grid.styles[y] = other.styles[y].copy()
        return grid

    def resized(self, width: int, height: int) -> Grid:
        """Return a grid of another size with what fits of this one."""
        grid = Grid(width, height)
        for y in range(min(height, self.height)):
            kept = self.characters[y][:width]
            grid.characters[y][: len(kept)] = kept
            grid.styles[y][: len(kept)] = self.styles[y][:width]
            if kept and len(kept) < self.width and self.characters[y][len(kept)] == "":
                grid.characters[y][len(kept) - 1] = BLANK
        return grid

    def put(self, y: int, x: int, text: str, style: Style) -> int:
        """Write plain characters from a cell on, cut at the edge; return the column after them."""
        end = min(x + len(text), self.width)
        if end > x:
            row = self.characters[y]
            self._break_wide(row, x, end)
            row[x:end] = text[: end - x]
            self.styles[y][x:end] = [style] * (end - x)
        return max(end, x)

    def put_odd(self, y: int, x: int, text: str, style: Style) -> int:
        """Write any characters from a cell on, cut at the edge; return the column after them."""
        spans, _ = split_graphemes(text)
        for start, stop, cells in spans:
            cluster = text[start:stop][:_MARKS_PER_CELL]
            if cells == 0:
                self._add_mark(self.characters[y], x, cluster)
            elif x + cells <= self.width:
                self._break_wide(self.characters[y], x, x + cells)
                self.characters[y][x : x + cells] = [cluster, *[""] * (cells - 1)]
                self.styles[y][x : x + cells] = [style] * cells
                x += cells
            else:
                return self.width
        return x

    @staticmethod
    def _add_mark(row: list[str], x: int, mark: str) -> None:
        """Put a mark that came alone on the character before it; the first cell has none."""
        if x:
            base = x - 1 if row[x - 1] or x == 1 else x - 2
            row[base] = (row[base] + mark)[:_MARKS_PER_CELL]

    @staticmethod
    def _break_wide(row: list[str], x: int, end: int) -> None:
        """Blank the halves of wide characters that the cells ``x`` to ``end`` cut off."""
        if row[x] == "" and x:
            row[x - 1] = BLANK
        if end < len(row) and row[end] == "":
            row[end] = BLANK


class Picture:
    """The grid that the interface's frames have drawn so far.

    Attributes:
        grid: the cells.
        changed: rows drawn on since :meth:`take_changed`.
        cursor: row and column where the last frame left the drawing position.
        dress: makes the terminal's style of one that a frame asks for; a new one holds for what
            is drawn from then on.
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        dress: Dress = lambda style: style,
        spell: Spelling | None = None,
    ) -> None:
        """Begin blank.

        Args:
            width: columns.
            height: rows.
            dress: what the terminal shows of a style.
            spell: what it shows of a text, as wide; None where it shows every character.
        """
        self.grid = Grid(width, height)
        self.dress = dress
        self.changed = set(range(height))
        self._spell = spell
        self._row = self._column = 0
        self._style = PLAIN

    @property
    def cursor(self) -> tuple[int, int]:
        return self._row, self._column

    def resize(self, width: int, height: int) -> None:
        """Take another size, keeping what fits."""
        self.grid = self.grid.resized(width, height)
        self.changed = set(range(height))
        self._row, self._column = min(self._row, height - 1), min(self._column, width)

    def take_changed(self) -> list[int]:
        """Return the rows drawn on since the last call, from top to bottom."""
        rows = sorted(self.changed)
        self.changed.clear()
        return rows

    def draw(self, frame: str) -> None:
        """Draw what Textual wrote.

        Moves, styles and text are obeyed; any other sequence is dropped, with all that belongs to
        it; a control character in a text becomes U+FFFD.
        """
        text, *parts = frame.split("\x1b")
        self._write(text)
        in_string = False
        for part in parts:
            known = _PLACE_OR_STYLE.match(part)
            if known is not None:
                self._obey(*known.groups())
                self._write(part[known.end() :])
                in_string = False
            elif in_string and part.startswith("\\"):
                self._write(part[1:])
                in_string = False
            elif part.startswith(_STRING_OPENERS):
                _, bell, text = part.partition("\a")
                self._write(text)
                in_string = not bell
            else:
                self._write(_without_sequence(part))
                in_string = False

    def _obey(self, parameters: str, final: str) -> None:
        if final == "m":
            if len(parameters) < 100:
                self._style = after(self._style, parameters)
            return
        row, _, column = parameters.partition(";")
        self._row = min(_count(row), self.grid.height) - 1
        self._column = min(_count(column.partition(";")[0]), self.grid.width) - 1

    def _write(self, text: str) -> None:
        if not text:
            return
        line, *more = text.split("\n")
        self._write_line(line)
        for line in more:
            self._row = min(self._row + 1, self.grid.height - 1)
            self._column = 0
            self._write_line(line)

    def _write_line(self, text: str) -> None:
        if not text:
            return
        self.changed.add(self._row)
        put = self.grid.put
        if ODD.search(text) is not None:
            text, put = visible(text), self.grid.put_odd
        if self._spell is not None:
            text = self._spell(text)
        self._column = put(self._row, self._column, text, self.dress(self._style))


def _without_sequence(part: str) -> str:
    """Return what follows an unknown sequence whose escape was just taken off."""
    sequence = _OTHER_SEQUENCE.match(part)
    return part[sequence.end() :] if sequence else part


def _count(digits: str) -> int:
    """Return a move's parameter, counted from 1; absent and 0 mean 1."""
    return max(int(digits[:6] or 1), 1)
