"""From states to styled lines: pure functions, so that what a juror reads can be tested without a screen.

Text from a person never meets markup: everything goes through :func:`say`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from textual.content import Content

from e33tui.domain.clock import Alert, Instant, PartStatus, alert, minutes_seconds
from e33tui.domain.passage import Mention, Passage, Presence, Progress
from e33tui.domain.remark import Mark, PartId, Remark
from e33tui.domain.rubric import Criterion
from e33tui.domain.text import visible
from e33tui.screens.cells import fit_row, wrap_row
from e33tui.store import SaveStatus

STRONG = "bold"
QUIET = "dim"
FOCUS = "reverse"
WARNING = "bold reverse"

STALE_SAVE_MS = 2_000
"""Waiting longer than this is said; before that, silence is right."""


def say(text: str, style: str = "") -> Content:
    """Return ``text`` as styled content, with nothing in it that a terminal could obey."""
    return Content.styled(visible(text), style) if style else Content(visible(text))


def lines(parts: Iterable[Content]) -> Content:
    """Join lines into one content."""
    return Content("\n").join(parts)


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Wrap ``text`` to ``width`` columns, line feeds kept, with a first and a following indent."""
    rest = " " * len(first) if rest is None else rest
    found: list[str] = []
    for paragraph in visible(text, multiline=True).split("\n"):
        lead = first if not found else rest
        found += wrap_row(paragraph, max(width, len(first) + 8), lead, rest)
    return found


def fit(text: str, width: int) -> str:
    """Return ``text`` in exactly ``width`` columns; what is cut ends with « … »."""
    return fit_row(visible(text), width)


# -- The head of a screen ---------------------------------------------------------------------


def save_mark(status: SaveStatus, now: Instant) -> Content:
    """Return the save state: the time of the last save, the wait, or the failure."""
    if status.error is not None:
        return say("✗ non enregistré", WARNING)
    if status.oldest_unsaved is not None and now.wall - status.oldest_unsaved > STALE_SAVE_MS:
        age = (now.wall - status.oldest_unsaved) // 1000
        return say(f"enregistrement… {age} s")
    if status.saved_at is None:
        return Content("")
    return say("✓ " + time.strftime("%H:%M:%S", time.localtime(status.saved_at // 1000)))


def clock_text(passage: Passage, part: PartId, now: Instant) -> str:
    """Return ``07:42 / 15:00``, with the overrun, the pause and the alerts in words."""
    timing, allowed = passage.timing(part), passage.allowed(part)
    elapsed = timing.elapsed(now)
    text = f"{minutes_seconds(elapsed)} / {minutes_seconds(allowed)}"
    if timing.status is PartStatus.WAITING:
        return f"{text} à démarrer"
    if timing.status is PartStatus.PAUSED:
        return f"‖ PAUSE {text}"
    if timing.status is PartStatus.ENDED:
        return f"■ {text} terminé"
    kind = alert(elapsed, allowed)
    if kind is Alert.OVERRUN:
        return f"!! +{minutes_seconds(elapsed - allowed)} {text}"
    return {Alert.LAST_MINUTE: "! reste 1 min  ", Alert.LAST_MINUTES: "· reste 5 min  "}.get(
        kind, ""
    ) + text


def clock_style(passage: Passage, part: PartId, now: Instant) -> str:
    """Return the style that goes with :func:`clock_text`; the words alone already tell."""
    timing = passage.timing(part)
    if timing.status is PartStatus.PAUSED:
        return WARNING
    if timing.status is not PartStatus.RUNNING:
        return QUIET
    kind = alert(timing.elapsed(now), passage.allowed(part))
    return WARNING if kind in (Alert.OVERRUN, Alert.LAST_MINUTE) else STRONG


def part_name(passage: Passage, part: PartId) -> str:
    """Return « 1er temps · Présentation », in the rubric's words."""
    plan = passage.rubric.part(part.value)
    return f"{plan.name} · {plan.title}"


def spread(left: Content, right: Content, width: int) -> Content:
    """Return one line with something at each end; the left gives way."""
    room = max(width - right.cell_length - 1, 0)
    if left.cell_length > room:
        left = left.truncate(room, ellipsis=True)
    return left + " " * (room - left.cell_length + 1) + right


# -- The day ------------------------------------------------------------------------------------

_SYMBOLS = {
    Presence.EXPECTED: "○",
    Presence.PRESENT: "●",
    Presence.ABSENT: "×",
    Progress.IN_PROGRESS: "►",
    Progress.TO_WRITE: "✎",
    Progress.LOCKED: "■",
}


def status_text(passage: Passage | None) -> str:
    """Return présence or avancement by symbol and word."""
    if passage is None:
        return f"{_SYMBOLS[Presence.EXPECTED]} {Presence.EXPECTED}"
    if passage.progress is Progress.TO_COME:
        return f"{_SYMBOLS[passage.presence]} {passage.presence}"
    return f"{_SYMBOLS[passage.progress]} {passage.progress}"


def mentions_text(mentions: tuple[Mention, ...]) -> str:
    """Return the mentions in words, separated by commas."""
    return ", ".join(mentions)


# -- The grid -----------------------------------------------------------------------------------


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


def shorten(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` characters."""
    return fit(text, width).rstrip()
