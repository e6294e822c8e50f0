"""A minute in which nobody touches a key: what a running clock sends, and what nothing sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import ClassVar, Final

from benchmarks import scene
from benchmarks.looks import Looking
from benchmarks.scene import Scene
from benchmarks.terminal import NotMeasured
from benchmarks.wire_typing import read_all
from e33tui import rubric
from e33tui.domain.commands import AdjustClock
from e33tui.domain.remark import PartId
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

MINUTE: Final = 60.0
GLANCE: Final = 0.25
"""Seconds of listening at a time: less than between two ticks."""
_CLOCK: Final = re.compile(r"\b(\d\d)(?::\d\d| min)\D{1,12}25(?::00| min)")
"""The clock in figures, or in the words of the plain mode, which tells minutes."""


@dataclass(frozen=True)
class Minute:
    """A minute that is listened to.

    Attributes:
        beginning: the clock's seconds as it goes on; others are started meanwhile.
        shown: the minutes that it shows at the end.
        says: whether words come before it, or others, in that minute.
    """

    beginning: int
    shown: str
    says: bool


CALM: Final = Minute(9 * 60 + 15, "10", says=False)
"""09:59 becomes 10:00, and no alert comes."""
PRESSING: Final = (
    Minute(19 * 60 + 15, "20", says=True),  # 5 minutes are left
    Minute(23 * 60 + 15, "24", says=True),  # the last one
    Minute(24 * 60 + 15, "00", says=True),  # an overrun begins
    Minute(34 * 60 + 15, "10", says=False),  # and comes to its tenth minute
)


class Silent(Looking):
    """The program while nobody touches a key.

    Attributes:
        heard: the bytes of every glance at it.
        changed: the rows that changed in each.
    """

    def __init__(self, place: Scene, look: Sequence[str]) -> None:
        super().__init__(place, look)
        self.heard: list[int] = []
        self.changed: list[set[int]] = []
        self._rows: list[str] = []
        self._length = 0

    def glance(self) -> None:
        """Note what was read since the last glance."""
        rows = self.picture().split("\n")
        self.heard.append(len(self.received) - self._length)
        self.changed.append({y for y, row in enumerate(rows) if self._rows[y : y + 1] != [row]})
        self._rows, self._length = rows, len(self.received)

    def forget(self) -> None:
        """Begin to count."""
        self.glance()
        self.heard.clear()
        self.changed.clear()


class Ticking(Silent):
    """The interview, its clock running.

    Attributes:
        words: what the clock's row says at each glance, but for its figures.
    """

    def __init__(self, place: Scene, look: Sequence[str], minute: Minute = CALM) -> None:
        self.words: list[str] = []
        self._minute = minute
        super().__init__(place, look)

    def behind(self, program: list[str], environment: dict[str, str]) -> list[str]:
        set_clock(self.folder, self.place.examined, self._minute.beginning)
        return super().behind(program, environment)

    def glance(self) -> None:
        super().glance()
        row = next(filter(_CLOCK.search, self._rows), "")
        self.words.append(re.sub(r"\d", "0", row))

    def forget(self) -> None:
        super().forget()
        del self.words[:-1]

    def begin(self) -> None:
        """Open the candidate and let the clock run."""
        self.wait_for_list()
        self.open_examined()
        self.press(scene.key("pause"))

    def largest(self, fewest: int) -> int | None:
        """Return the largest of the ticks, of which there must be so many; ``None`` for none.

        A glance in which another row changed is none: the time of the last save moves on, and the
        notice that the clock runs again goes. Nor is one in which an alert comes.

        Raises:
            NotMeasured: the clock did not tick, or not into the minute that it should come to.
        """
        rows = self.picture().split("\n")
        place = next((y for y, row in enumerate(rows) if _CLOCK.search(row)), None)
        glances = zip(self.heard, self.changed, self._says_more(), strict=True)
        ticks = [
            size for size, changed, more in glances if size and changed <= {place} and not more
        ]
        shown = place is not None and _CLOCK.search(rows[place])
        if not shown or shown[1] != self._minute.shown or len(ticks) < fewest:
            raise NotMeasured(f"{len(ticks)} ticks in a minute:\n{self.picture()}")
        return max(ticks, default=None)

    def largest_alert(self) -> int:
        """Return the bytes of the largest glance in which other words come before the clock.

        Raises:
            NotMeasured: there was none, or there should be none.
        """
        found = [size for size, more in zip(self.heard, self._says_more(), strict=True) if more]
        if bool(found) is not self._minute.says:
            raise NotMeasured(f"{len(found)} alerts in a minute:\n{self.picture()}")
        return max(found, default=0)

    def _says_more(self) -> list[bool]:
        return [before != after for before, after in pairwise(self.words)]


class Resting(Silent):
    """A screen on which nothing changes."""

    def __init__(self, place: Scene, look: Sequence[str], to: str) -> None:
        super().__init__(place, look)
        self._to = to

    def begin(self) -> None:
        """Go to the screen."""
        self.wait_for_list()
        self.WAYS[self._to](self)

    def _blank(self) -> None:
        self.open_examined()
        self.press(scene.key("blank"))

    WAYS: ClassVar[dict[str, Callable[[Resting], None]]] = {
        "paused interview": lambda one: one.open_examined(),
        "list": lambda one: None,
        "form": lambda one: one.press(scene.key("settings")),
        "locked": lambda one: one.open(one.place.locked),
        "blank": _blank,
    }


def listen(everyone: Sequence[Ticking | Resting]) -> None:
    """Listen to all of them for a minute."""
    for each in sorted(everyone, key=lambda one: isinstance(one, Ticking)):
        each.begin()
    read_all(everyone, 1.0)
    for each in everyone:
        each.forget()
    end = perf_counter() + MINUTE
    while perf_counter() < end:
        read_all(everyone, GLANCE)
        for each in everyone:
            each.glance()


def set_clock(folder: Path, line: int, seconds: int) -> None:
    """Put the clock of the interview on a line of the list on so many seconds."""
    service = Service(Store.open(folder), rubric.load(), SystemClock())
    desk = service.open(service.rows()[line].entry.passage)
    elapsed = desk.state.timing(PartId.INTERVIEW).elapsed(desk.now())
    desk.do(AdjustClock(PartId.INTERVIEW, seconds * 1000 - elapsed))
    if not desk.leave() or not service.close():
        raise NotMeasured("the clock could not be set")
