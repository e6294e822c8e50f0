"""Endings, lock, reopening, clôture and rectification (design rules 3 and 8 to 10)."""

from __future__ import annotations

from e33tui.domain.clock import Instant
from e33tui.domain.commands import (
    Amend,
    CandidateLeft,
    Close,
    EndOtherwise,
    Lock,
    Reopen,
)
from e33tui.domain.copying import replace
from e33tui.domain.errors import InputError
from e33tui.domain.passage import (
    Ending,
    Passage,
    Progress,
    SealedVersion,
)
from e33tui.domain.remark import PartId
from e33tui.domain.rules.base import (
    NO_ORAL_ANY_MORE,
    Context,
    handles,
    refuse,
    require_examination,
    require_open,
)
from e33tui.domain.rules.incident import MEMBER_LIMIT
from e33tui.domain.rules.time import stopped, with_timing
from e33tui.domain.text import LINE_LIMIT, accept, is_blank, required
from e33tui.domain.walk import missing


def _reason(field: str, text: str, context: Context) -> str:
    clean = accept(field, text, limit=LINE_LIMIT, judged=context.judged)
    if context.judged and is_blank(clean):
        raise InputError(field, f"{field} : indiquez un motif, en quelques mots.")
    return clean


@handles(CandidateLeft)
def candidate_left(passage: Passage, command: CandidateLeft, context: Context) -> Passage:
    """The candidate has left the room: the grid may be shown (rule 12)."""
    require_examination(passage)
    context.forbid(not passage.oral_over, "R12", "L’entretien n’est pas terminé.")
    return replace(passage, candidate_left=True)


def _stop_clocks(passage: Passage, at: Instant) -> Passage:
    for part in PartId:
        timing = passage.timing(part)
        if timing.on:
            passage = with_timing(passage, part, stopped(timing, at))
    return passage


def _waits_at_the_gate(passage: Passage) -> bool:
    """Tell whether the candidate has come, and the question of the gate has no answer yet."""
    return passage.arrived is not None and passage.gate is None


@handles(EndOtherwise)
def end_otherwise(passage: Passage, command: EndOtherwise, context: Context) -> Passage:
    """End by abandon, interruption or exclusion, also before the start; running clocks stop.

    An ending recorded by mistake is corrected by another; of the three, only an abandon has a note.
    """
    if _waits_at_the_gate(passage):
        require_open(passage)
    else:
        require_examination(passage)
    over = passage.oral_over and passage.ending is None
    context.forbid(over, "R3", "Le passage a déjà pris fin.")
    never_held = passage.closed and passage.ending is None
    context.forbid(never_held, "R10", NO_ORAL_ANY_MORE)
    reason = accept("Motif", command.reason, limit=LINE_LIMIT, judged=context.judged)
    if command.ending is not Ending.WITHDREW:
        reason = _reason("Motif", command.reason, context)
    note = passage.note if command.ending is Ending.WITHDREW else None
    ended = replace(passage, ending=command.ending, ending_reason=reason, note=note)
    return _stop_clocks(ended, context.at)


def _require_ending(passage: Passage, context: Context, *, closing: bool) -> None:
    """Refuse a lock without an ending; absent and put off are locked by the clôture (rule 3)."""
    if passage.progress is Progress.TO_WRITE:
        return
    running = passage.progress is Progress.IN_PROGRESS
    unknown = not passage.put_off
    context.forbid(
        not closing, "R8", "L’oral n’est pas terminé : la fiche ne peut pas être verrouillée."
    )
    context.forbid(running, "R10", "Un oral est en cours : terminez-le d’abord.")
    context.forbid(
        unknown, "R10", "Ce candidat n’est ni passé ni absent : dites d’abord ce qu’il en est."
    )


@handles(Lock)
def lock(passage: Passage, command: Lock, context: Context) -> Passage:
    """Make the record read-only, once everything its ending requires is there (rule 8)."""
    require_open(passage)
    _require_ending(passage, context, closing=command.closing or passage.closed)
    lacking = ", ".join(item.label for item in missing(passage))
    context.forbid(bool(lacking), "R8", f"Il manque : {lacking}.")
    if command.number != len(passage.versions) + 1:
        raise refuse("R10", "Cette version existe déjà : rechargez la fiche.")
    version = SealedVersion(
        command.number, command.salt, command.seal, context.at, passage.amending
    )
    return replace(passage, versions=(*passage.versions, version), locked=True, amending=False)


@handles(Reopen)
def reopen(passage: Passage, command: Reopen, context: Context) -> Passage:
    """Reopen before the clôture, with one reason (rule 10)."""
    if passage.closed:
        raise refuse(
            "R10", "La séance est close : passez par une rectification, avec ses signataires."
        )
    if not passage.locked:
        raise refuse("R10", "La fiche n’est pas verrouillée.")
    return replace(passage, locked=False, reopen_reason=_reason("Motif", command.reason, context))


@handles(Close)
def close(passage: Passage, command: Close, context: Context) -> Passage:
    """The clôture: from now on only a rectification."""
    if not passage.locked:
        raise refuse("R10", "Une fiche n’est pas verrouillée : la séance ne peut pas être close.")
    if passage.closed:
        raise refuse("R10", "La séance est déjà close.")
    return replace(passage, closed=True)


@handles(Amend)
def amend(passage: Passage, command: Amend, context: Context) -> Passage:
    """Reopen after the clôture: a reason and the members who decide it."""
    if not passage.closed:
        raise refuse("R10", "La séance n’est pas close : rouvrez la fiche, avec un motif.")
    if not passage.locked:
        raise refuse("R10", "Une rectification est déjà en cours.")
    if context.judged and not command.members:
        raise InputError("Membres", "Membres : indiquez qui décide la rectification.")
    return replace(
        passage,
        locked=False,
        amending=True,
        reopen_reason=_reason("Motif", command.reason, context),
        amended_by=tuple(
            required("Membres", member, limit=MEMBER_LIMIT, judged=context.judged)
            for member in command.members
        ),
    )
