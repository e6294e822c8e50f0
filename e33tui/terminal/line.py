"""The way out to the terminal: it never blocks, whatever the other end does."""

from __future__ import annotations

import asyncio
import os
import select
import termios
from collections.abc import Callable
from contextlib import suppress
from time import monotonic


class Line:
    """Writes to a non-blocking file descriptor, keeping at most what one call handed over.

    Attributes:
        bytes_sent: bytes that the system took, since the beginning.
    """

    def __init__(
        self,
        descriptor: int,
        loop: asyncio.AbstractEventLoop,
        *,
        on_free: Callable[[], None],
        on_lost: Callable[[], None],
    ) -> None:
        """Take over ``descriptor``.

        Args:
            descriptor: open for writing, non-blocking.
            loop: waits until the terminal reads.
            on_free: called when a rest has gone out.
            on_lost: called once when there is no terminal any more.
        """
        self._descriptor = descriptor
        self._loop = loop
        self._on_free = on_free
        self._on_lost = on_lost
        self._rest = b""
        self._lost = False
        self._watched = False
        self.bytes_sent = 0

    @property
    def busy(self) -> bool:
        """Whether bytes wait for the terminal to read; nothing more is taken before."""
        return bool(self._rest)

    @property
    def waiting(self) -> int:
        """How many bytes wait."""
        return len(self._rest)

    def send(self, data: bytes) -> None:
        """Write what the terminal takes now, and the rest as it reads."""
        if not self._lost:
            self._rest += data
            self._advance()
            self._watch(self.busy)

    def finish(self, farewell: bytes, patience: float) -> None:
        """Write the last bytes within ``patience`` seconds.

        A line that stays stalled has its unread bytes thrown away, so that at least the farewell,
        which gives the terminal back, is there when it reads again.
        """
        self._watch(False)
        if self._lost:
            return
        self._rest += farewell
        if not self._drain(patience):
            self._discard_unread()
            self._rest = farewell
            self._drain(0.0)
        self._rest = b""

    def close(self) -> None:
        """Stop writing and close the descriptor."""
        self._watch(False)
        self._lost = True
        self._rest = b""
        with suppress(OSError):
            os.close(self._descriptor)

    def _advance(self) -> None:
        """Write as much as the terminal takes without waiting."""
        try:
            while self._rest:
                written = os.write(self._descriptor, self._rest)
                self.bytes_sent += written
                self._rest = self._rest[written:]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError:
            self._lose()

    def _resume(self) -> None:
        self._advance()
        if not self._rest:
            self._watch(False)
            if not self._lost:
                self._on_free()

    def _watch(self, wanted: bool) -> None:
        if wanted and not self._watched and not self._lost:
            self._loop.add_writer(self._descriptor, self._resume)
        elif not wanted and self._watched:
            self._loop.remove_writer(self._descriptor)
        self._watched = wanted and not self._lost

    def _lose(self) -> None:
        self._lost = True
        self._rest = b""
        self._watch(False)
        self._on_lost()

    def _drain(self, patience: float) -> bool:
        """Write the rest, waiting at most ``patience`` seconds; say whether it all went out."""
        deadline = monotonic() + patience
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        self._advance()
        while self._rest and (left := deadline - monotonic()) > 0:
            poll.poll(left * 1000)
            self._advance()
        return not self._rest

    def _discard_unread(self) -> None:
        with suppress(termios.error):
            termios.tcflush(self._descriptor, termios.TCOFLUSH)
