"""A candidate looked for by name or number: letters narrow the list, Enter opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.domain.finding import Finder
from e33tui.domain.passage import Presence, Progress
from e33tui.keymap import ENTER, ESCAPE, key
from e33tui.screens.dialogs import Dialog, KeyLine, Passing
from e33tui.screens.fields import FieldLine, LineInput, PickList
from e33tui.screens.pointer import chosen_line
from e33tui.screens.view import QUIET, STRONG, say
from e33tui.service.day import DayRow
from e33tui.signs import PROMPT

MOST: Final = 30
"""Candidates that are shown at once: who sees more types another letter."""
_FIELD: Final = "Nom ou numéro"
_NOBODY: Final = "Aucun candidat ne correspond."


class Search(Passing, Dialog):
    """The candidates whose name or number begins as was typed; the answer is a passage."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    _in_list = False

    def __init__(self, rows: Sequence[DayRow]) -> None:
        """Look among ``rows``."""
        super().__init__("Chercher un candidat")
        self._rows = rows
        self._finder = Finder([row.candidate for row in rows])

    def answers(self) -> ComposeResult:
        with FieldLine(id="ask"):
            yield Static(say(f"{_FIELD}{PROMPT}"), id="ask-prompt")
            yield LineInput("", name="answer", field=_FIELD)
        yield Static("", id="count")
        yield PickList(name="found")
        yield KeyLine(f"{ENTER} : ouvrir   {key('back')} ou {ESCAPE} : fermer")

    def on_mount(self) -> None:
        self._list = self.query_one("#found", PickList)
        # Where one types the focus stays; the arrows choose all the same.
        self._list.can_focus = False
        self._show("")
        self.query_one(LineInput).focus()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        self._in_list = False
        self._show(event.value)

    def point(self) -> Offset | None:
        """On the line chosen once one has moved in the list; where one types before that."""
        return chosen_line(self._list) if self._in_list else None

    def _show(self, typed: str) -> None:
        """Show who begins as was typed; of many, the first in the order of the day."""
        places = self._finder.find(typed)
        self._list.clear_options()
        self._list.add_options(
            Option(self._line(row), id=row.entry.passage)
            for row in (self._rows[place] for place in places[:MOST])
        )
        self._list.highlighted = 0 if places else None
        self.query_one("#count", Static).update(say(_count(len(places)), QUIET))

    @staticmethod
    def _line(row: DayRow) -> Content:
        who, state = row.candidate, _state(row)
        return say(f"{who.number}  {who.full_name}", STRONG) + say(f"  {state}" if state else "")

    def action_step(self, by: int) -> None:
        self._in_list = bool(self._list.option_count)
        if self._in_list:
            (self._list.action_cursor_down if by > 0 else self._list.action_cursor_up)()

    def action_page(self, by: int) -> None:
        self._in_list = bool(self._list.option_count)
        if self._in_list:
            self._list._move_page(1 if by > 0 else -1)

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        chosen = self._list.highlighted_option
        if chosen is not None:
            self.answer(chosen.id)

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.answer(event.option_id)


def _state(row: DayRow) -> str:
    """Return where a candidate stands, in a word or two."""
    state = row.passage
    if row.unread or row.problem:
        return ""
    if row.entry.handed_to:
        return row.entry.elsewhere
    if state is None:
        return Presence.EXPECTED
    return state.presence if state.progress is Progress.TO_COME else state.progress


def _count(found: int) -> str:
    if not found:
        return _NOBODY
    if found > MOST:
        return f"{MOST} premiers sur {found} : tapez une lettre de plus."
    return f"{found} candidat{'s' if found > 1 else ''}"
