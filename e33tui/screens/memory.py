"""The memory of screens that are gone: found early, so that a day of them takes no more than one.

Python's own collector would come tens of screens later. A session that shares a small server with
fifty others has no room for that.
"""

from __future__ import annotations

import gc
from typing import Final

from textual._styles_cache import StylesCache
from textual.app import App
from textual.timer import Timer

DELAY: Final = 0.1
"""Seconds after a change of screens at which what is gone is looked for."""


class Memory:
    """Looks for what is gone, in a program that began with the collector off; elsewhere never."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._begun = False
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Leave what was loaded at the start out of every later collection, and collect again.

        What was made and thrown away with the collector off would stay for good: it goes first.
        """
        self._begun = not gc.isenabled()
        if self._begun:
            gc.collect()
        gc.freeze()
        gc.enable()

    def look_soon(self) -> None:
        """Let the memory of the screens that are gone be used again, once nobody waits for it."""
        if self._begun and self._timer is None:
            self._timer = self._app.set_timer(DELAY, self.look)

    def look(self) -> None:
        """Collect what is gone; a short work, since all that was there at the start is out of it."""
        self._timer = None
        # Textual 8.2.8 keeps the last thousand widgets' rendered lines in the cache of a method.
        StylesCache.get_inner_outer.cache_clear()
        gc.collect()
