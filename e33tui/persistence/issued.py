"""Issued documents: which files this séance may replace, and which are somebody else's."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from dataclasses import replace as changed
from pathlib import Path
from types import NoneType

from tinydb import TinyDB

from e33tui.domain.errors import StoreError
from e33tui.domain.frozen import dataclass
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
from e33tui.persistence.storage import DurableStorage, Row, number_rows, rows_in_order

VERSO = "verso"
DOSSIER = "dossier"
VERSOS = "versos"
"""The kind of one file with the versos of several passages, to be printed at once."""
COMMUNICABLE = frozenset({VERSO, VERSOS})
"""The kinds made of nothing but pages that their candidate may read (rule 11): every other is the
commission's."""
OF_A_VERSION = (VERSO, VERSOS, DOSSIER)
"""The kinds that show a sealed version of a passage and are taken back with it.

A marks sheet shows versions too, and stays: it may have been signed.
"""
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
_OPTIONAL: dict[str, tuple[type, ...]] = {"folder": (str,), "withdrawn": (bool,)}
"""What a row has only where it says something: most have neither."""

Check = Callable[[], object]
Version = tuple[str, int]
"""A passage's id and the number of one of its sealed versions."""


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
        folder: where it was put, if that is not in the séance's folder.
        withdrawn: whether the séance itself removed or replaced it since.
    """

    sha256: str
    name: str
    kind: str
    passage: str | None
    version: int | None
    at: int
    folder: str = ""
    withdrawn: bool = False


class Issued:
    """The list of issued documents of one séance."""

    def __init__(self, layout: Layout, fs: FileSystem = SYSTEM) -> None:
        """Prepare the list under ``layout``; nothing is read or created yet."""
        self._layout = layout
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

    def issue(
        self,
        target: Path,
        data: bytes,
        *,
        kind: str,
        at: int,
        passage: str | None = None,
        version: int | None = None,
        more: Iterable[Version] = (),
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
            more: the sealed versions of other passages that it shows too; each has its row.
            replace: replace a file that is not ours too, since somebody said so.
            check: called under the lock, before anything is changed; what it raises is raised.

        Raises:
            DocumentInTheWay: a file that is not ours stands there; nothing was changed.
            StoreError: it could not be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        # Under the lock, which is in the séance's folder: were that one moved away, a new one in
        # its place would only keep it from being put back.
        with short_lock(self._lock):
            check()
            make_folder(target.parent, self._fs)
            folder = elsewhere(target.parent, self._layout)
            document = IssuedDocument(digest, target.name, kind, passage, version, at, folder)
            known = self.documents()
            if not replace:
                self._refuse_foreign(target, {each.sha256 for each in known} | {digest})
            others = [changed(document, passage=which, version=number) for which, number in more]
            after = _with([document, *others], known, replaced=_digest(target))
            self._put(known, after)
            if not is_behind_link(target.parent, self._layout):
                # Another séance may export into the same folder.
                clean_temporaries(target.parent, self._fs, min_age=_STALE)
            write_atomic(target, data, fs=self._fs)
        return document

    def withdraw_outdated(self, folder: Path, *, kind: str, passage: str, version: int) -> None:
        """Remove what this séance issued for earlier versions of a passage, wherever it put it.

        Args:
            folder: where such documents go now.
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
            self._discard_ours(folder, {document.name for document in ours}, outdated)

    def _discard_ours(self, folder: Path, names: Collection[str], hashes: Collection[str]) -> None:
        """Remove documents of ours, and note that; no link is followed.

        What cannot be reached where documents went once, such as on a medium that was taken out,
        keeps nobody from sealing: the purge tells of it.
        """
        known = documents = self.documents()
        for place in self._places(folder, known):
            with contextlib.ExitStack() as stack:
                if place != folder:
                    stack.enter_context(contextlib.suppress(StoreError))
                for name in names:
                    digest = self._discarded(place / name, hashes)
                    gone = (name, digest, elsewhere(place, self._layout))
                    documents = tuple(_without(gone, documents))
        self._put(known, documents)

    def _discarded(self, path: Path, hashes: Collection[str]) -> str:
        """Remove a file whose bytes are those of a document of ours; return its hash."""
        digest = _digest(path)
        if digest not in hashes:
            return ""
        remove_name(path, self._fs)
        return digest

    def _places(self, folder: Path, documents: Iterable[IssuedDocument]) -> Iterator[Path]:
        """Yield where documents like those in ``folder`` may lie: where they go, and ever went."""
        recorded = (Path(document.folder) for document in documents if document.folder)
        for place in dict.fromkeys((folder, self._layout.exports / folder.name, *recorded)):
            if not is_behind_link(place, self._layout):
                yield place

    def withdraw_earlier(
        self,
        target: Path,
        *,
        kind: str,
        passages: Collection[str | None],
        check: Check = _nothing,
    ) -> None:
        """Remove what this séance issued for some passages under another name than ``target``'s.

        A corrected number gives another file name; the earlier page must not stay beside it.

        Args:
            target: the file that stays.
            kind: what it is.
            passages: the passages' ids, ``None`` for a document of the whole séance.
            check: as for :meth:`issue`.

        Raises:
            StoreError: the list or a file cannot be read, or one cannot be removed.
        """
        with short_lock(self._lock):
            check()
            ours = [d for d in self.documents() if d.kind == kind and d.passage in passages]
            names = {document.name for document in ours} - {target.name}
            self._discard_ours(target.parent, names, {document.sha256 for document in ours})

    def withdraw_named(self, folder: Path, *, kind: str, named: re.Pattern[str]) -> None:
        """Remove what this séance issued of one kind under names that are alike.

        Args:
            folder: where such documents go.
            kind: what they are.
            named: what the whole name is like.

        Raises:
            StoreError: the list or a file cannot be read, or one cannot be removed.
        """
        with short_lock(self._lock):
            ours = [d for d in self.documents() if d.kind == kind and named.fullmatch(d.name)]
            names = {document.name for document in ours}
            self._discard_ours(folder, names, {document.sha256 for document in ours})

    def _refuse_foreign(self, target: Path, ours: set[str]) -> None:
        if target.is_symlink() or target.is_dir():
            raise DocumentInTheWay(target)
        if _digest(target) not in (*ours, ""):
            raise DocumentInTheWay(target)

    def _put(
        self, known: tuple[IssuedDocument, ...], documents: tuple[IssuedDocument, ...]
    ) -> None:
        """Write the list, if it changed."""
        if documents != known:
            self._storage().write({TABLE: number_rows([_row(each) for each in documents])})

    def _open(self) -> TinyDB:
        storage = self._storage()
        return TinyDB(storage=lambda: storage)

    def _storage(self) -> DurableStorage:
        return DurableStorage(self._path, KIND, fs=self._fs)


def elsewhere(folder: Path, layout: Layout) -> str:
    """Return where a folder truly lies, empty if that is in the séance's own folder."""
    real, own = Path(os.path.realpath(folder)), os.path.realpath(layout.folder)
    return "" if real.is_relative_to(own) else str(real)


def is_behind_link(folder: Path, layout: Layout) -> bool:
    """Tell whether a folder seems to lie in the séance's, and a link leads out of there."""
    return folder.is_relative_to(layout.folder) and elsewhere(folder, layout) != ""


def _is_document(row: Row) -> bool:
    """Tell whether a row is a document's, with a name that leads to no other folder."""
    types = _TYPES | _OPTIONAL
    return (
        _TYPES.keys() <= row.keys() <= types.keys()
        and all(type(value) in types[name] for name, value in row.items())
        and Path(row["name"]).name == row["name"]
    )


def _row(document: IssuedDocument) -> Row:
    row = asdict(document)
    return {name: row[name] for name in row if name in _TYPES or row[name]}


def _digest(path: Path) -> str:
    """Return the hash of what stands at ``path``, empty where nothing does, or a link.

    Raises:
        StoreError: it cannot be read.
    """
    found = None if path.is_symlink() else read_bytes(path)
    return "" if found is None else hashlib.sha256(found).hexdigest()


def _with(
    documents: Sequence[IssuedDocument], known: Iterable[IssuedDocument], *, replaced: str
) -> tuple[IssuedDocument, ...]:
    """Return the list with a document that takes the place of what has the hash ``replaced``.

    Args:
        documents: its rows: one, or one for each version that it shows.
        known: the list before.
        replaced: the hash of the file that it replaces; empty where there is none.
    """
    before = (documents[0].name, replaced, documents[0].folder)
    rows = {_row_key(each): each for each in documents}
    there = [
        changed(each, withdrawn=False) if rows.pop(_row_key(each), None) else each
        for each in _without(before, known)
    ]
    return (*there, *rows.values())


def _row_key(document: IssuedDocument) -> tuple[str, str, str | None, str]:
    return document.sha256, document.name, document.passage, document.folder


def _without(
    gone: tuple[str, str, str], known: Iterable[IssuedDocument]
) -> Iterator[IssuedDocument]:
    """Yield the list after a file was removed, its name, hash and folder given."""
    name, digest, folder = gone
    for each in known:
        ours = (each.name, each.sha256) == (name, digest) and each.folder in ("", folder)
        yield changed(each, withdrawn=True) if ours else each
