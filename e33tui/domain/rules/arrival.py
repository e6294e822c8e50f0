"""Identification, presence and the gate (design rules 1, 2 and 3)."""

from __future__ import annotations

from e33tui.domain.clock import PartStatus
from e33tui.domain.commands import (
    Accommodate,
    AnswerGate,
    Arrive,
    Identify,
    MarkAbsent,
    UnmarkAbsent,
)
from e33tui.domain.copying import replace
from e33tui.domain.identity import check_accommodation, check_identification
from e33tui.domain.passage import GateAnswer, Passage
from e33tui.domain.rules.base import NO_ORAL_ANY_MORE, Context, handles, refuse, require_open

GATE_CONFIRMATIONS = 2


@handles(Identify)
def identify(passage: Passage, command: Identify, context: Context) -> Passage:
    """Correct the identification of this passage."""
    require_open(passage)
    return replace(
        passage, identification=check_identification(command.identification, judged=context.judged)
    )


@handles(Accommodate)
def accommodate(passage: Passage, command: Accommodate, context: Context) -> Passage:
    """Set the extra time; freely editable, only the measure is stored (rule 4)."""
    require_open(passage)
    return replace(
        passage, accommodation=check_accommodation(command.accommodation, judged=context.judged)
    )


@handles(Arrive)
def arrive(passage: Passage, command: Arrive, context: Context) -> Passage:
    """Identity checked and émargement signed; a missing document goes on with a mention."""
    require_open(passage)
    context.forbid(
        passage.absent, "R3", "Le candidat est déclaré absent : annulez d’abord l’absence."
    )
    no_question = passage.gate is None and not passage.rubric.gate.present
    context.forbid(passage.closed and no_question, "R10", NO_ORAL_ANY_MORE)
    return replace(
        passage,
        arrived=passage.arrived or context.at,
        identity_shown=command.identity_shown,
        gate=GateAnswer.OPEN if no_question else passage.gate,
    )


@handles(MarkAbsent)
def mark_absent(passage: Passage, command: MarkAbsent, context: Context) -> Passage:
    """Declare the candidate absent: no note, absence is not zero (D337-81)."""
    require_open(passage)
    if passage.gate in (GateAnswer.OPEN, GateAnswer.NONE):
        raise refuse("R3", "Le passage a commencé : le candidat ne peut plus être déclaré absent.")
    context.forbid(passage.absent, "R3", "Le candidat est déjà déclaré absent.")
    ended = passage.ending is not None
    context.forbid(ended, "R3", "Le passage a pris fin : annulez d’abord cette fin.")
    _require_blank(passage, "R3", context)
    return replace(passage, absent=True, arrived=None, identity_shown=True, gate=None)


@handles(UnmarkAbsent)
def unmark_absent(passage: Passage, command: UnmarkAbsent, context: Context) -> Passage:
    """Take the absence back: the candidate is expected again."""
    require_open(passage)
    context.forbid(not passage.absent, "R3", "Le candidat n’est pas déclaré absent.")
    return replace(passage, absent=False)


def _require_blank(passage: Passage, rule: str, context: Context) -> None:
    """Refuse where judgement of an oral is already on record that cannot have taken place."""
    written = any(comment.given for comment in passage.comments.values())
    judgement = passage.remarks or passage.levels or passage.global_profile is not None or written
    context.forbid(
        bool(judgement),
        rule,
        "Des observations, des croix ou des commentaires existent déjà : effacez-les d’abord.",
    )


@handles(AnswerGate)
def answer_gate(passage: Passage, command: AnswerGate, context: Context) -> Passage:
    """Take one of the three answers; only the third means *non interrogé* and 0 (rule 2)."""
    require_open(passage)
    asked, here = passage.rubric.gate.present, passage.arrived is not None
    context.forbid(not asked, "R2", "Cette grille ne demande pas de présentation numérique.")
    context.forbid(not here, "R2", "Vérifiez d’abord l’identité du candidat.")
    context.forbid(
        passage.closed,
        "R10",
        NO_ORAL_ANY_MORE,
    )
    if passage.ending is not None or passage.presentation.status is not PartStatus.WAITING:
        raise refuse("R2", "L’oral a commencé : la question ne se pose plus.")
    if command.answer is not GateAnswer.NONE:
        return replace(passage, gate=command.answer, note=None)
    _require_blank(passage, "R2", context)
    context.ask(
        command.confirmations < GATE_CONFIRMATIONS,
        "R2",
        "Sans présentation numérique, le candidat ne peut être interrogé et se voit attribuer "
        "la note zéro. Cette réponse demande deux confirmations.",
    )
    return replace(passage, gate=GateAnswer.NONE, note=0)
