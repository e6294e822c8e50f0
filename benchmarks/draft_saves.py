"""Fifty interfaces that save drafts on one disk, beside as many that only write and fsync."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Final

from benchmarks.figures import Figure, Peer
from benchmarks.large_day import LargeDay
from benchmarks.scene import Scene
from benchmarks.terminal import NotMeasured
from benchmarks.workers import ask, worker
from e33tui import rubric
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

WRITERS: Final = 50
RHYTHM: Final = 0.5
"""Seconds between two saves of one interface in which somebody types without a pause."""
ROUNDS: Final = 4
SAVES: Final = 6
"""Saves of each writer in a round."""
PATIENCE: Final = 30.0
FIELD: Final = "remark"


def measure(place: Scene) -> list[Figure]:
    """Let all of them save, then all of them write bare, in turn."""
    day = LargeDay.write(place.folder.parent / "drafts", WRITERS)
    saves: list[float] = []
    bare: list[float] = []
    with ExitStack() as stack:
        writers = [
            stack.enter_context(worker(_write, day.folder, passage)) for passage in day.passages
        ]
        for writer in writers:
            ask(writer)
        for _ in range(ROUNDS):
            saves += _round(writers, "save")
            bare += _round(writers, "bare")
    ratio = percentile(saves, 99) / percentile(bare, 99)
    peer = Peer("p99 of a bare write and fsync, ms", percentile(bare, 99) * 1000)
    usual = Peer("bare write and fsync, ms", median(bare) * 1000)
    return [
        Figure("draft_save_p99_ratio", ratio, "ratio", 3.0, peer=peer),
        Figure("draft_save_p99_ms", percentile(saves, 99) * 1000, "ms", peer=peer),
        Figure("draft_save_median_ms", median(saves) * 1000, "ms", peer=usual),
    ]


def percentile(values: list[float], percent: int) -> float:
    """Return the smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def _round(writers: list[Connection], what: str) -> list[float]:
    for writer in writers:
        writer.send(what)
    return [seconds for writer in writers for seconds in ask(writer)]


def _write(connection: Connection, folder: Path, passage: str) -> None:
    """Be one interface: its passage is open, and its texts are being typed."""
    store = Store.open(folder)
    service = Service(store, rubric.load(), SystemClock())
    desk = service.open(passage)
    typed = "panier moyen et taux de retour comparés avant / après "

    def save() -> None:
        nonlocal typed
        typed = typed[1:] + typed[0]
        desk.set_draft(FIELD, typed, "c8")
        desk.save_draft()
        if not store.writer.flush(PATIENCE):
            raise NotMeasured("a draft did not reach the disk")

    save()
    draft = store.passages.path(passage).with_name("brouillon.json")
    data, file = draft.read_bytes(), draft.with_name("bare")
    work: dict[str, Callable[[], None]] = {"save": save, "bare": lambda: write_bare(file, data)}
    connection.send("ready")
    try:
        while True:
            connection.send(_timed(work[connection.recv()]))
    except EOFError:
        service.close()


def write_bare(path: Path, data: bytes) -> None:
    """Write a file in place and wait until it is on the disk: the least that saving can be."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _timed(work: Callable[[], None]) -> list[float]:
    """Return the seconds of each time, in the rhythm of somebody who types."""
    times = []
    sleep(random.uniform(0, RHYTHM))
    for _ in range(SAVES):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
        sleep(max(0.0, began + RHYTHM - perf_counter()))
    return times
