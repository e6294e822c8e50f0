"""The grid of bloc 3 and an oral with it, led by commands from its opening to its lock."""

from __future__ import annotations

from e33tui.domain.commands import (
    AddRemark,
    Arrive,
    CandidateLeft,
    DeclareNothing,
    EndPart,
    OpenPassage,
    PlaceLevel,
    SetNote,
    StartPart,
    WriteText,
)
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.rubric import Rubric
from e33tui.rubric import shipped
from tests.support.domain import FakeClock, Step, identification, locking, play

BLOC3 = shipped("bloc3")
PRESENTATION, INTERVIEW = PartId.PRESENTATION, PartId.INTERVIEW
HEARD = (
    Arrive(),
    StartPart(PRESENTATION),
    AddRemark("fiche client relevée", Mark.PLUS, "c312"),
    EndPart(PRESENTATION, confirmed=True),
    StartPart(INTERVIEW),
    AddRemark("taux de rebond ?", Mark.QUESTION, "c326"),
    EndPart(INTERVIEW, confirmed=True),
    CandidateLeft(),
)
CROSSES = tuple(PlaceLevel(c.id, 1 + n % 4) for n, c in enumerate(BLOC3.criteria))
WRITTEN = (
    *CROSSES,
    SetNote(25),
    WriteText("traiter", "Données relevées en PFMP."),
    DeclareNothing("contribuer"),
    WriteText("evaluer", "Bilan chiffré."),
    WriteText("appraisal", "Présentation structurée."),
)


def begun(clock: FakeClock, rubric: Rubric = BLOC3) -> Journal:
    """Return the journal of a pupil who is expected."""
    return Journal.begin(rubric, OpenPassage(identification(), "bloc3"), clock.now())


def played(*commands: Step, rubric: Rubric = BLOC3) -> Journal:
    """Return the journal after some commands."""
    clock = FakeClock()
    return play(begun(clock, rubric), clock, *commands)


def locked(rubric: Rubric = BLOC3) -> Passage:
    """Return a passage that was heard, marked, written and locked."""
    return played(*HEARD, *WRITTEN, locking, rubric=rubric).state
