"""Présentation numérique? Three answers; only the third means *non interrogé* and zero (rule 2)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.commands import AnswerGate
from e33tui.domain.errors import ConfirmationNeededError, E33Error
from e33tui.domain.passage import GateAnswer, Step
from e33tui.domain.rules.arrival import GATE_CONFIRMATIONS
from e33tui.level_keys import level_of
from e33tui.screens.base import bindings
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.dialogs import confirm
from e33tui.screens.exam_questions import end_otherwise
from e33tui.screens.fields import PickList
from e33tui.screens.view import QUIET, STRONG, lines, say
from e33tui.signs import CHOSEN

_ANSWERS = (
    (GateAnswer.OPEN, "Présentation numérique ouverte", "L’oral peut commencer."),
    (
        GateAnswer.TECHNICAL,
        "Difficulté technique",
        "Passage reporté, sans note ; prévenez le centre.",
    ),
    (
        GateAnswer.NONE,
        "Aucune présentation numérique",
        "Candidat non interrogé ; deux confirmations suivent.",
    ),
)
"""The candidate may read this over a shoulder: what it leads to is told by the confirmations."""


class GateScreen(DeskScreen):
    """The question before the first clock can start."""

    TITLE = "présentation numérique ?"
    PLACE = Place.GATE
    STEP = Step.GATE
    HINT = "1, 2 ou 3 choisit une réponse, {enter} la donne."
    BINDINGS = bindings(Place.GATE)

    def body(self) -> ComposeResult:
        options = (Option("", id=answer) for answer, _, _ in _ANSWERS)
        yield PickList(*options, name="answers", classes="gap", choose_first=True)

    def ready(self) -> None:
        answers = self.query_one("#answers", PickList)
        values = [answer for answer, _, _ in _ANSWERS]
        answers.highlighted = values.index(self.state.gate) if self.state.gate else 0
        answers.focus()

    def hint(self) -> None:
        if self.state.gate is None:
            super().hint()

    def show_body(self) -> None:
        answers = self.query_one("#answers", PickList)
        for place, (answer, words, effect) in enumerate(_ANSWERS):
            given = CHOSEN if answer is self.state.gate else " "
            shown = [say(f"{given} {place + 1}  {words}", STRONG), say(f"     {effect}", QUIET)]
            answers.replace_option_prompt_at_index(place, lines(shown))

    def on_option_list_option_selected(self) -> None:
        self.action_next()

    def on_key(self, event: Key) -> None:
        number = level_of(event.character, len(_ANSWERS))
        if number is not None:
            self.query_one("#answers", PickList).highlighted = number - 1

    def can(self, action: str) -> bool:
        if action == "ending":
            # Put off, or not examined: that has been answered already.
            return self.state.gate in (None, GateAnswer.OPEN) and not self.state.oral_over
        return super().can(action)

    def action_ending(self) -> None:
        """Somebody may give up, or be excluded, before the first clock has started."""
        self.run_worker(end_otherwise(self), group="ending", exclusive=True)

    def action_next(self) -> None:
        place = self.query_one("#answers", PickList).highlighted
        if place is None:
            return
        answer = _ANSWERS[place][0]
        if not self.writable:
            self.go_after()
        elif answer is self.state.gate:
            self._answered(answer)
        else:
            self._give(answer)

    def _give(self, answer: GateAnswer) -> None:
        """Give an answer; ask only where the rule itself does, and say any other refusal at once."""
        try:
            self.desk.do(AnswerGate(answer))
        except ConfirmationNeededError:
            self.run_worker(self._not_examined(), exclusive=True)
        except E33Error as error:
            self.refuse(error)
        else:
            self._answered(answer)

    def _answered(self, answer: GateAnswer) -> None:
        if answer is GateAnswer.TECHNICAL and not self.state.closed:
            name = self.state.identification.candidate.full_name
            said = f"{name} : difficulté technique, à reconvoquer. Prévenez le centre."
            self.e33.ways.go_home(said, onward=True)
        else:
            self.go_after()

    async def _not_examined(self) -> None:
        """Two distinct confirmations, each saying something else."""
        name = self.state.identification.candidate.full_name
        reminder = self.service.rubric.gate.reminder
        first = await self.app.push_screen_wait(
            confirm("Aucune présentation numérique ?", reminder, yes="Oui, aucune présentation")
        )
        if first != "yes":
            return
        second = await self.app.push_screen_wait(
            confirm(f"{name} : non interrogé, note 0 ?", yes="Oui, attribuer la note zéro")
        )
        if second == "yes" and self.do(AnswerGate(GateAnswer.NONE, GATE_CONFIRMATIONS)):
            self.go_after()
