"""The list of a thousand candidates: to open it, to scroll in it, to search in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final

from benchmarks import scene
from benchmarks.figures import Figure, Peer, Table
from benchmarks.large_day import LargeDay
from benchmarks.scene import Scene
from benchmarks.terminal import Terminal

CANDIDATES: Final = 1000
FEW: Final = 10
ROUNDS: Final = 3
OPENINGS: Final = 5
SCROLLED: Final = 8
"""Lines that both lists can be scrolled by."""
PAGES: Final = 8
QUIET: Final = 0.15
"""Seconds of silence after which a key has had all of its effect."""
NAME: Final = "CANDIDAT-{:04d}"
OPEN: Final = "open"
UP: Final = "\x1b[A"
END: Final = "\x1b[F"
PAGE_DOWN: Final = "\x1b[6~"
PAGE_UP: Final = "\x1b[5~"
TYPED: Final = "candidat-05"
"""A search that finds everybody at first, then a hundred; of few nobody in the end."""

Times = dict[str, list[float]]
"""Milliseconds of each key, by what it does."""


def measure(place: Scene) -> list[Figure | Table]:
    """Work on the list of a thousand candidates and on one of ten, in turn."""
    folder = place.folder.parent
    days = {count: LargeDay.write(folder / f"list-{count}", count) for count in (CANDIDATES, FEW)}
    found: dict[int, Times] = {CANDIDATES: {}, FEW: {}}
    for _ in range(ROUNDS):
        for count, day in days.items():
            _work(day.folder, folder, count, found[count])
    many, few = found[CANDIDATES], found[FEW]
    beside = f"in a séance of {FEW}, ms"
    opened, keys = Peer(beside, median(few[OPEN])), Peer(beside, _nearly_all(few))
    return [
        Figure("day_1000_open_ms", median(many[OPEN]), "ms", 300.0, peer=opened),
        Figure("day_1000_key_ms", _nearly_all(many), "ms", 50.0, peer=keys),
        _table(many, few),
    ]


def _nearly_all(times: Times) -> float:
    """Return within how many milliseconds 19 of 20 keys have shown what they do."""
    keys = [took for name, found in times.items() if name != OPEN for took in found]
    return quantiles(keys, n=20)[-1]


def _table(many: Times, few: Times) -> Table:
    rows: list[list[str | float | None]] = [
        [name, median(times), max(times), median(few[name]), max(few[name])]
        for name, times in many.items()
        if name in few
    ]
    return Table(
        f"The list of {CANDIDATES} candidates",
        f"Milliseconds from a key to what it shows, beside a list of {FEW}.",
        ("key", "median", "slowest", f"median of {FEW}", f"slowest of {FEW}"),
        rows,
    )


def _work(folder: Path, home: Path, count: int, times: Times) -> None:
    """Open the list and work on it; what each key took is added to ``times``."""
    with _listed(folder, home) as terminal:
        for _ in range(OPENINGS):
            terminal.press(scene.key("add"))
            terminal.settle(QUIET)
            _add(times, OPEN, terminal.echo(scene.key("back"), NAME.format(1)))
            terminal.settle(QUIET)
        terminal.press(scene.FIRST)
        terminal.settle(QUIET)
        for _ in range(SCROLLED):
            _add(times, "down", _time(terminal, scene.DOWN))
        for key, name in ((END, "end"), (scene.FIRST, "home"), (END, "end"), (UP, "up")):
            _add(times, name, _time(terminal, key))
        for key, name in ((PAGE_UP, "page up"), (PAGE_DOWN, "page down")):
            for _ in range(PAGES // 2):
                _add(times, name, _time(terminal, key))
        _add(times, "search", _time(terminal, scene.key("search")))
        for letter in TYPED:
            _add(times, "letter", _time(terminal, letter))
        for _ in TYPED:
            _add(times, "backspace", _time(terminal, scene.BACKSPACE))


@contextmanager
def _listed(folder: Path, home: Path) -> Iterator[Terminal]:
    """The program with its list read: what the disk says has been shown."""
    with Terminal(scene.program(folder), scene.environment(home), scene.ROOT) as terminal:
        terminal.until_text(NAME.format(1))
        terminal.until_text("rédiger")
        terminal.settle(0.5, patience=20.0)
        yield terminal


def _time(terminal: Terminal, key: str) -> float | None:
    """Press a key; return the milliseconds until the last byte of what it shows; none for nothing."""
    pressed = perf_counter()
    terminal.press(key)
    answered = None
    while terminal.read(QUIET):
        answered = perf_counter()
    return None if answered is None else (answered - pressed) * 1000


def _add(times: Times, name: str, took: float | None) -> None:
    if took is not None:
        times.setdefault(name, []).append(took)
