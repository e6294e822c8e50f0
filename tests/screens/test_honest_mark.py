"""The time that the save mark shows: all that was entered before it is on the disk."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from e33tui.app import E33App
from e33tui.domain.clock import Instant
from e33tui.domain.passage import Step
from e33tui.screens.save_view import SaveMark
from e33tui.store import SaveStatus
from tests.screens.support import at_work, sitting
from tests.support.domain import FakeClock

BEGIN = 1_780_000_000_000
_TIME = re.compile(r"✓ ..:..:..")


def at(milliseconds: int) -> Instant:
    return Instant("boot", milliseconds, BEGIN + milliseconds)


def test_the_time_does_not_move_on_while_something_waits() -> None:
    mark = SaveMark()
    saved = SaveStatus(saved_at=BEGIN)
    first = mark.show(saved, at(0)).plain
    assert _TIME.fullmatch(first)
    later = SaveStatus(saved_at=BEGIN + 20_000, oldest_unsaved=BEGIN + 19_500)
    assert mark.show(later, at(20_100)).plain == first
    assert mark.show(dataclasses.replace(later, oldest_unsaved=None), at(20_200)).plain != first


async def test_a_save_is_not_told_to_be_newer_than_what_is_still_being_typed(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            assert juror.step is Step.INTERVIEW
            app: E33App = juror.app
            typed = clock.now().wall
            app.keeping.keep_draft(juror.desk, "remark", "à demi tapé")
            # Saved meanwhile, and without it: a level, for example.
            app.service._store.writer._saved_at = typed + 300
            assert app.keeping.save_status().saved_at == typed
            app.keeping.save_drafts()
            before = (None, typed, typed + 300)
            await juror.until(
                lambda: app.keeping.save_status().saved_at not in before, "its own save"
            )
