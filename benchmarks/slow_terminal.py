"""A terminal at the far end of a slow line: each byte takes its time, each way."""

from __future__ import annotations

import os
import re
import select
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from benchmarks.interface import Interface
from benchmarks.scene import Scene
from benchmarks.terminal import PATIENCE, NotMeasured, text_of
from benchmarks.walk import Kind, Step

BAUD: Final = 9600
BYTES_A_SECOND: Final = BAUD // 10
"""A byte has a start and a stop bit."""
ONE_WAY: Final = 0.15
"""Seconds that the distance takes each way."""
AT_ONCE: Final = 48
"""Bytes that the line takes over at a time; the rest stays with the program's system."""
RHYTHM: Final = 0.1
"""Seconds from one letter to the next."""
QUIET: Final = 1.0
"""Seconds without a change after which a step is over."""
_DIGITS: Final = re.compile(r"\d")


class Channel:
    """One way of the line, on a clock that is passed in."""

    def __init__(self, rate: float, delay: float) -> None:
        """Carry ``rate`` bytes a second, each ``delay`` seconds long."""
        self._rate = rate
        self._delay = delay
        self._carried: deque[tuple[float, bytes]] = deque()
        self._free_at = 0.0

    def put(self, data: bytes, now: float) -> None:
        """Send bytes behind those that are being sent."""
        self._free_at = max(now, self._free_at) + len(data) / self._rate
        self._carried.append((self._free_at + self._delay, data))

    def is_free(self, now: float) -> bool:
        """Tell whether all was sent, though it may not have arrived."""
        return now >= self._free_at

    def take(self, now: float) -> bytes:
        """Return what has arrived."""
        arrived = b""
        while self._carried and self._carried[0][0] <= now:
            arrived += self._carried.popleft()[1]
        return arrived

    def next_moment(self, now: float) -> float:
        """Return when something changes here next; never, if nothing is under way."""
        moments = [self._carried[0][0]] if self._carried else []
        return min([*moments, *([] if self.is_free(now) else [self._free_at])], default=now + 3600)


@dataclass(frozen=True)
class Taken:
    """What a step took.

    Attributes:
        step: what was pressed.
        seconds: from the key, or from a text's last letter, to the last byte that belongs to it.
        size: bytes that arrived for it.
    """

    step: Step
    seconds: float
    size: int


class SlowTerminal(Interface):
    """The program behind a slow line; it is read and typed on as any other."""

    def __init__(
        self,
        place: Scene,
        *options: str,
        rate: float = BYTES_A_SECOND,
        one_way: float = ONE_WAY,
        quiet: float = QUIET,
        rhythm: float = RHYTHM,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        super().__init__(place, *options)
        self._up, self._down = Channel(rate, one_way), Channel(rate, one_way)
        self._quiet, self._rhythm, self._now = quiet, rhythm, clock
        os.set_blocking(self.descriptor, False)

    # The line

    def press(self, keys: str) -> None:
        """Send the bytes that a terminal sends for ``keys``; they arrive later."""
        self._up.put(keys.encode(), self._now())

    def read(self, seconds: float) -> bytes:
        """Return what arrives next, waiting for it at most so long; nothing if nothing does."""
        end = self._now() + seconds
        while True:
            now = self._now()
            if keys := self._up.take(now):
                os.write(self.descriptor, keys)
            free = self._down.is_free(now)
            if free and (data := self._hand_over()):
                self._down.put(data, now)
                free = False
            if arrived := self._down.take(now):
                self.received += arrived
                return arrived
            if now >= end:
                return b""
            until = min(end, self._up.next_moment(now), self._down.next_moment(now))
            select.select([self.descriptor] if free else [], [], [], max(0.0, until - now))

    def _hand_over(self) -> bytes:
        """Return the next bytes that the program's system holds."""
        try:
            data = os.read(self.descriptor, AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError:  # how Linux says that the other end is closed
            data = b""
        if not data:
            raise NotMeasured(f"the program ended:\n{text_of(self.received)[-2000:]}")
        return data

    # Steps

    def play(self, steps: Iterable[Step]) -> list[Taken]:
        """Take the steps one after the other, each once the last has settled."""
        self._settled(lambda: True, "the screen before")
        return [self._take(step) for step in steps]

    def _take(self, step: Step) -> Taken:
        before, start = self.picture(), len(self.received)
        if step.kind is Kind.TEXT:
            for letter in step.keys[:-1]:
                self.press(letter)
                self._read_for(self._rhythm)
        pressed = self._now()
        self.press(step.keys[-1] if step.kind is Kind.TEXT else step.keys)
        done = lambda: step.is_done(before, self.picture())  # noqa: E731
        moment, end = self._settled(done, step.name)
        return Taken(step, max(0.0, moment - pressed), end - start)

    def _read_for(self, seconds: float) -> None:
        end = self._now() + seconds
        while (left := end - self._now()) > 0:
            self.read(left)

    def _settled(self, done: Callable[[], bool], name: str) -> tuple[float, int]:
        """Wait until a step is done and nothing changes any more.

        Digits may go on changing: a clock that runs belongs to no step.

        Returns:
            When the last byte that changed anything else arrived, and how many had until then.
        """
        look = self._look()
        changed = began = self._now()
        size = len(self.received)
        while not done() or self._now() - changed < self._quiet:
            if self._now() - began > 2 * PATIENCE:
                raise NotMeasured(f"“{name}” did not settle:\n{self.picture()}")
            if self.read(self._quiet / 4) and (now := self._look()) != look:
                look, changed, size = now, self._now(), len(self.received)
        return changed, size

    def _look(self) -> list[Any]:
        """Return what is shown, but which digits."""
        self.picture()
        buffer = self._screen.buffer
        return [
            [
                (_DIGITS.sub("0", cell.data), cell.reverse, cell.bold, cell.fg, cell.bg)
                for cell in (buffer[row][column] for column in range(self._screen.columns))
            ]
            for row in range(self._screen.lines)
        ]
