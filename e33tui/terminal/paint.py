"""The fewest bytes that turn what the terminal shows into what it should show."""

from __future__ import annotations

from typing import Final, NamedTuple

from e33tui.terminal import sequences
from e33tui.terminal.pencil import Pen, Pencil
from e33tui.terminal.rows import paint_row, reach
from e33tui.terminal.screen import Grid

_LONG: Final = 200
"""Bytes from which the cursor is hidden meanwhile: on a slow line it would be seen running about."""

Cursor = tuple[int, int] | None
"""Row and column of the terminal's own cursor, or None to hide it."""


class Shown(NamedTuple):
    """What a terminal shows, and with which pen it goes on.

    Attributes:
        grid: the cells; None where nothing is known.
        pen: where it draws next, and how.
        cursor_visible: None where nothing is known.
    """

    grid: Grid | None = None
    pen: Pen = Pen()
    cursor_visible: bool | None = None


Way = tuple[bytes, Shown]
"""Bytes, and what the terminal shows once it has read them."""


class Painter:
    """Knows what the terminal shows once all that was handed out has been sent."""

    def __init__(self) -> None:
        self._shown = Shown()
        self._queued = b""

    def forget(self) -> None:
        """Assume nothing about the terminal any more: the next picture is painted whole."""
        self._shown = Shown()

    def queue(self, sequence: str) -> None:
        """Send a listed sequence, one that draws nothing, before the next picture."""
        self._queued += sequence.encode()

    def paint(self, wanted: Grid, changed: list[int], cursor: Cursor) -> bytes:
        """Return the bytes that make the terminal show ``wanted``; none when it does already.

        Args:
            wanted: the picture.
            changed: the rows that may differ from the picture painted before.
            cursor: where the terminal's own cursor shall stand.
        """
        data, self._shown = shortest(self._shown, wanted, changed, cursor)
        queued, self._queued = self._queued, b""
        return queued + data


def shortest(shown: Shown, wanted: Grid, changed: list[int], cursor: Cursor) -> Way:
    """Return the shortest of the ways to a picture: see :meth:`Painter.paint`."""
    grid = shown.grid
    if grid is None or (grid.width, grid.height) != (wanted.width, wanted.height):
        return _anew(shown, wanted, cursor)
    rows = [y for y in changed if not grid.same_row(wanted, y)]
    way = _straight(shown, wanted, rows, cursor)
    long = len(way[0]) > _LONG
    if cursor is not None and not long and rows not in ([], [cursor[0]]):
        other = _there_and_back(shown, wanted, rows, cursor)
    elif long and len(rows) > wanted.height // 2:
        other = _anew(shown, wanted, cursor)  # little that replaces much
    else:
        return way
    return min(way, other, key=lambda each: len(each[0]))


def _straight(shown: Shown, wanted: Grid, rows: list[int], cursor: Cursor) -> Way:
    """Paint from top to bottom."""
    drawing = _Drawing(shown, wanted)
    drawing.paint(rows)
    return drawing.done(cursor)


def _there_and_back(shown: Shown, wanted: Grid, rows: list[int], cursor: tuple[int, int]) -> Way:
    """Paint where the cursor stands, then go out from there, the terminal keeping the place."""
    drawing = _Drawing(shown, wanted)
    drawing.paint([y for y in rows if y == cursor[0]])
    drawing.stand(cursor)
    saved = drawing.pencil.save()
    drawing.paint([y for y in rows if y != cursor[0]])
    drawing.pencil.restore(saved)
    return drawing.done(cursor)


def _anew(shown: Shown, wanted: Grid, cursor: Cursor) -> Way:
    """Paint on a screen that is erased first."""
    blank = Grid(wanted.width, wanted.height)
    drawing = _Drawing(shown._replace(grid=blank), wanted)
    drawing.pencil.clear()
    drawing.paint([y for y in range(wanted.height) if not blank.same_row(wanted, y)])
    return drawing.done(cursor)


class _Drawing:
    """Strokes on one way from what a terminal shows to a picture.

    Attributes:
        pencil: draws them.
    """

    def __init__(self, shown: Shown, wanted: Grid) -> None:
        assert shown.grid is not None
        self.pencil = Pencil(shown.pen)
        self._before, self._wanted = shown.grid, wanted
        self._cursor_visible = shown.cursor_visible
        self._painted: list[int] = []

    def paint(self, rows: list[int]) -> None:
        """Paint some rows, none of them twice."""
        for y in rows:
            paint_row(self.pencil, y, self._wanted, self._before)
        self._painted += rows

    def stand(self, cursor: tuple[int, int]) -> None:
        """Go where the cursor stands, once its row is painted.

        The pen takes the style of what is typed there, so that a letter and a second of the clock
        need no change of it.
        """
        y, x = cursor
        if (self.pencil.row, self.pencil.column) != cursor:
            reach(self.pencil, y, x, self._wanted)
        self.pencil.switch(self._wanted.styles[y][max(x - 1, 0)])

    def done(self, cursor: Cursor) -> Way:
        """Return it, with the cursor in its place, or hidden."""
        hiding = ""
        if self._cursor_visible is not False and len(self.pencil.drawn) > _LONG:
            hiding, self._cursor_visible = sequences.HIDE_CURSOR, False
        if cursor is not None:
            self.stand(cursor)
        if self._cursor_visible != (cursor is not None):
            self.pencil.raw(sequences.SHOW_CURSOR if cursor else sequences.HIDE_CURSOR)
        grid = self._before.with_rows(self._wanted, self._painted)
        data = (hiding + self.pencil.drawn).encode("utf-8", "replace")
        return data, Shown(grid, self.pencil.pen, cursor is not None)
