"""How an oral went: the facts of a passage in order, for the commission alone.

Nothing here is communicable: the verso has no place for it (rule 11).
"""

from __future__ import annotations

from e33tui.domain.clock import Instant, Pause, Timing, between, clock_time, minutes_seconds
from e33tui.domain.incident import KIND_WORDS, NO_FRAUD_REPORT, SIGNATURE_WORDS, Incident
from e33tui.domain.passage import Ending, GateAnswer, Mention, Passage, Presence
from e33tui.domain.remark import PartId

Fact = tuple[str, str]
"""What it is about and what is so, both in French."""

_ENDINGS = {
    Ending.WITHDREW: Mention.WITHDREW,
    Ending.INTERRUPTED: Mention.INTERRUPTED,
    Ending.EXCLUDED: Mention.EXCLUDED,
}
_ANSWERS = {
    GateAnswer.TECHNICAL: "difficulté technique, à reconvoquer",
    GateAnswer.NONE: "aucune, non interrogé",
}


def course(passage: Passage) -> tuple[Fact, ...]:
    """Return the facts of a passage, those alone that exist, each with its label."""
    found = _coming(passage)
    for part in PartId:
        found += _part(passage, part)
    return (*found, *_end(passage))


def _coming(passage: Passage) -> list[Fact]:
    found: list[Fact] = []
    if passage.presence is Presence.ABSENT:
        found.append(("Présence", Presence.ABSENT.value))
    if passage.arrived is not None:
        without = "" if passage.identity_shown else " (sans pièce d’identité)"
        found.append(("Arrivée", f"{clock_time(passage.arrived)}{without}"))
    if passage.gate in _ANSWERS:
        found.append(("Présentation numérique", _ANSWERS[passage.gate]))
    return found


def _part(passage: Passage, part: PartId) -> list[Fact]:
    plan, timing = passage.rubric.part(part.value), passage.timing(part)
    found: list[Fact] = []
    extra = passage.allowed(part) - plan.seconds * 1000
    if extra:
        found.append(("Temps supplémentaire", f"{minutes_seconds(extra)} ({plan.name})"))
    if timing.started is None:
        return found
    found.append((f"{plan.name} · {plan.title}", _span(timing, timing.started)))
    found += [("Pause", _pause(pause)) for pause in timing.pauses]
    if timing.adjustment:
        found.append(("Correction de l’horloge", _signed(timing.adjustment)))
    return found


def _span(timing: Timing, started: Instant) -> str:
    """Return from when to when, and how long that counts.

    Where the clock was corrected, the moment of the key need not be that of the start: « démarré il
    y a 2 min » is such a correction.
    """
    start, noted = clock_time(started), timing.adjustment != 0
    if timing.ended is None:
        return f"démarrage noté à {start}" if noted else f"depuis {start}"
    end = clock_time(timing.ended)
    span = f"démarrage noté à {start}, fin à {end}" if noted else f"de {start} à {end}"
    return f"{minutes_seconds(timing.elapsed(timing.ended))} ({span})"


def _pause(pause: Pause) -> str:
    if pause.end is None:
        lasted = f"depuis {clock_time(pause.start)}"
    else:
        lasted = minutes_seconds(between(pause.start, pause.end))
    return f"{lasted}, {pause.reason.lower() or 'sans motif'}"


def _signed(milliseconds: int) -> str:
    return f"{'+' if milliseconds > 0 else '−'} {minutes_seconds(abs(milliseconds))}"


def _named(incident: Incident) -> str:
    return f"Incident ({KIND_WORDS[incident.kind]})" if incident.kind else "Incident"


def _end(passage: Passage) -> list[Fact]:
    found: list[Fact] = []
    if passage.ending is not None:
        reason = f" : {passage.ending_reason}" if passage.ending_reason else ""
        found.append(("Fin", f"{_ENDINGS[passage.ending]}{reason}"))
    found += [(_named(one), f"{clock_time(one.at)} {one.text}") for one in passage.incidents]
    if passage.fraud != NO_FRAUD_REPORT:
        signed = SIGNATURE_WORDS[passage.fraud.countersignature]
        found.append(("Procès-verbal", f"contreseing du candidat : {signed}"))
    if passage.reopen_reason:
        members = ", ".join(passage.amended_by)
        by = f" ({members})" if members else ""
        found.append(("Rectification" if members else "Rouverte", f"{passage.reopen_reason}{by}"))
    return found
