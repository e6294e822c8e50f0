"""The clock in large figures, readable from two metres, where a screen has room for it."""

from __future__ import annotations

from textual.widgets import Digits

from e33tui.domain.clock import Instant, PartStatus, Timing, minutes_seconds
from e33tui.screens.view import ROOMY

ROWS = 5
"""Lines that it takes: three of figures, and a blank one above and below."""


class BigClock(Digits):
    """Elapsed time, three lines high; on a smaller screen the second line's clock is the only one.

    It repaints more than the line's figures do, so that a slow line with a small screen is spared.
    """

    DEFAULT_CSS = "BigClock { height: 3; width: 1fr; margin: 1 0 0 2; display: none; }"

    def __init__(self) -> None:
        super().__init__("", id="big-clock")

    def room(self, width: int, height: int) -> None:
        """Show it, or not, beside a list that leaves ``height`` lines on a screen of ``width``."""
        self.display = width >= ROOMY and height >= ROWS

    def show(self, timing: Timing, now: Instant) -> None:
        """Show the elapsed time of a *temps*; paused or ended it is dim."""
        if self.display:
            self.set_class(timing.status is not PartStatus.RUNNING, "-still")
            elapsed = minutes_seconds(timing.elapsed(now))
            if elapsed != self.value:
                self.update(elapsed)
