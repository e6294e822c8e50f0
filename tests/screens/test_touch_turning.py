"""What stands over a screen when the layout turns: a tablet's own keyboard comes up, or goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.screens.base import PlaceScreen
from e33tui.screens.dialogs import Ask
from e33tui.screens.screen_code import AskCode
from e33tui.screens.sheet import Passing
from tests.screens.support import sitting
from tests.screens.test_touch import check_targets
from tests.screens.touching import at_tablet

LOW, HIGH = (60, 22), (60, 30)


async def test_the_code_is_set_in_a_layout_that_has_turned(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_tablet(service, LOW) as finger:
            finger.app.action_screen_code()
            await finger.until(lambda: isinstance(finger.app.screen, AskCode), "the question")
            await finger.press("1", "2")
            await finger.resize(*HIGH)
            await finger.until(lambda: finger.has("digit-3"), "the digits")
            await finger.tap("digit-3", "digit-4", "enter")
            check_targets(finger)
            await finger.resize(*LOW)
            assert "⏎ : valider ^R ou Échap : annuler" in finger.text()
            await finger.press("9", "enter")
            await finger.resize(*HIGH)
            assert finger.has("blank")
            await finger.tap("give-up")
            assert isinstance(finger.app.screen, PlaceScreen)


async def test_a_refusal_stands_above_the_targets_of_a_question_that_was_open(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path) as service:
        async with at_tablet(service, LOW) as finger:
            asked = Ask("Incident", "Incident", "L’horloge continue.", draft="ask:incident")
            finger.app.push_screen(asked)
            await finger.pause()
            await finger.resize(*HIGH)
            await finger.tap("enter")
            refusal = next(y for y, row in enumerate(finger.lines()) if "tapez quelques" in row)
            assert refusal < finger.target("enter").region.y


@pytest.mark.parametrize(("first", "then"), [(LOW, HIGH), (HIGH, LOW)])
async def test_a_list_of_commands_goes_with_its_layout(
    tmp_path: Path, first: tuple[int, int], then: tuple[int, int]
) -> None:
    with sitting(tmp_path) as service:
        async with at_tablet(service, first) as finger:
            await finger.press("ctrl+p")
            assert isinstance(finger.app.screen, Passing)
            await finger.resize(*then)
            await finger.until(lambda: isinstance(finger.app.screen, PlaceScreen), "the screen")
            # Under the neutral screen it waits, and goes with that.
            await finger.press("ctrl+p", "ctrl+o")
            await finger.resize(*first)
            assert finger.app.blanked
            await finger.press("ctrl+o")
            await finger.until(lambda: isinstance(finger.app.screen, PlaceScreen), "the screen")
            assert finger.where == "home"
