"""What the files of aids share: their format, their documents, and sections by rubric and criterion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from e33tui.domain.folding import folded
from e33tui.domain.rubric_table import Table
from e33tui.domain.text import NAME_LIMIT

T = TypeVar("T")

FORMAT = 1
"""The version of the files' keys; a file of another version is refused."""

PLACE_LIMIT = 160
"""Characters of a place: a heading of a document, or words of it."""

Known = Mapping[str, frozenset[str]]
"""Every rubric's id, and the ids of its criteria."""
ByCriterion = Mapping[str, Mapping[str, tuple[T, ...]]]
"""Rubric id, criterion id, and what there is of it in the file's order."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text is from.

    Attributes:
        document: the document's number; ``""`` where a centre names none.
        title: its title.
        place: the heading or words where it is found there; ``""`` for the whole.
    """

    document: str
    title: str
    place: str

    @property
    def words(self) -> str:
        """Return title and place in one line."""
        return f"{self.title}\u00a0: {self.place}" if self.place else self.title


def opened(root: Table) -> dict[str, str]:
    """Check a file's format and return the titles of its documents by their numbers.

    Raises:
        RubricError: another format, or a title that is none.
    """
    root.integer("format", FORMAT, FORMAT)
    return root.named_texts("documents", limit=NAME_LIMIT) if root.has("documents") else {}


def replacing(root: Table) -> bool:
    """Return whether a centre's file takes the place of what ships, or is added to it."""
    return root.one_of("mode", ("ajouter", "remplacer")) == "remplacer"


def by_criterion(root: Table, known: Known, build: Callable[[Table], T]) -> ByCriterion[T]:
    """Return what ``build`` makes of each section ``[[rubric.criterion]]``.

    Raises:
        RubricError: the first thing wrong.
    """
    return {
        rubric: root.one(rubric, partial(_criteria, ids, build))
        for rubric, ids in known.items()
        if root.has(rubric)
    }


def _criteria(
    ids: frozenset[str], build: Callable[[Table], T], table: Table
) -> dict[str, tuple[T, ...]]:
    return {name: table.many(name, build) for name in sorted(ids) if table.has(name)}


def source(table: Table, documents: Mapping[str, str]) -> Source | None:
    """Return where the entry is from; ``None`` where it does not say."""
    if not table.has("document"):
        table.absent("lieu", "il manque « document », dont ceci serait le lieu.")
        return None
    document = table.one_of("document", tuple(documents))
    place = table.text("lieu", limit=PLACE_LIMIT) if table.has("lieu") else ""
    return Source(document, documents[document], place)


def once(table: Table, key: str, text: str, taken: set[str]) -> str:
    """Return ``text``, or refuse it where it is among ``taken``, whatever its accents and case."""
    if folded(text) in taken:
        table.fail(key, "ce texte y est deux fois ; n’en gardez qu’un.")
    taken.add(folded(text))
    return text
