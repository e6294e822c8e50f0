"""A reason typed for what is then refused is still there when it is asked for again."""

from __future__ import annotations

from pathlib import Path

from e33tui.domain.text import LINE_LIMIT
from e33tui.screens.fields import LineInput
from tests.screens.support import at_work, sitting


async def test_a_reason_outlives_a_refused_ending(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            # The half observation is too long: nothing that would leave it behind is done.
            juror.app.screen.query_one("#remark", LineInput).value = "x" * (LINE_LIMIT + 1)
            await juror.press("ctrl+k", "i")
            await juror.type("alerte incendie")
            await juror.press("enter")
            assert juror.state.ending is None
            await juror.press("ctrl+k", "i")
            assert juror.app.screen.query_one(LineInput).value == "alerte incendie"
