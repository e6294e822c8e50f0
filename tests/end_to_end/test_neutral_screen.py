"""The neutral screen on a line that holds everything up, and an end that comes under it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Start

WORDS = "confidentiel"


@pytest.mark.usefixtures("examining")
def test_it_takes_the_place_of_what_waits_on_a_stalled_line(folder: Path, start: Start) -> None:
    terminal = start(str(folder))
    # Before the program has the terminal, it is no key but a line.
    terminal.wait_for("⏎ ouvrir")
    terminal.press("⏎", until="Sources, données ▸")
    terminal.type("vu")
    terminal.fill()
    terminal.send(f" {WORDS}".encode())
    terminal.press("^O")
    terminal.wait_until(lambda: terminal.taken, "the keys taken", read=False)
    terminal.wait_until(lambda: terminal.screen.strip() == "^O", "the neutral screen alone")
    terminal.press("^O", until=f"vu {WORDS}")
    assert terminal.before_cursor.endswith(WORDS)
    terminal.press("^O")
    terminal.wait_until(lambda: terminal.screen.strip() == "^O", "the neutral screen again")
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_end() == 0
    drafts = folder.glob("passages/*/brouillon.json")
    assert any(f"vu {WORDS}" in draft.read_text("utf-8") for draft in drafts)
