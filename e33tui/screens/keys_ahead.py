"""What is typed ahead of a screen: it waits until the screen is there, and then takes effect in order.

A passage is opened in a thread and a screen is laid out a moment after it was asked for. A key that
came in between would go to the screen that leaves, or to one that has no widgets yet.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from textual.app import ScreenStackError
from textual.events import Key, Paste
from textual.screen import Screen
from textual.timer import Timer

from e33tui.actions import ACTIONS
from e33tui.keymap import keys_now
from e33tui.screens.base import PlaceScreen
from e33tui.screens.blank import Blank
from e33tui.screens.too_small import TooSmall
from e33tui.terminal.caret import written_text

if TYPE_CHECKING:
    from e33tui.app import E33App

LOOK: Final = 0.02
"""Seconds between two looks at whether the screen is there."""
PATIENCE: Final = 5.0
"""Seconds after which what was handed over, and did not come back, keeps nothing waiting."""
MOST: Final = 2000
"""Keys that may wait: nobody is that far ahead."""
_AT_ONCE: Final = tuple(action for action in ACTIONS if action.id in ("blank", "leave", "repaint"))


class KeysAhead:
    """The keys and pastes that wait for their screen."""

    def __init__(self, app: E33App) -> None:
        self._app = app
        self._waiting: list[Key | Paste] = []
        # Handed over and not back yet, and of these what has to wait once more.
        self._returning: list[Key | Paste] = []
        self._again: list[Key | Paste] = []
        self._timer: Timer | None = None
        self._back_by = 0.0

    def keep(self, event: Key | Paste) -> bool:
        """Keep ``event`` back if its screen is not there yet; tell whether it goes no further now.

        While a passage is being opened only text waits for it: an Enter pressed twice, or any other
        command, was meant for what is on the screen, and means nothing there any more. What is
        typed into a text of the screen that is left belongs there.
        """
        returns = any(each is event for each in self._returning)
        if returns:
            self._back_by = monotonic() + PATIENCE
            self._returning = [each for each in self._returning if each is not event]
        screen = self._screen()
        if not isinstance(screen, PlaceScreen) or self._is_at_once(event):
            return False
        leaving = screen.is_leaving and written_text(self._app) is None
        there = screen.takes_keys and not leaving
        # What was typed later comes after all that was handed over, wherever that is on its way.
        before = self._again if returns else [*self._again, *self._returning, *self._waiting]
        if there and not before:
            return False
        if len(self._waiting) < MOST and (not leaving or self._is_text(event)):
            (self._again if returns else self._waiting).append(event)
            if self._timer is None:
                self._timer = self._app.set_interval(LOOK, self._look)
        return True

    def _awaits(self) -> bool:
        """Whether something handed over is still to come back, unless it is lost."""
        return bool(self._returning) and monotonic() < self._back_by

    def _screen(self) -> Screen[object] | None:
        try:
            return self._app.screen
        except ScreenStackError:
            return None

    def _is_at_once(self, event: Key | Paste) -> bool:
        return isinstance(event, Key) and any(event.key in keys_now(each) for each in _AT_ONCE)

    def _is_text(self, event: Key | Paste) -> bool:
        """Tell whether an event is a part of a text; Enter is one that ends what waits already."""
        if isinstance(event, Paste) or event.is_printable:
            return True
        return bool(self._again or self._waiting) and event.key in ("backspace", "enter")

    def _look(self) -> None:
        """Hand everything over once the screen is there."""
        screen = self._screen()
        if isinstance(screen, Blank | TooSmall):
            return
        if not isinstance(screen, PlaceScreen):
            # A question came up: a letter that was typed before it must not answer it.
            self._again.clear()
            self._waiting.clear()
        elif screen.is_leaving or not screen.takes_keys or self._awaits():
            return
        self._returning, self._again, self._waiting = [*self._again, *self._waiting], [], []
        self._back_by = monotonic() + PATIENCE
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        for event in self._returning:
            self._app.hand_over(event)
