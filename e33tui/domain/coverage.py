"""How far an oral has touched each criterion, weighed against the time that is left.

It shows and never orders: which criterion comes next, and when, is the commission's choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from e33tui.domain.clock import Instant
from e33tui.domain.passage import Passage
from e33tui.domain.remark import PartId


class Cover(StrEnum):
    """What there is of one criterion."""

    NOTHING = "ni observation ni degré"
    OBSERVED = "sans degré"
    PLACED = "sans observation"
    BOTH = "observé, degré placé"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where an oral stands.

    Attributes:
        criteria: criterion id to what there is of it, in the form's order.
        left: milliseconds left of the interview, its extra time included; negative in overrun,
            all of it before it begins, ``None`` once the oral is over.
        allowed: milliseconds that the interview may last.
    """

    criteria: Mapping[str, Cover]
    left: int | None
    allowed: int

    @property
    def untouched(self) -> tuple[str, ...]:
        """The criteria of which there is nothing yet."""
        return tuple(name for name, cover in self.criteria.items() if cover is Cover.NOTHING)

    @property
    def open(self) -> tuple[str, ...]:
        """The criteria without an observation or without a level."""
        return tuple(name for name, cover in self.criteria.items() if cover is not Cover.BOTH)

    @property
    def share(self) -> int | None:
        """Milliseconds for each untouched criterion; ``None`` where there is none, or no time."""
        if self.left is None or not self.untouched:
            return None
        return max(0, self.left) // len(self.untouched)

    @property
    def pressing(self) -> bool:
        """Whether less of the interview is left than of the criteria: 40 % of it for half of them."""
        if self.left is None or not self.untouched:
            return False
        # In whole numbers: left / allowed < untouched / all of them.
        return self.left * len(self.criteria) < self.allowed * len(self.untouched)


def coverage(passage: Passage, now: Instant) -> Coverage:
    """Return how far the oral of ``passage`` has come at ``now``.

    A question still to raise is no observation: it says what the candidate was not heard on. Once
    it was asked, or has its answer, it is one.
    """
    observed = {remark.criterion for remark in passage.remarks if not remark.open_question}
    allowed = passage.allowed(PartId.INTERVIEW)
    return Coverage(
        criteria={
            criterion.id: _cover(criterion.id in observed, criterion.id in passage.levels)
            for criterion in passage.rubric.criteria
        },
        left=None if passage.oral_over else allowed - passage.interview.elapsed(now),
        allowed=allowed,
    )


def _cover(observed: bool, placed: bool) -> Cover:
    if observed:
        return Cover.BOTH if placed else Cover.OBSERVED
    return Cover.PLACED if placed else Cover.NOTHING


def next_open(found: Coverage, criterion: str | None) -> str | None:
    """Return the next criterion to look at after ``criterion``, round the form.

    Those of which there is nothing come first; where there is no other, those that lack an
    observation or a level. ``None`` where nothing is open.
    """
    order = tuple(found.criteria)
    start = order.index(criterion) + 1 if criterion in order else 0
    round_the_form = (*order[start:], *order[:start])
    others = tuple(name for name in round_the_form if name != criterion)
    for wanted in (found.untouched, found.open):
        for name in others:
            if name in wanted:
                return name
    return criterion if criterion in found.open else None
