"""A day of a thousand candidates: to open it, to verify its seals, to commit one more change."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.figures import Figure, Peer, paired_ratio
from benchmarks.large_day import LargeDay
from benchmarks.scene import Scene
from benchmarks.terminal import NotMeasured
from benchmarks.workers import ask, worker
from e33tui import rubric
from e33tui.domain.commands import PlaceLevel
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

CANDIDATES: Final = 1000
FEW: Final = 10
ROUNDS: Final = 5
COMMITS: Final = 300
PATIENCE: Final = 30.0

Timed = tuple[float, float]
"""Seconds of the program, and of the peer right after it."""


def measure(place: Scene) -> list[Figure]:
    """Write the days beside the demonstration, and work on each in processes of its own."""
    folder = place.folder.parent
    large = LargeDay.write(folder / "large", CANDIDATES)
    small = LargeDay.write(folder / "small", FEW)
    sealed = LargeDay.write(folder / "sealed", CANDIDATES, sealed=True)
    os.sync()  # What was written just now must not be on its way while commits are timed.
    opened = [_once(_opening, large.folder) for _ in range(ROUNDS)]
    verified = [_once(_verifying, sealed.folder) for _ in range(ROUNDS)]
    return [
        _seconds("open_1000_s", opened, "parsing the same JSON, s"),
        _seconds("verify_1000_s", verified, "hashing the same files, s"),
        _commit_ratio(large, small),
    ]


def _seconds(name: str, rounds: list[Timed], peer: str) -> Figure:
    ours, theirs = (median(values) for values in zip(*rounds, strict=True))
    return Figure(name, ours, "s", 1.0, peer=Peer(peer, theirs))


def _once(work: Callable[[Connection, Path], None], folder: Path) -> Timed:
    with worker(work, folder) as connection:
        answer: Timed = ask(connection)
        return answer


def _opening(connection: Connection, folder: Path) -> None:
    """Time a séance from its folder to every row of the list."""
    form = rubric.load()
    began = perf_counter()
    service = Service(Store.open(folder), form, SystemClock())
    rows = service.rows()
    ours = perf_counter() - began
    service.close()
    known = [row for row in rows if row.passage is not None]
    if len(known) != CANDIDATES:
        raise NotMeasured(f"{CANDIDATES - len(known)} passages could not be read")
    began = perf_counter()
    for path in folder.glob("passages/*/passage.json"):
        json.loads(path.read_bytes())
    connection.send((ours, perf_counter() - began))


def _verifying(connection: Connection, folder: Path) -> None:
    """Time a check of all seals, from the séance's folder to the findings."""
    form = rubric.load()
    began = perf_counter()
    service = Service(Store.open(folder), form, SystemClock())
    findings = service.verify()
    ours = perf_counter() - began
    entries = service.checks.register_summary()[0]
    service.close()
    if findings or entries != CANDIDATES:
        raise NotMeasured(f"{entries} entries, {len(findings)} findings: {findings[:1]}")
    began = perf_counter()
    for path in folder.glob("passages/*/scelles/*.json"):
        hashlib.sha256(path.read_bytes()).hexdigest()
    connection.send((ours, perf_counter() - began))


def _commit_ratio(large: LargeDay, small: LargeDay) -> Figure:
    """Commit in both séances in turn, each in a process that has read its whole list."""
    many: list[float] = []
    few: list[float] = []
    with _committer(large) as in_large, _committer(small) as in_small:
        for turn in range(COMMITS):
            first, second = ((in_large, many), (in_small, few))[:: 1 if turn % 2 else -1]
            for connection, times in (first, second):
                connection.send(turn)
                times.append(ask(connection))
    # The first of each only fill the caches.
    ratio = paired_ratio(many[10:], few[10:])
    peer = Peer(f"in a séance of {FEW}, ms", median(few) * 1000)
    return Figure("commit_ratio_1000_10", ratio, "ratio", 1.2, peer=peer)


@contextmanager
def _committer(day: LargeDay) -> Iterator[Connection]:
    with worker(_committing, day.folder, day.passages[len(day.passages) // 2]) as connection:
        yield connection


def _committing(connection: Connection, folder: Path, passage: str) -> None:
    """Time one commit for each number that comes, from the command to the file on the disk."""
    store = Store.open(folder)
    service = Service(store, rubric.load(), SystemClock())
    service.rows()
    desk = service.open(passage)
    criteria = service.rubric.criteria
    try:
        while True:
            turn = connection.recv()
            began = perf_counter()
            desk.do(PlaceLevel(criteria[turn % len(criteria)].id, 1 + turn % 4))
            saved = store.writer.flush(PATIENCE)
            seconds = perf_counter() - began
            if not saved:
                raise NotMeasured("a commit did not reach the disk")
            connection.send(seconds)
    except EOFError:
        service.close()
