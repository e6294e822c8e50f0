"""What is offered when the séance's own file is damaged: the version before, or the passages."""

from __future__ import annotations

import functools
from pathlib import Path

from e33tui.cli.words import agreed
from e33tui.domain.rubric import Rubric
from e33tui.store import DamagedFile, Store, StoreError

_NO_PREVIOUS = "Aucune version précédente ne peut être reprise."
_KEPT = "Le fichier endommagé sera gardé sous un autre nom."
_TO_ADD = (
    "Les candidats qui n’ont pas commencé seront à ajouter de nouveau, et les réglages à vérifier."
)


def mended(folder: Path, rubric: Rubric, error: DamagedFile) -> bool:
    """Offer what can be done about a damaged séance file; return whether it was agreed and done.

    Args:
        folder: the séance's folder.
        rubric: the grid.
        error: what is wrong with the file.

    Raises:
        StoreError: it could not be done; nothing was overwritten.
    """
    store = Store.open(folder)
    try:
        if Path(error.path) != store.sitting_path:
            return False
        said = f"{error.title} : {error.message}"
        if _previous_is_sound(store):
            return _restored(store, said)
        return _rebuilt(store, rubric, said)
    finally:
        store.close(1.0)


def _previous_is_sound(store: Store) -> bool:
    from e33tui.service.sitting import read_sitting

    try:
        lines = store.previous_sitting()
        if lines is None:
            return False
        read_sitting(store, lines)
    except StoreError:
        return False
    return True


def _restored(store: Store, said: str) -> bool:
    from e33tui.service.sitting import read_sitting

    if not agreed(said, "Reprendre la version précédente ?"):
        return False
    store.restore_sitting(functools.partial(read_sitting, store))
    return True


def _rebuilt(store: Store, rubric: Rubric, said: str) -> bool:
    from e33tui.service.rebuilding import rebuild
    from e33tui.service.sitting import read_sitting
    from e33tui.system_clock import SystemClock

    found = rebuild(store, rubric, SystemClock().now())
    if found.candidates:
        begun = f"{found.candidates} passage{'s' if found.candidates > 1 else ''}"
        offer = f"La séance peut être reconstituée d’après {begun}. {_KEPT} {_TO_ADD}"
        question = "Reconstituer la séance ?"
    elif found.unread or store.register.entries():
        # Not a day that had not begun: an empty roster would hide what is there.
        return False
    else:
        offer, question = f"Aucun passage n’a commencé. {_KEPT}", "Repartir d’une liste vide ?"
    if not agreed(" ".join((said, _NO_PREVIOUS, offer, *found.unread)), question):
        return False
    store.rebuild_sitting(found.lines, functools.partial(read_sitting, store))
    return True
