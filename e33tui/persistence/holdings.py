"""What lies in a séance's folder and would go with a purge, and what is not the séance's to remove.

Files are told by where they lie and what they are called, never by what they hold: a purge must
reach damaged ones too.
"""

from __future__ import annotations

import contextlib
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
from e33tui.persistence.errors import NewerFormat, explain
from e33tui.persistence.issued import KIND as DOCUMENTS
from e33tui.persistence.issued import TABLE as DOCUMENTS_TABLE
from e33tui.persistence.layout import PREVIOUS, Layout, is_passage_id, previous_of
from e33tui.persistence.presence import VISITOR
from e33tui.persistence.storage import check_meta, decode_tables, meta_row

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
    """

    passages: tuple[Path, ...]
    items: tuple[Item, ...]
    stay: tuple[Path, ...]
    histories: int = 0
    unlocked: int = 0

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
    items = [item for folder in passages for item in _in_passage(folder)]
    items += _beside(layout)
    ours, changed = _documents(layout, exports)
    items += [Item(path, Kind.DOCUMENT) for path in ours]
    known = {item.path for item in items}
    stay = (*changed, *(path for path in _foreign(layout) if path not in known | set(changed)))
    return Holdings(passages, tuple(items), stay, *_about(passages))


def passage_folders(layout: Layout) -> tuple[Path, ...]:
    """Return the folders of the passages, those without a record included."""
    found = _entries(layout.passages)
    return tuple(path for path in found if is_passage_id(path.name) and not path.is_symlink())


def _in_passage(folder: Path) -> Iterator[Item]:
    """Yield everything in a passage's folder: nobody else has a reason to put anything there."""
    for path in files_under(folder):
        yield Item(path, _kind_in_passage(path))


def _kind_in_passage(path: Path) -> Kind:
    name = path.name
    if path.parent.name == "scelles":
        return Kind.SEALED
    if ASIDE in name:
        return Kind.ASIDE
    if PREVIOUS in name or ".format-" in name:
        return Kind.COPY
    return {"passage.json": Kind.RECORD, "brouillon.json": Kind.DRAFT}.get(name, Kind.OTHER)


def _beside(layout: Layout) -> Iterator[Item]:
    """Yield what lies beside the passages and is the séance's."""
    for path in _entries(layout.folder):
        kind = _kind_beside(path, layout)
        if kind is not None and (path.is_symlink() or not path.is_dir()):
            yield Item(path, kind)
    reports = (path for path in files_under(layout.reports) if path.name.startswith(REPORT))
    yield from (Item(path, Kind.REPORT) for path in reports)
    visitors = (path for path in _entries(layout.locks) if path.name.startswith(VISITOR))
    yield from (Item(path, Kind.OTHER) for path in visitors)


def _kind_beside(path: Path, layout: Layout) -> Kind | None:
    """Return what a file beside the passages is, ``None`` when it is not the séance's."""
    if _is_of(path, layout.sitting):
        return Kind.ASIDE if ASIDE in path.name else Kind.SITTING
    if _is_of(path, layout.issued):
        return Kind.LIST
    if _is_of(path, layout.forms):
        return Kind.DRAFT
    return Kind.OTHER if is_temporary(path.name) else None


def _is_of(path: Path, file: Path) -> bool:
    """Tell whether ``path`` is ``file`` or one of the copies that are kept beside it."""
    return path.name == file.name or path.name.startswith(f"{file.name}.")


def is_temporary(name: str) -> bool:
    """Tell whether a file's name is that of an unfinished save."""
    return name.startswith(".") and name.endswith(".tmp")


def _foreign(layout: Layout) -> Iterator[Path]:
    """Yield what else lies in the folder: somebody put it there, who may want it."""
    for path in _entries(layout.folder):
        if path in (layout.passages, layout.reports, layout.folder / "exports"):
            yield from files_under(path)
        elif path != layout.locks and not _is_of(path, layout.register):
            yield path


def _documents(layout: Layout, exports: Path) -> tuple[list[Path], list[Path]]:
    """Return the pages that the séance issued, and those under their names that are not the same.

    Pages are looked for where they go now, and where they go by default.
    """
    issued = _issued(layout)
    hashes, names = {digest for _, digest in issued}, {name for name, _ in issued}
    ours: list[Path] = []
    changed: list[Path] = []
    for root in dict.fromkeys((exports, layout.folder / "exports")):
        for folder in (root / "communicable", root / "commission"):
            pages = [folder / name for name in names if os.path.lexists(folder / name)]
            ours += [path for path in pages if _digest(path) in hashes]
            changed += [path for path in pages if _digest(path) not in hashes]
            ours += _unfinished(folder, None if root.is_relative_to(layout.folder) else names)
    return sorted(ours), sorted(changed)


def _unfinished(folder: Path, names: Collection[str] | None) -> list[Path]:
    """Return what interrupted exports left, where others export too only of the pages ``names``."""
    found = [path for path in _entries(folder) if is_temporary(path.name)]
    if names is None:
        return found
    return [path for path in found if path.name[1:-4].rpartition(".")[0] in names]


def _issued(layout: Layout) -> set[tuple[str, str]]:
    """Return name and hash of what was issued, from the list or, if it is damaged, its last copy."""
    found: set[tuple[str, str]] = set()
    for path in (layout.issued, previous_of(layout.issued)):
        with contextlib.suppress(StoreError, OSError):
            tables = decode_tables(path.read_bytes(), path)
            check_meta(tables, path, meta_row(DOCUMENTS))
            rows = tables.get(DOCUMENTS_TABLE, {}).values()
            found |= {(str(row.get("name")), str(row.get("sha256"))) for row in rows}
    # A name is looked for in the documents' folders and nowhere else.
    return {(name, digest) for name, digest in found if Path(name).name == name}


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
        path = folder / "passage.json"
        try:
            tables = decode_tables(path.read_bytes(), path)
            check_meta(tables, path, meta_row("passage", folder.name))
        except NewerFormat:
            raise
        except (StoreError, OSError):
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
    for path in _entries(folder):
        if path.is_dir() and not path.is_symlink():
            found += files_under(path)
        else:
            found.append(path)
    return found


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise explain(error, folder, "lu") from error
