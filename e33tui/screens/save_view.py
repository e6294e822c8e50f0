"""What the screens say of saving: a quiet mark while all is well, an alert with its reason when not."""

from __future__ import annotations

import time
from pathlib import Path

from textual.content import Content

from e33tui.domain.clock import Instant
from e33tui.keymap import key
from e33tui.look import look
from e33tui.screens.view import WARNING, say
from e33tui.signs import SAVED, UNSAVED
from e33tui.store import OwnershipLost, SaveStatus

STALE_MS = 2_000
"""Waiting longer than this is said; before that, silence is right."""
REPAINT_MS = 10_000
"""The time of the last save moves on at most this often: each change of it is sent down the line."""


class SaveMark:
    """The save state at the end of the first line, one for all the screens."""

    def __init__(self) -> None:
        self._saved_at: int | None = None
        self._painted: int | None = None

    def show(self, status: SaveStatus, now: Instant) -> Content:
        """Return the time of the last save, the wait, or the failure.

        The time shown may be older than the last save, never newer; and it moves on only when
        nothing waits, so that all that was entered before it is on the disk.
        """
        waited = 0 if status.oldest_unsaved is None else now.wall - status.oldest_unsaved
        if status.error is not None or waited > STALE_MS:
            self._painted = None
            if status.error is None:
                return say(f"enregistrement… {_age(waited)}")
            return say(f"{UNSAVED}non enregistré {_age(waited)}".rstrip(), WARNING)
        settled = status.oldest_unsaved is None
        if settled and status.saved_at != self._saved_at and self._is_due(now):
            self._saved_at, self._painted = status.saved_at, now.ticks
        if self._saved_at is None:
            return Content("")
        # Whole minutes in the plain mode, rounded down: older than the last save, never newer.
        shown = "à %H:%M" if look().plain else "%H:%M:%S"
        return say(f"{SAVED} {time.strftime(shown, time.localtime(self._saved_at // 1000))}")

    def _is_due(self, now: Instant) -> bool:
        return self._painted is None or now.ticks - self._painted >= REPAINT_MS


def _age(milliseconds: int) -> str:
    """Return how long something has waited, in ever larger steps; nothing for less than a second."""
    seconds = milliseconds // 1000
    if seconds >= 60:
        return f"{seconds // 60} min"
    if look().plain:
        seconds -= seconds % 10
    elif seconds >= 10:
        seconds -= seconds % 5
    return f"{seconds} s" if seconds > 0 else ""


def save_alert(status: SaveStatus, copy: Path | None = None) -> str:
    """Return why nothing is saved, what to do, and that nothing is lost meanwhile; else nothing.

    Args:
        status: what is saved.
        copy: where a copy was made; ``None`` when none was.
    """
    error = status.error
    if error is None:
        return ""
    if isinstance(error, OwnershipLost):
        return f"! {error.message}"
    why = f"Enregistrement impossible : {error.why}." if error.why else error.message
    if copy is not None:
        return f"! {why} Une copie est dans {copy} ; la saisie qui suit reste en mémoire."
    return f"! {why} La saisie reste en mémoire ; {key('copy')} : en garder une copie ailleurs."
