"""A copy of the séance in a folder that the commission names, such as when its own disk fails."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain.errors import InputError
from e33tui.domain.text import accept
from e33tui.persistence.form_drafts import FormDraft
from e33tui.service.forms import BegunForms
from e33tui.store import Store

if TYPE_CHECKING:
    from e33tui.service import Service
    from e33tui.service.desk import Desk

FIELD = "Dossier"
LONGEST = 500
_NUMBERED = re.compile(r"-[1-9][0-9]{0,2}\Z")
_MOST = 1000


@dataclass(frozen=True)
class Copied:
    """A copy that was made.

    Attributes:
        folder: where it lies.
        unread: the files of the original that could not be read, as they are shown.
    """

    folder: Path
    unread: tuple[str, ...]

    @property
    def words(self) -> str:
        """French sentences that say what was done, and what is lacking."""
        said = f"Copie enregistrée : {self.folder}. Elle s’ouvre par « e33tui {self.folder} »."
        if not self.unread:
            return said
        return f"! {said} N’ont pas pu être lus et y manquent : {', '.join(self.unread)}."


def parse_target(service: Service, text: str) -> Path:
    """Return the folder that was named, once it may take a copy.

    Raises:
        InputError: it lies in the séance's own folder, or holds something else.
    """
    typed = accept(FIELD, text, limit=LONGEST)
    if not typed.startswith(("/", "~/")):
        # What lies where the program happens to have been started would not be found again.
        raise InputError(FIELD, f"{FIELD} : donnez un chemin complet, qui commence par / ou ~/.")
    try:
        folder = Path(typed).expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise InputError(FIELD, f"{FIELD} : ce chemin ne mène nulle part. Vérifiez-le.") from error
    if folder.is_relative_to(service.folder.resolve()):
        raise InputError(FIELD, f"{FIELD} : choisissez-le hors du dossier de la séance.")
    try:
        taken = not _is_free(folder)
    except OSError as error:
        raise InputError(FIELD, f"{FIELD} : {folder} ne peut pas être lu. Vérifiez-le.") from error
    if taken:
        raise InputError(FIELD, f"{FIELD} : {folder} n’est pas vide. Choisissez-en un autre.")
    return folder


def proposed(service: Service) -> Path:
    """Return a folder to propose: beside the last copy, or in the home.

    Raises:
        RuntimeError: the account has no home.
    """
    return unused(service.copy_folder or Path.home() / f"copie-{service.folder.name}")


def unused(folder: Path) -> Path:
    """Return ``folder``, or else the first of ``…-2``, ``…-3`` where a copy may be made.

    Somebody may have worked in an earlier copy since: none is ever written over.
    """
    if folder.is_mount():
        # Beside it is another disk: often the one that fails.
        folder = folder / "copie"
    stem = folder.with_name(_NUMBERED.sub("", folder.name))
    if not os.path.lexists(stem):
        stem = folder  # The number is of the name itself, such as a date's.
    names = (folder, *(stem.with_name(f"{stem.name}-{number}") for number in range(2, _MOST)))
    for found in names:
        with contextlib.suppress(OSError):
            if _is_free(found):
                return found
    return folder


def _is_free(folder: Path) -> bool:
    return not os.path.lexists(folder) or not any(folder.iterdir())


def prepare(
    store: Store, desks: Iterable[Desk], forms: BegunForms | None, target: Path
) -> Callable[[], Copied]:
    """Take what is in memory as it is now, and return what copies it; that waits for the disks.

    Args:
        store: the séance's folder.
        desks: the passages held here; one that was only opened has no record.
        forms: the forms that were begun, if any were asked for.
        target: as :func:`parse_target` returned it.

    Returns:
        raises ``StoreError`` when the copy cannot be written.
    """
    passages = {desk.id: desk.in_memory() for desk in desks if desk.begun}
    begun = forms.in_memory() if forms is not None else FormDraft()

    def copy() -> Copied:
        return Copied(target, store.save_copy(target, passages, begun))

    return copy
