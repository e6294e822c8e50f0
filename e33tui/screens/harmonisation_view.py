"""The comparison in lines and plots: where the crosses stand beside the profil global and the note.

A mark in a plot is a candidate, or several. Nothing is counted of levels (rule 6), and no colour says
anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from e33tui import signs
from e33tui.domain.harmonisation import Compared, Comparison, Line
from e33tui.domain.list_content import worth_of_notes
from e33tui.domain.profile import PictureRow
from e33tui.domain.rubric import Rubric
from e33tui.domain.second_look import Question
from e33tui.domain.wording import counted, level_words, note_words
from e33tui.look import look
from e33tui.screens.day_view import mentions_text
from e33tui.screens.panes import ROOMY, is_wide
from e33tui.screens.view import QUIET, STRONG, fit, say, wrap

PLOT_ROWS = 5
"""Lines of the bars above the notes, at most."""
ROOMY_CELL = 2
"""Columns of a level where there is room to spare."""
NOT_PLACED = "non placé"
NO_QUESTION = "Aucune question : rien ne s’écarte."
ASKED = "Questions à la commission, qui seule décide"
ABOUT = "Cette vue ne compare que les candidats de cette commission."
_NOTE, _NARROW_MARKS, _MARKS, _NAME = 4, 3, 9, 26


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the columns of the comparison are.

    Attributes:
        number: the candidate's number; 0 where there is no room for it.
        name: *nom et prénom*.
        cell: each level of the picture.
        profile: the profil global, by number alone where there is no room for its name.
        named: whether there is.
        marks: a question, an abandon, a rectification.
    """

    number: int
    name: int
    cell: int
    profile: int
    named: bool
    marks: int


def columns(comparison: Comparison, width: int) -> Columns:
    """Return the columns for these candidates on a terminal of ``width`` columns."""
    named = is_wide(width)
    cell = ROOMY_CELL if width >= ROOMY else 1
    number = max((cell_len(li.candidate.number) for li in comparison.lines), default=0)
    number = min(max(number, len("Numéro")), 12) + 1 if named else 0
    title = "Profil global" if named else "Profil"
    names = (profile_words(level, comparison.rubric) for level, _ in comparison.profiles)
    profile = max(map(cell_len, (title, *names))) if named else len(title)
    marks = _MARKS if named else _NARROW_MARKS
    # A blank at each side and a scroll bar; a blank after each column.
    room = (
        width - 3 - number - _picture_width(comparison.rubric, cell) - profile - _NOTE - marks - 4
    )
    widest = max((cell_len(li.candidate.full_name) for li in comparison.lines), default=0)
    name = max(min(room, max(widest, len("Nom et prénom"))), 8)
    return Columns(number, name, cell, profile, named, marks + max(room - name, 0))


def _picture_width(rubric: Rubric, cell: int) -> int:
    count = len(rubric.competences)
    return count * cell * len(rubric.levels) + count - 1


def heading(comparison: Comparison, shape: Columns) -> list[str]:
    """Return the lines above the list: the competences over their levels."""
    if look().plain:
        return ["Candidats : nom, note, profil global"]
    rubric = comparison.rubric
    width = shape.cell * len(rubric.levels)
    labels = " ".join(fit(_short(each.label, width), width) for each in rubric.competences)
    levels = "".join(f"{level.number:^{shape.cell}}" for level in rubric.levels)
    who = fit("Numéro", shape.number - 1) + " " if shape.number else ""
    who += fit("Nom et prénom", shape.name)
    profile = "Profil global" if shape.named else "Profil"
    numbers = " ".join([levels] * len(rubric.competences))
    edge = " " * look().touch
    return [
        f"{edge}{' ' * cell_len(who)} {labels}".rstrip(),
        f"{edge}{who} {numbers} {fit(profile, shape.profile)} Note",
    ]


def _short(label: str, width: int) -> str:
    """Return as many words of a label as there is room for, or the first cut short."""
    words, kept = label.split(), ""
    while words and cell_len(f"{kept} {words[0]}".strip()) <= width:
        kept = f"{kept} {words.pop(0)}".strip()
    return kept or f"{label[: width - 1]}."


def line_text(line: Line, comparison: Comparison, shape: Columns, asked: Sequence[int]) -> str:
    """Return a candidate's line; ``asked``: the numbers of the questions about them."""
    who = line.candidate
    if look().plain:
        return _plain_line(line, comparison.rubric, asked)
    number = fit(who.number, shape.number - 1) + " " if shape.number else ""
    begun = f"{number}{fit(who.full_name, shape.name)} "
    if not isinstance(line, Compared):
        return begun + line.why
    rubric = comparison.rubric
    level = line.global_profile
    profile = profile_words(level, rubric) if shape.named else str(level or signs.NO_LEVEL)
    mark = "? " if asked else "  "
    marks = mark + mentions_text(line.mentions, shape.marks - len(mark))
    note = f"{note_words(line.note, rubric):>{_NOTE}}"
    return (
        f"{begun}{_picture(line.picture, shape.cell)} {fit(profile, shape.profile)} {note} {marks}"
    )


def _picture(rows: Iterable[PictureRow], cell: int) -> str:
    """Return where the crosses stand: for each competence a mark at each level that has one."""
    return " ".join(
        "".join(f"{signs.CROSS if there else signs.NO_CROSS:^{cell}}" for there in row.cells)
        for row in rows
    )


def _plain_line(line: Line, rubric: Rubric, asked: Sequence[int]) -> str:
    name = line.candidate.full_name
    if not isinstance(line, Compared):
        return f"{name}, {line.why}"
    return ", ".join(
        (
            name,
            f"note {note_words(line.note, rubric)}",
            f"profil global {profile_words(line.global_profile, rubric)}",
            *map(str, line.mentions),
            *asked_words(asked),
        )
    )


def profile_words(level: int | None, rubric: Rubric) -> str:
    """Return a profil global by number and name, or that none was placed."""
    return NOT_PLACED if level is None else level_words(level, rubric)


def asked_words(asked: Sequence[int]) -> list[str]:
    """Return « question 1 », « questions 1 et 3 »; nothing where nobody asks."""
    if not asked:
        return []
    *before, last = map(str, asked)
    if not before:
        return [f"question {last}"]
    return [f"questions {', '.join(before)} et {last}"]


def chosen_words(line: Line, rubric: Rubric, asked: Sequence[int]) -> str:
    """Return what the list says of one candidate by signs, in words."""
    who = [line.candidate.full_name, f"n° {line.candidate.number}"]
    if not isinstance(line, Compared):
        return str(signs.SEPARATOR).join([*who, line.why])
    if look().plain:
        # The list has the rest in words.
        return "\n".join([", ".join(who), *_picture_words(line.picture, rubric)])
    told = [
        f"profil global : {profile_words(line.global_profile, rubric)}",
        f"note : {note_words(line.note, rubric)}{signs.OF}{rubric.note.maximum}",
        *map(str, line.mentions),
        *asked_words(asked),
    ]
    return str(signs.SEPARATOR).join([*who, *told])


def _picture_words(rows: Iterable[PictureRow], rubric: Rubric) -> list[str]:
    from e33tui.screens.plain_grid import row_words

    return [row_words(row, rubric) for row in rows]


# -- Below the list -----------------------------------------------------------------------------


def below(comparison: Comparison, questions: Sequence[Question], width: int) -> list[Content]:
    """Return the questions, both distributions, and what this view is."""
    texts = (ABOUT, worth_of_notes(comparison.rubric))
    about = [say(row, QUIET) for text in texts for row in wrap(text, width)]
    parts = (
        question_lines(questions, width),
        notes_plot(comparison, width),
        profiles_plot(comparison, width),
        about,
    )
    return [row for part in parts for row in (*part, Content(""))][:-1]


def question_lines(questions: Sequence[Question], width: int) -> list[Content]:
    """Return the questions by number, under what they are."""
    if not questions:
        return [say(NO_QUESTION, STRONG)]
    found = [say(ASKED, STRONG)]
    for number, question in enumerate(questions, 1):
        found += [say(row) for row in wrap(question.text, width, f"{number}. ")]
    return found


def notes_plot(comparison: Comparison, width: int) -> list[Content]:
    """Return how many candidates have each note, as columns over the scale; in words in the plain mode."""
    rubric, notes = comparison.rubric, comparison.notes
    if look().plain:
        there = [(n, count) for n, count in enumerate(notes) if count]
        told = " ; ".join(f"{note_words(n, rubric)} : {_candidates(count)}" for n, count in there)
        return [say("Notes", STRONG), *(say(row) for row in wrap(told or "Aucune.", width))]
    # As many steps to a column as it takes to have room for the whole scale.
    step = -(-len(notes) // width)
    starts = range(0, len(notes), step)
    counts = [sum(notes[start : start + step]) for start in starts]
    unit = max(-(-max(counts) // PLOT_ROWS), 1)
    heights = [-(-count // unit) for count in counts]
    rows = [
        "".join(str(signs.BAR) if height >= row else " " for height in heights).rstrip()
        for row in range(max(heights), 0, -1)
    ]
    quarter = rubric.note.maximum * rubric.note.steps_per_point // 4
    ticks = {start // step: start for start in range(0, len(notes), max(quarter, 1))}
    axis = "".join("+" if place in ticks else "-" for place in range(len(counts)))
    labels = ""
    for place, start in ticks.items():
        labels = f"{labels:<{place}}{note_words(start, rubric)}"
    title = f"Notes, {note_words(step, rubric)} point par colonne"
    found = [say(title, STRONG) + say(f"{signs.SEPARATOR}{_unit(unit)}", QUIET)]
    return [*found, *map(say, rows), say(axis), say(labels)]


def profiles_plot(comparison: Comparison, width: int) -> list[Content]:
    """Return how many candidates have each profil global, as bars with their numbers."""
    named = [(profile_words(level, comparison.rubric), n) for level, n in comparison.profiles]
    title = say("Profils globaux", STRONG)
    if look().plain:
        return [title, *(say(f"{name} : {_candidates(count)}") for name, count in named)]
    label = max(cell_len(name) for name, _ in named)
    most = max(count for _, count in named)
    unit = max(-(-most // max(width - label - len(f" {most} "), 1)), 1)
    rows = [
        " ".join(filter(None, (fit(name, label), str(signs.BAR) * -(-count // unit), str(count))))
        for name, count in named
    ]
    return [title + say(f"{signs.SEPARATOR}{_unit(unit)}", QUIET), *map(say, rows)]


def _unit(unit: int) -> str:
    """Return how many candidates a mark stands for."""
    return f"un {signs.BAR} : {_candidates(unit)}{' au plus' if unit > 1 else ''}"


def _candidates(count: int) -> str:
    return counted(count, "candidat", "candidats")
