"""Hands on a keyboard without a plan: no crash, and never a state that the rules forbid."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from e33tui.actions import ACTIONS
from e33tui.desk import Desk
from e33tui.domain.clock import PartStatus
from e33tui.domain.journal import fold
from e33tui.domain.passage import Ending, GateAnswer, Passage, Progress
from e33tui.domain.walk import missing
from e33tui.screens.base import PlaceScreen
from tests.screens.support import SIZES, Juror, at_work, quiet, refolded, sitting
from tests.support.domain import FakeClock, rubric

KEYS = 500
"""Keys of one walk."""
LEAVING = "ctrl+c"
BOUND = sorted({key for action in ACTIONS for key in action.keys} - {LEAVING})
ANSWERS = ["o", "n", "enter", "enter", "escape"]
TYPED = [
    *"1234&é\"'0à57,+-?[/]ç",
    "space",
    "backspace",
    "delete",
    "up",
    "down",
    "left",
    "home",
    "end",
]
FORWARD = ["ctrl+n", "ctrl+n", "enter", "o"]
PASTED = ["[/b]", "deux\nlignes", "\x1b[2J", "é" * 600]
STARTS = ("expected", "interview_running", "candidate_left", "complete", "reopened")


@pytest.mark.parametrize(("seed", "start"), list(enumerate(STARTS)))
async def test_a_random_walk(tmp_path: Path, seed: int, start: str) -> None:
    hands, clock = random.Random(seed), FakeClock()
    with sitting(tmp_path, state=start, clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            desks = {juror.desk.id: juror.desk}
            for _ in range(KEYS):
                await act(juror, hands, clock)
                check(juror, desks)
            await juror.app.finish()
        for row in service.rows():
            if row.passage is not None:
                assert refolded(service, row.entry.passage) == desks[row.entry.passage].state


async def act(juror: Juror, hands: random.Random, clock: FakeClock) -> None:
    """Press one key; now and then paste, resize, or let time pass."""
    chance = hands.random()
    if chance < 0.02:
        await juror.resize(*hands.choice([*SIZES, (50, 15)]))
    elif chance < 0.04:
        await juror.paste(hands.choice(PASTED))
    elif chance < 0.10:
        clock.advance(hands.choice([1, 70, 600]))
    else:
        keys = (
            ANSWERS
            if juror.asked and hands.random() < 0.7
            else hands.choice([BOUND, TYPED, TYPED, FORWARD])
        )
        key = hands.choice(keys)
        character = {"space": " ", "enter": "\r", "tab": "\t"}.get(
            key, key if len(key) == 1 else None
        )
        await juror.key(key, character)
    if juror.app.opening:
        await juror.until(lambda: not juror.app.opening or juror.asked, "the passage opened")
    await quiet()


def check(juror: Juror, desks: dict[str, Desk]) -> None:
    """One screen under at most a few questions, and a state that the rules allow; note the desk."""
    stack = juror.app.screen_stack
    assert juror.app.is_running
    assert sum(isinstance(screen, PlaceScreen) for screen in stack) == 1
    assert len(stack) <= 6
    if juror.app.desk is not None:
        desks[juror.desk.id] = juror.desk
        check_rules(juror.state)
        journal = juror.app.desk._journal
        assert fold(rubric(), journal.lines) == journal.state


def check_rules(state: Passage) -> None:
    """What design §3 never allows, whatever the commission does."""
    heard = state.gate is GateAnswer.OPEN
    assert set(state.levels.values()) <= {level.number for level in rubric().levels}
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
