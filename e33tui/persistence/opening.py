"""Which folders may be opened as a séance, or become one."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import DamagedFile, NotASitting, Purged, explain
from e33tui.persistence.files import (
    SYSTEM,
    FileSystem,
    clean_temporaries,
    is_temporary,
    make_folder,
)
from e33tui.persistence.issued import is_behind_link
from e33tui.persistence.layout import Layout, is_passage_id, previous_of
from e33tui.persistence.locks import short_lock
from e33tui.persistence.presence import Presence
from e33tui.persistence.privacy import tighten_all
from e33tui.persistence.purge_entry import whole_purge
from e33tui.persistence.register import Entry

EXPORTS_VARIABLE = "E33TUI_EXPORTS"


def enter(layout: Layout, *, create: bool, fs: FileSystem = SYSTEM) -> Presence | None:
    """Open a folder as a séance's, to work on it; return this program's part in it.

    Args:
        layout: the séance.
        create: make what is missing, if there is nothing else in the folder.
        fs: the system calls.

    Raises:
        Purged: only its register is left.
        StoreError: as :func:`prepare`, or the séance is being purged.
    """
    refuse_purged(layout)
    prepare(layout, create=create, fs=fs)
    presence = Presence.join(layout)
    try:
        # A purge may have passed between the first look and the part taken in the séance.
        refuse_purged(layout)
    except BaseException:
        if presence is not None:
            presence.leave()
        raise
    return presence


def refuse_purged(layout: Layout) -> None:
    """Let nobody work on what is left of a purged séance, nor begin another one in its place.

    Raises:
        Purged: the register says that everything else was removed.
        StoreError: it may say so, and cannot be understood.
    """
    entry = purge_of(layout)
    if entry is not None:
        from e33tui.persistence.inventory import take_stock

        rest = take_stock(layout, default_exports(layout.folder)).items
        raise Purged(layout.folder, entry.at, rest=bool(rest))


def purge_of(layout: Layout) -> Entry | None:
    """Return the register's entry of a purge of the whole séance, if there is one.

    A register that cannot be understood is told elsewhere, unless it is all that there is.

    Raises:
        StoreError: it cannot be understood, and there is no séance beside it.
    """
    try:
        return whole_purge(layout)
    except StoreError:
        if _has_sitting(layout):
            return None
        raise


def prepare(layout: Layout, *, create: bool, fs: FileSystem = SYSTEM) -> None:
    """Make sure that a folder is a séance's, or may become one, and can be written.

    Args:
        layout: the séance.
        create: make what is missing, if there is nothing else in the folder.
        fs: the system calls.

    Raises:
        StoreError: it is no séance, holds something else, or cannot be written.
    """
    if create:
        refuse_other_content(layout)
        make_folder(layout.folder, fs)
    else:
        require_sitting(layout)
    if not os.access(layout.folder, os.W_OK | os.X_OK):
        raise StoreError(
            layout.folder,
            f"Le dossier {layout.folder} n’est pas modifiable par ce compte. "
            "Vérifiez ses droits, ou choisissez un autre dossier.",
        )
    for part in (layout.locks, layout.passages):
        make_folder(part, fs)
    exports = _documents_in(layout)
    # The séance itself may be named by a link; behind one in it lies what is not the séance's.
    for part in (layout.folder.resolve(), layout.locks, layout.reports, *exports):
        tighten_all(part)
    # What a crash left is cleaned unless somebody is at work; the next opening will do then.
    with (
        contextlib.suppress(StoreError),
        short_lock(layout.sitting_lock, patience=0),
        short_lock(layout.register_lock, patience=0),
    ):
        for folder in (layout.folder, *exports):
            clean_temporaries(folder, fs)


def _documents_in(layout: Layout) -> list[Path]:
    """Return the séance's own folders of documents, those behind a link left out."""
    exports = layout.exports
    return [path for path in (exports, *exports.glob("*")) if not is_behind_link(path, layout)]


def require_sitting(layout: Layout) -> None:
    """Make sure that a folder is a séance's, if only what is left of one; nothing is changed.

    Raises:
        StoreError: it is none, or cannot be reached.
    """
    _refuse_unreachable(layout.folder)
    if not (_has_sitting(layout) or _has_register(layout) or _has_begun(layout)):
        raise NotASitting(layout.folder)


def _refuse_unreachable(folder: Path) -> None:
    """Say what keeps the system from looking into a folder, be it there or not.

    Raises:
        StoreError: something does.
    """
    try:
        # What lies in it must be within reach too, and a path object forgets a dot.
        os.stat(f"{folder}/.")  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise explain(error, folder, "ouvert") from error


def _has_register(layout: Layout) -> bool:
    return os.path.lexists(layout.register)


def _has_sitting(layout: Layout) -> bool:
    return any(os.path.lexists(p) for p in (layout.sitting, previous_of(layout.sitting)))


def _has_begun(layout: Layout) -> bool:
    """Tell whether a passage's folder is there."""
    try:
        return any(is_passage_id(path.name) for path in layout.passages.iterdir())
    except OSError:
        return False


def default_exports(folder: Path) -> Path:
    """Return where documents go: ``$E33TUI_EXPORTS``, else ``exports`` in the séance's folder."""
    named = os.environ.get(EXPORTS_VARIABLE)
    return Path(named).absolute() if named else Layout(folder).exports


def refuse_other_content(layout: Layout) -> None:
    """Let only an empty folder, or one that is a séance already, become a séance's folder."""
    if _has_sitting(layout):
        return
    known = {folder.name for folder in (layout.locks, layout.passages, layout.exports)}
    try:
        found = {path.name for path in layout.folder.iterdir()} - known
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise NotASitting(layout.folder) from None
    except OSError as error:
        raise StoreError(
            layout.folder, f"Le dossier {layout.folder} ne peut pas être lu."
        ) from error
    if _has_begun(layout) or _has_register(layout):
        raise DamagedFile(layout.sitting, "il est introuvable")
    if any(not is_temporary(name) for name in found):
        raise StoreError(
            layout.folder,
            f"Le dossier {layout.folder} contient autre chose qu’une séance : "
            "rien n’y a été écrit. Choisissez un dossier vide.",
        )
