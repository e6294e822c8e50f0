"""The clôture of a séance: how each member answered, and when it came to its end (design rule 10).

The keys of the members prove no identity: the signatures on paper do.
"""

from __future__ import annotations

from collections.abc import Collection

from e33tui.domain.errors import RuleError
from e33tui.domain.frozen import dataclass

RULE = "R10"
CLOSED = (
    "La séance est close : la liste et les réglages ne changent plus. Une fiche se corrige par "
    "une rectification, depuis son verso."
)
BEGUN = (
    "La clôture de la séance est commencée : la liste et les réglages ne changent plus. "
    "Achevez-la depuis l’accueil (C)."
)


@dataclass(frozen=True)
class Assent:
    """How one member of the commission answered.

    Attributes:
        member: title and name, as the member signs.
        absent: recorded as absent by the others; else confirmed by a key of their own.
    """

    member: str
    absent: bool = False


@dataclass(frozen=True)
class Closing:
    """A clôture that was begun.

    Attributes:
        assents: how each member answered, in the commission's order.
        closed_at: wall-clock milliseconds at which every passage was closed; ``None`` until then.
    """

    assents: tuple[Assent, ...] = ()
    closed_at: int | None = None


def refusal(closing: Closing) -> RuleError:
    """Return why roster and settings cannot change any more."""
    return RuleError(RULE, BEGUN if closing.closed_at is None else CLOSED)


def check_begin(
    assents: Collection[Assent],
    passages: Collection[str],
    roster: Collection[str],
    handed: Collection[str] = (),
) -> None:
    """Refuse a clôture that nobody confirms, or of other passages than those of the roster.

    Args:
        assents: how the members answered.
        passages: the passages that are about to be closed.
        roster: those that the séance has now.
        handed: those of them that are handed over: nothing of theirs need be here.

    Raises:
        RuleError: the clôture cannot begin.
    """
    if not roster:
        raise RuleError(RULE, "Cette séance n’a aucun candidat : il n’y a rien à clore.")
    if all(assent.absent for assent in assents):
        raise RuleError(RULE, "Au moins un membre présent doit confirmer la clôture par sa touche.")
    if not set(roster) - set(handed) <= set(passages) <= set(roster):
        raise RuleError(
            RULE, "La liste des candidats vient de changer : relisez-la, puis recommencez."
        )
