"""What the columns of a roster's file are, by the titles that people and programs give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from e33tui.domain.roster_table import Row, refusal

_HEAD_WITHIN = 20
"""A head may come after a title and a blank or two."""


class Column(Enum):
    """What a column says of a candidate."""

    NUMBER = auto()
    SURNAME = auto()
    USAGE_NAME = auto()
    GIVEN_NAME = auto()
    DATE = auto()
    HOUR = auto()
    EXTRA = auto()
    PRESENTATION = auto()
    INTERVIEW = auto()
    SCHOOL = auto()
    TITLE = auto()


# The titles without accents, capitals and punctuation; of several that a file has, the first counts.
_TITLES: Mapping[Column, tuple[str, ...]] = {
    Column.NUMBER: (
        *("numero candidat", "numero du candidat", "numero de candidat", "n candidat"),
        *("numero du de la candidat e", "numero de la candidate", "numero candidat e"),
        *("n du candidat", "n de candidat", "no candidat", "num candidat", "code candidat"),
        *("numero d inscription", "numero inscription", "n d inscription", "n inscription"),
        *("identifiant candidat", "id candidat", "matricule", "numero", "num", "no", "n"),
    ),
    Column.SURNAME: (
        *("nom de naissance", "nom naissance", "nom patronymique", "nom de famille"),
        *("nom du candidat", "nom candidat", "nom", "noms"),
        *("nom et prenom", "nom et prenoms", "nom prenom", "nom prenoms", "nom et prenom s"),
        *("nom et prenom du candidat", "candidat", "candidat e", "candidate"),
    ),
    Column.USAGE_NAME: (
        *("nom d usage", "nom usage", "nom usuel", "nom marital", "nom d epouse", "nom d epoux"),
    ),
    Column.GIVEN_NAME: (
        *("prenom", "prenoms", "prenom s", "prenom du candidat", "prenom candidat"),
        *("premier prenom", "1er prenom", "prenom 1", "prenom usuel", "prenom d usage"),
    ),
    Column.DATE: (
        *("date de convocation", "date convocation", "date de passage", "date de l epreuve"),
        *("date d epreuve", "date epreuve", "jour de passage", "date", "jour"),
    ),
    Column.HOUR: (
        *("heure de convocation", "heure convocation", "h convocation", "convocation"),
        *("heure d arrivee", "heure de passage", "heure passage", "heure", "heures"),
        *("horaire de passage", "horaire de convocation", "horaire", "horaires"),
        *("heure de debut", "heure debut", "heure de l epreuve", "heure d epreuve"),
        *("heure prevue", "date et heure de convocation", "date et heure de passage"),
        *("date et heure", "date heure"),
    ),
    Column.EXTRA: (
        *("amenagement", "amenagements", "amenagement s", "tiers temps", "1 3 temps"),
        *("1 3 de temps", "temps supplementaire", "temps majore", "majoration de temps"),
        *("majoration", "amenagement d epreuve", "amenagements d epreuve"),
        *("amenagement d examen", "amenagements d examen", "amenagement de temps"),
        *("amenagement accorde", "amenagements accordes", "tiers temps o n", "tiers temps oui non"),
        *(
            "temps majore 1 3",
            "majoration 1 3",
            "majoration de temps 1 3",
            "temps supplementaire 1 3",
        ),
    ),
    Column.SCHOOL: (
        *(
            "etablissement",
            "etablissement d origine",
            "etablissement scolaire",
            "nom etablissement",
        ),
        *("nom de l etablissement", "libelle etablissement", "etablissement de formation"),
        *("etablissement d inscription", "etablissement de scolarisation", "etab", "lycee", "cfa"),
    ),
    Column.TITLE: ("civilite", "civ", "m mme", "mme m", "sexe", "genre"),
}
_PLACES = {
    title: (column, rank) for column, titles in _TITLES.items() for rank, title in enumerate(titles)
}
_EXTRA = re.compile(r"\b(?:amenagements?|supplement\w*|majoration|majore|tiers temps|1 3)\b")
_FIRST_PART = re.compile(r"\b(?:(?:1er|premier) temps|presentation)\b")
_SECOND_PART = re.compile(r"\b(?:(?:2nd|2e|2eme|second|deuxieme) temps|entretien)\b")

SURNAME_TITLES = ("nom", "noms", "nom du candidat", "nom candidat")
"""Titles that say no more than *nom*: beside a *nom de naissance* it is the one in use."""


@dataclass(frozen=True)
class Columns:
    """Which column of a file is which.

    Attributes:
        line: the line of the titles.
        heads: the titles as the file has them.
        places: where each column stands that is known, from 0.
        unknown: the titles of the columns that say nothing to a séance; they are ignored.
    """

    line: int
    heads: tuple[str, ...]
    places: Mapping[Column, int]
    unknown: tuple[str, ...]

    def head(self, column: Column) -> str:
        """Return the title of a column that is there."""
        return self.heads[self.places[column]]


def plain(text: str) -> str:
    """Return a title or a word without accents, capitals and punctuation."""
    letters = unicodedata.normalize("NFD", re.sub("[°º]", " ", text).replace("œ", "oe"))
    kept = (c for c in letters.casefold() if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", "".join(kept)).split())


def meaning(head: str) -> tuple[Column, int] | None:
    """Return what a column of this title is, and its rank among the titles for that."""
    name = re.sub(r"(?: en)? (?:min|mn|minutes)$", "", plain(head))
    found = _PLACES.get(name)
    if found is None and _EXTRA.search(name):
        if _FIRST_PART.search(name):
            return Column.PRESENTATION, 0
        if _SECOND_PART.search(name):
            return Column.INTERVIEW, 0
    return found


def known_titles(cells: Sequence[str]) -> int:
    """Return how many of some cells are titles of columns that are known."""
    return sum(meaning(cell) is not None for cell in cells)


def find_columns(rows: Sequence[Row]) -> tuple[Columns, Sequence[Row]]:
    """Return the columns that a table's line of titles names, and the rows below it.

    Raises:
        InputError: there are no rows, none names them, or none is that of the number or of the name.
    """
    if not rows:
        # Such as lines of separators alone, which a spreadsheet writes for a sheet left empty.
        raise refusal("il est vide.")
    beginning = rows[:_HEAD_WITHIN]
    at = max(range(len(beginning)), key=lambda place: known_titles(beginning[place].cells))
    head = rows[at]
    if (known_titles(head.cells) < 2 and len(head.cells) > 1) or not known_titles(head.cells):
        raise refusal(
            "aucune ligne ne donne le titre des colonnes. Ajoutez-en une en tête, avec au moins "
            "« Numéro » et « Nom »."
        )
    columns = _columns(head)
    for column, word in ((Column.NUMBER, "Numéro"), (Column.SURNAME, "Nom")):
        if column not in columns.places:
            raise refusal(
                f"ligne {head.line}, aucune colonne n’a pour titre « {word} ». Ajoutez-la."
            )
    return columns, rows[at + 1 :]


def _columns(head: Row) -> Columns:
    places: dict[Column, int] = {}
    ranks: dict[Column, int] = {}
    heads = tuple(" ".join(cell.split()) for cell in head.cells)
    for place, title in enumerate(heads):
        found = meaning(title)
        if found is None:
            continue
        column, rank = found
        if rank == ranks.get(column):
            raise refusal(f"ligne {head.line}, deux colonnes ont pour titre « {title} ».")
        if rank < ranks.get(column, rank + 1):
            places[column], ranks[column] = place, rank
    _set_usage_name(heads, places)
    used = set(places.values())
    unknown = tuple(title for place, title in enumerate(heads) if title and place not in used)
    return Columns(head.line, heads, places, unknown)


def _set_usage_name(heads: Sequence[str], places: dict[Column, int]) -> None:
    """Take *nom* for the name in use beside a *nom de naissance*, and for want of another at all."""
    surname = places.get(Column.SURNAME)
    if surname is None:
        if Column.USAGE_NAME in places:
            places[Column.SURNAME] = places.pop(Column.USAGE_NAME)
        return
    if Column.USAGE_NAME in places or plain(heads[surname]) in SURNAME_TITLES:
        return
    for place, title in enumerate(heads):
        if place != surname and plain(title) in SURNAME_TITLES:
            places[Column.USAGE_NAME] = place
            return
