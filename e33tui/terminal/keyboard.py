"""Reads the terminal's bytes without a thread and hands over what they mean."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from textual.message import Message

from e33tui.terminal.keys_in import Decoder

ESCAPE_DELAY: Final = 0.1
"""Seconds of silence after which a lone Escape is the escape key."""
PASTE_DELAY: Final = 10.0
"""Seconds of silence after which a paste whose end was lost is delivered as far as it came."""
_READ_SIZE: Final = 65536


class Keyboard:
    """Watches a non-blocking descriptor in the event loop."""

    def __init__(
        self,
        descriptor: int,
        loop: asyncio.AbstractEventLoop,
        decoder: Decoder,
        *,
        on_message: Callable[[Message], None],
        on_lost: Callable[[], None],
    ) -> None:
        """Take over ``descriptor``.

        Args:
            descriptor: open for reading, non-blocking.
            loop: waits for keys, and for the silence after them.
            decoder: gives the bytes their meaning.
            on_message: called with each key, paste or press.
            on_lost: called once when the input has ended.
        """
        self._descriptor = descriptor
        self._loop = loop
        self._on_message = on_message
        self._on_lost = on_lost
        self._timer: asyncio.TimerHandle | None = None
        self._watched = False
        self.decoder = decoder

    def start(self) -> None:
        """Begin to read."""
        try:
            self._loop.add_reader(self._descriptor, self._read)
        except OSError:  # a plain file cannot be waited for
            self._loop.call_soon(self._on_lost)
        else:
            self._watched = True

    def stop(self) -> None:
        """Read no more."""
        self._cancel_timer()
        if self._watched:
            self._watched = False
            self._loop.remove_reader(self._descriptor)

    def close(self) -> None:
        """Stop, and close the descriptor."""
        self.stop()
        with suppress(OSError):
            os.close(self._descriptor)

    def read_last(self) -> None:
        """Deliver everything typed so far, and read no more."""
        if self._watched:
            self.stop()
            while data := self._take():
                self._deliver(self.decoder.feed(data))
            self._deliver(self.decoder.flush(abandon_paste=True))

    def _read(self) -> None:
        data = self._take()
        if data is None:
            return
        if not data:
            self.read_last()
            self._on_lost()
            return
        self._cancel_timer()
        self._deliver(self.decoder.feed(data))
        self._set_timer()

    def _take(self) -> bytes | None:
        """Return what can be read now: None for nothing yet, no bytes for the end."""
        try:
            return os.read(self._descriptor, _READ_SIZE)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            return b""

    def _set_timer(self) -> None:
        if not self._watched:  # stopped by what was just delivered
            return
        if self.decoder.pending:
            self._timer = self._loop.call_later(ESCAPE_DELAY, self._silence, False)
        elif self.decoder.pasting:
            self._timer = self._loop.call_later(PASTE_DELAY, self._silence, True)

    def _silence(self, abandon_paste: bool) -> None:
        self._deliver(self.decoder.flush(abandon_paste))

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _deliver(self, messages: list[Message]) -> None:
        for message in messages:
            self._on_message(message)
