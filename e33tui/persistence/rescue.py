"""A copy of a séance in another folder, such as on another disk when its own fails.

What this program has in memory goes before what the disk says; what cannot be read is named. The
copy is a séance of its own: it is opened like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from e33tui.domain.errors import StoreError
from e33tui.persistence.drafts import DraftFile
from e33tui.persistence.errors import shown
from e33tui.persistence.files import FILE_MODE, SYSTEM, FileSystem, make_folder, write_atomic
from e33tui.persistence.form_drafts import FormDraft, FormDraftFile
from e33tui.persistence.layout import Layout
from e33tui.persistence.passage_file import PassageRecord, encode_passage
from e33tui.persistence.reading import read_own
from e33tui.persistence.seals import SEALED_MODE, folders_in
from e33tui.persistence.sitting_file import Lines, encode_sitting


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
    """Copy the séance into ``target``, which is empty, missing, or an earlier copy of it.

    Locks, documents and descriptions of errors stay behind: the first hold for the original, the
    second can be made again.

    Returns:
        the files that could not be read, as they are shown; the copy lacks them.

    Raises:
        StoreError: the copy cannot be written.
    """
    to = Layout(target)
    for folder in (to.locks, to.passages):
        make_folder(folder, fs)
    unread: list[str] = []
    for path in _files(layout, unread):
        try:
            data = read_own(path)
        except StoreError:
            unread.append(shown(path))
            continue
        if data is not None:
            _put(target / path.relative_to(layout.folder), data, fs)
    if not to.sitting.exists():
        _put(to.sitting, encode_sitting(known.sitting), fs)
    for passage, (record, draft) in known.passages.items():
        files = to.passage(passage)
        _put(files.record, encode_passage(record), fs)
        if draft:
            DraftFile(files, passage, fs).write(dict(draft))
    FormDraftFile(to, fs).save(known.forms)
    return tuple(unread)


def _put(path: Path, data: bytes, fs: FileSystem) -> None:
    make_folder(path.parent, fs)
    sealed = path.parent.name == Layout(Path()).passage("0" * 16).sealed.name
    write_atomic(path, data, mode=SEALED_MODE if sealed else FILE_MODE, fs=fs)


def _files(layout: Layout, unread: list[str]) -> Iterator[Path]:
    """Yield the files of the record: what is sealed, and every version of the others."""
    records = [layout.sitting, layout.register, layout.issued]
    try:
        passages = folders_in(layout.passages)
    except StoreError:
        unread.append(shown(layout.passages))
        passages = []
    for folder in passages:
        files = layout.passage(folder.name)
        records += [files.record, files.draft]
        yield from _all_in(files.sealed, "", unread)
    for record in records:
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
