"""Many people who type at once: one loop, one small step a key, so as not to measure itself."""

from __future__ import annotations

import os
import random
import select
import string
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from benchmarks.terminal import NotMeasured, text_of, whole_sequences

KEYS_PER_SECOND: Final = 2.0
WORD: Final = string.ascii_lowercase
"""What each types before the Enter that commits it; no letter follows itself."""
TURN: Final = 3
ENTERED: Final = 8
"""Letters that come once an observation stands on the screen; a clock and a save mark have none."""
LAST_ANSWERS: Final = 10.0
"""Seconds that the last keys get to be answered."""
_READ_SIZE: Final = 65536


@dataclass
class Typist:
    """One person at one terminal, and what the screen has answered.

    Attributes:
        descriptor: the terminal's end of the line.
        typed: how many keys were pressed, or are taken to have been when it begins.
        waits: milliseconds from each key to the screen, in order.
    """

    descriptor: int
    typed: int = 0
    waits: list[float] = field(default_factory=list)
    _unanswered: deque[tuple[str, float]] = field(default_factory=deque)
    _letters: int = 0
    _cut: bytes = b""

    def is_idle(self) -> bool:
        """Tell whether every key was answered."""
        return not self._unanswered

    def press(self, now: float) -> None:
        """Type the next letter, or enter what was typed."""
        entered, place = divmod(self.typed, len(WORD) + 1)
        # Turned by a few letters each time: where a line takes the place of another, all is new.
        key = WORD[(place + TURN * entered) % len(WORD)] if place < len(WORD) else "\r"
        self.typed += 1
        if key == "\r":
            self._letters = 0
        self._unanswered.append((key, now))
        os.write(self.descriptor, key.encode())

    def receive(self, data: bytes, now: float) -> None:
        """Find the answers in what came; keys are answered in their order.

        One frame may answer the last letter and the Enter that followed it at once.
        """
        whole, self._cut = whole_sequences(self._cut + data)
        for letter in filter(str.isalpha, text_of(whole)):
            self._letters += 1
            if self._unanswered and self._unanswered[0][0] == letter:
                self._answer(now)
            if self._unanswered and self._is_entered():
                self._answer(now)

    def _is_entered(self) -> bool:
        return self._unanswered[0][0] == "\r" and self._letters >= ENTERED

    def _answer(self, now: float) -> None:
        self.waits.append((now - self._unanswered.popleft()[1]) * 1000)


def typists_at(descriptors: Sequence[int]) -> list[Typist]:
    """Return one typist a terminal, each at a place of its own in what it types.

    Fifty commissions do not enter an observation all in the same half second. Each still has as
    many letters to type as tell that it was entered.
    """
    stretch = (len(WORD) - ENTERED + 1) / max(len(descriptors), 1)
    return [Typist(each, int(number * stretch)) for number, each in enumerate(descriptors)]


def type_together(typists: Sequence[Typist], seconds: float, seed: int = 33) -> None:
    """Let all of them type for so long, each key at a moment of its own.

    A key is pressed when its moment has come, whether or not the one before was answered.

    Raises:
        NotMeasured: a line ended, or a key had no answer.
    """
    moments = _moments(len(typists), seconds, random.Random(seed))
    lines = {typist.descriptor: typist for typist in typists}
    poll = select.epoll()
    for descriptor in lines:
        poll.register(descriptor, select.EPOLLIN)
    try:
        began = perf_counter()
        for moment, number in moments:
            while (left := began + moment - perf_counter()) > 0:
                _serve(poll, lines, left)
            typists[number].press(perf_counter())
        end = perf_counter() + LAST_ANSWERS
        while not all(typist.is_idle() for typist in typists):
            if perf_counter() > end:
                raise NotMeasured("a key had no answer")
            _serve(poll, lines, 0.1)
    finally:
        poll.close()


def _moments(count: int, seconds: float, chance: random.Random) -> list[tuple[float, int]]:
    """Return when whom presses a key: one at random in each stretch of each typist."""
    stretch = 1 / KEYS_PER_SECOND
    turns = range(round(seconds * KEYS_PER_SECOND))
    return sorted(
        ((turn + chance.random()) * stretch, number) for turn in turns for number in range(count)
    )


def _serve(poll: select.epoll, lines: dict[int, Typist], seconds: float) -> None:
    """Take what comes within so long."""
    for descriptor, _ in poll.poll(seconds):
        try:
            data = os.read(descriptor, _READ_SIZE)
        except OSError:
            data = b""
        if not data:
            raise NotMeasured("a session ended")
        lines[descriptor].receive(data, perf_counter())
