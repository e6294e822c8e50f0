"""How late the day is: convocations against what has begun and against the clock."""

from __future__ import annotations

import pytest

from e33tui.domain.delay import NO_DELAY, delay
from e33tui.domain.identity import Candidate
from e33tui.domain.passage import Passage
from e33tui.domain.roster import Entry
from tests.support.domain import START_WALL, FakeClock, journal_at

DATE = "2026-06-22"
"""The day on which the clock begins, at 10:00."""
Row = tuple[Entry, Passage | None]


def row(name: str, hour: str, state: str = "", *, at: float = 0, handed_to: str = "") -> Row:
    """One candidate, whose passage came to a state ``at`` minutes after ten."""
    clock = FakeClock()
    clock.advance(at * 60)
    found = journal_at(state, clock).state if state else None
    return Entry(name, Candidate(name, name), convocation=hour, handed_to=handed_to), found


def told(*rows: Row, at: float, date: str = DATE) -> tuple[int, set[str]]:
    """The delay and who is late, ``at`` minutes after ten."""
    clock = FakeClock()
    now = clock.advance(at * 60)
    found = delay(rows, date, now)
    return found.minutes, set(found.late)


def test_the_clock_begins_at_ten() -> None:
    assert FakeClock().now().wall == START_WALL
    assert told(row("a", "10:00"), at=10) == (10, {"a"})


def test_before_the_first_hour_and_on_it_nothing_is_late() -> None:
    assert told(row("a", "10:30"), row("b", "11:00"), at=30) == (0, set())


@pytest.mark.parametrize("hours", [("", ""), ("midi", "")])
def test_a_day_without_hours_is_never_late(hours: tuple[str, str]) -> None:
    assert told(row("a", hours[0]), row("b", hours[1]), at=300) == (0, set())


def test_on_another_day_nothing_is_late() -> None:
    clock = FakeClock()
    assert delay([row("a", "09:00")], "2026-06-21", clock.now()) == NO_DELAY


def test_less_than_five_minutes_are_not_worth_a_word() -> None:
    assert told(row("a", "10:00"), at=4)[0] == 0
    assert told(row("a", "10:00"), at=5)[0] == 5


def test_an_oral_that_began_late_makes_the_day_late_until_it_is_over() -> None:
    # The steps of the journal take a little time of their own.
    begun = row("a", "10:00", "presentation_running", at=12)
    minutes, late = told(begun, row("b", "10:40"), at=15)
    assert (minutes, late) == (12, set())
    over = row("a", "10:00", "interview_ended", at=-30)
    assert told(over, row("b", "10:40"), at=15) == (0, set())


def test_an_oral_that_lasts_makes_the_day_as_late_as_the_next_one_waits() -> None:
    begun = row("a", "10:00", "presentation_running")
    assert told(begun, row("b", "10:40"), at=60) == (20, set())


def test_hours_that_several_share_are_the_first_ones() -> None:
    """Summoned together they come one after the other: who waits for their turn is not late."""
    over = row("a", "10:00", "interview_ended", at=-30)
    assert told(over, row("b", "10:00"), row("c", "10:00"), at=40)[0] == 0


def test_who_may_be_waiting_at_the_door_is_not_called_late() -> None:
    kept_waiting = row("a", "10:00", "interview_ended", at=20)
    assert told(kept_waiting, row("b", "10:15"), at=30) == (15, set())
    over = row("a", "10:00", "interview_ended", at=-30)
    assert told(over, row("b", "10:15"), at=30) == (15, {"b"})


def test_who_was_moved_behind_a_later_hour_is_expected_then() -> None:
    over = row("a", "10:00", "interview_ended", at=-30)
    assert told(over, row("c", "10:40"), row("b", "10:20"), at=30) == (0, set())


def test_whose_turn_has_not_come_is_not_called_late() -> None:
    begun = row("a", "10:00", "presentation_running")
    assert told(begun, row("b", "10:10"), at=20) == (10, set())


def test_who_was_passed_over_is_late_and_makes_the_day_no_later() -> None:
    over = row("b", "10:10", "interview_ended", at=-30)
    assert told(row("a", "10:00"), over, row("c", "11:00"), at=20) == (0, {"a"})
    assert told(row("a", "10:00", "arrived"), over, at=20) == (0, set())


@pytest.mark.parametrize("state", ["absent", "gate_technical"])
def test_nobody_waits_for_who_is_absent_or_put_off(state: str) -> None:
    assert told(row("a", "10:00", state), row("b", "11:00"), at=20) == (0, set())


def test_nobody_waits_for_who_is_handed_over() -> None:
    gone = row("a", "10:00", handed_to="commission 2")
    assert told(gone, row("b", "11:00"), at=20) == (0, set())


def test_once_all_is_done_nothing_is_late() -> None:
    done = [row(name, "10:00", "complete") for name in "ab"]
    assert told(*done, at=300) == (0, set())
