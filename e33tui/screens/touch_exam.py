"""The timed screens under a finger: an observation with its mark, or the four levels."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar, Final, cast

from textual import events

from e33tui.domain.remark import PartId
from e33tui.screens.exam import ExamScreen
from e33tui.screens.fields import LineInput
from e33tui.screens.touch_bar import TALL, Slot, slots_of
from e33tui.screens.touch_levels import PLACES, READS, LevelLayer
from e33tui.screens.touch_pads import ROWS, Pad, nothing_here

_MARKS = (("+", "+"), ("−", "-"), ("? question", "?"))
"""What the targets of the marks say, and the character with which an observation has the mark."""

QUESTIONS: Final = 10
TICK: Final = 9
"""Columns of the targets for the questions, which are there before the first one is."""


class ExamLayer(LevelLayer):
    """The targets of one *temps*."""

    boards: ClassVar[tuple[tuple[str, str], ...]] = (
        ("criteria", "#panes"),
        ("levels", "#entry"),
        ("marks", "#notice"),
    )
    names = (
        *("levels", "pause", "third", "clock", "back", "help"),
        *("cover", "prompts", "reference"),
    )
    about = (
        ("observation", "Tapez-la, touchez sa marque s’il y en a une, puis « enregistrer »."),
        ("degré", f"« degrés » montre les descripteurs. {PLACES}"),
        *READS,
        (
            "question",
            (
                "« questions à poser » les liste. Sur l’une d’elles, « enregistrer » note la réponse ; "
                "« question posée » la coche, « plus… » la reporte."
            ),
        ),
        (
            "relances",
            "« relances » et « repères » les montrent ou les cachent ; toucher le texte le tourne.",
        ),
    )

    @property
    def exam(self) -> ExamScreen:
        """The screen, with its own type."""
        return cast(ExamScreen, self.screen)

    def tapped(self, event: events.Click) -> None:
        if self.exam.shown_aid is None:
            super().tapped(event)
        elif event.widget is self.screen.query_one(self.reading):
            event.stop()
            self.exam.turn_round()

    def choose(self, place: int) -> None:
        super().choose(place)
        self._show_question()

    def step(self, by: int) -> None:
        super().step(by)
        self._show_question()

    def _show_question(self) -> None:
        """Close the panel over a question: in no other place are its words shown."""
        if self.exam.stop.question is not None and self.exam.aid is not None:
            self.exam.aid = None
            self.exam.refresh_all()

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
        """Return the list of the questions and what ticks one off, or the places of these."""
        count = len(self.exam.stops) - len(self.exam.criteria)
        listed = Pad(
            "questions",
            (f"questions à poser : {count}", f"? {count}"),
            self.offer_questions,
            QUESTIONS,
            solid=True,
        )
        on_one = self.exam.stop.question is not None
        (tick,) = slots_of(self.exam, ["tick"])
        return [
            listed if count else nothing_here(QUESTIONS),
            replace(tick.pad, width=TICK) if tick.pad and on_one else nothing_here(TICK),
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

    def own_slots(self) -> dict[str, Slot]:
        """Return the third place too: what is wanted most where one types, a cross goes elsewhere.

        While an interview runs that is its *relances*; a *temps* is reopened before and after.
        """
        reopen, prompts, levels = slots_of(self.exam, ["reopen_part", "prompts", "levels"])
        if prompts.pad is not None:
            # The narrowest place has no room for the plural.
            words = (*prompts.pad.words, "relance")
            prompts = replace(prompts, pad=replace(prompts.pad, words=words))
        running = self.exam.part is PartId.INTERVIEW and self.exam.can("pause")
        # A tall screen has them in a second row.
        asking = running and self.exam.app.size.height < TALL
        if levels.pad is not None and self.exam.placing:
            levels = replace(levels, pad=replace(levels.pad, words=("observation", "obs.")))
        third = self.clear_slot() if self.exam.placing else prompts if asking else reopen
        return {"levels": levels, "third": replace(third, words=reopen.words)}

    def place_level(self, level: int) -> None:
        # The line is out of sight here: it belongs to the criterion that one is about to leave.
        if not self._entry.value.strip() or self.exam.take_entry():
            super().place_level(level)
