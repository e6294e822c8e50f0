"""Time as the exam counts it: instants that survive a suspend, a clock step and a restart.

Inside one boot of the machine, elapsed time comes from the boot-time clock, whatever NTP or summer
time do to the wall clock; across boots only the wall clock is left (design §7).
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from e33tui.domain.errors import InputError

GAP_TO_ASK = 120_000
"""Milliseconds of silence after which the commission is asked whether they count."""

LAST_MINUTES = 5 * 60_000
LAST_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment, read on two clocks.

    Attributes:
        boot: identity of the machine's boot, so that ``ticks`` are compared within one boot only.
        ticks: milliseconds of the boot-time clock, suspended time included.
        wall: milliseconds since the epoch, UTC.
    """

    boot: str
    ticks: int
    wall: int


class Clock(Protocol):
    """Where the time comes from; passed in, never called behind the domain's back."""

    def now(self) -> Instant:
        """Return the present moment."""
        ...


def between(start: Instant, end: Instant) -> int:
    """Return the milliseconds from ``start`` to ``end``, exact within one boot."""
    if start.boot == end.boot:
        return end.ticks - start.ticks
    return end.wall - start.wall


def earlier(moment: Instant, ago: int) -> Instant:
    """Return the moment ``ago`` milliseconds before another one of the same boot."""
    return Instant(moment.boot, moment.ticks - ago, moment.wall - ago)


def must_ask(last_seen: Instant, now: Instant) -> bool:
    """Tell whether a silence has to be put to the commission: long, negative or over a restart."""
    gap = between(last_seen, now)
    return last_seen.boot != now.boot or not 0 <= gap <= GAP_TO_ASK


@dataclass(frozen=True, slots=True)
class Pause:
    """One pause of a *temps*.

    Attributes:
        start: when it began.
        end: when it ended; ``None`` while it lasts.
        reason: one of :data:`PAUSE_REASONS`, or empty: a reason may follow, or never.
    """

    start: Instant
    end: Instant | None = None
    reason: str = ""


PAUSE_REASONS = (
    "Incident technique",
    "Interruption extérieure",
    "Demande du candidat",
    "Demande de la commission",
    "Autre",
)
"""Never a medical reason: least data (design rules 4 and 15)."""


class PartStatus(StrEnum):
    """Where one *temps* stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Timing:
    """The facts of one *temps*, from which its elapsed time is computed.

    Attributes:
        started: when the commission started it.
        ended: when the commission ended it.
        pauses: its pauses in order of time.
        adjustment: milliseconds added by hand (a late start of the clock, a gap not counted).
    """

    started: Instant | None = None
    ended: Instant | None = None
    pauses: tuple[Pause, ...] = ()
    adjustment: int = 0

    @property
    def status(self) -> PartStatus:
        """Where this *temps* stands now."""
        if self.started is None:
            return PartStatus.WAITING
        if self.ended is not None:
            return PartStatus.ENDED
        if self.pauses and self.pauses[-1].end is None:
            return PartStatus.PAUSED
        return PartStatus.RUNNING

    @property
    def on(self) -> bool:
        """Whether it was started and has not ended, paused or not."""
        return self.status in (PartStatus.RUNNING, PartStatus.PAUSED)

    def elapsed(self, now: Instant) -> int:
        """Return the milliseconds that count, at ``now`` or at the end if it is over."""
        if self.started is None:
            return 0
        total, stretch_start = self.adjustment, self.started
        for pause in self.pauses:
            total += between(stretch_start, pause.start)
            if pause.end is None:
                return max(0, total)
            stretch_start = pause.end
        return max(0, total + between(stretch_start, self.ended or now))


NOT_STARTED = Timing()


class Alert(StrEnum):
    """What the clock has to say, by shape and word as well as colour."""

    NONE = "none"
    LAST_MINUTES = "last_minutes"
    LAST_MINUTE = "last_minute"
    OVERRUN = "overrun"


def alert(elapsed: int, allowed: int) -> Alert:
    """Return the alert for ``elapsed`` of ``allowed`` milliseconds."""
    left = allowed - elapsed
    if left <= 0:
        return Alert.OVERRUN
    if left <= LAST_MINUTE:
        return Alert.LAST_MINUTE
    # Of a time that is no longer than that it would say nothing, and at its beginning a wrong number.
    if left <= LAST_MINUTES < allowed:
        return Alert.LAST_MINUTES
    return Alert.NONE


def minutes_seconds(milliseconds: int) -> str:
    """Return ``mm:ss``, rounded down; minutes go past 59 without hours."""
    seconds = max(0, milliseconds) // 1000
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def time_left(elapsed: int, allowed: int) -> str:
    """Return as ``mm:ss`` what is left of ``allowed`` milliseconds.

    With the time elapsed as it is shown, rounded down, it makes up the whole.
    """
    return minutes_seconds(allowed - max(0, elapsed) // 1000 * 1000)


def clock_time(instant: Instant) -> str:
    """Return the time of day in the machine's zone, ``"10:02"``."""
    return time.strftime("%H:%M", time.localtime(instant.wall // 1000))


LONGEST_TYPED = 60 * 60_000
"""The most that a typed duration may be."""
# Two digits after a colon: « 2:3 » could be three seconds or thirty.
_MINUTES = r"([0-9]{1,4})(?: ?: ?([0-9]{2})| ?(?:min|mn|m)\.?(?: ?([0-9]{1,2}) ?s?)?)?"
_SECONDS = r"([0-9]{1,4}) ?(?:s|sec)\.?"


def parse_duration(field: str, text: str, most: int = LONGEST_TYPED) -> int:
    """Return the milliseconds of a typed duration: ``2`` or ``2:30`` minutes, ``2 min 30``, ``90 s``.

    Args:
        field: the French name of the field.
        text: what was typed.
        most: the longest that is taken, in milliseconds.

    Raises:
        InputError: it is no duration, or longer.
    """
    written = " ".join(text.lower().split())
    if found := re.fullmatch(_MINUTES, written):
        minutes, after_colon, after_word = found.groups(default="0")
        seconds = int(after_colon) + int(after_word)
        milliseconds = (int(minutes) * 60 + seconds) * 1000
        possible = seconds < 60
    else:
        found = re.fullmatch(_SECONDS, written)
        milliseconds = int(found[1]) * 1000 if found else 0
        possible = found is not None
    if not possible or milliseconds > most:
        raise InputError(
            field,
            f"{field} : tapez des minutes, {most // 60_000} au plus, par exemple 2 ou 2:30.",
        )
    return milliseconds
