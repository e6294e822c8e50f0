"""A previous séance as the model of a new one: its settings, without its candidates.

Its folder is only read: no lock is taken in it, nothing is written or closed there.
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Iterator
from pathlib import Path

from e33tui.domain.errors import InputError, StoreError
from e33tui.domain.rubric import Rubric
from e33tui.domain.sitting import Sitting
from e33tui.domain.text import accept
from e33tui.domain.wording import proposed_session
from e33tui.persistence.layout import Layout
from e33tui.service.sitting import read_sitting
from e33tui.store import Store

FIELD = "Dossier"
LONGEST = 500
_TRIED = 10
"""How many of the séances beside a new one are read, at most, to find one that can be proposed."""


def read_model(text: str) -> Sitting:
    """Return the séance whose folder is named; blocks for the disk.

    Raises:
        InputError: there is none, it cannot be read, or it was not set up.
    """
    typed = accept(FIELD, text, limit=LONGEST)
    if not typed.startswith(("/", "~/")):
        raise InputError(FIELD, f"{FIELD} : donnez un chemin complet, qui commence par / ou ~/.")
    try:
        found = _read(Path(typed).expanduser())
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(FIELD, f"{FIELD} : ce chemin ne mène nulle part. Vérifiez-le.") from error
    except StoreError as error:
        raise InputError(FIELD, error.message) from error
    if not found.is_set_up:
        raise InputError(
            FIELD,
            f"{FIELD} : cette séance n’a pas encore d’identification. Choisissez-en une autre.",
        )
    return found


def latest_beside(folder: Path) -> Path | None:
    """Return the séance beside ``folder`` that was changed last, if one can be a model."""
    changed = sorted(_beside(folder.absolute()), reverse=True)
    for _, path in changed[:_TRIED]:
        with contextlib.suppress(StoreError):
            found = _read(Path(path))
            if found.is_set_up and not found.demonstration:
                return Path(path)
    return None


def _beside(folder: Path) -> Iterator[tuple[float, str]]:
    with contextlib.suppress(OSError), os.scandir(folder.parent) as entries:
        for entry in entries:
            # One that cannot be looked at is no model.
            with contextlib.suppress(OSError):
                if entry.name != folder.name and not entry.name.startswith("."):
                    yield Layout(Path(entry.path)).sitting.stat().st_mtime, entry.path


def _read(folder: Path) -> Sitting:
    store = Store.open(folder, read_only=True)
    try:
        return read_sitting(store, store.sitting.lines())
    finally:
        store.close(0.0)


def session_on(model: Sitting, date: str, rubric: Rubric) -> str:
    """Return the model's session for a séance on ``date``; empty in another year, whose it is not.

    Args:
        model: a previous séance.
        date: an ISO date.
        rubric: the model's grid, whose years they are.
    """
    same = proposed_session(rubric, model.date) == proposed_session(rubric, date)
    return model.session if same else ""


def kept_on(model: Sitting, date: str) -> str:
    """Return until when a séance on ``date`` is kept by the model's rule, an ISO date or empty.

    The same day of the year, as many years later: « un an » and « fin octobre » stay what they are.
    """
    if not model.keep_until:
        return ""
    until = datetime.date.fromisoformat(model.keep_until)
    years = int(date[:4]) - int(model.date[:4])
    try:
        moved = until.replace(year=until.year + years)
    except ValueError:
        # The 29th of February, or a year that no calendar has.
        return ""
    return "" if moved.isoformat() < date else moved.isoformat()
