"""Which criteria are still open, weighed against the time left, and which one is next."""

from __future__ import annotations

import pytest

from e33tui.domain.commands import (
    Accommodate,
    AddRemark,
    DeleteRemark,
    EditRemark,
    PlaceLevel,
    TickRemark,
)
from e33tui.domain.coverage import Cover, Coverage, coverage, next_open
from e33tui.domain.identity import Accommodation
from e33tui.domain.remark import Mark
from tests.support.domain import FakeClock, Step, journal_at, play, remark_numbers, rubric

IDS = tuple(criterion.id for criterion in rubric().criteria)
MINUTE = 60_000


def found(state: str, *steps: Step, later: float = 0) -> Coverage:
    clock = FakeClock()
    journal = play(journal_at(state, clock), clock, *steps)
    return coverage(journal.state, clock.advance(later))


def test_each_criterion_says_what_there_is_of_it() -> None:
    here = found("gate_open", AddRemark("vu", Mark.PLUS, "c1"), PlaceLevel("c1", 3))
    assert here.criteria["c1"] is Cover.BOTH
    here = found("gate_open", AddRemark("vu", Mark.PLUS, "c2"), PlaceLevel("c3", 1), AddRemark("x"))
    assert [here.criteria[name] for name in IDS[:4]] == [
        Cover.NOTHING,
        Cover.OBSERVED,
        Cover.PLACED,
        Cover.NOTHING,
    ]
    assert tuple(here.criteria) == IDS
    assert here.untouched == tuple(name for name in IDS if name not in ("c2", "c3"))
    assert here.open == IDS


def test_a_question_covers_its_criterion_only_once_it_was_asked() -> None:
    clock = FakeClock()
    question = AddRemark("combien ?", Mark.QUESTION, "c1")
    journal = play(journal_at("gate_open", clock), clock, question, PlaceLevel("c1", 2))
    (number,) = remark_numbers(journal)
    assert coverage(journal.state, clock.now()).criteria["c1"] is Cover.PLACED
    for asked in (TickRemark(number), EditRemark(number, "combien ? – 120 €", Mark.PLUS, "c1")):
        later = play(journal, clock, asked)
        assert coverage(later.state, clock.now()).criteria["c1"] is Cover.BOTH


def test_what_is_taken_back_is_open_again() -> None:
    clock = FakeClock()
    journal = play(journal_at("gate_open", clock), clock, AddRemark("vu", Mark.PLUS, "c1"))
    journal = play(journal, clock, DeleteRemark(remark_numbers(journal)[0]))
    assert coverage(journal.state, clock.now()).criteria["c1"] is Cover.NOTHING


def test_the_time_left_is_the_interviews_with_its_extra_time() -> None:
    assert found("presentation_running").left == 25 * MINUTE
    assert found("interview_running", later=600 - 10).left == 15 * MINUTE
    assert found("interview_running", later=1600 - 10).left == -100_000
    longer = found("interview_running", Accommodate(Accommodation(0, 500)), later=600 - 20)
    assert (longer.left, longer.allowed) == (15 * MINUTE + 500_000, 25 * MINUTE + 500_000)
    assert found("interview_paused", later=600).left == found("interview_paused").left
    assert found("interview_ended").left is None
    assert found("withdrew").left is None


def cover(untouched: int, left: int | None) -> Coverage:
    covers = [Cover.NOTHING] * untouched + [Cover.OBSERVED] * (10 - untouched)
    return Coverage(dict(zip(IDS, covers, strict=True)), left, 25 * MINUTE)


@pytest.mark.parametrize(
    ("untouched", "left", "pressing"),
    [
        (10, 25 * MINUTE, False),
        (10, 25 * MINUTE - 1, True),
        (5, 13 * MINUTE, False),
        (5, 12 * MINUTE, True),
        (1, 2 * MINUTE + 30_000, False),
        (1, 2 * MINUTE, True),
        (1, -MINUTE, True),
        (0, 0, False),
        (0, -MINUTE, False),
        (4, None, False),
    ],
)
def test_it_presses_where_less_time_than_criteria_is_left(
    untouched: int, left: int | None, pressing: bool
) -> None:
    assert cover(untouched, left).pressing is pressing


def test_the_share_of_each_untouched_criterion() -> None:
    assert cover(4, 10 * MINUTE).share == 150_000
    assert cover(4, -MINUTE).share == 0
    assert cover(0, 10 * MINUTE).share is None
    assert cover(4, None).share is None


def covers(**known: Cover) -> Coverage:
    return Coverage({name: known.get(name, Cover.BOTH) for name in IDS}, 0, MINUTE)


@pytest.mark.parametrize(
    ("here", "known", "following"),
    [
        ("c1", {"c1": Cover.NOTHING, "c4": Cover.NOTHING}, "c4"),
        ("c4", {"c1": Cover.NOTHING, "c4": Cover.NOTHING}, "c1"),
        ("c4", {"c1": Cover.NOTHING, "c5": Cover.OBSERVED}, "c1"),
        ("c4", {"c1": Cover.PLACED, "c5": Cover.OBSERVED}, "c5"),
        ("c10", {"c1": Cover.PLACED, "c5": Cover.OBSERVED}, "c1"),
        (None, {"c2": Cover.NOTHING}, "c2"),
        ("c2", {"c2": Cover.NOTHING}, "c2"),
        ("c2", {"c2": Cover.NOTHING, "c3": Cover.PLACED}, "c3"),
        ("c2", {}, None),
    ],
)
def test_the_next_one_is_untouched_if_any_is_else_open_round_the_form(
    here: str | None, known: dict[str, Cover], following: str | None
) -> None:
    assert next_open(covers(**known), here) == following


def test_the_key_pressed_again_goes_round_every_untouched_criterion() -> None:
    here, seen = found("gate_open"), []
    at: str | None = None
    for _ in IDS:
        at = next_open(here, at)
        seen.append(at)
    assert seen == list(IDS)
