"""The questions of the timed screens: the clock, another ending, an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from e33tui.domain.clock import PAUSE_REASONS
from e33tui.domain.commands import AdjustClock, EndOtherwise, ExplainPause, RecordIncident
from e33tui.domain.passage import Ending
from e33tui.screens.dialogs import Ask, Menu, confirm

if TYPE_CHECKING:
    from e33tui.screens.exam import ExamScreen

STEP_MS = 30_000
_MORE, _LESS = "more", "less"


async def correct_clock(screen: ExamScreen) -> None:
    """Correct the clock by 30 seconds, or give the last pause its reason."""
    reasons: tuple[tuple[str, str, str], ...] = ()
    if screen.state.timing(screen.part).pauses:
        reasons = tuple(
            (reason, str(number), f"Motif de la pause : {reason.lower()}")
            for number, reason in enumerate(PAUSE_REASONS, 1)
        )
    answer = await screen.app.push_screen_wait(
        Menu(
            "Horloge",
            (
                (_MORE, "+", "ajouter 30 s au temps écoulé"),
                (_LESS, "-", "retirer 30 s du temps écoulé"),
                *reasons,
            ),
        )
    )
    if answer in (_MORE, _LESS):
        screen.do(AdjustClock(screen.part, STEP_MS if answer == _MORE else -STEP_MS))
    elif answer in PAUSE_REASONS:
        screen.do(ExplainPause(screen.part, answer))


_ENDINGS = (
    (Ending.WITHDREW, "a", "Abandon du candidat"),
    (Ending.INTERRUPTED, "i", "Oral interrompu"),
    (Ending.EXCLUDED, "e", "Exclusion par le chef de centre"),
)


async def end_otherwise(screen: ExamScreen) -> None:
    """End the passage by abandon, interruption or exclusion."""
    answer = await screen.app.push_screen_wait(
        Menu(
            "Fin particulière du passage",
            (("", "n", "Continuer l’oral"), *((e.value, key, words) for e, key, words in _ENDINGS)),
            "Les horloges s’arrêtent ; ^Z annule.",
        )
    )
    if not answer:
        return
    ending = Ending(answer)
    reason: str | None = ""
    if ending is Ending.WITHDREW:
        sure = await screen.app.push_screen_wait(confirm("Le candidat abandonne l’épreuve ?"))
        reason = "" if sure == "yes" else None
    else:
        reason = await screen.app.push_screen_wait(
            Ask("Motif", "Motif", draft=f"ask:{ending.value}")
        )
    if reason is not None and screen.do(EndOtherwise(ending, reason)):
        screen.e33.go_on()


async def record_incident(screen: ExamScreen) -> None:
    """Record an incident; no clock stops."""
    text = await screen.app.push_screen_wait(
        Ask(
            "Incident",
            "Incident",
            "L’horloge continue. Les faits seulement, sans diagnostic.",
            draft="ask:incident",
        )
    )
    if text and screen.do(RecordIncident(text)):
        screen.notice("Incident noté, avec l’heure.")
