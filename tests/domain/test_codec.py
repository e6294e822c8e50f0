"""Frozen dataclasses to JSON and back, strictly: what is not known is never half understood."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from e33tui.domain.codec import decode, encode


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Inner:
    name: str
    count: int = 0


@dataclass(frozen=True)
class Outer:
    inner: Inner
    colour: Colour = Colour.RED
    level: int | None = None
    many: tuple[Inner, ...] = ()
    on: bool = False


FULL = Outer(Inner("a", 2), Colour.BLUE, 3, (Inner("b"), Inner("c", 1)), on=True)


@pytest.mark.parametrize("value", [Outer(Inner("")), FULL])
def test_a_value_is_read_back(value: Outer) -> None:
    assert decode(Outer, json.loads(json.dumps(encode(value)))) == value


def test_what_is_at_its_default_is_left_out() -> None:
    assert encode(Outer(Inner("a"))) == {"inner": {"name": "a"}}
    assert encode(FULL) == {
        "inner": {"name": "a", "count": 2},
        "colour": "blue",
        "level": 3,
        "many": [{"name": "b"}, {"name": "c", "count": 1}],
        "on": True,
    }


def test_nothing_written_stands_for_the_default() -> None:
    assert decode(Outer, {"inner": {"name": "a"}, "level": None}) == Outer(Inner("a"))


INNER = {"name": "a"}
WRONG: dict[str, Any] = {
    "nothing": None,
    "a list": [],
    "a text": "a",
    "field missing": {},
    "inner field missing": {"inner": {}},
    "field unknown": {"inner": INNER, "size": 1},
    "inner field unknown": {"inner": {"name": "a", "size": 1}},
    "text for a number": {"inner": {"name": "a", "count": "1"}},
    "number for a text": {"inner": {"name": 1}},
    "truth value for a number": {"inner": {"name": "a", "count": True}},
    "number for a truth value": {"inner": INNER, "on": 1},
    "fraction for a number": {"inner": {"name": "a", "count": 1.0}},
    "unknown colour": {"inner": INNER, "colour": "green"},
    "list for a colour": {"inner": INNER, "colour": ["red"]},
    "text for a list": {"inner": INNER, "many": "ab"},
    "object for a list": {"inner": INNER, "many": INNER},
    "text in a list": {"inner": INNER, "many": ["a"]},
    "null for a text": {"inner": {"name": None}},
    "text for an optional number": {"inner": INNER, "level": "3"},
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_anything_else_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(Outer, data)


def test_a_text_is_not_a_list_of_its_letters() -> None:
    @dataclass(frozen=True)
    class Names:
        names: tuple[str, ...]

    with pytest.raises(ValueError, match="not a list"):
        decode(Names, {"names": "Mme"})
