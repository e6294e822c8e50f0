"""The terminal's drawing position and style, and the shortest sequences that change them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from e33tui.terminal import sequences
from e33tui.terminal.style import PLAIN, Style, transition


class Pen(NamedTuple):
    """Where a terminal draws next, and how.

    Attributes:
        row: None where nothing is known.
        column: None where terminals differ: after the last cell of a row, after a character of
            doubtful width.
        style: the style in force.
    """

    row: int | None = None
    column: int | None = None
    style: Style = PLAIN


class Pencil:
    """Draws with a pen, one stroke after the other.

    Attributes:
        row, column, style: those of its pen once all strokes are sent.
    """

    def __init__(self, pen: Pen) -> None:
        self.row, self.column, self.style = pen
        self._strokes: list[str] = []

    @property
    def pen(self) -> Pen:
        return Pen(self.row, self.column, self.style)

    @property
    def drawn(self) -> str:
        """All strokes so far."""
        return "".join(self._strokes)

    def raw(self, sequence: str) -> None:
        """Send a listed sequence that changes neither position nor style."""
        self._strokes.append(sequence)

    def clear(self) -> None:
        """Erase the screen and make its modes sane; the style becomes plain."""
        self._strokes += (sequences.SANE, sequences.CLEAR)
        self.row, self.column, self.style = Pen()

    def save(self) -> Pen:
        """Have the terminal keep its position and style for :meth:`restore`."""
        self._strokes.append(sequences.SAVE_CURSOR)
        return self.pen

    def restore(self, saved: Pen) -> None:
        """Be again where :meth:`save` was called, and in the style of then."""
        self._strokes.append(sequences.RESTORE_CURSOR)
        self.row, self.column, self.style = saved

    def move(self, row: int, column: int) -> None:
        """Go to a cell by the shortest way."""
        self._strokes.append(self._way(row, column))
        self.row, self.column = row, column

    def cost(self, row: int, column: int) -> int:
        """Return the bytes that :meth:`move` would take."""
        return len(self._way(row, column))

    def switch(self, style: Style) -> None:
        """Draw in another style from now on."""
        if style != self.style:
            self._strokes.append(transition(self.style, style))
            self.style = style

    def write(self, text: str, style: Style, width: int) -> None:
        """Write single-cell characters in a row of ``width`` cells."""
        self.switch(style)
        self._strokes.append(text)
        assert self.column is not None
        column = self.column + len(text)
        self.column = column if column < width else None

    def write_odd(self, cluster: str, style: Style) -> None:
        """Write one character of doubtful width."""
        self.switch(style)
        self._strokes.append(cluster)
        self.column = None

    def erase_line(self) -> None:
        """Make the cells from here to the end of the row blank and plain."""
        self.switch(PLAIN)
        self._strokes.append(sequences.CLEAR_TO_END_OF_LINE)

    def _way(self, row: int, column: int) -> str:
        return _route(self.row, self.column, row, column)


@lru_cache(maxsize=1024)
def _route(from_row: int | None, from_column: int | None, row: int, column: int) -> str:
    """Return the shortest move between two cells; a carriage return starts from any column."""
    ways = [sequences.absolute(row, column)]
    if from_row is None:
        return ways[0]
    down = row - from_row
    vertical = "\n" * down if down >= 0 else sequences.relative(-down, "A")
    ways.append("\r" + vertical + sequences.relative(column, "C"))
    if from_column is not None:
        right = column - from_column
        sideways = sequences.relative(abs(right), "C" if right > 0 else "D")
        if right < 0:
            sideways = min(sideways, "\b" * -right, key=len)
        straight = sequences.relative(abs(down), "B" if down > 0 else "A")
        ways.append(straight + sideways)
    return min(ways, key=len)
