"""What a passage was: its lasting history, and each sealed version read again from its own bytes.

Reading only: nothing here writes, waits for a lock or needs to hold the passage.
"""

from __future__ import annotations

from dataclasses import dataclass

from e33tui.domain import versions as announced
from e33tui.domain.errors import InputError, StoreError
from e33tui.domain.history import Change
from e33tui.domain.passage import Passage
from e33tui.domain.rubric import Rubric
from e33tui.domain.sealed_text import Section, sections
from e33tui.domain.versions import Version
from e33tui.persistence.errors import shown
from e33tui.service.day import read_journal
from e33tui.store import Store, seal_of

NOT_YET = "Cette fiche n’a jamais été verrouillée : l’historique commence au premier verrouillage."
_VERIFY = "Lancez « e33tui verifier » sur ce dossier et prévenez le centre."
_CHANGED = (
    "La version {number} n’est plus celle qui a été scellée : {file} a été modifié depuis son "
    f"verrouillage. Son contenu n’est pas montré. {_VERIFY}"
)
_OTHER_SEAL = (
    "La version {number} n’est pas celle que le registre annonce : {file} ou le passage a été "
    f"modifié. Son contenu n’est pas montré. {_VERIFY}"
)
_GONE = f"La version {{number}} manque : {{file}} est introuvable. {_VERIFY}"
_UNREADABLE = (
    "La version {number} a l’empreinte attendue, mais cette version d’e33tui ne sait pas la lire : "
    "ouvrez-la avec celle qui l’a scellée."
)
_PENDING = (
    "La version {number} n’est pas encore scellée : la prochaine ouverture du passage la scellera."
)
_NOT_REGISTERED = (
    "La version {number} n’est pas encore au registre : la prochaine ouverture du passage l’y "
    "inscrira."
)


@dataclass(frozen=True)
class Past:
    """A passage with all that lasts of it, as it is on the disk.

    Attributes:
        state: the passage now.
        history: its lasting history.
        versions: its sealed versions, oldest first; there is at least one.
    """

    state: Passage
    history: tuple[Change, ...]
    versions: tuple[Version, ...]

    def version(self, number: int) -> Version:
        """Return one version.

        Raises:
            InputError: there is none of that number.
        """
        for each in self.versions:
            if each.number == number:
                return each
        count = len(self.versions)
        there = f"il en a {count}" if count > 1 else "il n’en a qu’une"
        raise InputError("Version", f"Ce passage n’a pas de version {number} : {there}.")


@dataclass(frozen=True)
class SealedText:
    """What a sealed version says.

    Attributes:
        version: which one.
        sections: what it says; its bytes have the seal that was announced.
        doubt: why its register entry could not be compared, one sentence; empty when it fits.
    """

    version: Version
    sections: tuple[Section, ...]
    doubt: str = ""


def read_past(store: Store, rubric: Rubric, passage: str) -> Past:
    """Return what the disk holds of a passage.

    Raises:
        InputError: it was never locked.
        StoreError: it cannot be read.
    """
    if not store.passages.has(passage):
        raise InputError("Historique", NOT_YET)
    journal, history = read_journal(store, rubric, passage)
    if not journal.state.versions:
        raise InputError("Historique", NOT_YET)
    return Past(journal.state, history, announced.versions(journal.lines))


def read_version(store: Store, rubric: Rubric, passage: str, version: Version) -> SealedText:
    """Return what a sealed version says, once its bytes fit the seals of journal and register.

    Raises:
        StoreError: it is not there, or is not what was sealed: its content is not returned.
    """
    file = store.seals.path(passage, version.number)

    def words(sentence: str) -> str:
        return sentence.format(number=version.number, file=shown(file))

    doubt, entry, known = "", None, True
    try:
        entry = store.register.sealed_entry(passage, version.number)
    except StoreError as error:
        doubt, known = error.message, False
    awaited = known and entry is None
    if version.number not in store.seals.list_sealed(passage):
        raise StoreError(file, words(_PENDING if awaited else _GONE))
    data = store.seals.read_sealed(passage, version.number)
    if seal_of(data) != version.seal:
        raise StoreError(file, words(_CHANGED))
    if entry is not None and entry.seal != version.seal:
        raise StoreError(file, words(_OTHER_SEAL))
    try:
        found = sections(data, rubric)
    except ValueError:
        raise StoreError(file, words(_UNREADABLE)) from None
    return SealedText(version, found, words(_NOT_REGISTERED) if awaited else doubt)
