"""The short form of ``python -m tests.campaign``; each count is one that the long form prints."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.campaign import endings, kills
from tests.campaign.life import ORAL, WRITING, Scene
from tests.campaign.typist import REMARK, Entry, Found, Stroke
from tests.campaign.verdict import Verdict, judge
from tests.end_to_end.terminal import ROOT

LIMIT = 1.0
"""Seconds of typing that a kill may cost."""
LAG = 5.0
"""Seconds that a key may take to be seen, on the busiest machine."""
NOTHING_WRONG = Verdict().told


@pytest.mark.parametrize(("seed", "lives"), [(2, 2), (3, 1)], ids=["oral", "texts"])
def test_killed_at_any_moment_it_loses_a_second_at_most(
    tmp_path: Path, seed: int, lives: int
) -> None:
    verdict = kills.series(tmp_path / "séance", seed, lives, longest=1.5)
    print(replace(verdict, told=()))
    assert verdict.told == NOTHING_WRONG
    assert verdict.sound
    assert verdict.kills == lives
    # On a busy machine keys are late on the screen, and on the disk after it.
    assert verdict.lag < LAG, "the program, not the machine, is slow"
    assert verdict.seconds <= LIMIT + verdict.lag


SHORT = [
    ("SIGHUP", "stopped", WRITING),
    ("SIGTERM", "full", ORAL),
    ("the end of input", "free", WRITING),
]
MORE = [
    ("SIGINT", "free", WRITING),
    ("the quit key", "stopped", ORAL),
    ("an error", "stopped", ORAL),
]
"""What ``test_cut_short`` does not do, at least once each; the long form has all combinations."""


@pytest.mark.parametrize(
    ("name", "line", "scene"),
    [*SHORT, *(pytest.param(*each, marks=pytest.mark.campaign) for each in MORE)],
)
def test_however_it_ends_it_loses_nothing(
    tmp_path: Path, name: str, line: str, scene: Scene
) -> None:
    (ending,) = (each for each in endings.ENDINGS if each.name == name)
    verdict = endings.end_once(tmp_path / "séance", scene, ending, line, 33)
    assert verdict.told == NOTHING_WRONG
    assert (verdict.lost, verdict.sound) == (0, True)
    assert verdict.typed > endings.LAST_KEYS // 2


def test_the_projects_storage_is_readable_and_whole_whenever_it_was_killed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.campaign.peers", str(tmp_path), "12", "33"],
        cwd=ROOT,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    own = done.stdout.splitlines()[-1].split()
    assert own[-4] == "12"
    assert int(own[-3]) >= 12
    assert own[-2:] == ["0", "0"]


# What the counts are made of: a judge that never finds fault would prove nothing.

TYPED = [
    Stroke(10.0, 1, 0, REMARK, "a"),
    Stroke(11.0, 1, 0, REMARK, "ab"),
    Stroke(12.0, 1, 1, "", ""),
    Stroke(13.0, 1, 1, REMARK, "c"),
]
COMMITTED: list[Entry] = [(REMARK, "c1", "", "ab")]


def verdict_on(found: Found, mark: float | None = None) -> Verdict:
    return judge(TYPED, COMMITTED, found, ended=13.5, mark=mark)


def test_all_that_was_typed_is_there() -> None:
    verdict = verdict_on(Found(tuple(COMMITTED), {REMARK: "c"}), mark=99.0)
    assert (verdict.typed, verdict.acknowledged, verdict.lost, verdict.seconds) == (4, 4, 0, 0.0)
    assert verdict.sound


@pytest.mark.parametrize(
    ("found", "lost", "seconds"),
    [
        (Found(tuple(COMMITTED)), 1, 0.5),
        (Found((), {REMARK: "ab"}), 2, 1.5),
        (Found((), {REMARK: "a"}), 3, 2.5),
        (Found(), 4, 3.5),
    ],
)
def test_what_is_missing_is_counted_from_its_first_key(
    found: Found, lost: int, seconds: float
) -> None:
    verdict = verdict_on(found, mark=11.5)
    assert (verdict.lost, verdict.seconds) == (lost, seconds)
    assert verdict.lost_acknowledged == max(0, lost - 2)
    assert verdict.sound == (lost <= 2)


@pytest.mark.parametrize(
    "found",
    [
        Found(tuple(COMMITTED), {REMARK: "ab"}),
        Found(tuple(COMMITTED), {REMARK: "a"}),
        Found(tuple(COMMITTED), {REMARK: "x"}),
        Found(((REMARK, "c2", "", "ab"),), {REMARK: "c"}),
        Found((*COMMITTED, *COMMITTED)),
    ],
    ids=["doubled", "older", "foreign", "elsewhere", "twice"],
)
def test_what_nobody_typed_so_is_found_out(found: Found) -> None:
    verdict = verdict_on(found)
    assert verdict.altered == len(verdict.told) == 1
    assert not verdict.sound
