"""Thirty versos from the command line, over one of them alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.figures import Figure, Peer, paired_ratio
from benchmarks.large_day import LargeDay
from benchmarks.scene import Scene, environment
from benchmarks.terminal import NotMeasured
from e33tui.persistence.layout import Layout

VERSOS: Final = 30
ROUNDS: Final = 5
LIMIT: Final = 4.0
_FIRST: Final = "0000001"


def measure(place: Scene) -> list[Figure]:
    """Make thirty versos and one, in turn, in a séance whose documents are gone each time."""
    day = LargeDay.write(place.folder.parent / "batch", VERSOS, sealed=True)
    cores = os.sched_getaffinity(0)
    free = [_both(day, cores) for _ in range(ROUNDS)]
    narrow = [_both(day, {min(cores)}) for _ in range(ROUNDS)]
    return [
        _ratio("batch30_ratio", free, LIMIT),
        _ratio("batch30_one_core_ratio", narrow, None),
        Figure("batch30_s", median(many for many, _ in free), "s"),
    ]


def _ratio(name: str, rounds: list[tuple[float, float]], limit: float | None) -> Figure:
    many, one = zip(*rounds, strict=True)
    return Figure(name, paired_ratio(many, one), "ratio", limit, peer=Peer("one, s", median(one)))


def _both(day: LargeDay, cores: Collection[int]) -> tuple[float, float]:
    """Return the seconds that all take, and that one takes."""
    one, alone = _timed(day, cores, _FIRST)
    many, made = _timed(day, cores, "--tous")
    if len(made) != VERSOS or not alone.items() <= made.items():
        raise NotMeasured(f"{len(made)} versos, or not the bytes of one made alone")
    return many, one


def _timed(day: LargeDay, cores: Collection[int], what: str) -> tuple[float, dict[str, bytes]]:
    """Return the seconds of one command, and what it made, by name."""
    layout = Layout(day.folder)
    shutil.rmtree(layout.exports, ignore_errors=True)
    for path in day.folder.glob(f"{layout.issued.name}*"):
        path.unlink()
    command = [sys.executable, "-m", "e33tui", "exporter", str(day.folder), what]
    began = perf_counter()
    done = subprocess.run(
        command,
        env=environment(day.folder.parent),
        cwd=day.folder.parent,
        capture_output=True,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
        check=False,
    )
    seconds = perf_counter() - began
    if done.returncode:
        raise NotMeasured(f"exporter {what}: code {done.returncode}")
    return seconds, {
        Path(p).name: Path(p).read_bytes() for p in os.fsdecode(done.stdout).split("\n") if p
    }
