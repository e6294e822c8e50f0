"""The panel beside the criteria: to open it, to turn its pages, to have it follow the focus."""

from __future__ import annotations

from statistics import median, quantiles
from typing import Final

from benchmarks import scene
from benchmarks.figures import Figure, Peer, Table
from benchmarks.interface import Interface
from benchmarks.scene import Scene

ROUNDS: Final = 5
FIRST: Final = "the first time"
UP: Final = "\x1b[A"
PAGE_DOWN: Final = "\x1b[6~"
PAGE_UP: Final = "\x1b[5~"

Times = dict[str, list[float]]
"""Milliseconds of each key, by what it does."""


def measure(place: Scene) -> list[Figure | Table]:
    """Open the panel in as many programs, each of which reads its files then, and work with it."""
    times: Times = {}
    for _ in range(ROUNDS):
        _work(place, times)
    keys = [took for found in times.values() for took in found]
    first = Peer("opened for the first time, ms", median(times[f"relances, {FIRST}"]))
    return [
        Figure("panel_ms", quantiles(keys, n=20)[-1], "ms", 50.0, peer=first),
        Table(
            "The panel",
            "Milliseconds from a key to what it shows.",
            ("key", "median", "slowest"),
            [[name, median(found), max(found)] for name, found in times.items()],
        ),
    ]


def _work(place: Scene, times: Times) -> None:
    prompts, reference = scene.key("prompts"), scene.key("reference")
    with Interface(place) as terminal:
        terminal.wait_for_list()
        terminal.open_examined()
        terminal.press(scene.key("pause"))
        terminal.settle(0.5)
        for name, key in (
            (f"relances, {FIRST}", prompts),
            ("relances closed", prompts),
            (f"reference, {FIRST}", reference),
            ("page down", PAGE_DOWN),
            ("page up", PAGE_UP),
            ("relances", prompts),
            ("next criterion", scene.DOWN),
            ("criterion to cover", scene.key("cover")),
            ("reference", reference),
            ("criterion before", UP),
            ("reference closed", reference),
            ("relances", prompts),
        ):
            times.setdefault(name, []).append(terminal.shown_after(key))
