"""A séance in the midst of its day, made without a terminal."""

from __future__ import annotations

from pathlib import Path

from e33tui import rubric
from e33tui.domain.commands import (
    AdjustClock,
    AnswerGate,
    Arrive,
    CandidateLeft,
    EndPart,
    PlaceLevel,
    SetNote,
    StartPart,
)
from e33tui.domain.identity import Capacity, Commission, Juror
from e33tui.domain.passage import GateAnswer
from e33tui.domain.remark import PartId
from e33tui.domain.sitting_commands import SetUp
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.store import Store
from e33tui.system_clock import SystemClock

WAITING = ("0260201", "ÉTIENNE", "Maël")
EXAMINED = ("0260202", "GARÇON", "Éloïse")
ELAPSED = 5 * 60
"""Seconds on the clock of the 1er temps at the start."""


def examining(folder: Path) -> None:
    """Write a séance of two candidates, the second in the 1er temps, its clock running."""
    service = _set_up(folder)
    service.add_candidate(*WAITING)
    desk = _begin(service)
    desk.do(AdjustClock(PartId.PRESENTATION, ELAPSED * 1000))
    _put_away(service, desk)


def writing(folder: Path) -> None:
    """Write a séance of one candidate, of whom the five texts are all that is still owed."""
    service = _set_up(folder)
    desk = _begin(service)
    desk.do(EndPart(PartId.PRESENTATION, confirmed=True))
    desk.do(StartPart(PartId.INTERVIEW))
    desk.do(EndPart(PartId.INTERVIEW, confirmed=True))
    desk.do(CandidateLeft())
    for criterion in desk.state.rubric.criteria:
        desk.do(PlaceLevel(criterion.id, 3))
    desk.do(SetNote(27))
    _put_away(service, desk)


def _set_up(folder: Path) -> Service:
    service = Service(Store.open(folder, create=True), rubric.load(), SystemClock())
    teacher = Juror("Mme", "Cécile Hœur", Capacity.TEACHER)
    second = Juror("M.", "Loïc Noël", Capacity.TEACHER)
    service.change(SetUp("2026", "Lycée fictif", "2026-06-11", Commission((teacher, second))))
    return service


def _begin(service: Service) -> Desk:
    desk = service.open(service.add_candidate(*EXAMINED))
    desk.do(Arrive())
    desk.do(AnswerGate(GateAnswer.OPEN))
    desk.do(StartPart(PartId.PRESENTATION))
    return desk


def _put_away(service: Service, desk: Desk) -> None:
    assert desk.leave()
    assert service.close()
