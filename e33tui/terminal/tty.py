"""The terminal device: opened anew, put into raw mode and given back."""

from __future__ import annotations

import os
import termios
from contextlib import suppress
from typing import Any, Final

Attributes = list[Any]
"""What ``termios.tcgetattr`` returns."""

MOST_COLUMNS: Final = 1000
MOST_ROWS: Final = 400

_INPUT: Final = 0
_OUTPUT: Final = 1
_LOCAL: Final = 3
_CONTROL: Final = 6


def first_terminal(descriptors: tuple[int, ...]) -> int | None:
    """Return the first of the descriptors that is a terminal."""
    for descriptor in descriptors:
        with suppress(OSError):
            if os.isatty(descriptor):
                return descriptor
    return None


def open_again(descriptor: int, mode: int) -> int:
    """Open the file behind a descriptor anew, without blocking.

    Non-blocking is a property of the opening, shared with the shell and all its children: set on an
    inherited descriptor it would outlive this program. Where the file may not be opened again (the
    terminal of another user), the controlling terminal is.

    Args:
        descriptor: a terminal.
        mode: ``os.O_RDONLY`` or ``os.O_WRONLY``.

    Raises:
        OSError: it cannot be opened.
    """
    flags = mode | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC
    for name in (_device(descriptor), f"/proc/self/fd/{descriptor}"):
        with suppress(OSError):
            return os.open(name, flags)
    return os.open("/dev/tty", flags)


def _device(descriptor: int) -> str:
    try:
        return os.ttyname(descriptor)
    except OSError:
        return f"/dev/fd/{descriptor}"


def window_size(descriptor: int) -> tuple[int, int] | None:
    """Return the terminal's columns and rows, or None where it does not know them.

    A size that no screen has is cut: every cell takes memory.
    """
    try:
        columns, rows = os.get_terminal_size(descriptor)
    except OSError:
        return None
    if columns <= 0 or rows <= 0:
        return None
    return min(columns, MOST_COLUMNS), min(rows, MOST_ROWS)


def make_raw(descriptor: int) -> Attributes | None:
    """Switch to raw mode and return the attributes before; None if that cannot be done.

    Every key reaches the program (no signal, no flow control, no literal-next), and every byte
    reaches the terminal as it is.
    """
    try:
        before: Attributes = termios.tcgetattr(descriptor)
        raw = list(before)
        raw[_INPUT] &= ~(
            termios.IXON
            | termios.IXOFF
            | termios.ICRNL
            | termios.INLCR
            | termios.IGNCR
            | termios.ISTRIP
        )
        raw[_OUTPUT] &= ~termios.OPOST
        raw[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        raw[_CONTROL] = [*before[_CONTROL]]
        raw[_CONTROL][termios.VMIN] = 1
        raw[_CONTROL][termios.VTIME] = 0
        termios.tcsetattr(descriptor, termios.TCSANOW, raw)
    except termios.error:
        return None
    return before


def restore(descriptor: int, attributes: Attributes) -> None:
    """Give the attributes back at once; waiting for output could last for ever."""
    with suppress(termios.error):
        termios.tcsetattr(descriptor, termios.TCSANOW, attributes)


def write_now(descriptor: int, data: bytes) -> None:
    """Write what a terminal takes without waiting: one that takes nothing holds nobody."""
    with suppress(OSError):
        own = open_again(descriptor, os.O_WRONLY)
        try:
            os.write(own, data)
        finally:
            os.close(own)


def discard_input(descriptor: int) -> None:
    """Throw away keys typed but not read, so that the shell does not run them."""
    with suppress(termios.error):
        termios.tcflush(descriptor, termios.TCIFLUSH)
