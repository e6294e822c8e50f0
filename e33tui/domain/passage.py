"""The state of one passage: frozen facts, and everything the screens read off them.

Presence, progress and mentions are derived, never stored (design rule 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from e33tui.domain.clock import NOT_STARTED, Instant, PartStatus, Timing
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, Commission, Identification
from e33tui.domain.incident import NO_FRAUD_REPORT, FraudReport, Incident
from e33tui.domain.remark import PartId, Remark
from e33tui.domain.rubric import Rubric
from e33tui.domain.text import is_blank


class Presence(StrEnum):
    """Whether the candidate has come."""

    EXPECTED = "attendu"
    PRESENT = "présent"
    ABSENT = "absent"


class Progress(StrEnum):
    """How far the passage has come."""

    TO_COME = "à venir"
    IN_PROGRESS = "en cours"
    TO_WRITE = "fiche à rédiger"
    LOCKED = "verrouillé"


class Mention(StrEnum):
    """What stands beside the progress, without replacing it."""

    NO_IDENTITY = "pièce d’identité non présentée"
    NOT_EXAMINED = "non interrogé"
    INTERRUPTED = "interrompu"
    WITHDREW = "abandon"
    EXCLUDED = "exclu par le chef de centre"
    INCIDENT = "incident"
    TO_RESUMMON = "à reconvoquer"
    AMENDED = "rectifié"


class GateAnswer(StrEnum):
    """The three answers to « présentation numérique ? » (Form E33, Rappel)."""

    OPEN = "open"
    TECHNICAL = "technical"
    NONE = "none"


class Ending(StrEnum):
    """How a passage ended otherwise than by its interview."""

    WITHDREW = "withdrew"
    INTERRUPTED = "interrupted"
    EXCLUDED = "excluded"


class Step(StrEnum):
    """Where the walk resumes."""

    IDENTIFICATION = "identification"
    GATE = "gate"
    PRESENTATION = "presentation"
    INTERVIEW = "interview"
    CANDIDATE_OUT = "candidate_out"
    PROFILE = "profile"
    APPRAISAL = "appraisal"
    LOCK = "lock"
    VERSO = "verso"


@dataclass(frozen=True, slots=True)
class Comment:
    """One of the verso's texts.

    Attributes:
        text: what the commission wrote.
        nothing: declared *rien à signaler* by an explicit key.
    """

    text: str = ""
    nothing: bool = False

    @property
    def given(self) -> bool:
        """Whether the commission has dealt with it."""
        return self.nothing or not is_blank(self.text)


@dataclass(frozen=True, slots=True)
class SealedVersion:
    """One lock: the version it announced.

    Attributes:
        number: 1 for the first lock.
        salt: 128 random bits, hexadecimal.
        seal: SHA-256 of the sealed bytes, hexadecimal.
        at: when the passage was locked.
        amended: made by a rectification, after the clôture.
    """

    number: int
    salt: str
    seal: str
    at: Instant
    amended: bool = False


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Passage:
    """One candidate's oral and all that is recorded about it.

    Attributes:
        rubric: the form the passage is examined with.
        identification: the form's fields.
        accommodation: extra seconds per *temps*.
        arrived: when identity was checked and the émargement signed.
        identity_shown: ``False`` when no identity document was presented.
        absent: declared absent.
        gate: the answer about the présentation numérique.
        presentation: the clock of the first *temps*.
        interview: the clock of the second *temps*.
        remarks: the observations, in order of entry.
        levels: criterion id to level; a criterion without a cross is not in it.
        global_profile: the profil global, optional, placed by the commission.
        note: in steps of the rubric's scale (half points), chosen by the commission.
        comments: text id to the text.
        ending: how it ended otherwise than by the interview.
        ending_reason: what the commission gave as reason.
        candidate_left: the neutral screen after the interview was passed.
        incidents: recorded without stopping the clock.
        fraud: what is said of the incidents that are a suspected fraud.
        versions: the sealed versions, oldest first.
        locked: read-only now.
        closed: the séance's clôture has passed.
        amending: reopened after the clôture; the next lock is a rectification.
        reopen_reason: why it was reopened last.
        amended_by: the members who decided the last rectification.
    """

    rubric: Rubric
    identification: Identification
    accommodation: Accommodation = NO_EXTRA_TIME
    arrived: Instant | None = None
    identity_shown: bool = True
    absent: bool = False
    gate: GateAnswer | None = None
    presentation: Timing = NOT_STARTED
    interview: Timing = NOT_STARTED
    remarks: tuple[Remark, ...] = ()
    levels: Mapping[str, int] = field(default_factory=_nothing)
    global_profile: int | None = None
    note: int | None = None
    comments: Mapping[str, Comment] = field(default_factory=_nothing)
    ending: Ending | None = None
    ending_reason: str = ""
    candidate_left: bool = False
    incidents: tuple[Incident, ...] = ()
    fraud: FraudReport = NO_FRAUD_REPORT
    versions: tuple[SealedVersion, ...] = ()
    locked: bool = False
    closed: bool = False
    amending: bool = False
    reopen_reason: str = ""
    amended_by: tuple[str, ...] = ()

    @property
    def commission(self) -> Commission:
        """The members who examine this candidate."""
        return self.identification.commission

    @property
    def presence(self) -> Presence:
        """Attendu, présent or absent."""
        if self.absent:
            return Presence.ABSENT
        return Presence.PRESENT if self.arrived else Presence.EXPECTED

    @property
    def not_examined(self) -> bool:
        """No présentation numérique: *ne peut être interrogé*, note zero."""
        return self.gate is GateAnswer.NONE

    @property
    def oral_over(self) -> bool:
        """Nothing is left to be heard: the sheet can be written."""
        ended = self.interview.status is PartStatus.ENDED
        return ended or self.not_examined or self.ending is not None

    @property
    def progress(self) -> Progress:
        """À venir, en cours, fiche à rédiger or verrouillé."""
        if self.locked:
            return Progress.LOCKED
        if self.oral_over:
            return Progress.TO_WRITE
        return Progress.IN_PROGRESS if self.gate is GateAnswer.OPEN else Progress.TO_COME

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """What stands beside the progress, in a fixed order."""
        endings = {
            Ending.WITHDREW: Mention.WITHDREW,
            Ending.INTERRUPTED: Mention.INTERRUPTED,
            Ending.EXCLUDED: Mention.EXCLUDED,
        }
        found = {
            Mention.NO_IDENTITY: self.arrived is not None and not self.identity_shown,
            Mention.NOT_EXAMINED: self.not_examined,
            Mention.INCIDENT: bool(self.incidents),
            Mention.TO_RESUMMON: self.gate is GateAnswer.TECHNICAL,
            Mention.AMENDED: any(version.amended for version in self.versions),
        }
        if self.ending is not None:
            found[endings[self.ending]] = True
        return tuple(mention for mention in Mention if found.get(mention))

    def timing(self, part: PartId) -> Timing:
        """Return the clock of ``part``."""
        return self.presentation if part is PartId.PRESENTATION else self.interview

    def extra(self, part: PartId) -> int:
        """Return the extra time of ``part`` in milliseconds."""
        extra = self.accommodation
        seconds = extra.presentation if part is PartId.PRESENTATION else extra.interview
        return seconds * 1000

    def allowed(self, part: PartId) -> int:
        """Return the milliseconds that ``part`` may last, extra time included."""
        return self.rubric.part(part.value).seconds * 1000 + self.extra(part)

    @property
    def running(self) -> PartId | None:
        """The *temps* whose clock runs now; a paused one stands still."""
        running = (part for part in PartId if self.timing(part).status is PartStatus.RUNNING)
        return next(running, None)

    @property
    def clock_on(self) -> PartId | None:
        """The *temps* that was started and has not ended, its clock running or paused."""
        return next((part for part in PartId if self.timing(part).on), None)

    @property
    def part(self) -> PartId:
        """The *temps* that is on, or the one that comes or was last."""
        if self.interview.started or self.presentation.status is PartStatus.ENDED:
            return PartId.INTERVIEW
        return PartId.PRESENTATION

    @property
    def remark_part(self) -> PartId:
        """The *temps* that an observation made now belongs to."""
        return PartId.INTERVIEW if self.interview.started else PartId.PRESENTATION

    def remark(self, number: int) -> Remark | None:
        """Return the observation made by journal line ``number``."""
        return next((remark for remark in self.remarks if remark.id == number), None)

    def remarks_on(self, criterion: str | None) -> tuple[Remark, ...]:
        """Return the observations on one criterion, in order of entry."""
        return tuple(remark for remark in self.remarks if remark.criterion == criterion)

    @property
    def open_questions(self) -> tuple[Remark, ...]:
        """The questions still to raise, for the interview; those that were put off come last."""
        found = (remark for remark in self.remarks if remark.open_question)
        return tuple(sorted(found, key=lambda remark: remark.deferred))

    def comment(self, text_id: str) -> Comment:
        """Return one of the verso's texts, empty if nothing was written."""
        return self.comments.get(text_id, Comment())

    @property
    def put_off(self) -> bool:
        """Whether nothing was heard and nothing is owed: absent, or à reconvoquer."""
        return self.absent or self.gate is GateAnswer.TECHNICAL

    @property
    def suspects_fraud(self) -> bool:
        """Whether facts of a suspected fraud are recorded: there is a procès-verbal (rule 14)."""
        return any(incident.suspected_fraud for incident in self.incidents)

    @property
    def cut_short(self) -> bool:
        """Whether it ended by an interruption or an exclusion: no note, no verso (rule 3's table)."""
        return self.ending in (Ending.INTERRUPTED, Ending.EXCLUDED)

    @property
    def takes_note(self) -> bool:
        """Whether the commission chooses a note (rule 3's table)."""
        return self.oral_over and not self.cut_short and not self.not_examined

    @property
    def gives_verso(self) -> bool:
        """Whether this ending gives a verso (rule 3's table)."""
        return self.note is not None and not self.cut_short
