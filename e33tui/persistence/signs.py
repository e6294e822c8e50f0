"""What terminals tell each other about a passage: signs that are locks, nothing written.

Every sign is an operating system's lock on one byte of the passage's ``verrou``, far behind its
content. It needs no room on a disk that may be full, it is gone the moment whoever gave it is, and
it is addressed to one taking of the passage: the next holder does not see it.

* a *knock* asks the holder whether it is there, and nothing else;
* an *answer* to one knock is given by the program that could let go, from its loop, so that a
  process that hangs or is stopped gives none;
* a *request* asks the holder to save and let go.
"""

from __future__ import annotations

import contextlib
import enum
import fcntl
import os
import secrets
import struct
import weakref
import zlib
from collections.abc import Iterator
from pathlib import Path

_FLOCK = "hhqqi4x"
"""The C library's ``struct flock``, with offsets of 64 bits: type, whence, start, length, pid."""
_KNOCKS = 1 << 26
"""How many knocks on one holder can be told apart."""


class _Kind(enum.IntEnum):
    KNOCK = 1
    ANSWER = 2
    REQUEST = 3


def _place(kind: _Kind, token: str, number: int = 0) -> int:
    """Return the byte that stands for a sign to the taking of the passage that has ``token``."""
    taking = zlib.crc32(token.encode(errors="replace"))
    return kind << 60 | taking * _KNOCKS | number


def _give(descriptor: int, start: int, length: int = 1) -> None:
    """Lock some bytes; others may do so as well.

    Raises:
        OSError: this disk does not know such locks, or one of them is not free.
    """
    _set(descriptor, fcntl.F_RDLCK, start, length)


def _set(descriptor: int, how: int, start: int, length: int) -> None:
    lock = struct.pack(_FLOCK, how, os.SEEK_SET, start, length, 0)
    fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, lock)


def _any(descriptor: int, start: int, length: int = 1) -> int | None:
    """Return one of some bytes that somebody else has locked, ``None`` when there is none.

    Raises:
        OSError: this disk does not know such locks.
    """
    lock = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, start, length, 0)
    found = struct.unpack(_FLOCK, fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, lock))
    return None if found[0] == fcntl.F_UNLCK else max(start, found[2])


class _Sign:
    """A sign to a holder, until it is taken back; where it cannot be given, it is not."""

    def __init__(self, lock: Path, place: int) -> None:
        self._descriptor: int | None = None
        with contextlib.suppress(OSError):
            self._descriptor = os.open(lock, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
            self._close = weakref.finalize(self, os.close, self._descriptor)
            _give(self._descriptor, place)

    def take_back(self) -> None:
        """Take the sign back; done twice, it is done once."""
        if self._descriptor is not None:
            self._descriptor = None
            self._close()


class Request(_Sign):
    """Ask a holder to save and let go."""

    def __init__(self, lock: Path, token: str) -> None:
        """Ask the holder that has ``token``; ``lock`` is the passage's lock file."""
        super().__init__(lock, _place(_Kind.REQUEST, token))


class Knock(_Sign):
    """Ask a holder whether it is there."""

    def __init__(self, lock: Path, token: str) -> None:
        """Knock at the holder that has ``token``; ``lock`` is the passage's lock file."""
        # A number of its own: what was answered to anybody else is no answer to this.
        number = secrets.randbelow(_KNOCKS)
        self._answer = _place(_Kind.ANSWER, token, number)
        super().__init__(lock, _place(_Kind.KNOCK, token, number))

    @property
    def answered(self) -> bool:
        """Whether the holder has answered."""
        if self._descriptor is None:
            return False
        try:
            return _any(self._descriptor, self._answer) is not None
        except OSError:
            return False


def is_requested(descriptor: int, token: str) -> bool:
    """Tell whether somebody asks the holder that has ``token`` to let go."""
    try:
        return _any(descriptor, _place(_Kind.REQUEST, token)) is not None
    except OSError:
        return False


def answer_knocks(descriptor: int, token: str) -> None:
    """Answer whoever knocks at the holder that has ``token``; earlier answers are taken back."""
    knocks, answers = (_place(kind, token) for kind in (_Kind.KNOCK, _Kind.ANSWER))
    with contextlib.suppress(OSError):
        found = list(_all(descriptor, knocks, _KNOCKS))
        for knock in found:
            _give(descriptor, answers + knock - knocks)
        if not found:
            _set(descriptor, fcntl.F_UNLCK, answers, _KNOCKS)


def _all(descriptor: int, start: int, length: int) -> Iterator[int]:
    """Yield each of some bytes that somebody else has locked, in no order.

    Raises:
        OSError: this disk does not know such locks.
    """
    spans = [(start, length)]
    while spans:
        start, length = spans.pop()
        # The system names one lock, whichever it likes: the others are before it or behind it.
        found = _any(descriptor, start, length) if length else None
        if found is not None:
            spans += [(start, found - start), (found + 1, start + length - found - 1)]
            yield found
