"""Incidents and the procès-verbal of a suspected fraud: nothing of it stops a clock (rule 14)."""

from __future__ import annotations

from e33tui.domain.clock import earlier
from e33tui.domain.commands import (
    Countersign,
    RecordIncident,
    StateCandidate,
    StateMember,
)
from e33tui.domain.copying import replace
from e33tui.domain.errors import InputError
from e33tui.domain.incident import Incident, IncidentKind, Statement
from e33tui.domain.passage import Passage
from e33tui.domain.rules.base import Context, handles, require_open
from e33tui.domain.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT, accept, is_blank, required

MEMBER_LIMIT = NAME_LIMIT + len("Mme ")
"""Characters of a member's title and name."""


@handles(RecordIncident)
def record_incident(passage: Passage, command: RecordIncident, context: Context) -> Passage:
    """Record an incident beside the running passage, stamped with the clock that is on.

    Its hour is that of the key that asked for it: a line takes minutes to type while one listens.
    """
    require_open(passage)
    field = "Faits" if command.kind is IncidentKind.FRAUD else "Incident"
    text = accept(field, command.text, limit=LINE_LIMIT, judged=context.judged)
    if context.judged and is_blank(text):
        raise InputError(field, f"{field} : dites ce qui s’est passé, en quelques mots.")
    part = passage.clock_on
    at = earlier(context.at, max(0, command.ago))
    elapsed = passage.timing(part).elapsed(at) if part else 0
    incident = Incident(at, text, command.kind, part, elapsed)
    return replace(passage, incidents=(*passage.incidents, incident))


def _require_suspicion(passage: Passage, context: Context) -> None:
    require_open(passage)
    unfounded = not passage.suspects_fraud
    context.forbid(unfounded, "R14", "Notez d’abord les faits : le procès-verbal en part.")


def _statement(text: str, context: Context) -> str:
    return accept("Déclaration", text, limit=TEXT_LIMIT, multiline=True, judged=context.judged)


@handles(StateMember)
def state_member(passage: Passage, command: StateMember, context: Context) -> Passage:
    """Write what a member states; an empty text takes it back."""
    _require_suspicion(passage, context)
    member = required("Membre", command.member, limit=MEMBER_LIMIT, judged=context.judged)
    text = _statement(command.text, context)
    said = {each.member: each.text for each in passage.fraud.statements} | {member: text}
    statements = tuple(Statement(name, words) for name, words in said.items() if words)
    return replace(passage, fraud=replace(passage.fraud, statements=statements))


@handles(StateCandidate)
def state_candidate(passage: Passage, command: StateCandidate, context: Context) -> Passage:
    """Write what the candidate states, or that the candidate does not wish to."""
    _require_suspicion(passage, context)
    text = _statement(command.text, context)
    both = bool(text) and command.declined
    context.forbid(both, "R14", "Une déclaration est écrite : effacez-la d’abord.")
    fraud = replace(passage.fraud, candidate=text, declined=command.declined)
    return replace(passage, fraud=fraud)


@handles(Countersign)
def countersign(passage: Passage, command: Countersign, context: Context) -> Passage:
    """Record whether the candidate countersigns; a refusal is recorded, and refuses nothing."""
    _require_suspicion(passage, context)
    return replace(passage, fraud=replace(passage.fraud, countersignature=command.answer))
