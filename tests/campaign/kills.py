"""Lives one after another on one folder, each killed, the next one finding what was typed."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.campaign import record
from tests.campaign.life import NUMBER, ORAL, WRITING, Life, Scene, mark_time
from tests.campaign.typist import Found
from tests.campaign.verdict import Verdict, told_by, total

LIVES = 25
"""Kills on one folder, before a new one is begun."""
LONGEST = 14.0
"""Seconds of the longest life: the save mark's time moves on every ten."""
_STARTING = 0.1
"""The share of lives that end while the program is starting, and the seconds that it may take."""
_START = 0.9


def series(folder: Path, seed: int, lives: int = LIVES, longest: float = LONGEST) -> Verdict:
    """Kill the program ``lives`` times in a folder, and return what was lost in all.

    Args:
        folder: where the séance will be; its parent exists.
        seed: what is typed, and when each life ends.
        lives: how many.
        longest: seconds of the longest one.
    """
    scene = WRITING if seed % 4 == 3 else ORAL
    scene.prepare(folder)
    found: Found | None = record.read(folder, NUMBER)
    verdicts = []
    for number in range(lives):
        assert found is not None
        found, verdict = _live(folder, scene, found, seed * 1000 + number, longest)
        verdicts.append(verdict)
        if found is None:
            break
    return total(verdicts)


def _live(
    folder: Path, scene: Scene, found: Found, seed: int, longest: float
) -> tuple[Found | None, Verdict]:
    life = Life(folder, scene, found, seed)
    chance = random.Random(seed)
    trouble = Verdict()
    with life.terminal:
        try:
            if chance.random() < _STARTING:
                time.sleep(chance.uniform(0.0, _START))
            else:
                life.sit_down()
                life.type_until(time.time() + chance.uniform(0.0, longest))
        except AssertionError as error:
            trouble = Verdict(unseen=1, told=(str(error).partition("\n")[0],))
        killed = life.kill()
        life.terminal.listen(0.0)
        mark = mark_time(life.terminal.head, killed)
        left, verdict = life.judge(killed, mark)
    return left, told_by(f"seed {seed}", total([verdict, trouble]))
