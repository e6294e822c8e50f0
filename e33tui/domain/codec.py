"""Frozen dataclasses to compact JSON values and back, strictly.

Fields at their default are left out, so that a journal line stays short. Decoding refuses what it
does not know: a damaged or foreign record must be seen, never half understood.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
Decoder = Callable[[Any], Any]
"""Makes a value of one type from its JSON value, or raises ``ValueError``."""
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
    result: T = _decoder(typing.cast(Any, kind))(data)
    return result


def text(data: Any) -> str:
    """Return ``data`` if it is a text that can be written again, without half a character.

    Raises:
        ValueError: it is none.
    """
    if type(data) is not str:
        raise _ill_typed(data, str)
    data.encode()
    return data


def whole(data: Any) -> int:
    """Return ``data`` if it is a whole number that JSON does not round.

    Raises:
        ValueError: it is none.
    """
    if type(data) is not int:
        raise _ill_typed(data, int)
    if not -_LARGEST <= data <= _LARGEST:
        raise ValueError("a number out of range")
    return data


def _ill_typed(data: Any, hint: Any) -> ValueError:
    return ValueError(f"{data!r:.40} is not of type {hint}")


# A day has a hundred thousand values to read: what a type's hints mean is worked out once for each.
@cache
def _decoder(hint: Any) -> Decoder:
    """Return what decodes values of one type."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _union_decoder(typing.get_args(hint))
    if origin is tuple:
        return _tuple_decoder(typing.get_args(hint)[0])
    if dataclasses.is_dataclass(hint):
        return _object_decoder(typing.cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _exactly(hint)


_PLAIN: dict[Any, Decoder] = {str: text, int: whole}


def _exactly(hint: Any) -> Decoder:
    def decode_exactly(data: Any) -> Any:
        if type(data) is not hint:
            raise _ill_typed(data, hint)
        return data

    return decode_exactly


def _union_decoder(options: tuple[Any, ...]) -> Decoder:
    """Return what decodes a value that may be of several plain types, or one type or nothing."""
    plain = {kind: _decoder(kind) for kind in options if not dataclasses.is_dataclass(kind)}
    wanted = [_decoder(kind) for kind in options if kind is not types.NoneType]

    def decode_union(data: Any) -> Any:
        decoder = plain.get(type(data))
        if decoder is not None:
            return decoder(data)
        (only,) = wanted
        return only(data)

    return decode_union


def _tuple_decoder(hint: Any) -> Decoder:
    item = _decoder(hint)

    def decode_tuple(data: Any) -> Any:
        if not isinstance(data, list):
            raise ValueError(f"{data!r:.40} is not a list")
        return tuple([item(entry) for entry in data])

    return decode_tuple


def _object_decoder(kind: type) -> Decoder:
    names = {field.name for field in dataclasses.fields(kind)}
    hints = typing.get_type_hints(kind)
    decoders = {name: _decoder(hint) for name, hint in hints.items() if name in names}

    def decode_object(data: Any) -> Any:
        if not isinstance(data, dict):
            raise ValueError(f"{data!r:.40} is not an object")
        try:
            values = {name: decoders[name](value) for name, value in data.items()}
        except KeyError:
            raise ValueError(f"unknown fields {sorted(set(data) - set(decoders))}") from None
        try:
            return kind(**values)
        except TypeError as error:
            raise ValueError(str(error)) from None

    return decode_object
