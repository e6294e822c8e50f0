"""The register: one chained entry per lock, reopening, rectification, clôture and purge.

Each entry carries the hash of the one before it and its own, so that what is changed, removed or
reordered shows. It holds nothing personal: opaque ids, numbers, seals and times.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

import rfc8785
from tinydb import TinyDB

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import DamagedFile
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.persistence.layout import Layout, is_passage_id, previous_of
from e33tui.persistence.locks import short_lock
from e33tui.persistence.own_file import Signature, signature_of
from e33tui.persistence.reading import read_own
from e33tui.persistence.storage import (
    META,
    DurableStorage,
    Row,
    check_meta,
    decode_tables,
    encode_tables,
    meta_row,
    migrate,
    number_rows,
)

KIND = "registre"
TABLE = "register"
GENESIS = "0" * 64
"""What stands for the entry before the first."""

EntryKind = Literal["lock", "reopen", "amend", "close", "purge"]
SEALING = ("lock", "amend")
"""The kinds of entries that register a sealed version."""
Extra = Mapping[str, int | str]

_FIELDS = ("n", "kind", "passage", "version", "seal", "at", "extra", "previous", "hash")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_CLOSED = b'"close"'
_TOKEN = re.compile(r"[a-z0-9_-]{1,64}\Z")


@dataclass(frozen=True)
class Entry:
    """One entry of the register.

    Attributes:
        n: its place, from 1.
        kind: what happened.
        passage: the passage's opaque id, ``None`` when the whole séance is meant.
        version: the sealed version's number, where there is one.
        seal: its SHA-256, in hexadecimal.
        at: wall-clock milliseconds.
        previous: the hash of the entry before it.
        extra: further facts, as numbers and short codes only.
    """

    n: int
    kind: EntryKind
    passage: str | None
    version: int | None
    seal: str | None
    at: int
    previous: str
    extra: Extra = field(default_factory=lambda: MappingProxyType({}))

    def body(self) -> Row:
        """Return what the entry's hash covers."""
        return {
            "n": self.n,
            "kind": self.kind,
            "passage": self.passage,
            "version": self.version,
            "seal": self.seal,
            "at": self.at,
            "extra": dict(self.extra),
            "previous": self.previous,
        }

    @property
    def hash(self) -> str:
        """The SHA-256 of the RFC 8785 form of :meth:`body`, in hexadecimal."""
        return hashlib.sha256(rfc8785.dumps(self.body())).hexdigest()


@dataclass(frozen=True)
class Known:
    """The sealed versions that a register has.

    Attributes:
        versions: the entry of each, by passage and number.
        passages: the passages that have one.
    """

    versions: Mapping[tuple[str, int], Entry] = field(default_factory=dict)
    passages: frozenset[str] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Known:
        """Return what some entries say of sealed versions."""
        found = {
            (entry.passage, entry.version): entry
            for entry in entries
            if entry.kind in SEALING and entry.passage and entry.version
        }
        return cls(found, frozenset(passage for passage, _ in found))


def closing_entry(entries: Iterable[Entry]) -> Entry | None:
    """Return the entry of the séance's clôture, if there is one."""
    return next((e for e in entries if e.kind == "close" and e.passage is None), None)


class Register:
    """The register of one séance."""

    def __init__(self, layout: Layout, fs: FileSystem = SYSTEM) -> None:
        """Prepare the register under ``layout``; nothing is read or created yet."""
        self._path = layout.register
        self._lock = layout.register_lock
        self._fs = fs
        self._known = Known()
        self._seen: Signature | None = None

    def known(self) -> Known:
        """Return the entries of the sealed versions, as last known.

        The file is parsed again only after it changed; one that cannot be read changes nothing:
        whoever needs it to be sound asks for :meth:`entries`.
        """
        # The signature is taken first: a change in between is seen the next time.
        signature = signature_of(self._path)
        if signature is not None and signature != self._seen:
            with contextlib.suppress(StoreError):
                self._known = Known.of(self.entries())
                self._seen = signature
        return self._known

    def closed_at(self) -> int | None:
        """Return when the séance was closed, as far as the register can be read.

        Asked at every start: the file is parsed only where it speaks of a clôture.
        """
        with contextlib.suppress(StoreError):
            if _CLOSED in (read_own(self._path) or b""):
                entry = closing_entry(self.entries())
                return None if entry is None else entry.at
        return None

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry, oldest first.

        Raises:
            DamagedFile: the file cannot be understood, or its chain does not hold.
            StoreError: the system refuses to read it.
        """
        data = read_own(self._path)
        if data is None:
            if previous_of(self._path).exists():
                raise DamagedFile(self._path, "il est introuvable")
            return ()
        rows = rows_in_file(data, self._path)
        entries = tuple(entry_of(row) for row in rows)
        if None in entries or not _is_chained(rows, cast("tuple[Entry, ...]", entries)):
            raise DamagedFile(self._path, "sa chaîne est rompue")
        return cast("tuple[Entry, ...]", entries)

    def head(self) -> str:
        """Return the hash of the last entry, 64 hexadecimal digits; zeros before the first.

        Raises:
            StoreError: as :meth:`entries`.
        """
        entries = self.entries()
        return entries[-1].hash if entries else GENESIS

    def sealed_entry(self, passage: str, version: int) -> Entry | None:
        """Return the entry that registers a sealed version, if there is one.

        Raises:
            StoreError: as :meth:`entries`.
        """
        for entry in self.entries():
            if (entry.passage, entry.version) == (passage, version) and entry.kind in SEALING:
                return entry
        return None

    def sealed_versions(self, passage: str) -> frozenset[int]:
        """Return the numbers of a passage's registered versions.

        Raises:
            StoreError: as :meth:`entries`.
        """
        return frozenset(
            entry.version
            for entry in self.entries()
            if entry.passage == passage and entry.kind in SEALING and entry.version is not None
        )

    def append(
        self,
        kind: EntryKind,
        *,
        at: int,
        passage: str | None = None,
        version: int | None = None,
        seal: str | None = None,
        extra: Extra | None = None,
    ) -> Entry:
        """Add an entry, under the register's lock and to what the file holds then.

        A version that is registered already with the same seal is not registered twice.

        Args:
            kind: what happened.
            at: wall-clock milliseconds.
            passage: the passage's opaque id.
            version: the sealed version's number; with a seal for ``lock`` and ``amend``.
            seal: its SHA-256.
            extra: numbers and short codes (``a-z0-9_-``), nothing personal.

        Raises:
            ValueError: an entry that may not be in the register.
            StoreError: the file is damaged or cannot be written.
        """
        _refuse_unfit(kind, passage, version, seal, extra or {})
        with short_lock(self._lock):
            entries = self.entries()
            if kind in SEALING:
                for entry in entries:
                    if entry.kind in SEALING and (entry.passage, entry.version, entry.seal) == (
                        passage,
                        version,
                        seal,
                    ):
                        return entry
            previous = entries[-1].hash if entries else GENESIS
            entry = Entry(
                len(entries) + 1, kind, passage, version, seal, at, previous, dict(extra or {})
            )
            self._table().insert(_row(entry))
            return entry

    def _table(self) -> Any:
        storage = DurableStorage(self._path, KIND, stamp=False, fs=self._fs)
        return TinyDB(storage=lambda: storage).table(TABLE)


def _row(entry: Entry) -> Row:
    return entry.body() | {"hash": entry.hash}


def _refuse_unfit(
    kind: str, passage: str | None, version: int | None, seal: str | None, extra: Extra
) -> None:
    fits = (
        kind in get_args(EntryKind)
        and (passage is None or is_passage_id(passage))
        and (version is None or version > 0)
        and (seal is None or _HASH.match(seal) is not None)
        and (kind not in SEALING or None not in (passage, version, seal))
        and all(_fits(key, value) for key, value in extra.items())
    )
    if not fits:
        raise ValueError("this may not be in the register")


def _fits(key: str, value: int | str) -> bool:
    if _TOKEN.match(key) is None:
        return False
    return type(value) is int or (isinstance(value, str) and _TOKEN.match(value) is not None)


def entry_of(row: Row) -> Entry | None:
    """Return the entry that a row of the file holds, ``None`` when it is none."""
    if tuple(row) != _FIELDS or not isinstance(row["extra"], dict):
        return None
    try:
        _refuse_unfit(row["kind"], row["passage"], row["version"], row["seal"], row["extra"])
        if type(row["n"]) is not int or type(row["at"]) is not int:
            return None
        if not isinstance(row["previous"], str):
            return None
    except (ValueError, TypeError):
        return None
    return Entry(**{name: row[name] for name in _FIELDS if name != "hash"})


def rows_in_file(data: bytes, path: Path) -> list[Row]:
    """Return the register's rows, in the order in which the file has them.

    Raises:
        DamagedFile: it is not a register, or not written byte for byte as it should be.
        NewerFormat: a later version of the program wrote it.
    """
    tables = decode_tables(data, path)
    meta = meta_row(KIND, stamp=False)
    found = check_meta(tables, path, meta)
    rows = list(tables.get(TABLE, {}).values())
    own = {META: {"1": meta | {"format": found}}}
    if encode_tables(own | {TABLE: number_rows(rows)}) != data:
        raise DamagedFile(path, "il a été modifié hors d’e33tui")
    return list(migrate(tables, KIND, found, path).get(TABLE, {}).values())


def _is_chained(rows: list[Row], entries: tuple[Entry, ...]) -> bool:
    previous = GENESIS
    for number, (row, entry) in enumerate(zip(rows, entries, strict=True), start=1):
        own = entry.hash
        if entry.n != number or entry.previous != previous or row["hash"] != own:
            return False
        previous = own
    return True


def parse_head(text: str) -> str:
    """Return a head as it is compared: lower case, without the spaces of the printed form.

    Raises:
        StoreError: it is not 16 to 64 hexadecimal digits.
    """
    head = "".join(text.split()).lower()
    if re.fullmatch(r"[0-9a-f]{16,64}", head) is None:
        raise StoreError(
            "", "L’empreinte de tête compte 16 à 64 chiffres hexadécimaux (0-9, a-f). Vérifiez-la."
        )
    return head
