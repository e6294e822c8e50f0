"""The day's list: who is to be examined next, and whose clock runs meanwhile."""

from __future__ import annotations

import gc
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from e33tui.domain import sitting as sittings
from e33tui.domain.commands import PausePart
from e33tui.domain.identity import Candidate
from e33tui.domain.remark import PartId
from e33tui.domain.sitting_commands import AddCandidate, MoveCandidate, SittingCommand
from e33tui.service.day import States
from e33tui.service.desk import Desk
from tests.service.support import PATIENCE, Day, commands_to, saved

BEGUN = (
    "absent",
    "gate_technical",
    "gate_none",
    "gate_open",
    "presentation_running",
    "interview_ended",
    "interrupted",
    "complete",
)


def lead(day: Day, passage: str, state: str) -> None:
    """Bring a passage to a state and let it go."""
    desk = day.service.open(passage)
    day.play(desk, commands_to(state))
    assert desk.leave()


@pytest.fixture
def three(day: Day) -> tuple[str, str, str]:
    second = day.service.add_candidate("0260225", "MOREL", "Ilyès")
    third = day.service.add_candidate("0260300", "PETIT", "Lou")
    return day.passage, second, third


def test_the_next_candidate_follows_on_the_list_then_from_the_top(
    day: Day, three: tuple[str, str, str]
) -> None:
    first, second, third = three
    assert day.service.next_to_examine(first) == second
    assert day.service.next_to_examine(third) == first
    assert day.service.next_to_examine("not on the list") == first
    lead(day, second, "arrived")
    assert day.service.next_to_examine(first) == second


@pytest.mark.parametrize("state", BEGUN)
def test_who_has_begun_is_away_or_put_off_is_not_next(day: Day, state: str) -> None:
    lead(day, day.passage, state)
    assert day.service.next_to_examine("") is None


def test_a_damaged_or_unread_file_is_not_next(day: Day, three: tuple[str, str, str]) -> None:
    first, second, third = three
    assert not any(row.to_examine for row in day.service.roster())
    lead(day, second, "arrived")
    (day.folder / "passages" / second / "passage.json").write_text("{")
    assert day.service.next_to_examine(first) == third


def test_only_a_clock_that_runs_is_running(day: Day, three: tuple[str, str, str]) -> None:
    first, second, _ = three
    desk = day.at("interview_running")
    lead(day, second, "presentation_running")
    rows = day.service.rows()
    assert [row.running for row in rows] == [PartId.INTERVIEW, PartId.PRESENTATION, None]
    assert [row.entry.passage for row in day.service.others_running(first)] == [second]
    assert [row.entry.passage for row in day.service.others_running(None)] == [first, second]
    desk.do(PausePart(PartId.INTERVIEW))
    assert [row.entry.passage for row in day.service.others_running(None)] == [second]
    assert saved(day.service)


def test_what_did_not_change_is_not_read_again(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    lead(day, day.passage, "gate_open")
    service = day.restart()
    first = service.rows()
    monkeypatch.setattr("e33tui.service.day.read_journal", None)
    monkeypatch.setattr("e33tui.domain.sitting.load", None)
    assert service.rows() == first
    assert first[0].passage is not None


@pytest.mark.parametrize("on", [True, False])
def test_reading_the_list_leaves_the_collector_as_it_was(day: Day, on: bool) -> None:
    lead(day, day.passage, "gate_open")
    service = day.restart()
    try:
        if not on:
            gc.disable()
        assert service.rows()
        assert gc.isenabled() is on
    finally:
        gc.enable()


def test_passages_opened_by_several_threads_are_all_on_desks(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = day.passage, day.service.add_candidate("0260225", "MOREL", "Ilyès")
    meanwhile: list[threading.Thread] = []
    desks = vars(States)["desks"].fget

    def looked_at(states: States) -> tuple[Desk, ...]:
        found: tuple[Desk, ...] = desks(states)
        if not meanwhile:
            # Another thread comes in between the look and the step.
            meanwhile.append(threading.Thread(target=day.service.open, args=[second]))
            meanwhile[0].start()
            meanwhile[0].join(0.1)
        return found

    monkeypatch.setattr(States, "desks", property(looked_at))
    day.service.open(first)
    meanwhile[0].join(PATIENCE)
    monkeypatch.undo()
    assert {desk.id for desk in day.service._states.desks} == {first, second}
    assert day.service.open(second) is day.service._states.desk(second)


def test_a_change_folds_its_own_lines_alone_and_others_work_too(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = day.again()
    folded: list[str] = []
    read = sittings._from_data

    def counted(data: Mapping[str, Any]) -> SittingCommand:
        folded.append(data["do"])
        return read(data)

    monkeypatch.setattr(sittings, "_from_data", counted)
    day.service.change(AddCandidate("b", Candidate("2", "DEUX")))
    assert folded == ["add"]
    other.change(MoveCandidate("b", day.passage))
    assert folded == ["add", "add", "move"]
    day.service.rows()
    assert folded == ["add", "add", "move", "move"]
    assert day.service.sitting == other.sitting == day.again().sitting
    assert [entry.passage for entry in other.sitting.roster] == ["b", day.passage]


def test_a_file_that_went_back_is_folded_whole(day: Day) -> None:
    path = day.folder / "seance.json"
    before = path.read_bytes()
    day.service.change(AddCandidate("b", Candidate("2", "DEUX")))
    path.write_bytes(before)
    assert [row.entry.passage for row in day.service.rows()] == [day.passage]
