"""Observations: the commission's working notes on a candidate, never communicated (rule 15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PartId(StrEnum):
    """The two *temps* of the oral."""

    PRESENTATION = "presentation"
    INTERVIEW = "interview"


class Mark(StrEnum):
    """What an observation is: neutral, in favour, against, or a question for the interview."""

    NEUTRAL = ""
    PLUS = "+"
    MINUS = "-"
    QUESTION = "?"


@dataclass(frozen=True, slots=True)
class Remark:
    """One observation.

    Attributes:
        id: number of the journal line that made it.
        text: at most 500 characters on one line.
        mark: its kind.
        criterion: id of the criterion it belongs to, or ``None``.
        part: the *temps* it was made in.
        elapsed: milliseconds on that *temps*' clock.
        by: the author's id.
        ticked: a question that has been dealt with.
        deferred: number of the journal line that put the question off last; 0 where none did.
    """

    id: int
    text: str
    mark: Mark
    criterion: str | None
    part: PartId
    elapsed: int
    by: str
    ticked: bool = False
    deferred: int = 0

    @property
    def open_question(self) -> bool:
        """Whether it is a question still to raise."""
        return self.mark is Mark.QUESTION and not self.ticked
