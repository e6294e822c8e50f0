"""A list that letters narrow: one types, the arrows choose, and the focus stays where one types."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.widgets import Static

from e33tui.screens.dialogs import Dialog
from e33tui.screens.fields import FieldLine, LineInput, PickList
from e33tui.screens.pointer import chosen_line
from e33tui.screens.sheet import KeyLine, Passing
from e33tui.screens.view import say
from e33tui.signs import PROMPT


class Narrowing(Passing, Dialog):
    """A question whose answer is found among many by a few letters.

    Attributes:
        FIELD: what is typed, as the field calls it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]
    FIELD: ClassVar[str] = ""

    _in_list = False

    def key_words(self) -> str:
        """Return what the keys do, for the last line."""
        raise NotImplementedError

    def show_found(self, typed: str) -> None:
        """Show in the list what was typed finds, and how much that is."""
        raise NotImplementedError

    def answers(self) -> ComposeResult:
        with FieldLine(id="ask"):
            yield Static(say(f"{self.FIELD}{PROMPT}"), id="ask-prompt")
            yield LineInput("", name="answer", field=self.FIELD)
        yield Static("", id="count")
        yield PickList(name="found")
        yield KeyLine(self.key_words())

    def on_mount(self) -> None:
        self._list = self.query_one("#found", PickList)
        # Where one types the focus stays; the arrows choose all the same.
        self._list.can_focus = False
        self.show_found("")
        self.query_one(LineInput).focus()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        self._in_list = False
        self.show_found(event.value)

    def point(self) -> Offset | None:
        """On the line chosen once one has moved in the list; where one types before that."""
        return chosen_line(self._list) if self._in_list else None

    def action_step(self, by: int) -> None:
        self._in_list = bool(self._list.option_count)
        if self._in_list:
            (self._list.action_cursor_down if by > 0 else self._list.action_cursor_up)()

    def action_page(self, by: int) -> None:
        self._in_list = bool(self._list.option_count)
        if self._in_list:
            self._list._move_page(1 if by > 0 else -1)
