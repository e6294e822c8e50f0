"""The official form without a word of the commission's: for the day the power fails, or its cover.

It is filled in by hand. Its recto is the commission's own; its verso is the one sheet that a
candidate may read, so that nothing is said there of whose it is (design rule 11).
"""

from __future__ import annotations

from dataclasses import replace

from e33tui.domain.dossier import Dossier
from e33tui.domain.dossier_content import cover, degrees, grid
from e33tui.domain.identity import Identification
from e33tui.domain.rubric import Rubric
from e33tui.domain.verso import Verso, VersoComment
from e33tui.domain.verso_content import SHEET, standing
from e33tui.domain.wording import document_title, reserved_pages, running_title, training_notice

_MEMBERS = 2
"""Who sits, on either composition of the form."""


def blank_form(rubric: Rubric, who: Identification | None = None) -> tuple[Dossier, Verso]:
    """Return recto and verso of a form to be filled in by hand.

    Args:
        rubric: the grid.
        who: what is known of the identification, empty where it is not; ``None`` for nothing.
    """
    recto = replace(
        cover_sheet(rubric, who),
        title=document_title(rubric, "Formulaire"),
        running=running_title(rubric, "Formulaire"),
        degrees=degrees(rubric),
        grid=grid(rubric),
    )
    return recto, _verso(rubric, who, recto.cover.identification, recto.notice)


def cover_sheet(rubric: Rubric, who: Identification | None = None) -> Dossier:
    """Return the form's first page alone, for the folder that a candidate's papers are put into.

    Args:
        rubric: the grid.
        who: as for :func:`blank_form`.
    """
    return Dossier(
        title=document_title(rubric, "Couverture"),
        running=running_title(rubric, "Couverture"),
        reserved=reserved_pages(rubric),
        cover=cover(rubric, who),
        degrees=None,
        grid=None,
        verso=None,
        notice=training_notice(rubric),
    )


def _verso(
    rubric: Rubric, who: Identification | None, fields: tuple[tuple[str, str], ...], notice: str
) -> Verso:
    plan = rubric.verso
    members = tuple(member.described for member in who.commission.members) if who else ()
    return Verso(
        title=document_title(rubric, SHEET),
        exam=plan.exam,
        subtest=plan.subtest,
        subject=plan.subject,
        identification=fields,
        comments_title=plan.comments_title,
        comments_lead=plan.comments_lead,
        comments=tuple(VersoComment(text.heading, "") for text in rubric.comments),
        appraisal_title=plan.appraisal_title,
        appraisal="",
        statement=None,
        members_title=plan.members_title,
        members=members or (rubric.commission.titles,) * _MEMBERS,
        note_title=plan.note_title,
        note="",
        note_out_of=plan.note_out_of,
        proposal=standing(rubric),
        fingerprint="",
        notice=notice,
    )
