"""A minute in which nobody touches a key: what a running clock sends, and what nothing sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
BEGINNING: Final = 9 * 60 + 30
"""The clock's seconds at the start: 09:59 becomes 10:00 within that minute, and no alert comes."""
GLANCE: Final = 0.25
"""Seconds of listening at a time: less than between two ticks."""
_CLOCK: Final = re.compile(r"\b(\d\d)(?::\d\d| min)\D{1,12}25(?::00| min)")
"""The clock in figures, or in the words of the plain mode, which tells minutes."""


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
    """The interview, its clock running."""

    def behind(self, program: list[str], environment: dict[str, str]) -> list[str]:
        set_clock(self.folder, self.place.examined)
        return super().behind(program, environment)

    def begin(self) -> None:
        """Open the candidate and let the clock run."""
        self.wait_for_list()
        self.open_examined()
        self.press(scene.key("pause"))

    def largest(self, fewest: int) -> int | None:
        """Return the largest of the ticks, of which there must be so many; ``None`` for none.

        A glance in which another row changed is none: the time of the last save moves on, and the
        notice that the clock runs again goes.

        Raises:
            NotMeasured: the clock did not tick, or not into its eleventh minute.
        """
        rows = self.picture().split("\n")
        place = next((y for y, row in enumerate(rows) if _CLOCK.search(row)), None)
        glances = zip(self.heard, self.changed, strict=True)
        ticks = [size for size, changed in glances if size and changed <= {place}]
        shown = place is not None and _CLOCK.search(rows[place])
        if not shown or shown[1] != "10" or len(ticks) < fewest:
            raise NotMeasured(f"{len(ticks)} ticks in a minute:\n{self.picture()}")
        return max(ticks, default=None)


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


def set_clock(folder: Path, line: int) -> None:
    """Put the clock of the interview on a line of the list on :data:`BEGINNING`."""
    service = Service(Store.open(folder), rubric.load(), SystemClock())
    desk = service.open(service.rows()[line].entry.passage)
    elapsed = desk.state.timing(PartId.INTERVIEW).elapsed(desk.now())
    desk.do(AdjustClock(PartId.INTERVIEW, BEGINNING * 1000 - elapsed))
    if not desk.leave() or not service.close():
        raise NotMeasured("the clock could not be set")
