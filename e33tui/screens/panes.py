"""How a screen is divided: the criteria beside the detail, above it, or as a strip of two rows."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from textual.content import Content

from e33tui.domain.frozen import dataclass
from e33tui.look import look

WIDE: Final = 80
"""Columns from which the list of criteria stands beside the detail."""
ROOMY: Final = 100
"""Columns from which that list has room to spare."""
LIST_WIDTH: Final = 36
"""Columns of the list: focus and number, a label of 24, four levels."""
ROOMY_LIST_WIDTH: Final = 48
READING_WIDTH: Final = 100
"""Columns of a text at most: a longer line is not found again at its beginning."""
STRIP_ROWS: Final = 2
DETAIL_ROWS: Final = 14
"""Lines that a detail below a list needs: four descriptors, the last two observations, a title."""


class Way(Enum):
    """Where the criteria stand."""

    BESIDE = auto()
    ABOVE = auto()
    STRIP = auto()


@dataclass(frozen=True)
class Panes:
    """The two parts of a screen.

    Attributes:
        way: where the criteria stand.
        rows: lines of the criteria, as they are told apart by :func:`divide`.
        list_width: the columns they have.
        detail_width: the columns of what there is about one of them.
        least: the lines that it needs.
    """

    way: Way
    rows: int
    list_width: int
    detail_width: int
    least: int = DETAIL_ROWS

    @property
    def beside(self) -> bool:
        """Whether the criteria stand beside the detail."""
        return self.way is Way.BESIDE

    @property
    def strip(self) -> bool:
        """Whether there is no room for more than their numbers."""
        return self.way is Way.STRIP

    def parted(self, rows: list[Content], height: int) -> list[Content]:
        """Return the criteria with a blank line below them, where the detail can spare it."""
        spare = height - len(rows) > DETAIL_ROWS
        return [*rows, Content("")] if self.way is Way.ABOVE and spare else rows

    def spare(self, room: int) -> int:
        """Return how many of the ``room`` lines below the list the detail can spare: one, or more
        where there is room for all that it may hold.
        """
        return max(room - DETAIL_ROWS, min(room - self.least, 1))


def is_wide(width: int) -> bool:
    """Tell whether two things stand beside each other; in the plain mode nothing does."""
    return width >= WIDE and not look().plain


def list_width(width: int) -> int:
    """Return the columns of a list beside the detail, on a screen of ``width``."""
    return ROOMY_LIST_WIDTH if width >= ROOMY else LIST_WIDTH


def reading_width(room: int) -> int:
    """Return the columns of a text where there is ``room``."""
    return min(room, READING_WIDTH)


def divide(width: int, height: int, rows: tuple[int, ...], least: int = DETAIL_ROWS) -> Panes:
    """Divide a screen between the criteria and what there is about one of them.

    Args:
        width: the columns of the screen.
        height: the lines for both, one above the other or side by side.
        rows: the lines that the list takes, with its headings and in shorter forms; the first
            that fits above the detail is taken, and where none does a strip.
        least: the lines that the detail needs.
    """
    if is_wide(width):
        mine = list_width(width)
        # The line between the two, and a blank at each side of the detail.
        return Panes(Way.BESIDE, max(rows, default=height), mine, reading_width(width - mine - 3))
    about = reading_width(width - 2)
    for count in rows:
        if height - count >= least:
            return Panes(Way.ABOVE, count, min(width, ROOMY_LIST_WIDTH), about, least)
    return Panes(Way.STRIP, STRIP_ROWS, reading_width(width), about, least)
