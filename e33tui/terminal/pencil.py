"""The terminal's drawing position and style, and the shortest sequences that change them."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import Final, NamedTuple

from e33tui.terminal import sequences
from e33tui.terminal.style import PLAIN, Style, transition

_SAVING: Final = len(sequences.SAVE_CURSOR + sequences.RESTORE_CURSOR)


class Mark(NamedTuple):
    """A moment of a drawing: how many strokes there were, the position and the style then."""

    stroke: int
    row: int | None
    column: int | None
    style: Style


class Pencil:
    """The terminal's drawing position and style, and the bytes that change them.

    Attributes:
        row, column: where the terminal draws next; the column is None where terminals differ (after
            the last cell of a row, after a character of doubtful width), the row where nothing is
            known.
        style: the style in force.
    """

    def __init__(self) -> None:
        self.row: int | None = None
        self.column: int | None = None
        self.style = PLAIN
        self._strokes: list[str] = []
        self._switches: list[int] = []

    def take(self) -> str:
        """Return what was drawn since the last call."""
        drawn = "".join(self._strokes)
        self._strokes.clear()
        self._switches.clear()
        return drawn

    def mark(self) -> Mark:
        """Return where the drawing stands now, for :meth:`come_back`."""
        return Mark(len(self._strokes), self.row, self.column, self.style)

    def come_back(self, mark: Mark, likely: Container[Style | None]) -> None:
        """Be again where the drawing stood at ``mark``, by the shortest way.

        Args:
            mark: taken at a known place; nothing was taken away since.
            likely: the styles of which one is likely to be wanted next.
        """
        assert mark.row is not None
        assert mark.column is not None
        there = (self.row, self.column, mark.row, mark.column)
        if len(_route(*there)) <= _SAVING:
            self.move(mark.row, mark.column)
            return
        switches = [stroke for stroke in self._switches if stroke >= mark.stroke]
        self.row, self.column = mark.row, mark.column
        if len(switches) == 1 and self.style in likely:
            # What is restored is then the style to come, too.
            self._strokes.insert(mark.stroke, self._strokes.pop(switches[0]))
            self._strokes.insert(mark.stroke + 1, sequences.SAVE_CURSOR)
        else:
            self._strokes.insert(mark.stroke, sequences.SAVE_CURSOR)
            self.style = mark.style
        self._strokes.append(sequences.RESTORE_CURSOR)

    def raw(self, sequence: str) -> None:
        """Send a listed sequence that changes neither position nor style."""
        self._strokes.append(sequence)

    def clear(self) -> None:
        """Erase the screen and make its modes sane; the style becomes plain."""
        self._strokes += (sequences.SANE, sequences.CLEAR)
        self.row = self.column = None
        self.style = PLAIN

    def move(self, row: int, column: int) -> None:
        """Go to a cell by the shortest way."""
        self._strokes.append(_route(self.row, self.column, row, column))
        self.row, self.column = row, column

    def cost(self, row: int, column: int) -> int:
        """Return the bytes that :meth:`move` would take."""
        return len(_route(self.row, self.column, row, column))

    def write(self, text: str, style: Style, width: int) -> None:
        """Write single-cell characters in a row of ``width`` cells."""
        self._switch(style)
        self._strokes.append(text)
        assert self.column is not None
        self.column += len(text)
        if self.column >= width:
            self.column = None

    def write_odd(self, cluster: str, style: Style) -> None:
        """Write one character of doubtful width."""
        self._switch(style)
        self._strokes.append(cluster)
        self.column = None

    def erase_line(self) -> None:
        """Make the cells from here to the end of the row blank and plain."""
        self._switch(PLAIN)
        self._strokes.append(sequences.CLEAR_TO_END_OF_LINE)

    def _switch(self, style: Style) -> None:
        if style != self.style:
            self._switches.append(len(self._strokes))
            self._strokes.append(transition(self.style, style))
            self.style = style


@lru_cache(maxsize=8192)
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
