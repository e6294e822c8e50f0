"""The clock in large figures, readable from two metres, where a screen has room for it."""

from __future__ import annotations

from textual.widgets import Digits

from e33tui.domain.clock import Instant, PartStatus, Timing, minutes_seconds
from e33tui.look import look
from e33tui.screens.panes import ROOMY, Panes

ROWS = 5
"""Lines that it takes: three of figures, and a blank one above and below."""
TALL = 22
"""Lines left beside or below it that make a screen a large one, however narrow."""


class BigClock(Digits):
    """Elapsed time, three lines high; on a smaller screen the second line's clock is the only one.

    It repaints more than the line's figures do, so that a slow line with a small screen is spared.
    """

    DEFAULT_CSS = "BigClock { height: 3; width: 1fr; margin: 1 0 0 2; display: none; }"

    def __init__(self) -> None:
        super().__init__("", id="big-clock")

    def room(self, panes: Panes, width: int, height: int) -> int:
        """Show it below the list where there is room, and return the lines that are left.

        Args:
            panes: where the list stands.
            width: the columns of the screen.
            height: the lines that the list leaves.
        """
        needed = ROWS if panes.beside else ROWS + TALL
        large = width >= ROOMY or height >= TALL
        self.display = large and height >= needed and not (panes.strip or look().plain)
        return height - ROWS if self.display and not panes.beside else height

    def show(self, timing: Timing, now: Instant) -> None:
        """Show the elapsed time of a *temps*; paused or ended it is dim."""
        if self.display:
            self.set_class(timing.status is not PartStatus.RUNNING, "-still")
            elapsed = minutes_seconds(timing.elapsed(now))
            if elapsed != self.value:
                self.update(elapsed)
