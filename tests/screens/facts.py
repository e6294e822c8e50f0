"""What a state says, and what design §3 never lets it say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from e33tui.domain.clock import PartStatus
from e33tui.domain.passage import Ending, GateAnswer, Passage, Progress
from e33tui.domain.walk import missing


def squeeze(text: str) -> str:
    """A text without blanks, and without the sign that an observation begins with."""
    return "".join(text.split()).lstrip("+-−?")


def strings(value: object) -> list[str]:
    """Every text inside a value, however deep."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value) and not isinstance(value, type):
        inside: Iterable[Any] = (getattr(value, each.name) for each in fields(value))
    elif isinstance(value, Mapping):
        inside = value.values()
    elif isinstance(value, tuple | list | set | frozenset):
        inside = value
    else:
        return []
    return [text for each in inside for text in strings(each)]


def check_rules(state: Passage) -> None:
    """What design §3 never allows, whatever the commission does."""
    heard = state.gate is GateAnswer.OPEN or not state.rubric.gate.present
    assert set(state.levels.values()) <= state.rubric.level_numbers
    assert state.note is None or (0 <= state.note <= 40 and begun(state))
    assert (state.gate is GateAnswer.NONE) <= (state.note == 0)
    assert not state.absent or (state.note is None and state.arrived is None)
    assert state.presentation.status is PartStatus.WAITING or heard
    assert not state.interview.started or state.presentation.ended is not None
    assert state.ending not in (Ending.INTERRUPTED, Ending.EXCLUDED) or state.note is None
    assert not state.locked or (missing(state) == () and state.versions)
    assert (state.progress is Progress.LOCKED) == state.locked


def begun(state: Passage) -> bool:
    """Whether there is something to judge: a *temps* reopened by mistake keeps the note."""
    return state.oral_over or state.interview.started is not None
