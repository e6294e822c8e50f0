"""The list of observations: a line each, and the same one stays chosen when others come or go."""

from __future__ import annotations

from textual.widgets.option_list import Option

from e33tui.domain.passage import Passage
from e33tui.domain.remark import Remark
from e33tui.look import look
from e33tui.screens.fields import PickList
from e33tui.screens.timeline_view import Line, remark_line

_BESIDE = 3
"""Columns beside a line: blanks, and the bar of a long list."""
_BESIDE_TARGET = 7
"""The same where a line is a target with edges."""


class RemarkList(PickList):
    """Observations to choose one from.

    Attributes:
        line_width: the columns that a line has now.
    """

    line_width = 0

    def __init__(self, name: str) -> None:
        super().__init__(name=name, choose_first=True)
        self._remarks: tuple[Remark, ...] = ()
        self._wanted = 0
        self._cut: dict[Remark, Line] = {}

    def stand_on(self, remark: int) -> None:
        """Choose an observation once it is shown."""
        self._wanted = remark

    @property
    def chosen(self) -> Remark | None:
        """The observation whose line is chosen."""
        place = self.highlighted
        return self._remarks[place] if place is not None and place < len(self._remarks) else None

    @property
    def place(self) -> int:
        """How far down the chosen line stands, from 1."""
        return (self.highlighted or 0) + 1

    def list_remarks(self, passage: Passage, remarks: tuple[Remark, ...], width: int) -> None:
        """Show observations on a screen of ``width`` columns, unless they stand there."""
        room = width - (_BESIDE_TARGET if look().touch else _BESIDE)
        if room != self.line_width:
            self.line_width, self._cut = room, {}
        elif remarks == self._remarks and not self._wanted:
            return
        before, place = self.chosen, self.highlighted
        wanted = self._wanted or (before.id if before else 0)
        self._remarks, self._wanted = remarks, 0
        self.clear_options()
        self.add_options(Option(self._line(passage, remark)) for remark in remarks)
        self.highlighted = self._place_of(wanted, place) if remarks else None

    def _place_of(self, wanted: int, before: int | None) -> int:
        """Return the line to stand on: the same observation, else the same place, else the last."""
        places = [place for place, remark in enumerate(self._remarks) if remark.id == wanted]
        last = len(self._remarks) - 1
        return (*places, last if before is None else min(before, last))[0]

    def _line(self, passage: Passage, remark: Remark) -> Line:
        if remark not in self._cut:
            self._cut[remark] = remark_line(passage, remark, self.line_width)
        return self._cut[remark]
