"""The help: what the keys of a screen do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from e33tui.keymap import DOWN, ESCAPE, UP, key, over
from e33tui.screens.sheet import KeyLine, Sheet, touch_targets
from e33tui.screens.view import STRONG, say
from e33tui.signs import AFTER_KEYS


class Help(Sheet):
    """The keys of a screen, from the action table."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,q", "close", show=False, priority=True),
        Binding("ctrl+g", "close", id=over("help"), show=False, priority=True),
        Binding("ctrl+r", "close", id=over("back"), show=False, priority=True),
    ]

    def __init__(self, title: str, rows: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._title = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Static(say(f" {self.e33.code}  {self._title}", STRONG))
            with VerticalScroll(id="help-body"):
                for keys, words in self._rows:
                    with Horizontal(classes="help-row"):
                        yield Static(say(f"{keys}{AFTER_KEYS}", STRONG), classes="help-key")
                        yield Static(say(words), classes="help-words")
            yield KeyLine(f"{ESCAPE} ou {key('help')} : fermer   {UP} {DOWN} : défiler")
            yield from touch_targets()

    def on_mount(self) -> None:
        self.query_one("#help-body").focus()

    def action_close(self) -> None:
        self.dismiss(None)
