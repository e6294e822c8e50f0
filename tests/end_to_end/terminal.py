"""The program as a commission has it: real keys in, what the terminal shows out."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Self

from tests.terminal.emulator import Emulator

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0
"""Seconds after which something awaited is taken as never coming."""
_ECHO = 12
"""How many of the last characters typed must stand before the cursor."""
_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
_FULL = 2048
"""Unread bytes below which a line is certainly not full."""
_KEYS = {
    "⏎": b"\r",
    "Tab": b"\t",
    "↑": b"\x1b[A",
    "↓": b"\x1b[B",
}


def key(name: str) -> bytes:
    """Return the bytes of a key written as the screens' footers write it: ``^N``, ``Tab``, ``⏎``.

    ``pad 3`` is the number pad's, in application mode.
    """
    if name in _KEYS:
        return _KEYS[name]
    if name.startswith("pad "):
        return b"\x1bO" + bytes([ord("p") + int(name[4:])])
    if name.startswith("^") and len(name) == 2:
        return bytes([ord(name[1]) & 0x1F])
    return name.encode()


class Terminal:
    """The terminal's end of one run of ``python -m e33tui``, its controlling terminal.

    Attributes:
        process: the running program.
        emulator: what the terminal shows of what was read.
        received: every byte read.
    """

    def __init__(
        self,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        program: tuple[str, ...] = ("-m", "e33tui"),
        controlling: bool = True,
        **environment: str,
    ) -> None:
        """Start the program.

        Args:
            arguments: its arguments.
            size: columns and rows.
            program: what the interpreter runs.
            controlling: whether it is the program's controlling terminal; closed, any other sends
                no signal, its input just ends.
            environment: added to the test's own.
        """
        self.emulator = Emulator(*size)
        self.received = b""
        self._master, self._theirs = os.openpty()
        self._set_size(*size)
        os.set_blocking(self._master, False)
        self._before = termios.tcgetattr(self._theirs)
        session = ["setsid", "--ctty"] if controlling else ["setsid"]
        self.process = subprocess.Popen(
            [*session, sys.executable, *program, *arguments],
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            cwd=ROOT,
            env={**os.environ, **environment},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    # Keys

    def send(self, data: bytes) -> None:
        os.write(self._master, data)

    def press(self, *names: str, until: str | None = None) -> None:
        """Press keys; with ``until``, wait for what they show."""
        for name in names:
            self.send(key(name))
        if until is not None:
            self.wait_for(until)

    def type(self, text: str) -> None:
        """Type a text and wait until its end stands before the terminal's cursor."""
        self.send(text.encode())
        tail = text.rpartition(" ")[2][-_ECHO:]
        self.wait_until(lambda: self.before_cursor.endswith(tail), f"{tail!r} before the cursor")

    # What is shown

    @property
    def screen(self) -> str:
        return "\n".join(line.rstrip() for line in self.emulator.lines)

    @property
    def head(self) -> str:
        """The first line."""
        return self.emulator.lines[0]

    @property
    def flat(self) -> str:
        """The screen as one line of words, for sentences that are wrapped."""
        return " ".join(self.screen.replace("\u00a0", " ").split())

    @property
    def before_cursor(self) -> str:
        row, column = self.emulator.cursor
        return self.emulator.lines[row][:column]

    def wait_for(self, *texts: str, patience: float = PATIENCE) -> None:
        """Read until all of ``texts`` are on the screen, wherever they are wrapped."""
        self.wait_until(
            lambda: all(text in self.flat for text in texts), repr(texts), patience=patience
        )

    def wait_gone(self, text: str) -> None:
        """Read until ``text`` is no longer on the screen."""
        self.wait_until(lambda: text not in self.flat, f"{text!r} gone")

    def wait_until(
        self,
        condition: Callable[[], bool],
        what: str,
        *,
        read: bool = True,
        patience: float = PATIENCE,
    ) -> None:
        """Wait until something is true, reading the terminal meanwhile unless told not to."""
        deadline = monotonic() + patience
        while not condition():
            if monotonic() > deadline or (self.ended and not self._read(0)):
                assert condition(), f"never came: {what}\n{self.screen}"
                return
            self._read(0.02) if read else select.select([], [], [], 0.02)

    def listen(self, seconds: float) -> None:
        """Read what comes now, or first within some seconds."""
        self._read(seconds)

    def listen_for(self, seconds: float) -> None:
        """Read whatever comes within some seconds, and press nothing."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0:
            self._read(left)

    def listen_out(self) -> None:
        """Read all that the line holds."""
        while self._read(0):
            pass

    @property
    def afterwards(self) -> str:
        """What was written once the terminal was given back."""
        after = self.received.rpartition(b"\x1b[?1049l")[2].decode()
        return _SEQUENCE.sub("", after).replace("\r\n", "\n")

    def _read(self, seconds: float) -> bytes:
        data = b""
        if self._master >= 0 and select.select([self._master], [], [], seconds)[0]:
            with contextlib.suppress(OSError):  # the other end is closed
                data = os.read(self._master, 65536)
        self.received += data
        self.emulator.feed(data)
        return data

    def resize(self, width: int, height: int) -> None:
        self._set_size(width, height)
        self.emulator.resize(width, height)

    def stall(self) -> None:
        """Take no more of what the program writes, as a line that hangs."""
        termios.tcflow(self._theirs, termios.TCOOFF)

    def fill(self) -> None:
        """Read nothing until the line holds no more, as when nobody is at the other end."""
        before, waiting = -1, self._unread
        while waiting != before:
            before = waiting
            self.send(key("^L") * 4)
            sleep(0.1)
            waiting = self._unread
            if waiting < _FULL:
                before = -1

    @property
    def _unread(self) -> int:
        """Bytes that the line holds."""
        return _held_by(self._master)

    @property
    def taken(self) -> bool:
        """Whether the program has read every key."""
        if _held_by(self._theirs):
            return False
        sleep(0.01)  # the system hands keys on a moment after they were sent
        return not _held_by(self._theirs)

    def release(self) -> None:
        """Take what the program writes again."""
        termios.tcflow(self._theirs, termios.TCOON)

    # The end

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def wait_end(self, *, read: bool = True) -> int:
        """Wait until the program has ended and return its code."""
        self.wait_until(lambda: self.ended, "the program's end", read=read)
        if read:
            self.listen_out()
        assert self.process.returncode is not None
        return self.process.returncode

    @property
    def given_back(self) -> bool:
        """Whether the terminal has its own modes again, as the system and as the screen knows them."""
        last = dict(_MODE.findall(self.received))
        on = {number for number, state in last.items() if state == b"h"}
        return self.has_own_attributes and on == {b"7", b"25"}

    @property
    def has_own_attributes(self) -> bool:
        """Whether the system treats the terminal's keys and output as before the program."""
        return termios.tcgetattr(self._theirs) == self._before

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal for good."""
        for descriptor in (self._master, self._theirs):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self._theirs = -1

    def stop(self) -> None:
        if not self.ended:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    def _set_size(self, width: int, height: int) -> None:
        size = struct.pack("HHHH", height, width, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)


def _held_by(descriptor: int) -> int:
    """Return how many bytes wait to be read there."""
    waiting = fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4))
    return int.from_bytes(waiting, sys.byteorder)
