"""The memory of screens that are gone: found early, so that a day of them takes no more than one.

Python's own collector would come tens of screens later. A session that shares a small server with
fifty others has no room for that.
"""

from __future__ import annotations

import gc
from typing import Any, Final
from weakref import WeakSet

from textual import strip
from textual._styles_cache import StylesCache
from textual.app import App
from textual.screen import Screen
from textual.timer import Timer

DELAY: Final = 0.1
"""Seconds after a change of screens at which what is gone is looked for."""
TURNS: Final = 10
"""How often it is looked for again while the framework still has a screen that was left."""


class _NoCache:
    """In the place of the seven caches that each line of each widget would have."""

    __slots__ = ()

    def get(self, key: object, default: Any = None) -> Any:
        """Return that it is not there."""
        return default

    def __setitem__(self, key: object, value: object) -> None:
        """Keep nothing."""


def keep_lines_only() -> None:
    """Have the framework keep its rendered lines without what may be made of each of them.

    Textual 8.2.8 gives every line seven caches. A terminal's few lines are as fast without, and a
    megabyte smaller.
    """
    none = _NoCache()
    vars(strip)["FIFOCache"] = lambda maxsize: none


class Memory:
    """Looks for what is gone, in a program that began with the collector off; elsewhere never."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._begun = False
        self._timer: Timer | None = None
        self._turns = 0
        self._screens: WeakSet[Screen[Any]] = WeakSet()

    def set_apart(self) -> None:
        """Leave what was loaded out of every collection, before there is a screen that will go."""
        self._begun = not gc.isenabled()
        if self._begun:
            keep_lines_only()
            gc.freeze()

    def begin(self) -> None:
        """Collect from now on, and what was thrown away while nothing did."""
        gc.enable()
        if self._begun:
            gc.collect()

    def look_soon(self, shown: Screen[Any] | str | None = None) -> None:
        """Let the memory of the screens that are gone be used again, once nobody waits for it.

        Args:
            shown: the screen that comes, if one does: it will go some day.
        """
        if isinstance(shown, Screen):
            self._screens.add(shown)
        if self._begun:
            self._turns = TURNS
            self._set_timer()

    def look(self) -> None:
        """Collect what is gone; a short work, since all that was there at the start is out of it."""
        self._timer = None
        self._turns -= 1
        # Textual 8.2.8 keeps the last thousand widgets' rendered lines in the cache of a method.
        StylesCache.get_inner_outer.cache_clear()
        gc.collect()
        standing = self._app.screen_stack
        if self._turns and any(screen not in standing for screen in self._screens):
            self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is None:
            self._timer = self._app.set_timer(DELAY, self.look)
