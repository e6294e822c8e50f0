"""From a passage to its *dossier d’évaluation*, in the form's words and order.

The parts of the form are made apart, so that a blank one is made by the same hand: without
crosses, and without names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from e33tui.domain.dossier import (
    Cover,
    DegreeGroup,
    DegreeRow,
    Degrees,
    Dossier,
    Grid,
    GridGroup,
    GridRow,
    Seat,
    Stage,
)
from e33tui.domain.errors import DocumentError
from e33tui.domain.identity import Capacity, Identification, Juror
from e33tui.domain.passage import Mention, Passage
from e33tui.domain.rubric import CommissionPlan, Criterion, Rubric
from e33tui.domain.seal import fingerprint
from e33tui.domain.verso_content import NOT_LOCKED, amended_on, verso
from e33tui.domain.wording import (
    document_title,
    head_named,
    identification_fields,
    level_words,
    reserved_pages,
    running_title,
    training_notice,
)

NO_ORAL = "Ce candidat n’a pas été évalué : il n’a pas de dossier d’évaluation."
NOT_APPLICABLE = "sans objet"
"""In the place of the commission's composition that was not chosen."""
CHOSEN = "degré retenu"
GLOBAL_PROFILE = "Profil global"
ENDED = "Fin du passage"

Levels = Mapping[str, int]
"""Criterion id to level; a criterion without a cross is not in it."""
NO_CROSS: Levels = MappingProxyType({})

_NAME = "Dossier d’évaluation"
_ENDINGS = (Mention.WITHDREW, Mention.INTERRUPTED, Mention.EXCLUDED)


def dossier(passage: Passage) -> Dossier:
    """Return the dossier of a locked passage, from its last version.

    Raises:
        DocumentError: not locked yet, or nothing was heard (absent, à reconvoquer).
    """
    if not passage.locked or not passage.versions:
        raise DocumentError(NOT_LOCKED)
    if passage.put_off:
        raise DocumentError(NO_ORAL)
    rubric, examined = passage.rubric, not passage.not_examined
    return Dossier(
        title=document_title(rubric, _NAME),
        running=running_title(rubric, _NAME),
        reserved=reserved_pages(rubric),
        cover=cover(rubric, passage.identification),
        degrees=degrees(rubric, passage.levels) if examined else None,
        grid=grid(rubric, passage.levels, _remarks(passage)) if examined else None,
        verso=verso(passage) if passage.gives_verso else None,
        fingerprint=fingerprint(passage.versions[-1].seal),
        amended=amended_on(passage),
        notice=training_notice(rubric),
    )


def cover(rubric: Rubric, who: Identification | None = None) -> Cover:
    """Return the form's first page, its fields empty where nobody is named."""
    plan = rubric.grid
    members = who.commission.members if who else ()
    seats, other_seats = _seats(rubric.commission, members)
    return Cover(
        exam=rubric.title,
        test=rubric.test,
        subtest=rubric.subtest,
        coefficient="" if rubric.coefficient is None else f"Coefficient {rubric.coefficient}",
        title=plan.title,
        mode=plan.mode,
        duration=f"Durée\u00a0: {rubric.seconds // 60}\u00a0minutes",
        course_title=plan.course_heading,
        course_lead=plan.course_lead,
        stages=tuple(Stage(part.heading, part.description) for part in rubric.parts),
        reminder_title=rubric.gate.title,
        reminder=rubric.gate.reminder,
        identification=identification_fields(rubric, who),
        commission_title=rubric.identification.commission,
        seats=seats,
        alternative=rubric.commission.alternative,
        other_seats=other_seats,
        dossier_title=plan.dossier_heading,
        dossier=plan.dossier,
    )


def _seats(
    plan: CommissionPlan, members: Iterable[Juror]
) -> tuple[tuple[Seat, ...], tuple[Seat, ...]]:
    """Return the form's two compositions with the members in their places.

    Once the second member is known, the other composition is *sans objet*.
    """
    teachers = [member for member in members if member.capacity is Capacity.TEACHER]
    trade = [member for member in members if member.capacity is Capacity.PROFESSIONAL]
    blank = NOT_APPLICABLE if trade or teachers[1:] else ""
    professional = Seat(plan.titles, blank, plan.professional)
    if trade or not blank:
        details = (trade[0].function, trade[0].company) if trade else ("", "")
        professional = Seat(
            trade[0].title if trade else plan.titles,
            trade[0].name if trade else "",
            plan.professional,
            tuple(zip((plan.position, plan.company), details, strict=True)),
        )
    first = _teacher(plan, teachers[:1], "")
    return (first, professional), (_teacher(plan, teachers[1:2], blank),)


def _teacher(plan: CommissionPlan, found: Iterable[Juror], blank: str) -> Seat:
    for member in found:
        return Seat(member.title, member.name, plan.professor)
    return Seat(plan.titles, blank, plan.professor)


def degrees(rubric: Rubric, levels: Levels = NO_CROSS) -> Degrees | None:
    """Return the table of the degrees; ``None`` for a rubric without any descriptor."""
    criteria = rubric.criteria
    if not any(criterion.descriptors for criterion in criteria):
        return None
    # Level names alone would not say which criterion they are about.
    titled = not all(criterion.descriptors for criterion in criteria)

    def rows(chosen: Iterable[Criterion]) -> tuple[DegreeRow, ...]:
        return tuple(
            DegreeRow(
                tuple(rubric.descriptor(criterion.id, level.number) for level in rubric.levels),
                levels.get(criterion.id),
                criterion.title if titled else "",
            )
            for criterion in chosen
        )

    groups = tuple(
        DegreeGroup(phase.title, rows(c for c in criteria if c.phase == phase.id))
        for phase in rubric.phases
    )
    return Degrees(
        title=rubric.grid.degrees_heading,
        levels=tuple(f"{level.number}. {level.name}" for level in rubric.levels),
        groups=tuple(group for group in groups if group.rows) or (DegreeGroup("", rows(criteria)),),
        chosen=CHOSEN,
    )


def grid(
    rubric: Rubric, levels: Levels = NO_CROSS, remarks: tuple[tuple[str, str], ...] = ()
) -> Grid:
    """Return the grid with its crosses."""
    plan = rubric.grid
    return Grid(
        title=plan.title,
        criteria_title=plan.criteria_heading,
        profile_title=plan.profile_heading,
        levels=tuple(str(level.number) for level in rubric.levels),
        groups=tuple(
            GridGroup(
                competence.title,
                tuple(
                    GridRow(criterion.title, criterion.indicators, levels.get(criterion.id))
                    for criterion in competence.criteria
                ),
            )
            for competence in rubric.competences
        ),
        legend=tuple(f"{level.number}\u00a0: {level.name}" for level in rubric.levels),
        instruction=plan.instruction,
        verso_notice=plan.verso_notice,
        remarks=remarks,
    )


def _remarks(passage: Passage) -> tuple[tuple[str, str], ...]:
    found = [
        (ENDED, head_named(passage.rubric, mention.value))
        for mention in passage.mentions
        if mention in _ENDINGS
    ]
    if passage.global_profile is not None:
        profile = level_words(passage.global_profile, passage.rubric)
        found.insert(0, (GLOBAL_PROFILE, profile))
    return tuple(found)
