"""A juror whose terminal is an emulator: what the real driver sends is what is seen."""

from __future__ import annotations

import fcntl
import os
import struct
import termios
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from e33tui.app import E33App
from e33tui.look import DEFAULT, Look, use
from e33tui.service import Service
from e33tui.terminal.driver import E33Driver
from tests.screens.support import Juror
from tests.terminal.emulator import Emulator


class Terminal:
    """A pseudo-terminal with an emulator at its other end.

    Attributes:
        emulator: what is shown.
        sent: every byte that came.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.emulator = Emulator(*size)
        self.sent = b""
        self._master, self.line = os.openpty()
        os.set_blocking(self._master, False)
        self.set_size(size)

    def set_size(self, size: tuple[int, int]) -> None:
        """Have so many columns and rows."""
        columns, rows = size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.emulator.resize(columns, rows)

    def read(self) -> bytes:
        """Show what has come since the last look, and return it."""
        data = b""
        with suppress(BlockingIOError):
            while part := os.read(self._master, 65536):
                data += part
        self.emulator.feed(data)
        self.sent += data
        return data

    def close(self) -> None:
        for descriptor in (self._master, self.line):
            os.close(descriptor)


class Reader(Juror):
    """A juror who sees what the terminal shows, and feels where its cursor stands."""

    terminal: Terminal

    async def look(self) -> bytes:
        """Let everything come that is on its way; return what was sent.

        By the clock, as the framework pauses: the driver sends when its own time has come.
        """
        found = b""
        await self.pilot.pause()
        while data := self.terminal.read():
            found += data
            await self.pilot.pause()
        return found

    async def resize(self, width: int, height: int) -> None:
        self.terminal.set_size((width, height))
        driver = self.app._driver
        assert isinstance(driver, E33Driver)
        driver._resized()
        await self.until(lambda: self.app.screen.size == (width, height), "the new size")
        await self.look()
        driver.flush()
        await self.look()

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the terminal's cursor, which must be visible."""
        assert self.terminal.emulator.cursor_visible, "\n".join(self.terminal.emulator.lines)
        return self.terminal.emulator.cursor

    def under_cursor(self) -> str:
        """The line from the cursor on: what a braille line begins with."""
        row, column = self.cursor
        return self.terminal.emulator.lines[row][column:].rstrip()


@asynccontextmanager
async def at_terminal(
    service: Service, size: tuple[int, int] = (80, 24), *, look: Look = DEFAULT
) -> AsyncIterator[Reader]:
    """Run the interface on a séance, through the real driver and a pseudo-terminal."""
    terminal = Terminal(size)
    lines = {"input_descriptor": terminal.line, "output_descriptors": (terminal.line,)}
    driver = type("Driver", (E33Driver,), lines)
    app = E33App(service, driver, look=look)
    try:
        async with app.run_test(headless=False, size=size) as pilot:
            app._watcher.stop()
            reader = Reader(app, pilot)
            reader.terminal = terminal
            await reader.look()
            yield reader
            terminal.read()
    finally:
        use(DEFAULT)
        terminal.close()
