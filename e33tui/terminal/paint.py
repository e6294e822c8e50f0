"""The fewest bytes that turn what the terminal shows into what it should show."""

from __future__ import annotations

from typing import Final

from e33tui.terminal import sequences
from e33tui.terminal.pencil import Pencil
from e33tui.terminal.screen import BLANK, ODD, Grid
from e33tui.terminal.style import PLAIN, Style

_LONG: Final = 200
"""Bytes from which the cursor is hidden meanwhile: on a slow line it would be seen running about."""
_ERASE_FROM: Final = 5
"""Blank cells at the end of a row from which erasing is shorter than writing."""


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
            return self._paint_rows(list(range(wanted.height)), wanted, shown, cursor)
        different = [y for y in changed if not shown.same_row(wanted, y)]
        data = self._paint_rows(different, wanted, shown, cursor)
        if len(data) > _LONG and len(different) > wanted.height // 2:
            return self._shorter(data, wanted, cursor)
        return data

    def _shorter(self, data: bytes, wanted: Grid, cursor: tuple[int, int] | None) -> bytes:
        """Return what paints everything anew where that is shorter: little that replaces much."""
        other = Painter()
        anew = sequences.HIDE_CURSOR.encode() + other.paint(wanted, [], cursor)
        if len(anew) >= len(data):
            return data
        vars(self).update(vars(other))
        return anew

    def _paint_rows(
        self, rows: list[int], wanted: Grid, shown: Grid, cursor: tuple[int, int] | None
    ) -> bytes:
        if cursor is not None and self._cursor_visible and self._pencil.row == cursor[0]:
            self._paint_around(cursor, rows, wanted, shown)
        else:
            self._strayed = None
            self._draw_rows(rows, wanted, shown)
        drawn = self._pencil.take()
        if len(drawn) > _LONG and self._cursor_visible:
            drawn = sequences.HIDE_CURSOR + drawn
            self._cursor_visible = False
        self._place_cursor(cursor, wanted)
        return (drawn + self._pencil.take()).encode("utf-8", "replace")

    def _paint_around(
        self, cursor: tuple[int, int], different: list[int], wanted: Grid, shown: Grid
    ) -> None:
        """Paint where the cursor is, then the rest on a way that leads back to it."""
        row, column = cursor
        if row in different:
            different.remove(row)
            self._strayed = None
            self._draw_rows([row], wanted, shown)
        if different:
            self._reach(row, column, wanted.characters[row], wanted.styles[row])
            mark = self._pencil.mark()
            self._draw_rows(different, wanted, shown)
            # A letter to come looks like the one before it; a second tick in a row, like the first.
            likely = (wanted.styles[row][max(column - 1, 0)], self._strayed)
            self._strayed = self._pencil.style
            self._pencil.come_back(mark, likely)

    def _draw_rows(self, rows: list[int], wanted: Grid, shown: Grid) -> None:
        for y in rows:
            self._paint_row(y, wanted, shown)
            shown.copy_row(wanted, y)

    def _place_cursor(self, cursor: tuple[int, int] | None, wanted: Grid) -> None:
        if cursor is not None:
            y, x = cursor
            self._reach(y, x, wanted.characters[y], wanted.styles[y])
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
            sound = len(between) == x - here and not ODD.search(between)
            same = all(style == pencil.style for style in styles[here:x])
            if same and sound and len(between.encode()) <= pencil.cost(y, x):
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
