"""The two *temps* and their clocks (design rule 4).

Nothing advances by itself: the commission starts, ends and moves on.
"""

from __future__ import annotations

from e33tui.domain.clock import (
    NOT_STARTED,
    PAUSE_REASONS,
    Instant,
    PartStatus,
    Pause,
    Timing,
    minutes_seconds,
    time_left,
)
from e33tui.domain.commands import (
    AdjustClock,
    EndPart,
    ExplainPause,
    PausePart,
    ReopenPart,
    ResumePart,
    StartPart,
)
from e33tui.domain.copying import replace
from e33tui.domain.errors import RuleError
from e33tui.domain.passage import Passage
from e33tui.domain.questions import still_to_ask
from e33tui.domain.remark import PartId
from e33tui.domain.rules.base import NO_ORAL_ANY_MORE, Context, handles, refuse, require_examination

LATE_START_LIMIT = 60 * 60_000
ADDED_LIMIT = 60 * 60_000
"""The most that one correction may add; what it takes off is bounded by what has elapsed."""
FIRST_MINUTE = 60_000
"""Within it, ending any *temps* asks: a key pressed twice starts it and must not end it too."""
MISTAKE = 120_000
"""An interview that has counted this long was not begun by mistake: the presentation stays ended."""
_NAMES = {PartId.PRESENTATION: "La présentation", PartId.INTERVIEW: "L’entretien"}


def with_timing(passage: Passage, part: PartId, timing: Timing) -> Passage:
    """Return the passage with the clock of one *temps* changed."""
    if part is PartId.PRESENTATION:
        return replace(passage, presentation=timing)
    return replace(passage, interview=timing)


def stopped(timing: Timing, at: Instant) -> Timing:
    """Return a clock ended at ``at``; a pause that lasts ends with it."""
    pauses = timing.pauses
    if timing.status is PartStatus.PAUSED:
        pauses = (*pauses[:-1], replace(pauses[-1], end=at))
    return replace(timing, ended=at, pauses=pauses)


def _timing(passage: Passage, context: Context, part: PartId, *wanted: PartStatus) -> Timing:
    """Return the clock of ``part`` if its status is wanted, or say what stands in the way."""
    require_examination(passage)
    context.forbid(passage.closed, "R10", NO_ORAL_ANY_MORE)
    ended = passage.ending is not None
    context.forbid(ended, "R4", "Le passage a pris fin : ses horloges ne changent plus.")
    timing = passage.timing(part)
    if timing.status in wanted:
        return timing
    states = {
        PartStatus.WAITING: "n’a pas commencé",
        PartStatus.RUNNING: "est en cours",
        PartStatus.PAUSED: "est en pause",
        PartStatus.ENDED: "est terminé" + ("e" if part is PartId.PRESENTATION else ""),
    }
    raise refuse("R4", f"{_NAMES[part]} {states[timing.status]}.")


@handles(StartPart)
def start(passage: Passage, command: StartPart, context: Context) -> Passage:
    """Start a *temps*; the interview only after the presentation has ended."""
    timing = _timing(passage, context, command.part, PartStatus.WAITING)
    presentation_ended = passage.presentation.status is PartStatus.ENDED
    if command.part is PartId.INTERVIEW and not presentation_ended:
        raise refuse("R4", "Terminez d’abord la présentation.")
    possible = 0 <= command.ago <= LATE_START_LIMIT
    context.forbid(not possible, "R4", "Démarré il y a : indiquez de 0 à 60 minutes.")
    started = replace(timing, started=context.at, adjustment=command.ago)
    return with_timing(passage, command.part, started)


@handles(PausePart)
def pause(passage: Passage, command: PausePart, context: Context) -> Passage:
    """Stop the clock at once; a reason may follow."""
    timing = _timing(passage, context, command.part, PartStatus.RUNNING)
    paused = replace(timing, pauses=(*timing.pauses, Pause(context.at)))
    return with_timing(passage, command.part, paused)


@handles(ResumePart)
def resume(passage: Passage, command: ResumePart, context: Context) -> Passage:
    """Let the clock go on."""
    timing = _timing(passage, context, command.part, PartStatus.PAUSED)
    pauses = (*timing.pauses[:-1], replace(timing.pauses[-1], end=context.at))
    return with_timing(passage, command.part, replace(timing, pauses=pauses))


@handles(ExplainPause)
def explain_pause(passage: Passage, command: ExplainPause, context: Context) -> Passage:
    """Give the last pause a reason of the list, never a medical one."""
    require_examination(passage)
    timing = passage.timing(command.part)
    if not timing.pauses:
        raise refuse("R4", "Il n’y a pas eu de pause.")
    listed = command.reason in PAUSE_REASONS
    context.forbid(not listed, "R4", "Choisissez le motif de la pause dans la liste.")
    pauses = (*timing.pauses[:-1], replace(timing.pauses[-1], reason=command.reason))
    return with_timing(passage, command.part, replace(timing, pauses=pauses))


@handles(EndPart)
def end(passage: Passage, command: EndPart, context: Context) -> Passage:
    """End a *temps*; an interview ended early says how much is left and asks."""
    timing = _timing(passage, context, command.part, PartStatus.RUNNING, PartStatus.PAUSED)
    elapsed = timing.elapsed(context.at)
    allowed = passage.allowed(command.part)
    silent = command.confirmed or passage.rubric.part(command.part.value).may_end_early_silently
    early = elapsed < allowed and not silent
    left = time_left(elapsed, allowed)
    if questions := still_to_ask(passage, command.part):
        left += f" et {questions}"
    context.ask(early, "R4", f"Il reste {left}. Terminer ce temps ?")
    at_once = elapsed < FIRST_MINUTE and not command.confirmed
    context.ask(at_once, "R4", _barely_begun(command.part, elapsed))
    return with_timing(passage, command.part, stopped(timing, context.at))


def _barely_begun(part: PartId, elapsed: int) -> str:
    it = "La" if part is PartId.PRESENTATION else "Le"
    return f"{_NAMES[part]} n’a duré que {minutes_seconds(elapsed)}. {it} terminer ?"


@handles(ReopenPart)
def reopen_part(passage: Passage, command: ReopenPart, context: Context) -> Passage:
    """Take back the end of a *temps* ended by mistake; its clock has run on.

    An interview that began by the same mistake has not begun.
    """
    timing = _timing(passage, context, command.part, PartStatus.ENDED)
    context.forbid(
        passage.candidate_left, "R4", "Le candidat est sorti : l’oral ne se rouvre plus."
    )
    if command.part is PartId.PRESENTATION:
        context.forbid(
            _interview_is_on(passage, context.at),
            "R4",
            "L’entretien a commencé : la présentation ne se rouvre plus.",
        )
        passage = with_timing(passage, PartId.INTERVIEW, NOT_STARTED)
    return with_timing(passage, command.part, replace(timing, ended=None))


def _interview_is_on(passage: Passage, now: Instant) -> bool:
    """Tell an interview that is really on, or over, from one begun by mistake."""
    timing = passage.interview
    observed = any(remark.part is PartId.INTERVIEW for remark in passage.remarks)
    return timing.started is not None and (
        observed or timing.status is PartStatus.ENDED or timing.elapsed(now) >= MISTAKE
    )


def may_reopen(passage: Passage, part: PartId, now: Instant) -> bool:
    """Tell whether a *temps* that has ended may be reopened now: the rule itself answers."""
    try:
        reopen_part(passage, ReopenPart(part), Context(now))
    except RuleError:
        return False
    return True


@handles(AdjustClock)
def adjust(passage: Passage, command: AdjustClock, context: Context) -> Passage:
    """Correct the clock of a *temps* that was started late, or drop a gap."""
    timing = _timing(passage, context, command.part, PartStatus.RUNNING, PartStatus.PAUSED)
    below_zero = timing.elapsed(context.at) + command.delta < 0
    context.forbid(below_zero, "R4", "L’horloge ne peut pas descendre sous zéro.")
    too_much = command.delta > ADDED_LIMIT
    context.forbid(too_much, "R4", "Correction de l’horloge : ajoutez 60 minutes au plus.")
    changed = replace(timing, adjustment=timing.adjustment + command.delta)
    return with_timing(passage, command.part, changed)
