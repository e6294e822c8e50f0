"""Words that no page may carry, and a rubric that has one in all that only the jury may read."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from e33tui.domain.rubric import Competence, Criterion, Rubric
from tests.support.domain import rubric

T = TypeVar("T")

_BETWEEN = re.compile(r"[\W_]+")
_MARKED = re.compile("zqxkwv([a-z]*?)(?=xqz|zqxkwv|[^a-z]|$)")


def word(what: str) -> str:
    """Return a word that says what it stands for, such as « the reason of a reopening »."""
    return f"Zqxkwv{folded(what)}xqz"


def folded(text: str) -> str:
    """Return the letters and digits of ``text`` alone: no blank, hyphen or accent hides a word."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKD", text).casefold())


def words_in(text: str) -> set[str]:
    """Return what the marked words in ``text`` stand for, however they are spaced or written."""
    return set(_MARKED.findall(folded(text)))


def marked_rubric(word: Callable[[str], str] = word, real: Rubric | None = None) -> Rubric:
    """Return a rubric, E33's unless given, with a marked word in all that only the jury may read."""
    real = real or rubric()
    return dataclasses.replace(
        real,
        competences=tuple(_competence(group, word) for group in real.competences),
        levels=_all(real.levels, word, "name"),
        phases=_all(real.phases, word, "title"),
        parts=_all(real.parts, word, "name", "title", "heading", "description"),
        grid=_with(real.grid, word, *_texts_of(real.grid)),
        commission=_with(real.commission, word, *_texts_of(real.commission)),
        accommodation=_with(real.accommodation, word, "label"),
        gate=_with(real.gate, word, "title", "reminder"),
    )


def _competence(group: Competence, word: Callable[[str], str]) -> Competence:
    criteria = tuple(_criterion(criterion, word) for criterion in group.criteria)
    return dataclasses.replace(_with(group, word, "title", "label"), criteria=criteria)


def _criterion(criterion: Criterion, word: Callable[[str], str]) -> Criterion:
    descriptors = tuple(f"{text} {word('descriptor')}" for text in criterion.descriptors)
    with_words = _with(criterion, word, "title", "label", "indicators")
    return dataclasses.replace(with_words, descriptors=descriptors)


def _texts_of(plan: object) -> list[str]:
    fields = dataclasses.fields(plan)  # type: ignore[arg-type]
    return [field.name for field in fields if isinstance(getattr(plan, field.name), str)]


def _all(plans: Sequence[T], word: Callable[[str], str], *fields: str) -> tuple[T, ...]:
    return tuple(_with(plan, word, *fields) for plan in plans)


def _with(plan: T, word: Callable[[str], str], *fields: str) -> T:
    kind = type(plan).__name__
    texts: dict[str, Any] = {
        field: f"{getattr(plan, field)} {word(f'{kind} {field}')}" for field in fields
    }
    return dataclasses.replace(plan, **texts)  # type: ignore[type-var]
