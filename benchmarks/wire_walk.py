"""A walk through every screen, the bytes of every step counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks import walk
from benchmarks.looks import Looking
from benchmarks.scene import Scene
from benchmarks.walk import Kind, Step

QUIET: Final = 0.4
"""Seconds without a byte after which a step has sent all that it sends."""
CRITERIA: Final = 10


@dataclass(frozen=True)
class Sent:
    """What a step took.

    Attributes:
        step: what was pressed.
        size: bytes from the key until nothing more came.
    """

    step: Step
    size: int


class Walking(Looking):
    """The program, walked through; what it sends is noted step by step."""

    @classmethod
    def through(cls, place: Scene, look: Sequence[str]) -> list[Sent]:
        """Return what every step took, all over the program."""
        with cls(place, look) as one:
            # The candidate in mid-interview, whose clock is paused: no tick comes between.
            one.wait_for_list()
            sent = one.play(walk.LIST)
            one.open_examined()
            sent += one.play((*walk.criteria(CRITERIA), *walk.OVER))
        with cls(place, look) as other:
            other.wait_for_list()
            other.choose(place.waiting)
            return sent + other.play((*walk.PASSAGE, *walk.AFTERWARDS))

    def play(self, steps: Iterable[Step]) -> list[Sent]:
        """Take the steps one after the other; letters in a field are not noted."""
        self.settle(QUIET)
        taken = [Sent(step, self._take(step)) for step in steps]
        return [each for each in taken if each.step.kind is not Kind.TEXT]

    def _take(self, step: Step) -> int:
        before, start = self.picture(), len(self.received)
        self.press(step.keys)
        self.until(lambda: step.is_done(before, self.picture()), f"“{step.name}” did nothing")
        self.settle(QUIET)
        return len(self.received) - start
