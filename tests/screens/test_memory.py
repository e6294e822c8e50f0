"""What is kept of screens that are gone: nothing, and of the lines that stand only themselves."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest
from textual import strip
from textual.pilot import Pilot
from textual.screen import Screen

from e33tui.domain.passage import Step
from e33tui.screens.memory import keep_lines_only
from tests.screens.support import Juror, at_work, sitting


@pytest.fixture
def no_collector() -> Iterator[None]:
    """As the program starts: nothing is collected by itself."""
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture
def painting(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a busy machine: what is shown is painted by the pause of a test, not before it."""
    genuine = Pilot.pause

    async def pause(pilot: Pilot[object], delay: float | None = None) -> None:
        await genuine(pilot, delay)
        app = pilot.app
        app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)

    monkeypatch.setattr(Pilot, "pause", pause)


@pytest.fixture
def caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the framework its caches back at the end."""
    name = "FIFOCache"
    monkeypatch.setattr(strip, name, getattr(strip, name))


async def gone(juror: Juror, screen: ref[Screen[object]]) -> None:
    # Nothing else may find it meanwhile.
    gc.disable()
    await juror.until(lambda: screen() is None, "the end of a screen that was left")


@pytest.mark.usefixtures("no_collector", "caches", "painting")
async def test_a_screen_that_was_left_is_soon_out_of_memory(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            first = ref(juror.app.screen)
            await juror.open()
            await gone(juror, first)
            timed = ref(juror.app.screen)
            await juror.press("ctrl+g")
            sheet = ref(juror.app.screen)
            assert sheet() is not timed()
            await juror.press("escape")
            await gone(juror, sheet)
            assert timed() is juror.app.screen
            await juror.go_to(Step.IDENTIFICATION)
            await gone(juror, timed)


@pytest.mark.usefixtures("caches")
async def test_lines_are_the_same_without_their_caches(tmp_path: Path) -> None:
    async def frames(folder: Path) -> list[str]:
        with sitting(folder, state="interview_running") as service:
            async with at_work(service) as juror:
                shown: list[str] = []
                await juror.open()
                for key in ("down", "down", "ctrl+g", "escape", "up"):
                    await juror.press(key)
                    # But for the moment of the last save.
                    shown.append("\n".join(juror.lines()[1:]))
        return shown

    cached = await frames(tmp_path / "cached")
    keep_lines_only()
    assert await frames(tmp_path / "plain") == cached
