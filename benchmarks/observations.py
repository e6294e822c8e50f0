"""The observations of a passage, five hundred of them: to open, to filter, to search, to move in."""

from __future__ import annotations

from dataclasses import replace
from statistics import median, quantiles
from typing import Final

from benchmarks import scene
from benchmarks.figures import Figure, Peer, Table
from benchmarks.interface import Interface
from benchmarks.scene import Scene
from e33tui import rubric
from e33tui.domain.commands import AddRemark
from e33tui.domain.remark import Mark
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

REMARKS: Final = 500
ROUNDS: Final = 3
OPEN: Final = "open"
UP: Final = "\x1b[A"
END: Final = "\x1b[F"
PAGE_UP: Final = "\x1b[5~"
TYPED: Final = "panier 42"
_TEXT: Final = "panier moyen comparé avant et après la relance, fiche n° {}"

Times = dict[str, list[float]]
"""Milliseconds of each key, by what it does."""


def measure(place: Scene) -> list[Figure | Table]:
    """Work on them in a few programs, each of which opens the list for the first time."""
    times: Times = {}
    filled = _filled(place)
    for _ in range(ROUNDS):
        _work(filled, times)
    keys = [took for name, found in times.items() if name != OPEN for took in found]
    opened = Peer("to open the list, ms", median(times[OPEN]))
    return [
        Figure("filter_500_ms", quantiles(keys, n=20)[-1], "ms", 50.0, peer=opened),
        Table(
            f"The list of {REMARKS} observations",
            "Milliseconds from a key to what it shows.",
            ("key", "median", "slowest"),
            [[name, median(found), max(found)] for name, found in times.items()],
        ),
    ]


def _filled(place: Scene) -> Scene:
    """Return a copy of the demonstration whose candidate in mid-interview has as many observations."""
    folder = place.copy()
    service = Service(Store.open(folder), rubric.load(), SystemClock())
    try:
        desk = service.open(service.rows()[place.examined].entry.passage)
        criteria, marks = desk.state.rubric.criteria, tuple(Mark)
        for number in range(REMARKS - len(desk.state.remarks)):
            criterion = criteria[number % len(criteria)].id
            desk.do(AddRemark(_TEXT.format(number), marks[number % len(marks)], criterion))
        desk.leave()
    finally:
        service.close()
    return replace(place, folder=folder)


def _work(place: Scene, times: Times) -> None:
    """Open the list and work on it; what each key took is added to ``times``."""
    with Interface(place) as terminal:
        terminal.wait_for_list()
        terminal.open_examined()
        terminal.press(scene.key("pause"))
        terminal.settle(0.5)
        chosen = scene.key("filter_remarks")
        for name, key in (
            (OPEN, scene.key("observations")),
            ("end", END),
            ("up", UP),
            ("page up", PAGE_UP),
            ("filter", chosen),
            ("by criterion", "c"),
            ("the third", "3"),
            ("filter", chosen),
            ("by mark", "m"),
            ("the first", "1"),
            ("all of them", scene.key("all_remarks")),
            ("search", scene.key("search_remarks")),
            *(("letter", letter) for letter in TYPED),
            *(("backspace", scene.BACKSPACE) for _ in TYPED),
        ):
            times.setdefault(name, []).append(terminal.shown_after(key))
