"""Who has a séance open: a purge waits until nobody has, and nobody opens one being purged.

Every program that may write shares an operating system's lock for as long as it has the séance open;
a purge needs that lock for itself alone. Who they are stands beside it, for a person to read.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from e33tui.domain.errors import StoreError
from e33tui.domain.frozen import dataclass
from e33tui.persistence.errors import SittingOpen, explain
from e33tui.persistence.files import FILE_MODE
from e33tui.persistence.layout import Layout
from e33tui.persistence.locks import open_lock_file
from e33tui.persistence.processes import ProcessId, may_be_running, process_in, this_process

VISITOR = "ouvert-"
"""What the name of a visitor's file begins with."""
LABEL_LIMIT = 120
_MOST_BYTES = 1024


@dataclass(frozen=True)
class Visitor:
    """A program that has a séance open.

    Attributes:
        process: which process.
        since: since when, wall-clock milliseconds.
        label: what tells a person which terminal it is.
    """

    process: ProcessId
    since: int
    label: str

    @property
    def may_be_here(self) -> bool:
        """Whether it runs, as far as can be seen from here."""
        return may_be_running(self.process)


class Presence:
    """This program's part in a séance, until it leaves or ends."""

    def __init__(self, layout: Layout, descriptor: int) -> None:
        """Use :meth:`join`."""
        self._layout = layout
        self._file: Path | None = None
        self._close = weakref.finalize(self, os.close, descriptor)

    @classmethod
    def join(cls, layout: Layout) -> Presence | None:
        """Share a séance with whoever has it open; ``None`` where the disk has no locks.

        Raises:
            StoreError: it is being purged.
        """
        try:
            descriptor = open_lock_file(layout.opening_lock)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise StoreError(
                layout.folder,
                "Cette séance est en train d’être purgée : elle ne peut pas être ouverte.",
            ) from None
        except OSError:
            os.close(descriptor)
            return None
        return cls(layout, descriptor)

    def announce(self, label: str) -> None:
        """Say who is here; what cannot be written is not worth a word."""
        _forget_gone(self._layout)
        visitor = Visitor(this_process(), time.time_ns() // 1_000_000, label[:LABEL_LIMIT])
        path = self._layout.locks / f"{VISITOR}{secrets.token_hex(8)}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        with contextlib.suppress(OSError):
            descriptor = os.open(path, flags, FILE_MODE)
            try:
                os.fchmod(descriptor, FILE_MODE)
                os.write(descriptor, _encode(visitor))
            finally:
                os.close(descriptor)
            self._file = path

    def leave(self) -> None:
        """Leave the séance; done twice, it is done once."""
        path, self._file = self._file, None
        if path is not None:
            with contextlib.suppress(OSError):
                path.unlink()
        self._close()


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """Have a séance for oneself: nobody has it open, and nobody can open it meanwhile.

    Raises:
        SittingOpen: somebody has it open; who, and since when, is said.
        StoreError: the lock's file cannot be opened.
    """
    try:
        descriptor = open_lock_file(layout.opening_lock)
    except OSError as error:
        raise explain(error, layout.opening_lock, "ouvert") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            found = [(each.label, each.since) for each in visitors(layout)]
            raise SittingOpen(layout.folder, found) from None
        yield
    finally:
        os.close(descriptor)


def visitors(layout: Layout) -> tuple[Visitor, ...]:
    """Return who has a séance open, the first to come first."""
    found = [visitor for _, visitor in _recorded(layout) if visitor and visitor.may_be_here]
    return tuple(sorted(found, key=lambda visitor: visitor.since))


def _forget_gone(layout: Layout) -> None:
    """Remove what programs left that were ended before they could leave."""
    for path, visitor in _recorded(layout):
        if visitor is not None and not visitor.may_be_here:
            with contextlib.suppress(OSError):
                path.unlink()


def _recorded(layout: Layout) -> list[tuple[Path, Visitor | None]]:
    try:
        return [(path, _read(path)) for path in layout.locks.glob(f"{VISITOR}*")]
    except OSError:
        return []


def _read(path: Path) -> Visitor | None:
    """Return who a file speaks of, ``None`` while it is being written or where it is no visitor's."""
    try:
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        descriptor = os.open(path, flags)
        try:
            found: Any = json.loads(os.read(descriptor, _MOST_BYTES))
        finally:
            os.close(descriptor)
        process, since, label = process_in(found["process"]), found["since"], found["label"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    if process is None or type(since) is not int or not isinstance(label, str):
        return None
    return Visitor(process, since, label)


def _encode(visitor: Visitor) -> bytes:
    return json.dumps(asdict(visitor), ensure_ascii=False).encode(errors="replace")
