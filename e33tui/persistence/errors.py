"""What can go wrong with a file of the séance, each as one French sentence that says what to do."""

from __future__ import annotations

import errno
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain.errors import StoreError
from e33tui.domain.text import visible
from e33tui.persistence.layout import DRAFT, FORMS, ISSUED, PREVIOUS, REGISTER, SEALED

if TYPE_CHECKING:
    from e33tui.persistence.ownership import Holder


_PAGE = re.compile(r"\b([a-z]+)-[^/]+-([0-9a-f]{6}\.(?:pdf|html))\Z")
"""The name of a document: its kind, the candidate's number, and the passage's first digits."""
_WAY_BACK = " ; la version précédente peut être reprise si elle existe."
_KEEP_FOLDER = ". Gardez ce dossier tel quel et prévenez le centre."
_NO_WAY_BACK = (REGISTER, ISSUED)
"""Files of which nobody may choose an older version: they say what was sealed and issued."""
_SET_ASIDE_BY_SAVING = " ; le prochain enregistrement met ce fichier de côté."
_SET_ASIDE_BY_OPENING = " ; ouvrir le passage pour le modifier met ce fichier de côté."


class Busy(StoreError):
    """Something that cannot be done yet, because something else is still at it."""


class NotASitting(StoreError):
    """A folder that is no séance's, where one was to be looked at or opened."""

    title = "Dossier"

    def __init__(self, folder: object) -> None:
        sentence = f"Il n’y a pas de séance dans {folder}. Vérifiez le chemin du dossier."
        super().__init__(folder, sentence)


class DamagedFile(StoreError):
    """A file that cannot be understood: it is named, never reset, never overwritten.

    Attributes:
        reason: what is wrong with it, in French, without its name.
        what: the same with its name, without a full stop.
    """

    title = "Fichier endommagé"

    def __init__(self, path: object, reason: str) -> None:
        what = f"Le fichier {shown(path)} est endommagé : {reason}"
        super().__init__(path, f"{what}. Rien n’a été modifié{_what_to_do(Path(str(path)))}")
        self.reason = reason
        self.what = what


def _what_to_do(path: Path) -> str:
    if path.name == DRAFT:
        return _SET_ASIDE_BY_OPENING
    if path.name == FORMS:
        return _SET_ASIDE_BY_SAVING
    sealed = path.parent.name == SEALED
    no_way_back = sealed or path.name in _NO_WAY_BACK or path.name.endswith(PREVIOUS)
    return _KEEP_FOLDER if no_way_back else _WAY_BACK


class NewerFormat(StoreError):
    """A file that a later version of e33tui wrote."""

    def __init__(self, path: object, version: str) -> None:
        by = f" ({visible(version)})" if version else ""
        super().__init__(
            path,
            f"Le fichier {shown(path)} a été écrit par une version plus récente d’e33tui{by} : "
            "mettez à jour e33tui pour l’ouvrir. Rien n’a été modifié.",
        )


class HeldElsewhere(StoreError):
    """Another terminal writes this passage.

    Attributes:
        holder: who holds it and since when; ``None`` when its name could not be read.
    """

    title = "Passage ouvert ailleurs"

    def __init__(self, path: object, holder: Holder | None) -> None:
        who = f" ({holder.label})" if holder and holder.label else ""
        since = f" depuis {_time_of_day(holder.since)}" if holder else ""
        super().__init__(
            path,
            f"Ce passage est ouvert dans un autre terminal{who}{since}. "
            "Consultez-le ici en lecture seule, ou choisissez « Reprendre ici ».",
        )
        self.holder = holder


class SittingOpen(StoreError):
    """A séance that is to be purged while somebody has it open."""

    title = "Séance ouverte"

    def __init__(self, path: object, who: Sequence[tuple[str, int]]) -> None:
        """Name those of ``who`` that are known: each a terminal, and since when in milliseconds."""
        known = [
            " ".join(part for part in (label, f"depuis {_time_of_day(since)}") if part)
            for label, since in who
        ]
        terminals = f" : {', '.join(known)}" if known else ""
        super().__init__(
            path,
            f"Cette séance est ouverte dans un autre terminal{terminals}. Rien n’a été retiré. "
            "Quittez-la là-bas, puis recommencez.",
        )


class Purged(StoreError):
    """A séance of which only the register is left."""

    title = "Séance purgée"

    def __init__(self, path: object, at: int, *, rest: bool) -> None:
        """Say when it was purged, and with ``rest`` that something is still to be removed."""
        then = (
            "La purge n’est pas terminée : relancez « e33tui purger » sur ce dossier."
            if rest
            else "Il n’en reste que le registre, que « e33tui verifier » vérifie. Choisissez un "
            "autre dossier pour une nouvelle séance."
        )
        super().__init__(path, f"Cette séance a été purgée {day_and_time(at)}. {then}")


class OwnershipLost(StoreError):
    """A write refused because this process is no longer the one that may write the passage.

    The background writer never retries it: the other terminal's record is the truth now.
    """

    title = "Passage repris ailleurs"

    def __init__(self, path: object) -> None:
        super().__init__(
            path,
            "Ce passage a été repris dans un autre terminal : il n’est plus modifiable ici. "
            "Continuez sur l’autre terminal.",
        )


class SealConflict(StoreError):
    """A sealed version that exists already with other bytes."""

    title = "Version scellée"

    def __init__(self, path: object) -> None:
        super().__init__(
            path,
            f"La version scellée {shown(path)} existe déjà avec un autre contenu : "
            "elle n’a pas été remplacée. Lancez « e33tui verifier » sur ce dossier.",
        )


class DocumentInTheWay(StoreError):
    """A file that this séance did not issue stands where a document should go."""

    title = "Fichier déjà présent"

    def __init__(self, path: object) -> None:
        super().__init__(
            path,
            "Un fichier que cette séance n’a pas produit se trouve déjà à cet endroit\u00a0: "
            f"{Path(str(path)).parent / shown(path)}. Déplacez-le ou renommez-le\u00a0; il n’a pas "
            "été remplacé.",
        )


def _time_of_day(wall_ms: int) -> str:
    """Return local time as hours and minutes; the date too, once it is another day."""
    try:
        at = time.localtime(wall_ms / 1000)
    except (OverflowError, ValueError, OSError):
        return "une heure inconnue"
    today = at[:3] == time.localtime()[:3]
    return time.strftime("%H:%M" if today else "le %d/%m à %H:%M", at)


def day_and_time(wall_ms: int) -> str:
    """Return a local day and time, with its year."""
    try:
        return time.strftime("le %d/%m/%Y à %H:%M", time.localtime(wall_ms / 1000))
    except (OverflowError, ValueError, OSError):
        return "à une date inconnue"


def shown(path: object) -> str:
    """Name a file as a juror may see it: from ``passages/`` on, or its last part alone.

    The name of a page holds a candidate's number, which a message must not carry into a log: what
    is left of it is enough to find the file.
    """
    parts = Path(_PAGE.sub(r"\1-…-\2", str(path))).parts
    if "passages" in parts:
        last = len(parts) - 1 - parts[::-1].index("passages")
        return "/".join(parts[last:])
    return parts[-1] if parts else str(path)


_REASONS = {
    errno.ENOSPC: "le disque est plein. Libérez de la place",
    errno.EDQUOT: "l’espace alloué à ce compte est épuisé. Libérez de la place",
    errno.EROFS: "le disque est en lecture seule. Prévenez le centre",
    errno.EACCES: "ce compte n’a pas le droit d’y accéder. Vérifiez les droits du dossier",
    errno.EPERM: "ce compte n’a pas le droit d’y accéder. Vérifiez les droits du dossier",
    errno.ENOENT: "le fichier ou son dossier est introuvable. Remettez le dossier en place",
    errno.ENOTDIR: "le dossier est introuvable. Remettez le dossier en place",
    errno.EISDIR: "un dossier porte ce nom. Déplacez-le",
    errno.EIO: "le disque signale une panne. Changez de disque ou de poste",
    errno.ENAMETOOLONG: "son nom est trop long. Choisissez un chemin plus court",
    errno.ELOOP: "un lien symbolique se trouve à sa place. Retirez-le",
    errno.ESPIPE: "autre chose qu’un fichier se trouve à sa place. Retirez-le",
    errno.EMFILE: "trop de fichiers sont ouverts. Fermez d’autres programmes",
}


def explain(error: OSError, path: object, action: str) -> StoreError:
    """Turn a system error into the sentence that a juror reads.

    Args:
        error: what the system said.
        path: the file or folder concerned.
        action: a French past participle phrase, such as ``"enregistré"`` or ``"lu"``.
    """
    reason = _reason(error)
    return StoreError(path, f"{shown(path)} n’a pas pu être {action} : {reason}.", reason)


def unconfirmed(error: OSError, path: object) -> StoreError:
    """Return what is said of a file whose new content stands in its place, but perhaps not for good.

    It is what anybody reads from then on; only a power cut could bring the old content back.

    Args:
        error: what the system said when it was asked to keep the folder's names.
        path: the file.
    """
    reason = _reason(error)
    said = f"{shown(path)} est écrit, mais le disque ne l’a pas confirmé\u00a0: {reason}."
    return StoreError(path, said, reason)


def _reason(error: OSError) -> str:
    reason = _REASONS.get(error.errno or 0)
    if reason is None:
        code = errno.errorcode.get(error.errno or 0, "inconnue")
        reason = f"le système a répondu par l’erreur {code}. Réessayez"
    return reason
