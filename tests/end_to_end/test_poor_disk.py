"""The disk is full, read-only, forbidden, gone: keys go on being taken, and all is saved later."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import monotonic

import pytest

from tests.end_to_end import commission as act
from tests.end_to_end import midway
from tests.end_to_end.conftest import Start
from tests.end_to_end.poor_disk import FAULT, can_mount
from tests.end_to_end.record import draft_in, passage_in
from tests.end_to_end.terminal import Terminal

NUMBER = midway.EXAMINED[0]
PROGRAM = ("-m", "tests.end_to_end.poor_disk")
ALERT = "Enregistrement impossible"
KEPT = "La saisie reste en mémoire"
LONGEST = 8.0
"""Seconds that the alert may stay once the disk is well again, on a busy machine."""
DRAFT = "à demi tapé « quand le disque »"

Trouble = Callable[[], AbstractContextManager[None]]


def work_on(terminal: Terminal, trouble: Trouble, reason: str, word: str) -> float:
    """Work before, during and after a trouble; return how long the alert stayed after it."""
    act.observe(terminal, f"+ avant {word}")
    with trouble():
        act.observe(terminal, f"- pendant {word}")
        terminal.wait_for(ALERT, reason, KEPT)
        act.observe(terminal, f"encore pendant {word}")
        terminal.type(f"tapé pendant {word}")
        assert ALERT in terminal.flat
        assert "✗ non enregistré" in terminal.head
    since = monotonic()
    terminal.wait_gone(ALERT)
    stayed = monotonic() - since
    terminal.wait_until(lambda: "✗" not in terminal.head, "the mark of what is saved")
    terminal.press("⏎")
    terminal.wait_until(lambda: "tapé" not in terminal.before_cursor, "the line taken")
    return stayed


def seen(word: str) -> list[str]:
    return [f"{when} {word}" for when in ("avant", "pendant", "encore pendant", "tapé pendant")]


def quit_(terminal: Terminal) -> None:
    terminal.press("^C", until="Quitter e33tui ?")
    terminal.press("↓", "⏎")
    assert terminal.wait_end() == 0


def check(folder: Path, *words: str) -> None:
    """Everything is there, in its order, once, and nothing else is."""
    texts = [remark.text for remark in passage_in(folder, NUMBER).remarks]
    assert texts == [text for word in words for text in seen(word)]
    assert draft_in(folder, NUMBER) == {"remark": DRAFT}
    assert list(folder.rglob("*.tmp")) == []


def test_a_disk_that_fails_or_is_gone(start: Start, folder: Path, tmp_path: Path) -> None:
    midway.examining(folder)
    fault = tmp_path / "fault"

    @contextmanager
    def failing(code: int) -> Iterator[None]:
        fault.write_text(str(code))
        yield
        fault.unlink()

    @contextmanager
    def moved_away() -> Iterator[None]:
        away = folder.rename(tmp_path / "away")
        yield
        assert not folder.exists(), "made again in the place of what is to be put back"
        away.rename(folder)

    terminal = start(str(folder), program=PROGRAM, **{FAULT: str(fault)})
    act.sit_down(terminal)
    stayed = [
        work_on(terminal, lambda: failing(errno.EROFS), "le disque est en lecture seule", "un"),
        work_on(terminal, moved_away, "est introuvable", "deux"),
    ]
    assert max(stayed) < LONGEST
    terminal.type(DRAFT)
    quit_(terminal)
    check(folder, "un", "deux")


def fill(ballast: Path) -> None:
    """Leave no room on the disk."""
    with ballast.open("wb", buffering=0) as file:
        while os.statvfs(ballast).f_bfree:
            file.write(bytes(1024))
    assert ballast.stat().st_size > 500_000


def test_a_disk_that_is_really_full(start: Start, folder: Path, tmp_path: Path) -> None:
    mount, back = tmp_path / "disk", tmp_path / "back"
    for each in (mount, back):
        each.mkdir()
    if not can_mount(mount):
        pytest.skip("this account may not mount a disk for one program alone")
    midway.examining(folder)
    words = (str(folder), "--small", str(mount), str(back))
    terminal = start(*words, program=PROGRAM, **{FAULT: str(tmp_path / "none")})
    act.sit_down(terminal)
    inside = Path(f"/proc/{terminal.process.pid}/root/{mount}")

    @contextmanager
    def full() -> Iterator[None]:
        ballast = inside / "ballast"
        fill(ballast)
        yield
        ballast.unlink()

    stayed = work_on(terminal, full, "le disque est plein", "plein")
    assert stayed < LONGEST
    terminal.type(DRAFT)
    quit_(terminal)
    check(back / folder.name, "plein")
