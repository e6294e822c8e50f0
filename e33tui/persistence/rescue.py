"""A copy of a séance in another folder, such as on another disk when its own fails.

What this program has in memory goes before what the disk says; what cannot be read is named, and
what is damaged is kept beside what memory has. The copy is a séance of its own: it is opened like
any other.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from e33tui.domain.errors import StoreError
from e33tui.persistence.damage import set_aside
from e33tui.persistence.drafts import DraftFile
from e33tui.persistence.errors import DamagedFile, NewerFormat, explain, shown
from e33tui.persistence.files import (
    FILE_MODE,
    FOLDER_MODE,
    SYSTEM,
    FileSystem,
    make_folder,
    write_atomic,
)
from e33tui.persistence.form_drafts import FormDraft, FormDraftFile
from e33tui.persistence.layout import Layout
from e33tui.persistence.passage_file import KIND as PASSAGE
from e33tui.persistence.passage_file import PassageRecord, encode_passage
from e33tui.persistence.reading import read_own
from e33tui.persistence.seals import SEALED_MODE, folders_in
from e33tui.persistence.sitting_file import KIND as SITTING
from e33tui.persistence.sitting_file import Lines, encode_sitting
from e33tui.persistence.storage import Row, check_meta, decode_tables, meta_row

UNFINISHED = "copie-inachevee"
"""Where a copy is made, in its own folder, until all of it is there."""


@dataclass(frozen=True)
class InMemory:
    """What a program knows of a séance whatever its disk says.

    Attributes:
        sitting: the séance's lines, as last read or written.
        passages: the record and the draft of each passage held here, by its id.
        forms: the forms that were begun.
    """

    sitting: Lines
    passages: Mapping[str, tuple[PassageRecord, Mapping[str, Any]]] = field(default_factory=dict)
    forms: FormDraft = field(default_factory=FormDraft)


def save_copy(
    layout: Layout, target: Path, known: InMemory, fs: FileSystem = SYSTEM
) -> tuple[str, ...]:
    """Copy the séance into ``target``, which is empty or missing.

    Somebody may work in an earlier copy: nothing is ever written over one. A copy that is cut
    short is no séance, and what was begun of it is removed where that can be done.

    Locks, documents and descriptions of errors stay behind: the first hold for the original, the
    second can be made again.

    Returns:
        the files that could not be read, as they are shown; the copy lacks them.

    Raises:
        StoreError: the folder holds something, or the copy cannot be written.
    """
    begun = target / UNFINISHED
    made = not os.path.lexists(target)
    make_folder(target, fs)
    _claim(begun, fs)
    try:
        unread = _copy_all(layout, Layout(begun), known, fs)
        _put_in_place(begun, target, fs)
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        if made:
            with contextlib.suppress(OSError):
                target.rmdir()
        raise
    return unread


def _claim(begun: Path, fs: FileSystem) -> None:
    """Make the folder of a copy in the making, alone in an empty one.

    Raises:
        StoreError: something else is there.
    """
    target = begun.parent
    try:
        fs.mkdir(begun, FOLDER_MODE)
        if list(target.iterdir()) == [begun]:
            return
        begun.rmdir()
    except FileExistsError:
        pass
    except OSError as error:
        raise explain(error, target, "créé") from error
    raise StoreError(target, f"Le dossier {target} n’est pas vide : rien n’y a été écrit.")


def _put_in_place(begun: Path, target: Path, fs: FileSystem) -> None:
    """Move a whole copy where it is a séance; its own file goes last, its versions aside after.

    Raises:
        StoreError: it cannot be moved.
    """
    last = Layout(begun).sitting.name
    try:
        for path in sorted(begun.iterdir(), key=lambda path: (path.name.startswith(last), path)):
            fs.replace(path, target / path.name)
        fs.fsync_dir(target)
        begun.rmdir()
    except OSError as error:
        raise explain(error, target, "écrit") from error


def _copy_all(layout: Layout, to: Layout, known: InMemory, fs: FileSystem) -> tuple[str, ...]:
    for folder in (to.locks, to.passages):
        make_folder(folder, fs)
    unread = _copy_files(layout, to, fs)
    _put_sitting(to, known.sitting, fs)
    for passage, (record, draft) in known.passages.items():
        files = to.passage(passage)
        _keep_damaged(files.record, meta_row(PASSAGE, passage), fs)
        _put(files.record, encode_passage(record), fs)
        if draft:
            DraftFile(files, passage, fs).write(dict(draft))
    FormDraftFile(to, fs).save(known.forms)
    in_memory = {shown(layout.passage(passage).record) for passage in known.passages}
    if known.sitting:
        in_memory.add(shown(layout.sitting))
    return tuple(name for name in unread if name not in in_memory)


def _copy_files(layout: Layout, to: Layout, fs: FileSystem) -> list[str]:
    """Copy what the disk has; return what cannot be read, as it is shown."""
    unread: list[str] = []
    for path in _files(layout, unread):
        try:
            data = read_own(path)
        except StoreError:
            unread.append(shown(path))
            continue
        if data is not None:
            _put(to.folder / path.relative_to(layout.folder), data, fs)
    return unread


def _put_sitting(to: Layout, lines: Lines, fs: FileSystem) -> None:
    """Write the séance's own file as memory has it, where the disk has none that can be read."""
    if lines:
        _keep_damaged(to.sitting, meta_row(SITTING), fs)
    if not to.sitting.exists():
        _put(to.sitting, encode_sitting(lines), fs)


def _keep_damaged(path: Path, meta: Row, fs: FileSystem) -> None:
    """Set a copied file aside where its bytes cannot be understood: memory has what it held."""
    data = read_own(path)
    if data is None:
        return
    try:
        check_meta(decode_tables(data, path), path, meta)
    except NewerFormat:
        return
    except DamagedFile:
        set_aside(path, fs)


def _put(path: Path, data: bytes, fs: FileSystem) -> None:
    make_folder(path.parent, fs)
    sealed = path.parent.name == Layout(Path()).passage("0" * 16).sealed.name
    write_atomic(path, data, mode=SEALED_MODE if sealed else FILE_MODE, fs=fs)


def _files(layout: Layout, unread: list[str]) -> Iterator[Path]:
    """Yield the files of the record: what is sealed, and every version of the others.

    What is written last, somebody being at work, is read first, so that nothing is in the copy
    without what announces it; the séance's own file, first in the roster, comes last.
    """
    records = [layout.issued]
    try:
        passages = folders_in(layout.passages)
    except StoreError:
        unread.append(shown(layout.passages))
        passages = []
    for folder in passages:
        files = layout.passage(folder.name)
        records += [files.record, files.draft]
    yield from _all_in(layout.register.parent, layout.register.name, unread)
    for folder in passages:
        yield from _all_in(layout.passage(folder.name).sealed, "", unread)
    for record in (*records, layout.sitting):
        yield from _all_in(record.parent, record.name, unread)


def _all_in(folder: Path, begin: str, unread: list[str]) -> list[Path]:
    """Return the files of a folder whose names begin so; nothing where there is no such folder."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.startswith(begin))
    except FileNotFoundError:
        return []
    except OSError:
        unread.append(shown(folder))
        return []
