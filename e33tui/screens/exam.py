"""The two timed screens: clock, criteria, observations; the commission looks at the candidate."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.clock import PartStatus
from e33tui.domain.commands import AddRemark
from e33tui.domain.remark import Mark
from e33tui.domain.text import LINE_LIMIT
from e33tui.keymap import enter
from e33tui.level_keys import clears_level, level_of
from e33tui.look import look
from e33tui.screens.aided import RemarkLine
from e33tui.screens.base import bindings, put
from e33tui.screens.big_clock import BigClock
from e33tui.screens.fields import FieldLine, LineInput, Refused
from e33tui.screens.grid_view import (
    criteria_list,
    criteria_strip,
    level_names,
    level_words,
    list_rows,
    question_lines,
)
from e33tui.screens.keybar import Labels
from e33tui.screens.levels import AROUND
from e33tui.screens.panes import Panes
from e33tui.screens.questioning import QuestionScreen
from e33tui.screens.remark_entry import MARKS, read_remark
from e33tui.screens.view import begin_of, lines, say
from e33tui.service.draft import REMARK
from e33tui.signs import NAMELY, PROMPT


def _begins_remark(character: str | None) -> bool:
    return bool(character) and (character in MARKS or str(character).isalpha()) and character != "?"


class ExamScreen(QuestionScreen):
    """1er temps or 2nd temps."""

    TITLE = "oral"
    HINT = "Tapez, {enter} enregistre ; + - ou ? en tête marquent. {levels} : degrés."
    PLACE = Place.EXAM
    BINDINGS = bindings(Place.EXAM)

    def body(self) -> ComposeResult:
        with Container(id="panes"):
            with Vertical(id="side"):
                yield Static("", id="list")
                yield BigClock()
            yield Static("", id="detail")
        with FieldLine(id="entry"):
            yield Static("", id="prompt")
            yield RemarkLine(
                self.desk.draft(REMARK) or "", name="remark", field="Observation", limit=LINE_LIMIT
            )

    def ready(self) -> None:
        self.start_at(self.desk.place)
        self._entry.focus()

    @property
    def _entry(self) -> LineInput:
        return self.query_one("#remark", LineInput)

    # -- What is shown ----------------------------------------------------------------------

    def show_title(self) -> None:
        super().show_title()
        self.query_one(BigClock).show(self.state.timing(self.part), self.desk.now())

    def show_body(self) -> None:
        put(self.query_one("#prompt", Static), say(self._prompt()))
        if self.touch:
            self.touch.show_body()
            return
        width = self.size.width
        height = self.size.height - AROUND - self.notice_height
        panes = self.divided(height, list_rows(self.state.rubric), levels_first=self.placing)
        left = self._strip(panes) if panes.strip else self._list(panes, height)
        left = panes.parted(left, height)
        self.show_criteria(left, strip=panes.strip)
        clock = self.query_one(BigClock)
        below = clock.room(panes, width, height - len(left))
        clock.show(self.state.timing(self.part), self.desk.now())
        room = height if panes.beside else below
        shown = self.detail(panes.detail_width, room, levels_first=self.placing)
        put(self.query_one("#detail", Static), lines(shown), layout=False)

    def _list(self, panes: Panes, height: int) -> list[Content]:
        focus, question = self._focus()
        width = panes.list_width
        headings = panes.rows == max(list_rows(self.state.rubric))
        found = criteria_list(self.state, focus, width, headings=headings)
        room = height - len(found)
        if not panes.beside:
            width, room = panes.detail_width, panes.spare(room)
        return found + question_lines(self.state, self.questions, question, width, room)

    def _strip(self, panes: Panes) -> list[Content]:
        focus, question = self._focus()
        width = panes.list_width
        found = criteria_strip(self.state, focus, width)
        if self.placing and question is None:
            # No line may be missing from the descriptors.
            return found
        return found + question_lines(self.state, self.questions, question, width, 1)

    def _focus(self) -> tuple[str, int | None]:
        """Return the criterion or the question that has the focus."""
        question = self.stop.question
        return ("", question.id) if question else (self.criterion.id, None)

    def _prompt(self) -> str:
        """Say what the next key is for: an observation on this criterion, an answer, or its level."""
        criterion = self.criterion
        named = f"{criterion.number} {criterion.label}"
        if self.placing and look().plain:
            # The cursor's own line: a braille line shows no other.
            count = len(self.state.rubric.levels)
            return f"{named} : {level_words(self.state, criterion)}. Degré 1 à {count}{PROMPT}"
        if self.placing:
            return f"critère {criterion.number}{PROMPT} {level_names(self.state.rubric)}"
        answering = f"réponse{NAMELY}" if self.stop.question else ""
        return f"{answering}{named}{PROMPT}"

    def point(self) -> Offset | None:
        """Where a level is placed, on the criterion; else where one types."""
        if not self.placing:
            return None
        return self.list_point() or begin_of(self.query_one("#prompt"))

    def labels(self) -> Labels:
        return {
            **super().labels(),
            "levels": ("observation", "obs.") if self.placing else "degrés",
        }

    # -- Typing and levels --------------------------------------------------------------------

    def on_input_changed(self) -> None:
        self.keep_entry()
        if self.touch:
            self.touch.show_entry()

    def keep_entry(self) -> None:
        self.keep_draft(REMARK, self._entry.value or None, self.focus_id)

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.take_entry()
        elif self.status is PartStatus.WAITING:
            self.action_next()

    def take_entry(self) -> bool:
        """Take the observation or the answer as typed, if any; ``False`` when it was refused and stays."""
        entry, question = self._entry, self.stop.question
        mark, text = read_remark(entry.value)
        if text and question is not None and mark is not Mark.QUESTION:
            taken = self.answer(question, text, mark)
        else:
            taken = not text or self.do(AddRemark(text, mark, self.criterion.id))
        if taken:
            entry.value = ""
            self.keep_draft(REMARK, None, self.focus_id)
        return taken

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def begins_text(self, character: str | None) -> bool:
        count = len(self.state.rubric.levels)
        places = level_of(character, count) is not None or clears_level("", character)
        return self.placing and not places and _begins_remark(character)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down"):
            event.stop()
            self.move(-1 if event.key == "up" else 1)
        elif self.placing and self.level_key(event.key, event.character):
            event.stop()
        elif self.placing and _begins_remark(event.character):
            # A word, not a level: it is an observation that begins.
            event.stop()
            self.action_levels()
            self._entry.insert_text_at_cursor(event.character or "")

    def after_level(self) -> None:
        """Move on, unless an observation is being typed: it belongs to this criterion."""
        if not self._entry.value:
            super().after_level()

    def action_undo(self) -> None:
        if self._entry.value:
            taken = enter("« enregistrer »")
            self.notice(
                f"Une observation est en cours : {taken} l’enregistre, ou effacez-la d’abord."
            )
        else:
            super().action_undo()

    def go_to_place(self, place: int) -> None:
        super().go_to_place(place)
        self.keep_entry()

    def make_room(self) -> None:
        if self.aid and self.placing:
            self._place(False)

    def action_levels(self) -> None:
        # The descriptors stand where the panel does.
        self.aid = None
        self._place(not self.placing)
        self.refresh_all()
        if self.stop.question is not None:
            self.tell_ways()

    def _place(self, placing: bool) -> None:
        """Give the keys to the levels, or to the line."""
        self.placing = placing
        entry = self._entry
        entry.set_class(self.placing, "hidden")
        if self.placing:
            self.set_focus(None)
        else:
            entry.focus()
