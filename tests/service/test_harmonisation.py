"""The harmonisation of a séance, from what lies on its disk."""

from __future__ import annotations

from e33tui.domain.harmonisation import Apart, Compared
from e33tui.domain.sitting_commands import HandOver
from tests.service.support import Day
from tests.service.test_closing import ASSENTS, MEMBERS, add


def told(day: Day) -> dict[str, str]:
    """What is said of each candidate: the note in half points, or why there is none to compare."""
    lines = day.service.comparison().lines
    return {
        line.candidate.number: str(line.note) if isinstance(line, Compared) else line.why
        for line in lines
    }


def unfinished(day: Day) -> list[str]:
    return [line.candidate.number for line in day.service.comparison().unfinished]


def test_each_candidate_is_compared_or_it_is_said_why_not(day: Day) -> None:
    day.locked().leave()
    for state, number in (
        ("locked_withdrew", "1"),
        ("absent", "2"),
        ("locked_not_examined", "3"),
        ("complete", "4"),
        ("reopened", "5"),
        ("interview_running", "6"),
        ("expected", "7"),
    ):
        add(day, state, number)
    assert list(told(day).values()) == [
        "27",
        "9",
        "absent",
        "non interrogé, note 0",
        "fiche à rédiger et à verrouiller",
        "fiche rouverte, à verrouiller de nouveau",
        "oral en cours",
        "à venir, à déclarer présent ou absent",
    ]
    assert unfinished(day) == ["4", "5", "6", "7"]


def test_nobody_waits_for_who_is_examined_elsewhere(day: Day) -> None:
    day.locked().leave()
    there = day.service.add_candidate("8", "PARTI", "")
    day.service.change(HandOver(there, "commission 2"))
    assert told(day)["8"] == "confié : commission 2"
    assert unfinished(day) == []


def test_a_damaged_file_is_said_to_be_and_hides_nobody_else(day: Day) -> None:
    day.locked().leave()
    damaged = add(day, "locked_complete", "9")
    day.restart()
    (day.folder / "passages" / damaged / "passage.json").write_bytes(b"{")
    assert told(day)["9"] == "fichier illisible"
    assert unfinished(day) == ["9"]
    assert len(day.service.comparison().compared) == 1


def test_after_the_cloture_a_rectification_is_open_until_it_is_locked(day: Day) -> None:
    day.locked().leave()
    absent = add(day, "absent", "2")
    day.service.close_sitting(ASSENTS)
    assert unfinished(day) == []
    for passage in (day.passage, absent):
        desk = day.service.open(passage)
        desk.amend("Erreur de report", MEMBERS)
        desk.leave()
    lines = day.service.comparison().lines
    assert {line.why for line in lines if isinstance(line, Apart)} == {
        "rectification à verrouiller"
    }
    assert len(day.service.comparison().unfinished) == 2
