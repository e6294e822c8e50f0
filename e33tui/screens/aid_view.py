"""What helps to lead the interview, as lines: what is still to cover, *relances*, what stands behind a criterion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.content import Content

from e33tui.domain.coverage import Cover, Coverage
from e33tui.domain.rubric import Criterion, Rubric
from e33tui.keymap import key
from e33tui.look import look
from e33tui.screens.grid_view import title_lines
from e33tui.screens.view import QUIET, STRONG, say, wrap
from e33tui.signs import HURRY, NTH, SEPARATOR

if TYPE_CHECKING:
    # An oral is opened without them: they come with the first relance.
    from e33tui.domain.prompts import Prompt
    from e33tui.domain.reference import Panel

MINUTE: Final = 60_000
"""Milliseconds."""
RUN: Final = 3
"""Numbers in a row that are told by the first and the last."""
NO_PROMPTS: Final = "Aucune relance sur ce critère."


class Aid(Enum):
    """What the panel shows: its tabs, each named after the action whose key opens and closes it."""

    PROMPTS = "prompts"
    REFERENCE = "reference"


_TITLES: Final = {Aid.PROMPTS: "Relances", Aid.REFERENCE: "Repères"}

# -- What is still to cover -------------------------------------------------------------------------


def coverage_words(rubric: Rubric, found: Coverage, room: int) -> Content:
    """Return what is still to cover and how long there is for each, as far as there is ``room``.

    Nothing where nothing is open any more, or no interview is left to cover it in.
    """
    text = next((form for form in _signed(rubric, found) if cell_len(form) <= room), "")
    return say(text, "" if found.pressing else QUIET)


def least_coverage(rubric: Rubric, found: Coverage) -> str:
    """Return the shortest of these words, if there are any."""
    return ("", *_signed(rubric, found))[-1]


def _signed(rubric: Rubric, found: Coverage) -> Iterable[str]:
    """Return the words from their longest form to their shortest, none once the oral is over."""
    if found.left is None:
        return ()
    # In words it would say less than the clock beside it, once the time is up.
    over = look().plain and found.left <= 0
    sign = str(HURRY) if found.pressing and not over else ""
    return (f"{sign}{form}" for form in _forms(rubric, found))


def _forms(rubric: Rubric, found: Coverage) -> Iterable[str]:
    """Yield the words from their longest form to their shortest."""
    if found.untouched:
        # The numbers last: they change oftenest, and what stands before them is not sent again.
        numbers = _numbers(rubric, found.untouched)
        yield f"à couvrir{_share(found)} : {numbers}"
        yield f"à couvrir : {numbers}"
        yield f"{len(found.untouched)} à couvrir"
    elif found.open:
        yield str(SEPARATOR).join(
            f"{words} : {_numbers(rubric, names)}"
            for words, names in (
                ("sans observation", _having(found, Cover.PLACED)),
                ("sans degré", _having(found, Cover.OBSERVED)),
            )
            if names
        )
        yield f"reste : {_numbers(rubric, found.open)}"
        yield f"reste {len(found.open)}"


def _having(found: Coverage, cover: Cover) -> tuple[str, ...]:
    return tuple(name for name, has in found.criteria.items() if has is cover)


def _share(found: Coverage) -> str:
    """Return how long there is for each of those of which there is nothing; nothing in overrun."""
    if not found.share:
        return ""
    minutes = found.share // MINUTE
    each = "" if len(found.untouched) == 1 else " chacun"
    return f", {minutes} min{each}" if minutes else f", moins d’1 min{each}"


def _numbers(rubric: Rubric, names: Sequence[str]) -> str:
    """Return the criteria's numbers: « 1, 4 à 7 »."""
    numbers = [criterion.number for criterion in rubric.criteria if criterion.id in names]
    told: list[str] = []
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        told += [f"{run[0]} à {run[-1]}"] if len(run) >= RUN else map(str, run)
    return ", ".join(told)


# -- The panel --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """What the panel has to show under one heading or, from a line of it on, under another.

    Attributes:
        aid: the tab.
        lines: all of its lines.
        teaching: the first line of what is a teaching document's; ``None`` for none.
    """

    aid: Aid
    lines: tuple[Content, ...]
    teaching: int | None = None

    def pages(self, width: int, height: int) -> list[list[Content]]:
        """Return the lines in pages of ``height``, each under a line that says what it is."""
        room = max(height - 1, 1)
        starts = range(0, max(len(self.lines), 1), room)
        return [
            [self._head(start, width, (page, len(starts))), *self.lines[start : start + room]]
            for page, start in enumerate(starts, 1)
        ]

    def _head(self, start: int, width: int, place: tuple[int, int]) -> Content:
        page, count = place
        taught = self.teaching is not None and start >= self.teaching
        title = "Documents d’enseignement" if taught else _TITLES[self.aid]
        said = say(f"{title} {page}{NTH}{count}" if count > 1 else title, STRONG)
        more = [*([_turning(page, count)] if count > 1 else []), *_ways(self.aid)]
        between = ", " if look().plain else "  "
        while more:
            told = say(f"{between}{between.join(more)}", QUIET)
            if said.cell_length + told.cell_length <= width:
                return said + told
            more.pop()
        return said


def _turning(page: int, count: int) -> str:
    """Return what leads to the other pages."""
    if look().touch:
        return key("earlier")
    return " ".join([key("earlier")] * (page > 1) + [key("later")] * (page < count))


def _ways(aid: Aid) -> list[str]:
    """Return how the panel is closed, and what leads to its other tab; targets say it themselves."""
    if look().touch:
        return []
    (other,) = set(Aid) - {aid}
    return [f"{key(aid.value)} : fermer", f"{key(other.value)} : {_TITLES[other].lower()}"]


def prompt_sheet(prompts: Sequence[Prompt], width: int) -> Sheet:
    """Return the questions on a criterion, each with its document's number, and these documents' titles."""
    found: list[Content] = []
    titles: dict[str, str] = {}
    for number, prompt in enumerate(prompts, 1):
        source = prompt.source
        cited = ""
        if source is not None:
            titles[source.document] = source.title
            cited = f" ({source.document})"
        found += [say(row) for row in wrap(f"{prompt.text}{cited}", width, f"{number}. ")]
    for document, title in titles.items():
        found += [say(row, QUIET) for row in wrap(title, width, f"({document}) ")]
    return Sheet(Aid.PROMPTS, tuple(found or [say(NO_PROMPTS, QUIET)]))


def reference_sheet(criterion: Criterion, panel: Panel, width: int) -> Sheet:
    """Return the form's own words on a criterion and, marked as no criteria, teaching documents'."""
    found = [say(row, QUIET) for row in wrap(panel.official, width)]
    found += title_lines(criterion, width, indicators=True)
    teaching = len(found) if panel.teaching else None
    if panel.teaching:
        found += [Content(""), *(say(row, STRONG) for row in wrap(panel.teaching, width))]
    for extract in panel.extracts:
        source = extract.source
        cited = wrap(source.words, width, f"{source.document} ", "  ")
        found += [say(row, QUIET) for row in cited]
        found += [say(row) for text in extract.texts for row in wrap(text, width, "- ")]
    return Sheet(Aid.REFERENCE, tuple(found), teaching)
