"""Observations in the order of time as lines: pure functions beside their screen."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap

from e33tui.domain.clock import minutes_seconds
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, PartId, Remark
from e33tui.domain.timeline import ANY, Choice
from e33tui.domain.wording import capitalised
from e33tui.look import look
from e33tui.screens.grid_view import remark_sign
from e33tui.screens.view import fit, say
from e33tui.signs import SEPARATOR

MARK_WORDS = {
    Mark.PLUS: "plus",
    Mark.MINUS: "moins",
    Mark.QUESTION: "question",
    Mark.NEUTRAL: "sans marque",
}
NO_CRITERION = "sans critère"


class Line(Content):
    """A line of the list: it was cut to the width, so that none has to be asked for its height."""

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 1


def remark_text(passage: Passage, remark: Remark) -> str:
    """Return one observation on a line: *temps*, time, mark, criterion's number, text."""
    number, time = criterion_number(passage, remark.criterion), minutes_seconds(remark.elapsed)
    sign = remark_sign(remark)
    if look().plain:
        mark = sign.removesuffix(" :")
        about = f"critère {number}" if number else NO_CRITERION
        told = (part_name(passage, remark.part), time, mark, about)
        return f"{', '.join(filter(None, told))} : {remark.text}"
    part = "P" if remark.part is PartId.PRESENTATION else "E"
    return f"{part} {time} {sign:<2} {number:>2}  {remark.text}"


def remark_line(passage: Passage, remark: Remark, width: int) -> Line:
    """Return one observation in ``width`` columns; what is cut stands below the list in full."""
    shown = say(fit(remark_text(passage, remark), width).rstrip())
    return Line(shown.plain, list(shown.spans))


def chosen_lines(passage: Passage, remark: Remark, width: int, *, author: bool) -> Iterator[str]:
    """Yield what a line of the list says by signs, and its text where that was cut.

    Args:
        passage: whose it is.
        remark: the one that is chosen.
        width: the columns that its line has.
        author: whether to say who made it.
    """
    about = criterion_words(passage, remark.criterion)
    told = [about, part_name(passage, remark.part), _mark_words(remark)]
    yield str(SEPARATOR).join([*told, author_words(remark.by)] if author else told)
    if cell_len(remark_text(passage, remark)) > width:
        yield remark.text


def _mark_words(remark: Remark) -> str:
    if remark.mark is Mark.QUESTION and remark.ticked:
        return "question posée"
    return "question reportée" if remark.deferred else MARK_WORDS[remark.mark]


def part_name(passage: Passage, part: PartId) -> str:
    """Return what a *temps* is called: « présentation »."""
    return passage.rubric.part(part.value).title.lower()


def criterion_number(passage: Passage, criterion: str | None) -> str:
    """Return a criterion's number, nothing where there is none."""
    found = (str(c.number) for c in passage.rubric.criteria if c.id == criterion)
    return next(found, "")


def criterion_words(passage: Passage, criterion: str | None) -> str:
    """Return a criterion by number and label."""
    found = (f"{c.number} {c.label}" for c in passage.rubric.criteria if c.id == criterion)
    return next(found, NO_CRITERION)


def author_words(author: str) -> str:
    """Return who made an observation: without a name, the commission as a whole."""
    return author or "la commission"


def count_words(shown: int, there: int) -> str:
    """Return how many observations are shown, and of how many."""
    if shown == there:
        return str(there or "aucune")
    return f"{shown} sur {there}"


def choice_words(passage: Passage, choice: Choice) -> str:
    """Return what was chosen by, but for the letters: they stand in a line of their own."""
    told: list[str] = []
    if choice.criterion is not ANY:
        about = criterion_words(passage, choice.criterion)
        told.append(about if choice.criterion is None else f"critère {about}")
    if choice.mark is not ANY:
        told.append(MARK_WORDS[choice.mark])
    if choice.part is not ANY:
        told.append(part_name(passage, choice.part))
    if choice.author is not ANY:
        told.append(author_words(choice.author))
    return capitalised(str(SEPARATOR).join(told))
