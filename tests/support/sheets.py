"""A closed séance with a candidate of every ending, for the tests of its sheets."""

from __future__ import annotations

from dataclasses import replace

from e33tui.domain.closing import Assent, Closing
from e33tui.domain.identity import Candidate
from e33tui.domain.passage import Passage
from e33tui.domain.sitting import Sitting
from tests.support.domain import START_WALL, commission, journal_at

CLOSED = Sitting(
    session="2026",
    centre="Lycée Jean-Moulin, Draguignan",
    date="2026-06-22",
    commission=commission(),
    closing=Closing(
        (Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul")), START_WALL + 30_000_000
    ),
)
"""Closed on 22 June 2026 at 18:20 in Paris."""

HEAD = "3fa9c01b77de90a4" * 4

ENDINGS = (
    "locked_complete",
    "locked_not_examined",
    "locked_withdrew",
    "locked_interrupted",
    "locked_excluded",
    "locked_absent",
    "locked_technical",
    "amended",
)


def passages(*names: str, of: str = "") -> tuple[Passage, ...]:
    """Return passages brought to some states, with numbers of their own.

    Args:
        names: the states, of :data:`tests.support.domain.STATES`.
        of: every candidate's surname; else one that tells the state.
    """
    return tuple(
        _of(journal_at(name).state, Candidate(f"{place:07d}", of or name.upper(), "Zoé"))
        for place, name in enumerate(names, 1)
    )


def _of(passage: Passage, candidate: Candidate) -> Passage:
    who = replace(passage.identification, candidate=candidate)
    return replace(passage, identification=who)
