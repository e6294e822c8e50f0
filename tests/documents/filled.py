"""A content of any kind of document with the same words in each of its texts, made from its type."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from enum import Enum
from types import UnionType
from typing import Any

from e33tui.documents.kinds import KINDS, Content

BOTH = (False, True)


def filled(kind: str, words: str, *, full: bool) -> Content:
    """Return a content of a kind; each text is ``words`` between brackets and numbers of its own.

    Args:
        kind: one of :data:`KINDS`.
        words: what each text holds.
        full: give what may be left out, else leave it out.
    """
    counter = iter(range(100_000))
    content: Content = _value(KINDS[kind], words, full, counter)
    return content


def texts(value: object) -> list[str]:
    """Return every text of a content, however deep."""
    if isinstance(value, str):
        return [value]
    if dataclasses.is_dataclass(value):
        return [t for f in dataclasses.fields(value) for t in texts(getattr(value, f.name))]
    return [text for item in value for text in texts(item)] if isinstance(value, tuple) else []


def bracketed(number: int, words: str) -> str:
    return f"⟦{number}:{words}:{number}⟧"


def _value(hint: Any, words: str, full: bool, counter: Iterator[int]) -> Any:
    if hint is str:
        return bracketed(next(counter), words)
    if dataclasses.is_dataclass(hint):
        fields = typing.get_type_hints(hint)
        return hint(
            **{
                field.name: _value(fields[field.name], words, full, counter)
                for field in dataclasses.fields(hint)
            }
        )  # type: ignore[operator]
    if hint is int:
        return 1
    if hint is bool:
        return full
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)[-1 if full else 0]
    return _generic(hint, words, full, counter)


def _generic(hint: Any, words: str, full: bool, counter: Iterator[int]) -> Any:
    inner, origin = typing.get_args(hint), typing.get_origin(hint)
    if origin is typing.Literal:
        return inner[-1 if full else 0]
    if origin is UnionType or origin is typing.Union:
        given = [each for each in inner if each is not type(None)]
        left_out = len(given) < len(inner) and not full
        return None if left_out else _value(given[0], words, full, counter)
    assert origin is tuple, f"a content of plain values: {hint}"
    if inner[-1] is Ellipsis:
        inner = (inner[0], inner[0])
    return tuple(_value(each, words, full, counter) for each in inner)
