"""What stands beside a text being written: observations, crosses and the descriptors chosen.

All of it is the commission's: it is shown once the candidate has left, and never printed on the verso.
"""

from __future__ import annotations

from textual.content import Content

from e33tui.domain.passage import Passage
from e33tui.domain.rubric import Criterion
from e33tui.screens.grid_view import both_parts, level_beside, level_words, remark_lines
from e33tui.screens.view import QUIET, STRONG, fit, say, wrap
from e33tui.signs import NAMELY


def competence_lines(passage: Passage, competence: str | None, width: int) -> list[Content]:
    """Return the observations of one competence, or of all, under their criteria.

    A criterion's level stands beside its label: these lines are for the commission, once the
    candidate has left.
    """
    found: list[Content] = []
    for criterion in _criteria_of(passage, competence):
        remarks = passage.remarks_on(criterion.id)
        if competence is None and not remarks:
            continue
        label = fit(f"{criterion.number} {criterion.label}", width - 2).rstrip()
        found.append(say(f"{label} ", STRONG) + say(level_beside(passage, criterion), QUIET))
        parts = both_parts(passage)
        found += [
            line for remark in remarks for line in remark_lines(remark, width, with_part=parts)
        ]
    general = passage.remarks_on(None) if competence is None else ()
    found += [line for remark in general for line in remark_lines(remark, width, with_part=True)]
    return found or [say("Aucune observation.", QUIET)]


def placed_lines(passage: Passage, competence: str | None, width: int) -> list[Content]:
    """Return the descriptors where the crosses stand, verbatim, of one competence or of all."""
    found: list[Content] = []
    for criterion in _criteria_of(passage, competence):
        level = passage.levels.get(criterion.id)
        if level is None:
            continue
        # A grid may leave a level without words: its name stands alone.
        text = passage.rubric.described(criterion.id, level)
        cross = f"{criterion.number}{NAMELY}{level_words(passage, criterion)}"
        told = f"{cross} : {text}" if text else cross
        found += [say(line) for line in wrap(told, width, rest="  ")]
    return [say("Descripteurs choisis", QUIET), *found] if found else []


def _criteria_of(passage: Passage, competence: str | None) -> tuple[Criterion, ...]:
    """Return the criteria of one competence, or all."""
    rubric = passage.rubric
    return rubric.criteria if competence is None else rubric.competence(competence).criteria
