"""What every rule shares: the context of a command, the table of handlers, and the read-only rule.

A line on record was judged when it was written, by the rules of that day, and stays what it is when
a rule is tightened. So there are two ways to refuse, and a handler chooses between them:

* :meth:`Context.forbid` for what the commission may not do. It never fires on a line on record; all
  that is tightened or added later belongs here.
* ``raise refuse(…)`` for what means nothing in this state, whenever it was written: an id that the
  rubric does not have, a clock that cannot be stopped because it does not run, a change of a locked
  sheet. On record it is damage. This part only ever becomes more lenient.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from e33tui.domain.clock import Instant
from e33tui.domain.commands import Command
from e33tui.domain.errors import ConfirmationNeededError, RuleError
from e33tui.domain.passage import GateAnswer, Passage


class Context(NamedTuple):
    """The circumstances of a command.

    Attributes:
        at: the moment it was given.
        by: the author's id.
        number: the number of its journal line.
        judged: whether the rules of today decide; not for a line on record.
    """

    at: Instant
    by: str = ""
    number: int = 0
    judged: bool = True

    def forbid(self, when: bool, rule: str, message: str) -> None:
        """Refuse a new command where ``when`` holds; what is on record stays."""
        if when and self.judged:
            raise RuleError(rule, message)

    def ask(self, when: bool, rule: str, message: str) -> None:
        """Let a new command go on only once confirmed where ``when`` holds."""
        if when and self.judged:
            raise ConfirmationNeededError(rule, message)


NO_ORAL_ANY_MORE = "La séance est close : il n’y a plus d’oral, seulement la fiche."

C = TypeVar("C", bound=Command)
Handler = Callable[[Passage, C, Context], Passage]
HANDLERS: dict[type[Command], Callable[..., Passage]] = {}


def handles(kind: type[C]) -> Callable[[Handler[C]], Handler[C]]:
    """Register a function as the transition of one kind of command."""

    def register(handler: Handler[C]) -> Handler[C]:
        HANDLERS[kind] = handler
        return handler

    return register


def refuse(rule: str, message: str) -> RuleError:
    """Return the error to raise where a command means nothing, even on record."""
    return RuleError(rule, message)


def require_open(passage: Passage) -> None:
    """Refuse any change of a locked passage (rule 10)."""
    if passage.locked and passage.closed:
        raise refuse(
            "R10",
            "La séance est close : cette fiche ne se change plus que par une rectification.",
        )
    if passage.locked:
        raise refuse(
            "R10", "La fiche est verrouillée : rouvrez-la, avec un motif, pour la changer."
        )


def require_examination(passage: Passage) -> None:
    """Refuse what belongs to the grid or the clocks unless the candidate is being examined."""
    require_open(passage)
    if passage.absent:
        raise refuse("R3", "Le candidat est déclaré absent : annulez d’abord l’absence.")
    if passage.gate is GateAnswer.NONE:
        raise refuse(
            "R2", "Candidat non interrogé : il n’y a ni horloge, ni grille, ni observation."
        )
    if passage.gate is not GateAnswer.OPEN and passage.ending is None:
        asked = passage.rubric.gate.present
        first = "Répondez d’abord à la question sur la présentation numérique."
        raise refuse("R2", first if asked else "Vérifiez d’abord l’identité du candidat.")
