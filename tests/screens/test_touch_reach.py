"""Under a finger nothing is out of reach, and nothing is done twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.screens.fields import Choice
from e33tui.screens.touch_bar import page_rows
from tests.screens.support import sitting
from tests.screens.touching import at_tablet


async def test_two_quick_taps_change_a_choice_once(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_tablet(service) as finger:
            await finger.open()
            choice = finger.app.screen.query(Choice).first()
            assert len(choice.options) > 1
            before, region = choice.index, finger.target(choice.id or "").region
            for point in (region.bottom_right - (2, 2), choice.region.offset + (1, 0)):
                finger.rest()
                await finger.touch(point)
                await finger.touch(point)
                before = (before + 1) % len(choice.options)
                assert choice.index == before


@pytest.mark.parametrize(("height", "rows"), [(30, 25), (15, 10), (7, 5), (3, 2), (1, 1)])
def test_a_page_shows_a_part_of_the_one_before_again(height: int, rows: int) -> None:
    assert page_rows(height) == rows
