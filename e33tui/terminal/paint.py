"""The fewest bytes that turn what the terminal shows into what it should show."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import Final, NamedTuple

from e33tui.terminal import sequences
from e33tui.terminal.screen import BLANK, ODD, Grid
from e33tui.terminal.style import PLAIN, Style, transition

_LONG: Final = 200
"""Bytes from which the cursor is hidden meanwhile: on a slow line it would be seen running about."""
_SAVING: Final = len(sequences.SAVE_CURSOR + sequences.RESTORE_CURSOR)
_ERASE_FROM: Final = 5
"""Blank cells at the end of a row from which erasing is shorter than writing."""


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


class Painter:
    """Knows what the terminal shows once all that was handed out has been sent."""

    def __init__(self) -> None:
        self._shown: Grid | None = None
        self._cursor_visible: bool | None = None
        self._pencil = Pencil()
        self._strayed: Style | None = None

    def forget(self) -> None:
        """Assume nothing about the terminal any more: the next picture is painted whole."""
        self._shown = None
        self._cursor_visible = None
        self._pencil.row = self._pencil.column = None

    def queue(self, sequence: str) -> None:
        """Send a listed sequence, one that draws nothing, before the next picture."""
        self._pencil.raw(sequence)

    def paint(self, wanted: Grid, changed: list[int], cursor: tuple[int, int] | None) -> bytes:
        """Return the bytes that make the terminal show ``wanted``; none when it does already.

        Args:
            wanted: the picture.
            changed: the rows that may differ from the picture painted before.
            cursor: row and column of the terminal's own cursor, or None to hide it.
        """
        shown = self._shown
        if shown is None or (shown.width, shown.height) != (wanted.width, wanted.height):
            shown = self._shown = Grid(wanted.width, wanted.height)
            self._pencil.clear()
            changed = list(range(wanted.height))
        different = [y for y in changed if not shown.same_row(wanted, y)]
        if cursor is not None and self._cursor_visible and self._pencil.row == cursor[0]:
            self._paint_around(cursor, different, wanted, shown)
        else:
            self._strayed = None
            self._paint_rows(different, wanted, shown)
        drawn = self._pencil.take()
        if len(drawn) > _LONG and self._cursor_visible:
            drawn = sequences.HIDE_CURSOR + drawn
            self._cursor_visible = False
        self._place_cursor(cursor)
        return (drawn + self._pencil.take()).encode("utf-8", "replace")

    def _paint_around(
        self, cursor: tuple[int, int], different: list[int], wanted: Grid, shown: Grid
    ) -> None:
        """Paint where the cursor is, then the rest on a way that leads back to it."""
        row, column = cursor
        if row in different:
            different.remove(row)
            self._strayed = None
            self._paint_rows([row], wanted, shown)
        if different:
            self._pencil.move(row, column)
            mark = self._pencil.mark()
            self._paint_rows(different, wanted, shown)
            # A letter to come looks like the one before it; a second tick in a row, like the first.
            likely = (wanted.styles[row][max(column - 1, 0)], self._strayed)
            self._strayed = self._pencil.style
            self._pencil.come_back(mark, likely)

    def _paint_rows(self, rows: list[int], wanted: Grid, shown: Grid) -> None:
        for y in rows:
            self._paint_row(y, wanted, shown)
            shown.copy_row(wanted, y)

    def _place_cursor(self, cursor: tuple[int, int] | None) -> None:
        if cursor is not None:
            self._pencil.move(*cursor)
        if self._cursor_visible != (cursor is not None):
            self._cursor_visible = cursor is not None
            shown = sequences.SHOW_CURSOR if self._cursor_visible else sequences.HIDE_CURSOR
            self._pencil.raw(shown)

    def _paint_row(self, y: int, wanted: Grid, shown: Grid) -> None:
        characters = wanted.characters[y]
        if ODD.search("".join(characters)) or ODD.search("".join(shown.characters[y])):
            self._paint_whole_row(y, characters, wanted.styles[y])
            return
        different = [
            x
            for x, (new, old, new_style, old_style) in enumerate(
                zip(
                    characters,
                    shown.characters[y],
                    wanted.styles[y],
                    shown.styles[y],
                    strict=True,
                )
            )
            if new != old or new_style != old_style
        ]
        self._paint_cells(y, characters, wanted.styles[y], different)

    def _paint_cells(
        self, y: int, characters: list[str], styles: list[Style], different: list[int]
    ) -> None:
        """Paint the cells ``different`` (columns, ascending) of a row of single-cell characters."""
        pencil, width = self._pencil, len(characters)
        erased = _blank_tail(characters, styles, different)
        for start, end in _runs(different[: len(different) - erased]):
            self._reach(y, start, characters, styles)
            while start < end:
                style = styles[start]
                stop = start + 1
                while stop < end and styles[stop] is style:
                    stop += 1
                pencil.write("".join(characters[start:stop]), style, width)
                start = stop
        if erased:
            pencil.move(y, different[-erased])
            pencil.erase_line()

    def _reach(self, y: int, x: int, characters: list[str], styles: list[Style]) -> None:
        """Go to a cell, writing the few cells on the way again where that is shorter."""
        pencil = self._pencil
        here = pencil.column
        if pencil.row == y and here is not None and 0 < x - here <= 4:
            between = "".join(characters[here:x])
            same = all(style == pencil.style for style in styles[here:x])
            if same and len(between.encode()) <= pencil.cost(y, x):
                pencil.write(between, pencil.style, len(characters))
                return
        pencil.move(y, x)

    def _paint_whole_row(self, y: int, characters: list[str], styles: list[Style]) -> None:
        """Paint a row with characters of doubtful width: erased first, each one placed anew."""
        pencil = self._pencil
        pencil.move(y, 0)
        pencil.erase_line()
        for x, (character, style) in enumerate(zip(characters, styles, strict=True)):
            if not character or (character == BLANK and style == PLAIN):
                continue
            if (pencil.row, pencil.column) != (y, x):
                pencil.move(y, x)
            if ODD.search(character):
                pencil.write_odd(character, style)
            else:
                pencil.write(character, style, len(characters))


def _blank_tail(characters: list[str], styles: list[Style], different: list[int]) -> int:
    """Return how many of the cells ``different`` erasing to the end of the row would settle."""
    start = len(characters)
    while start and characters[start - 1] == BLANK and styles[start - 1] == PLAIN:
        start -= 1
    settled = sum(1 for x in different if x >= start)
    return settled if settled >= _ERASE_FROM else 0


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    """Return the stretches of neighbouring columns as half-open pairs."""
    runs: list[tuple[int, int]] = []
    for x in columns:
        if runs and runs[-1][1] == x:
            runs[-1] = (runs[-1][0], x + 1)
        else:
            runs.append((x, x + 1))
    return runs
