"""What stands behind a criterion: the form's own words first, then teaching documents, so marked."""

from __future__ import annotations

from dataclasses import dataclass

from e33tui.domain import aid_table
from e33tui.domain.aid_table import ByCriterion, Known, Source
from e33tui.domain.rubric import Rubric
from e33tui.domain.rubric_table import Table

TEACHING = "Documents d’enseignement, et non critères d’évaluation"
"""What stands over all that is not the form's."""


@dataclass(frozen=True, slots=True)
class Extract:
    """Words of a teaching document that bear on a criterion, verbatim; each text is one passage of it."""

    source: Source
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """All there is to consult on one criterion.

    Attributes:
        official: title of the form, whose words ``title`` and ``indicators`` are.
        title: the criterion.
        indicators: what stands in brackets under it; ``""`` for none.
        teaching: :data:`TEACHING`, over the extracts; ``""`` where there are none.
        extracts: what teaching documents say, in the file's order.
    """

    official: str
    title: str
    indicators: str
    teaching: str
    extracts: tuple[Extract, ...]


def panel(rubric: Rubric, criterion_id: str, extracts: ByCriterion[Extract]) -> Panel:
    """Return what there is to consult on a criterion, or raise ``KeyError`` if there is no such one."""
    criterion = rubric.criterion(criterion_id)
    found = extracts.get(rubric.id, {}).get(criterion_id, ())
    return Panel(
        official=rubric.grid.title,
        title=criterion.title,
        indicators=criterion.indicators,
        teaching=TEACHING if found else "",
        extracts=found,
    )


def read_extracts(root: Table, known: Known) -> ByCriterion[Extract]:
    """Return what a file of extracts holds.

    Raises:
        RubricError: the first key that is missing, wrong or left over.
    """
    documents = aid_table.opened(root)

    def extract(table: Table) -> Extract:
        found = aid_table.source(table, documents)
        if found is None:
            table.fail("document", "cette clé manque ; ajoutez-la.")
        texts = table.texts("textes", multiline=True)
        if not texts:
            table.fail("textes", "cette liste est vide ; complétez-la ou retirez la section.")
        return Extract(found, texts)

    extracts = aid_table.by_criterion(root, known, extract)
    root.close()
    return extracts
