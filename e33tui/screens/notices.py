"""What a screen says above its keys: one sentence, for a while or until something is done."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from e33tui.look import look
from e33tui.screens.view import WARNING, attention, fit, say, wrap

NOTICE_LINES = 5
"""Lines that a notice may take."""
LEAST_NOTICE = 2
"""Lines that it has whatever else there is."""
NOTICE_SECONDS = 20
"""How long a notice stays that is no warning; a warning stays until something is done."""


class Notice:
    """The present sentence of one screen, and what stands in its place where there is none.

    Attributes:
        text: the sentence; empty where there is none.
        warning: whether it stands out, and stays until something is done.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.text = ""
        self.warning = False
        self._age = 0
        self._alert = ""
        self._guide = ""

    def say(self, text: str, *, warning: bool) -> None:
        """Take a sentence; one that begins with « ! » is a warning in any case."""
        self.text, self.warning = text, warning or text.startswith("!")
        self._age = 0

    def stand_in(self, alert: str, guide: str) -> bool:
        """Take what stands where there is no sentence; tell whether that is another now, and seen.

        Args:
            alert: why nothing is saved.
            guide: what to do next.
        """
        before, self._alert, self._guide = (self._alert, self._guide), alert, guide
        return before != (alert, guide) and not self.text

    def is_over(self, *, seen: bool) -> bool:
        """Tell, asked once a second, whether the sentence has been there long enough.

        Args:
            seen: whether it could be read in the second that has passed.
        """
        self._age += seen
        # Nothing hides for long that what is typed is not saved; and who reads with the fingers,
        # or listens, has the time that it takes.
        passes = bool(self._alert) or not (self.warning or look().plain)
        return passes and bool(self.text) and self._age > NOTICE_SECONDS

    def rows(self, width: int, room: Callable[[], int]) -> list[Content]:
        """Return the lines to show.

        Args:
            width: the columns of a line.
            room: tells how many lines there may be; asked where :data:`LEAST_NOTICE` are too few.
        """
        text = self.text or self._alert or self._guide
        style = WARNING if self.warning or text == self._alert else ""
        shown = wrap(attention(text), width, " ") if text else [""]
        if len(shown) > LEAST_NOTICE and len(shown) > (most := room()):
            shown = shown[:most]
            shown[-1] = fit(f"{shown[-1]} …", width).rstrip()
        return [say(line, style) for line in shown]
