"""The five texts under a finger: a target each."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, cast

from e33tui.domain.rubric import TextPlan
from e33tui.screens.appraisal import AppraisalScreen
from e33tui.screens.touch import Layer
from e33tui.screens.touch_levels import READS
from e33tui.screens.touch_pads import Pad


class AppraisalLayer(Layer):
    """The targets of the texts."""

    boards: ClassVar[tuple[tuple[str, str], ...]] = (("texts", "#panes"),)
    names = ("insert", "nothing", "full_text", "back", "next_candidate", "help", "history")
    reading = "#remarks"
    about = (
        ("texte", "Touchez en haut celui à écrire, puis le texte lui-même ; le quitter le prend."),
        *READS,
    )

    @property
    def writing(self) -> AppraisalScreen:
        """The screen, with its own type."""
        return cast(AppraisalScreen, self.screen)

    def show_body(self) -> None:
        plans = self.writing.state.rubric.texts
        pads = [
            Pad(
                f"text-{plan.id}",
                tuple(f"{self._label(plan)}\n{state}" for state in self._state_of(plan)),
                partial(self.writing.go_to_text, place),
                chosen=place == self.writing.place,
            )
            for place, plan in enumerate(plans)
        ]
        self.board("texts").show([pads], self.screen.size.width)

    def _label(self, plan: TextPlan) -> str:
        """Return what a text is called where there is little room."""
        if plan.competence_id is None:
            return plan.heading
        return self.writing.state.rubric.competence(plan.competence_id).label

    def _state_of(self, plan: TextPlan) -> tuple[str, ...]:
        """Return how far a text is, and the same in a word."""
        if not self.writing.stands(plan):
            return ("à écrire",)
        comment = self.writing.state.comment(plan.id)
        return ("rien à signaler", "rien") if comment.nothing else ("écrit",)
