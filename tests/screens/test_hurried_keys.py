"""Keys that come before the screen they are for is laid out, as over a slow line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.support import at_work, sitting


@pytest.mark.parametrize("key", ["pageup", "pagedown"])
async def test_moving_in_commands_not_listed_yet_does_nothing(tmp_path: Path, key: str) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+p", key, "escape", "a")
            assert juror.where == "exam"
