"""A screen that is styled as its widgets come, and not a second time as it is shown.

The framework styles each widget when it is mounted, and all of them again when their screen is shown,
since what stood below another may have missed a change. One that is shown for the first time has
missed none: the second time would be a sixth of the work of a change of screens.
"""

from __future__ import annotations

from typing import TypeVar

from textual.events import ScreenResume
from textual.screen import Screen

Answer = TypeVar("Answer")


class StyledOnce(Screen[Answer]):
    """Leaves out the styles of its first time."""

    _was_shown = False

    # The framework calls each class's own: a screen has another one without handing the event on.
    def on_screen_resume(self, event: ScreenResume) -> None:
        if not self._was_shown:
            self._was_shown = True
            event.refresh_styles = False
