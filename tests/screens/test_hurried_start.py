"""Keys pressed while the list is still being read: it comes to stand on the oral that is on, unless
somebody has chosen a line already.
"""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from e33tui.domain.passage import Step
from e33tui.screens.home import HomeScreen
from e33tui.service import Service
from tests.screens.support import FIRST, SECOND, at_work, bring, new_service, sitting
from tests.support.domain import FakeClock

PATIENCE = 20.0


@pytest.mark.parametrize("reading", ["rows", "to_resume"])
@pytest.mark.parametrize(
    ("keys", "opened"),
    [(("enter",), SECOND), (("home", "enter"), FIRST), (("down", "up", "enter"), FIRST)],
)
async def test_the_list_stands_on_the_oral_that_is_on_or_where_somebody_chose(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    reading: str,
    keys: tuple[str, ...],
    opened: str,
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        bring(service, clock, "interview_running", SECOND)
    again = new_service(tmp_path, clock)
    asked, go_on = threading.Event(), threading.Event()
    read = getattr(Service, reading)

    def read_later(*arguments: object) -> object:
        asked.set()
        assert go_on.wait(PATIENCE)
        return read(*arguments)

    monkeypatch.setattr(Service, reading, read_later)
    async with at_work(again) as juror:
        await juror.until(asked.is_set, "the reading")
        await juror.press(*keys)
        monkeypatch.setattr(Service, reading, read)
        go_on.set()
        await juror.until(lambda: juror.app.desk is not None, "a passage")
        assert juror.desk.id == opened
        assert juror.step is (Step.INTERVIEW if opened == SECOND else Step.IDENTIFICATION)
    assert again.close(10)


async def test_a_list_that_was_left_shows_what_it_read_to_nobody(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            home = juror.app.screen
            assert isinstance(home, HomeScreen)
            await juror.open()
            await juror.until(lambda: not home.query("#roster"), "the end of the list's widgets")
            # As the reading comes back in the moment before its worker is called off.
            home._rows = ()
            await home._read_passages()
            assert juror.app.place() is not home
