"""Signals served by the event loop, and given back afterwards."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Collection, Mapping
from typing import Any


class Signals:
    """Handlers for a while; outside the main thread, where there can be none, nothing happens."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._before: dict[signal.Signals, Any] = {}

    def serve(self, handlers: Mapping[signal.Signals, Callable[[], None]]) -> None:
        """Call each handler in the event loop when its signal comes."""
        for number, handler in handlers.items():
            before = signal.getsignal(number)
            try:
                self._loop.add_signal_handler(number, handler)
            except (RuntimeError, ValueError):
                return
            self._before.setdefault(number, before)

    def give_back(self, *, ignored: Collection[signal.Signals] = ()) -> None:
        """Put back what was there before, but ignore some from now on."""
        for number, before in self._before.items():
            self._loop.remove_signal_handler(number)
            if number in ignored:
                signal.signal(number, signal.SIG_IGN)
            elif before is not None:
                signal.signal(number, before)
        self._before.clear()
