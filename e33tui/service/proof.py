"""Whether a file or a printed fingerprint belongs to what this séance sealed, and to which version.

A file is known by the hash that was noted when it was issued, never by making it again. What is
answered names a sealed file, never a candidate, nor the file asked about, whose name may hold one.
Nothing here writes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from e33tui.domain.errors import InputError, StoreError
from e33tui.domain.wording import counted
from e33tui.persistence.errors import day_and_time, explain, shown
from e33tui.persistence.issued import OF_A_VERSION
from e33tui.persistence.purge_entry import OBSERVATIONS
from e33tui.persistence.register import SEALING
from e33tui.plain_file import open_plain
from e33tui.service.marks import SUFFIXES
from e33tui.store import Entry, IssuedDocument, Store, seal_of

_PRINTED = 16
"""Hexadecimal digits of a seal that a footer shows."""
_NO_DIGITS = re.compile(r"[\W_]+")
_LABEL = re.compile(r"\s*empreinte\b", re.IGNORECASE)
_HEXADECIMAL = re.compile(r"[0-9a-f]{16,64}")

_NOT_THERE = "Ce document est introuvable. Vérifiez son nom et son dossier."
_FOLDER = "Ce document est un dossier. Donnez le nom d’un fichier."
_MALFORMED = (
    f"Une empreinte imprimée compte {_PRINTED} chiffres hexadécimaux (0-9, a-f), par exemple "
    "« 3fa9 c01b 77de 90a4 » : recopiez-la en entier."
)
_HEAD = "C’est une empreinte du registre, pas celle d’une version : vérifiez-la avec « --tete »."
_SEVERAL = "Cette empreinte convient à {} versions scellées : donnez-en davantage de chiffres."
_NO_VERSION = (
    "Cette empreinte n’est celle d’aucune version scellée de cette séance : relisez-la, ou "
    "vérifiez le dossier."
)
_PURGED = (
    "La liste des documents a disparu avec la purge : seule l’empreinte imprimée peut encore "
    "être vérifiée (« --empreinte »)."
)
_ALTERED = (
    "Ce fichier porte le nom d’un document de cette séance et n’en a pas le contenu : il a été "
    "modifié, ou remplacé."
)
_FOREIGN = (
    "Ce fichier n’est pas un document de cette séance : il vient d’ailleurs, ou il a été modifié."
)
_AGAIN = (
    "Un fichier enregistré de nouveau par un autre programme n’est plus le même : vérifiez alors "
    "l’empreinte imprimée en bas de page (« --empreinte »)."
)
_IN_FORCE = "Cette version est en vigueur."
_REPLACED = "Il a été remplacé depuis."
_OUTDATED_MARKS = "Ce bordereau est dépassé : refaites-le."


@dataclass(frozen=True)
class Proof:
    """An answer.

    Attributes:
        sentences: what is to be said, in French; no name, number, note or text.
        holds: whether what was asked about shows versions in force, each as it was sealed, and was not
            replaced.
    """

    sentences: tuple[str, ...]
    holds: bool = False


@dataclass(frozen=True)
class _Standing:
    """A sealed version, as the register and its own file tell of it.

    Attributes:
        file: its file, as it is shown.
        doubt: why it is not in force or not as it was sealed; empty when it is both.
    """

    file: str
    doubt: str


def of_document(store: Store, path: Path) -> Proof:
    """Say whether a file is a document that the séance issued, and of which version.

    Args:
        store: the séance's folder.
        path: the file.

    Raises:
        InputError: there is no such file.
        StoreError: the file, the register or the list of documents cannot be read.
    """
    try:
        with open_plain(path) as file:
            digest = hashlib.file_digest(file, hashlib.sha256).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        raise InputError("Document", _NOT_THERE) from None
    except IsADirectoryError:
        raise InputError("Document", _FOLDER) from None
    except OSError as error:
        raise explain(error, path, "lu") from error
    documents = store.issued.documents()
    found = [document for document in documents if document.sha256 == digest]
    if found:
        return _issued(store, found)
    return Proof(_unknown(store, path, documents))


def _unknown(store: Store, path: Path, documents: Iterable[IssuedDocument]) -> tuple[str, ...]:
    if store.purged is not None:
        return (_PURGED,)
    if any(document.name == path.name for document in documents):
        return _ALTERED, _AGAIN
    return _FOREIGN, _AGAIN


def _issued(store: Store, found: Sequence[IssuedDocument]) -> Proof:
    when = day_and_time(max(document.at for document in found))
    told = f"Ce fichier est un document de cette séance, produit {when}"
    pairs = sorted({(d.passage, d.version) for d in found if d.passage and d.version})
    replaced = (_REPLACED,) if _is_replaced(found) else ()
    if not pairs:
        return Proof((f"{told}. Il ne montre aucune version scellée.", *replaced), not replaced)
    entries = store.register.entries()
    standings = [_standing(store, entries, *pair) for pair in pairs]
    doubts = [f"{each.file} : {each.doubt}" for each in standings if each.doubt]
    if doubts and found[0].kind in SUFFIXES:
        replaced = (*replaced, _OUTDATED_MARKS)
    holds = not doubts and not replaced
    if len(pairs) == 1:
        (_, number), (each,) = pairs[0], standings
        told = f"{told} d’après {each.file} (version {number})."
        return Proof((told, each.doubt or _IN_FORCE, *replaced), holds)
    told = f"{told} d’après {len(pairs)} versions scellées."
    whole = () if doubts else ("Toutes sont en vigueur.",)
    return Proof((told, *whole, *doubts, *replaced), holds)


def _is_replaced(found: Sequence[IssuedDocument]) -> bool:
    """Tell whether another sheet took the place of one that is not a version's own.

    A verso stands for its version, whichever of its files one holds.
    """
    return all(each.withdrawn and each.kind not in OF_A_VERSION for each in found)


def of_fingerprint(store: Store, printed: str) -> Proof:
    """Say which sealed version a printed fingerprint is that of.

    Args:
        store: the séance's folder.
        printed: as it stands at the foot of a page, whatever its spaces, case or dashes; a whole
            seal too.

    Raises:
        InputError: it is no fingerprint.
        StoreError: the register cannot be read.
    """
    digits = parse_fingerprint(printed)
    entries = store.register.entries()
    found = {
        (entry.passage, entry.version): entry
        for entry in entries
        if entry.kind in SEALING and entry.seal and entry.seal.startswith(digits)
    }
    if not found:
        is_head = any(entry.hash.startswith(digits) for entry in entries)
        return Proof((_HEAD if is_head else _NO_VERSION,))
    if len(found) > 1:
        return Proof((_SEVERAL.format(len(found)),))
    ((passage, version), entry) = next(iter(found.items()))
    each = _standing(store, entries, str(passage), version or 0)
    told = f"Cette empreinte est celle de {each.file} (version {version}), scellé"
    told = f"{told} {day_and_time(entry.at)}."
    return Proof((told, each.doubt or _IN_FORCE), holds=not each.doubt)


def parse_fingerprint(printed: str) -> str:
    """Return the digits of a printed fingerprint, in lower case.

    Raises:
        InputError: they are not 16 to 64 hexadecimal digits.
    """
    text = _LABEL.sub("", unicodedata.normalize("NFKC", printed), count=1)
    digits = _NO_DIGITS.sub("", "".join(c for c in text if unicodedata.category(c) != "Cf")).lower()
    if _HEXADECIMAL.fullmatch(digits) is None:
        raise InputError("Empreinte", _MALFORMED)
    return digits


def _standing(store: Store, entries: Sequence[Entry], passage: str, version: int) -> _Standing:
    path = store.seals.path(passage, version)
    own = [entry for entry in entries if entry.passage == passage]
    sealing = {entry.version: entry for entry in own if entry.kind in SEALING}
    purges = [entry for entry in entries if _is_purge_of(entry, passage)]
    entry = sealing.get(version)
    if entry is None:
        doubt = "Le registre n’a pas cette version : ce document ne prouve rien."
    elif any(purge.n > entry.n for purge in purges):
        doubt = "Son contenu a été purgé : seul le registre en témoigne encore."
    elif not _is_as_sealed(store, passage, version, entry):
        doubt = "Ce fichier n’est plus ce qui a été scellé."
    else:
        doubt = _later(own, max(n for n in sealing if n), version)
    return _Standing(shown(path), doubt)


def _is_purge_of(entry: Entry, passage: str) -> bool:
    whole = entry.extra.get("scope") != OBSERVATIONS
    return entry.kind == "purge" and whole and entry.passage in (None, passage)


def _is_as_sealed(store: Store, passage: str, version: int, entry: Entry) -> bool:
    try:
        return seal_of(store.seals.read_sealed(passage, version)) == entry.seal
    except StoreError:
        return False


def _later(own: Sequence[Entry], last: int, version: int) -> str:
    """Return what has taken a version's force, by the register's entries of its passage."""
    if last > version:
        return f"Elle n’est plus en vigueur : {_versions(last - version)} depuis."
    steps = [entry.kind for entry in own if entry.kind in (*SEALING, "reopen")]
    if steps[-1] == "reopen":
        return "Elle n’est plus en vigueur : la fiche a été rouverte depuis."
    return ""


def _versions(number: int) -> str:
    return counted(number, "autre version a été scellée", "autres versions ont été scellées")
