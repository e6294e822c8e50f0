"""A megabyte pasted into a real terminal: refused with a sentence, and the oral goes on."""

from __future__ import annotations

import os
import select
from pathlib import Path

import pytest

from tests.end_to_end import midway
from tests.end_to_end.terminal import Terminal

ONE_LINE = b"x" * 1_000_000
LINES = b"une ligne\r" * 100_000
BEFORE = "avant le collage"
SILENCE = 0.3
"""Seconds after which nobody can take a key for the rest of a paste, on a busy machine either."""


def pour(terminal: Terminal, data: bytes) -> None:
    """Send as much as the line takes, for as long as it takes, and read what comes back."""
    rest = memoryview(data)
    while rest:
        select.select([], [terminal._master], [], 1.0)
        try:
            rest = rest[os.write(terminal._master, rest[:65536]) :]
        except BlockingIOError:
            terminal.listen(0.01)


@pytest.mark.parametrize(
    "brackets",
    [pytest.param(True, id="brackets", marks=pytest.mark.campaign), pytest.param(False, id="bare")],
)
def test_a_megabyte_is_refused_and_nothing_is_lost(tmp_path: Path, brackets: bool) -> None:
    folder = tmp_path / "jour"
    midway.examining(folder)
    start, end = (b"\x1b[200~", b"\x1b[201~") if brackets else (b"", b"")
    with Terminal(str(folder)) as terminal:
        terminal.wait_for("GARÇON")
        terminal.press("⏎", until="1 Sources, données ▸")
        terminal.type(BEFORE)
        for text in (ONE_LINE, LINES):
            pour(terminal, start + text + end)
            terminal.wait_until(lambda: terminal.taken, "the paste taken")
            # Without brackets a silence alone tells that it is over: what comes at once is part of it.
            terminal.listen_for(SILENCE)
            terminal.wait_for("caractères, 500 au plus", BEFORE)
            terminal.type("!")
            terminal.press("⏎", until=f"{BEFORE}!")
            terminal.type(BEFORE)
    assert b"xxxxxxxxxx" not in terminal.received
