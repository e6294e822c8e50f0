"""What covers a terminal too small to work on; what is typed meanwhile is lost no more than before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.events import Event, Key, Paste, Resize
from textual.geometry import Size
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from e33tui.screens.base import PlaceScreen
from e33tui.screens.view import say, wrap
from e33tui.signs import BY

if TYPE_CHECKING:
    from e33tui.app import E33App

SMALLEST = Size(60, 20)


def too_small(size: Size) -> bool:
    """Tell whether a terminal is too small to work on."""
    return size.width < SMALLEST.width or size.height < SMALLEST.height


def small_words(size: Size, code: str) -> str:
    """Return what a terminal too small to work on says: the whole of it, or what there is room for."""
    least = f"{SMALLEST.width} {BY} {SMALLEST.height}"
    sentences = (
        f" {code}  Terminal trop petit : agrandissez-le à {least} au moins. Rien n’est perdu.",
        f" {code}  Trop petit : il faut {least}.",
        f"Il faut {least}.",
        least,
    )
    fitting = (text for text in sentences if len(wrap(text, size.width)) <= size.height)
    return next(fitting, code) if size.width > 8 else code


class TooSmall(ModalScreen[None]):
    """What stands on a terminal too small to work on, until it is enlarged.

    A tablet's own keyboard may bring it up in mid-word: what is typed goes into the text that has
    the focus under it. No command does anything to a screen that nobody sees.
    """

    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        yield Static("", id="too-small")

    def on_resize(self, event: Resize) -> None:
        code = cast("E33App", self.app).code
        self.query_one("#too-small", Static).update(say(small_words(event.size, code)))
        self._go_when_enlarged(event.size)

    def on_screen_resume(self) -> None:
        self._go_when_enlarged(self.app.size)

    def _go_when_enlarged(self, size: Size) -> None:
        # Under a question, or the neutral screen, it waits: only the screen on top can go.
        if self.is_active and not too_small(size):
            self.dismiss(None)

    # -- What is typed ------------------------------------------------------------------------

    @property
    def text(self) -> Widget | None:
        """The text that has the focus under the cover, if one has and takes letters."""
        focused = self._under.focused
        return focused if focused is not None and focused.check_consume_key("a", "a") else None

    @property
    def _under(self) -> Screen[Any]:
        stack = self.app.screen_stack
        return stack[stack.index(self) - 1]

    def _forward_event(self, event: Event) -> None:
        # At once, as the app would: what is typed stays in order while the cover comes or goes.
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            taker = self._taker(event)
            if taker is not None:
                taker._forward_event(event)
                return
        super()._forward_event(event)

    def _taker(self, event: Key | Paste) -> Widget | None:
        """Return what takes a key or a paste as text: the field with the focus, or who begins one."""
        text = self.text
        if text is not None:
            typed = isinstance(event, Paste) or event.is_printable or event.key == "backspace"
            # Where a text has several lines Enter ends one; in a field it would be a command.
            ends_line = not isinstance(event, Paste) and event.key == "enter"
            return text if typed or (ends_line and not isinstance(text, Input)) else None
        under = self._under
        if isinstance(event, Key) and isinstance(under, PlaceScreen):
            return under if under.begins_text(event.character) else None
        return None
