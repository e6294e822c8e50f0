"""The timed screens under a finger: an observation with its mark, or the four levels."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, cast

from e33tui.screens.exam import ExamScreen
from e33tui.screens.fields import LineInput
from e33tui.screens.touch_bar import action_pad, allowed
from e33tui.screens.touch_levels import LevelLayer
from e33tui.screens.touch_pads import ROWS, Pad

_MARKS = (("+", "+"), ("−", "-"), ("? question", "?"))
"""What the targets of the marks say, and the character with which an observation has the mark."""


class ExamLayer(LevelLayer):
    """The targets of one *temps*."""

    boards: ClassVar[tuple[tuple[str, str], ...]] = (
        ("criteria", "#panes"),
        ("levels", "#entry"),
        ("marks", "#notice"),
    )

    @property
    def exam(self) -> ExamScreen:
        """The screen, with its own type."""
        return cast(ExamScreen, self.screen)

    def show_body(self) -> None:
        placing = self.exam.placing
        self.screen.set_class(placing, "-placing")
        question = self.exam.stop.question
        levels = self.show_levels(shown=placing)
        self.show_criteria("" if question else self.exam.criterion.id)
        self.show_marks()
        self.show_detail(levels if placing else 2 * ROWS, placing=placing)

    def show_marks(self) -> None:
        """Show what belongs to the observation that is typed."""
        pads = [] if self.exam.placing else self._mark_pads()
        self.board("marks").show([pads], self.screen.size.width)

    def show_entry(self) -> None:
        self.show_marks()

    def _mark_pads(self) -> list[Pad]:
        begun = self._entry.value.strip()
        marks = [
            Pad(
                f"mark-{mark}",
                (words,),
                partial(self._mark, mark),
                chosen=begun.replace("−", "-").startswith(mark),
                strong=True,
                again=True,
            )
            for words, mark in _MARKS
        ]
        return [
            *marks,
            Pad("enter", ("enregistrer",), self._take, solid=True),
            *self._question_pads(),
        ]

    def _question_pads(self) -> list[Pad]:
        count = len(self.exam.stops) - len(self.exam.criteria)
        if not count:
            return []
        return [
            Pad(
                "questions",
                (f"questions à poser : {count}", f"? {count}"),
                self.offer_questions,
                solid=True,
            )
        ]

    @property
    def _entry(self) -> LineInput:
        return self.screen.query_one("#remark", LineInput)

    def _mark(self, mark: str) -> None:
        """Begin the observation with a mark, or take it away again."""
        entry, typed = self._entry, self._entry.value
        begun = typed.lstrip()
        had = begun[:1].replace("−", "-")
        rest = begun[1:].lstrip() if had in dict(_MARKS).values() else typed
        entry.value = rest if had == mark else f"{mark} {rest}"
        entry.cursor_position = len(entry.value)
        entry.focus()

    def _take(self) -> None:
        if self._entry.value.strip():
            self.exam.take_entry()
        self._entry.focus()

    def own_pads(self) -> list[Pad]:
        tick = [action for action in allowed(self.exam) if action.id == "tick"]
        now = tick if self.exam.stop.question is not None else []
        return [
            *(action_pad(self.exam, action) for action in now),
            *(self.clear_pads() if self.exam.placing else []),
        ]
