"""The way out: partial writes, a terminal that does not read, one that is gone."""

from __future__ import annotations

import asyncio
import os
import tty
from collections.abc import AsyncIterator

import pytest

from e33tui.terminal.line import Line
from tests.terminal.waiting import PATIENCE, until


class Ends:
    """A line and the terminal's end of it."""

    def __init__(self) -> None:
        self.master, slave = os.openpty()
        tty.setraw(slave)
        self.kept_open = os.dup(slave)
        os.set_blocking(slave, False)
        os.set_blocking(self.master, False)
        self.free = self.lost = 0
        loop = asyncio.get_running_loop()
        self.line = Line(slave, loop, on_free=self._on_free, on_lost=self._on_lost)

    def _on_free(self) -> None:
        self.free += 1

    def _on_lost(self) -> None:
        self.lost += 1

    def read(self) -> bytes:
        data = b""
        try:
            while chunk := os.read(self.master, 65536):
                data += chunk
        except OSError:
            pass
        return data

    def fill(self) -> bytes:
        """Send until the terminal takes no more; return all that was sent."""
        sent = b""
        while not self.line.busy:
            sent += (block := b"%06d" % len(sent) * 500)
            self.line.send(block)
        return sent

    def hang_up(self) -> None:
        os.close(self.master)
        os.close(self.kept_open)
        self.master = self.kept_open = -1

    def close(self) -> None:
        self.line.close()
        if self.master >= 0:
            self.hang_up()


@pytest.fixture
async def ends() -> AsyncIterator[Ends]:
    made = Ends()
    yield made
    made.close()


async def test_what_fits_goes_out_at_once(ends: Ends) -> None:
    ends.line.send(b"bonjour")
    assert not ends.line.busy
    assert ends.read() == b"bonjour"
    assert ends.line.bytes_sent == 7
    assert ends.free == 0


async def test_the_rest_follows_as_the_terminal_reads(ends: Ends) -> None:
    sent = ends.fill()
    assert ends.line.waiting == len(sent) - ends.line.bytes_sent > 0
    received: list[bytes] = []

    def all_out() -> bool:
        received.append(ends.read())
        return bool(ends.free)

    await until(all_out)
    assert b"".join(received) + ends.read() == sent
    assert not ends.line.busy
    assert ends.free == 1
    assert ends.line.bytes_sent == len(sent)


async def test_a_stalled_line_still_gets_the_farewell(ends: Ends) -> None:
    ends.fill()
    ends.line.finish(b"\x1b[?1049l", 0.0)
    assert ends.read().endswith(b"\x1b[?1049l")


async def test_a_line_that_reads_gets_the_rest_and_the_farewell(ends: Ends) -> None:
    sent = ends.fill()
    loop = asyncio.get_running_loop()
    reading = loop.run_in_executor(None, read_all, ends, len(sent) + 8)
    ends.line.finish(b"\x1b[?1049l", PATIENCE)
    assert await reading == sent + b"\x1b[?1049l"


def read_all(ends: Ends, size: int) -> bytes:
    os.set_blocking(ends.master, True)
    data = b""
    while len(data) < size:
        data += os.read(ends.master, 65536)
    return data


async def test_a_terminal_that_is_gone_is_reported_once(ends: Ends) -> None:
    ends.fill()
    ends.hang_up()
    await until(lambda: bool(ends.lost))
    ends.line.send(b"more")
    ends.line.finish(b"farewell", PATIENCE)
    assert ends.lost == 1
    assert ends.free == 0
    assert not ends.line.busy
