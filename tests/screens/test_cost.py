"""What a key and a second cost: the screen is laid out anew only where something changes its size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from tests.screens.support import at_work, sitting
from tests.support.domain import FakeClock


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each time that a screen is laid out."""
    found: list[object] = []
    lay_out = Screen._refresh_layout

    def counted(screen: Screen[object], *arguments: Any, **named: Any) -> None:
        found.append(screen)
        lay_out(screen, *arguments, **named)

    monkeypatch.setattr(Screen, "_refresh_layout", counted)
    return found


async def test_a_letter_and_a_second_lay_nothing_out(tmp_path: Path, layouts: list[object]) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("a")
            layouts.clear()
            await juror.type("bcd")
            assert "abcd" in juror.text()
            shown = juror.lines()[1]
            clock.advance(1)
            screen = juror.app.place()
            assert screen is not None
            screen.tick()
            await juror.pilot.pause()
            assert juror.lines()[1] != shown
            assert layouts == []
            await juror.press("enter")
            assert layouts
