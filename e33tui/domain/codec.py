"""Frozen dataclasses to compact JSON values and back, strictly.

Fields at their default are left out, so that a journal line stays short. Decoding refuses what it
does not know: a damaged or foreign record must be seen, never half understood.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
_LARGEST = 2**53 - 1
"""RFC 8785: what every reader of JSON takes exactly."""


def encode(value: object) -> Any:
    """Return the JSON value of ``value``: a dataclass, enum, tuple, or plain value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: encode(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value


def decode(kind: type[T], data: Any) -> T:
    """Return the ``kind`` that ``data`` encodes.

    Raises:
        ValueError: a missing, unknown or ill-typed field.
    """
    result: T = _decode(kind, data)
    return result


@cache
def _hints(kind: type) -> dict[str, Any]:
    names = {field.name for field in dataclasses.fields(kind)}
    return {name: hint for name, hint in typing.get_type_hints(kind).items() if name in names}


def _decode(hint: Any, data: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _decode_union(hint, data)
    if origin is tuple:
        return _decode_tuple(hint, data)
    if dataclasses.is_dataclass(hint):
        return _decode_dataclass(typing.cast(type, hint), data)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    if type(data) is not hint:
        raise ValueError(f"{data!r:.40} is not of type {hint}")
    return _carried(data)


def _carried(data: Any) -> Any:
    """Refuse what could not be written again: half a character, a number that JSON rounds."""
    if isinstance(data, str):
        data.encode()
    if isinstance(data, int) and abs(data) > _LARGEST:
        raise ValueError("a number out of range")
    return data


def _decode_union(hint: Any, data: Any) -> Any:
    """Decode a value that may be of several plain types, or one type or nothing."""
    options = typing.get_args(hint)
    if type(data) in options:
        return _carried(data)
    (wanted,) = [option for option in options if option is not type(None)]
    return _decode(wanted, data)


def _decode_tuple(hint: Any, data: Any) -> Any:
    if not isinstance(data, list):
        raise ValueError(f"{data!r:.40} is not a list")
    item = typing.get_args(hint)[0]
    return tuple(_decode(item, entry) for entry in data)


def _decode_dataclass(kind: type, data: Any) -> Any:
    if not isinstance(data, dict):
        raise ValueError(f"{data!r:.40} is not an object")
    hints = _hints(kind)
    if unknown := set(data) - set(hints):
        raise ValueError(f"unknown fields {sorted(unknown)}")
    values = {name: _decode(hints[name], value) for name, value in data.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(str(error)) from None
