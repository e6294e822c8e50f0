"""Nobody reads what the program writes: it goes on, saves, obeys, and sends no backlog afterwards."""

from __future__ import annotations

import faulthandler
import random
import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.end_to_end import commission as act
from tests.end_to_end import midway
from tests.end_to_end.record import draft_in, passage_in
from tests.end_to_end.terminal import Terminal

NUMBER = midway.EXAMINED[0]
WORDS = ("hésite", "puis", "reprend", "chiffre", "carte de fidélité", "à l’essai", "en PFMP")
DRAFT = "encore une idée"
LAG = 5.0
"""Seconds in which what is typed is on the disk, on the busiest machine."""
QUIET = 8
"""Empty looks in a row after which nothing more comes; a clock's tick is far less than a picture."""
SHORT, TEN_MINUTES = 0.5, 600.0


def remarks_in(folder: Path) -> list[str]:
    return [remark.text for remark in passage_in(folder, NUMBER).remarks]


def wait_unread(terminal: Terminal, condition: Callable[[], bool], what: str) -> None:
    terminal.wait_until(condition, what, read=False, patience=LAG)


def type_unread(terminal: Terminal, folder: Path, seconds: float, seed: int) -> list[str]:
    """Make observations, each seen on the disk, for so long; return them."""
    chance = random.Random(seed)
    typed: list[str] = []
    end = monotonic() + seconds
    while monotonic() < end or not typed:
        text = f"{len(typed) + 1} {' '.join(chance.choices(WORDS, k=6))}"
        for letter in text:
            terminal.send(letter.encode())
            sleep(min(seconds / 2000, 0.2))
        wait_unread(terminal, lambda text=text: draft_in(folder, NUMBER) == {"remark": text}, text)  # type: ignore[misc]
        terminal.send(b"\r")
        typed.append(text)
        wait_unread(terminal, lambda: remarks_in(folder) == typed, f"saved: {text}")
    return typed


def bytes_to_come(terminal: Terminal) -> int:
    """Read until the program has no more to show; return how much that was."""
    before, quiet = len(terminal.received), 0
    while quiet < QUIET:
        there = len(terminal.received)
        terminal.listen(0.05)
        quiet = quiet + 1 if there == len(terminal.received) else 0
    return len(terminal.received) - before


def picture_bytes(terminal: Terminal) -> int:
    """Return what painting the whole screen takes, by the key for it."""
    bytes_to_come(terminal)
    terminal.press("^L")
    return bytes_to_come(terminal)


def leave_unread(folder: Path, seconds: float) -> None:
    """Leave the terminal unread for so long, then read; leave it again and end by a signal.

    Raises:
        AssertionError: something was held up, lost, or sent needlessly.
    """
    midway.examining(folder)
    with Terminal(str(folder)) as terminal:
        act.sit_down(terminal)
        one = picture_bytes(terminal)
        terminal.fill()
        at_once = bytes_to_come(terminal)
        terminal.fill()
        typed = type_unread(terminal, folder, seconds, 17)
        terminal.send(DRAFT.encode())
        wait_unread(terminal, lambda: draft_in(folder, NUMBER) == {"remark": DRAFT}, "the draft")
        came = bytes_to_come(terminal)
        assert terminal.before_cursor.endswith(DRAFT)
        assert typed[-1].split()[-1] in terminal.flat
        # However long nobody read: what the system held, and one picture.
        assert came <= at_once + 2 * one, f"{came} bytes, {at_once} at once; a picture is {one}"
        terminal.fill()
        terminal.send(b" de plus")
        terminal.wait_until(lambda: terminal.taken, "all read", read=False)
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_end(read=False) == 0
    assert draft_in(folder, NUMBER) == {"remark": f"{DRAFT} de plus"}
    assert remarks_in(folder) == typed


def test_an_unread_terminal_holds_nothing_up(tmp_path: Path) -> None:
    leave_unread(tmp_path / "séance", SHORT)


@pytest.mark.campaign
def test_a_terminal_unread_for_ten_minutes_holds_nothing_up(tmp_path: Path) -> None:
    # Five minutes are all that a test is given before it is taken to hang.
    faulthandler.dump_traceback_later(TEN_MINUTES + 120, exit=True)
    leave_unread(tmp_path / "séance", TEN_MINUTES)
