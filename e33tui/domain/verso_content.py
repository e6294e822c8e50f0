"""From a passage to the verso's content, in the form's words and order (design rule 11)."""

from __future__ import annotations

import datetime

from e33tui.domain.errors import DocumentError
from e33tui.domain.note import show
from e33tui.domain.passage import Comment, Passage
from e33tui.domain.rubric import APPRAISAL, Rubric
from e33tui.domain.seal import fingerprint
from e33tui.domain.verso import Verso, VersoComment
from e33tui.domain.wording import document_title, identification_fields, training_notice

NOTHING_TO_REPORT = "Rien à signaler."
NOT_LOCKED = "La fiche n’est pas verrouillée : verrouillez-la pour éditer ses documents."
PROPOSAL = "Note proposée, sous réserve de la délibération du jury."
SHEET = "Fiche de commentaires"
"""What the communicable sheet is called."""
TRAINING_NOTE = "Note indicative\u00a0: aucun jury n’en délibère."
"""What stands in its place on the sheet of a training (rule 13 is about examinations)."""


def amended_on(passage: Passage) -> str | None:
    """Return the mark of a rectification: its day alone, since who and why are not communicable.

    The day is that of the machine's zone, as is every time on the screens: the server stands where
    the exam is held, or ``TZ`` tells where that is.
    """
    version = passage.versions[-1]
    if not version.amended:
        return None
    day = datetime.datetime.fromtimestamp(version.at.wall / 1000).astimezone()
    return f"Rectifié le {day:%d/%m/%Y}"


def standing(rubric: Rubric) -> str:
    """Return what a note of this rubric is worth, in one sentence."""
    return TRAINING_NOTE if rubric.use == "training" else PROPOSAL


def verso(passage: Passage) -> Verso:
    """Return the verso of a locked passage, from its last version.

    Raises:
        DocumentError: not locked yet, or its ending gives no verso (rule 3's table).
    """
    if not passage.locked or not passage.versions:
        raise DocumentError(NOT_LOCKED)
    return _content(passage, fingerprint(passage.versions[-1].seal), amended_on(passage))


def preview(passage: Passage) -> Verso:
    """Return the verso as it would be printed now, without a seal.

    Raises:
        DocumentError: its ending gives no verso, or the note is missing.
    """
    return _content(passage, "", None)


def _content(passage: Passage, seal: str, amended: str | None) -> Verso:
    if not passage.gives_verso or passage.note is None:
        raise DocumentError("Ce passage n’a pas de note : il n’a pas de fiche communicable.")
    plan, who = passage.rubric.verso, passage.identification
    factual = passage.not_examined
    return Verso(
        title=document_title(passage.rubric, SHEET),
        exam=plan.exam,
        subtest=plan.subtest,
        subject=plan.subject,
        identification=identification_fields(passage.rubric, who),
        comments_title=plan.comments_title,
        comments_lead=plan.comments_lead,
        comments=() if factual else _comments(passage),
        appraisal_title=plan.appraisal_title,
        appraisal="" if factual else passage.comment(APPRAISAL).text,
        statement=passage.rubric.gate.statement if factual else None,
        members_title=plan.members_title,
        members=tuple(member.described for member in who.commission.members),
        note_title=plan.note_title,
        note=show(passage.note, passage.rubric.note),
        note_out_of=plan.note_out_of,
        proposal=standing(passage.rubric),
        fingerprint=seal,
        amended=amended,
        notice=training_notice(passage.rubric),
    )


def _comments(passage: Passage) -> tuple[VersoComment, ...]:
    return tuple(
        VersoComment(plan.heading, _words(passage.comment(plan.id)))
        for plan in passage.rubric.comments
    )


def _words(comment: Comment) -> str:
    return NOTHING_TO_REPORT if comment.nothing else comment.text
