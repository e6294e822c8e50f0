"""A screen is laid out for its width from the first: what is laid out twice is sent twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.passage import Step
from e33tui.screens.base import PlaceScreen
from tests.screens.support import at_work, sitting


@pytest.mark.parametrize(("size", "wide"), [((80, 24), True), ((60, 20), False)])
async def test_a_screen_knows_its_width_before_its_first_layout(
    size: tuple[int, int], wide: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = PlaceScreen.on_resize
    seen: list[bool] = []

    def on_resize(screen: PlaceScreen) -> None:
        seen.append(screen.has_class("-wide"))
        shown(screen)

    with sitting(tmp_path, state="complete") as service:
        async with at_work(service, size) as juror:
            await juror.open()
            monkeypatch.setattr(PlaceScreen, "on_resize", on_resize)
            juror.app.ways.go_to(Step.PROFILE)
            await juror.until(lambda: juror.step is Step.PROFILE and bool(seen))
            assert seen[0] is wide
