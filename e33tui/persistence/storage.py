"""The TinyDB storage of every record: durable, versioned, and it never resets what it cannot read.

TinyDB's own JSON storage rewrites a file in place, so that a process killed meanwhile leaves an
unreadable one; and it takes an empty file for an empty database. This one does neither.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tinydb.storages import Storage
from tinydb.table import Document

import e33tui
from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import DamagedFile, NewerFormat, explain
from e33tui.persistence.files import (
    SYSTEM,
    FileSystem,
    discard,
    place_once,
    remove_name,
    temporary_beside,
    write_atomic,
    write_new,
)
from e33tui.persistence.layout import previous_of
from e33tui.persistence.own_file import OwnFile, nobody

Row = dict[str, Any]
Tables = dict[str, dict[str, Row]]
AnyTables = Mapping[str, Mapping[Any, Mapping[str, Any]]]
"""What TinyDB hands over to be written."""
Migration = Callable[[Tables], Tables]

META = "meta"
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,8}\Z")

FORMATS: dict[str, int] = {
    "seance": 1,
    "passage": 1,
    "brouillon": 1,
    "saisies": 1,
    "registre": 1,
    "documents": 1,
    "code": 1,
}
"""Each kind of file and the version of its format that this program writes."""

MIGRATIONS: dict[tuple[str, int], Migration] = {}
"""``(kind, version)`` → what turns tables of that version into tables of the next one."""


class DurableStorage(Storage):
    """One TinyDB file, written whole and atomically.

    The tables last read or written stay in memory, so that a change never parses the file again.
    Another process may change the file meanwhile only if it shares a lock with this one, under
    which each of them opens a storage of its own.
    """

    def __init__(
        self,
        path: Path,
        kind: str,
        *,
        subject: str = "",
        keep_previous: bool = True,
        stamp: bool = True,
        fs: FileSystem = SYSTEM,
        tell: Callable[[str], object] = nobody,
    ) -> None:
        """Prepare the storage of ``path``; nothing is read or created yet.

        Args:
            path: the file.
            kind: which kind of record it is, a key of :data:`FORMATS`.
            subject: what the record is about, so that a file copied from elsewhere is found out.
            keep_previous: keep the version before the last beside it.
            stamp: name the program's version in the file.
            fs: the system calls.
            tell: given one French sentence when what somebody else put here was set aside.
        """
        self.path = path
        self._kind = kind
        self._meta = meta_row(kind, subject, stamp=stamp)
        self._keep_previous = keep_previous
        self._fs = fs
        self._tables: Tables | None = None
        self._seen = False
        self._older: int | None = None
        self._own = OwnFile(path, fs, tell)

    def read(self) -> Tables | None:
        """Return the tables, or ``None`` when the file does not exist yet.

        Raises:
            DamagedFile: the file is empty, cut, garbled, foreign, or gone while its previous
                version is there.
            NewerFormat: a later version of the program wrote it.
            StoreError: the system refuses to read it.
        """
        if not self._seen:
            self._tables = self._load()
            self._seen = True
        # TinyDB puts its changes into the mapping before it writes: give it one of its own.
        return None if self._tables is None else dict(self._tables)

    def write(self, data: AnyTables, *, forget: bool = False) -> None:
        """Put the tables on the disk; what cannot be read is never overwritten.

        Args:
            data: every table of the file.
            forget: leave no older content behind, in the previous version or in the copy that a
                migration kept.

        Raises:
            StoreError: as :meth:`read` the first time, and when the write fails.
        """
        if not self._seen:
            self.read()
        tables: dict[str, Any] = dict(data) | {META: {"1": self._meta}}
        encoded = encode_tables(tables)
        foreign = self._own.about_to_write(encoded)
        if forget:
            self._write_everywhere(encoded)
        else:
            self._keep_older()
            keep = self._keep_previous and not foreign
            write_atomic(self.path, encoded, keep_previous=keep, fs=self._fs)
        self._tables = tables
        self._own.written(encoded)

    def remove(self) -> None:
        """Remove the file, which has no previous version; what somebody else put here is kept.

        Raises:
            StoreError: as :meth:`read` the first time, and when it cannot be removed.
        """
        if not self._seen:
            self.read()
        self._own.about_to_remove()
        remove_name(self.path, self._fs)

    def _load(self) -> Tables | None:
        data = self._own.read()
        if data is None:
            if previous_of(self.path).exists():
                raise DamagedFile(self.path, "il est introuvable")
            return None
        tables = decode_tables(data, self.path)
        found = check_meta(tables, self.path, self._meta)
        self._older = found if found < self._meta["format"] else None
        return migrate(tables, self._meta["kind"], found, self.path)

    def _write_everywhere(self, encoded: bytes) -> None:
        """Write the previous version first: once the file itself is new, nothing old is left."""
        for copy in self.path.parent.glob(f"{self.path.name}.format-*"):
            remove_name(copy, self._fs)
        if self._keep_previous:
            write_atomic(previous_of(self.path), encoded, fs=self._fs)
        write_atomic(self.path, encoded, fs=self._fs)
        self._older = None

    def _keep_older(self) -> None:
        """Keep the file of an older version, under a name of its own, before it is replaced."""
        if self._older is None:
            return
        copy = self.path.with_name(f"{self.path.name}.format-{self._older}")
        temporary = temporary_beside(copy)
        try:
            write_new(temporary, self.path.read_bytes(), fs=self._fs)
            place_once(temporary, copy, self._fs)
        except FileExistsError:
            discard(temporary, self._fs)
        except OSError as error:
            discard(temporary, self._fs)
            raise explain(error, copy, "enregistré") from error
        self._older = None


def meta_row(kind: str, subject: str = "", *, stamp: bool = True) -> Row:
    """Return the row that says what a file is."""
    row: Row = {"kind": kind, "format": FORMATS[kind]}
    if subject:
        row["id"] = subject
    return row | {"version": e33tui.__version__} if stamp else row


def number_rows(rows: Sequence[Mapping[str, Any]]) -> dict[Any, Mapping[str, Any]]:
    """Give rows the identifiers that TinyDB gives: 1, 2, 3 …"""
    return {str(number): row for number, row in enumerate(rows, start=1)}


def encode_tables(tables: AnyTables) -> bytes:
    """Return the bytes of a file: compact JSON, its meta table first.

    Raises:
        StoreError: a value that JSON has no form for; a fault of the program, not of the disk.
    """
    ordered = {META: tables[META]} | dict(tables) if META in tables else dict(tables)
    try:
        text = _dump(ordered, ensure_ascii=False)
        try:
            return text.encode()
        except UnicodeEncodeError:
            # A lone surrogate has no UTF-8 form; escaped, it is kept as it came.
            return _dump(ordered, ensure_ascii=True).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError("", "Enregistrement impossible : une donnée n’a pas de forme.") from error


def _dump(value: object, *, ensure_ascii: bool) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, separators=(",", ":"), allow_nan=False)


def decode_tables(data: bytes, path: Path) -> Tables:
    """Return the tables that ``data`` holds.

    Raises:
        DamagedFile: it is not a TinyDB file; the reason says where it goes wrong.
    """
    if not data:
        raise DamagedFile(path, "il est vide")
    try:
        found = json.loads(data.decode(), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise DamagedFile(path, f"octet illisible en position {error.start}") from error
    except json.JSONDecodeError as error:
        cut = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
        what = "il est coupé" if cut else "il est brouillé"
        raise DamagedFile(path, f"{what} (caractère {error.pos})") from error
    except (ValueError, RecursionError) as error:
        raise DamagedFile(path, "il est brouillé") from error
    if not _are_tables(found):
        raise DamagedFile(path, "ce n’est pas un fichier d’e33tui")
    tables: Tables = found
    return tables


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _are_tables(found: object) -> bool:
    return isinstance(found, dict) and all(_is_table(table) for table in found.values())


def _is_table(table: object) -> bool:
    if not isinstance(table, dict):
        return False
    numbered = _is_in_order(table) or all(map(_ROW_NUMBER.match, table))
    return numbered and all(isinstance(row, dict) for row in table.values())


def _is_in_order(table: Collection[str]) -> bool:
    """Tell whether rows are numbered 1, 2, 3 … as every table is that was written whole."""
    return tuple(table) == _first_numbers(len(table))


@lru_cache(maxsize=256)
def _first_numbers(count: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, count + 1))


def in_order(table: Mapping[str, Row]) -> tuple[Row, ...]:
    """Return the rows of a table in the order of their numbers."""
    if _is_in_order(table):
        return tuple(table.values())
    return tuple(table[number] for number in sorted(table, key=int))


def check_meta(tables: Tables, path: Path, expected: Row) -> int:
    """Return the version of the format that a file has.

    Args:
        tables: the file's tables.
        path: the file.
        expected: the meta row that this program would write.

    Raises:
        DamagedFile: the file is of another kind or subject, or of no version there has been.
        NewerFormat: a later version of the program wrote it.
    """
    meta = tables.get(META, {}).get("1", {})
    if any(meta.get(key) != expected.get(key) for key in ("kind", "id")):
        raise DamagedFile(path, "ce n’est pas le fichier attendu à cet endroit")
    found = meta.get("format")
    if type(found) is not int or found < 0:
        raise DamagedFile(path, "son numéro de format est illisible")
    if found > expected["format"]:
        version = meta.get("version")
        raise NewerFormat(path, version if isinstance(version, str) else "")
    return found


def migrate(tables: Tables, kind: str, found: int, path: Path) -> Tables:
    """Return the tables in today's format, step by step.

    Raises:
        DamagedFile: there has never been such a version, or its content is not what it wrote.
    """
    for version in range(found, FORMATS[kind]):
        step = MIGRATIONS.get((kind, version))
        if step is None:
            raise DamagedFile(path, f"le format {version} n’a jamais existé")
        try:
            tables = step(tables)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise DamagedFile(path, f"son contenu n’est pas du format {version}") from error
    return tables


def rows_in_order(table: Iterable[Document]) -> tuple[Row, ...]:
    """Return a TinyDB table's documents as plain dictionaries, in the order of their numbers."""
    return tuple(dict(document) for document in sorted(table, key=_number))


def _number(document: Document) -> int:
    return int(document.doc_id)
