"""The criteria, their levels and observations, as lines of a given width and height."""

from __future__ import annotations

from textual.content import Content

from e33tui.domain.clock import minutes_seconds
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, PartId, Remark
from e33tui.domain.rubric import Criterion
from e33tui.screens.view import FOCUS, QUIET, STRONG, fit, say, wrap


def level_mark(passage: Passage, criterion: Criterion) -> str:
    """Return the criterion's level as one character, a dash where there is no cross."""
    level = passage.levels.get(criterion.id)
    return "–" if level is None else str(level)


def remark_dots(passage: Passage, criterion: Criterion) -> str:
    """Return one dot an observation, up to two, then a plus."""
    count = len(passage.remarks_on(criterion.id))
    return "•" * min(count, 2) + ("+" if count > 2 else "")


def criteria_list(passage: Passage, focus: str, width: int) -> list[Content]:
    """Return the criteria under their competences, with level and observations."""
    found: list[Content] = []
    for competence in passage.rubric.competences:
        found.append(say(fit(f" {competence.label.upper()}", width), QUIET))
        for criterion in competence.criteria:
            here = criterion.id == focus
            label = fit(f"{criterion.number:>2} {criterion.label}", width - 7)
            text = f"{'▸' if here else ' '}{label} {level_mark(passage, criterion)} "
            found.append(
                say(fit(text + remark_dots(passage, criterion), width), FOCUS if here else "")
            )
    return found


def criteria_strip(passage: Passage, focus: str, width: int) -> list[Content]:
    """Return the criteria as two rows of ``number:level``, for a small screen."""
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


def remark_lines(remark: Remark, width: int, *, with_part: bool = False) -> list[Content]:
    """Return one observation, wrapped: time, mark, text."""
    mark = "−" if remark.mark is Mark.MINUS else remark.mark.value or "·"
    ticked = "✓" if remark.ticked else ""
    part = ("P " if remark.part is PartId.PRESENTATION else "E ") if with_part else ""
    lead = f"{part}{minutes_seconds(remark.elapsed)} {mark}{ticked} "
    return [say(text) for text in wrap(remark.text, width, lead)]


def descriptor_lines(passage: Passage, criterion: Criterion, width: int) -> list[Content]:
    """Return the descriptors of every level, verbatim, the chosen one marked."""
    chosen = passage.levels.get(criterion.id)
    found: list[Content] = []
    for level in passage.rubric.levels:
        here = level.number == chosen
        text = passage.rubric.descriptor(criterion.id, level.number)
        lead = f"{'×' if here else ' '}{level.number} "
        found += [say(line, STRONG if here else "") for line in wrap(text, width, lead)]
    return found


def title_lines(criterion: Criterion, width: int, *, indicators: bool) -> list[Content]:
    """Return the criterion's title and, with room for it, what stands in brackets."""
    found = [say(line, STRONG) for line in wrap(criterion.title, width, f"{criterion.number}  ")]
    if indicators and criterion.indicators:
        found += [say(line, QUIET) for line in wrap(criterion.indicators, width, "   ")]
    return found


def detail(
    passage: Passage, criterion: Criterion, width: int, height: int, *, levels_first: bool
) -> list[Content]:
    """Return the focused criterion in ``height`` lines.

    While one types, its observations come first and the descriptors take what is left; while a
    level is placed, the descriptors stand in full and the last observations take what is left.
    """
    descriptors = descriptor_lines(passage, criterion, width)
    title = title_lines(criterion, width, indicators=False)
    notes = [remark_lines(remark, width) for remark in passage.remarks_on(criterion.id)]
    remarks = [line for note in notes for line in note]
    full = title_lines(criterion, width, indicators=True)
    if len(full) + len(remarks) + len(descriptors) + 1 <= height:
        title = full
    if levels_first:
        title = _title_beside(title, remarks, criterion, width, height - len(descriptors))
        room = max(height - len(title) - len(descriptors), 0)
        kept = _latest(notes, room, width)
        gap = [Content("")] if kept and len(kept) < room else []
        return [*title, *kept, *gap, *descriptors][:height]
    room = height - len(title)
    kept = _latest(notes, room, width)
    space = room - len(kept) - 1
    # A descriptor is shown whole or not at all: half of one would mislead.
    shown = descriptors if len(descriptors) <= space else []
    return [*title, *kept, *([Content("")] if shown else []), *shown][:height]


def _latest(notes: list[list[Content]], room: int, width: int) -> list[Content]:
    """Return the last observations that fit; of one that does not, its beginning and « … »."""
    kept: list[Content] = []
    for note in reversed(notes):
        space = room - len(kept)
        if space <= 0:
            break
        if len(note) <= space:
            kept = [*note, *kept]
            continue
        last = note[space - 1].truncate(width - 1).rstrip()
        kept = [*note[: space - 1], last + "…", *kept]
    return kept


def _title_beside(
    title: list[Content], remarks: list[Content], criterion: Criterion, width: int, room: int
) -> list[Content]:
    """Return the title that leaves room for the last observations: whole, its label, or none."""
    if len(title) + min(len(remarks), 2) <= room:
        return title
    label = say(fit(f"{criterion.number}  {criterion.label}", width).rstrip(), STRONG)
    return [label] if room else []
