"""One candidate's record: the working journal, and the lasting history once there is one."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from e33tui.domain.errors import StoreError
from e33tui.domain.frozen import dataclass
from e33tui.persistence.errors import DamagedFile
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.persistence.own_file import Tell, nobody
from e33tui.persistence.reading import read_own
from e33tui.persistence.storage import (
    FORMATS,
    META,
    DurableStorage,
    Row,
    check_meta,
    decode_tables,
    encode_tables,
    in_order,
    meta_row,
    migrate,
    number_rows,
    rows_in_order,
)

KIND = "passage"
JOURNAL = "journal"
HISTORY = "history"


@dataclass(frozen=True)
class PassageRecord:
    """Everything that one passage's file holds, as lines that the domain understands.

    Attributes:
        id: the passage's opaque id.
        lines: the working journal, oldest first; its fold is the committed state.
        history: the lasting history, oldest first; empty before the first lock.
        format: the version of the file's format.
    """

    id: str
    lines: tuple[Row, ...] = ()
    history: tuple[Row, ...] = ()
    format: int = FORMATS[KIND]


class PassageFile:
    """The file of one passage; a save never parses it again."""

    def __init__(
        self, path: Path, passage_id: str, fs: FileSystem = SYSTEM, tell: Tell = nobody
    ) -> None:
        """Prepare the file of ``passage_id``; nothing is read or created yet."""
        self._id = passage_id
        self._storage = DurableStorage(path, KIND, subject=passage_id, fs=fs, tell=tell)
        self._db = TinyDB(storage=lambda: self._storage)

    def read(self) -> PassageRecord:
        """Return the record.

        Raises:
            DamagedFile: it cannot be understood, or there is none.
            NewerFormat: a later version of the program wrote it.
            StoreError: the system refuses to read it.
        """
        if self._storage.read() is None:
            raise DamagedFile(self._storage.path, "il est introuvable")
        return PassageRecord(
            id=self._id,
            lines=rows_in_order(self._db.table(JOURNAL)),
            history=rows_in_order(self._db.table(HISTORY)),
        )

    def look(self) -> None:
        """Take note of what stands here, so that what changes before the first save is found out.

        What cannot be understood is told by whoever reads the record.
        """
        with contextlib.suppress(StoreError):
            self._storage.read()

    def write(self, record: PassageRecord, *, forget: bool = False) -> None:
        """Put ``record`` on the disk, journal and history in one step.

        Args:
            record: the whole record.
            forget: leave no older content behind, for lines that were erased for good.

        Raises:
            StoreError: it could not be saved; the older content is still there.
        """
        self._storage.write(_tables(record.lines, record.history), forget=forget)


def _tables(lines: Sequence[Row], history: Sequence[Row]) -> dict[str, dict[Any, Any]]:
    return {JOURNAL: number_rows(lines), HISTORY: number_rows(history)}


def encode_passage(record: PassageRecord) -> bytes:
    """Return the bytes of a passage's file, for a copy kept elsewhere."""
    meta = {META: {"1": meta_row(KIND, record.id)}}
    return encode_tables(meta | _tables(record.lines, record.history))


def read_record(path: Path, passage_id: str) -> PassageRecord:
    """Return the record that lies at ``path``, which nothing keeps open.

    Raises:
        DamagedFile: it cannot be understood, or there is none.
        NewerFormat: a later version of the program wrote it.
        StoreError: the system refuses to read it.
    """
    data = read_own(path)
    if data is None:
        raise DamagedFile(path, "il est introuvable")
    return decode_passage(data, passage_id, path)


def decode_passage(data: bytes, passage_id: str, path: Path) -> PassageRecord:
    """Return the record that ``data`` holds; ``path`` is named in the errors.

    Raises:
        DamagedFile: it is not the record of that passage.
        NewerFormat: a later version of the program wrote it.
    """
    tables = decode_tables(data, path)
    found = check_meta(tables, path, meta_row(KIND, passage_id))
    tables = migrate(tables, KIND, found, path)
    lines, history = (in_order(tables.get(name, {})) for name in (JOURNAL, HISTORY))
    return PassageRecord(passage_id, lines, history)
