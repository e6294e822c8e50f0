"""The two timed screens: clock, criteria, observations; the commission looks at the candidate."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.clock import PartStatus
from e33tui.domain.commands import (
    AddRemark,
    DeleteRemark,
    EndPart,
    PausePart,
    ReopenPart,
    ResumePart,
    StartPart,
    TickRemark,
)
from e33tui.domain.errors import ConfirmationNeededError, E33Error
from e33tui.domain.passage import Step
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.text import LINE_LIMIT
from e33tui.screens import exam_questions
from e33tui.screens.base import WIDE, bindings
from e33tui.screens.clock_view import clock_style, clock_text, part_name
from e33tui.screens.dialogs import confirm
from e33tui.screens.fields import LineInput, Refused
from e33tui.screens.grid_view import criteria_list, criteria_strip, detail
from e33tui.screens.levels import LevelScreen
from e33tui.screens.view import lines, say, spread

LIST_WIDTH = 34
"""Columns of the list: focus and number, a label of 24, level and dots."""
DRAFT = "remark"
_MARKS = {"+": Mark.PLUS, "-": Mark.MINUS, "−": Mark.MINUS, "?": Mark.QUESTION}


def read_remark(text: str) -> tuple[Mark, str]:
    """Return the mark that a typed line begins with, and its text."""
    stripped = text.strip()
    mark = _MARKS.get(stripped[:1], Mark.NEUTRAL)
    return (mark, stripped[1:].strip()) if mark is not Mark.NEUTRAL else (mark, stripped)


class ExamScreen(LevelScreen):
    """1er temps or 2nd temps."""

    TITLE = "oral"
    PLACE = Place.EXAM
    BINDINGS = bindings(Place.EXAM)

    def __init__(self, part: PartId) -> None:
        super().__init__()
        self.part = part
        self.placing = False

    @property
    def step(self) -> Step:
        return Step(self.part.value)

    def body(self) -> ComposeResult:
        yield Static("", id="clock")
        with Container(id="panes"):
            yield Static("", id="list")
            yield Static("", id="detail")
        with Horizontal(id="entry"):
            yield Static("", id="prompt")
            yield LineInput(
                self.desk.draft(DRAFT) or "", name="remark", field="Observation", limit=LINE_LIMIT
            )

    def ready(self) -> None:
        self.start_at(self.desk.place)
        self._clock = Content("")
        self.query_one("#remark", LineInput).focus()

    # -- What is shown ----------------------------------------------------------------------

    def tick(self) -> None:
        super().tick()
        self.show_clock()

    def show_clock(self) -> None:
        """Repaint the clock's line, if it changed."""
        now = self.desk.now()
        left = say(part_name(self.state, self.part))
        right = say(clock_text(self.state, self.part, now), clock_style(self.state, self.part, now))
        shown = spread(left, right + " ", self.size.width - 1)
        if shown != self._clock:
            self._clock = shown
            self.query_one("#clock", Static).update(shown)

    def show_body(self) -> None:
        self.show_clock()
        wide = self.size.width >= WIDE
        focus = self.criterion.id
        if wide:
            left = criteria_list(self.state, focus, LIST_WIDTH)
        else:
            left = criteria_strip(self.state, focus, self.size.width)
        self.query_one("#list", Static).update(lines(left))
        # Head, clock, entry and keys take four lines of the screen.
        height = self.size.height - 4 - self.notice_height - (0 if wide else len(left))
        width = self.size.width - (LIST_WIDTH + 3 if wide else 2)
        shown = detail(self.state, self.criterion, width, height, levels_first=self.placing)
        self.query_one("#detail", Static).update(lines(shown))
        words = "observation ▸"
        if self.placing:
            words = f"degré ▸ 1 à {len(self.state.rubric.levels)}, Tab : observation"
        self.query_one("#prompt", Static).update(say(words))

    def labels(self) -> dict[str, str]:
        status = self.state.timing(self.part).status
        ends = "terminer la présentation" if self.part is PartId.PRESENTATION else "terminer"
        return {
            "next": {PartStatus.WAITING: "démarrer", PartStatus.ENDED: "suite"}.get(status, ends),
            "pause": "reprendre" if status is PartStatus.PAUSED else "pause",
            "levels": "observation" if self.placing else "degrés",
        }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        state, status = self.state, self.state.timing(self.part).status
        running = status in (PartStatus.RUNNING, PartStatus.PAUSED)
        if action in ("pause", "clock"):
            return running
        if action == "reopen_part":
            return status is PartStatus.ENDED and not (state.locked or state.candidate_left)
        if action == "ending":
            return not state.oral_over
        if action == "remove_remark":
            return bool(state.remarks_on(self.criterion.id))
        if action == "tick":
            return self._question() is not None
        return super().check_action(action, parameters)

    # -- Typing and levels --------------------------------------------------------------------

    def on_input_changed(self, event: LineInput.Changed) -> None:
        text = event.value or None
        self.e33.keep_draft(DRAFT, text, self.criterion.id)

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self._take_remark()
        elif self.state.timing(self.part).status is PartStatus.WAITING:
            self.action_next()

    def _take_remark(self) -> bool:
        """Take the observation as typed, if any; ``False`` when it was refused and stays."""
        entry = self.query_one("#remark", LineInput)
        mark, text = read_remark(entry.value)
        if text and not self.do(AddRemark(text, mark, self.criterion.id)):
            return False
        entry.value = ""
        self.e33.keep_draft(DRAFT, None, self.criterion.id)
        return True

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down"):
            event.stop()
            self.move(-1 if event.key == "up" else 1)
        elif self.placing and self.level_key(event.key, event.character):
            event.stop()
        elif self.placing and event.character and event.character.isalpha():
            # A word, not a level: it is an observation that begins.
            event.stop()
            self.action_levels()
            self.query_one("#remark", LineInput).insert_text_at_cursor(event.character)

    def after_level(self) -> None:
        """Move on, unless an observation is being typed: it belongs to this criterion."""
        if not self.query_one("#remark", LineInput).value:
            super().after_level()

    def action_undo(self) -> None:
        if self.query_one("#remark", LineInput).value:
            self.notice("Une observation est en cours : ⏎ l’enregistre, ou effacez-la d’abord.")
        else:
            super().action_undo()

    def go_to_place(self, place: int) -> None:
        super().go_to_place(place)
        self.e33.keep_draft(
            DRAFT, self.query_one("#remark", LineInput).value or None, self.criterion.id
        )

    def action_levels(self) -> None:
        self.placing = not self.placing
        entry = self.query_one("#remark", LineInput)
        entry.set_class(self.placing, "hidden")
        if self.placing:
            self.set_focus(None)
        else:
            entry.focus()
        self.refresh_all()

    # -- The clock ------------------------------------------------------------------------------

    def action_next(self) -> None:
        status = self.state.timing(self.part).status
        if status is PartStatus.WAITING:
            self.do(StartPart(self.part))
        elif status is PartStatus.ENDED:
            self.go_after()
        else:
            self._end(confirmed=False)

    def _end(self, *, confirmed: bool) -> None:
        # What stands in the line belongs to this part: it is not left behind.
        if not self._take_remark():
            return
        try:
            self.desk.do(EndPart(self.part, confirmed))
        except ConfirmationNeededError as error:
            self.app.push_screen(
                confirm(error.message, yes="Oui, terminer"),
                lambda answer: self._end(confirmed=True) if answer == "yes" else None,
            )
            return
        except E33Error as error:
            self.refuse(error)
            return
        self.go_after()

    def action_pause(self) -> None:
        paused = self.state.timing(self.part).status is PartStatus.PAUSED
        self.do(ResumePart(self.part) if paused else PausePart(self.part))

    def action_reopen_part(self) -> None:
        self.do(ReopenPart(self.part))

    def action_clock(self) -> None:
        self.run_worker(exam_questions.correct_clock(self), exclusive=True)

    def action_ending(self) -> None:
        self.run_worker(exam_questions.end_otherwise(self), exclusive=True)

    def action_incident(self) -> None:
        self.run_worker(exam_questions.record_incident(self), exclusive=True)

    # -- Observations ---------------------------------------------------------------------------

    def action_remove_remark(self) -> None:
        remarks = self.state.remarks_on(self.criterion.id)
        if remarks and self.do(DeleteRemark(remarks[-1].id)):
            self.notice("Observation effacée. ^Z la rend.")

    def _question(self) -> int | None:
        mine = self.state.remarks_on(self.criterion.id)
        return next((r.id for r in mine if r.mark is Mark.QUESTION and not r.ticked), None)

    def action_tick(self) -> None:
        question = self._question()
        if question is not None:
            self.do(TickRemark(question))

    def extra_help(self) -> tuple[tuple[str, str], ...]:
        return (
            ("⏎", "Enregistre l’observation ; commencée par + − ou ?, elle en porte la marque."),
            *self.level_help(),
        )
