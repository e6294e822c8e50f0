"""What is still missing before the lock (design rule 8 and the table of rule 3)."""

from __future__ import annotations

from dataclasses import dataclass

from e33tui.domain.passage import Ending, Passage, Step


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the lock still wants.

    Attributes:
        step: the screen where it is given.
        id: criterion id, text id, or ``"note"``.
        label: French words for the list, such as « critère 3 ».
    """

    step: Step
    id: str
    label: str


def missing(passage: Passage) -> tuple[Missing, ...]:
    """Return what the lock still wants, in the walk's order; empty when it may be locked."""
    if passage.not_examined or passage.ending in (Ending.INTERRUPTED, Ending.EXCLUDED):
        return ()
    lacking: list[Missing] = []
    if passage.ending is None:
        lacking += _crosses(passage)
    if passage.note is None:
        lacking.append(Missing(Step.PROFILE, "note", "la note"))
    return (*lacking, *_texts(passage))


def _crosses(passage: Passage) -> list[Missing]:
    return [
        Missing(Step.PROFILE, criterion.id, f"la croix du critère {criterion.number}")
        for criterion in passage.rubric.criteria
        if criterion.id not in passage.levels
    ]


def _texts(passage: Passage) -> list[Missing]:
    """The appraisal is owed by every noted ending, the comments by an interview led to its end."""
    return [
        Missing(Step.APPRAISAL, text.id, _text_label(text.heading, text.competence_id is None))
        for text in passage.rubric.texts
        if not passage.comment(text.id).given
        and (passage.ending is None or not text.nothing_allowed)
    ]


def _text_label(heading: str, appraisal: bool) -> str:
    name = heading[0].lower() + heading[1:]
    return f"l’{name}" if appraisal else f"le commentaire « {heading} »"


def step(passage: Passage) -> Step:
    """Return the screen where the walk resumes."""
    if passage.locked:
        return Step.VERSO
    if passage.oral_over:
        return _writing_step(passage)
    if passage.arrived is None:
        return Step.IDENTIFICATION
    if passage.progress.value != "en cours":
        return Step.GATE
    return Step.PRESENTATION if passage.part.value == "presentation" else Step.INTERVIEW


def _writing_step(passage: Passage) -> Step:
    if passage.not_examined:
        return Step.LOCK
    if not passage.candidate_left:
        return Step.CANDIDATE_OUT
    lacking = missing(passage)
    return lacking[0].step if lacking else Step.LOCK
