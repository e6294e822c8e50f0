"""Présentation numérique? Three answers; only the third means *non interrogé* and zero (rule 2)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.commands import AnswerGate
from e33tui.domain.passage import GateAnswer, Step
from e33tui.domain.rules.arrival import GATE_CONFIRMATIONS
from e33tui.screens.base import bindings
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.dialogs import confirm
from e33tui.screens.fields import PickList
from e33tui.screens.view import QUIET, STRONG, lines, say

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
        "Non interrogé, note zéro : deux confirmations.",
    ),
)


class GateScreen(DeskScreen):
    """The question before the first clock can start."""

    TITLE = "présentation numérique"
    PLACE = Place.GATE
    STEP = Step.GATE
    BINDINGS = bindings(Place.GATE)

    def body(self) -> ComposeResult:
        yield Static(say("Présentation numérique ?", STRONG), classes="text")
        options = [
            Option(
                lines([say(f"{number}  {words}", STRONG), say(f"   {effect}", QUIET)]), id=answer
            )
            for number, (answer, words, effect) in enumerate(_ANSWERS, 1)
        ]
        yield PickList(*options, name="answers", classes="gap")

    def ready(self) -> None:
        answers = self.query_one("#answers", PickList)
        values = [answer for answer, _, _ in _ANSWERS]
        answers.highlighted = values.index(self.state.gate) if self.state.gate else 0
        answers.focus()

    def on_option_list_option_selected(self) -> None:
        self.action_next()

    def on_key(self, event: object) -> None:
        character = getattr(event, "character", None)
        if character in ("1", "2", "3", "&", "é", '"'):
            place = {"&": 0, "é": 1, '"': 2}.get(character, -1)
            self.query_one("#answers", PickList).highlighted = (
                place if place >= 0 else int(character) - 1
            )

    def action_next(self) -> None:
        place = self.query_one("#answers", PickList).highlighted
        if place is None:
            return
        answer = _ANSWERS[place][0]
        if answer is self.state.gate and answer is GateAnswer.OPEN:
            self.go_after()
        elif answer is GateAnswer.NONE:
            self.run_worker(self._not_examined(), exclusive=True)
        elif self.do(AnswerGate(answer)):
            self._answered(answer)

    def _answered(self, answer: GateAnswer) -> None:
        if answer is GateAnswer.TECHNICAL:
            name = self.state.identification.candidate.full_name
            self.e33.go_home(f"{name} : difficulté technique, à reconvoquer. Prévenez le centre.")
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
