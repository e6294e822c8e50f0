"""The profile as a picture: where the crosses stand. Nothing is counted, nothing added up (rule 6)."""

from __future__ import annotations

from textual.content import Content

from e33tui import signs
from e33tui.domain.passage import Passage
from e33tui.domain.profile import PictureRow, picture
from e33tui.domain.rubric import Rubric
from e33tui.keymap import UP
from e33tui.look import look
from e33tui.screens.grid_view import list_rows
from e33tui.screens.panes import ROOMY_LIST_WIDTH
from e33tui.screens.view import FOCUS, QUIET, STRONG, fit, say, wrap

CELL = 2
ROOMY_CELL = 5
"""Columns of one level in the grid."""
_BEFORE_LABEL = 4
"""Columns of the sign of the focus and of a criterion's number."""


def _cell(width: int) -> int:
    """Return the columns of one level in a grid of ``width``."""
    return ROOMY_CELL if width >= ROOMY_LIST_WIDTH else CELL


def cross_rows(rubric: Rubric) -> tuple[int, int]:
    """Return the lines of :func:`crosses`, with the competences and without."""
    with_headings, without = list_rows(rubric)
    # The levels' numbers above; below a blank line and the profil global.
    more = 1 if look().plain else 3
    return with_headings + more, without + more


def crosses(
    passage: Passage, focus: str, width: int, *, choosing: bool, headings: bool = True
) -> list[Content]:
    """Return the grid: a line a criterion, its cross in the middle of a level's column.

    Args:
        passage: whose grid it is.
        focus: the criterion that has the focus.
        width: the columns there are.
        choosing: whether the profil global, below the criteria, has it.
        headings: whether the competences stand between them.
    """
    if look().plain:
        from e33tui.screens.plain_grid import plain_crosses

        return plain_crosses(passage, focus, choosing=choosing, headings=headings)
    cell = _cell(width)
    room = width - cell * len(passage.rubric.levels)
    aligned = _alignment(passage.rubric, room)
    heads = "".join(f"{level.number:{aligned}{cell}}" for level in passage.rubric.levels)
    found = [say(fit("", room) + heads, QUIET)]
    for competence in passage.rubric.competences:
        if headings:
            found.append(say(fit(f" {competence.label.upper()}", width), QUIET))
        for criterion in competence.criteria:
            here = criterion.id == focus
            label = fit(
                f"{signs.FOCUS if here else ' '}{criterion.number:>2} {criterion.label}", room
            )
            marks = _marks(passage.rubric, passage.levels.get(criterion.id), cell, aligned)
            found.append(say(label + marks, FOCUS if here else ""))
    return [*found, say(fit("", width)), profile_row(passage, width, here=choosing)]


def _alignment(rubric: Rubric, room: int) -> str:
    """Return where a mark stands in its cell: at the end where a label would touch the first one."""
    longest = max(len(criterion.label) for criterion in rubric.criteria)
    return "^" if longest + _BEFORE_LABEL < room else ">"


def _marks(rubric: Rubric, chosen: int | None, cell: int, aligned: str) -> str:
    return "".join(
        f"{signs.CROSS if level.number == chosen else signs.NO_CROSS:{aligned}{cell}}"
        for level in rubric.levels
    )


def profile_row(passage: Passage, width: int, *, here: bool) -> Content:
    """Return the line of the profil global, which the commission may place."""
    cell = _cell(width)
    aligned = _alignment(passage.rubric, width - cell * len(passage.rubric.levels))
    marks = _marks(passage.rubric, passage.global_profile, cell, aligned)
    label = fit(f"{signs.FOCUS if here else ' '}   Profil global", width - len(marks))
    return say(label + marks, FOCUS if here else "")


def picture_lines(passage: Passage, width: int, height: int, *, choosing: bool) -> list[Content]:
    """Return where the crosses stand, per competence and overall.

    Args:
        passage: whose profile it is.
        width: the columns there are.
        height: the lines there are; what explains gives way to the picture.
        choosing: whether the next key places the profil global.
    """
    if look().plain:
        from e33tui.screens.plain_grid import plain_picture

        return plain_picture(passage, width, height, choosing=choosing)
    *competences, overall = picture(passage)
    found = [say("Où sont les croix", STRONG), *_by_competence(competences, passage.rubric, width)]
    found += [say(overall.label, STRONG), *_overall(overall, passage.rubric, width)]
    about = [
        say(line, QUIET)
        for line in wrap(
            f"Profil global, facultatif, jamais calculé : {UP} puis un chiffre.", width
        )
    ]
    if choosing:
        chosen = f"1 à {len(passage.rubric.levels)}{signs.PROMPT} profil global, facultatif"
        return [say(chosen, STRONG), *found][:height]
    return [*found, *([Content(""), *about] if len(found) + 1 + len(about) <= height else [])]


def _by_competence(rows: list[PictureRow], rubric: Rubric, width: int) -> list[Content]:
    """Return the numbers of each competence's criteria under the levels.

    A label that has no room beside them stands above them.
    """
    cells = [
        [" ".join(map(str, cell)) or str(signs.NO_CROSS) for cell in row.cells] for row in rows
    ]
    longest = max(len(row.label) for row in rows)
    size = max(5, *(len(text) for row in cells for text in row))
    # A blank between the columns where there is room for it.
    size += width - (size + 1) * len(rubric.levels) > longest
    room = max(width - size * len(rubric.levels), 0)
    heads = "".join(f"{level.number:^{size}}" for level in rubric.levels)
    found = [say(" " * room + heads, QUIET)]
    for row, texts in zip(rows, cells, strict=True):
        beside = len(row.label) < room
        if not beside:
            found.append(say(row.label))
        marks = "".join(f"{text:^{size}}" for text in texts)
        found.append(say(fit(row.label if beside else "", room) + marks))
    return found


def _overall(row: PictureRow, rubric: Rubric, width: int) -> list[Content]:
    """Return a line a level: the criteria whose cross stands there."""
    return [
        say(
            fit(f"{level.number} {level.name}", 16)
            + (" ".join(map(str, cell)) or str(signs.NO_CROSS))
        )
        for level, cell in zip(rubric.levels, row.cells, strict=True)
    ]
