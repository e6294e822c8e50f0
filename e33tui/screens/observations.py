"""All observations of a passage in the order of time: read, found, corrected, moved, deleted."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.commands import DeleteRemark, TickRemark
from e33tui.domain.passage import Step
from e33tui.domain.remark import Mark, Remark
from e33tui.domain.text import LINE_LIMIT
from e33tui.domain.timeline import EVERYTHING, Choice, offers, timeline
from e33tui.domain.undone import Undone
from e33tui.domain.walk import holds, step
from e33tui.domain.wording import capitalised
from e33tui.keymap import undoes, way
from e33tui.look import look
from e33tui.screens import observation_questions as questions
from e33tui.screens import timeline_view as view
from e33tui.screens.base import bindings, put, put_as_high
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.fields import FieldLine, LineInput, Refused
from e33tui.screens.keybar import Labels
from e33tui.screens.panes import reading_width
from e33tui.screens.remark_entry import half_corrected
from e33tui.screens.remark_list import RemarkList
from e33tui.screens.routes import place_on
from e33tui.screens.view import QUIET, STRONG, lines, say, wrap
from e33tui.service.desk import Desk
from e33tui.signs import NAMELY, PROMPT

NOTHING = "Aucune observation ne correspond."
NONE = "Aucune observation."
_ON_ONE = frozenset(
    ("edit_remark", "move_remark", "mark_remark", "remove_remark", "erase_remark", "tick")
)
"""What is done to the observation that is chosen."""


class ObservationsScreen(DeskScreen):
    """Observations: the list, the chosen one below it, a line to search in."""

    TITLE = "observations"
    PLACE = Place.OBSERVATIONS
    HINT = "{edit_remark} corrige, {filter_remarks} filtre, {search_remarks} cherche."
    BINDINGS = bindings(Place.OBSERVATIONS)

    def __init__(self, desk: Desk, origin: Step, focus: str) -> None:
        """Show the observations of the passage on ``desk``.

        Args:
            desk: the passage.
            origin: the step that going back leads to.
            focus: what had the focus there; of a criterion, the last observation is chosen.
        """
        super().__init__()
        self.desk = desk
        self._origin, self._about = origin, focus
        self._choice = EVERYTHING
        self._found: tuple[Remark, ...] = ()
        self._known: tuple[tuple[Remark, ...], Choice] | None = None
        self._authors = 1

    @property
    def step(self) -> Step:
        """The step that one came from: a start after a cut leads there."""
        return self._origin

    @property
    def focus_id(self) -> str:
        return self._about

    def body(self) -> ComposeResult:
        yield Static("", id="state", classes="text")
        yield RemarkList("timeline")
        # It always has its line, but for the touch layout: one that came and went would lay the
        # list out anew.
        with FieldLine(id="entry", classes="hidden"):
            yield Static(say(f"Chercher{PROMPT}"), id="prompt")
            yield LineInput("", name="find", field="Recherche", limit=LINE_LIMIT)
        yield Static("", id="chosen", classes="text")

    def ready(self) -> None:
        about = [r.id for r in timeline(self.state) if r.criterion == self._about]
        begun = half_corrected(self.desk) if self.writable else None
        self._list.stand_on(begun.id if begun else about[-1] if about else 0)
        self._list.focus()
        if begun:
            self.notice(f"Correction commencée. {capitalised(way('edit_remark', 'la reprendre'))}.")

    @property
    def _list(self) -> RemarkList:
        return self.query_one("#timeline", RemarkList)

    @property
    def _find(self) -> LineInput:
        return self.query_one("#find", LineInput)

    # -- What is shown --------------------------------------------------------------------------

    def title_left(self) -> Content:
        count = view.count_words(len(self._found), len(self.state.remarks))
        return say(f" Observations{NAMELY}{count}", STRONG) + say(self.closed_words())

    def show_title(self) -> None:
        self._choose()
        super().show_title()

    def show_body(self) -> None:
        self._choose()
        self._list.list_remarks(self.state, self._found, self.size.width)
        said = view.choice_words(self.state, self._choice)
        if not self._found:
            told = NOTHING if self.state.remarks else NONE
            said = f"{said}{NAMELY}{told}" if said else told
        rows = wrap(said, reading_width(self.size.width - 3)) if said else []
        state = self.query_one("#state", Static)
        state.set_class(not rows, "hidden")
        put(state, lines(say(row, QUIET) for row in rows))
        self._show_chosen()

    def _choose(self) -> None:
        """Find what is to be shown in the state as it is now."""
        remarks, choice = self.state.remarks, self._choice
        if self._known is None or self._known[0] is not remarks:
            self._authors = len(offers(self.state).authors)
        elif self._known[1] == choice:
            return
        self._known = remarks, choice
        self._found = timeline(self.state, choice)

    def _show_chosen(self) -> None:
        remark, width = self._list.chosen, reading_width(self.size.width - 3)
        rows: list[str] = []
        if remark is not None:
            room, several = self._list.line_width, self._authors > 1
            first, *text = view.chosen_lines(self.state, remark, room, author=several)
            if look().plain:
                # No bar beside the list shows how far down it one is.
                first = f"{self._list.place} sur {len(self._found)} : {first}"
            rows = [row for part in (first, *text) for row in wrap(part, width)]
        put_as_high(self.query_one("#chosen", Static), lines(say(row) for row in rows))

    def on_option_list_option_highlighted(self) -> None:
        self._show_chosen()
        self.show_keys()

    def on_descendant_focus(self) -> None:
        self.show_keys()

    def labels(self) -> Labels:
        remark = self._list.chosen if self.is_mounted else None
        ticked = remark is not None and remark.ticked
        return {
            "tick": ("à poser encore", "à poser") if ticked else ("question posée", "posée"),
            "observations": "fermer",
        }

    def can(self, action: str) -> bool:
        if not self.is_mounted:
            return True
        remark = self._list.chosen
        # A letter is typed there; a finger finds its targets all the same.
        searching = self._find.has_focus and not look().touch
        if action in _ON_ONE and (remark is None or searching):
            return False
        match action:
            case "tick":
                return remark is not None and remark.mark is Mark.QUESTION
            case "search_remarks" | "filter_remarks":
                return bool(self.state.remarks) and not searching
            case "all_remarks":
                return self._choice != EVERYTHING and not searching
        return super().can(action)

    # -- Which ones ------------------------------------------------------------------------------

    def show_only(self, choice: Choice) -> None:
        """Show some of the observations."""
        self._choice = choice
        self.notice("")
        self.refresh_all()

    @property
    def choice(self) -> Choice:
        """What is shown now."""
        return self._choice

    def action_filter_remarks(self) -> None:
        self._ask(questions.choose(self))

    def action_all_remarks(self) -> None:
        self._find.value = ""
        self._leave_search()
        self.show_only(EVERYTHING)

    def action_search_remarks(self) -> None:
        self.query_one("#entry").remove_class("hidden")
        self._find.focus()
        self.refresh_all()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        if event.value != self._choice.typed:
            self.show_only(replace(self._choice, typed=event.value))

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self._leave_search()

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def on_key(self, event: events.Key) -> None:
        if self._find.has_focus and event.key in ("up", "down", "tab", "escape"):
            event.stop()
            if event.key == "escape":
                self._find.value = ""
            self._leave_search()

    def _leave_search(self) -> None:
        """Go back to the list; what was typed goes on choosing."""
        self._list.focus()
        self.query_one("#entry").set_class(not self._find.value.strip(), "hidden")

    # -- What is done to one -----------------------------------------------------------------------

    def on_option_list_option_selected(self) -> None:
        if self.check_action("edit_remark", ()):
            self.action_edit_remark()

    def action_edit_remark(self) -> None:
        self._ask_about(questions.edit)

    def action_move_remark(self) -> None:
        self._ask_about(questions.move)

    def action_mark_remark(self) -> None:
        self._ask_about(questions.mark)

    def action_erase_remark(self) -> None:
        self._ask_about(questions.erase)

    def _ask_about(self, question: questions.About) -> None:
        remark = self._list.chosen
        if remark is not None:
            self._ask(question(self, remark))

    def _ask(self, work: Coroutine[Any, Any, None]) -> None:
        self.run_worker(work, group="question", exclusive=True)

    def action_remove_remark(self) -> None:
        remark = self._list.chosen
        if remark is not None and self.do(DeleteRemark(remark.id)):
            self.notice(f"Observation effacée. {undoes()}.")

    def action_tick(self) -> None:
        remark = self._list.chosen
        if remark is not None and self.do(TickRemark(remark.id, not remark.ticked)):
            said = "à poser encore" if remark.ticked else "posée"
            self.notice(f"Question {said}. {undoes()}.")

    # -- Undo, and the way back ----------------------------------------------------------------------

    def action_undo(self) -> None:
        self._before = self.state.remarks
        super().action_undo()

    def show_undone(self, undone: Undone) -> None:
        """Show it here if it was an observation, on its own screen if it was anything else."""
        changed = set(self.state.remarks) - set(self._before)
        if self.state.remarks == self._before:
            words = self._notice.text
            self.e33.ways.show_place(self.step, undone.id or self._about, words)
            return
        back = next(iter(changed), None)
        if back is not None:
            self._list.stand_on(back.id)
            if back not in timeline(self.state, self._choice):
                # Nothing is taken back out of sight.
                self.action_all_remarks()
        super().show_undone(undone)

    def action_observations(self) -> None:
        # The key that opens this screen closes it: pressed twice it changes nothing.
        self.action_back()

    def action_back(self) -> None:
        if not holds(self.state, self._origin):
            self.e33.ways.go_to(step(self.state))
            return
        self.desk.set_place(place_on(self._origin, self._about))
        self.e33.ways.go_to(self._origin)
