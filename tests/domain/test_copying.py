"""A copy of a frozen state is what ``dataclasses.replace`` makes, and nothing of it is shared."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from e33tui.domain.clock import NOT_STARTED
from e33tui.domain.copying import replace
from e33tui.domain.passage import Passage
from tests.support.domain import identification, rubric


def passage(**given: Any) -> Passage:
    return Passage(rubric(), identification(), **given)


def test_a_copy_is_that_of_the_standard_library() -> None:
    state = passage(note=25)
    assert replace(state, note=30, absent=True) == dataclasses.replace(state, note=30, absent=True)
    assert state == passage(note=25)


def test_a_copy_is_as_frozen_as_the_state_it_comes_from() -> None:
    copy = replace(passage(), note=30)
    with pytest.raises(dataclasses.FrozenInstanceError):
        copy.note = 20  # type: ignore[misc]


def test_a_copy_has_a_state_of_its_own() -> None:
    state = passage()
    assert vars(replace(state)) == vars(state)
    assert vars(replace(state)) is not vars(state)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="marks"):
        replace(passage(), marks=3)  # type: ignore[call-arg]


def test_a_dataclass_with_slots_is_copied_too() -> None:
    assert replace(NOT_STARTED, adjustment=5).adjustment == 5
    with pytest.raises(TypeError):
        replace(NOT_STARTED, delta=5)  # type: ignore[call-arg]


def test_a_passage_holds_its_fields_and_nothing_that_a_copy_could_carry_on_wrongly() -> None:
    state = passage()
    for name in dir(Passage):
        getattr(state, name)
    assert set(vars(state)) == {field.name for field in dataclasses.fields(Passage)}
