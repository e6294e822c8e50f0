"""The procès-verbal of a suspected fraud: facts, who states what, whether the candidate signs.

It is written during the oral, which goes on, or after it; nothing of it is on the verso.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.clock import clock_time, minutes_seconds
from e33tui.domain.commands import Command, Countersign, StateCandidate, StateMember
from e33tui.domain.incident import (
    DECLINED_WORDS,
    SIGNATURE_WORDS,
    Countersignature,
    Incident,
    IncidentKind,
)
from e33tui.domain.passage import Step
from e33tui.domain.report_content import stating
from e33tui.domain.undone import Undone
from e33tui.domain.walk import holds, step
from e33tui.domain.wording import capitalised
from e33tui.keymap import key, way
from e33tui.screens.base import bindings
from e33tui.screens.dialogs import Menu
from e33tui.screens.editor import TextEditor
from e33tui.screens.incident import BESIDE, record
from e33tui.screens.keybar import Labels
from e33tui.screens.panes import is_wide, list_width, reading_width
from e33tui.screens.reports import FRAUD_REPORT, begin_report
from e33tui.screens.texts import TextsScreen
from e33tui.screens.view import QUIET, STRONG, lines, say, wrap
from e33tui.service.desk import Desk
from e33tui.service.draft import FRAUD
from e33tui.signs import NTH, SEPARATOR

CANDIDATE = ""
"""The text that the candidate states, among those that are the members'."""
_ANSWERS = (
    (Countersignature.NOT_ASKED, "n", "Pas encore demandé"),
    (Countersignature.SIGNS, "s", "Le candidat contresigne"),
    (Countersignature.REFUSES, "r", "Le candidat refuse de signer"),
)
NOTHING_HERE = "Rien à annuler dans le procès-verbal."
_SIGNING = "La signature elle-même se fait sur le procès-verbal imprimé."


class FraudScreen(TextsScreen):
    """Procès-verbal: one statement at a time beside the facts."""

    TITLE = "procès-verbal"
    HINT = "{incident} : d’autres faits ; {next_text} : texte suivant ; {next} : retour à l’oral."
    PLACE = Place.FRAUD
    BINDINGS = bindings(Place.FRAUD)

    def __init__(self, desk: Desk, origin: Step) -> None:
        """Show the procès-verbal of the passage on ``desk``; going on leads back to ``origin``."""
        super().__init__()
        self.desk = desk
        self._origin = origin
        self._told = 0

    @property
    def step(self) -> Step:
        """The step that one came from: a start after a cut leads there."""
        return self._origin

    def body(self) -> ComposeResult:
        with Container(id="panes"):
            with Vertical(id="side"), VerticalScroll(id="facts", can_focus=False):
                yield Static("", id="remarks")
            with Vertical(id="writing"):
                yield Static("", id="heading")
                yield TextEditor("editor")
                yield Static("", id="count")

    def ready(self) -> None:
        self.place = self._first_owed()
        self.load()
        self.editor.focus()

    def _first_owed(self) -> int:
        """Return the text to begin with: one cut short, else the first that nobody has given."""
        ids = self.text_ids
        begun = [name for name in ids if self.desk.draft(self.draft_of(name)) is not None]
        owed = [name for name in ids if not self._given(name)]
        return ids.index((*begun, *owed, *ids)[0])

    # -- The texts ----------------------------------------------------------------------------

    @property
    def text_ids(self) -> tuple[str, ...]:
        return (*stating(self.state), CANDIDATE)

    def field_of(self, text_id: str) -> str:
        return "Déclaration"

    def committed(self, text_id: str) -> str:
        fraud = self.state.fraud
        return fraud.candidate if text_id == CANDIDATE else fraud.statement(text_id)

    def draft_of(self, text_id: str) -> str:
        return f"{FRAUD}{text_id}"

    def written(self, text_id: str, text: str) -> Command:
        return StateCandidate(text) if text_id == CANDIDATE else StateMember(text_id, text)

    def _given(self, text_id: str) -> bool:
        declined = text_id == CANDIDATE and self.state.fraud.declined
        return declined or bool(self.committed(text_id))

    # -- What is shown --------------------------------------------------------------------------

    def title_left(self) -> Content:
        return super().title_left() + say(f"{SEPARATOR}{self.place + 1}{NTH}{len(self.text_ids)}")

    def show_body(self) -> None:
        wide = is_wide(self.size.width)
        width = list_width(self.size.width) if wide else reading_width(self.size.width)
        self.query_one("#remarks", Static).update(lines(self._facts(width - 3)))
        told = len(self.state.incidents)
        if told != self._told:
            # What came last is what one has just typed; it is there once it is laid out.
            self._told = told
            facts = self.query_one("#facts", VerticalScroll)
            self.call_after_refresh(facts.scroll_end, animate=False)
        who = f"de {self.text_id}" if self.text_id else "du candidat"
        heading = f"Déclaration {who}"
        self.query_one("#heading", Static).update(say(heading, STRONG))
        self.show_count()

    def _facts(self, width: int) -> list[Content]:
        answer = SIGNATURE_WORDS[self.state.fraud.countersignature]
        found = [say(line) for line in wrap(f"Contreseing du candidat : {answer}", width)]
        for fact in self.state.incidents:
            if fact.suspected_fraud:
                found.append(say(self._when(fact), STRONG))
                found += [say(line) for line in wrap(fact.text, width)]
        return found

    def _when(self, fact: Incident) -> str:
        if fact.part is None:
            return clock_time(fact.at)
        plan = self.state.rubric.part(fact.part.value)
        return f"{clock_time(fact.at)}, {plan.name} {minutes_seconds(fact.elapsed)}"

    def show_count(self) -> None:
        count = self.words
        words = f"{count} mot{'s' if count > 1 else ''}"
        if self.text_id == CANDIDATE and self.state.fraud.declined and self.is_empty:
            words = f"{capitalised(DECLINED_WORDS)} (imprimé ainsi)"
        elif self.is_empty:
            words = "Texte vide"
            if self.text_id != CANDIDATE:
                words += f"{SEPARATOR}lignes à remplir à la main"
            elif self.is_left_empty:
                words += f"{SEPARATOR}{way('declined', 'ne souhaite pas en faire')}"
        self.query_one("#count", Static).update(say(words, QUIET))

    def labels(self) -> Labels:
        declined = ("sans déclaration", "sans")
        if self.state.fraud.declined:
            declined = ("avec déclaration", "avec")
        return {
            "next": ("revenir à l’oral", "oral") if self.state.clock_on else ("revenir", "fini"),
            "incident": ("ajouter des faits", "faits"),
            "declined": declined,
        }

    def can(self, action: str) -> bool:
        if action == "declined" and self.is_mounted:
            return self.text_id == CANDIDATE and self.is_left_empty
        return super().can(action)

    # -- Keys -----------------------------------------------------------------------------------

    def action_declined(self) -> None:
        """Note that the candidate does not wish to state anything, or take that back."""
        if self.commit():
            self.do(StateCandidate("", declined=not self.state.fraud.declined))

    def action_countersign(self) -> None:
        """Ask what the candidate does with the procès-verbal."""
        self.run_worker(self._countersign(), group="countersign", exclusive=True)

    async def _countersign(self) -> None:
        options = tuple(
            (answer.value or "not", letter, words) for answer, letter, words in _ANSWERS
        )
        asked = Menu("Contreseing du candidat", options, _SIGNING)
        answer = await self.app.push_screen_wait(asked)
        if answer is None:
            return
        given = Countersignature("" if answer == "not" else answer)
        if given is not self.state.fraud.countersignature:
            self.do(Countersign(given))

    def action_incident(self) -> None:
        """Add facts; the clock goes on."""
        self.run_worker(record(self, IncidentKind.FRAUD), group="incident", exclusive=True)

    def action_fraud_report(self) -> None:
        """Make the document to be signed."""
        if self.commit():
            begin_report(self, FRAUD_REPORT)

    def action_page_up(self) -> None:
        """Scroll back in the facts; the text keeps the focus."""
        self.query_one("#facts", VerticalScroll).scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll on in the facts."""
        self.query_one("#facts", VerticalScroll).scroll_page_down(animate=False)

    def action_next(self) -> None:
        if self.commit():
            self._return()

    def action_back(self) -> None:
        said = self.settle_entry()
        self._return()
        if said:
            self.e33.notice(said)

    def _return(self) -> None:
        self.e33.ways.go_to(self._origin if holds(self.state, self._origin) else step(self.state))

    def action_undo(self) -> None:
        if self.is_typing or isinstance(self.desk.undoable(), BESIDE):
            super().action_undo()
        else:
            # An observation or a cross would go out of sight.
            self.notice(NOTHING_HERE)

    def show_undone(self, undone: Undone) -> None:
        """Show the text as it is again; without facts there is no procès-verbal any more."""
        if not self.state.suspects_fraud:
            self._return()
            self.e33.notice(f"Annulé : {undone.words}. {key('incident')} : le noter autrement.")
            return
        self.place = min(self.place, len(self.text_ids) - 1)
        self.load()
        super().show_undone(undone)
