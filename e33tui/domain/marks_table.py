"""The marks sheet as a table for a spreadsheet: what the printed one says, a column for each thing.

A number is written as it is, its leading zeros included: a spreadsheet keeps them where that column is
opened as text, and whoever reads the file by a program has it unspoilt.
"""

from __future__ import annotations

from collections.abc import Sequence

from e33tui.domain.list_content import HEAD, Line, candidate_of
from e33tui.domain.rubric import Rubric
from e33tui.domain.sheets import CandidateList

NOTE = "Note proposée {}, sous réserve de la délibération du jury"
TRAINING_NOTE = "Note indicative {}"
"""What stands in its place in a training, of which no jury deliberates (rule 13)."""
_WHO = ("Numéro", "Nom", "Prénom")
_NOTICE = "Avertissement"


def marks_table(
    sheet: CandidateList, candidates: Sequence[Line], rubric: Rubric
) -> list[list[str]]:
    """Return the rows of the table, its heads first.

    Args:
        sheet: the marks sheet.
        candidates: those that it was made of, in its order.
        rubric: the séance's grid.
    """
    title, head = sheet.proof[0] or HEAD, sheet.proof[1].replace(" ", "")
    common = [*sheet.heading.identification, (title, head)]
    if sheet.heading.notice:
        common.append((_NOTICE, sheet.heading.notice))
    # A head that is looked for by a program has no space that a keyboard does not write.
    words = TRAINING_NOTE if rubric.use == "training" else NOTE
    note = words.format(rubric.verso.note_out_of.replace("\u00a0", " "))
    heads = [*_WHO, note, "Situation", *(label for label, _ in common)]
    values = [value for _, value in common]
    return [heads, *(_row(*pair, values) for pair in zip(sheet.rows, candidates, strict=True))]


def _row(told: tuple[str, ...], line: Line, common: Sequence[str]) -> list[str]:
    _place, number, _name, note, situation = told
    who = candidate_of(line)
    return [number, who.surname, who.given_name, note, situation, *common]
