"""What happens beside an oral: incidents, and what is said of a suspected fraud (design rule 14).

Suspected fraud: Code de l'éducation, D334-27, applied by D337-94-1 (the oral goes on, the
procès-verbal is countersigned, a refusal to sign is recorded).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from e33tui.domain.clock import Instant
from e33tui.domain.remark import PartId


class IncidentKind(StrEnum):
    """What an incident is about; health is the fact alone, never a diagnosis (rule 15)."""

    TECHNICAL = "technical"
    HEALTH = "health"
    OTHER = "other"
    FRAUD = "fraud"


KIND_WORDS = {
    IncidentKind.TECHNICAL: "technique",
    IncidentKind.HEALTH: "santé",
    IncidentKind.OTHER: "autre",
    IncidentKind.FRAUD: "fraude présumée",
}


@dataclass(frozen=True, slots=True)
class Incident:
    """A time-stamped event beside the running clock.

    Attributes:
        at: when it was recorded.
        text: what happened.
        kind: what it is about; ``None`` where a version of the program recorded it that did not ask.
        part: the *temps* whose clock was on then, running or paused.
        elapsed: milliseconds on that clock.
    """

    at: Instant
    text: str
    kind: IncidentKind | None = None
    part: PartId | None = None
    elapsed: int = 0

    @property
    def suspected_fraud(self) -> bool:
        """Whether it is a fact of the procès-verbal, and not of the fiche d'incident."""
        return self.kind is IncidentKind.FRAUD


class Countersignature(StrEnum):
    """What the candidate does with the procès-verbal."""

    NOT_ASKED = ""
    SIGNS = "signs"
    REFUSES = "refuses"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a member of the commission states, under the name that signs it."""

    member: str
    text: str


@dataclass(frozen=True, slots=True)
class FraudReport:
    """What is said of a suspected fraud; its facts are the incidents of that kind.

    Attributes:
        statements: the members', in the order in which they were first written.
        candidate: the candidate's statement.
        declined: the candidate does not wish to make one.
        countersignature: whether the candidate signs.
    """

    statements: tuple[Statement, ...] = ()
    candidate: str = ""
    declined: bool = False
    countersignature: Countersignature = Countersignature.NOT_ASKED

    def statement(self, member: str) -> str:
        """Return what a member has stated, empty if nothing."""
        return next((each.text for each in self.statements if each.member == member), "")


NO_FRAUD_REPORT = FraudReport()
DECLINED_WORDS = "ne souhaite pas faire de déclaration"
SIGNATURE_WORDS = {
    Countersignature.NOT_ASKED: "pas encore demandé",
    Countersignature.SIGNS: "contresigne",
    Countersignature.REFUSES: "refuse de signer",
}
