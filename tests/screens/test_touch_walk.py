"""A whole passage by finger: nothing but taps, and letters where a text is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.passage import Progress, Step
from e33tui.screens.touch_bar import allowed
from tests.screens.support import FIRST, SECOND, bring, sitting
from tests.screens.touching import Finger, at_tablet
from tests.support.domain import FakeClock, rubric


async def go(finger: Finger, target: str, step: Step) -> None:
    """Tap a target that leads to a step."""
    await finger.tap(target)
    await finger.until(lambda: finger.step is step, f"{step} by {target}")


async def test_a_whole_passage(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_tablet(service) as finger:
            await finger.tap("roster:1", "roster:0")
            await go(finger, "open", Step.IDENTIFICATION)
            await go(finger, "next", Step.GATE)
            await finger.tap("answers:1")
            await go(finger, "answers:0", Step.GATE)
            await go(finger, "answers:0", Step.PRESENTATION)
            await oral(finger, clock)
            await written(finger)


async def oral(finger: Finger, clock: FakeClock) -> None:
    await finger.tap("next")
    await finger.type("enquête datée")
    await finger.tap("mark-+", "enter", "after")
    await finger.type("coût ?")
    await finger.tap("mark-?", "enter", "pause")
    assert [(r.text, r.mark.value, r.criterion) for r in finger.state.remarks] == [
        ("enquête datée", "+", "c1"),
        ("coût ?", "?", "c2"),
    ]
    assert finger.state.running is None
    await finger.tap("pause")
    clock.advance(15 * 60)
    await go(finger, "next", Step.INTERVIEW)
    await finger.tap("next", "questions", "answers:0", "tick")
    assert not finger.state.open_questions
    clock.advance(25 * 60)
    await finger.tap("criteria-all", "answers:0", "levels")
    for level in (3, 2, 4, 1, 3, 2, 2, 3, 3, 4):
        await finger.tap(f"level-{level}")
    assert [*finger.state.levels.values()] == [3, 2, 4, 1, 3, 2, 2, 3, 3, 4]
    await finger.tap("clear-level")
    assert len(finger.state.levels) == 9
    await finger.tap("level-4", "levels")
    await go(finger, "next", Step.CANDIDATE_OUT)
    await go(finger, "next", Step.PROFILE)


def command(finger: Finger, name: str) -> int:
    """The line of a command in the list of all that can be done now."""
    screen = finger.app.place()
    assert screen is not None
    return [action.id for action in allowed(screen)].index(name)


async def written(finger: Finger) -> None:
    await finger.tap("note", "note")
    await finger.type("12,5")
    await finger.tap("profile-3")
    assert finger.state.global_profile == 3
    await go(finger, "next", Step.APPRAISAL)
    assert finger.state.note == 25
    for text in rubric().texts:
        await finger.tap(f"text-{text.id}", "editor")
        if text.nothing_allowed and text.id != "traiter":
            await finger.tap("more", f"answers:{command(finger, 'nothing')}")
        else:
            await finger.type("Une action réelle.")
    await go(finger, "next", Step.LOCK)
    await finger.tap("next")
    await finger.until(lambda: finger.step is Step.VERSO, "the lock")
    assert finger.state.locked
    await finger.tap("next")
    await finger.until(lambda: finger.desk.id == SECOND, "the next candidate")


async def test_another_candidate_is_opened_and_left(tmp_path: Path) -> None:
    """The next candidate never waits: what is unfinished stays to be written."""
    clock = FakeClock()
    with sitting(tmp_path, state="interview_ended", clock=clock) as service:
        bring(service, clock, "expected", SECOND)
        async with at_tablet(service) as finger:
            await finger.open(FIRST)
            await finger.tap("next_candidate")
            await finger.until(lambda: finger.desk.id == SECOND, "the next candidate")
            rows = {row.entry.passage: row.passage for row in service.known_rows()}
            first = rows[FIRST]
            assert first is not None
            assert first.progress is Progress.TO_WRITE


@pytest.mark.parametrize("size", [(80, 24), pytest.param((60, 40), marks=pytest.mark.campaign)])
async def test_every_criterion_is_a_target(tmp_path: Path, size: tuple[int, int]) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service, size) as finger:
            await finger.open()
            await finger.tap("levels")
            assert all(finger.has(f"criterion-{each.id}") for each in rubric().criteria)
            # The campaign taps each of them.
            criteria = rubric().criteria[:: -1 if size == (60, 40) else -4]
            for criterion in criteria:
                await finger.tap(f"criterion-{criterion.id}", "level-2")
            assert finger.state.levels == {criterion.id: 2 for criterion in criteria}
