"""The driver with a real pseudo-terminal and a stand-in for the app."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import termios
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import pytest
from textual import events
from textual.geometry import Offset
from textual.message import Message

from e33tui.terminal.driver import E33Driver
from e33tui.terminal.sequences import MOUSE_OFF, MOUSE_ON
from tests.terminal.emulator import Emulator
from tests.terminal.waiting import until

SERVED = (signal.SIGHUP, signal.SIGTERM, signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT)


class Field:
    """A focused widget."""

    cursor_screen_offset = Offset(3, 1)
    read_only = False


class StandIn:
    """What the driver knows of an app."""

    no_color = False

    def __init__(self) -> None:
        self.focused: Field | None = None
        self.happened: list[Any] = []

    def post_message(self, message: Message) -> None:
        if isinstance(message, events.Key):
            self.happened.append(message.key)
        elif isinstance(message, events.Resize):
            self.happened.append(tuple(message.size))

    def call_later(self, callback: Callable[..., object], *arguments: object) -> None:
        callback(*arguments)

    def exit(self) -> None:
        self.happened.append("exit")


class Hooked(StandIn):
    def terminal_lost(self, reason: str) -> None:
        self.happened.append(f"lost: {reason}")


class Bench:
    """A driver at work on a terminal of 20 columns and 4 rows."""

    def __init__(self, app: StandIn, **attributes: object) -> None:
        self.app = app
        self.emulator = Emulator(20, 4)
        self.master, self.slave = os.openpty()
        os.set_blocking(self.master, False)
        self.set_size(20, 4)
        descriptors = {"input_descriptor": self.slave, "output_descriptors": (self.slave,)}
        made = type("Driver", (E33Driver,), {**descriptors, **attributes})
        self.driver: E33Driver = made(app)

    def set_size(self, width: int, height: int) -> None:
        size = struct.pack("HHHH", height, width, 0, 0)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, size)

    def read(self) -> bytes:
        data = b""
        with suppress(BlockingIOError):
            data = os.read(self.master, 65536)
        self.emulator.feed(data)
        return data

    def show(self, text: str) -> bytes:
        self.driver.write(f"\x1b[1;1H{text}\x1b[4;1H")
        self.driver.flush()
        return self.read()

    def close(self) -> None:
        self.driver.close()
        for number in SERVED:
            signal.signal(number, signal.SIG_DFL)
        for descriptor in (self.master, self.slave):
            with suppress(OSError):
                os.close(descriptor)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench(Hooked())
    made.driver.start_application_mode()
    made.read()
    made.app.happened.clear()
    yield made
    made.close()


async def test_keys_typed_before_the_end_come_before_it(bench: Bench) -> None:
    os.write(bench.master, b"mot")
    bench.driver.on_hangup()
    bench.driver.on_hangup()
    await until(lambda: len(bench.app.happened) >= 4)
    assert bench.app.happened == ["m", "o", "t", "lost: hangup"]


async def test_without_a_terminal_the_app_is_told_and_nothing_is_raised(bench: Bench) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    lonely = Bench(StandIn(), input_descriptor=nowhere, output_descriptors=(nowhere,))
    lonely.driver.start_application_mode()
    lonely.driver.write("\x1b[1;1Hx")
    lonely.driver.flush()
    await until(lambda: lonely.app.happened == ["exit"])
    assert lonely.driver.bytes_sent == 0
    lonely.close()
    os.close(nowhere)


async def test_a_resize_signal_repaints_whole_even_in_the_same_size(bench: Bench) -> None:
    bench.show("bonjour")
    bench.emulator.feed(b"\x1b[2J")
    os.kill(os.getpid(), signal.SIGWINCH)
    await until(lambda: bench.app.happened == [(20, 4)])
    await until(lambda: bool(bench.read()) and bench.emulator.lines[0].startswith("bonjour"))


async def test_a_new_size_reaches_the_app(bench: Bench) -> None:
    bench.set_size(10, 2)
    os.kill(os.getpid(), signal.SIGWINCH)
    await until(lambda: bench.app.happened == [(10, 2)])


async def test_a_terminal_that_is_gone_keeps_its_size(bench: Bench) -> None:
    os.close(bench.master)
    bench.master = -1
    os.kill(os.getpid(), signal.SIGWINCH)
    await until(lambda: len(bench.app.happened) == 2)
    assert sorted(map(str, bench.app.happened)) == ["(20, 4)", "lost: hangup"]


async def test_a_size_that_no_screen_has_is_cut(bench: Bench) -> None:
    bench.set_size(65000, 65000)
    os.kill(os.getpid(), signal.SIGWINCH)
    await until(lambda: bench.app.happened == [(1000, 400)])


async def test_the_cursor_follows_the_focused_field(bench: Bench) -> None:
    assert b"?25h" not in bench.show("a")
    bench.app.focused = Field()
    assert bench.show("b").endswith(b"\x1b[?25h")
    assert bench.emulator.cursor == (1, 3)
    bench.app.focused.read_only = True
    assert bench.show("c").endswith(b"\x1b[?25l")
    bench.app.focused.read_only = False
    bench.app.focused.cursor_screen_offset = Offset(3, 9)
    assert b"?25h" not in bench.show("d")


async def test_what_has_changed_is_not_lost_with_an_error_of_the_app(bench: Bench) -> None:
    class Broken(Field):
        @property
        def cursor_screen_offset(self) -> Offset:  # type: ignore[override]
            raise LookupError

    bench.app.focused = Broken()
    with pytest.raises(LookupError):
        bench.show("vu")
    bench.app.focused = None
    bench.driver.flush()
    assert b"vu" in bench.read()


async def test_the_mouse_is_given_back_though_a_stalled_line_held_that(bench: Bench) -> None:
    bench.driver.set_mouse(True)
    bench.read()
    noise = 0
    while not bench.driver.bytes_waiting:
        noise += 1
        bench.driver.write("".join(f"\x1b[{row};1H{noise:020}" for row in (1, 2, 3, 4)))
        bench.driver.full_repaint()
    bench.driver.set_mouse(False)
    bench.driver.stop_application_mode()
    received = b""
    while data := bench.read():
        received += data
    assert received.rfind(MOUSE_OFF.encode()) > received.rfind(MOUSE_ON.encode())


async def test_the_bell_rings_only_where_it_is_allowed(bench: Bench) -> None:
    bench.driver.write("\a")
    assert bench.read() == b""
    loud = Bench(StandIn(), bell_allowed=True)
    loud.driver.start_application_mode()
    loud.read()
    loud.driver.write("\a")
    assert loud.read() == b"\a"
    loud.close()


async def test_bytes_are_counted(bench: Bench) -> None:
    before = bench.driver.bytes_sent
    data = bench.show("douze octets")
    assert bench.driver.bytes_sent - before == len(data) > 0
    assert bench.show("douze octets") == b""
    assert bench.driver.bytes_waiting == 0


async def test_signals_are_given_back() -> None:
    numbers = (*SERVED, signal.SIGINT)
    # Another test may have left the loop's own handler behind.
    for number in numbers:
        signal.signal(number, signal.SIG_DFL)
    before = [signal.getsignal(number) for number in numbers]
    bench = Bench(StandIn())
    bench.driver.start_application_mode()
    during = [signal.getsignal(number) for number in numbers]
    bench.driver.close()
    after = [signal.getsignal(number) for number in numbers]
    bench.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert after == before
    assert not any(one == other for one, other in zip(before, during, strict=True))


async def test_a_second_hangup_does_not_kill_a_program_that_still_saves(bench: Bench) -> None:
    bench.driver.on_hangup()
    bench.driver.close()
    assert bench.app.happened == ["lost: hangup"]
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
