"""Opening the séance that a command is about."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.cli.words import UsageError

if TYPE_CHECKING:
    from e33tui.domain.rubric import Rubric
    from e33tui.service import Service

FOLDER_VARIABLE = "E33TUI_DOSSIER"
RUBRIC_VARIABLE = "E33TUI_GRILLE"
EXPORTS_VARIABLE = "E33TUI_EXPORTS"

_NO_HOME = "Ce compte n’a pas de dossier personnel : nommez le DOSSIER de la séance."


def default_folder() -> Path:
    """Return the séance's folder when none is named, or raise as :func:`in_home`."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else in_home(time.strftime("%Y-%m-%d"))


def in_home(name: str) -> Path:
    """Return where a folder of that name lies in the account's home.

    Raises:
        UsageError: the account has none.
    """
    try:
        return Path.home() / "e33tui" / name
    except RuntimeError as error:
        raise UsageError(_NO_HOME) from error


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
    from e33tui.service import Service
    from e33tui.store import Store
    from e33tui.system_clock import SystemClock

    found = grid()
    store = Store.open(folder, create=create, read_only=read_only, purged=purged)
    return Service(store, found, SystemClock(), tolerant=tolerant)


def grid() -> Rubric:
    """Return the grid that the environment names, else that of the E33.

    Raises:
        RubricError: it cannot be read, or is not one.
    """
    from e33tui import rubric

    named = os.environ.get(RUBRIC_VARIABLE)
    return rubric.load(Path(named) if named else None)


def sound_service(folder: Path, *, create: bool) -> Service:
    """Open the séance of a folder; where its own file is damaged, offer what can be done."""
    from e33tui.store import DamagedFile

    try:
        service = open_service(folder, create=create)
    except DamagedFile as error:
        from e33tui.cli.mending import mended

        to_check = mended(folder, grid(), error)
        if not to_check:
            raise
        service = open_service(folder)
        service.tell(to_check)
    service.put_back()
    return service
