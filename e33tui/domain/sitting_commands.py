"""What can be done to a séance, one frozen dataclass each.

A command is also the content of one line of the séance's file: names and fields are part of the format.
"""

from __future__ import annotations

from typing import ClassVar

from e33tui.domain.closing import Assent
from e33tui.domain.frozen import dataclass
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, Candidate, Commission, Juror
from e33tui.domain.note import NoteBand


@dataclass(frozen=True)
class SittingCommand:
    """Base of what can be done to a séance; ``do`` is its name in the file."""

    do: ClassVar[str] = ""


@dataclass(frozen=True)
class SetUp(SittingCommand):
    """Give the séance its identification; ``date`` is ISO or jj/mm/aaaa.

    Attributes:
        rubric: the id of its grid; empty leaves the one that it has.
    """

    do = "set-up"
    session: str
    centre: str
    date: str
    commission: Commission
    demonstration: bool = False
    rubric: str = ""


@dataclass(frozen=True)
class AddCandidate(SittingCommand):
    """Add a candidate at the end of the roster; the fields are those of its line."""

    do = "add"
    passage: str
    candidate: Candidate
    accommodation: Accommodation = NO_EXTRA_TIME
    convocation: str = ""
    school: str = ""


@dataclass(frozen=True)
class EditCandidate(SittingCommand):
    """Correct the line of a candidate who has not started, the whole of it."""

    do = "edit"
    passage: str
    candidate: Candidate
    accommodation: Accommodation = NO_EXTRA_TIME
    convocation: str = ""
    school: str = ""


@dataclass(frozen=True)
class ImportCandidates(SittingCommand):
    """Take over a roster from a file, all of it at once.

    Attributes:
        lines: candidates to be added at the end, and whole lines in the place of those that have
            the same passage already.
    """

    do = "import"
    lines: tuple[AddCandidate, ...]


@dataclass(frozen=True)
class RemoveCandidate(SittingCommand):
    """Take a candidate who has not started off the roster."""

    do = "remove"
    passage: str


@dataclass(frozen=True)
class MoveCandidate(SittingCommand):
    """Give a candidate another place in the order of the day.

    Attributes:
        passage: whose.
        before: the passage that comes right after it then; empty for the end of the list.
    """

    do = "move"
    passage: str
    before: str = ""


@dataclass(frozen=True)
class HandOver(SittingCommand):
    """Hand a candidate to another commission, or to another day; nobody waits for them here.

    Attributes:
        passage: whose.
        to: who examines them then, in the commission's words.
    """

    do = "hand-over"
    passage: str
    to: str


@dataclass(frozen=True)
class TakeBack(SittingCommand):
    """Take back that a candidate was handed over."""

    do = "take-back"
    passage: str


@dataclass(frozen=True)
class ReplaceMember(SittingCommand):
    """Let somebody else sit from ``wall`` on; a passage that has begun keeps its commission.

    Attributes:
        place: which member, 0 or 1, in the commission's order.
        member: who sits from now on.
        wall: wall-clock milliseconds.
    """

    do = "replace-member"
    place: int
    member: Juror
    wall: int


@dataclass(frozen=True)
class SetBands(SittingCommand):
    """Set the *plages de notation*, all at once; none takes them away."""

    do = "bands"
    bands: tuple[NoteBand, ...]


@dataclass(frozen=True)
class SetRetention(SittingCommand):
    """Set until when the data are kept; ISO or jj/mm/aaaa, empty takes the date away."""

    do = "retention"
    until: str


@dataclass(frozen=True)
class BeginClosing(SittingCommand):
    """Begin the clôture of all passages: from now on only the retention date may change.

    Attributes:
        assents: how each member of the commission answered.
        passages: the passages that are held to be closed; the whole roster but for who is handed
            over and left nothing here.
    """

    do = "begin-closing"
    assents: tuple[Assent, ...]
    passages: tuple[str, ...]


@dataclass(frozen=True)
class CloseSitting(SittingCommand):
    """Every passage is closed and the register says so, since ``wall``, in milliseconds."""

    do = "close"
    wall: int
