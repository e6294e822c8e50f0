"""The criteria in words, for the plain mode: a line each, or a sentence where there is no room for them."""

from __future__ import annotations

from textual.content import Content

from e33tui.domain.clock import minutes_seconds
from e33tui.domain.passage import Passage
from e33tui.domain.profile import PictureRow, picture
from e33tui.domain.remark import PartId, Remark
from e33tui.domain.rubric import Criterion, Rubric
from e33tui.screens.grid_view import NO_LEVEL, level_words
from e33tui.screens.panes import STRIP_ROWS
from e33tui.screens.view import STRONG, say, wrap
from e33tui.signs import FOCUS

NAMES_FROM = 70
"""Columns from which a level's name stands before its descriptor, if all of them have room then."""
LAST_REMARKS = 2
"""Observations that stay whatever else there is."""
_PARTS = {PartId.PRESENTATION: "présentation", PartId.INTERVIEW: "entretien"}


def profile_words(passage: Passage) -> str:
    """Return « Profil global : 3 Averti »."""
    return f"Profil global : {profile_level(passage)}"


def profile_level(passage: Passage) -> str:
    """Return the level of the profil global, or that there is none."""
    level = passage.global_profile
    return "aucun" if level is None else f"{level} {passage.rubric.level(level).name}"


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


def plain_strip(passage: Passage, width: int) -> list[Content]:
    """Return which criteria stand at which level, in two lines: « Novice : 4, 5 ; Averti : 1 »."""
    criteria, levels = passage.rubric.criteria, passage.rubric.levels
    found = []
    for number, name in ((None, NO_LEVEL), *((level.number, level.name) for level in levels)):
        mine = [c.number for c in criteria if passage.levels.get(c.id) == number]
        if mine:
            found.append(f"{name} : {', '.join(map(str, mine))}")
    told = f"Critères {' ; '.join(found)}."
    remarked = [str(c.number) for c in criteria if passage.remarks_on(c.id)]
    with_remarks = wrap(f"{told} Observations : {', '.join(remarked)}.", width - 1, " ")
    if not remarked or len(with_remarks) > STRIP_ROWS:
        return [say(row) for row in wrap(told, width - 1, " ")]
    return [say(row) for row in with_remarks]


def least_detail(passage: Passage, criterion: Criterion, width: int, *, levels_first: bool) -> int:
    """Return the lines that there must be about a criterion for the list to stand above them."""
    if not levels_first:
        # Its name besides, if the list does not tell it already.
        return 1 + LAST_REMARKS
    remarks = min(len(passage.remarks_on(criterion.id)), LAST_REMARKS)
    return len(plain_descriptors(passage, criterion, width, 0)) + remarks


def plain_remark(remark: Remark, mark: str, width: int, *, with_part: bool) -> list[Content]:
    """Return one observation, wrapped: « présentation, 00:10, question : … »."""
    part = f"{_PARTS[remark.part]}, " if with_part else ""
    told = f"{part}{minutes_seconds(remark.elapsed)}, {mark or ':'} ".replace(", :", " :")
    return [say(row) for row in wrap(remark.text, width, told, "  ")]


def plain_descriptors(
    passage: Passage, criterion: Criterion, width: int, room: int
) -> list[Content]:
    """Return the descriptors of every level, verbatim, after the level's name if there is room."""
    if width >= NAMES_FROM:
        named = _descriptors(passage, criterion, width, names=True)
        if len(named) <= room:
            return named
    return _descriptors(passage, criterion, width, names=False)


def _descriptors(
    passage: Passage, criterion: Criterion, width: int, *, names: bool
) -> list[Content]:
    chosen = passage.levels.get(criterion.id)
    found: list[Content] = []
    for level in passage.rubric.levels:
        here = level.number == chosen
        # A grid may leave a level without words: its name stands alone.
        text = passage.rubric.described(criterion.id, level.number)
        name = f" {level.name}" if names or not text else ""
        lead = f"{level.number}{name}{', choisi' if here else ''}{' : ' if text else ''}"
        found += [say(row, STRONG if here else "") for row in wrap(text, width, lead, "  ")]
    return found


def plain_crosses(passage: Passage, focus: str, *, choosing: bool, headings: bool) -> list[Content]:
    """Return the criteria and, below them, the profil global, which the commission may place."""
    found = plain_list(passage, focus, headings=headings)
    return [*found, line(profile_words(passage), here=choosing)]


def plain_picture(passage: Passage, width: int, height: int, *, choosing: bool) -> list[Content]:
    """Return where the crosses stand, per competence and, with room for it, overall: nothing is counted."""
    *competences, overall = picture(passage)
    found = [say("Où sont les croix", STRONG)]
    if choosing:
        count = len(passage.rubric.levels)
        found.insert(0, say(f"Profil global, facultatif : 1 à {count}", STRONG))
    for row in competences:
        found += [say(part) for part in wrap(row_words(row, passage.rubric), width, "", "  ")]
    whole = [say(overall.label, STRONG)]
    for level, cell in zip(passage.rubric.levels, overall.cells, strict=True):
        where = ", ".join(map(str, cell)) or "aucun critère"
        whole.append(say(f"{level.number} {level.name} : {where}"))
    return [*found, *whole] if len(found) + len(whole) <= height else found


def row_words(row: PictureRow, rubric: Rubric) -> str:
    """Return « Contribuer : Débrouillé 4, 5 ; Averti 6 »."""
    levels = zip(rubric.levels, row.cells, strict=True)
    told = [f"{level.name} {', '.join(map(str, cell))}" for level, cell in levels if cell]
    return f"{row.label} : {' ; '.join(told) or 'aucune croix'}"
