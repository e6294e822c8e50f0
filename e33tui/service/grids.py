"""Which grid a séance works with: the one that it records, by its id."""

from __future__ import annotations

from pathlib import Path

from e33tui.domain.errors import RuleError, StoreError
from e33tui.domain.rubric import Rubric
from e33tui.domain.sitting import Sitting
from e33tui.domain.text import visible
from e33tui.rubric import PRACTICE, SHIPPED, shipped

SETTLED = (
    "Un passage a commencé ou est ouvert avec la grille actuelle : elle reste celle de la séance. "
    "Pour l’autre grille, ouvrez une nouvelle séance."
)
NOT_AT_HAND = (
    "La grille de cette séance, « {} », n’est pas fournie avec e33tui : relancez-le avec le "
    "fichier de cette grille. Rien n’a été modifié."
)


def grid_of(sitting: Sitting, at_hand: Rubric, path: Path) -> Rubric:
    """Return the grid of a séance.

    Args:
        sitting: the séance.
        at_hand: the grid that was named, or E33's; a centre's copy of a shipped one goes before it.
        path: the séance's own file, for the message.

    Raises:
        StoreError: it records one that neither ships nor is at hand.
    """
    if sitting.rubric in ("", at_hand.id):
        return at_hand
    # Only a practice séance may have other durations than the form's (rule 4).
    practice = sitting.demonstration and sitting.rubric == PRACTICE
    if sitting.rubric not in SHIPPED and not practice:
        raise StoreError(path, NOT_AT_HAND.format(visible(sitting.rubric)))
    return shipped(sitting.rubric)


def check_known(rubric: str, at_hand: Rubric) -> None:
    """Refuse a grid of which nothing but the id is there."""
    if rubric != at_hand.id and rubric not in SHIPPED:
        raise RuleError("R5", NOT_AT_HAND.format(visible(rubric)))


def offered(at_hand: Rubric) -> tuple[Rubric, ...]:
    """Return the grids that can be chosen: the one at hand, then those that ship beside it."""
    return (at_hand, *(shipped(name) for name in SHIPPED if name != at_hand.id))
