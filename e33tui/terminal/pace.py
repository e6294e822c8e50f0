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


class Pace:
    """Runs actions in order, each when the event loop has nothing left to do but wait."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: deque[Callable[[], object]] = deque()
        self._looking = False
        self._deadline = 0.0

    def add(self, action: Callable[[], object]) -> None:
        """Run ``action`` at once, or when those before it have taken effect."""
        self._waiting.append(action)
        if not self._looking:
            self._start()

    def release(self) -> None:
        """Run everything that waits, now."""
        while self._waiting:
            self._waiting.popleft()()

    def _start(self) -> None:
        self._waiting.popleft()()
        self._looking = True
        self._deadline = self._loop.time() + PATIENCE
        self._loop.call_soon(self._look)

    def _look(self) -> None:
        """Look again after the others in the loop, until there are none."""
        if self._others_are_ready() and self._loop.time() < self._deadline:
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
