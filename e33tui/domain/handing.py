"""A candidate who is handed over: to another commission, or to another day."""

from __future__ import annotations

from e33tui.domain.errors import RuleError
from e33tui.domain.passage import GateAnswer, Passage, Progress
from e33tui.domain.roster import Entry

RULE = "R3"
_ABSENT = "Ce candidat est déclaré absent : annulez d’abord l’absence, puis transmettez-le."
_BEGUN = "L’oral de ce candidat a commencé ici : il ne peut plus être transmis."
_ELSEWHERE = "{} ({}) n’est plus attendu ici ; « transmettre », sur la liste, le reprend."


def check_hand_over(state: Passage | None) -> None:
    """Refuse to hand over a candidate whose oral has begun, or who is absent.

    One who was put off for a technical difficulty may go elsewhere too: nothing of theirs was heard.

    Args:
        state: their passage; ``None`` where there is none yet.

    Raises:
        RuleError: this commission keeps them.
    """
    if state is None:
        return
    if state.absent:
        raise RuleError(RULE, _ABSENT)
    if not is_waiting(state):
        raise RuleError(RULE, _BEGUN)


def may_be_handed(state: Passage | None) -> bool:
    """Tell whether a candidate can be handed over, as :func:`check_hand_over` has it."""
    try:
        check_hand_over(state)
    except RuleError:
        return False
    return True


def check_here(entry: Entry) -> None:
    """Refuse to examine a candidate who is handed over.

    Raises:
        RuleError: they are; where to is said.
    """
    if entry.handed_to:
        raise RuleError(RULE, _ELSEWHERE.format(entry.candidate.full_name, entry.elsewhere))


def is_waiting(state: Passage | None) -> bool:
    """Tell whether nothing has been heard and nothing is locked, whoever has come."""
    if state is None:
        return True
    waits = state.gate in (None, GateAnswer.TECHNICAL)
    return waits and state.progress is Progress.TO_COME


def owes_nothing(state: Passage | None) -> bool:
    """Tell whether a candidate handed over has left nothing here that the clôture would lock."""
    return state is None or (is_waiting(state) and not state.put_off)
