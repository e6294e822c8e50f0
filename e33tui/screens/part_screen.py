"""What the two timed screens do with the clock: start, pause, end, reopen, correct, end otherwise."""

from __future__ import annotations

from textual.content import Content

from e33tui.domain.clock import Instant, PartStatus
from e33tui.domain.commands import EndPart, PausePart, ReopenPart, ResumePart, StartPart
from e33tui.domain.errors import ConfirmationNeededError, E33Error
from e33tui.domain.passage import Step
from e33tui.domain.remark import PartId
from e33tui.domain.rubric import PartPlan
from e33tui.domain.rules.time import may_reopen
from e33tui.keymap import key
from e33tui.screens import exam_questions
from e33tui.screens.clock_view import (
    clock_forms,
    clock_shown,
    ended_words,
    part_name,
    reopened_words,
    whole_forms,
)
from e33tui.screens.dialogs import confirm
from e33tui.screens.keybar import Labels
from e33tui.screens.levels import LevelScreen
from e33tui.screens.view import STRONG, say


class PartScreen(LevelScreen):
    """The screen of one *temps*.

    Attributes:
        part: which one.
    """

    NAMED = True

    def __init__(self, part: PartId) -> None:
        super().__init__()
        self.part = part

    @property
    def step(self) -> Step:
        return Step(self.part.value)

    @property
    def status(self) -> PartStatus:
        """Where this *temps* stands."""
        return self.state.timing(self.part).status

    def settle_entry(self) -> str:
        """Leave a half-typed observation in its line, where it waits."""
        return ""

    # -- What is shown ----------------------------------------------------------------------

    def tick(self) -> None:
        super().tick()
        # What a key can do passes with time too, such as reopening the presentation.
        self.show_keys()

    def title_left(self) -> Content:
        return say(f" {part_name(self.state, self.part)}", STRONG) + say(self.closed_words())

    def title_ends(self) -> tuple[Content, Content]:
        return self.ends_apart(0)

    def ends_apart(self, between: int) -> tuple[Content, Content]:
        """Return both ends of the second line.

        Args:
            between: the columns that what stands between them wants at least.
        """
        if self.state.clock_on not in (None, self.part):
            # One looks back at the presentation while the interview runs.
            return self.title_left(), self.title_right()
        now = self.desk.now()
        name, clock = self._named_clock(now, between)
        left = say(f" {name}", STRONG) + say(self.closed_words())
        return left, clock_shown(clock, self.state, self.part, now)

    def _named_clock(self, now: Instant, between: int) -> tuple[str, str]:
        """Return the name of the *temps* and its clock, both as long as there is room."""
        names = part_name(self.state, self.part), self._plan.name
        whole = whole_forms(self.state, self.part, now)
        forms = clock_forms(self.state, self.part, now)
        room = self.size.width - len(f"   {self.closed_words()}")
        pairs = [
            # What stands between them has room as long as all is told, in however few words.
            *((name, clock, room - between) for name in names for clock in whole),
            # The name gives way first: what is allowed, and how much of it is extra time, is worth
            # more.
            *((name, clock, room) for clock in forms for name in names),
        ]
        fitting = (pair[:2] for pair in pairs if len(pair[0]) + len(pair[1]) <= pair[2])
        return next(fitting, (names[-1], forms[-1]))

    @property
    def _plan(self) -> PartPlan:
        return self.state.rubric.part(self.part.value)

    def labels(self) -> Labels:
        ends = (
            "terminer la présentation" if self.part is PartId.PRESENTATION else "terminer",
            "finir",
        )
        words = {PartStatus.WAITING: "démarrer", PartStatus.ENDED: "suite"}.get(self.status, ends)
        first = self._reopens() is PartId.PRESENTATION and self.part is PartId.INTERVIEW
        return {
            "next": words,
            "pause": ("reprendre", "reprise") if self.status is PartStatus.PAUSED else "pause",
            "reopen_part": ("rouvrir le 1er temps" if first else "rouvrir le temps", "rouvrir"),
        }

    def can(self, action: str) -> bool:
        if not self.is_mounted:
            return True
        match action:
            case "pause":
                return self.state.timing(self.part).on
            case "clock":
                return not self.state.oral_over and self.status is not PartStatus.ENDED
            case "reopen_part":
                return self._reopens() is not None
            case "ending":
                return not self.state.oral_over
        return super().can(action)

    # -- The clock ------------------------------------------------------------------------------

    def action_next(self) -> None:
        if self.status is PartStatus.WAITING:
            self.do(StartPart(self.part))
        elif self.status is PartStatus.ENDED:
            if self.take_entry():
                self.go_after()
        else:
            self._end(confirmed=False)

    def _end(self, *, confirmed: bool) -> None:
        # What stands in the line belongs to this part: it is not left behind.
        if not self.take_entry():
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
        said = ended_words(self.state, self.part)
        self.go_after()
        self.e33.notice(said)

    def action_pause(self) -> None:
        if self.status is not PartStatus.PAUSED:
            self.do(PausePart(self.part))
        elif self.do(ResumePart(self.part)):
            self.notice(f"L’horloge reprend. {key('clock')} : donner un motif à la pause.")

    def _reopens(self) -> PartId | None:
        """Return the *temps* that can be reopened from here."""
        now = self.desk.now()
        # The presentation also from the interview, before that one is really on.
        for part in (self.part, PartId.PRESENTATION):
            if may_reopen(self.state, part, now):
                return part
        return None

    def action_reopen_part(self) -> None:
        part = self._reopens()
        # What is being typed stays in its line, and belongs to the part that goes on.
        if part is not None and self.do(ReopenPart(part)):
            said = reopened_words(self.state, part)
            self.e33.ways.go_to(Step(part.value))
            self.e33.notice(said)

    def action_clock(self) -> None:
        self.run_worker(exam_questions.correct_clock(self), exclusive=True)

    def action_ending(self) -> None:
        self.run_worker(exam_questions.end_otherwise(self), exclusive=True)
