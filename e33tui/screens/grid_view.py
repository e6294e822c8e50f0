"""The criteria, their levels and observations, as lines of a given width and height."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from e33tui import signs
from e33tui.domain.clock import minutes_seconds
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, PartId, Remark
from e33tui.domain.rubric import Criterion, Rubric
from e33tui.keymap import key
from e33tui.look import look
from e33tui.screens.view import FOCUS, QUIET, STRONG, fit, say, wrap

NO_LEVEL = "sans degré"
DOTS = 2
"""Observations shown as one dot each; more than that are told by their number."""
_MARKS = {
    Mark.NEUTRAL: signs.UNMARKED,
    Mark.PLUS: signs.PLUS,
    Mark.MINUS: signs.MINUS,
    Mark.QUESTION: signs.QUESTION,
}


def level_mark(passage: Passage, criterion: Criterion) -> str:
    """Return the criterion's level as one character, a dash where there is no cross."""
    level = passage.levels.get(criterion.id)
    return str(signs.NO_LEVEL if level is None else level)


def level_beside(passage: Passage, criterion: Criterion) -> str:
    """Return the criterion's level as it stands beside its label."""
    if look().plain:
        return f": {level_words(passage, criterion)}"
    return level_mark(passage, criterion)


def level_words(passage: Passage, criterion: Criterion) -> str:
    """Return the criterion's level by number and name, or that there is none."""
    level = passage.levels.get(criterion.id)
    return NO_LEVEL if level is None else f"{level} {passage.rubric.level(level).name}"


def level_names(rubric: Rubric) -> str:
    """Return « 1 Novice  2 Débrouillé … »."""
    between = ", " if look().plain else "  "
    return between.join(f"{level.number} {level.name}" for level in rubric.levels)


def remark_dots(passage: Passage, criterion: Criterion) -> str:
    """Return one dot an observation; where there are more than two, a dot and their number."""
    count = len(passage.remarks_on(criterion.id))
    return f"{signs.REMARK}{count}" if count > DOTS else str(signs.REMARK) * count


def list_rows(rubric: Rubric) -> tuple[int, int]:
    """Return the lines of :func:`criteria_list`, with the competences and without."""
    return len(rubric.competences) + len(rubric.criteria), len(rubric.criteria)


def criteria_list(
    passage: Passage, focus: str, width: int, *, headings: bool = True
) -> list[Content]:
    """Return the criteria under their competences, with level and observations."""
    if look().plain:
        from e33tui.screens.plain_grid import plain_list

        return plain_list(passage, focus, headings=headings)
    found: list[Content] = []
    for competence in passage.rubric.competences:
        if headings:
            found.append(say(fit(f" {competence.label.upper()}", width), QUIET))
        for criterion in competence.criteria:
            here = criterion.id == focus
            label = fit(f"{criterion.number:>2} {criterion.label}", width - 7)
            text = f"{signs.FOCUS if here else ' '}{label} {level_mark(passage, criterion)} "
            found.append(
                say(fit(text + remark_dots(passage, criterion), width), FOCUS if here else "")
            )
    return found


def criteria_strip(passage: Passage, focus: str, width: int) -> list[Content]:
    """Return the criteria as two rows of ``number:level``, for a small screen."""
    if look().plain:
        from e33tui.screens.plain_grid import plain_strip

        return plain_strip(passage, width)
    criteria = passage.rubric.criteria
    half = -(-len(criteria) // 2)
    cell = max(width // half, 7)
    rows = []
    for row in (criteria[:half], criteria[half:]):
        parts = []
        for criterion in row:
            dots = remark_dots(passage, criterion)
            text = f"{criterion.number:>3}: {level_mark(passage, criterion)} {dots}"
            parts.append(say(fit(text, cell), FOCUS if criterion.id == focus else ""))
        rows.append(Content("").join(parts))
    return rows


def question_lines(
    passage: Passage, questions: Sequence[Remark], focus: int | None, width: int, room: int
) -> list[Content]:
    """Return the questions still to raise, under a heading, in ``room`` lines.

    Args:
        passage: whose questions they are.
        questions: those still open, in order of entry.
        focus: the id of the one that has the focus.
        width: the columns there are.
        room: the lines there are; with one, the question in focus or how many there are.
    """
    if not questions or room < 1:
        return []
    ids = [question.id for question in questions]
    here = ids.index(focus) if focus in ids else 0
    count = len(questions)
    if room == 1:
        if focus in ids:
            return [_question_line(passage, questions[here], width, here=True)]
        sign = "" if look().plain else "? "
        return [say(fit(f" {sign}questions à poser : {count}", width), QUIET)]
    first = max(0, min(here - (room - 2), count - (room - 1)))
    shown = questions[first : first + room - 1]
    heading = f" QUESTIONS À POSER : {count}" if count > len(shown) else " QUESTIONS À POSER"
    rows = [_question_line(passage, one, width, here=one.id == focus) for one in shown]
    return [say(fit(heading, width), QUIET), *rows]


def _question_line(passage: Passage, question: Remark, width: int, *, here: bool) -> Content:
    numbers = [c.number for c in passage.rubric.criteria if c.id == question.criterion]
    number = str(numbers[0]) if numbers else ""
    if look().plain:
        # Its place below the criteria tells nothing to who hears one line.
        lead = f"question, critère {number} : " if number else "question : "
    else:
        lead = f"{number:>2} ? "
    text = f"{signs.FOCUS if here else ' '}{lead}{question.text}"
    return say(fit(text, width), FOCUS if here else "")


def remark_sign(remark: Remark) -> str:
    """Return the sign of an observation's mark, in the plain mode its word."""
    return str(signs.TICKED if remark.ticked else _MARKS[remark.mark])


def remark_lines(remark: Remark, width: int, *, with_part: bool = False) -> list[Content]:
    """Return one observation, wrapped: *temps*, time, mark, text."""
    if look().plain:
        from e33tui.screens.plain_grid import plain_remark

        return plain_remark(
            remark,
            remark_sign(remark),
            width,
            with_part=with_part,
        )
    part = ("P " if remark.part is PartId.PRESENTATION else "E ") if with_part else ""
    lead = f"{part}{minutes_seconds(remark.elapsed)} {remark_sign(remark)} ".replace("  ", " ")
    return [say(text) for text in wrap(remark.text, width, lead)]


def descriptor_lines(
    passage: Passage, criterion: Criterion, width: int, room: int = 0
) -> list[Content]:
    """Return the descriptors of every level, verbatim, the chosen one marked.

    Args:
        passage: whose oral it is.
        criterion: the one they are about.
        width: the columns there are.
        room: the lines there are for what the plain mode may say besides.
    """
    if look().plain:
        from e33tui.screens.plain_grid import plain_descriptors

        return plain_descriptors(passage, criterion, width, room)
    chosen = passage.levels.get(criterion.id)
    found: list[Content] = []
    for level in passage.rubric.levels:
        here = level.number == chosen
        text = passage.rubric.descriptor(criterion.id, level.number)
        lead = f"{signs.CHOSEN if here else ' '}{level.number} "
        found += [say(line, STRONG if here else "") for line in wrap(text, width, lead)]
    return found


def title_lines(criterion: Criterion, width: int, *, indicators: bool) -> list[Content]:
    """Return the criterion's title and, with room for it, what stands in brackets."""
    found = [say(line, STRONG) for line in wrap(criterion.title, width, f"{criterion.number}  ")]
    if indicators and criterion.indicators:
        found += [say(line, QUIET) for line in wrap(criterion.indicators, width, "   ")]
    return found


def both_parts(passage: Passage) -> bool:
    """Tell whether observations can come from either *temps*, so that each says its own."""
    return passage.interview.started is not None


class Detail:
    """The focused criterion: its title, its observations, its descriptors, in a given space.

    While one types, its observations come first and the descriptors take what is left; while a
    level is placed, the descriptors stand in full and the last observations take what is left.
    What does not fit is read page by page, backwards.

    Attributes:
        hidden: observations that are not shown, or not whole.
        pages: pages that all the observations take.
    """

    def __init__(
        self,
        passage: Passage,
        criterion: Criterion,
        width: int,
        height: int,
        *,
        named: bool,
        descriptors: bool = True,
    ) -> None:
        """Lay out what there is about ``criterion``.

        Args:
            passage: whose oral it is.
            criterion: the one in focus.
            width: the columns there are.
            height: the lines there are.
            named: whether the screen names the criterion elsewhere, so that its title may go.
            descriptors: whether the descriptors stand here, and not elsewhere on the screen.
        """
        self._criterion, self._named = criterion, named
        self._width, self._height = width, height
        parts = both_parts(passage)
        self._notes = [
            remark_lines(remark, width, with_part=parts)
            for remark in passage.remarks_on(criterion.id)
        ]
        self._remarks = [line for note in self._notes for line in note]
        spare = height - min(len(self._remarks), DOTS)
        found = descriptor_lines(passage, criterion, width, spare) if descriptors else []
        self._descriptors = found
        self.hidden = 0
        self.pages = -(-len(self._remarks) // max(height - 1, 1))

    def lines(self, *, levels_first: bool, page: int = 0) -> list[Content]:
        """Return the lines; ``page`` 1 is the last page of observations, 0 the usual view."""
        if page and self._remarks:
            return self._page(min(page, self.pages))
        shown = self._levels() if levels_first else self._observations()
        return shown[: self._height]

    def _label(self, more: str = "") -> list[Content]:
        text = f"{self._criterion.number}  {self._criterion.label}"
        return [say(fit(text, self._width - len(more)).rstrip(), STRONG) + say(more, QUIET)]

    def _headed(self, kept: list[Content]) -> list[Content]:
        """Return observations after the criterion's label, where it has no line of its own."""
        label = say(f"{self._criterion.number}  {self._criterion.label} : ", STRONG)
        first, room = kept[0], self._width - label.cell_length
        if first.cell_length > room:
            first = first.truncate(room - 1).rstrip() + "…"
        return [label + first, *kept[1:]]

    def _page(self, page: int) -> list[Content]:
        room = max(self._height - 1, 1)
        end = len(self._remarks) - (page - 1) * room
        where = f"  page {page} sur {self.pages} : {key('earlier')} {key('later')}"
        return [*self._label(where), *self._remarks[max(end - room, 0) : end]]

    def _titles(self) -> tuple[list[Content], ...]:
        """Return the title with what stands in brackets, without it, and its label alone."""
        whole = title_lines(self._criterion, self._width, indicators=True)
        plain = title_lines(self._criterion, self._width, indicators=False)
        return whole, plain, self._label()

    def _title_within(self, room: int) -> list[Content]:
        return next((title for title in self._titles() if len(title) <= room), [])

    def _levels(self) -> list[Content]:
        room = self._height - len(self._descriptors)
        title = self._title_within(room - min(len(self._remarks), 2))
        if not title and room > 0 and not (self._named and self._remarks):
            if room == DOTS <= len(self._notes):
                return [*self._headed(self._latest(room)), *self._descriptors]
            title = self._label()
        kept = self._latest(room - len(title))
        if self.hidden and len(title) == 1:
            title = self._label(self._more())
        gap = [Content("")] if kept and len(title) + len(kept) < room else []
        return [*title, *kept, *gap, *self._descriptors]

    def _observations(self) -> list[Content]:
        descriptors = self._descriptors
        room = self._height - len(self._remarks) - len(descriptors)
        for gap in ([Content("")], []) if self._remarks else ([],):
            title = self._title_within(room - len(gap))
            if title or (self._named and room >= len(gap)):
                return [*title, *self._remarks, *gap, *descriptors]
        # Descriptors are shown whole or not at all: half of one would mislead.
        title = self._titles()[1]
        kept = self._latest(self._height - len(title))
        if self.hidden:
            title = self._label(self._more())
            kept = self._latest(self._height - 1)
        # They are one key away, and there is room to say so.
        space = self._height - len(title) - len(kept)
        more = [Content("")] * (space - 1) + [say(f"{key('levels')} : les descripteurs", QUIET)]
        return [*title, *kept, *(more if space > 1 else [])]

    def _more(self) -> str:
        return f"  + {self.hidden} : {key('earlier')}"

    def _latest(self, room: int) -> list[Content]:
        """Return the last observations that fit; of one that does not, its beginning and « … ».

        However long the last one is, the one before it keeps a line.
        """
        kept: list[Content] = []
        shown = 0
        for back, note in enumerate(reversed(self._notes), 1):
            space = room - len(kept)
            if space <= 0:
                break
            if back == 1 < min(space, len(self._notes)):
                space -= 1
            if len(note) <= space:
                kept = [*note, *kept]
                shown += 1
                continue
            last = note[space - 1].truncate(self._width - 1).rstrip()
            kept = [*note[: space - 1], last + "…", *kept]
        self.hidden = len(self._notes) - shown
        return kept
