"""The questions of the interview: each a stop of the focus, answered, ticked off, or put off."""

from __future__ import annotations

from e33tui.domain.commands import DeferQuestion, TickRemark
from e33tui.domain.questions import answered, meant
from e33tui.domain.remark import Mark, PartId, Remark
from e33tui.domain.text import LINE_LIMIT
from e33tui.domain.wording import capitalised
from e33tui.keymap import enter, key, undoes, way
from e33tui.look import look
from e33tui.screens.aided import AidedScreen
from e33tui.screens.levels import Stop
from e33tui.screens.view import shorten

_AT = "question:"
"""Begins the place of a question that has the focus."""
_AROUND_WORDS = 40
"""Columns of what is said of a question around its own words."""


_TOO_LONG = (
    "! Question et réponse font ensemble {} caractères, {} au plus. "
    "Choisissez un critère : la réponse s’y note seule."
)


class QuestionScreen(AidedScreen):
    """One *temps* with its questions: in the interview, those that are still to be raised.

    Attributes:
        placing: whether keys place levels, so that none types an answer.
    """

    placing = False
    _said = ""
    """What was said last about a question: moving on, it is over."""

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The criteria, and in the interview the questions still to raise."""
        questions = tuple(self._question_stop(question) for question in self.questions)
        return (*super().stops, *questions)

    @property
    def questions(self) -> tuple[Remark, ...]:
        """The questions still to raise."""
        return self.state.open_questions if self.part is PartId.INTERVIEW else ()

    def _question_stop(self, question: Remark) -> Stop:
        found = next((c for c in self.criteria if c.id == question.criterion), self.criteria[0])
        return Stop(found, question)

    @property
    def focus_id(self) -> str:
        question = self.stop.question
        return f"{_AT}{question.id}" if question else self.criterion.id

    def start_at(self, criterion: str) -> None:
        """Put the focus on a criterion or a question, or on the first criterion."""
        asked = (f"{_AT}{question.id}" for question in self.questions)
        places = [n for n, name in enumerate(asked, len(self.criteria)) if name == criterion]
        if places:
            self.place = places[0]
        else:
            super().start_at(criterion)

    def go_to_place(self, place: int) -> None:
        super().go_to_place(place)
        if self.stop.question is not None:
            self.tell_ways()
        elif self._said and self.says(self._said):
            self.notice("")

    def tell_ways(self) -> None:
        """Say what can be done with the question in focus; the keys have no room in the footer."""
        ways = [way("tick", "posée")]
        if not self.placing:
            ways.insert(0, f"{enter('« enregistrer »')} note la réponse")
        if self.can("defer"):
            # In the bar of the touch layout it has no place.
            more = f"{key('command_palette')} : reporter"
            ways.append(more if look().touch else way("defer", "reporter"))
        self._tell(f"{capitalised(' ; '.join(ways))}.")

    def _tell(self, words: str) -> None:
        self._said = words
        self.notice(words)

    def can(self, action: str) -> bool:
        if self.is_mounted and action == "tick":
            return self._meant() is not None
        if self.is_mounted and action == "defer":
            # The only one cannot come after others.
            return self.stop.question is not None and len(self.questions) > 1
        return super().can(action)

    # -- What becomes of one ----------------------------------------------------------------------

    def answer(self, question: Remark, text: str, mark: Mark) -> bool:
        """Turn a question into an observation with its answer; ``False`` when that was refused."""
        criterion, command = self.criterion.id, answered(question, text, mark)
        if len(command.text) > LINE_LIMIT:
            # The number alone would be told of a line that is far shorter.
            self.notice(_TOO_LONG.format(len(command.text), LINE_LIMIT))
            return False
        if not self.do(command):
            return False
        # What is typed next is no answer to another question.
        self.start_at(criterion)
        self.refresh_all()
        self._tell(f"Réponse notée avec la question. {undoes()}.")
        return True

    def _meant(self) -> Remark | None:
        return meant(self.state, self.criterion.id, self.stop.question)

    def action_tick(self) -> None:
        question, criterion = self._meant(), self.criterion.id
        here = self.stop.question is not None
        if question is None or not self.do(TickRemark(question.id)):
            return
        if not self.questions:
            # It was the last question: back to what it was about.
            self.start_at(criterion)
        self.place = min(self.place, len(self.stops) - 1)
        self.refresh_all()
        # From a criterion it is its earliest question, which nothing pointed at.
        words = shorten(question.text, self.size.width - _AROUND_WORDS)
        which = "" if here else f"\u00a0: «\u00a0{words}\u00a0»"
        self._tell(f"Question posée{which}. {undoes()}.")

    def action_defer(self) -> None:
        """Put the question off: it comes last, and the next one has the focus."""
        question = self.stop.question
        if question is None or not self.do(DeferQuestion(question.id)):
            return
        if self.stop.question is not None and self.stop.question.id == question.id:
            # It was the last one already.
            self.place = len(self.criteria)
        self.refresh_all()
        self._tell(f"Question reportée à la fin. {undoes()}.")
