"""How long a typed letter takes to the screen, beside the framework's own driver; and the memory."""

from __future__ import annotations

from statistics import median
from time import sleep

from benchmarks import first_screen
from benchmarks.figures import Figure, Peer, paired_ratio
from benchmarks.interface import Interface
from benchmarks.scene import Scene
from benchmarks.terminal import resident_mb

ROUNDS = 5
KEYS = 30
RHYTHM = 0.05
"""Seconds between two keys: what the program does after a key must not count for the next."""


def measure(place: Scene) -> list[Figure]:
    """Type into an observation, through each of the two drivers in turn."""
    ours: list[float] = []
    stock: list[float] = []
    memory: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS):
        key, resident = _type(place)
        ours.append(key)
        memory.append(resident)
        stock.append(_type(place, "--stock-driver")[0])
        bare.append(first_screen.bare_resident_mb(place))
    driver = Peer("stock driver, ms", median(stock))
    app = Peer("bare Textual app", median(bare))
    return [
        Figure("resident_mb", median(memory), "MB", 50.0, peer=app),
        Figure("key_to_screen_ms", median(ours), "ms", 10.0, peer=driver),
        Figure("key_to_screen_ratio", paired_ratio(ours, stock), "ratio", 1.0, peer=driver),
    ]


def _type(place: Scene, *options: str) -> tuple[float, float]:
    """Return the median of a session's keys in milliseconds, and its memory in megabytes."""
    with Interface(place, *options) as interface:
        interface.wait_for_list()
        interface.open_examined()
        times = []
        for _ in range(KEYS):
            times.append(interface.type_letter())
            interface.settle(RHYTHM)
        sleep(RHYTHM)
        return median(times), resident_mb(interface.pid)
