"""A frozen dataclass made here is what the standard library makes of the same class."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any, ClassVar

import pytest

from e33tui.domain import frozen

Calls = tuple[tuple[Any, ...], dict[str, Any]]


def made_by(decorate: Any) -> tuple[Any, Any, Any]:
    @decorate(frozen=True)
    class Place:
        """A name and where it stands."""

        kind: ClassVar[str] = "place"
        name: str
        row: int = 0
        marks: tuple[str, ...] = ()

        @property
        def next(self) -> int:
            """The row after it."""
            return self.row + 1

    @decorate(frozen=True)
    class Seat(Place):
        """A place that is somebody's."""

        row: int = 5
        who: str = ""

    @decorate(frozen=True)
    class Empty:
        """Nothing."""

    return Place, Seat, Empty


OURS, THEIRS = made_by(frozen.dataclass), made_by(dataclasses.dataclass)
TAKEN: list[Calls] = [
    (("a",), {}),
    (("a", 3), {}),
    (("a", 3, ("x",)), {}),
    (("a",), {"marks": ("y",)}),
    ((), {"row": 2, "name": "b"}),
]
REFUSED: list[Calls] = [
    ((), {}),
    ((), {"row": 1}),
    (("a",), {"name": "b"}),
    (("a", 1, ()), {"row": 2}),
    (("a", 1, (), "", 4), {}),
    (("a",), {"colour": 1}),
    ((), {"colour": 1}),
]


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(("given", "named"), TAKEN)
def test_it_is_made_shown_and_taken_apart_alike(
    which: int, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, theirs = OURS[which](*given, **named), THEIRS[which](*given, **named)
    assert repr(ours) == repr(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert vars(ours) == vars(theirs)
    assert (ours.next, ours.kind) == (theirs.next, theirs.kind)


@pytest.mark.parametrize("kinds", [OURS, THEIRS])
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(("given", "named"), REFUSED)
def test_what_does_not_fit_is_refused(
    kinds: tuple[Any, ...], which: int, given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        kinds[which](*given, **named)


def test_two_are_equal_by_class_and_fields() -> None:
    place, seat, empty = OURS
    assert place("a", 5) == place(name="a", row=5) != place("a", 6)
    assert hash(place("a", 5)) == hash(place(row=5, name="a"))
    assert len({place("a"), place("a"), place("b")}) == 2
    assert place("a", 5) != seat("a", 5)
    assert place("a") != "a"
    assert empty() == empty() != place("a")
    assert hash(empty()) == hash(empty())


def test_what_is_kept_beside_the_fields_is_not_compared() -> None:
    first, second = OURS[0]("a"), OURS[0]("a")
    vars(first)["worked_out"] = 1
    assert first == second
    assert hash(first) == hash(second)


@pytest.mark.parametrize(
    "change", [lambda it: setattr(it, "row", 1), lambda it: delattr(it, "row")]
)
def test_it_is_frozen(change: Callable[[Any], None]) -> None:
    it = OURS[1]("a")
    with pytest.raises(FrozenInstanceError):
        change(it)
    assert it.row == 5


def test_one_is_made_from_another() -> None:
    assert dataclasses.replace(OURS[1]("a", who="b"), row=7) == OURS[1]("a", 7, who="b")


def test_a_value_made_for_each_one_is_not_for_here() -> None:
    with pytest.raises(AssertionError):

        @frozen.dataclass(frozen=True)
        class Listed:
            names: list[str] = dataclasses.field(default_factory=list)
