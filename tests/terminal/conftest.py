"""A program in a pseudo-terminal, read by an emulator."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.terminal.emulator import Emulator
from tests.terminal.waiting import PATIENCE

APP = Path(__file__).with_name("driver_app.py")
ROOT = APP.parents[2]
FIELD_ROW = 1
"""The row of the small interface in which one types."""


class Session:
    """The terminal's end of a running program.

    Attributes:
        emulator: what the terminal shows of what was read.
        received: every byte read.
        terminal: the program's end, kept open to look at its attributes.
    """

    def __init__(self, folder: Path, modes: tuple[str, ...], environment: dict[str, str]) -> None:
        self.emulator = Emulator()
        self.received = b""
        self.notes_file = folder / "notes"
        self.notes_file.touch()
        self._master, self.terminal = os.openpty()
        os.set_blocking(self._master, False)
        self._set_size(80, 24)
        self.attributes = termios.tcgetattr(self.terminal)
        self.process = subprocess.Popen(
            [sys.executable, str(APP), str(self.notes_file), *modes],
            stdin=self.terminal,
            stdout=self.terminal,
            stderr=self.terminal,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            start_new_session=True,
        )

    def type(self, keys: str | bytes) -> None:
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, width: int, height: int) -> None:
        self._set_size(width, height)
        self.emulator.resize(width, height)

    def read(self, seconds: float) -> bytes:
        """Show what arrives now, waiting for it at most so long."""
        data = b""
        if select.select([self._master], [], [], seconds)[0]:
            with contextlib.suppress(OSError):
                data = os.read(self._master, 65536)
        self.received += data
        self.emulator.feed(data)
        return data

    def read_until(self, condition: Callable[[], bool]) -> None:
        """Read until something is true."""
        self._wait(condition, lambda: self.read(0.05))

    def wait_unread(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true, without reading."""
        self._wait(condition, lambda: select.select([], [], [], 0.02))

    def read_rest(self) -> bytes:
        """Read what is left; of a running program, until it is quiet for a while."""
        start = len(self.received)
        while self.read(0.0 if self.ended else 0.15):
            pass
        return self.received[start:]

    def read_until_shown(self) -> None:
        """Read until the interface shows."""
        self.read_until(lambda: bool(self.notes("ready")))
        self.read_until(lambda: "Bonjour" in self.emulator.lines[0])

    def read_to_the_end(self) -> None:
        """Read until the program has ended, and what it left."""
        self.read_until(lambda: self.ended)
        self.read_rest()

    def read_until_cursor(self, row: int, column: int) -> None:
        """Read until the terminal's cursor stands there."""
        self.read_until(lambda: self.emulator.cursor == (row, column))

    def notes(self, name: str) -> list[dict[str, Any]]:
        """Return the program's notes of one name."""
        lines = self.notes_file.read_text().splitlines()
        return [note for note in map(json.loads, lines) if note["name"] == name]

    def typed(self) -> str:
        notes = self.notes("typed")
        return str(notes[-1]["text"]) if notes else ""

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal for good."""
        for descriptor in (self._master, self.terminal):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self.terminal = -1

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        if not self.ended:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    def _wait(self, condition: Callable[[], bool], meanwhile: Callable[[], object]) -> None:
        deadline = monotonic() + PATIENCE
        while not condition():
            assert monotonic() < deadline, "what was awaited did not come"
            meanwhile()

    def _set_size(self, width: int, height: int) -> None:
        size = struct.pack("HHHH", height, width, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)


Start = Callable[..., Session]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the small interface and wait until it shows; modes as in ``driver_app``."""
    sessions: list[Session] = []

    def begin(*modes: str, **environment: str) -> Session:
        folder = tmp_path / str(len(sessions))
        folder.mkdir()
        session = Session(folder, modes, environment)
        sessions.append(session)
        session.read_until_shown()
        if "flood" not in modes:
            session.read_rest()
        return session

    yield begin
    for session in sessions:
        session.stop()


@pytest.fixture(scope="module")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(tmp_path_factory.mktemp("kept"), (), {})
    try:
        session.read_until_shown()
        yield session
    finally:
        session.stop()


@pytest.fixture
def session(_kept: Session) -> Session:
    """One interface for the tests that leave it running and able to type, its field empty."""
    if _kept.typed():
        _kept.type("\x05\x15")
        _kept.read_until(lambda: not _kept.typed())
    _kept.read_until_cursor(FIELD_ROW, 0)
    _kept.read_rest()
    return _kept
