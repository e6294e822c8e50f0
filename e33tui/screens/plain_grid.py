"""The criteria in words, for the plain mode: a line each, read from left to right, or two rows of them."""

from __future__ import annotations

from textual.content import Content

from e33tui.domain.clock import minutes_seconds
from e33tui.domain.passage import Passage
from e33tui.domain.profile import PictureRow, picture
from e33tui.domain.remark import PartId, Remark
from e33tui.domain.rubric import Criterion, Rubric
from e33tui.screens.grid_view import level_words
from e33tui.screens.view import STRONG, fit, say, wrap
from e33tui.signs import FOCUS

NAMES_FROM = 70
"""Columns from which the levels' names do not take the last observations' lines."""
_PARTS = {PartId.PRESENTATION: "présentation", PartId.INTERVIEW: "entretien"}
_MANY = 9
"""More observations than this are counted without a blank: a cell of the strip has 12 columns."""


def profile_words(passage: Passage) -> str:
    """Return « Profil global : 3 Averti »."""
    level = passage.global_profile
    words = "non placé" if level is None else f"{level} {passage.rubric.level(level).name}"
    return f"Profil global : {words}"


def criterion_words(passage: Passage, criterion: Criterion) -> str:
    """Return « 4 Choix des outils : 3 Averti, 2 observations »."""
    count = len(passage.remarks_on(criterion.id))
    remarks = f", {count} observation{'s' if count > 1 else ''}" if count else ""
    named = f"{criterion.number} {criterion.label}"
    return f"{named} : {level_words(passage, criterion)}{remarks}"


def line(text: str, *, here: bool, indent: int = 0) -> Content:
    """Return a line of a list; the one that has the focus begins with its sign."""
    shown = f"{FOCUS if here else ' '}{' ' * indent}{text}"
    return say(shown, STRONG if here else "")


def plain_list(passage: Passage, focus: str, *, headings: bool) -> list[Content]:
    """Return the criteria, with or without their competences."""
    found: list[Content] = []
    for competence in passage.rubric.competences:
        if headings:
            found.append(say(f" {competence.label.upper()}"))
        found += [
            line(criterion_words(passage, criterion), here=criterion.id == focus)
            for criterion in competence.criteria
        ]
    return found


def plain_strip(passage: Passage, focus: str, width: int) -> list[Content]:
    """Return the criteria as two rows of « 4: 3 2 obs »."""
    criteria = passage.rubric.criteria
    half = -(-len(criteria) // 2)
    cell = width // half
    return [
        Content("").join(
            line(fit(_cell(passage, criterion), cell - 1), here=criterion.id == focus)
            for criterion in row
        )
        for row in (criteria[:half], criteria[half:])
    ]


def _cell(passage: Passage, criterion: Criterion) -> str:
    count = len(passage.remarks_on(criterion.id))
    level = passage.levels.get(criterion.id)
    remarks = f" {count}{'' if count > _MANY else ' '}obs" if count else ""
    return f"{criterion.number}: {'-' if level is None else level}{remarks}"


def plain_remark(remark: Remark, mark: str, width: int, *, with_part: bool) -> list[Content]:
    """Return one observation, wrapped: « présentation, 00:10, question : … »."""
    part = f"{_PARTS[remark.part]}, " if with_part else ""
    told = f"{part}{minutes_seconds(remark.elapsed)}, {mark or ':'} ".replace(", :", " :")
    return [say(row) for row in wrap(remark.text, width, told, "  ")]


def plain_descriptors(passage: Passage, criterion: Criterion, width: int) -> list[Content]:
    """Return the descriptors of every level, verbatim, after the level's name if there is room."""
    chosen = passage.levels.get(criterion.id)
    found: list[Content] = []
    for level in passage.rubric.levels:
        here = level.number == chosen
        text = passage.rubric.descriptor(criterion.id, level.number)
        name = f" {level.name}" if width >= NAMES_FROM else ""
        lead = f"{level.number}{name}{', choisi' if here else ''} : "
        found += [say(row, STRONG if here else "") for row in wrap(text, width, lead, "  ")]
    return found


def plain_crosses(passage: Passage, focus: str, *, choosing: bool, headings: bool) -> list[Content]:
    """Return the criteria and, below them, the profil global, which the commission may place."""
    found = plain_list(passage, focus, headings=headings)
    return [*found, line(profile_words(passage), here=choosing)]


def plain_picture(passage: Passage, width: int, *, choosing: bool) -> list[Content]:
    """Return where the crosses stand, per competence and overall: nothing is counted."""
    *competences, overall = picture(passage)
    found = [say("Où sont les croix", STRONG)]
    if choosing:
        count = len(passage.rubric.levels)
        found.insert(0, say(f"Profil global, facultatif : 1 à {count}", STRONG))
    for row in competences:
        found += [say(part) for part in wrap(_row_words(row, passage.rubric), width, "", "  ")]
    found.append(say(overall.label, STRONG))
    for level, cell in zip(passage.rubric.levels, overall.cells, strict=True):
        where = ", ".join(map(str, cell)) or "aucun critère"
        found.append(say(f"{level.number} {level.name} : {where}"))
    return found


def _row_words(row: PictureRow, rubric: Rubric) -> str:
    """Return « Contribuer : Débrouillé 4, 5 ; Averti 6 »."""
    levels = zip(rubric.levels, row.cells, strict=True)
    told = [f"{level.name} {', '.join(map(str, cell))}" for level, cell in levels if cell]
    return f"{row.label} : {' ; '.join(told) or 'aucune croix'}"
