"""What stands over a screen, under a finger: its answers are lines of three rows, the rest targets."""

from __future__ import annotations

from typing import Any

from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input

from e33tui.screens.dialogs import Ask, Dialog
from e33tui.screens.giving_way import Given
from e33tui.screens.help import Help
from e33tui.screens.insert import Insert
from e33tui.screens.members import Deciding
from e33tui.screens.touch_bar import page_pads
from e33tui.screens.touch_board import Board
from e33tui.screens.touch_pads import Pad, in_rows


class SheetBar(Board):
    """The targets of a question, of the help, of anything that stands over a screen."""

    def __init__(self) -> None:
        super().__init__("sheet-bar")

    def on_mount(self) -> None:
        # Whether there are pages to turn is known once all is laid out, and may change while the
        # bar stays as large as it was: a tablet's keyboard takes rows away.
        self.screen.screen_layout_refresh_signal.subscribe(self, self._show_pads)

    def _show_pads(self, _: Screen[Any]) -> None:
        size: Size = self.size
        if size.width and self.is_attached:
            self.show(in_rows(_pads(self.screen), size.width), size.width)


def _pads(screen: Screen[Any]) -> list[Pad]:
    app = screen.app
    pads = [*_taking(screen), _leaving(screen), *page_pads(screen)]
    for name, words in (("blank", "écran neutre"), ("help", "aide")):
        method = getattr(app, f"action_{name}")
        if app.check_action(name, ()):
            pads.append(Pad(name, (words,), method, solid=True))
    return pads


def _taking(screen: Screen[Any]) -> list[Pad]:
    """Return the target that gives the answer, where no line of a list is one."""
    if isinstance(screen, Ask):
        return [Pad("enter", ("valider",), lambda: _submit(screen), 12, solid=True, strong=True)]
    if isinstance(screen, Insert):
        act = screen.action_insert
        return [Pad("insert", ("insérer",), act, 12, solid=True, strong=True)]
    if isinstance(screen, Deciding):
        return [Pad("next", ("valider",), screen.action_next, 12, solid=True, strong=True)]
    return []


def _submit(screen: Ask) -> None:
    field = screen.query_one(Input)
    field.post_message(Input.Submitted(field, field.value))


def _leaving(screen: Screen[Any]) -> Pad:
    if isinstance(screen, Dialog):
        # Not « annuler »: that takes back what was done, and sentences name it.
        return Pad("give-up", ("renoncer",), screen.action_give_up, solid=True)
    words = "revenir à la liste" if isinstance(screen, Given) else "fermer"
    assert isinstance(screen, Given | Help)
    return Pad("close", (words,), screen.action_close, solid=True)
