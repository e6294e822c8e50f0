"""What is typed ahead of a passage, as over a slow line: Enter on the list, and on one writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.conftest import Start


@pytest.mark.usefixtures("examining")
def test_what_follows_the_enter_that_opens_is_an_observation(folder: Path, start: Start) -> None:
    terminal = start(str(folder))
    terminal.wait_for("⏎ ouvrir")
    terminal.send("\rprix trop  \x7f\x7f élevé\rvu".encode())
    terminal.wait_for("prix trop élevé", "▸ vu")
    terminal.press("^C")
