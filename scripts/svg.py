"""A terminal's screen as an SVG picture; every word stands at its own column, in any viewer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from e33tui.terminal import colours
from e33tui.terminal.screen import Grid
from e33tui.terminal.style import BOLD, DIM, REVERSE, UNDERLINE, Style

CELL = (9.0, 19.0)
MARGIN = 12.0
PAPER, INK, FAINT = "#1c1f24", "#d8d8d8", "#8a8f98"
_WORDS = re.compile(r"\S+")

Run = tuple[int, list[str], Style]
"""The column where it begins, its cells, the style of them all."""


def picture(grid: Grid) -> str:
    """Return the SVG of what a terminal shows."""
    width = grid.width * CELL[0] + 2 * MARGIN
    height = grid.height * CELL[1] + 2 * MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-size="15" '
        "font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\">"
    )
    paper = f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>'
    body = [
        part
        for row in range(grid.height)
        for run in _runs(grid, row)
        for part in _drawn(run, MARGIN + row * CELL[1])
    ]
    return "\n".join([head, paper, *body, "</svg>", ""])


def _runs(grid: Grid, row: int) -> Iterator[Run]:
    """Yield the stretches of a row that have one style."""
    styles = grid.styles[row]
    for style, columns in groupby(range(grid.width), key=styles.__getitem__):
        places = list(columns)
        yield places[0], [grid.characters[row][place] for place in places], style


def _drawn(run: Run, top: float) -> Iterator[str]:
    column, cells, style = run
    ink, paper = _fills(style)
    if paper != PAPER:
        yield (
            f'<rect x="{MARGIN + column * CELL[0]:g}" y="{top:g}" '
            f'width="{len(cells) * CELL[0]:g}" height="{CELL[1]:g}" fill="{paper}"/>'
        )
    look = ' font-weight="bold"' if style.attributes & BOLD else ""
    look += ' text-decoration="underline"' if style.attributes & UNDERLINE else ""
    # The second cell of a wide character is empty: a blank of no width keeps the places.
    text = "".join(cell[:1] or "\x00" for cell in cells)
    for word in _WORDS.finditer(text):
        begin, end = word.span()
        yield (
            f'<text x="{MARGIN + (column + begin) * CELL[0]:g}" y="{top + CELL[1] * 0.76:g}" '
            f'textLength="{(end - begin) * CELL[0]:g}" lengthAdjust="spacingAndGlyphs" '
            f'fill="{ink}"{look}>{escape("".join(cells[begin:end]))}</text>'
        )


def _fills(style: Style) -> tuple[str, str]:
    """Return the colours of letters and paper; the terminal's own where the theme leaves them."""
    ink = _hex(style.foreground, FAINT if style.attributes & DIM else INK)
    paper = _hex(style.background, PAPER)
    return (paper, ink) if style.attributes & REVERSE else (ink, paper)


def _hex(colour: str, own: str) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colours.value(colour)) if colour else own
