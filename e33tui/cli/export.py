"""``e33tui exporter``: the verso of a locked passage, or one of the other documents."""

from __future__ import annotations

import unicodedata
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path

from e33tui.cli.opening import open_service
from e33tui.cli.words import Parser, UsageError, agreed, say_error, say_path
from e33tui.store import DocumentInTheWay

_UNKNOWN = "« --document {} » n’existe pas : choisissez parmi {}."
_NO_NUMBER = (
    "« --document {0} » est celui d’un candidat : e33tui exporter DOSSIER NUMERO --document {0}"
)
_NO_CANDIDATE = (
    "« --document {0} » est celui de toute la séance : e33tui exporter DOSSIER --document {0}"
)


def run(words: list[str]) -> int:
    """Make a document and print where it lies."""
    parser = Parser("folder")
    parser.add_argument("number", nargs="?")
    parser.add_argument("--document")
    found = parser.parse_args(words)
    make = _maker(found)
    service = open_service(Path(found.folder), tolerant=True)
    if service.damage:
        say_error(service.damage)
    try:
        path = _exported(partial(make, service))
    finally:
        service.close()
    say_path(path)
    return 1 if service.damage else 0


def _maker(found: Namespace) -> Callable[..., Path]:
    """Return what makes the document that is asked for, of a service.

    Raises:
        UsageError: there is no such document, or it is asked for in another way.
    """
    from e33tui.service.sheets import LISTS, REPORTS

    number, kind = found.number, found.document
    if kind is None and number is None:
        raise UsageError
    if kind is None:
        return lambda service, **how: service.export_verso(service.passage_of(number), **how)
    kind = _without_accents(kind)
    if kind not in (*LISTS, *REPORTS):
        raise UsageError(_UNKNOWN.format(found.document, ", ".join((*LISTS, *REPORTS))))
    if kind in LISTS:
        if number is not None:
            raise UsageError(_NO_CANDIDATE.format(kind))
        return lambda service, **how: service.export_list(kind, **how)
    if number is None:
        raise UsageError(_NO_NUMBER.format(kind))
    return lambda service, **how: service.export_report(kind, service.passage_of(number), **how)


def _without_accents(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _exported(make: Callable[..., Path]) -> Path:
    """Make a document; a file that is not the séance's is replaced only once somebody agreed."""
    try:
        return make()
    except DocumentInTheWay as error:
        if not agreed(error.message, "Le remplacer ?"):
            raise
    return make(replace=True)
