"""Identification, presence and the gate (design rules 1, 2 and 3)."""

from __future__ import annotations

from dataclasses import replace

from e33tui.domain.clock import PartStatus
from e33tui.domain.commands import (
    Accommodate,
    AnswerGate,
    Arrive,
    Identify,
    MarkAbsent,
    UnmarkAbsent,
)
from e33tui.domain.errors import ConfirmationNeededError
from e33tui.domain.identity import Identification, check_candidate, check_commission
from e33tui.domain.passage import GateAnswer, Passage
from e33tui.domain.rules.base import Context, handles, refuse, require_open
from e33tui.domain.text import required

GATE_CONFIRMATIONS = 2
EXTRA_LIMIT = 4 * 3600


def check_identification(identification: Identification) -> Identification:
    """Return the identification with clean texts.

    Raises:
        InputError: a field of the form is empty or cannot be taken.
    """
    candidate = identification.candidate
    return replace(
        identification,
        session=required("Session", identification.session),
        centre=required("Centre d’examen", identification.centre),
        candidate=check_candidate(candidate.number, candidate.surname, candidate.given_name),
        commission=check_commission(identification.commission.members),
    )


@handles(Identify)
def identify(passage: Passage, command: Identify, context: Context) -> Passage:
    """Correct the identification of this passage."""
    require_open(passage)
    return replace(passage, identification=check_identification(command.identification))


@handles(Accommodate)
def accommodate(passage: Passage, command: Accommodate, context: Context) -> Passage:
    """Set the extra time; freely editable, only the measure is stored (rule 4)."""
    require_open(passage)
    extra = command.accommodation
    if not (0 <= extra.presentation <= EXTRA_LIMIT and 0 <= extra.interview <= EXTRA_LIMIT):
        raise refuse("R4", "Aménagement : indiquez un temps supplémentaire de 0 à 240 minutes.")
    return replace(passage, accommodation=extra)


@handles(Arrive)
def arrive(passage: Passage, command: Arrive, context: Context) -> Passage:
    """Identity checked and émargement signed; a missing document goes on with a mention."""
    require_open(passage)
    if passage.absent:
        raise refuse("R3", "Le candidat est déclaré absent : annulez d’abord l’absence.")
    no_question = passage.gate is None and not passage.rubric.gate.present
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
    if passage.absent:
        raise refuse("R3", "Le candidat est déjà déclaré absent.")
    return replace(passage, absent=True, arrived=None, identity_shown=True, gate=None)


@handles(UnmarkAbsent)
def unmark_absent(passage: Passage, command: UnmarkAbsent, context: Context) -> Passage:
    """Take the absence back: the candidate is expected again."""
    require_open(passage)
    if not passage.absent:
        raise refuse("R3", "Le candidat n’est pas déclaré absent.")
    return replace(passage, absent=False)


@handles(AnswerGate)
def answer_gate(passage: Passage, command: AnswerGate, context: Context) -> Passage:
    """Take one of the three answers; only the third means *non interrogé* and 0 (rule 2)."""
    require_open(passage)
    if passage.arrived is None:
        raise refuse("R2", "Vérifiez d’abord l’identité du candidat.")
    if passage.ending is not None or passage.presentation.status is not PartStatus.WAITING:
        raise refuse("R2", "L’oral a commencé : la question ne se pose plus.")
    if command.answer is not GateAnswer.NONE:
        return replace(passage, gate=command.answer, note=None)
    if command.confirmations < GATE_CONFIRMATIONS:
        raise ConfirmationNeededError(
            "R2",
            "Sans présentation numérique, le candidat ne peut être interrogé et se voit attribuer "
            "la note zéro. Cette réponse demande deux confirmations.",
        )
    if passage.remarks or passage.levels:
        raise refuse("R2", "Des observations ou des croix existent déjà : effacez-les d’abord.")
    return replace(passage, gate=GateAnswer.NONE, note=0)
