"""What stands over a screen, in both layouts; and what belongs to one, and goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.events import Event, Mount, Resize, ScreenResume
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from e33tui.look import look
from e33tui.screens.fields import PickList
from e33tui.screens.styled_once import StyledOnce
from e33tui.screens.view import QUIET, say

if TYPE_CHECKING:
    from e33tui.app import E33App

    _Mixed = StyledOnce[Any]
else:
    # A base that is a widget would put its own styles and keys in the place of the other's.
    _Mixed = object


class KeyLine(Static):
    """What the keys do on what stands over a screen; the touch layout has targets instead."""

    def __init__(self, words: str) -> None:
        super().__init__(say(words, QUIET), classes="keys")


def touch_targets() -> ComposeResult:
    """Yield what a finger needs over a screen, in the touch layout."""
    if look().touch:
        from e33tui.screens.touch_sheet import SheetBar

        yield SheetBar()


def comes_too_late(event: Event, screen: Screen[Any]) -> bool:
    """Tell whether there is nothing left to prepare on what stood over a screen.

    Answered or left by a key typed ahead, it may go before any of its widgets came.
    """
    return isinstance(event, Mount | Resize) and not (screen.is_attached and screen.display)


class Sheet(StyledOnce[str | None], ModalScreen[str | None]):
    """What stands over a screen, in both layouts."""

    @property
    def e33(self) -> E33App:
        """The application."""
        return cast("E33App", self.app)

    async def on_event(self, event: Event) -> None:
        if not comes_too_late(event, self):
            await super().on_event(event)

    def lay_out(self) -> None:
        """Show the same in the layout that is in force now."""
        for listed in self.query(PickList):
            listed.lay_out()
        if look().touch and not self.query("#sheet-bar"):
            # Where they stand from the start: below all else.
            box = next(iter(self.query("#dialog, #help")), self)
            box.mount_all(touch_targets())


class Passing(_Mixed):
    """What can be asked for again, and belongs to one layout: it goes when the layout turns."""

    _turned = False

    def lay_out(self) -> None:
        """Go, as soon as nothing stands over it."""
        self._turned = True
        self._go()

    def on_screen_resume(self, event: ScreenResume) -> None:
        self._go()

    def _go(self) -> None:
        if self._turned and self.is_active:
            self.dismiss(None)
