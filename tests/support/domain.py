"""A clock that tests move, and a passage brought to each of its states."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache

import rfc8785

import e33tui.rubric
from e33tui.domain.clock import Instant
from e33tui.domain.commands import (
    AddRemark,
    Amend,
    AnswerGate,
    Arrive,
    CandidateLeft,
    Close,
    Command,
    DeclareNothing,
    EndOtherwise,
    EndPart,
    Lock,
    MarkAbsent,
    OpenPassage,
    PausePart,
    PlaceLevel,
    PlaceProfile,
    Reopen,
    SetNote,
    StartPart,
    WriteText,
)
from e33tui.domain.identity import Candidate, Capacity, Commission, Identification, Juror
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Ending, GateAnswer
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.rubric import Rubric
from e33tui.domain.seal import lock_intent

START_WALL = 1_782_115_200_000
"""22 June 2026, 10:00 in Paris."""

PASSAGE_ID = "0f8c2ab1"
"""An opaque id, as a roster gives it."""


class FakeClock:
    """A :class:`e33tui.domain.clock.Clock` that only tests move; seconds in, milliseconds out."""

    def __init__(self, start: Instant | None = None) -> None:
        self._now = start or Instant("boot-1", 3_600_000, START_WALL)
        self._boots = 1

    def now(self) -> Instant:
        return self._now

    def advance(self, seconds: float) -> Instant:
        """Let time pass on both clocks."""
        passed = round(seconds * 1000)
        self._now = Instant(self._now.boot, self._now.ticks + passed, self._now.wall + passed)
        return self._now

    def step_wall(self, seconds: float) -> Instant:
        """Set the wall clock forward or back, as NTP or summer time do."""
        self._now = Instant(self._now.boot, self._now.ticks, self._now.wall + round(seconds * 1000))
        return self._now

    def reboot(self, seconds: float = 60) -> Instant:
        """Start the machine anew: another boot, its ticks near zero, the wall clock further on."""
        self._boots += 1
        wall = self._now.wall + round(seconds * 1000)
        self._now = Instant(f"boot-{self._boots}", 5_000, wall)
        return self._now


@cache
def rubric() -> Rubric:
    """The real rubric of E33, read once."""
    return e33tui.rubric.load()


def canonical(value: object) -> bytes:
    """The RFC 8785 form, as the program seals it."""
    return rfc8785.dumps(value)  # type: ignore[arg-type]


TEACHER = Juror("Mme", "DURAND Claire", Capacity.TEACHER)
SECOND_TEACHER = Juror("M.", "LE GOFF Yann", Capacity.TEACHER)
PROFESSIONAL = Juror(
    "M.", "MARTIN Paul", Capacity.PROFESSIONAL, "Directeur de magasin", "Librairie du Port"
)


def commission(second: Juror = PROFESSIONAL) -> Commission:
    return Commission((TEACHER, second))


def candidate(
    number: str = "0123456", surname: str = "LEFÈVRE", given_name: str = "Zoé"
) -> Candidate:
    return Candidate(number, surname, given_name)


def identification(who: Candidate | None = None) -> Identification:
    """The form's identification, complete."""
    return Identification(
        session="2026",
        centre="Lycée Jean-Moulin, Draguignan",
        date="2026-06-22",
        candidate=who or candidate(),
        commission=commission(),
    )


def opening() -> OpenPassage:
    """The first command of every journal."""
    return OpenPassage(identification(), rubric().id)


def locking(journal: Journal, *, closing: bool = False) -> Lock:
    """The command that locks the passage as it stands; its salt follows from its content."""
    salt = hashlib.sha256(str(len(journal.lines)).encode()).hexdigest()[:32]
    return lock_intent(journal.state, PASSAGE_ID, salt, canonical, closing=closing)[0]


def lock_at_closing(journal: Journal) -> Lock:
    return locking(journal, closing=True)


Maker = Callable[[Journal], Command]
Step = Command | Maker

QUESTION = AddRemark("coût de l’action ?", Mark.QUESTION, "c3")
FAVOUR = AddRemark("carte de fidélité déjà testée en PFMP", Mark.PLUS, "c4")
COMMENTS = ("traiter", "contribuer", "evaluer", "communiquer")


def _crosses() -> tuple[Command, ...]:
    return tuple(PlaceLevel(c.id, 1 + n % 4) for n, c in enumerate(rubric().criteria))


def _texts() -> tuple[Command, ...]:
    written = (WriteText(name, f"Commentaire : {name}.") for name in COMMENTS[:3])
    return (
        *written,
        DeclareNothing("communiquer"),
        WriteText("appraisal", "Oral structuré.\nÉchanges précis."),
    )


_NOT_EXAMINED = AnswerGate(GateAnswer.NONE, confirmations=2)
_REASON = "Alerte incendie"
_MEMBERS = ("Mme DURAND Claire", "M. MARTIN Paul")
_AMENDING = (Close(), Amend("Nom mal écrit", _MEMBERS))


def _scripts() -> dict[str, tuple[str, tuple[Step, ...]]]:
    """For each state, the state it follows and the steps from there."""
    presentation, interview = PartId.PRESENTATION, PartId.INTERVIEW
    return {
        "absent": ("expected", (MarkAbsent(),)),
        "arrived": ("expected", (Arrive(),)),
        "gate_technical": ("arrived", (AnswerGate(GateAnswer.TECHNICAL),)),
        "gate_none": ("arrived", (_NOT_EXAMINED,)),
        "gate_open": ("arrived", (AnswerGate(GateAnswer.OPEN),)),
        "presentation_running": ("gate_open", (StartPart(presentation), QUESTION)),
        "presentation_paused": ("presentation_running", (PausePart(presentation),)),
        "presentation_ended": ("presentation_running", (EndPart(presentation, confirmed=True),)),
        "interview_running": ("presentation_ended", (StartPart(interview), FAVOUR)),
        "interview_paused": ("interview_running", (PausePart(interview),)),
        "interview_ended": ("interview_running", (EndPart(interview, confirmed=True),)),
        "candidate_left": ("interview_ended", (CandidateLeft(),)),
        "profile_partly": ("candidate_left", (PlaceLevel("c1", 3), PlaceProfile(3))),
        "complete": ("profile_partly", (*_crosses(), SetNote(27), *_texts())),
        "withdrew": ("interview_running", (EndOtherwise(Ending.WITHDREW),)),
        "interrupted": ("interview_running", (EndOtherwise(Ending.INTERRUPTED, _REASON),)),
        "excluded": ("interview_running", (EndOtherwise(Ending.EXCLUDED, "Fraude"),)),
        "locked_complete": ("complete", (locking,)),
        "locked_not_examined": ("gate_none", (locking,)),
        "locked_withdrew": (
            "withdrew",
            (SetNote(9), WriteText("appraisal", "Abandon en cours d’entretien."), locking),
        ),
        "locked_interrupted": ("interrupted", (locking,)),
        "locked_excluded": ("excluded", (locking,)),
        "locked_absent": ("absent", (lock_at_closing,)),
        "locked_technical": ("gate_technical", (lock_at_closing,)),
        "reopened": ("locked_complete", (Reopen("Harmonisation"),)),
        "closed": ("locked_complete", (Close(),)),
        "amending": ("closed", (Amend("Erreur de report", _MEMBERS),)),
        "amended": ("amending", (locking,)),
        "amending_not_examined": ("locked_not_examined", _AMENDING),
        "amending_absent": ("locked_absent", _AMENDING),
        "amending_technical": ("locked_technical", _AMENDING),
    }


STATES = ("expected", *_scripts())
"""The names of the states that :func:`journal_at` reaches, in the walk's order."""


def journal_at(name: str, clock: FakeClock | None = None) -> Journal:
    """Return a journal brought to a state, ten seconds a command, the last one at ``clock.now()``.

    Args:
        name: one of :data:`STATES`.
        clock: moved along; by default one of its own.
    """
    clock = clock or FakeClock()
    if name == "expected":
        return Journal.begin(rubric(), opening(), clock.now())
    parent, steps = _scripts()[name]
    return play(journal_at(parent, clock), clock, *steps)


def play(journal: Journal, clock: FakeClock, *steps: Step, by: str = "") -> Journal:
    """Return the journal with these steps carried out, ten seconds before each."""
    for step in steps:
        command = step if isinstance(step, Command) else step(journal)
        journal = journal.then(command, clock.advance(10), by)
    return journal


def remark_numbers(journal: Journal) -> tuple[int, ...]:
    """The line numbers of the observations ever made."""
    lines = enumerate(journal.lines, 1)
    return tuple(number for number, line in lines if isinstance(line.command, AddRemark))
