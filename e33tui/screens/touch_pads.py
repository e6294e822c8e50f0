"""Targets for a finger: how wide each is, where it stands, and its lines; pure functions.

No colour is needed. What does something is a block in reverse video; what is one of several has an
edge of it, and is reversed as a whole when it is the one that is chosen. The plain mode writes the
edges: ``[annuler]``, and ``>`` before what is chosen.
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
from e33tui.signs import CHOSEN
from e33tui.signs import FOCUS as FOCUSED

COLUMNS: Final = 8
ROWS: Final = 3
"""The least that a finger hits."""
EDGE: Final = 1
"""Columns that tell a target from its neighbour."""
ENDS: Final = " ]"
"""After the words of one of several, in the plain mode."""
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
    def told(self) -> tuple[str, tuple[str, ...]]:
        """What a tap on it means, as far as somebody can see: another such pad is another target."""
        return self.name, self.words

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


def nothing_here(width: int) -> Pad:
    """Return the empty place of a target whose action is not possible now."""
    return Pad("", ("",), lambda: None, width)


def fits(words: Sequence[str], width: int) -> bool:
    """Tell whether a target of ``width`` columns can say one of its wordings whole."""
    return any(_set_in(each, width - EDGE) for each in words)


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
    if not pad.name:
        return [say(" " * one.region.width)] * height
    return _block(pad, rows, room) if pad.solid else _entry(pad, rows, room)


def _block(pad: Pad, rows: list[str], room: int) -> list[Content]:
    """Return what does something; a row that parts it from the next row of targets stays empty."""
    style = WARNING if pad.strong else FOCUS
    if look().plain:
        return [say(_bracketed(row, room), style) for row in rows]
    return [
        say(_padded(row, room, middle=True), style if place < ROWS else "") + " " * EDGE
        for place, row in enumerate(rows)
    ]


def _bracketed(row: str, room: int) -> str:
    """Return a block's row between brackets; a word that takes all of it ends at the next block's."""
    if not row:
        return " " * (room + EDGE)
    if cell_len(row) == room:
        return f"[{row}"
    return f"[{_padded(row, room - 1, middle=True)}]"


def _entry(pad: Pad, rows: list[str], room: int) -> list[Content]:
    """Return one of several."""
    style = FOCUS if pad.chosen else STRONG if pad.strong else ""
    if look().plain and pad.chosen:
        rows = _said_chosen(rows, room)
    shown = [say(_padded(row, room), style) for row in rows]
    return with_edges(shown, room, chosen=pad.chosen)


def _said_chosen(rows: list[str], room: int) -> list[str]:
    """Return rows with a word for what is chosen, where they leave it room."""
    last = max((place for place, row in enumerate(rows) if row), default=0)
    for place in (last, last + 1):
        said = " ".join((*filter(None, rows[place : place + 1]), f"({CHOSEN})"))
        if place < len(rows) and cell_len(said) <= room:
            return [*rows[:place], said, *rows[place + 1 :]]
    return rows


def with_edges(rows: Sequence[Content], room: int, *, chosen: bool = False) -> list[Content]:
    """Return the rows of one of several with the edge that tells it from those around it.

    Args:
        rows: what it says, with blank rows above and below.
        room: the columns that a row may take beside its edge.
        chosen: whether it is the one that is chosen.
    """
    if look().plain:
        return _written_edges(rows, room, chosen=chosen)
    # Without an edge in its last row, it ends above where another begins.
    edged = len(rows) - (not chosen)
    edges = [say(" ", FOCUS if place < edged else "") for place in range(len(rows))]
    return [edge + row for edge, row in zip(edges, rows, strict=True)]


def _written_edges(rows: Sequence[Content], room: int, *, chosen: bool) -> list[Content]:
    said = [place for place, row in enumerate(rows) if row.plain.strip()]
    found = [say(" ") + row for row in rows]
    if said:
        first, last = said[0], said[-1]
        end = rows[last].rstrip()
        if end.cell_length + len(ENDS) <= room:
            rest = rows[last].cell_length - end.cell_length - len(ENDS)
            found[last] = say(" ") + end + ENDS + " " * max(rest, 0)
        found[first] = say(f"{FOCUSED}" if chosen else "[") + found[first][1:]
    return found


def _padded(row: str, room: int, *, middle: bool = False) -> str:
    spare = room - cell_len(row)
    left = spare // 2 if middle else 0
    return " " * left + row + " " * (spare - left)
