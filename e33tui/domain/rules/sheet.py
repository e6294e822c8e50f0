"""Observations, grid, note and texts (design rules 5 to 8 and 15)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from e33tui.domain.commands import (
    AddRemark,
    DeclareNothing,
    DeferQuestion,
    DeleteRemark,
    EditRemark,
    EraseRemark,
    PlaceLevel,
    PlaceProfile,
    SetNote,
    TickRemark,
    WriteText,
)
from e33tui.domain.copying import replace
from e33tui.domain.errors import InputError
from e33tui.domain.passage import Comment, Passage
from e33tui.domain.remark import Mark, Remark
from e33tui.domain.rules.base import Context, handles, refuse, require_examination
from e33tui.domain.text import LINE_LIMIT, TEXT_LIMIT, accept, is_blank


def _remark_text(text: str, context: Context) -> str:
    clean = accept("Observation", text, limit=LINE_LIMIT, judged=context.judged)
    if context.judged and is_blank(clean):
        raise InputError("Observation", "Observation : elle est vide. Tapez un texte.")
    return clean


def _known_criterion(passage: Passage, criterion: str | None) -> None:
    if criterion is not None and criterion not in passage.rubric.criterion_ids:
        raise refuse("R5", "Ce critère n’existe pas dans la grille.")


def _known_level(passage: Passage, level: int | None) -> None:
    if level is not None and level not in passage.rubric.level_numbers:
        raise refuse(
            "R5", f"Il n’y a pas de degré {level} : un degré entier de la grille, ou rien."
        )


def _existing(passage: Passage, number: int) -> Remark:
    require_examination(passage)
    remark = passage.remark(number)
    if remark is None:
        raise refuse("R15", "Cette observation n’existe plus.")
    return remark


@handles(AddRemark)
def add_remark(passage: Passage, command: AddRemark, context: Context) -> Passage:
    """Make an observation, stamped with *temps*, elapsed time and author."""
    require_examination(passage)
    _known_criterion(passage, command.criterion)
    part = passage.remark_part
    text, elapsed = _remark_text(command.text, context), passage.timing(part).elapsed(context.at)
    remark = Remark(
        context.number, text, command.mark, command.criterion, part, elapsed, context.by
    )
    return replace(passage, remarks=(*passage.remarks, remark))


def _swap(passage: Passage, changed: Remark) -> Passage:
    remarks = tuple(changed if r.id == changed.id else r for r in passage.remarks)
    return replace(passage, remarks=remarks)


@handles(EditRemark)
def edit_remark(passage: Passage, command: EditRemark, context: Context) -> Passage:
    """Change an observation; its time stays."""
    remark = _existing(passage, command.remark)
    _known_criterion(passage, command.criterion)
    changed = replace(
        remark,
        text=_remark_text(command.text, context),
        mark=command.mark,
        criterion=command.criterion,
        ticked=remark.ticked and command.mark is Mark.QUESTION,
        deferred=remark.deferred if command.mark is Mark.QUESTION else 0,
    )
    return _swap(passage, changed)


@handles(DeleteRemark)
def delete_remark(passage: Passage, command: DeleteRemark, context: Context) -> Passage:
    """Take an observation away; undo brings it back until the lock or an erasure."""
    _existing(passage, command.remark)
    return _without(passage, command.remark)


def _without(passage: Passage, number: int) -> Passage:
    return replace(passage, remarks=tuple(r for r in passage.remarks if r.id != number))


@handles(EraseRemark)
def erase_remark(passage: Passage, command: EraseRemark, context: Context) -> Passage:
    """Erase an observation for good, even one already deleted (rule 15: deleted means gone)."""
    return _without(passage, command.remark)


@handles(TickRemark)
def tick_remark(passage: Passage, command: TickRemark, context: Context) -> Passage:
    """Mark a question as dealt with."""
    remark = _existing(passage, command.remark)
    question = remark.mark is Mark.QUESTION
    context.forbid(not question, "R15", "Seule une question (marque ?) se coche.")
    return _swap(passage, replace(remark, ticked=command.ticked))


@handles(DeferQuestion)
def defer_question(passage: Passage, command: DeferQuestion, context: Context) -> Passage:
    """Put an open question off: it comes after the others, those put off before included."""
    remark = _existing(passage, command.remark)
    context.forbid(not remark.open_question, "R15", "Seule une question ouverte se reporte.")
    return _swap(passage, replace(remark, deferred=context.number))


def _with_key(levels: Mapping[str, int], key: str, value: int | None) -> Mapping[str, int]:
    # What a passage holds is such a view, and knows a way to copy itself that is four times as fast.
    changed = levels.copy() if isinstance(levels, MappingProxyType) else dict(levels)
    changed.pop(key, None)  # A level that is placed anew comes last, as it always has.
    if value is not None:
        changed[key] = value
    return MappingProxyType(changed)


@handles(PlaceLevel)
def place_level(passage: Passage, command: PlaceLevel, context: Context) -> Passage:
    """Put or take off one cross: a whole level or nothing (rule 5)."""
    require_examination(passage)
    _known_criterion(passage, command.criterion)
    _known_level(passage, command.level)
    return replace(passage, levels=_with_key(passage.levels, command.criterion, command.level))


@handles(PlaceProfile)
def place_profile(passage: Passage, command: PlaceProfile, context: Context) -> Passage:
    """Place the profil global: the commission's own judgement, never computed (rule 6)."""
    require_examination(passage)
    _known_level(passage, command.level)
    return replace(passage, global_profile=command.level)


@handles(SetNote)
def set_note(passage: Passage, command: SetNote, context: Context) -> Passage:
    """Choose the note, once there is something to judge (rule 7)."""
    require_examination(passage)
    context.forbid(
        passage.cut_short, "R3", "Passage interrompu ou exclusion : il n’y a pas de note."
    )
    context.forbid(not passage.oral_over, "R7", "La note se choisit une fois l’entretien terminé.")
    scale = passage.rubric.note
    highest = scale.maximum * scale.steps_per_point
    if command.note is not None and not 0 <= command.note <= highest:
        raise refuse("R7", f"Tapez une note de 0 à {scale.maximum}.")
    return replace(passage, note=command.note)


def _with_comment(passage: Passage, text_id: str, comment: Comment) -> Passage:
    if text_id not in passage.rubric.headings:
        raise refuse("R8", "Ce commentaire n’existe pas sur la fiche.")
    comments = {**passage.comments, text_id: comment}
    if comment == Comment():  # Never written and written then blanked are one state, one seal.
        del comments[text_id]
    return replace(passage, comments=MappingProxyType(comments))


@handles(WriteText)
def write_text(passage: Passage, command: WriteText, context: Context) -> Passage:
    """Write one of the verso's texts; writing takes *rien à signaler* back."""
    require_examination(passage)
    name = passage.rubric.headings.get(command.text_id, "Texte")
    text = accept(name, command.text, limit=TEXT_LIMIT, multiline=True, judged=context.judged)
    nothing = passage.comment(command.text_id).nothing and not text
    return _with_comment(passage, command.text_id, Comment(text, nothing))


@handles(DeclareNothing)
def declare_nothing(passage: Passage, command: DeclareNothing, context: Context) -> Passage:
    """Declare *rien à signaler*, where the form allows it and nothing is written (rule 8)."""
    require_examination(passage)
    plan = next((text for text in passage.rubric.texts if text.id == command.text_id), None)
    owed = plan is not None and not plan.nothing_allowed
    context.forbid(owed, "R8", "L’appréciation globale est obligatoire : elle doit être rédigée.")
    comment = passage.comment(command.text_id)
    written = command.nothing and bool(comment.text)
    context.forbid(written, "R8", "Ce commentaire contient un texte : effacez-le d’abord.")
    return _with_comment(passage, command.text_id, replace(comment, nothing=command.nothing))
