"""The lines of the day's list in columns: hour, number, name, présence, avancement, mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap

from e33tui import signs
from e33tui.domain.clock import Instant
from e33tui.domain.passage import Mention, Passage, Presence, Progress
from e33tui.domain.roster import ANOTHER_DAY, Entry
from e33tui.look import look
from e33tui.screens.day_view import (
    DAMAGED,
    LATE,
    MENTIONS,
    Told,
    presence_text,
    progress_text,
    status_text,
    told_text,
)
from e33tui.screens.panes import is_wide
from e33tui.screens.view import WARNING, fit, say

if TYPE_CHECKING:
    from e33tui.service import DayRow


def mentions(
    state: Passage | None, entry: Entry | None = None, *, late: bool = False
) -> list[Told]:
    """Return what stands beside a candidate's progress, each by its sign and its words.

    Args:
        state: the passage, if there is one.
        entry: the roster's line, which says who is examined elsewhere.
        late: whether their hour and turn have come, and they have not.
    """
    found = [MENTIONS[mention] for mention in (state.mentions if state else ())]
    if late:
        found.append(LATE)
    to = entry.handed_to if entry else ""
    if to and to != ANOTHER_DAY:
        found.append((signs.HANDED, (entry.elsewhere if entry else "", "confié")))
    elif to and MENTIONS[Mention.TO_RESUMMON] not in found:
        found.append(MENTIONS[Mention.TO_RESUMMON])
    return found


# -- The columns ------------------------------------------------------------------------------

_HOUR = 5
_PRESENCE = 9
_PROGRESS = 17
_NAME = 26
"""The name that the list has room for before mentions get words."""
_WORDS = 15
_SIGNS = 5
_NUMBER = 20
_NARROW_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the columns of the list are.

    Attributes:
        number: the candidate's number.
        name: *nom et prénom*.
        mentions: what is left for the mentions.
        wide: présence and avancement have a column each, and mentions their words.
        gap: the blanks between two columns.
        hours: whether any hour of convocation is known.
    """

    number: int
    name: int
    mentions: int
    wide: bool
    gap: int
    hours: bool

    def join(self, *cells: str) -> str:
        """Return cells as one line."""
        return (" " * self.gap).join(cells)

    @property
    def hour_column(self) -> bool:
        """Whether hours have a column; a narrow list has them beside « attendu » alone."""
        return self.wide and self.hours


def columns(rows: Sequence[DayRow], width: int) -> Columns:
    """Return the columns for these candidates on a terminal of ``width`` columns."""
    wide = is_wide(width)
    hours = any(row.entry.convocation for row in rows)
    number = min(_widest((row.candidate.number for row in rows), "Numéro"), _NUMBER)
    name = _widest((row.candidate.full_name for row in rows), "Nom et prénom")
    for gap in (2, 1) if wide else (1,):
        fixed = _PRESENCE + gap + _PROGRESS + gap if wide else _PROGRESS + gap
        fixed += _HOUR + gap if wide and hours else 0
        # A blank at each side and a scroll bar.
        room = width - 3 - 2 * gap - fixed
        if room >= number + min(name, _NAME) + _SIGNS:
            break
    number = min(number, room - min(name, _NAME) - _SIGNS if wide else _NARROW_NUMBER)
    wanted = _WORDS if wide else _SIGNS
    name = min(name, max(room - number - wanted, min(_NAME, room - number - _SIGNS)))
    return Columns(number, name, room - number - name, wide, gap, hours)


def _widest(texts: Iterable[str], title: str) -> int:
    return max([cell_len(title), *(cell_len(text) for text in texts)])


def heading(shape: Columns) -> str:
    """Return the line above the list."""
    if look().plain:
        return f"Candidats : {'heure, ' if shape.hours else ''}nom, numéro, état"
    who = (fit("Numéro", shape.number), fit("Nom et prénom", shape.name))
    if not shape.wide:
        return shape.join(*who, "État")
    hour = (fit("Heure", _HOUR),) if shape.hours else ()
    state = (fit("Présence", _PRESENCE), fit("Avancement", _PROGRESS), "Mentions")
    return shape.join(*hour, *who, *state)


def who_text(row: DayRow, shape: Columns) -> str:
    """Return the first columns of a candidate's line."""
    who, hour = row.candidate, row.entry.convocation
    if look().plain:
        return f"{hour + ', ' if hour else ''}{who.full_name}, {who.number}, "
    cells = (fit(hour, _HOUR),) if shape.hour_column else ()
    return shape.join(*cells, fit(who.number, shape.number), fit(who.full_name, shape.name), "")


def state_text(row: DayRow, shape: Columns, now: Instant, *, late: bool = False) -> str:
    """Return the other columns of a candidate's line.

    Args:
        row: the candidate.
        shape: the columns.
        now: the present moment.
        late: whether their hour and turn have come, and they have not.
    """
    passage = row.passage
    beside = told_text(mentions(passage, row.entry, late=late), shape.mentions)
    if look().plain:
        status = "" if _is_elsewhere(row) else status_text(passage, now)
        return ", ".join(filter(None, (status, beside)))
    if not shape.wide:
        return shape.join(fit(_narrow_status(row, now), _PROGRESS), beside).rstrip()
    presence = presence_text(passage.presence if passage else Presence.EXPECTED)
    progress = progress_text(passage, now)
    if _is_elsewhere(row):
        presence, progress = "", str(signs.NOT_YET)
    return shape.join(fit(presence, _PRESENCE), fit(progress, _PROGRESS), beside).rstrip()


def _narrow_status(row: DayRow, now: Instant) -> str:
    """Return présence or avancement; with the hour, as long as the candidate is awaited."""
    if _is_elsewhere(row):
        return str(signs.NOT_YET)
    state = row.passage
    status = status_text(state, now)
    expected = state is None or state.presence is Presence.EXPECTED
    awaited = expected and (state is None or state.progress is Progress.TO_COME)
    return f"{status} {row.entry.convocation}".rstrip() if awaited else status


def _is_elsewhere(row: DayRow) -> bool:
    """Tell whether nobody waits for a candidate here, who has not been here either."""
    return bool(row.entry.handed_to) and (row.passage is None or row.passage.arrived is None)


# -- Whole lines --------------------------------------------------------------------------------


class Line(Content):
    """A line of the list; one that fits needs no wrapping to know that it takes one row.

    Textual 8.2.8 asks every line for its height before the first is shown, and once more as soon as
    there is a scroll bar: for a thousand, that was most of what the list took.
    """

    def get_height(self, rules: RulesMap, width: int) -> int:
        return 1 if self.cell_length <= width else super().get_height(rules, width)


class Lines:
    """The lines of a list; one that would say the same as before is not made again."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[DayRow, bool, Content]] = {}
        self._shape: Columns | None = None

    def line(self, row: DayRow, shape: Columns, now: Instant, *, late: bool) -> Content:
        """Return a candidate's line; the arguments are those of :func:`state_text`."""
        if shape != self._shape:
            self._made.clear()
            self._shape = shape
        known = self._made.get(row.entry.passage)
        if known is None or known[0] != row or known[1] is not late or row.running:
            made = _line(row, shape, now, late=late)
            known = (row, late, Line(made.plain, list(made.spans)))
            self._made[row.entry.passage] = known
        return known[2]


def _line(row: DayRow, shape: Columns, now: Instant, *, late: bool) -> Content:
    who = who_text(row, shape)
    if row.problem:
        return say(who) + say(DAMAGED, WARNING)
    if row.unread:
        return say(f"{who}…")
    return say(who + state_text(row, shape, now, late=late))
