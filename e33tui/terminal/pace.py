"""One key at a time: the next is handed over when the program has finished with the one before.

Textual forwards a typed letter straight to the focused widget, while a bound key first climbs back
to the app, which then runs its action. Handed over together, as a slow line delivers them, Tab and
a digit would put the digit into the field that Tab leaves, and an arrow would come after the
letters that follow it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 0.5
"""Seconds that one key may hold up the next, when something in the program is never done."""
TURNS: Final = 500
"""Turns of the loop that it may do so in any case, ten times what a new screen takes. On a machine
that gives the program no time, seconds pass in which nothing is done."""


class Pace:
    """Runs actions in order, each when the event loop has nothing left to do but wait."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: deque[tuple[Callable[[], object], bool]] = deque()
        self._writing: Callable[[], bool] | None = None
        self._looking = False
        self._turns = 0
        self._deadline = 0.0

    def add(self, action: Callable[[], object], *, letter: bool = False) -> None:
        """Run ``action`` at once, or when those before it have taken effect.

        Args:
            action: hands one key over.
            letter: whether the key is one that a text just takes.
        """
        self._waiting.append((action, letter))
        if not self._looking:
            self._start()

    def hurry(self, writing: Callable[[], bool]) -> None:
        """Run letters that follow each other together from now on, where a text takes them.

        Each then costs a small part of what it does when the screen is painted in between.

        Args:
            writing: whether a text has the focus.
        """
        self._writing = writing

    def release(self) -> None:
        """Run everything that waits, now."""
        while self._waiting:
            self._run()

    def _run(self) -> bool:
        """Run the first that waits; return whether it was a letter."""
        action, letter = self._waiting.popleft()
        action()
        return letter

    def _start(self) -> None:
        # First of all: an action that fails must not keep those after it waiting.
        self._looking, self._turns = True, 0
        self._loop.call_soon(self._look)
        together = self._writing is not None and self._writing()
        if self._run() and together:
            while self._waiting and self._waiting[0][1]:
                self._run()
        self._deadline = self._loop.time() + PATIENCE

    def _look(self) -> None:
        """Look again after the others in the loop, until there are none."""
        self._turns += 1
        restless = self._turns > TURNS and self._loop.time() > self._deadline
        if self._others_are_ready() and not restless:
            self._loop.call_soon(self._look)
            return
        self._looking = False
        if self._waiting:
            self._start()

    def _others_are_ready(self) -> bool:
        """Say whether anything else in the loop could run now.

        asyncio has no public way to ask. A loop without this queue counts as idle: keys then come
        as close together as Textual's own driver hands them over.
        """
        return bool(getattr(self._loop, "_ready", ()))
