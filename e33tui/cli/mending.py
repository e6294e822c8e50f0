"""What is offered when the séance's own file is damaged: the version before, or the passages."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.cli.words import agreed
from e33tui.domain.rubric import Rubric
from e33tui.persistence.errors import day_and_time
from e33tui.store import DamagedFile, Store, StoreError

if TYPE_CHECKING:
    from e33tui.service.rebuilding import Rebuilt

_NO_PREVIOUS = "Aucune version précédente ne peut être reprise."
_KEPT = "Le fichier endommagé sera gardé sous un autre nom."
_EMPTY = "La séance et sa liste sont à saisir de nouveau."
_RESTORED = "Version précédente de la séance reprise : le dernier changement est à vérifier."
_TO_CHECK = {
    False: "Les candidats qui n’ont pas commencé sont à ajouter de nouveau ; ordre, heures, candidats "
    "confiés, membres remplacés et leurs heures, plages et date de conservation sont à vérifier.",
    True: "Ce qui a été changé ensuite est à vérifier : candidats, ordre, heures, candidats confiés, "
    "membres remplacés et leurs heures, plages et date de conservation.",
}
"""What is to be looked at afterwards, whether the damaged file still tells something or not."""


def mended(folder: Path, rubric: Rubric, error: DamagedFile) -> str:
    """Offer what can be done about a damaged séance file; do it where it is agreed.

    Args:
        folder: the séance's folder.
        rubric: the grid.
        error: what is wrong with the file.

    Returns:
        what is to be looked at now, one French sentence; empty where nothing was done.

    Raises:
        StoreError: it could not be done; nothing was overwritten.
    """
    store = Store.open(folder)
    try:
        if Path(error.path) != store.sitting.path:
            return ""
        said = f"{error.title} : {error.message}"
        if _previous_is_sound(store):
            return _restored(store, said)
        return _rebuilt(store, rubric, said)
    finally:
        store.close(1.0)


def _previous_is_sound(store: Store) -> bool:
    from e33tui.service.sitting import read_sitting

    try:
        lines = store.sitting.previous()
        if lines is None:
            return False
        read_sitting(store, lines)
    except StoreError:
        return False
    return True


def _restored(store: Store, said: str) -> str:
    from e33tui.service.sitting import read_sitting

    if not agreed(said, "Reprendre la version précédente ?"):
        return ""
    store.sitting.restore(functools.partial(read_sitting, store))
    return _RESTORED


def _rebuilt(store: Store, rubric: Rubric, said: str) -> str:
    from e33tui.service.rebuilding import rebuild
    from e33tui.service.sitting import read_sitting
    from e33tui.system_clock import SystemClock

    found = rebuild(store, rubric, SystemClock().now())
    if found.candidates:
        check = _TO_CHECK[found.until is not None]
        offer = f"La séance peut être reconstituée {_after(found)}. {_KEPT} {check}"
        question = "Reconstituer la séance ?"
    elif found.unread or store.register.entries():
        # Not a day that had not begun: an empty roster would hide what is there.
        return ""
    else:
        check = _EMPTY
        offer, question = f"Aucun passage n’a commencé. {_KEPT}", "Repartir d’une liste vide ?"
    if not agreed(" ".join((said, _NO_PREVIOUS, offer, *found.unread)), question):
        return ""
    store.sitting.rebuild(found.lines, functools.partial(read_sitting, store))
    return check


def _after(found: Rebuilt) -> str:
    """Return from what a séance is made again: « telle qu’elle était …, complétée d’après … »."""
    passages = f"d’après {found.begun} passage{'s' if found.begun > 1 else ''}"
    if found.until is None:
        return passages
    told = f"telle qu’elle était {day_and_time(found.until)}"
    return f"{told}, complétée {passages}" if found.begun else told
