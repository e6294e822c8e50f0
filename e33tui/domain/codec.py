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
LARGEST = 2**53 - 1
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
    return decoder(kind)(data)


def decoder(kind: type[T]) -> Callable[[Any], T]:
    """Return what :func:`decode` does for one kind, for who reads many."""
    found: Callable[[Any], T] = _decoder(typing.cast(Any, kind))
    return found


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
    if not -LARGEST <= data <= LARGEST:
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
        return _member_decoder(hint)
    return _exactly(hint)


_PLAIN: dict[Any, Decoder] = {str: text, int: whole}


def _exactly(hint: Any) -> Decoder:
    def decode_exactly(data: Any) -> Any:
        if type(data) is not hint:
            raise _ill_typed(data, hint)
        return data

    return decode_exactly


def _member_decoder(kind: type[Enum]) -> Decoder:
    members = {member.value: member for member in kind}

    def decode_member(data: Any) -> Any:
        # What is none has the enumeration say so.
        return (members.get(data) if type(data) is str else None) or kind(data)

    return decode_member


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
    hints, fields = typing.get_type_hints(kind), dataclasses.fields(kind)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields}
    make = _maker(kind)

    def decode_object(data: Any) -> Any:
        if not isinstance(data, dict):
            raise ValueError(f"{data!r:.40} is not an object")
        values = {}
        try:
            for name, value in data.items():
                values[name] = decoders[name](value)
        except KeyError:
            raise ValueError(f"unknown fields {sorted(set(data) - set(decoders))}") from None
        try:
            return make(values)
        except TypeError as error:
            raise ValueError(str(error)) from None

    return decode_object


def _maker(kind: type) -> Callable[[dict[str, Any]], Any]:
    """Return what makes a ``kind`` of those of its fields that stand in a record.

    Without slots all are put in place at one stroke, as :func:`e33tui.domain.copying.replace` does.
    """
    fields, missing = dataclasses.fields(kind), dataclasses.MISSING
    plain = all(field.default_factory is missing for field in fields)
    if not plain or not kind.__dictoffset__ or hasattr(kind, "__post_init__"):
        return lambda values: kind(**values)
    defaults = {field.name: field.default for field in fields if field.default is not missing}
    count = len(fields)
    new, put = object.__new__, object.__setattr__

    def make(values: dict[str, Any]) -> Any:
        if len(values) != count:
            values = defaults | values
            if len(values) != count:
                raise TypeError(f"missing fields {sorted({f.name for f in fields} - set(values))}")
        made: Any = new(kind)
        put(made, "__dict__", values)
        return made

    return make
