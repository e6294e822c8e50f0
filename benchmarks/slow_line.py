"""A passage over a line of 9,600 baud with 300 ms there and back, beside the framework's driver."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Final

from benchmarks import walk
from benchmarks.figures import Figure, Peer, Result, Table
from benchmarks.scene import Scene
from benchmarks.slow_terminal import SlowTerminal, Taken
from benchmarks.walk import Kind, Step

_STOCK: Final = "--stock-driver"
_MIDDLE: Final = (Kind.TEXT, "slow_line_letter_s")
_LARGEST: Final = (
    (Kind.CRITERION, "slow_line_criterion_s"),
    (Kind.SCREEN, "slow_line_screen_s"),
)


def measure(place: Scene) -> list[Result]:
    """Play a passage, and its beginning through either driver; the three lines are apart."""
    with ThreadPoolExecutor(3) as pool:
        passage = pool.submit(_replay, place, walk.PASSAGE)
        ours = pool.submit(_replay, place, walk.BEGINNING)
        stock = pool.submit(_replay, place, walk.BEGINNING, _STOCK)
        return results(passage.result(), ours.result(), stock.result())


def _replay(place: Scene, steps: Sequence[Step], *options: str) -> list[Taken]:
    with SlowTerminal(place, *options) as line:
        line.wait_for_list()
        line.choose(place.waiting)
        return line.play(steps)


def results(
    passage: Sequence[Taken], ours: Sequence[Taken], stock: Sequence[Taken]
) -> list[Result]:
    """Return what a run is told by: figures without limits, and every step."""
    kind, name = _MIDDLE
    letter = Peer("stock driver", median(_seconds(stock, kind)))
    return [
        Figure(name, median(_seconds(passage, kind)), "s", peer=letter),
        *(
            Figure(
                name,
                max(_seconds(passage, kind)),
                "s",
                peer=Peer("stock driver, on fewer steps", max(_seconds(stock, kind))),
            )
            for kind, name in _LARGEST
        ),
        Table(
            "The beginning of a passage, beside the stock driver",
            "Seconds from the key to the last byte that belongs to it, and its bytes; of a text, "
            "seconds from its last letter.",
            ["step", "seconds", "bytes", "seconds, stock driver", "bytes, stock driver"],
            [
                [one.step.name, one.seconds, one.size, other.seconds, other.size]
                for one, other in zip(ours, stock, strict=True)
            ],
        ),
        Table(
            "A whole passage",
            "Every key from the list of candidates to the lock; texts are typed at ten letters a "
            "second.",
            ["step", "seconds", "bytes"],
            [[each.step.name, each.seconds, each.size] for each in passage],
        ),
    ]


def _seconds(taken: Sequence[Taken], kind: Kind) -> list[float]:
    return [each.seconds for each in taken if each.step.kind is kind]
