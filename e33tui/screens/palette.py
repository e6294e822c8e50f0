"""The command palette in French."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette
from textual.events import Event
from textual.geometry import Offset
from textual.widgets import Input
from textual.widgets.option_list import Option

from e33tui.domain.text import SAFE_LINE
from e33tui.keymap import ESCAPE, key, over
from e33tui.screens.pointer import chosen_line
from e33tui.screens.sheet import Passing, comes_too_late
from e33tui.screens.view import say

LONGEST_SEARCH = 60


class Palette(Passing, CommandPalette):
    """The framework's palette with this program's words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "escape", id=over("back"), show=False)
    ]

    _in_list = False

    def __init__(self) -> None:
        super().__init__(
            placeholder=f"Chercher une commande… ({ESCAPE} ou {key('back')} : fermer)",
            id="--command-palette",
        )

    async def on_event(self, event: Event) -> None:
        if not comes_too_late(event, self):
            await super().on_event(event)

    def on_mount(self) -> None:
        entry = self.query_one(Input)
        entry.cursor_blink = False
        # A pasted megabyte would be searched for in every command's name.
        entry.max_length = LONGEST_SEARCH
        # The framework's field would show a command that is pasted as it is; no name has one.
        entry.restrict = SAFE_LINE

    def _action_command_list(self, action: str) -> None:
        """Move in the list once it is laid out: before, the framework fails to find its lines."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)
            self._in_list = True

    def on_input_changed(self) -> None:
        self._in_list = False

    def point(self) -> Offset | None:
        """In the list once one has moved in it; where one types before that."""
        return chosen_line(self.query_one(CommandList)) if self._in_list else None

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say in French that nothing was found, after the framework's own delay."""
        self._stop_no_matches_countdown()

        def show() -> None:
            self._list_visible = bool(search_value)
            if search_value:
                words = say("Aucune commande ne porte ce nom.")
                self.query_one(CommandList).add_option(
                    Option(words, disabled=True, id=self._NO_MATCHES)
                )

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, show)
