"""Frozen dataclasses that cost a start next to nothing: for the modules that a session begins with.

The library writes the source of six methods for each class and compiles it, at every start: a third
of a millisecond a class. Here they are functions that know the class's fields. What one sees is the
same; only to make one takes a microsecond longer, so that what is made by the ten thousand is left
to the library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    # The type checker knows this one's fields.
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool) -> Callable[[type], type]:
        """Make a class what ``dataclasses.dataclass(frozen=True)`` makes of it.

        It has no slots, no ordering and no ``__post_init__``, and its subclasses are made here too.
        """
        assert frozen
        return _frozen


def _frozen(kind: type) -> type:
    dataclasses.dataclass(init=False, repr=False, eq=False)(kind)
    methods = {
        "__init__": _initialises(kind),
        "__repr__": _described,
        "__setattr__": _refuse_set,
        "__delattr__": _refuse_delete,
        **_compares(kind),
    }
    for name, method in methods.items():
        setattr(kind, name, method)
    return kind


def _initialises(kind: type) -> Callable[..., None]:
    fields, missing = dataclasses.fields(kind), dataclasses.MISSING
    names = tuple(field.name for field in fields)
    known = frozenset(names)
    defaults = {each.name: each.default for each in fields if each.default is not missing}
    assert all(each.default_factory is missing for each in fields)

    def initialise(self: object, /, *given: Any, **named: Any) -> None:
        values = {**defaults, **named}
        twice = False
        if given:
            twice = len(given) > len(names) or not named.keys().isdisjoint(names[: len(given)])
            values.update(zip(names, given, strict=False))
        if twice or values.keys() != known:
            raise TypeError(f"{kind.__name__} takes: {', '.join(names)}")
        # At one stroke, past the class's own ``__setattr__``, which refuses it.
        object.__setattr__(self, "__dict__", values)

    return initialise


def _compares(kind: type) -> dict[str, Callable[..., Any]]:
    names = [field.name for field in dataclasses.fields(kind)]
    content: Callable[[object], Any] = attrgetter(*names) if names else _nothing

    def equal(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return content(self) == content(other)

    def hashed(self: object) -> int:
        return hash(content(self))

    return {"__eq__": equal, "__hash__": hashed}


def _nothing(_: object) -> None:
    """Return what is compared of an object without fields."""


def _described(self: Any) -> str:
    names = [field.name for field in dataclasses.fields(self)]
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
    return f"{type(self).__qualname__}({values})"


def _refuse_set(_: object, name: str, __: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
