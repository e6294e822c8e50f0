"""What an undo took back, in words, and where the commission sees it.

A key that takes back what stands on another screen must not do so unseen.
"""

from __future__ import annotations

from dataclasses import dataclass

from e33tui.domain.commands import (
    Accommodate,
    AddRemark,
    AdjustClock,
    AnswerGate,
    Arrive,
    Command,
    DeclareNothing,
    DeferQuestion,
    DeleteRemark,
    EditRemark,
    EndOtherwise,
    Identify,
    MarkAbsent,
    PlaceLevel,
    PlaceProfile,
    RecordIncident,
    SetNote,
    StateMember,
    TickRemark,
    UnmarkAbsent,
    WriteText,
)
from e33tui.domain.incident import IncidentKind
from e33tui.domain.passage import Ending, GateAnswer, Passage, Step
from e33tui.domain.rubric import Rubric
from e33tui.domain.walk import holds, text_label
from e33tui.domain.wording import head_named


@dataclass(frozen=True, slots=True)
class Undone:
    """One change that was taken back.

    Attributes:
        words: French words for it, such as « croix du critère 3 ».
        step: the step whose screen shows it; ``None`` where the present screen will do, or the
            walk itself says where the passage stands now.
        id: the criterion, the text, ``"note"`` or ``"profile"``: what it was about; empty for the rest.
    """

    words: str
    step: Step | None = None
    id: str = ""


_PLACES: dict[type[Command], Step] = {
    Identify: Step.IDENTIFICATION,
    Arrive: Step.IDENTIFICATION,
    MarkAbsent: Step.IDENTIFICATION,
    UnmarkAbsent: Step.IDENTIFICATION,
    AnswerGate: Step.GATE,
    PlaceProfile: Step.PROFILE,
    SetNote: Step.PROFILE,
    WriteText: Step.APPRAISAL,
    DeclareNothing: Step.APPRAISAL,
}
_ENDINGS = {
    Ending.WITHDREW: "abandon",
    Ending.INTERRUPTED: "interruption de l’oral",
    Ending.EXCLUDED: "exclusion par le chef de centre",
}


def undone(command: Command, after: Passage) -> Undone:
    """Return what an undo took back, and where.

    Args:
        command: what had been done.
        after: the state without it.
    """
    about = _about(command, after)
    step = _step(command, after)
    return Undone(_words(command, about, after.rubric), step, about)


def _about(command: Command, after: Passage) -> str:
    """Return what on the sheet a command is about."""
    match command:
        case PlaceLevel() | AddRemark():
            return command.criterion or ""
        case EditRemark() | DeleteRemark() | TickRemark() | DeferQuestion():
            # Where the observation stands again, which an edit may have moved away from.
            remark = after.remark(command.remark)
            return (remark.criterion or "") if remark else ""
        case WriteText() | DeclareNothing():
            return command.text_id
        case SetNote():
            return "note"
        case PlaceProfile():
            return "profile"
    return ""


def _step(command: Command, after: Passage) -> Step | None:
    """Return the step that shows it, if its screen makes sense and may be shown."""
    step = _PLACES.get(type(command))
    if isinstance(command, PlaceLevel):
        step = Step.PROFILE if after.oral_over else Step(after.part)
    elif isinstance(command, AddRemark | EditRemark | DeleteRemark | TickRemark | DeferQuestion):
        step = None if after.oral_over else Step(after.part)
    elif isinstance(command, AdjustClock):
        step = Step(command.part)
    elif isinstance(command, Accommodate):
        # During the oral its clock shows it.
        step = None if after.gate is GateAnswer.OPEN else Step.IDENTIFICATION
    if step is None or not holds(after, step):
        return None
    # Until the candidate has left, no screen with crosses comes by itself (rule 12).
    crosses = step in (Step.PRESENTATION, Step.INTERVIEW)
    return None if crosses and after.oral_over and not after.candidate_left else step


def _words(command: Command, about: str, rubric: Rubric) -> str:
    label = command.undo_label
    match command:
        case PlaceLevel():
            label = f"croix du critère {rubric.criterion(about).number}"
            return label if command.level is not None else f"effacement de la {label}"
        case AddRemark() | EditRemark() | DeleteRemark() | DeferQuestion():
            return _on_criterion(label, about, rubric)
        case TickRemark():
            ticked = label if command.ticked else "question décochée"
            return _on_criterion(ticked, about, rubric)
        case SetNote():
            return label if command.note is not None else "effacement de la note"
        case PlaceProfile():
            return label if command.level is not None else "effacement du profil global"
        case WriteText():
            return _text(about, rubric)
        case DeclareNothing():
            return f"{label} ({_text(about, rubric)})"
    return head_named(rubric, _beside_the_sheet(command)) or label


def _beside_the_sheet(command: Command) -> str:
    match command:
        case EndOtherwise():
            return _ENDINGS[command.ending]
        case RecordIncident(kind=IncidentKind.FRAUD):
            return "fait du procès-verbal"
        case StateMember():
            return f"déclaration de {command.member}"
    return ""


def _on_criterion(label: str, about: str, rubric: Rubric) -> str:
    return f"{label} (critère {rubric.criterion(about).number})" if about else label


def _text(about: str, rubric: Rubric) -> str:
    return text_label(rubric, next(text for text in rubric.texts if text.id == about))
