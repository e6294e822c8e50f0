"""The fewest bytes that turn one row of a terminal into another."""

from __future__ import annotations

from typing import Final

from e33tui.terminal.pencil import Pencil
from e33tui.terminal.screen import BLANK, ODD, Grid
from e33tui.terminal.style import PLAIN, Style

_ERASE_FROM: Final = 5
"""Blank cells at the end of a row from which erasing is shorter than writing."""


def paint_row(pencil: Pencil, y: int, wanted: Grid, shown: Grid) -> None:
    """Make row ``y`` of a terminal that shows ``shown`` look as in ``wanted``."""
    characters, styles = wanted.characters[y], wanted.styles[y]
    before, styles_before = shown.characters[y], shown.styles[y]
    cells = zip(characters, before, styles, styles_before, strict=True)
    different = [
        x
        for x, (new, old, new_style, old_style) in enumerate(cells)
        if new != old or new_style != old_style
    ]
    odd = ODD.search("".join(characters)) or ODD.search("".join(before))
    if odd and different and different[-1] >= min(_sure(characters), _sure(before)):
        _paint_whole(pencil, y, characters, styles)
    else:
        _paint_cells(pencil, y, wanted, different)


def _sure(characters: list[str]) -> int:
    """Return how many cells stand before the first of a doubtful width: it moves none of them."""
    doubtful = (x for x, each in enumerate(characters) if len(each) != 1 or ODD.search(each))
    return next(doubtful, len(characters))


def reach(pencil: Pencil, y: int, x: int, shown: Grid) -> None:
    """Go to a cell, writing the few cells on the way again where that is shorter.

    Args:
        pencil: goes there.
        y: the cell's row.
        x: its column.
        shown: has what the terminal shows on the way.
    """
    here = pencil.column
    if pencil.row == y and here is not None and 0 < x - here <= 4:
        between = "".join(shown.characters[y][here:x])
        sound = len(between) == x - here and not ODD.search(between)
        same = all(style == pencil.style for style in shown.styles[y][here:x])
        if same and sound and len(between.encode()) <= pencil.cost(y, x):
            pencil.write(between, pencil.style, shown.width)
            return
    pencil.move(y, x)


def _paint_cells(pencil: Pencil, y: int, wanted: Grid, different: list[int]) -> None:
    """Paint the cells ``different`` (columns, ascending) of a row of single-cell characters."""
    characters, styles = wanted.characters[y], wanted.styles[y]
    erased = _blank_tail(characters, styles, different)
    for start, end in _runs(different[: len(different) - erased]):
        reach(pencil, y, start, wanted)
        while start < end:
            style = styles[start]
            stop = start + 1
            while stop < end and styles[stop] is style:
                stop += 1
            pencil.write("".join(characters[start:stop]), style, wanted.width)
            start = stop
    if erased:
        pencil.move(y, different[-erased])
        pencil.erase_line()


def _paint_whole(pencil: Pencil, y: int, characters: list[str], styles: list[Style]) -> None:
    """Paint a row with characters of doubtful width: erased first, each one placed anew."""
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
