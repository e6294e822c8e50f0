"""The passage's state machine: ``(state, command, context) → state`` or an error naming the rule."""

from __future__ import annotations

from e33tui.domain.commands import Command, OpenPassage
from e33tui.domain.errors import RuleError
from e33tui.domain.identity import check_accommodation, check_identification
from e33tui.domain.passage import Passage
from e33tui.domain.rubric import Rubric
from e33tui.domain.rules import arrival, ending, incident, sheet, time
from e33tui.domain.rules.base import HANDLERS, Context

__all__ = ["RULES", "Context", "apply", "opened"]

RULES = (arrival, time, sheet, incident, ending)
"""The modules whose handlers make up the machine; importing them fills the table."""


def opened(rubric: Rubric, command: OpenPassage, *, judged: bool = True) -> Passage:
    """Return the first state of a passage; ``judged`` is not set for a line on record.

    Raises:
        InputError: the identification is not complete, or the extra time cannot be given.
        RuleError: the passage was opened with another rubric.
    """
    if command.rubric != rubric.id:
        raise RuleError("R5", "Ce passage a été ouvert avec une autre grille que celle-ci.")
    return Passage(
        rubric=rubric,
        identification=check_identification(command.identification, judged=judged),
        accommodation=check_accommodation(command.accommodation, judged=judged),
    )


def apply(passage: Passage, command: Command, context: Context) -> Passage:
    """Return the state after ``command``; a context that is not judged is that of a line on record.

    Raises:
        RuleError: the command is against a rule now; ``ConfirmationNeededError`` where it may go on
            once confirmed.
        InputError: a text or number that cannot be taken.
    """
    handler = HANDLERS.get(type(command))
    if handler is None:
        raise RuleError("R3", "Cette action n’existe pas pour un passage ouvert.")
    return handler(passage, command, context)
