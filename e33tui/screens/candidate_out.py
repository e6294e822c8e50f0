"""A neutral screen until the candidate has left: crosses are never shown by reflex (rule 12)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.commands import CandidateLeft, EndOtherwise, ReopenPart
from e33tui.domain.passage import Step
from e33tui.domain.remark import PartId
from e33tui.domain.rules.time import may_reopen
from e33tui.keymap import key
from e33tui.screens.base import bindings
from e33tui.screens.clock_view import reopened_words
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.incident import BESIDE
from e33tui.screens.keybar import Labels
from e33tui.screens.view import STRONG, lines, say


class CandidateOutScreen(DeskScreen):
    """Candidat sorti ?"""

    TITLE = "candidat sorti ?"
    HINT = "La grille n’apparaît qu’une fois le candidat sorti."
    PLACE = Place.CANDIDATE_OUT
    STEP = Step.CANDIDATE_OUT
    BINDINGS = bindings(Place.CANDIDATE_OUT)

    def body(self) -> ComposeResult:
        yield Static(say("L’oral est terminé.", STRONG), classes="text gap")
        yield Static(say("Le candidat est-il sorti ?"), id="asked", classes="text")
        yield Static(
            lines(
                [
                    say(f"{key('next')} : oui, remplir la grille."),
                    say(f"{key('next_candidate')} : plus tard, candidat suivant."),
                ]
            ),
            classes="text gap keys",
        )

    def labels(self) -> Labels:
        return {"next": "candidat sorti"}

    def can(self, action: str) -> bool:
        if action == "reopen_part":
            return may_reopen(self.state, PartId.INTERVIEW, self.desk.now())
        if action == "undo":
            # Nothing else is taken back here: its screen may show crosses.
            return isinstance(self.desk.undoable(), EndOtherwise | BESIDE)
        return super().can(action)

    def action_next(self) -> None:
        if self.state.candidate_left or self.do(CandidateLeft()):
            self.go_after()

    def action_home(self) -> None:
        self.e33.ways.go_home(onward=True)

    def action_reopen_part(self) -> None:
        if self.do(ReopenPart(PartId.INTERVIEW)):
            self.e33.ways.go_on(reopened_words(self.state, PartId.INTERVIEW))
