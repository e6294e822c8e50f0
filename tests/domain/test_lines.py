"""A line's stamp: read as it was written, refused where it is none."""

from __future__ import annotations

from typing import Any

import pytest

from e33tui.domain.clock import Instant
from e33tui.domain.lines import Stamp, from_data, to_data

LARGEST = 2**53 - 1
STAMPS = [
    Stamp("level", Instant("0123-ab", 0, 1)),
    Stamp("level", Instant("0123-ab", LARGEST, LARGEST), "j1"),
    Stamp("level", Instant("0123-ab", -5, -LARGEST)),
    Stamp("level", Instant("démarrage", 1, 2)),
]
WRONG: dict[str, Any] = {
    "not a list": "abc",
    "too short": ["b", 1],
    "too long": ["b", 1, 2, 3],
    "no boot": [None, 1, 2],
    "half a character": ["\ud800", 1, 2],
    "a truth value": ["b", True, 2],
    "a fraction": ["b", 1, 2.0],
    "too large": ["b", LARGEST + 1, 2],
    "too small": ["b", 1, -LARGEST - 1],
}


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_is_read_as_it_was_written(stamp: Stamp) -> None:
    fields = {"criterion": "c1", "level": 3}
    data = to_data(stamp, fields)
    assert from_data(data) == (stamp, fields)
    assert data == to_data(stamp, fields), "the file's own line stays as it is"


def test_a_moment_that_was_read_is_as_any_other() -> None:
    made = Instant("b", 1, 2)
    read = from_data({"do": "level", "at": ["b", 1, 2]})[0].at
    assert (read, hash(read), repr(read)) == (made, hash(made), repr(made))


@pytest.mark.parametrize("at", WRONG.values(), ids=WRONG)
def test_a_stamp_without_a_moment_is_refused(at: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_data({"do": "level", "at": at})
