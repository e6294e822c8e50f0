"""Targets for a finger: how wide each is, where it stands, and its lines; pure functions.

No sign is drawn and no colour needed. What does something is a block in reverse video; what is one
of several has an edge of it, and is reversed as a whole when it is the one that is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region

from e33tui.look import look
from e33tui.screens.view import FOCUS, STRONG, WARNING, fit, lines, say, wrap

COLUMNS: Final = 8
ROWS: Final = 3
"""The least that a finger hits."""
EDGE: Final = 1
"""Columns that tell a target from its neighbour."""
GAP: Final = 1
"""Rows between two rows of blocks."""
READABLE: Final = 9
"""Letters of a word for which a target is made wider, rather than say something shorter."""


@dataclass(frozen=True)
class Pad:
    """One target.

    Attributes:
        name: tells it from the others of its board, such as ``next`` or ``level-3``.
        words: what it says, the longest first; the first that its cells hold is shown.
        press: what a tap does.
        width: the columns that it needs at least; 0: as its shortest words do.
        lead: what the words begin with, where they are a text that starts at the top.
        chosen: whether it is shown as the one that is chosen.
        solid: whether it does something, and is not one of several.
        strong: whether its words are bold.
        again: whether taps may follow each other at once, such as those that turn pages.
    """

    name: str
    words: tuple[str, ...]
    press: Callable[[], object]
    width: int = 0
    lead: str = ""
    chosen: bool = False
    solid: bool = False
    strong: bool = False
    again: bool = False

    @property
    def least(self) -> int:
        """The columns that it cannot do without."""
        if self.width or self.lead:
            return max(self.width, COLUMNS)
        needed = _longest_word(self.words[0])
        if needed > READABLE:
            needed = min(_longest_word(words) for words in self.words)
        return max(needed + EDGE, COLUMNS)

    def height(self, width: int) -> int:
        """Return the rows that it takes in ``width`` columns."""
        return max(len(self.rows(width)), ROWS)

    def rows(self, width: int) -> list[str]:
        """Return what it says in ``width`` columns, line by line."""
        room = width - EDGE
        if self.lead:
            return wrap(self.words[0], room, self.lead, "   ")
        fitting = (found for words in self.words if (found := _set_in(words, room)))
        return next(fitting, None) or [
            fit(row, room) for row in _broken(self.words[-1], room)[:ROWS]
        ]


@dataclass(frozen=True)
class Placed:
    """A target with its cells."""

    pad: Pad
    region: Region


def _longest_word(words: str) -> int:
    return max((cell_len(word) for line in words.split("\n") for word in line.split()), default=0)


def _set_in(words: str, room: int) -> list[str]:
    """Return words in at most :data:`ROWS` lines of ``room`` columns; nothing if they do not fit."""
    if _longest_word(words) > room:
        return []
    found = _broken(words, room)
    return found if len(found) <= ROWS else []


def _broken(words: str, room: int) -> list[str]:
    """Return words in lines of ``room`` columns; a longer word has a line of its own."""
    found: list[str] = []
    for line in words.split("\n"):
        found.append("")
        for word in line.split(" "):
            longer = f"{found[-1]} {word}" if found[-1] else word
            if found[-1] and cell_len(longer) > room:
                found.append(word)
            else:
                found[-1] = longer
    return [row.rstrip() for row in found]


def first_of(pads: Sequence[Pad], width: int, rows: int) -> int:
    """Return how many of ``pads`` have room in ``rows`` rows of targets."""
    for count in range(len(pads), 0, -1):
        if len(in_rows(pads[:count], width)) <= rows:
            return count
    return 0


def in_rows(pads: Iterable[Pad], width: int) -> list[list[Pad]]:
    """Return targets in as many rows as they need, in order."""
    found: list[list[Pad]] = []
    used = width + 1
    for pad in pads:
        if used + pad.least > width:
            found.append([])
            used = 0
        found[-1].append(pad)
        used += pad.least
    return found


def place(rows: Iterable[Sequence[Pad]], width: int) -> list[Placed]:
    """Return targets with their cells: each row fills the whole width, none overlaps another."""
    rows = list(rows)
    total = sum(len(row) for row in rows)
    found: list[Placed] = []
    top = 0
    for row in rows:
        widths = _widths(row, width)
        height = max(pad.height(columns) for pad, columns in zip(row, widths, strict=True))
        if len(found) + len(row) < total and any(pad.solid for pad in row):
            height += GAP
        left = 0
        for pad, columns in zip(row, widths, strict=True):
            found.append(Placed(pad, Region(left, top, columns, height)))
            left += columns
        top += height
    return found


def _widths(row: Sequence[Pad], width: int) -> list[int]:
    """Share the columns of one row; what is left over goes to all alike, first to the first."""
    widths = [pad.least for pad in row]
    each, rest = divmod(max(width - sum(widths), 0), len(row))
    return [least + each + (place < rest) for place, least in enumerate(widths)]


def draw(placed: Sequence[Placed]) -> Content:
    """Return placed targets as the lines of one widget."""
    found: list[Content] = []
    for top in dict.fromkeys(one.region.y for one in placed):
        row = [_drawn(one) for one in placed if one.region.y == top]
        found += [Content("").join(cells) for cells in zip(*row, strict=True)]
    return lines(found)


def _drawn(one: Placed) -> list[Content]:
    """Return a target's lines, each as wide as its cells."""
    pad, height, room = one.pad, one.region.height, one.region.width - EDGE
    shown = pad.rows(one.region.width)
    above = 0 if pad.lead or len(shown) >= ROWS else (ROWS - len(shown)) // 2
    rows = [*[""] * above, *shown, *[""] * (height - above - len(shown))]
    return _block(pad, rows, room) if pad.solid else _entry(pad, rows, room)


def _block(pad: Pad, rows: list[str], room: int) -> list[Content]:
    """Return what does something; a row that parts it from the next row of targets stays empty."""
    style = WARNING if pad.strong else FOCUS
    return [
        say(_padded(row, room, middle=True), style if place < ROWS else "") + " " * EDGE
        for place, row in enumerate(rows)
    ]


def _entry(pad: Pad, rows: list[str], room: int) -> list[Content]:
    """Return one of several; without an edge in its last row, it ends above where another begins."""
    style = FOCUS if pad.chosen else STRONG if pad.strong else ""
    return [
        _edge(last=place == len(rows) - 1 and not pad.chosen) + say(_padded(row, room), style)
        for place, row in enumerate(rows)
    ]


def _padded(row: str, room: int, *, middle: bool = False) -> str:
    spare = room - cell_len(row)
    left = spare // 2 if middle else 0
    return " " * left + row + " " * (spare - left)


def _edge(*, last: bool) -> Content:
    return say(" ") if last or look().plain else say(" ", FOCUS)
