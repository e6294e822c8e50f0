"""The key counts of the benchmark: what counts, and what must be on the disk before a count does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from benchmarks import key_counts, variant
from benchmarks.key_counts import LEVELS, NOTE, TEXTS, WAYS, Facts, Way
from benchmarks.replay import QUESTION, Elapse, Key, Observed, Replay, Typed
from e33tui import __main__ as program
from e33tui import system_clock
from e33tui.domain.clock import Instant
from e33tui.domain.commands import DeclareNothing, PlaceLevel, SetNote, WriteText
from e33tui.domain.journal import Journal
from e33tui.domain.note import parse
from e33tui.domain.passage import Passage
from tests.support.domain import FakeClock, journal_at, locking, play, rubric


@dataclass
class Unplugged(Replay):
    """A replay without a program: what is sent, and a screen that asks or does not."""

    asks: bool = False
    sent: list[str] = field(default_factory=list)
    count: int = 0

    def press(self, keys: str) -> None:
        self.sent.append(keys)

    def settle(self, quiet: float = 0.1, patience: float = 3.0) -> None:
        """Nothing will come."""

    def picture(self) -> str:
        return QUESTION * self.asks

    def until(self, reached: Callable[[], bool], failure: str) -> None:
        """All is taken."""


def test_keys_count_and_what_is_typed_does_not() -> None:
    replay = Unplugged()
    replay.play((Key("\t"), Typed("13,5"), Key("\r"), Observed("clair"), Elapse(1), Key("3")))
    assert replay.sent == ["\t", "13,5", "\r", "clair", "\r", "3"]
    assert replay.count == 3


@pytest.mark.parametrize(("asks", "count"), [(True, 2), (False, 1)])
def test_a_question_costs_one_more_key(asks: bool, count: int) -> None:
    replay = Unplugged(asks)
    replay.play((Key("\x0e", may_ask=True),))
    assert replay.count == len(replay.sent) == count


@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(way.name))
def test_a_way_could_be_kept_within_its_limit(way: Way) -> None:
    opening, questions = 1, sum(token.may_ask for token in way.script if isinstance(token, Key))
    pressed = sum(isinstance(token, Key) for token in way.script)
    assert opening + pressed + questions <= way.limit


def as_replayed() -> Journal:
    """A passage written as the scripts write it, its oral led otherwise."""
    clock = FakeClock()
    levels = (PlaceLevel(criterion, level) for criterion, level in LEVELS.items())
    texts = (WriteText(n, t) if t else DeclareNothing(n) for n, t in TEXTS.items())
    note = SetNote(parse(NOTE, rubric().note))
    return play(journal_at("candidate_left", clock), clock, *levels, note, *texts, locking)


def failing(facts: Facts) -> set[str]:
    return {fact for fact, holds in facts.items() if not holds}


def test_facts_tell_what_is_not_as_it_was_entered() -> None:
    record = as_replayed()
    assert failing(key_counts._after(record.state, record)) == {"observations"}
    other = journal_at("locked_complete")
    assert {"levels", "texts"} <= failing(key_counts._after(other.state, other))
    begun = journal_at("interview_running")
    assert "locked" in failing(key_counts._after(begun.state, begun))


def test_levels_placed_after_the_oral_are_no_live_levels() -> None:
    record = as_replayed()
    facts = key_counts._live(record.state, record)
    assert failing(facts) == {"observations", "levels placed during the oral"}


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        ("locked_not_examined", key_counts._not_examined),
        ("absent", key_counts._absent),
    ],
)
def test_other_endings_are_told_from_the_rest(
    state: str, facts: Callable[[Passage, Journal], Facts]
) -> None:
    record, other = journal_at(state), journal_at("gate_none")
    assert not failing(facts(record.state, record))
    assert failing(facts(other.state, other))


def test_the_clock_of_a_replay_runs_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    instants = iter((Instant("b", 1000, 5000), Instant("b", 1500, 5500)))
    monkeypatch.setattr(system_clock.SystemClock, "now", lambda _: next(instants))
    monkeypatch.setattr(system_clock, "SystemClock", system_clock.SystemClock)
    variant.speed_up_clock(60)
    assert system_clock.SystemClock().now() == Instant("b", 31_000, 35_000)


def test_a_variant_starts_as_the_program_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is loaded before the program's own loader would make another program of it."""
    done: list[object] = []

    def run() -> int:
        done.append(sys.argv[1:])
        return 0

    monkeypatch.setattr(program, "prepare", lambda: done.append("prepared"))
    monkeypatch.setattr(program, "main", run)
    monkeypatch.setattr(variant, "slow_down_fsync", done.append)
    monkeypatch.setattr(sys, "argv", ["variant", "--fsync-ms", "5", "jour"])
    assert variant.main() == 0
    assert done == ["prepared", 5, ["jour"]]
