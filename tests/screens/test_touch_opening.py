"""The bar of targets while a passage is being opened, which a busy machine takes a moment for."""

from __future__ import annotations

from pathlib import Path

from tests.screens.support import sitting
from tests.screens.touching import at_tablet


async def test_a_list_that_opens_a_passage_goes_on_showing_its_bar(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_tablet(service) as finger:
            finger.app.ways.opening = True
            await finger.press("down")
            await finger.press("up")
            assert finger.where == "home"
            await finger.tap("blank", "reveal")
            await finger.tap("more")
            assert not finger.asked
            finger.app.ways.opening = False
