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
from e33tui.rubric import PRACTICE
from e33tui.screens.aid_view import Aid
from e33tui.screens.insert import Insert
from e33tui.screens.observation_questions import EditLine
from tests.screens.support import FIRST, new_service, sitting
from tests.screens.wandering import (
    CAMPAIGN_STARTS,
    TRAINING_STARTS,
    seeds_of_campaign,
    wander,
)
from tests.screens.watching import CHOSEN_ONLY, FULL, REOPENED, Watch, as_left
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


GRIDS = ("", "", "bloc3", "", PRACTICE)
"""The grids that are walked with, in turn."""
MANY = 12
"""Walks that come to everything, together."""
EVERYTHING = {
    *(set(Place) - {Place.EVERYWHERE}),
    *(*Presence, *Progress, *Ending, Mention.NOT_EXAMINED, Mention.TO_RESUMMON, REOPENED),
    *(*(aid.value for aid in Aid), FULL, CHOSEN_ONLY, Insert.__name__, EditLine.__name__),
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
    grid = GRIDS[seed % len(GRIDS)]
    possible = list(TRAINING_STARTS) if grid == "bloc3" else CAMPAIGN_STARTS
    starts = random.Random(seed).choices(possible, k=3)
    walks.append(await wander(tmp_path, seed, CAMPAIGN_KEYS, *starts, grid=grid))
