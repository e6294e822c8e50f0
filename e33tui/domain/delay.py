"""How late the day is: the hours of convocation against what has begun, and against the clock.

Who has come is noted as their passage begins: one who waits at the door is not told from one who has
not come, so that nobody is called late whom the commission has kept waiting.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence

from e33tui.domain.clock import Instant
from e33tui.domain.frozen import dataclass
from e33tui.domain.passage import Passage, Progress
from e33tui.domain.roster import Entry

TOLD = 5
"""Minutes from which on a delay is worth a word."""


@dataclass(frozen=True)
class Delay:
    """How late a day is.

    Attributes:
        minutes: by how much the orals lag behind the convocations; 0 where it is not worth a word.
        late: the passages of those whose hour and turn have come, and who have not.
    """

    minutes: int = 0
    late: frozenset[str] = frozenset()


NO_DELAY = Delay()


@dataclass(frozen=True)
class _Turn:
    """One candidate who is examined here, in the order of the day.

    Attributes:
        passage: whose.
        state: their passage, if it was opened.
        hour: the convocation, in minutes of the day; ``None`` where none is known.
        own: whether nobody before is summoned as late: an hour that several share is the first one's.
    """

    passage: str
    state: Passage | None
    hour: int | None
    own: bool

    @property
    def begun(self) -> bool:
        return self.state is not None and self.state.gate is not None

    @property
    def on(self) -> bool:
        return self.state is not None and self.state.progress is Progress.IN_PROGRESS

    @property
    def missing(self) -> bool:
        """Whether the candidate has not come."""
        return not self.begun and (self.state is None or self.state.arrived is None)


def delay(day: Iterable[tuple[Entry, Passage | None]], date: str, now: Instant) -> Delay:
    """Return how late a day is, as far as the hours of convocation tell.

    Args:
        day: every candidate with their passage, in the order of the day.
        date: the day, ISO; on any other nothing is late.
        now: the present moment.
    """
    if time.strftime("%Y-%m-%d", _local(now)) != date:
        return NO_DELAY
    turns = _turns(day)
    if all(turn.hour is None for turn in turns):
        return NO_DELAY
    minute = _minute(now)
    last = max((place for place, turn in enumerate(turns) if turn.begun), default=-1)
    following = next((turn for turn in turns[last + 1 :] if not turn.begun), None)
    lags = [_lag(turn, _began(turn.state)) for turn in turns if turn.on]
    lags += [_lag(following, minute)] if following else []
    behind = max(lags, default=0)
    late = _missing(turns, last, following, minute)
    return Delay(behind if behind >= TOLD else 0, late)


def _turns(day: Iterable[tuple[Entry, Passage | None]]) -> Sequence[_Turn]:
    """Return who is examined here: neither absent, nor put off, nor handed over."""
    found: list[_Turn] = []
    latest = -1
    for entry, state in day:
        if entry.handed_to or (state is not None and state.put_off):
            continue
        hour = _minutes(entry.convocation)
        found.append(_Turn(entry.passage, state, hour, own=hour is not None and hour > latest))
        latest = max(latest, -1 if hour is None else hour)
    return found


def _missing(
    turns: Sequence[_Turn], last: int, following: _Turn | None, minute: int
) -> frozenset[str]:
    """Return who has not come though others have passed, or though the commission was free."""
    called = list(turns[: max(last, 0)])
    if following and all(_was_free(turn, following.hour) for turn in turns if turn.begun):
        called.append(following)
    late = (turn for turn in called if turn.hour is not None and minute > turn.hour)
    return frozenset(turn.passage for turn in late if turn.missing)


def _was_free(begun: _Turn, hour: int | None) -> bool:
    """Tell whether an oral is known to have been over at an hour."""
    ended = begun.state.interview.ended if begun.state else None
    return ended is not None and hour is not None and _minute(ended) <= hour


def _lag(turn: _Turn, minute: int | None) -> int:
    return minute - turn.hour if turn.own and turn.hour is not None and minute is not None else 0


def _began(state: Passage | None) -> int | None:
    started = state and (state.presentation.started or state.interview.started)
    return _minute(started) if started else None


def _minutes(hour: str) -> int | None:
    """Return the minutes of the day of ``"08:30"``; nothing for what is no hour."""
    found = re.fullmatch(r"(\d\d):(\d\d)", hour)
    return int(found[1]) * 60 + int(found[2]) if found else None


def _minute(instant: Instant) -> int:
    local = _local(instant)
    return local.tm_hour * 60 + local.tm_min


def _local(instant: Instant) -> time.struct_time:
    return time.localtime(instant.wall // 1000)
