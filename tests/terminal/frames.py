"""Frames as the framework writes them: strips of styled segments, through its own updates."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

Size = tuple[int, int]
"""Columns and rows."""
Place = tuple[int, int]
"""Column and row."""
CONSOLE = Console(
    color_system="truecolor", force_terminal=True, no_color=False, legacy_windows=False
)
COLOURS = ("default", "red", "bright_cyan", "color(208)", "#102030")
NARROW = "aZ0 .éœÉ—’│─•✓"
WIDE = ("日", "한", "e\u0301", "a", " ", "│")
"""Characters of two cells, of two code points, and others: those of which all know the width."""

styles = st.builds(
    Style,
    color=st.none() | st.sampled_from(COLOURS),
    bgcolor=st.none() | st.sampled_from(COLOURS),
    bold=st.booleans(),
    dim=st.booleans(),
    italic=st.booleans(),
    underline=st.booleans(),
    reverse=st.booleans(),
    strike=st.booleans(),
)
few_looks = st.sampled_from((Style(), Style(bold=True), Style(reverse=True)))
looks = st.one_of(few_looks, few_looks, styles)
Letters = Sequence[str]
"""What texts are made of."""


def texts_of(letters: Letters) -> st.SearchStrategy[str]:
    """Texts, longer than most rows at times."""
    if isinstance(letters, str):
        return st.text(letters, min_size=1, max_size=20)
    return st.lists(st.sampled_from(letters), min_size=1, max_size=12).map("".join)


@st.composite
def strips(draw: st.DrawFn, width: int, letters: Letters) -> Strip:
    """One row of exactly so many cells."""
    texts = texts_of(letters)
    pieces = draw(st.lists(st.tuples(texts, looks), max_size=4))
    row = Strip([Segment(text, style) for text, style in pieces])
    return row.adjust_cell_length(width, draw(looks))


def whole(rows: list[Strip], cursor: Place) -> str:
    """Return the frame that follows a resize, or any other change of the layout."""
    update = LayoutUpdate([[row] for row in rows], Region(0, 0, rows[0].cell_length, len(rows)))
    return update.render_segments(CONSOLE) + at(cursor)


def parts(rows: dict[int, tuple[int, Strip]], cursor: Place) -> str:
    """Return the frame of a few widgets that changed: rows with the column where each begins."""
    height = max(rows) + 1
    chops: list[dict[int, Strip | None]] = [{} for _ in range(height)]
    ends: list[list[int]] = [[] for _ in range(height)]
    spans = []
    for y, (x, strip) in sorted(rows.items()):
        end = x + strip.cell_length
        chops[y], ends[y] = {x: strip}, [end]
        spans.append((y, x, end))
    return ChopsUpdate(chops, spans, ends).render_segments(CONSOLE) + at(cursor)


def at(cursor: Place) -> str:
    """Return the move with which each frame ends: the framework names a column first."""
    column, row = cursor
    return f"\x1b[{row + 1};{column + 1}H"


@st.composite
def whole_frames(draw: st.DrawFn, size: Size, cursor: Place, letters: Letters = NARROW) -> str:
    """A whole picture."""
    width, height = size
    return whole([draw(strips(width, letters)) for _ in range(height)], cursor)


@st.composite
def part_frames(draw: st.DrawFn, size: Size, cursor: Place, letters: Letters = NARROW) -> str:
    """A change of a few places."""
    width, height = size
    rows = {}
    for y in draw(st.sets(st.integers(0, height - 1), min_size=1, max_size=3)):
        # A part never cuts a wide character of its neighbour: the framework draws blanks there.
        x = 0 if letters is WIDE else draw(st.integers(0, width - 1))
        cells = width if letters is WIDE else draw(st.integers(1, width - x))
        rows[y] = x, draw(strips(cells, letters))
    return parts(rows, cursor)


@st.composite
def few_frames(draw: st.DrawFn, size: Size, cursor: Place) -> str:
    """A few cells here and there, in the styles that a screen has most: a clock, a mark, a letter."""
    width, height = size
    rows = {}
    for y in draw(st.sets(st.integers(0, height - 1), min_size=1, max_size=3)):
        text, style = draw(st.sampled_from(("a", "42", "été ", "    "))), draw(few_looks)
        x = draw(st.integers(0, width - 4))
        rows[y] = x, Strip([Segment(text, style)], len(text))
    return parts(rows, cursor)


def cursors(size: Size) -> st.SearchStrategy[Place]:
    """Somewhere on the screen."""
    width, height = size
    return st.tuples(st.integers(0, width - 1), st.integers(0, height - 1))


def nothing(size: Size) -> list[Strip]:
    """Rows of blanks."""
    return [Strip.blank(size[0], Style()) for _ in range(size[1])]
