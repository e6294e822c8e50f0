"""The plain mode's cursor: on every screen it stands where the focus is, and hardly moves by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.look import Look
from tests.screens.seen import Reader, at_terminal
from tests.screens.support import STAGES, go_to_stage, sitting

PLAIN = Look(plain=True)
BEGINNINGS = {
    "home": "LEFÈVRE Zoé, 0123456, attendu",
    "candidate": "",
    "setup": "",
    "closing": "0123456  LEFÈVRE Zoé",
    "gate": "  1  Présentation numérique ouverte",
    "presentation": "",
    "candidate_out": "Le candidat est-il sorti ?",
    "appraisal": "",
    "lock": "Sous-épreuve E33",
    "verso": "Sous-épreuve E33",
}
"""Every screen with what stands under the cursor at first; nothing: the end of what is typed."""
DAY = {"candidate": "a", "setup": "s", "closing": "c"}


async def show(juror: Reader, stage: str) -> None:
    """Show one screen."""
    if stage in STAGES:
        await go_to_stage(juror, stage)
    elif stage in DAY:
        await juror.press(DAY[stage])
    await juror.look()


@pytest.mark.parametrize("stage", BEGINNINGS)
async def test_the_cursor_stands_where_the_focus_is(tmp_path: Path, stage: str) -> None:
    """At the insertion point, or at the beginning of the line that is chosen."""
    with sitting(tmp_path, state=STAGES[stage][0] if stage in STAGES else "") as service:
        async with at_terminal(service, look=PLAIN) as juror:
            await show(juror, stage)
            begins = BEGINNINGS[stage]
            found = juror.under_cursor()
            assert found.lstrip().startswith(begins.lstrip()) if begins else found.strip(" _") == ""
