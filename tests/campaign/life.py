"""One life of the program: started in a terminal, typed into, cut short at a random moment."""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from e33tui.domain.errors import E33Error
from tests.campaign import record
from tests.campaign.typist import Examiner, Found, Stroke, Typist, Writer
from tests.campaign.verdict import Verdict, judge
from tests.end_to_end import midway
from tests.end_to_end.terminal import Terminal

NUMBER = midway.EXAMINED[0]
_MARK = re.compile(r"✓ (\d\d:\d\d:\d\d)")


@dataclass(frozen=True)
class Scene:
    """Where a life is spent.

    Attributes:
        prepare: makes the séance's folder.
        typist: who types in it.
        clock: whether a clock runs there.
    """

    prepare: Callable[[Path], None]
    typist: type[Typist]
    clock: bool


ORAL = Scene(midway.examining, Examiner, clock=True)
WRITING = Scene(midway.writing, Writer, clock=False)


def mark_time(head: str, now: float) -> float | None:
    """Return the time that the save mark shows, in seconds of the wall clock."""
    shown = _MARK.search(head)
    if shown is None:
        return None
    day = time.strftime("%Y-%m-%d", time.localtime(now))
    at = time.mktime(time.strptime(f"{day} {shown[1]}", "%Y-%m-%d %H:%M:%S"))
    return at if at <= now else at - 86_400


class Life:
    """One run of the program on a folder.

    Attributes:
        terminal: where it runs.
        typist: who types there.
        lag: the longest time in seconds that a key took to be seen.
    """

    def __init__(self, folder: Path, scene: Scene, found: Found, seed: int) -> None:
        """Start the program on what earlier lives left."""
        self.random = random.Random(seed)
        self.typist = scene.typist(seed, found)
        self.lag = 0.0
        self._folder = folder
        self._begun = replace(_stroke_of(found), at=time.time())
        self._unseen: float | None = None
        self.terminal = self.start(folder, str(folder.with_name(f"{folder.name}-state")))

    def start(self, folder: Path, state: str) -> Terminal:
        """Return a terminal with the program in it."""
        return Terminal(str(folder), XDG_STATE_HOME=state)

    @property
    def strokes(self) -> list[Stroke]:
        """What the life began with, and every key since."""
        return [self._begun, *self.typist.strokes]

    def sit_down(self) -> None:
        """Open the passage, and see there what was being typed.

        Raises:
            AssertionError: the screen does not show it.
        """
        self.terminal.wait_for("⏎ ouvrir")
        self.terminal.press("⏎", until=self.typist.SHOWN)
        self.terminal.wait_until(self._all_seen, f"shown again: {self.typist.text!r}")

    def type_until(self, deadline: float) -> None:
        """Type until a moment of the wall clock."""
        while time.time() < deadline:
            self._type()
            self._look(min(self.typist.pause(), max(deadline - time.time(), 0.0)))

    def type_at_once(self, keys: int) -> None:
        """Type some keys faster than anybody does, as a line delivers them that was held up."""
        for _ in range(keys):
            self._type()

    def _type(self) -> None:
        key, now = self.typist.next(), time.time()
        self._unseen = self._unseen or now
        self.terminal.send(key)
        self.typist.note(key, now)

    def _look(self, seconds: float) -> None:
        """Read the screen for some seconds, and note how long keys take to be seen there."""
        end = time.time() + seconds
        while True:
            self.terminal.listen(max(end - time.time(), 0.0))
            if self._unseen is not None and self._all_seen():
                self.lag = max(self.lag, time.time() - self._unseen)
                self._unseen = None
            if time.time() >= end:
                return

    def _all_seen(self) -> bool:
        """Tell whether the end of what was typed stands before the cursor."""
        shown = self.terminal.before_cursor.rpartition("│")[2].rstrip()
        words = self.typist.text.rpartition("\n")[2].split()
        if not words:
            return not shown or shown.endswith("▸")
        # A blank at the end of a row puts the cursor on the next one.
        return shown.endswith(words[-1]) or (not shown and words[-1] in self.terminal.flat)

    def kill(self) -> float:
        """End the program by SIGKILL; return when."""
        killed = time.time()
        self.terminal.signal(signal.SIGKILL)
        self.terminal.process.wait()
        return killed

    def judge(self, ended: float, mark: float | None) -> tuple[Found | None, Verdict]:
        """Return what is on the disk now, and what is missing of what was typed."""
        try:
            found = record.read(self._folder, NUMBER)
        except E33Error as error:
            return None, Verdict(kills=1, unreadable=1, told=(error.message,))
        verdict = judge(self.strokes, self.typist.entries, found, ended=ended, mark=mark)
        bad = tuple(record.unreadable_in(self._folder))
        told = (*verdict.told, *bad)
        return found, replace(verdict, unreadable=len(bad), lag=self.lag, told=told)


def _stroke_of(found: Found) -> Stroke:
    field, text = next(iter(found.drafts.items()), ("", ""))
    return Stroke(0.0, 0, len(found.entries), field, text)
