"""Issued documents: which files this séance may replace, and which are somebody else's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import NoneType

from tinydb import TinyDB

from e33tui.persistence.errors import DamagedFile, DocumentInTheWay
from e33tui.persistence.files import (
    SYSTEM,
    FileSystem,
    clean_temporaries,
    make_folder,
    read_bytes,
    remove_name,
    write_atomic,
)
from e33tui.persistence.layout import Layout
from e33tui.persistence.locks import short_lock
from e33tui.persistence.storage import DurableStorage, Row, rows_in_order

VERSO = "verso"
"""The kind of the one document that a passage gives."""
KIND = "documents"
TABLE = "documents"
_STALE = 3600.0
"""Seconds after which a temporary file is nobody's any more."""

_TYPES: dict[str, tuple[type, ...]] = {
    "sha256": (str,),
    "name": (str,),
    "kind": (str,),
    "passage": (str, NoneType),
    "version": (int, NoneType),
    "at": (int,),
}

Check = Callable[[], object]


def _nothing() -> None:
    """Ask nothing more before a document is issued."""


@dataclass(frozen=True)
class IssuedDocument:
    """One document that this séance issued.

    Attributes:
        sha256: the hash of its bytes, in hexadecimal.
        name: its file's name.
        kind: what it is, such as ``"verso"``.
        passage: the passage's id, ``None`` for a document of the whole séance.
        version: the sealed version that it shows, where there is one.
        at: wall-clock milliseconds.
    """

    sha256: str
    name: str
    kind: str
    passage: str | None
    version: int | None
    at: int


class Issued:
    """The list of issued documents of one séance."""

    def __init__(self, layout: Layout, fs: FileSystem = SYSTEM) -> None:
        """Prepare the list under ``layout``; nothing is read or created yet."""
        self._path = layout.issued
        self._lock = layout.register_lock
        self._fs = fs

    def documents(self) -> tuple[IssuedDocument, ...]:
        """Return what was issued, oldest first.

        Raises:
            DamagedFile: the list cannot be understood.
            StoreError: the system refuses to read it.
        """
        rows = rows_in_order(self._open().table(TABLE))
        if not all(map(_is_document, rows)):
            raise DamagedFile(self._path, "une de ses lignes est illisible")
        return tuple(IssuedDocument(**row) for row in rows)

    def was_issued(self, sha256: str) -> bool:
        """Tell whether a file with this hash is one of this séance's documents.

        Raises:
            StoreError: as :meth:`documents`.
        """
        return any(document.sha256 == sha256 for document in self.documents())

    def issue(
        self,
        target: Path,
        data: bytes,
        *,
        kind: str,
        at: int,
        passage: str | None = None,
        version: int | None = None,
        replace: bool = False,
        check: Check = _nothing,
    ) -> IssuedDocument:
        """Write a document, replacing at most one that this séance issued.

        The list comes first and the file second: after a crash between the two the list names a
        document that was never seen, which harms nobody; the other way round a document of ours
        would stand in the way of its successor.

        Args:
            target: the file; its folders are made 0700, the file 0600.
            data: the whole document.
            kind: what it is, such as ``"verso"``.
            at: wall-clock milliseconds.
            passage: the passage's id, where there is one.
            version: the sealed version that it shows, where there is one.
            replace: replace a file that is not ours too, since somebody said so.
            check: called under the lock, before anything is changed; what it raises is raised.

        Raises:
            DocumentInTheWay: a file that is not ours stands there; nothing was changed.
            StoreError: it could not be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        document = IssuedDocument(digest, target.name, kind, passage, version, at)
        # Under the lock, which is in the séance's folder: were that one moved away, a new one in
        # its place would only keep it from being put back.
        with short_lock(self._lock):
            check()
            make_folder(target.parent, self._fs)
            known = self.documents()
            if not replace:
                self._refuse_foreign(target, {each.sha256 for each in known} | {digest})
            if not any(_same(each, document) for each in known):
                self._open().table(TABLE).insert(asdict(document))
            # Another séance may export into the same folder.
            clean_temporaries(target.parent, self._fs, min_age=_STALE)
            write_atomic(target, data, fs=self._fs)
        return document

    def withdraw_outdated(self, folder: Path, *, kind: str, passage: str, version: int) -> None:
        """Remove what this séance issued in ``folder`` for earlier versions of a passage.

        Args:
            folder: where such documents lie.
            kind: what they are.
            passage: the passage's id.
            version: the version in force, whose document stays.

        Raises:
            StoreError: the list or a file cannot be read, or one cannot be removed.
        """
        with short_lock(self._lock):
            ours = [d for d in self.documents() if (d.kind, d.passage) == (kind, passage)]
            kept = {d.sha256 for d in ours if d.version is None or d.version >= version}
            outdated = {d.sha256 for d in ours} - kept
            for name in {document.name for document in ours}:
                self._discard_ours(folder / name, outdated)

    def _discard_ours(self, path: Path, hashes: set[str]) -> None:
        """Remove a file whose bytes are those of a document of ours; no link is followed."""
        found = None if path.is_symlink() else read_bytes(path)
        if found is not None and hashlib.sha256(found).hexdigest() in hashes:
            remove_name(path, self._fs)

    def withdraw_earlier(
        self, target: Path, *, kind: str, passage: str, check: Check = _nothing
    ) -> None:
        """Remove what this séance issued for a passage under another name than ``target``'s.

        A corrected number gives another file name; the earlier page must not stay beside it.

        Args:
            target: the file that stays.
            kind: what it is.
            passage: the passage's id.
            check: as for :meth:`issue`.

        Raises:
            StoreError: the list or a file cannot be read, or one cannot be removed.
        """
        with short_lock(self._lock):
            check()
            ours = [d for d in self.documents() if (d.kind, d.passage) == (kind, passage)]
            hashes = {document.sha256 for document in ours}
            for name in {document.name for document in ours} - {target.name}:
                self._discard_ours(target.with_name(name), hashes)

    def _refuse_foreign(self, target: Path, ours: set[str]) -> None:
        if target.is_symlink() or target.is_dir():
            raise DocumentInTheWay(target)
        found = read_bytes(target)
        if found is not None and hashlib.sha256(found).hexdigest() not in ours:
            raise DocumentInTheWay(target)

    def _open(self) -> TinyDB:
        storage = DurableStorage(self._path, KIND, fs=self._fs)
        return TinyDB(storage=lambda: storage)


def _is_document(row: Row) -> bool:
    """Tell whether a row is a document's, with a name that leads to no other folder."""
    return (
        row.keys() == _TYPES.keys()
        and all(type(row[name]) in types for name, types in _TYPES.items())
        and Path(row["name"]).name == row["name"]
    )


def _same(one: IssuedDocument, other: IssuedDocument) -> bool:
    return (one.sha256, one.name, one.passage) == (other.sha256, other.name, other.passage)
