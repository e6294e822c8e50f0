"""The séance's own file: commission, roster, plages, as lines that the domain understands.

Several terminals write it, each under a short lock and to what the file holds then.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from tinydb import TinyDB

from e33tui.persistence.damage import as_it_is, files_set_aside, restore_previous, set_aside
from e33tui.persistence.errors import DamagedFile
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.persistence.layout import Layout, previous_of
from e33tui.persistence.locks import short_lock
from e33tui.persistence.own_file import Signature, signature_of
from e33tui.persistence.salvage import salvaged
from e33tui.persistence.storage import (
    META,
    DurableStorage,
    Row,
    encode_tables,
    meta_row,
    number_rows,
    rows_in_order,
)

KIND = "seance"
TABLE = "sitting"

Lines = tuple[Row, ...]


class SittingFile:
    """The séance file of one folder.

    Attributes:
        path: where it lies, to be named in a message.
    """

    def __init__(self, layout: Layout, fs: FileSystem = SYSTEM) -> None:
        """Prepare the file under ``layout``; nothing is read or created yet."""
        self.path = layout.sitting
        self._lock = layout.sitting_lock
        self._fs = fs
        self._mutex = threading.Lock()
        self._known: tuple[Signature, Lines] | None = None
        self._last: Lines = ()

    def create(self) -> None:
        """Write an empty séance file, unless there is one already.

        Raises:
            StoreError: it cannot be written.
        """
        with short_lock(self._lock):
            if not self.path.exists() and not previous_of(self.path).exists():
                self._open(self.path).write({TABLE: {}})

    def lines(self) -> Lines:
        """Return every line, oldest first; the file is parsed again only after it changed.

        Raises:
            DamagedFile: it cannot be understood, or there is none.
            NewerFormat: a later version of the program wrote it.
            StoreError: the system refuses to read it.
        """
        with self._mutex:
            # The signature is taken first: a change in between is seen the next time.
            signature = signature_of(self.path)
            if self._known is None or signature is None or self._known[0] != signature:
                lines = self._read(self.path)
                self._known = None if signature is None else (signature, lines)
                self._last = lines
                return lines
            return self._known[1]

    @property
    def last_known(self) -> Lines:
        """The lines as they were last read or written here, whatever the disk says now."""
        return self._last

    def append(self, make: Callable[[Lines], Sequence[Row]]) -> Lines:
        """Add the lines that ``make`` returns for the present ones; return all of them.

        Args:
            make: called once, under the lock; what it raises is raised, and nothing is written.

        Raises:
            StoreError: as :meth:`lines`, or it cannot be written.
        """
        with short_lock(self._lock):
            present = self._read(self.path)
            new = tuple(make(present))
            if new:
                lines = (*present, *new)
                self._open(self.path).write({TABLE: number_rows(lines)})
                self._last = lines
                return lines
            return present

    def previous(self) -> Lines | None:
        """Return the lines of the version before the last, ``None`` when there is none.

        Raises:
            StoreError: it cannot be read or understood.
        """
        path = previous_of(self.path)
        return self._read(path) if path.exists() else None

    def restore(self, check: Callable[[Lines], object] = as_it_is) -> Path | None:
        """Bring back the version before the last, if it can be read.

        Args:
            check: called with its lines before anything is moved; what it raises is raised.

        Returns:
            where the damaged file is now, ``None`` when there was none.

        Raises:
            StoreError: there is no such version, or it cannot be read or put in place.
        """
        with short_lock(self._lock):
            previous = self.previous()
            if previous is not None:
                check(previous)
            return restore_previous(self.path, self._fs)

    def salvaged(self) -> tuple[Lines, ...]:
        """Return the lines that each version there is still begins with, the last version first.

        Raises:
            NewerFormat: a later version of the program wrote one.
        """
        aside = (p for p in files_set_aside(self.path.parent) if p.name.startswith(self.path.name))
        versions = (self.path, previous_of(self.path), *aside)
        return tuple(salvaged(path, KIND, TABLE) for path in versions)

    def rebuild(self, lines: Lines, check: Callable[[Lines], object]) -> tuple[Path, ...]:
        """Write ``lines`` in the place of a file that cannot be understood.

        What stands there, and the version before it, are set aside; a file that can be read after
        all stays.

        Args:
            lines: every line of the new file.
            check: called with the lines of a file that can be read; raises if they mean nothing.

        Returns:
            where the damaged files are now.

        Raises:
            StoreError: it cannot be written.
        """
        with short_lock(self._lock):
            try:
                check(self._read(self.path))
            except DamagedFile:
                standing = [p for p in (self.path, previous_of(self.path)) if os.path.lexists(p)]
                aside = tuple(set_aside(path, self._fs) for path in standing)
                self._open(self.path).write({TABLE: number_rows(lines)})
                return aside
            return ()

    def _read(self, path: Path) -> Lines:
        storage = self._open(path)
        if storage.read() is None:
            raise DamagedFile(path, "il est introuvable")
        return rows_in_order(TinyDB(storage=lambda: storage).table(TABLE))

    def _open(self, path: Path) -> DurableStorage:
        return DurableStorage(path, KIND, fs=self._fs)


def encode_sitting(lines: Lines) -> bytes:
    """Return the bytes of a séance's file, for a copy kept elsewhere."""
    return encode_tables({META: {"1": meta_row(KIND)}, TABLE: number_rows(lines)})
