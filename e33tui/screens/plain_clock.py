"""The clock of a *temps* for a braille line or a voice: in words, and no oftener than it matters.

Figures that move every second would draw the cursor away, and have a voice speak without end.
"""

from __future__ import annotations

from typing import Final

from e33tui.domain.clock import Alert, PartStatus, alert, minutes_seconds

MINUTE: Final = 60_000
BEAT: Final = 10_000
"""How often the last minute is told."""


def plain_clock(status: PartStatus, elapsed: int, allowed: int, extra: int = 0) -> str:
    """Return where a *temps* stands: whole minutes while it runs, the last one by tens of seconds.

    Args:
        status: whether it waits, runs, is paused or has ended.
        elapsed: milliseconds of it.
        allowed: milliseconds that it may take.
        extra: how many of them are extra time.
    """
    whole = f"{length(allowed)} dont {length(extra)} en plus" if extra else length(allowed)
    if status is PartStatus.WAITING:
        return f"à démarrer, {whole}"
    if status is PartStatus.RUNNING:
        return f"{_running(elapsed, allowed)} sur {whole}"
    word = "PAUSE" if status is PartStatus.PAUSED else "terminé"
    return f"{word} à {minutes_seconds(elapsed)} sur {whole}"


def _running(elapsed: int, allowed: int) -> str:
    left = allowed - elapsed
    kind = alert(elapsed, allowed)
    if kind is Alert.NONE:
        return f"{elapsed // MINUTE} min"
    if kind is Alert.OVERRUN:
        over = -left // MINUTE
        return f"dépassement {over} min" if over else "temps écoulé"
    if kind is Alert.LAST_MINUTE and left <= MINUTE - BEAT:
        return f"reste {-(-left // BEAT) * BEAT // 1000} s"
    return f"reste {-(-left // MINUTE)} min"


def length(milliseconds: int) -> str:
    """Return « 15 min », or « 33:20 » where there are seconds too."""
    minutes, rest = divmod(milliseconds, MINUTE)
    return minutes_seconds(milliseconds) if rest else f"{minutes} min"
