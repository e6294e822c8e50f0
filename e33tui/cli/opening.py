"""Opening the séance that a command is about."""

from __future__ import annotations

import functools
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.cli.words import agreed

if TYPE_CHECKING:
    from e33tui.service import Service

FOLDER_VARIABLE = "E33TUI_DOSSIER"
RUBRIC_VARIABLE = "E33TUI_GRILLE"
EXPORTS_VARIABLE = "E33TUI_EXPORTS"


def default_folder() -> Path:
    """Return the séance's folder when none is named."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path.home() / "e33tui" / time.strftime("%Y-%m-%d")


def open_service(
    folder: Path,
    *,
    create: bool = False,
    read_only: bool = False,
    tolerant: bool = False,
    purged: bool = False,
) -> Service:
    """Open the séance of a folder.

    Args:
        folder: the séance's folder.
        create: make it one if it is empty.
        read_only: touch nothing there.
        tolerant: go on without a roster when the séance's own file is damaged.
        purged: with ``read_only``, take a séance too of which only the register is left.
    """
    from e33tui import rubric
    from e33tui.service import Service
    from e33tui.store import Store
    from e33tui.system_clock import SystemClock

    named = os.environ.get(RUBRIC_VARIABLE)
    grid = rubric.load(Path(named) if named else None)
    store = Store.open(folder, create=create, read_only=read_only, purged=purged)
    return Service(store, grid, SystemClock(), tolerant=tolerant)


def sound_service(folder: Path, *, create: bool) -> Service:
    """Open the séance of a folder; of a damaged one offer the version before the last."""
    from e33tui.service import read_sitting
    from e33tui.store import DamagedFile, Store

    try:
        return open_service(folder, create=create)
    except DamagedFile as error:
        if not agreed(f"{error.title} : {error.message}", "Reprendre la version précédente ?"):
            raise
    store = Store.open(folder)
    try:
        store.restore_sitting(functools.partial(read_sitting, store))
    finally:
        store.close(1.0)
    return open_service(folder)
