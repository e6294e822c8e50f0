"""All observations of a passage in the order of time, and the choice of some of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from e33tui.domain.folding import beginnings, folded, matches
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, PartId, Remark

T = TypeVar("T")


class Whichever(Enum):
    """No choice made: ``None`` means an observation that belongs to no criterion."""

    ANY = "any"


ANY = Whichever.ANY


@dataclass(frozen=True, slots=True)
class Choice:
    """Which observations are wanted; all of it must hold, and by default everything does.

    Attributes:
        criterion: the id of a criterion, or ``None`` for what belongs to none.
        mark: what kind it is.
        author: the id of who made it.
        part: the *temps* it was made in.
        typed: beginnings of words of its text, in any order; accents and case do not count.
    """

    criterion: str | Whichever | None = ANY
    mark: Mark | Whichever = ANY
    author: str | Whichever = ANY
    part: PartId | Whichever = ANY
    typed: str = ""


EVERYTHING = Choice()


def timeline(passage: Passage, choice: Choice = EVERYTHING) -> tuple[Remark, ...]:
    """Return the observations that are wanted, the earliest first.

    The order is that of their journal lines: an elapsed time would go back wherever a clock was
    corrected.
    """
    wanted = beginnings(choice.typed)
    return tuple(
        remark
        for remark in sorted(passage.remarks, key=lambda remark: remark.id)
        if _has(choice, remark) and (not wanted or matches(folded(remark.text), wanted))
    )


def _has(choice: Choice, remark: Remark) -> bool:
    pairs = (
        (choice.criterion, remark.criterion),
        (choice.mark, remark.mark),
        (choice.author, remark.by),
        (choice.part, remark.part),
    )
    return all(wanted is ANY or wanted == has for wanted, has in pairs)


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to choose from: only what some observation has, so that no choice is empty.

    Attributes:
        criteria: ids in the form's order, ``None`` last.
        marks: in the order of :class:`Mark`.
        authors: in the order of their first observation.
        parts: in the order of the oral.
    """

    criteria: tuple[str | None, ...]
    marks: tuple[Mark, ...]
    authors: tuple[str, ...]
    parts: tuple[PartId, ...]


def offers(passage: Passage) -> Offers:
    """Return what the observations of a passage can be chosen by."""

    def had(of: Callable[[Remark], T]) -> tuple[T, ...]:
        return tuple(dict.fromkeys(of(remark) for remark in timeline(passage)))

    criteria, marks, parts = (
        had(lambda remark: remark.criterion),
        had(lambda remark: remark.mark),
        had(lambda remark: remark.part),
    )
    order = (*(criterion.id for criterion in passage.rubric.criteria), None)
    return Offers(
        criteria=tuple(criterion for criterion in order if criterion in criteria),
        marks=tuple(mark for mark in Mark if mark in marks),
        authors=had(lambda remark: remark.by),
        parts=tuple(part for part in PartId if part in parts),
    )
