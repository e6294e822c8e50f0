"""What lies in a séance's folder and would go with a purge, and what is not the séance's to remove.

Files are told by where they lie and what they are called, never by what they hold: a purge must
reach damaged ones too.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from e33tui.domain.errors import StoreError
from e33tui.persistence.damage import ASIDE
from e33tui.persistence.drafts import KIND as DRAFT
from e33tui.persistence.errors import NewerFormat, explain
from e33tui.persistence.files import is_temporary
from e33tui.persistence.form_drafts import KIND as FORMS
from e33tui.persistence.issued import KIND as DOCUMENTS
from e33tui.persistence.issued import TABLE as DOCUMENTS_TABLE
from e33tui.persistence.issued import is_behind_link
from e33tui.persistence.layout import (
    PREVIOUS,
    SEALED,
    Layout,
    PassageLayout,
    is_passage_id,
    previous_of,
)
from e33tui.persistence.presence import VISITOR
from e33tui.persistence.reading import read_own
from e33tui.persistence.storage import Row, Tables, check_meta, decode_tables, meta_row

REPORT = "e33tui-erreur-"
"""What the name of an error report begins with."""


class Kind(StrEnum):
    """What a file is to the person who is asked whether it may go."""

    RECORD = "record"
    SEALED = "sealed"
    DRAFT = "draft"
    COPY = "copy"
    ASIDE = "aside"
    DOCUMENT = "document"
    REPORT = "report"
    SITTING = "sitting"
    LIST = "list"
    OTHER = "other"


@dataclass(frozen=True)
class Item:
    """One file that a purge removes."""

    path: Path
    kind: Kind


@dataclass(frozen=True)
class Holdings:
    """What a séance's folder holds.

    Attributes:
        passages: the passages' folders.
        items: every file that goes, in no order that means anything.
        stay: files that are not the séance's, or that changed since it made them.
        histories: how many passages have a lasting history.
        unlocked: how many passages have begun and are not locked.
        lost: pages that the séance issued and that lie nowhere it put them, by their paths.
    """

    passages: tuple[Path, ...]
    items: tuple[Item, ...]
    stay: tuple[Path, ...]
    histories: int = 0
    unlocked: int = 0
    lost: tuple[Path, ...] = ()

    def counts(self) -> Counter[Kind]:
        """Return how many files of each kind there are."""
        return Counter(item.kind for item in self.items)

    def of(self, *kinds: Kind) -> tuple[Path, ...]:
        """Return the files of some kinds."""
        return tuple(item.path for item in self.items if item.kind in kinds)


def take_stock(layout: Layout, exports: Path) -> Holdings:
    """Look through a séance's folder, and the folder of its documents.

    Raises:
        NewerFormat: a later version of the program wrote something: it may have files of its own.
        StoreError: the folder cannot be read.
    """
    passages = passage_folders(layout)
    _refuse_newer(layout, passages)
    items = [item for folder in passages for item in _in_passage(folder)]
    items += _beside(layout)
    pages = _documents(layout, exports)
    items += [Item(path, Kind.DOCUMENT) for path in pages.ours]
    known = {item.path for item in items} | set(pages.changed)
    stay = (*pages.changed, *(path for path in _foreign(layout) if path not in known))
    histories, unlocked = _about(passages)
    return Holdings(passages, tuple(items), stay, histories, unlocked, pages.lost)


def not_looked_into(layout: Layout) -> tuple[Path, ...]:
    """Return what an erasure of observations leaves, though it may hold some: nobody can tell.

    Raises:
        StoreError: the folder cannot be read.
    """
    beside = (item.path for item in _beside(layout) if item.kind is Kind.ASIDE)
    folders = passage_folders(layout)
    foreign = (
        path
        for path in _foreign(layout)
        if not (path.is_relative_to(layout.exports) or path.is_relative_to(layout.reports))
        and _kind_beside(path, layout) is None
        and not _is_known_in_passage(path, folders)
    )
    return (*beside, *foreign)


def _is_known_in_passage(path: Path, folders: Collection[Path]) -> bool:
    """Tell whether a file in a passage's folder is one that an erasure knows what to do with."""
    if not any(path.is_relative_to(folder) for folder in folders):
        return False
    lock = PassageLayout(path.parent).lock
    return path == lock or is_temporary(path.name) or _kind_in_passage(path) is not Kind.OTHER


def passage_folders(layout: Layout) -> tuple[Path, ...]:
    """Return the folders of the passages, those without a record included."""
    found = _inside(layout.passages)
    return tuple(path for path in found if is_passage_id(path.name) and not path.is_symlink())


def _in_passage(folder: Path) -> Iterator[Item]:
    """Yield everything in a passage's folder: nobody else has a reason to put anything there."""
    for path in files_under(folder):
        # A link in its place leads to sealed versions that nobody can tell whose they are.
        if path != folder / SEALED:
            yield Item(path, _kind_in_passage(path))


def _kind_in_passage(path: Path) -> Kind:
    name = path.name
    if path.parent.name == SEALED:
        return Kind.SEALED
    if ASIDE in name:
        return Kind.ASIDE
    if PREVIOUS in name or ".format-" in name:
        return Kind.COPY
    files = PassageLayout(path.parent)
    return {files.record: Kind.RECORD, files.draft: Kind.DRAFT}.get(path, Kind.OTHER)


def _beside(layout: Layout) -> Iterator[Item]:
    """Yield what lies beside the passages and is the séance's."""
    for path in _entries(layout.folder):
        kind = _kind_beside(path, layout)
        if kind is not None and (path.is_symlink() or not path.is_dir()):
            yield Item(path, kind)
    reports = (path for path in files_under(layout.reports) if path.name.startswith(REPORT))
    yield from (Item(path, Kind.REPORT) for path in reports)
    visitors = (path for path in _inside(layout.locks) if path.name.startswith(VISITOR))
    yield from (Item(path, Kind.OTHER) for path in visitors)


def _kind_beside(path: Path, layout: Layout) -> Kind | None:
    """Return what a file beside the passages is, ``None`` when it is not the séance's."""
    if _is_of(path, layout.sitting):
        return Kind.ASIDE if ASIDE in path.name else Kind.SITTING
    if _is_of(path, layout.issued):
        return Kind.LIST
    if _is_of(path, layout.forms):
        return Kind.DRAFT
    if _is_of(path, layout.screen_code):
        return Kind.OTHER
    return Kind.OTHER if is_temporary(path.name) else None


def _is_of(path: Path, file: Path) -> bool:
    """Tell whether ``path`` is ``file`` or one of the copies that are kept beside it."""
    return path.name == file.name or path.name.startswith(f"{file.name}.")


def _foreign(layout: Layout) -> Iterator[Path]:
    """Yield what else lies in the folder: somebody put it there, who may want it."""
    for path in _entries(layout.folder):
        if path in (layout.passages, layout.reports, layout.exports):
            yield from [path] if path.is_symlink() else files_under(path)
        elif path != layout.locks and not _is_of(path, layout.register):
            yield path


@dataclass(frozen=True)
class _Page:
    """One line of the list of documents, as far as it can be read."""

    name: str
    sha256: str
    folder: str
    withdrawn: bool


@dataclass(frozen=True)
class _Pages:
    """The pages that the séance issued: those that are there, changed, and nowhere."""

    ours: tuple[Path, ...]
    changed: tuple[Path, ...]
    lost: tuple[Path, ...]


def _documents(layout: Layout, exports: Path) -> _Pages:
    """Look for the pages of the séance where they go now, by default, and ever went."""
    issued = _issued(layout)
    names = {page.name for page in issued}
    hashes = {page.sha256 for page in issued}
    found: dict[Path, str] = {}
    halves: list[Path] = []
    for folder in _document_folders(layout, exports, issued):
        pages = [folder / name for name in names if os.path.lexists(folder / name)]
        found |= {path: _digest(path) for path in pages}
        shared = not folder.is_relative_to(layout.folder)
        halves += _unfinished(folder, names if shared else None)
    there = {(path.name, digest) for path, digest in found.items()}
    altered = {path.name for path in found if found[path] not in hashes}
    return _Pages(
        ours=tuple(sorted([path for path in found if found[path] in hashes] + halves)),
        changed=tuple(sorted(path for path in found if found[path] not in hashes)),
        lost=_lost((page for page in issued if page.name not in altered), there),
    )


def _lost(issued: Iterable[_Page], there: Collection[tuple[str, str]]) -> tuple[Path, ...]:
    """Return the pages that are neither there nor taken back."""
    gone = [page for page in issued if not page.withdrawn and (page.name, page.sha256) not in there]
    return tuple(sorted({Path(page.folder, page.name) for page in gone}))


def _document_folders(layout: Layout, exports: Path, issued: Iterable[_Page]) -> list[Path]:
    """Return the folders that may hold pages, each once; none that a link in the séance leads to."""
    roots = (exports, layout.exports)
    folders = [root / part for root in roots for part in ("communicable", "commission")]
    folders += sorted({Path(page.folder) for page in issued if page.folder})
    ours = [folder for folder in folders if not is_behind_link(folder, layout)]
    return list({os.path.realpath(folder): folder for folder in reversed(ours)}.values())[::-1]


def _unfinished(folder: Path, names: Collection[str] | None) -> list[Path]:
    """Return what interrupted exports left, where others export too only of the pages ``names``."""
    found = [path for path in _entries(folder) if is_temporary(path.name)]
    if names is None:
        return found
    return [path for path in found if path.name[1:-4].rpartition(".")[0] in names]


def _issued(layout: Layout) -> set[_Page]:
    """Return what was issued, from the list or, if it is damaged, from its last copy too.

    Raises:
        NewerFormat: a later version of the program wrote it.
    """
    found: dict[tuple[str, str, str], _Page] = {}
    for path in (previous_of(layout.issued), layout.issued):
        for row in _tables(path, meta_row(DOCUMENTS)).get(DOCUMENTS_TABLE, {}).values():
            page = _page(row)
            found[page.name, page.sha256, page.folder] = page
    # A name is looked for in the documents' folders and nowhere else.
    return {page for page in found.values() if Path(page.name).name == page.name}


def _page(row: Row) -> _Page:
    folder = str(row.get("folder", ""))
    return _Page(
        str(row.get("name")),
        str(row.get("sha256")),
        folder if Path(folder).is_absolute() else "",
        withdrawn=row.get("withdrawn") is True,
    )


def _refuse_newer(layout: Layout, passages: Iterable[Path]) -> None:
    """Make sure that what was being typed is of no later version of the program.

    Raises:
        NewerFormat: it is.
    """
    _tables(layout.forms, meta_row(FORMS))
    for folder in passages:
        _tables(layout.passage(folder.name).draft, meta_row(DRAFT, folder.name))


def _tables(path: Path, meta: Row) -> Tables:
    """Return the tables of a file, none where it cannot be understood.

    Raises:
        NewerFormat: a later version of the program wrote it.
    """
    try:
        data = read_own(path)
        tables = {} if data is None else decode_tables(data, path)
        if data is not None:
            check_meta(tables, path, meta)
    except NewerFormat:
        raise
    except StoreError:
        return {}
    return tables


def _digest(path: Path) -> str:
    """Return the hash of a page; nothing where no file is that can be read."""
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _about(passages: Iterable[Path]) -> tuple[int, int]:
    """Return how many passages have a lasting history, and how many are begun and not locked.

    Raises:
        NewerFormat: a later version of the program wrote one.
    """
    histories = unlocked = 0
    for folder in passages:
        tables = _tables(PassageLayout(folder).record, meta_row("passage", folder.name))
        if not tables:
            continue
        histories += bool(tables.get("history"))
        unlocked += not _is_locked(tables.get("journal", {}).values())
    return histories, unlocked


def _is_locked(rows: Iterable[dict[str, Any]]) -> bool:
    steps = [row.get("do") for row in rows if row.get("do") in ("lock", "reopen", "amend")]
    return steps[-1:] == ["lock"]


def files_under(folder: Path) -> list[Path]:
    """Return every file below a folder, links themselves and not what they lead to.

    Raises:
        StoreError: a folder cannot be read.
    """
    found: list[Path] = []
    for path in _inside(folder):
        if path.is_dir() and not path.is_symlink():
            found += files_under(path)
        else:
            found.append(path)
    return found


def _inside(folder: Path) -> list[Path]:
    """Return what lies in a folder; nothing behind a link."""
    return [] if folder.is_symlink() else _entries(folder)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise explain(error, folder, "lu") from error
