"""The walk of one passage: its steps, where it resumes, and what the lock still wants.

Design §4, rule 8 and the table of rule 3.
"""

from __future__ import annotations

from dataclasses import dataclass

from e33tui.domain.clock import PartStatus
from e33tui.domain.passage import GateAnswer, Passage, Progress, Step
from e33tui.domain.remark import PartId
from e33tui.domain.rubric import Rubric, TextPlan


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the lock still wants.

    Attributes:
        step: the screen where it is given.
        id: criterion id, text id, or ``"note"``.
        label: French words for the list, such as « la croix du critère 3 ».
    """

    step: Step
    id: str
    label: str


def missing(passage: Passage) -> tuple[Missing, ...]:
    """Return what the lock still wants, in the walk's order; empty where nothing is owed."""
    if _owes_nothing(passage):
        return ()
    lacking: list[Missing] = []
    if passage.ending is None:
        lacking += _crosses(passage)
    if passage.note is None:
        lacking.append(Missing(Step.PROFILE, "note", "la note"))
    return (*lacking, *_texts(passage))


def _owes_nothing(passage: Passage) -> bool:
    """Absent, put off, not examined, interrupted or excluded (rule 3's table)."""
    return passage.put_off or passage.not_examined or passage.cut_short


def _crosses(passage: Passage) -> list[Missing]:
    return [
        Missing(Step.PROFILE, criterion.id, f"la croix du critère {criterion.number}")
        for criterion in passage.rubric.criteria
        if criterion.id not in passage.levels
    ]


def _texts(passage: Passage) -> list[Missing]:
    """The appraisal is owed by every noted ending, the comments by an interview led to its end."""
    return [
        Missing(Step.APPRAISAL, text.id, _with_article(text_label(passage.rubric, text)))
        for text in passage.rubric.texts
        if not passage.comment(text.id).given
        and (passage.ending is None or text.competence_id is None)
    ]


def text_label(rubric: Rubric, text: TextPlan) -> str:
    """Return a few French words for one of the verso's texts, without an article."""
    if text.competence_id is not None:
        return f"commentaire « {rubric.competence(text.competence_id).label} »"
    if _begins_with_vowel(text.heading):
        return f"{text.heading[0].lower()}{text.heading[1:]}"
    return f"texte «\u00a0{text.heading}\u00a0»"


def _with_article(label: str) -> str:
    return f"l’{label}" if _begins_with_vowel(label) else f"le {label}"


def _begins_with_vowel(text: str) -> bool:
    return text[0].lower() in "aeiouàâéèêëîïôùûœæ"


def step(passage: Passage) -> Step:
    """Return the screen where the walk resumes."""
    if passage.locked:
        return Step.VERSO
    if passage.oral_over:
        return _writing_step(passage)
    if passage.closed:
        return Step.LOCK if passage.put_off else Step.IDENTIFICATION
    if passage.arrived is None:
        return Step.IDENTIFICATION
    if passage.progress is not Progress.IN_PROGRESS:
        return Step.GATE
    return Step.PRESENTATION if passage.part is PartId.PRESENTATION else Step.INTERVIEW


def _writing_step(passage: Passage) -> Step:
    if passage.not_examined:
        return Step.LOCK
    if not passage.candidate_left:
        return Step.CANDIDATE_OUT
    lacking = missing(passage)
    return lacking[0].step if lacking else Step.LOCK


def steps(passage: Passage) -> tuple[Step, ...]:
    """Return the steps of this passage in order, by the ending it has.

    Once it is locked they are there to be looked at: nothing waits for the candidate or the lock.
    """
    if not passage.locked:
        return _all_steps(passage)
    left_out = {Step.CANDIDATE_OUT, Step.LOCK}
    if passage.gate is None:
        left_out.add(Step.GATE)
    if not passage.oral_over or passage.not_examined:
        left_out |= {Step.PRESENTATION, Step.INTERVIEW, Step.PROFILE, Step.APPRAISAL}
    return tuple(step for step in _all_steps(passage) if step not in left_out)


def _all_steps(passage: Passage) -> tuple[Step, ...]:
    asked = passage.rubric.gate.present
    # Who gave up before the question was never asked it.
    gate = (Step.GATE,) if asked and (passage.ending is None or passage.gate is not None) else ()
    if passage.closed and not passage.oral_over:
        # The oral will not be held any more: a rectification of what never began.
        answered = gate if passage.gate is not None else ()
        return (Step.IDENTIFICATION, *answered, Step.LOCK, Step.VERSO)
    if passage.gate is GateAnswer.NONE:
        return (Step.IDENTIFICATION, *gate, Step.LOCK, Step.VERSO)
    # After another ending, what was never started can never be: it would be a dead end.
    timed = (
        Step(part)
        for part in PartId
        if passage.ending is None or passage.timing(part).status is not PartStatus.WAITING
    )
    return (
        Step.IDENTIFICATION,
        *gate,
        *timed,
        # A sheet that was reopened has its candidate long gone.
        *(() if passage.versions and passage.candidate_left else (Step.CANDIDATE_OUT,)),
        Step.PROFILE,
        Step.APPRAISAL,
        Step.LOCK,
        Step.VERSO,
    )


def holds(passage: Passage, current: Step) -> bool:
    """Tell whether the screen of a step still makes sense, such as after an undo."""
    if current not in steps(passage):
        return False
    written = passage.oral_over and passage.candidate_left and not passage.not_examined
    match current:
        case Step.GATE:
            return passage.arrived is not None and not passage.absent
        case Step.PRESENTATION:
            return passage.gate is GateAnswer.OPEN
        case Step.INTERVIEW:
            return passage.presentation.status is PartStatus.ENDED
        case Step.CANDIDATE_OUT:
            return passage.oral_over and not passage.not_examined
        case Step.PROFILE | Step.APPRAISAL:
            return written
        case Step.LOCK:
            return written or passage.not_examined or (passage.closed and passage.put_off)
        case Step.VERSO:
            return passage.locked
    return True


_ORDER = tuple(Step)


def before(passage: Passage, current: Step) -> Step | None:
    """Return the step that going back leads to, ``None`` for the list of candidates."""
    place = _ORDER.index(current)
    return next((step for step in reversed(steps(passage)) if _ORDER.index(step) < place), None)


def after(passage: Passage, current: Step) -> Step:
    """Return the step that follows; after the last one comes the last one.

    Between the end of the oral and the candidate's leaving, going on never passes a screen with
    crosses (rule 12).
    """
    place, walk = _ORDER.index(current), steps(passage)
    if passage.oral_over and not passage.candidate_left:
        walk = tuple(step for step in walk if step not in (Step.PRESENTATION, Step.INTERVIEW))
    return next((step for step in walk if _ORDER.index(step) > place), walk[-1])
