"""The picture of a profile: where the crosses stand; nothing is added up (design rule 6)."""

from __future__ import annotations

from dataclasses import dataclass

from e33tui.domain.passage import Passage
from e33tui.domain.rubric import Competence, Criterion


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One line of the picture.

    Attributes:
        label: the competence's short label, or « Ensemble ».
        cells: per level, lowest first, the numbers of the criteria whose cross stands there.
    """

    label: str
    cells: tuple[tuple[int, ...], ...]


def _row(passage: Passage, label: str, criteria: tuple[Criterion, ...]) -> PictureRow:
    cells = tuple(
        tuple(c.number for c in criteria if passage.levels.get(c.id) == level.number)
        for level in passage.rubric.levels
    )
    return PictureRow(label, cells)


def competence_row(passage: Passage, competence: Competence) -> PictureRow:
    """Return where the crosses of one competence stand."""
    return _row(passage, competence.label, competence.criteria)


def picture(passage: Passage) -> tuple[PictureRow, ...]:
    """Return the picture, per competence and overall."""
    rows = tuple(competence_row(passage, entry) for entry in passage.rubric.competences)
    return (*rows, _row(passage, "Ensemble", passage.rubric.criteria))
