"""Lists that a target opens: every command of the screen, every criterion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets.option_list import Option

from e33tui.screens.base import PlaceScreen
from e33tui.screens.dialogs import Dialog
from e33tui.screens.fields import PickList
from e33tui.screens.sheet import Passing
from e33tui.screens.view import STRONG, lines, say


class Pick(Passing, Dialog):
    """One of many: two lines each, a tap chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,down,home,end,pageup,pagedown", "begin", show=False)
    ]

    def __init__(self, title: str, options: Sequence[tuple[str, str, str]]) -> None:
        """Offer ``options``: value, words, and what explains them."""
        super().__init__(title)
        self._options = options

    def answers(self) -> ComposeResult:
        yield PickList(
            *(
                Option(lines([say(words, STRONG), say(more)]), id=value)
                for value, words, more in self._options
            ),
            name="answers",
        )

    def action_begin(self) -> None:
        """Choose by keys; before that nothing is chosen, and Enter after a name does nothing."""
        answers = self.query_one("#answers", PickList)
        if not answers.has_focus:
            answers.focus()

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.answer(event.option_id)


def show_commands(screen: PlaceScreen) -> None:
    """Offer every command of a screen, and do the one that is chosen."""
    commands = list(screen.app.get_system_commands(screen))

    def perform(answer: str | None) -> None:
        if answer is not None:
            commands[int(answer)].callback()

    options = [(str(n), one.title, one.help) for n, one in enumerate(commands)]
    if options:
        screen.app.push_screen(Pick("Commandes", options), perform)
