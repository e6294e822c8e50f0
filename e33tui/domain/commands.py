"""What a commission can do to a passage, one frozen dataclass each.

A command is also the content of one journal line, so names and fields are part of the file format.
"""

from __future__ import annotations

from typing import ClassVar

from e33tui.domain.frozen import dataclass
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, Identification
from e33tui.domain.incident import Countersignature, IncidentKind
from e33tui.domain.passage import Ending, GateAnswer
from e33tui.domain.remark import Mark, PartId


@dataclass(frozen=True)
class Command:
    """Base of all commands.

    Attributes:
        do: its name in the journal.
        undo_label: French words for what undoing it takes back; empty when it cannot be undone.
    """

    do: ClassVar[str] = ""
    undo_label: ClassVar[str] = ""


@dataclass(frozen=True)
class OpenPassage(Command):
    """First line of every journal: who, and with which rubric.

    Attributes:
        identification: the form's fields.
        rubric: the rubric's id; a passage is never read with another rubric.
        accommodation: the extra time announced.
        rubric_digest: SHA-256 of the rubric's file that day, to tell a later wording from it.
    """

    do = "open"
    identification: Identification
    rubric: str
    accommodation: Accommodation = NO_EXTRA_TIME
    rubric_digest: str = ""


@dataclass(frozen=True)
class Identify(Command):
    """Correct the identification of this passage."""

    do = "identify"
    undo_label = "identification"
    identification: Identification


@dataclass(frozen=True)
class Accommodate(Command):
    """Set the extra time of each *temps*."""

    do = "accommodate"
    undo_label = "aménagement"
    accommodation: Accommodation


@dataclass(frozen=True)
class Arrive(Command):
    """Identity checked and émargement signed."""

    do = "arrive"
    undo_label = "arrivée"
    identity_shown: bool = True


@dataclass(frozen=True)
class MarkAbsent(Command):
    """The candidate has not come."""

    do = "absent"
    undo_label = "absence"


@dataclass(frozen=True)
class UnmarkAbsent(Command):
    """The candidate has come after all."""

    do = "not-absent"
    undo_label = "retour d’absence"


@dataclass(frozen=True)
class AnswerGate(Command):
    """Answer « présentation numérique ? ».

    Attributes:
        answer: one of the three answers.
        confirmations: distinct confirmations given; *aucune présentation* wants two.
    """

    do = "gate"
    undo_label = "réponse sur la présentation numérique"
    answer: GateAnswer
    confirmations: int = 0


@dataclass(frozen=True)
class StartPart(Command):
    """Start the clock of a *temps*, ``ago`` milliseconds in the past."""

    do = "start"
    part: PartId
    ago: int = 0


@dataclass(frozen=True)
class PausePart(Command):
    """Stop the clock at once."""

    do = "pause"
    part: PartId


@dataclass(frozen=True)
class ResumePart(Command):
    """Let the clock go on."""

    do = "resume"
    part: PartId


@dataclass(frozen=True)
class ExplainPause(Command):
    """Give the last pause its reason, afterwards."""

    do = "pause-reason"
    part: PartId
    reason: str


@dataclass(frozen=True)
class EndPart(Command):
    """End a *temps*; the interview early, or any at once, wants a confirmation."""

    do = "end"
    part: PartId
    confirmed: bool = False


@dataclass(frozen=True)
class ReopenPart(Command):
    """Take back the end of a *temps*; its clock has run on."""

    do = "reopen-part"
    part: PartId


@dataclass(frozen=True)
class AdjustClock(Command):
    """Add ``delta`` milliseconds (negative to take off) to a *temps*, recorded."""

    do = "adjust"
    undo_label = "correction de l’horloge"
    part: PartId
    delta: int


@dataclass(frozen=True)
class AddRemark(Command):
    """Make an observation; its *temps* and elapsed time come from the state and the moment."""

    do = "remark"
    undo_label = "observation"
    text: str
    mark: Mark = Mark.NEUTRAL
    criterion: str | None = None


@dataclass(frozen=True)
class EditRemark(Command):
    """Change the text, mark or criterion of an observation."""

    do = "edit-remark"
    undo_label = "modification d’une observation"
    remark: int
    text: str
    mark: Mark
    criterion: str | None


@dataclass(frozen=True)
class DeleteRemark(Command):
    """Delete an observation; it can be undone until the lock or an erasure."""

    do = "delete-remark"
    undo_label = "suppression d’une observation"
    remark: int


@dataclass(frozen=True)
class EraseRemark(Command):
    """Delete an observation for good: its text leaves the journal too."""

    do = "erase-remark"
    remark: int


@dataclass(frozen=True)
class TickRemark(Command):
    """Mark a question as dealt with, or not."""

    do = "tick"
    undo_label = "question cochée"
    remark: int
    ticked: bool = True


@dataclass(frozen=True)
class DeferQuestion(Command):
    """Put an open question off: it goes to the end of the interview's list."""

    do = "defer"
    undo_label = "question reportée"
    remark: int


@dataclass(frozen=True)
class PlaceLevel(Command):
    """Put the cross of a criterion on a level, or take it off with ``None``."""

    do = "level"
    undo_label = "croix"
    criterion: str
    level: int | None


@dataclass(frozen=True)
class PlaceProfile(Command):
    """Place the profil global, or take it off with ``None``."""

    do = "profile"
    undo_label = "profil global"
    level: int | None


@dataclass(frozen=True)
class SetNote(Command):
    """Choose the note, in steps of the rubric's scale, or take it off with ``None``."""

    do = "note"
    undo_label = "note"
    note: int | None


@dataclass(frozen=True)
class WriteText(Command):
    """Write one of the verso's texts."""

    do = "text"
    undo_label = "texte"
    text_id: str
    text: str


@dataclass(frozen=True)
class DeclareNothing(Command):
    """Declare *rien à signaler* for one comment, explicitly, or take that back."""

    do = "nothing"
    undo_label = "rien à signaler"
    text_id: str
    nothing: bool = True


@dataclass(frozen=True)
class CandidateLeft(Command):
    """The candidate has left the room."""

    do = "left"
    undo_label = "sortie du candidat"


@dataclass(frozen=True)
class EndOtherwise(Command):
    """End the passage by abandon, interruption or exclusion."""

    do = "ending"
    undo_label = "fin du passage"
    ending: Ending
    reason: str = ""


@dataclass(frozen=True)
class RecordIncident(Command):
    """Record an incident; no clock stops. Older lines did not say of which kind it was.

    Attributes:
        text: what happened.
        kind: of which kind it is.
        ago: milliseconds from when it was turned to until it was entered.
    """

    do = "incident"
    undo_label = "incident"
    text: str
    kind: IncidentKind | None = None
    ago: int = 0


@dataclass(frozen=True)
class StateMember(Command):
    """Write what a member states about a suspected fraud; an empty text takes it back."""

    do = "fraud-member"
    undo_label = "déclaration d’un membre"
    member: str
    text: str


@dataclass(frozen=True)
class StateCandidate(Command):
    """Write what the candidate states about it, or that the candidate declines to."""

    do = "fraud-candidate"
    undo_label = "déclaration du candidat"
    text: str
    declined: bool = False


@dataclass(frozen=True)
class Countersign(Command):
    """Record whether the candidate countersigns the procès-verbal."""

    do = "fraud-signature"
    undo_label = "contreseing du candidat"
    answer: Countersignature


@dataclass(frozen=True)
class Lock(Command):
    """Make the record read-only and announce its sealed version: the lock intent.

    Attributes:
        number: the version's number.
        salt: 128 random bits, hexadecimal.
        seal: SHA-256 of the bytes that will be sealed.
        closing: locked by the clôture (absent, à reconvoquer).
    """

    do = "lock"
    number: int
    salt: str
    seal: str
    closing: bool = False


@dataclass(frozen=True)
class Reopen(Command):
    """Reopen a locked passage before the clôture, with one reason."""

    do = "reopen"
    reason: str


@dataclass(frozen=True)
class Close(Command):
    """The séance's clôture has passed over this passage."""

    do = "close"


@dataclass(frozen=True)
class Amend(Command):
    """Reopen a passage after the clôture: a rectification by its members, with a reason."""

    do = "amend"
    reason: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Undo(Command):
    """Take back journal line ``line``."""

    do = "undo"
    line: int


COMMANDS: dict[str, type[Command]] = {kind.do: kind for kind in Command.__subclasses__()}
"""Every command by its name in the journal."""
