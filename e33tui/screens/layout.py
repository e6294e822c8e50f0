"""The layout in force: the keyboard's, or targets for a finger where the terminal has the rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.geometry import Size

from e33tui.look import look, use
from e33tui.screens.base import PlaceScreen
from e33tui.screens.sheet import Passing, Sheet

if TYPE_CHECKING:
    from e33tui.app import E33App

TOUCH_ROWS = 24
"""Rows from which on a terminal holds targets for a finger."""

TOUCH_LATER = f"La disposition tactile viendra dès que le terminal aura {TOUCH_ROWS} lignes."


class TurningLayout:
    """Turns the screens to the layout that is wanted, as far as the terminal holds it.

    Attributes:
        touch: whether targets are wanted, as soon as the terminal has the rows that they take.
    """

    def __init__(self, app: E33App) -> None:
        self._app = app
        self.touch = look().touch

    def turn(self) -> None:
        """Change between the keyboard's layout and the finger's; what is typed stays."""
        self.touch = not self.touch
        self.ask_for_taps()
        self.fit(self._app.size)
        if self.touch and not look().touch:
            self._app.notice(TOUCH_LATER)

    def fit(self, size: Size) -> None:
        """Show targets if they are wanted and the terminal holds them.

        A tablet's own keyboard takes half of the rows while it is open: then that is what is used.
        """
        touch = self.touch and size.height >= TOUCH_ROWS
        if touch == look().touch:
            return
        use(replace(look(), touch=touch))
        self._app.set_class(touch, "-touch")
        for screen in self._app.screen_stack:
            # The framework looks after the one on top alone.
            self._app.stylesheet.update(screen)
            if isinstance(screen, PlaceScreen | Sheet | Passing) and screen.is_mounted:
                screen.lay_out()

    def ask_for_taps(self) -> None:
        """Have the terminal report taps; without them, it lets text be selected."""
        self._app.ask_driver("set_mouse", self.touch)
