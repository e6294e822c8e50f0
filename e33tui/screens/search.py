"""A candidate looked for by name or number: letters narrow the list, Enter opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.domain.finding import Finder
from e33tui.domain.passage import Presence, Progress
from e33tui.keymap import ENTER, ESCAPE, key
from e33tui.screens.fields import LineInput, PickList
from e33tui.screens.narrowing import Narrowing
from e33tui.screens.view import QUIET, STRONG, say
from e33tui.service.day import DayRow

MOST: Final = 30
"""Candidates that are shown at once: who sees more types another letter."""
_NOBODY: Final = "Aucun candidat ne correspond."


class Search(Narrowing):
    """The candidates whose name or number begins as was typed; the answer is a passage."""

    FIELD = "Nom ou numéro"

    def __init__(self, rows: Sequence[DayRow]) -> None:
        """Look among ``rows``."""
        super().__init__("Chercher un candidat")
        self._rows = rows
        self._finder = Finder([row.candidate for row in rows])

    def key_words(self) -> str:
        return f"{ENTER} : ouvrir   {key('back')} ou {ESCAPE} : fermer"

    def show_found(self, typed: str) -> None:
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
