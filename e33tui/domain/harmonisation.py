"""The harmonisation: a commission's finished passages side by side, and what is worth a second look.

Form E33 and design rules 6, 7 and 13: the commission compares profiles with notes. Nothing here is
computed from a cross: the picture shows where the crosses stand, and the questions look at the profil
global and the note alone, both placed by the commission. There is no sum and no mean, of levels or of
notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from e33tui.domain.identity import Candidate
from e33tui.domain.note import NoteBand
from e33tui.domain.passage import Mention, Passage
from e33tui.domain.profile import PictureRow, competence_row
from e33tui.domain.rubric import Rubric

NO_NOTE = "sans note"
_TELL_WHY = (Mention.INTERRUPTED, Mention.EXCLUDED, Mention.TO_RESUMMON)
"""The mentions that tell why there is no note."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """One candidate of the day, as the comparison is given it.

    Attributes:
        passage: the opaque id.
        candidate: who it is.
        state: the passage; ``None`` before it was begun, or when it cannot be read.
        lacking: French words for what it lacks to be finished; empty when it is.
        elsewhere: French words for where they are examined instead; empty as a rule.
    """

    passage: str
    candidate: Candidate
    state: Passage | None = None
    lacking: str = ""
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A candidate who is compared: finished, with a note that the commission chose.

    Attributes:
        passage: the opaque id.
        candidate: who it is.
        picture: where the crosses stand, a row a competence.
        global_profile: the profil global; ``None`` where the commission placed none.
        note: in steps of the rubric's scale.
        mentions: what stands beside it: an abandon, a rectification.
    """

    passage: str
    candidate: Candidate
    picture: tuple[PictureRow, ...]
    global_profile: int | None
    note: int
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Apart:
    """A candidate who is not compared.

    Attributes:
        passage: the opaque id.
        candidate: who it is.
        why: French words: what is lacking, or the ending that gives no note to compare.
        finished: whether nothing is lacking.
    """

    passage: str
    candidate: Candidate
    why: str
    finished: bool


Line = Compared | Apart


@dataclass(frozen=True, slots=True)
class Comparison:
    """The séance's passages side by side.

    Attributes:
        rubric: the form they were examined with.
        bands: the commission's *plages de notation*.
        lines: every candidate, in the roster's order.
    """

    rubric: Rubric
    bands: tuple[NoteBand, ...]
    lines: tuple[Line, ...]

    @property
    def compared(self) -> tuple[Compared, ...]:
        """Those who are compared, in the roster's order."""
        return tuple(line for line in self.lines if isinstance(line, Compared))

    @property
    def unfinished(self) -> tuple[Apart, ...]:
        """Those whose passage lacks something yet."""
        return tuple(li for li in self.lines if isinstance(li, Apart) and not li.finished)

    @property
    def by_note(self) -> tuple[Line, ...]:
        """Every candidate, the highest note first and those without one last; never by levels."""
        ranked = sorted(self.compared, key=lambda line: -line.note)
        return (*ranked, *(line for line in self.lines if isinstance(line, Apart)))

    @property
    def notes(self) -> tuple[int, ...]:
        """How many candidates have each note of the scale, from 0 up, an item a step."""
        scale = self.rubric.note
        found = [0] * (scale.maximum * scale.steps_per_point + 1)
        for line in self.compared:
            if 0 <= line.note < len(found):
                found[line.note] += 1
        return tuple(found)

    @property
    def profiles(self) -> tuple[tuple[int | None, int], ...]:
        """How many candidates have each profil global, lowest first, ``None`` (not placed) last."""
        placed = [line.global_profile for line in self.compared]
        levels = (*(level.number for level in self.rubric.levels), None)
        return tuple((level, placed.count(level)) for level in levels)


def compare(rubric: Rubric, bands: tuple[NoteBand, ...], entrants: Sequence[Entrant]) -> Comparison:
    """Return the séance's passages side by side.

    Args:
        rubric: the form they were examined with.
        bands: the commission's *plages de notation*.
        entrants: every candidate of the séance, in the roster's order.
    """
    return Comparison(rubric, bands, tuple(_line(entrant) for entrant in entrants))


def _line(entrant: Entrant) -> Line:
    state = entrant.state
    if entrant.lacking:
        return Apart(entrant.passage, entrant.candidate, entrant.lacking, finished=False)
    if state is None or not state.locked or not state.takes_note or state.note is None:
        why = entrant.elsewhere or (_why_apart(state) if state else NO_NOTE)
        return Apart(entrant.passage, entrant.candidate, why, finished=True)
    picture = tuple(competence_row(state, each) for each in state.rubric.competences)
    beside = (Mention.WITHDREW, Mention.AMENDED)
    mentions = tuple(mention for mention in state.mentions if mention in beside)
    return Compared(
        entrant.passage, entrant.candidate, picture, state.global_profile, state.note, mentions
    )


def _why_apart(state: Passage) -> str:
    """Return the ending of a passage that has no note to compare: an absence is not a zero."""
    if state.absent:
        return str(state.presence)
    if state.not_examined:
        return f"{Mention.NOT_EXAMINED}, note 0"
    return next((str(mention) for mention in state.mentions if mention in _TELL_WHY), NO_NOTE)
