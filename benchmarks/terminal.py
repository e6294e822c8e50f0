"""A program in a pseudo-terminal, timed by what it sends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import struct
import subprocess
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, Final, Self

import pyte

COLUMNS: Final = 80
ROWS: Final = 24
PATIENCE: Final = 30.0
"""Seconds after which something awaited is taken as never coming."""
_READ_SIZE: Final = 65536
# CSI, then OSC, DCS and their like up to their terminator, then the short ones.
_SEQUENCES: Final = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]", re.DOTALL
)
_CUT: Final = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_](?:(?!\x07|\x1b\\).)*|[ -/]*)$", re.DOTALL
)


class NotMeasured(Exception):
    """What was to be timed did not happen."""


def text_of(data: bytes) -> str:
    """Return the text in a terminal's stream, without its control sequences."""
    return _SEQUENCES.sub(b"", data).decode(errors="replace")


def whole_sequences(data: bytes) -> tuple[bytes, bytes]:
    """Return a stream without the control sequence that a read cut at its end, and its beginning."""
    cut = _CUT.search(data)
    place = cut.start() if cut else len(data)
    return data[:place], data[place:]


class Terminal:
    """The terminal's end of a running program, 80×24.

    Attributes:
        started: the moment just before the program was started, as ``perf_counter`` tells it.
        received: every byte it sent.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path
    ) -> None:
        self._master, terminal = os.openpty()
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)
        self.received = b""
        self._drawn = 0
        self._screen: Any = pyte.Screen(COLUMNS, ROWS)
        self._screen.reset_mode(pyte.modes.DECAWM)
        self._stream: Any = pyte.ByteStream(self._screen)
        self.started = perf_counter()
        try:
            self._process = subprocess.Popen(
                command,
                stdin=terminal,
                stdout=terminal,
                stderr=terminal,
                env=dict(environment),
                cwd=folder,
                start_new_session=True,
            )
        finally:
            os.close(terminal)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    @property
    def descriptor(self) -> int:
        """The terminal's end of the line."""
        return self._master

    def read(self, seconds: float) -> bytes:
        """Return what comes next, waiting for it at most so long; nothing if nothing comes."""
        if not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return b""
        data = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            data = os.read(self._master, _READ_SIZE)
        if not data:
            raise NotMeasured(f"the program ended:\n{text_of(self.received)[-2000:]}")
        self.received += data
        return data

    def until_text(self, text: str, since: int = 0) -> float:
        """Wait until ``text`` was sent after the first ``since`` bytes; return that moment.

        Raises:
            NotMeasured: it did not come.
        """
        end = perf_counter() + PATIENCE
        while text not in text_of(self.received[since:]):
            if (left := end - perf_counter()) <= 0:
                shown = text_of(self.received[since:])[-2000:]
                raise NotMeasured(f"“{text}” did not come, but:\n{shown}")
            self.read(left)
        return perf_counter()

    def settle(self, quiet: float = 0.1, patience: float = 3.0) -> None:
        """Read until nothing has come for ``quiet`` seconds, or ``patience`` is over."""
        end = perf_counter() + patience
        while self.read(quiet) and perf_counter() < end:
            pass

    def until(self, reached: Callable[[], bool], failure: str) -> None:
        """Read until something is true.

        Raises:
            NotMeasured: it never was.
        """
        end = perf_counter() + PATIENCE
        while not reached():
            if perf_counter() > end:
                raise NotMeasured(f"{failure}:\n{self.picture()}")
            self.read(0.1)

    def picture(self) -> str:
        """Return the text that the terminal shows of all that was received."""
        self._stream.feed(self.received[self._drawn :])
        self._drawn = len(self.received)
        return "\n".join(self._screen.display)

    def press(self, keys: str) -> None:
        """Send the bytes that a terminal sends for ``keys``."""
        os.write(self._master, keys.encode())

    def shown_after(self, keys: str, quiet: float = 0.1) -> float:
        """Send keys; return the milliseconds until the last byte of what they show.

        Args:
            keys: what is pressed.
            quiet: seconds of silence after which a key has had all of its effect.
        """
        pressed = answered = perf_counter()
        self.press(keys)
        # The first byte may be a busy machine's late one.
        while self.read(quiet if answered > pressed else 5 * quiet):
            answered = perf_counter()
        return (answered - pressed) * 1000

    def echo(self, keys: str, expected: str) -> float:
        """Send keys; return the milliseconds until ``expected`` is sent back as text.

        Raises:
            NotMeasured: it is never sent.
        """
        since = len(self.received)
        pressed = perf_counter()
        self.press(keys)
        return (self.until_text(expected, since) - pressed) * 1000


def resident_mb(pid: int) -> float:
    """Return a process's resident memory in megabytes (10⁶ bytes), shared pages included."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise NotMeasured("the system does not say how much memory a process has")


def maps_library(pid: int, name: str) -> bool:
    """Tell whether a process has loaded a shared library whose name contains ``name``."""
    return name in Path(f"/proc/{pid}/maps").read_text()
