"""A TOML table read key by key: every key needed, none left over, each of the right type.

The first thing wrong is raised as a :class:`~e33tui.domain.errors.RubricError` whose key is the
path to it, such as ``competence[2].critere[1].descripteurs``; the first item of a list is 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NoReturn, TypeVar

from e33tui.domain.errors import RubricError
from e33tui.domain.text import NAME_LIMIT, visible

T = TypeVar("T")

_MOST_NAMED = 5
"""Choices that a sentence names: a file may have thousands of documents."""
_ID = re.compile(r"[a-z][a-z0-9_]{0,31}")


class Table:
    """One table of a rubric file.

    Every method that reads a key raises ``RubricError`` when the key is missing or wrong.
    """

    def __init__(self, file: str, path: str, values: Mapping[str, object]) -> None:
        self._file = file
        self._path = path
        self._values = values
        self._known: set[str] = set()

    @property
    def section(self) -> str:
        """The path to this table without its number: what tables of one list have in common."""
        return self._path.rpartition("[")[0]

    def fail(self, key: str, reason: str) -> NoReturn:
        """Refuse the file because of ``key``: ``reason`` ends one French sentence, with its dot."""
        raise RubricError(self._file, self._at(key), reason)

    def has(self, key: str) -> bool:
        """Whether an optional key is there; asking makes it known, so it is never left over."""
        self._known.add(key)
        return key in self._values

    def close(self) -> None:
        """Refuse the first key that nothing has asked for."""
        for key in self._values:
            if key not in self._known:
                self.fail(key, "clé inconnue ; corrigez son nom ou retirez-la.")

    def absent(self, key: str, reason: str) -> None:
        """Refuse ``key`` if it is there."""
        if self.has(key):
            self.fail(key, reason)

    def text(self, key: str, *, multiline: bool = False, limit: int | None = None) -> str:
        """Return a text that is not blank, of at most ``limit`` characters."""
        return self._checked(key, self._value(key), multiline=multiline, limit=limit)

    def text_or_none(self, key: str) -> str:
        """Return a text, or ``""`` where the file says explicitly that there is none."""
        return "" if self._value(key) == "" else self.text(key)

    def texts(
        self, key: str, *, multiline: bool = False, limit: int | None = None
    ) -> tuple[str, ...]:
        """Return a list of texts, none of them blank; the list may be empty."""
        items = self._list(key, "il faut une liste de textes entre guillemets.")
        return tuple(
            self._checked(f"{key}[{index}]", item, multiline=multiline, limit=limit)
            for index, item in enumerate(items, start=1)
        )

    def named_texts(self, key: str, *, limit: int) -> dict[str, str]:
        """Return the texts of the sub-table ``[key]`` by their names, each on one line."""
        values = self._value(key)
        if not isinstance(values, dict):
            self.fail(key, f"il faut une section [{self._header(key)}].")
        return {
            name: self._checked(f"{key}.{visible(name)}", value, limit=limit)
            for name, value in values.items()
        }

    def identifier(self, key: str, taken: set[str]) -> str:
        """Return an id that is not among ``taken``, and add it there."""
        value = self.text(key)
        if not _ID.fullmatch(value):
            self.fail(
                key,
                "il faut un identifiant de 32 caractères au plus, en minuscules sans accent, "
                "chiffres ou « _ », qui commence par une lettre.",
            )
        if value in taken:
            self.fail(key, f"l’identifiant « {value} » est déjà pris ; choisissez-en un autre.")
        taken.add(value)
        return value

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        """Return a text that is one of ``choices``."""
        value = self.text(key, limit=NAME_LIMIT)
        if value not in choices:
            listed = " ou ".join(f"« {choice} »" for choice in choices[:_MOST_NAMED])
            if len(choices) > _MOST_NAMED:
                listed += ", par exemple"
            remedy = f"écrivez {listed}" if choices else "retirez cette section"
            self.fail(key, f"« {value} » n’est pas possible ici ; {remedy}.")
        return value

    def integer(self, key: str, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``."""
        value = self._value(key)
        # A Python bool is an int, a TOML one is not.
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            wanted = f"un nombre entier de {low} à {high}" if low < high else str(low)
            self.fail(key, f"il faut {wanted}, sans guillemets.")
        return value

    def boolean(self, key: str) -> bool:
        """Return a truth value."""
        value = self._value(key)
        if not isinstance(value, bool):
            self.fail(key, "il faut true ou false, sans guillemets.")
        return value

    def one(self, key: str, build: Callable[[Table], T]) -> T:
        """Return what ``build`` makes of the sub-table ``[key]``."""
        return self._build(
            key, self._value(key), build, f"il faut une section [{self._header(key)}]."
        )

    def many(self, key: str, build: Callable[[Table], T]) -> tuple[T, ...]:
        """Return what ``build`` makes of each sub-table ``[[key]]``, of which there is one."""
        reason = f"il faut une ou plusieurs sections [[{self._header(key)}]]."
        items = self._list(key, reason)
        if not items:
            self.fail(key, reason)
        return tuple(
            self._build(f"{key}[{index}]", item, build, reason)
            for index, item in enumerate(items, start=1)
        )

    def _header(self, key: str) -> str:
        """Return how a file writes the head of a sub-table: its path, without the numbers."""
        return re.sub(r"\[\d+\]", "", self._at(key))

    def _at(self, key: str) -> str:
        return f"{self._path}.{visible(key)}" if self._path else visible(key)

    def _value(self, key: str) -> object:
        if not self.has(key):
            self.fail(key, "cette clé manque ; ajoutez-la.")
        return self._values[key]

    def _list(self, key: str, reason: str) -> list[object]:
        value = self._value(key)
        if not isinstance(value, list):
            self.fail(key, reason)
        return value

    def _build(self, key: str, value: object, build: Callable[[Table], T], reason: str) -> T:
        if not isinstance(value, dict):
            self.fail(key, reason)
        table = Table(self._file, self._at(key), value)
        built = build(table)
        table.close()
        return built

    def _checked(
        self, key: str, value: object, *, multiline: bool = False, limit: int | None = None
    ) -> str:
        if not isinstance(value, str):
            self.fail(key, "il faut un texte entre guillemets.")
        if not value.strip():
            self.fail(key, "ce texte est vide ; complétez-le.")
        if value != visible(value, multiline=multiline):
            self.fail(key, "ce texte contient un caractère de commande ; retirez-le.")
        if limit is not None and len(value) > limit:
            self.fail(key, f"{len(value)} caractères, {limit} au plus ; raccourcissez ce texte.")
        return value
