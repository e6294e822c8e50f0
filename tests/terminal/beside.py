"""This driver beside the stock one: the same frames, each to a terminal of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from e33tui.terminal.driver import E33Driver
from tests.terminal.emulator import Emulator
from tests.terminal.tmux_judge import Pane, Server


class Judge(Protocol):
    """A terminal."""

    def feed(self, data: bytes) -> None: ...

    def resize(self, width: int, height: int) -> None: ...


class Held:
    """Stands in for the line: takes as many bytes as it is let.

    Attributes:
        room: how many more it takes before it stalls; None while it takes all.
        received: what the terminal got.
    """

    def __init__(self, terminal: Judge) -> None:
        self.on_free: Callable[[], None] = lambda: None
        self.room: int | None = None
        self.received = b""
        self._terminal = terminal
        self._rest = b""

    @property
    def busy(self) -> bool:
        return bool(self._rest)

    @property
    def bytes_sent(self) -> int:
        return len(self.received)

    @property
    def waiting(self) -> int:
        return len(self._rest)

    def send(self, data: bytes) -> None:
        assert not self._rest, "nothing more is taken while bytes wait"
        self._rest = data
        self._advance()

    def let(self, count: int | None) -> None:
        """Let so many bytes through; None for all that come."""
        was_busy = self.busy
        self.room = count
        self._advance()
        if was_busy and not self.busy:
            self.on_free()

    def _advance(self) -> None:
        count = len(self._rest) if self.room is None else min(self.room, len(self._rest))
        data, self._rest = self._rest[:count], self._rest[count:]
        if self.room is not None:
            self.room -= count
        self.received += data
        self._terminal.feed(data)


class Beside:
    """Both terminals, with the driver between the frames and its own.

    Attributes:
        driver: at work, its line held.
        cursor: column and row that the interface names for the cursor; None hides it.
    """

    def __init__(self, width: int, height: int, stock: Judge, ours: Judge) -> None:
        """Begin with two terminals of that size; needs a running event loop."""
        self.stock, self.ours = stock, ours
        self.size = width, height
        self.cursor: tuple[int, int] | None = None
        self.line = Held(ours)
        self.driver = self._driver()
        self.line.on_free = self.driver.flush
        self.driver.full_repaint()

    def _driver(self) -> E33Driver:
        beside = self

        class Driver(E33Driver):
            input_descriptor = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
            output_descriptors = ()
            bell_allowed = True

            def _terminal_size(self) -> tuple[int, int]:
                return beside.size

        class App:
            no_color = False
            focused = None

            @property
            def cursor_point(self) -> tuple[int, int] | None:
                return beside.cursor

            def post_message(self, message: object) -> None: ...

        driver: Any = Driver(App())  # type: ignore[arg-type]
        driver._active, driver._line = True, self.line
        driver._picture.dress = lambda style: style  # what a terminal lacks is another test's
        return driver  # type: ignore[no-any-return]

    def show(self, frame: str, cursor: tuple[int, int] | None) -> None:
        """Write a frame to both."""
        self.stock.feed(frame.encode())
        self.cursor = cursor
        self.driver.write(frame)
        self.driver.flush()

    def resize(self, width: int, height: int) -> None:
        """Give both terminals another size; the signal reaches the driver."""
        self.size = width, height
        self.stock.resize(width, height)
        self.ours.resize(width, height)
        self.driver._resized()

    def stop_and_continue(self) -> None:
        """Let a shell have the terminal for a while."""
        self.driver._continued()

    def settle(self) -> None:
        """Let the line have all that waits."""
        self.line.let(None)
        assert not self.line.busy

    def close(self) -> None:
        os.close(self.driver.input_descriptor)


@contextmanager
def beside(width: int, height: int) -> Iterator[Beside]:
    """Both drivers with an emulator each."""
    made = Beside(width, height, Emulator(width, height, raw=False), Emulator(width, height))
    try:
        yield made
    finally:
        made.close()


@contextmanager
def beside_in(judge: Server, width: int, height: int) -> Iterator[Beside]:
    """Both drivers with a terminal each in tmux."""
    panes = judge.pane(width, height), judge.pane(width, height)
    made = Beside(width, height, *panes)
    try:
        yield made
    finally:
        made.close()
        for pane in panes:
            pane.close()


def check_in_tmux(pair: Beside) -> None:
    """Compare all that tmux shows of both.

    Raises:
        AssertionError: they show different things.
    """
    stock, ours = pair.stock, pair.ours
    assert isinstance(stock, Pane)
    assert isinstance(ours, Pane)
    stock.settle()
    ours.settle()
    for number, (row, wanted) in enumerate(zip(ours.shown, stock.shown, strict=True)):
        assert row == wanted, f"row {number}: {row} instead of {wanted}"
    assert ours.cursor_visible == (pair.cursor is not None)
    if pair.cursor is not None:
        assert ours.cursor == stock.cursor == pair.cursor[::-1]


def check(pair: Beside) -> None:
    """Compare every cell of both emulators, and the cursor with what the interface names.

    Raises:
        AssertionError: they show different things.
    """
    stock, ours = pair.stock, pair.ours
    assert isinstance(stock, Emulator)
    assert isinstance(ours, Emulator)
    assert ours.looks() == stock.looks()
    assert ours.mouse_on == pair.driver.mouse_on
    assert ours.cursor_visible == (pair.cursor is not None)
    if pair.cursor is not None:
        assert ours.cursor == stock.cursor == pair.cursor[::-1]
