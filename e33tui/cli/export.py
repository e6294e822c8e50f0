"""``e33tui exporter``: the verso of a locked passage, those of all, or one of the other documents."""

from __future__ import annotations

import unicodedata
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from e33tui.cli.opening import open_service
from e33tui.cli.parser import Parser
from e33tui.cli.words import UsageError, agreed, say_error, say_path
from e33tui.domain.errors import EngineMissing
from e33tui.domain.wording import RESERVED
from e33tui.store import DOSSIER, VERSO, DocumentInTheWay

if TYPE_CHECKING:
    from e33tui.service import Service

T = TypeVar("T")

MEANWHILE = "En attendant, « --html » fait une page à imprimer depuis un navigateur."
"""What is said besides where no PDF can be made."""
_UNKNOWN = "« --document {} » n’existe pas : choisissez parmi {}."
_NO_NUMBER = (
    "« --document {0} » est celui d’un candidat : e33tui exporter DOSSIER NUMERO --document {0}"
)
_NO_CANDIDATE = (
    "« --document {0} » est celui de toute la séance : e33tui exporter DOSSIER --document {0}"
)
_NOT_OF_ALL = "« --tous » fait les versos, ou les dossiers avec « --document dossier »."
_EACH_ITS_OWN = "Les dossiers se font un fichier par candidat : sans « --ensemble » ni « --html »."


def run(words: list[str]) -> int:
    """Make what is asked for and print where it lies."""
    parser = Parser("folder")
    parser.add_argument("number", nargs="?")
    parser.add_argument("--document")
    for option in ("--tous", "--ensemble", "--html"):
        parser.add_argument(option, action="store_true")
    found = parser.parse_args(words)
    made = _all(found) if found.tous else _one(found)
    service = open_service(Path(found.folder), tolerant=True)
    if service.damage:
        say_error(service.damage)
    try:
        complete = made(service)
    finally:
        service.close()
    return 1 if service.damage or not complete else 0


def _all(found: Namespace) -> Callable[[Service], bool]:
    """Return what makes every verso or dossier, and tells whether none is missing.

    Raises:
        UsageError: something else is asked for besides.
    """
    from e33tui.cli import export_all

    asked = VERSO if found.document is None else _without_accents(found.document)
    dossiers = asked == DOSSIER
    if found.number is not None or (found.ensemble and found.html):
        raise UsageError
    if asked not in (VERSO, DOSSIER):
        raise UsageError(_NOT_OF_ALL)
    if dossiers and (found.ensemble or found.html):
        raise UsageError(_EACH_ITS_OWN)
    if dossiers:
        return export_all.dossiers_made
    return partial(export_all.made, together=found.ensemble, pages=found.html)


def _one(found: Namespace) -> Callable[[Service], bool]:
    """Return what makes the one document that is asked for.

    Raises:
        UsageError: there is no such document, or it is asked for in another way.
    """
    if found.ensemble or (found.html and found.document is not None):
        raise UsageError
    make = _maker(found)

    def made(service: Service) -> bool:
        try:
            say_path(with_consent(partial(make, service)))
        except EngineMissing as error:
            say_error(f"{error.title} : {error.message}")
            if found.document is None:
                say_error(MEANWHILE)
            return False
        if found.document is not None and _without_accents(found.document) == DOSSIER:
            say_error(RESERVED)
        return True

    return made


def _maker(found: Namespace) -> Callable[..., Path]:
    """Return what makes the document that is asked for, of a service.

    Raises:
        UsageError: there is no such document, or it is asked for in another way.
    """
    from e33tui.service.roster_file import KIND as CANDIDATES
    from e33tui.service.sheets import LISTS, REPORTS

    number, kind = found.number, found.document
    if kind is None and number is None:
        raise UsageError
    if kind is None and found.html:
        return lambda service, **how: service.exports.page(service.passage_of(number), **how)
    if kind is None:
        return lambda service, **how: service.exports.verso(service.passage_of(number), **how)
    kind = _without_accents(kind)
    kinds = tuple(dict.fromkeys((DOSSIER, *LISTS, *REPORTS, CANDIDATES)))
    if kind not in kinds:
        raise UsageError(_UNKNOWN.format(found.document, ", ".join(kinds)))
    if kind == CANDIDATES and number is None:
        return lambda service, **how: service.exports.candidates(**how)
    if number is None:
        if kind not in LISTS:
            raise UsageError(_NO_NUMBER.format(kind))
        return lambda service, **how: service.exports.candidate_list(kind, **how)
    if kind == DOSSIER:
        return lambda service, **how: service.exports.dossier(service.passage_of(number), **how)
    if kind not in REPORTS:
        raise UsageError(_NO_CANDIDATE.format(kind))
    return lambda service, **how: service.exports.report(kind, service.passage_of(number), **how)


def _without_accents(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def with_consent(make: Callable[..., T]) -> T:
    """Make a document; a file that is not the séance's is replaced only once somebody agreed.

    Args:
        make: makes it; takes ``replace``.

    Raises:
        DocumentInTheWay: nobody did.
    """
    try:
        return make()
    except DocumentInTheWay as error:
        if not agreed(error.message, "Le remplacer ?"):
            raise
    return make(replace=True)
