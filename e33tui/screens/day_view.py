"""The list of the day in words: présence, avancement and mentions, each by symbol and word."""

from __future__ import annotations

from e33tui.domain.passage import Mention, Passage, Presence, Progress

_SYMBOLS = {
    Presence.EXPECTED: "○",
    Presence.PRESENT: "●",
    Presence.ABSENT: "×",
    Progress.IN_PROGRESS: "►",
    Progress.TO_WRITE: "✎",
    Progress.LOCKED: "■",
}


def status_text(passage: Passage | None) -> str:
    """Return présence or avancement by symbol and word."""
    if passage is None:
        return f"{_SYMBOLS[Presence.EXPECTED]} {Presence.EXPECTED}"
    if passage.progress is Progress.TO_COME:
        return f"{_SYMBOLS[passage.presence]} {passage.presence}"
    return f"{_SYMBOLS[passage.progress]} {passage.progress}"


def mentions_text(mentions: tuple[Mention, ...]) -> str:
    """Return the mentions in words, separated by commas."""
    return ", ".join(mentions)
