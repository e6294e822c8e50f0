"""From a séance to its lists: the marks sheet after the day, the attendance list before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from e33tui.domain.errors import DocumentError
from e33tui.domain.identity import Candidate, french_date
from e33tui.domain.note import show
from e33tui.domain.passage import Mention, Passage, Presence
from e33tui.domain.replacement import described, who_sat
from e33tui.domain.roster import Entry
from e33tui.domain.rubric import Rubric
from e33tui.domain.sheets import CandidateList, Column, ColumnKind, Heading, Pairs
from e33tui.domain.sitting import Sitting
from e33tui.domain.wording import (
    capitalised,
    counted,
    document_code,
    head_named,
    minute,
    reserved_document,
    training_notice,
)

Line = Passage | Entry
"""A candidate of the marks sheet: the passage, or the roster's entry of one who was handed over."""

FOR_THE_CENTRE = "Document à remettre au chef de centre"
"""At the head of what a candidate reads and signs, and does not take away."""

NOBODY = "Aucun candidat n’est sur la liste de la séance : il n’y a rien à éditer."
NOT_CLOSED = "Le bordereau porte des notes arrêtées : il s’édite après la clôture de la séance."
BEING_AMENDED = (
    "Une fiche est en cours de rectification : verrouillez-la, puis redemandez le bordereau."
)
PROPOSALS = "Notes proposées, sous réserve de la délibération du jury."
TRAINING_NOTES = "Notes indicatives\u00a0: aucun jury n’en délibère."
NO_NOTE = "sans note"
_EXAMINED = "interrogé"
_ABSENCES = "Si un candidat est absent, écrire « absent » dans la case de sa signature."
HEAD = "Tête du registre"

_TOLD = (
    Mention.NOT_EXAMINED,
    Mention.INTERRUPTED,
    Mention.WITHDREW,
    Mention.EXCLUDED,
    Mention.TO_RESUMMON,
    Mention.AMENDED,
)
"""The mentions that tell why a note is missing, or what it comes from; the others are not its."""


def heading(rubric: Rubric, title: str, destination: str, identification: Pairs) -> Heading:
    """Return what a sheet of this rubric begins with."""
    return Heading(
        title=title,
        code=document_code(rubric),
        exam=rubric.verso.exam,
        subtest=rubric.verso.subtest,
        destination=head_named(rubric, destination),
        identification=identification,
        notice=training_notice(rubric),
    )


def marks_sheet(
    rubric: Rubric, sitting: Sitting, candidates: Sequence[Line], head: str
) -> CandidateList:
    """Return the *bordereau de notes* of a séance that is closed.

    Args:
        rubric: the séance's grid.
        sitting: the séance.
        candidates: every one, in the order of the day.
        head: the hash of the register's last entry, 64 hexadecimal digits.

    Raises:
        DocumentError: the séance is not closed, or a passage is open again.
    """
    closed = ("Clôture de la séance", minute(check_settled(sitting, candidates)))
    plan = rubric.verso
    passages = [each for each in candidates if isinstance(each, Passage)]
    marked = sum(passage.gives_verso for passage in passages)
    return CandidateList(
        heading=heading(
            rubric,
            "Bordereau de notes",
            reserved_document(rubric),
            (*_where(rubric, sitting), closed),
        ),
        columns=(
            *_WHO,
            Column(f"{plan.note_title} {plan.note_out_of}", ColumnKind.NOTE),
            Column("Situation", ColumnKind.WORDS),
        ),
        rows=tuple(
            (*_who(place, candidate_of(each)), *mark(each))
            for place, each in enumerate(candidates, 1)
        ),
        closing=(_totals(len(candidates), marked), worth_of_notes(rubric)),
        members_title=plan.members_title,
        members=_members(sitting, passages),
        proof=(HEAD, " ".join(head[start : start + 4] for start in range(0, len(head), 4))),
    )


def check_settled(sitting: Sitting, candidates: Iterable[Line]) -> int:
    """Return when the séance was closed, wall-clock milliseconds: its notes are settled.

    Raises:
        DocumentError: it is not closed, or a passage is open again.
    """
    if sitting.closed_at is None:
        raise DocumentError(NOT_CLOSED)
    if not all(each.locked for each in candidates if isinstance(each, Passage)):
        raise DocumentError(BEING_AMENDED)
    return sitting.closed_at


def attendance_list(rubric: Rubric, sitting: Sitting, candidates: Sequence[Entry]) -> CandidateList:
    """Return the *liste d'émargement*, to be signed as the candidates come.

    It names no extra time: every candidate of the day reads it. Who was handed over stays on it, so
    that somebody who comes to the wrong door is told where to go.

    Args:
        rubric: the séance's grid.
        sitting: the séance.
        candidates: the roster, in the order of the day.

    Raises:
        DocumentError: nobody is on it.
    """
    if not candidates:
        raise DocumentError(NOBODY)
    hours = any(entry.convocation for entry in candidates)
    elsewhere = sum(bool(entry.handed_to) for entry in candidates)
    return CandidateList(
        heading=heading(rubric, "Liste d’émargement", FOR_THE_CENTRE, _where(rubric, sitting)),
        columns=(
            *_WHO,
            *([_HOUR] if hours else []),
            Column("Heure d’arrivée", ColumnKind.BY_HAND),
            Column("Pièce d’identité", ColumnKind.BY_HAND),
            Column("Signature", ColumnKind.SIGNATURE),
        ),
        rows=tuple(
            (
                *_who(place, entry.candidate),
                *([entry.convocation] if hours else []),
                *("", "", capitalised(entry.elsewhere)),
            )
            for place, entry in enumerate(candidates, 1)
        ),
        closing=(_expected(len(candidates), elsewhere), _ABSENCES),
        members_title=rubric.verso.members_title,
        members=_members(sitting, ()),
    )


_WHO = (
    Column("N°", ColumnKind.ORDER),
    Column("Numéro", ColumnKind.NUMBER),
    Column("Nom et prénom", ColumnKind.NAME),
)
_HOUR = Column("Heure prévue", ColumnKind.HOUR)


def _who(place: int, candidate: Candidate) -> tuple[str, str, str]:
    return str(place), candidate.number, candidate.full_name


def _where(rubric: Rubric, sitting: Sitting) -> Pairs:
    labels = rubric.identification
    return (
        (labels.session, sitting.session),
        (labels.centre, sitting.centre),
        (labels.date, french_date(sitting.date)),
    )


def candidate_of(line: Line) -> Candidate:
    """Return who a line of the marks sheet is about."""
    return line.candidate if isinstance(line, Entry) else line.identification.candidate


def mark(line: Line) -> tuple[str, str]:
    """Return note and situation: absence is not zero, and no cell is left to be filled in."""
    if isinstance(line, Entry):
        return NO_NOTE, capitalised(line.elsewhere)
    told = [head_named(line.rubric, mention.value) for mention in line.mentions if mention in _TOLD]
    if line.absent:
        told.insert(0, Presence.ABSENT.value)
    elif not (line.put_off or line.not_examined or line.ending):
        told.insert(0, _EXAMINED)
    situation = capitalised(", ".join(told))
    if line.note is None or not line.gives_verso:
        return NO_NOTE, situation
    return show(line.note, line.rubric.note), situation


def worth_of_notes(rubric: Rubric) -> str:
    """Return what the notes of this rubric are worth (rule 13)."""
    return TRAINING_NOTES if rubric.use == "training" else PROPOSALS


def _totals(candidates: int, marked: int) -> str:
    all_of_them = counted(candidates, "candidat", "candidats")
    notes = counted(marked, "note", "notes")
    return f"{all_of_them} : {notes}, {candidates - marked} sans note."


def _expected(candidates: int, elsewhere: int) -> str:
    all_of_them = counted(candidates, "candidat", "candidats")
    return f"{all_of_them}, dont {elsewhere} à ne pas attendre." if elsewhere else f"{all_of_them}."


def _members(sitting: Sitting, passages: Iterable[Passage]) -> tuple[str, ...]:
    """Return who sat that day, with the hours of whoever did not all day, each once.

    A passage may name somebody else still, whose name was corrected since.
    """
    sat = who_sat(sitting.commission, sitting.replaced)
    for passage in passages:
        sat |= {member: sat.get(member, "") for member in passage.commission.members}
    return tuple(described(sat))
