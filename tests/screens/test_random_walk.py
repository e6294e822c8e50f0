"""Hands on a keyboard without a plan: no crash, nothing lost, never a state the rules forbid.

The campaign is the same for longer: ``make campaign``, or for the walk of one seed
``make campaign WALK_SEED=17 WALK_SEEDS=1``. Threads have their say, so that now and then the same
seed walks another way.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.actions import Place
from e33tui.domain.commands import Arrive, UnmarkAbsent
from e33tui.domain.passage import Ending, Mention, Presence, Progress
from tests.screens.support import FIRST, new_service, sitting
from tests.screens.wandering import CAMPAIGN_STARTS, seeds_of_campaign, wander
from tests.screens.watching import REOPENED, Watch, as_left
from tests.support.domain import FakeClock

KEYS = 30
"""Keys of one walk of the suite."""
CAMPAIGN_KEYS = 2000
STARTS = (
    ("expected", "interview_running", "locked_complete"),
    ("candidate_left", "gate_none", "withdrew"),
    ("reopened", "complete", "interrupted"),
)


@pytest.mark.parametrize(("seed", "starts"), list(enumerate(STARTS)), ids=str)
async def test_a_random_walk(tmp_path: Path, seed: int, starts: tuple[str, ...]) -> None:
    await wander(tmp_path, seed, KEYS, *starts)


def test_an_absence_told_on_the_list_is_no_fault_of_a_passage_that_was_left(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="expected", clock=clock) as service:
        desk = service.open(FIRST)
        desk.leave()
    again = new_service(tmp_path, clock)
    again.from_list.set_absent(FIRST, absent=True)
    assert as_left(desk, again.look(FIRST)._journal.lines) == desk.state
    later = again.open(FIRST)
    later.do(UnmarkAbsent())
    later.do(Arrive())
    with pytest.raises(AssertionError):
        as_left(desk, later._journal.lines)
    assert again.close(10)


MANY = 8
"""Walks that come to everything, together."""
EVERYTHING = {
    *(set(Place) - {Place.EVERYWHERE}),
    *(*Presence, *Progress, *Ending, Mention.NOT_EXAMINED, Mention.TO_RESUMMON, REOPENED),
}


@pytest.fixture(scope="module")
def walks() -> Iterator[list[Watch]]:
    """The walks of a campaign: many that miss a place or an ending do not test what they claim."""
    done: list[Watch] = []
    yield done
    if len(done) >= MANY:
        assert {what for watch in done for what in watch.seen} >= EVERYTHING


@pytest.mark.campaign
@pytest.mark.parametrize("seed", seeds_of_campaign())
async def test_a_long_random_walk(tmp_path: Path, seed: int, walks: list[Watch]) -> None:
    starts = random.Random(seed).choices(CAMPAIGN_STARTS, k=3)
    walks.append(await wander(tmp_path, seed, CAMPAIGN_KEYS, *starts))
