"""Finding a phrase among two thousand for the text being written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from benchmarks import scene
from benchmarks.figures import Figure, Peer, Table
from benchmarks.interface import Interface
from benchmarks.scene import Scene

COUNT: Final = 2000
ROUNDS: Final = 4
TYPED: Final = ("v", "a", "l", "e", "u", "r", " ", "1", "2")
"""Letters that find nearly all phrases first, then a few dozen."""
BANK: Final = Path(".config", "e33tui", "phrases.toml")
OPEN: Final = "opened"

Times = dict[str, list[float]]
"""Milliseconds of each key, by what it does."""


def measure(place: Scene) -> list[Figure | Table]:
    """Look for phrases in a commission's own bank of two thousand, and in what ships."""
    times: Times = {}
    shipped: Times = {}
    for _ in range(ROUNDS):
        with _bank(place.folder.parent):
            _work(place, times)
        _work(place, shipped)
    peer = Peer("among those that ship, ms", _nearly_all(shipped))
    return [
        Figure("phrase_2000_ms", _nearly_all(times), "ms", 50.0, peer=peer),
        Table(
            f"A phrase among {COUNT}",
            "Milliseconds from a key to what it shows.",
            ("key", "median", "slowest", "median among those that ship"),
            [[key, median(took), max(took), median(shipped[key])] for key, took in times.items()],
        ),
    ]


def _nearly_all(times: Times) -> float:
    """Return within how many milliseconds 19 of 20 keys of the search have shown what they do."""
    keys = [took for name, found in times.items() if not name.startswith(OPEN) for took in found]
    return quantiles(keys, n=20)[-1]


@contextmanager
def _bank(home: Path) -> Iterator[None]:
    """Have a commission's own phrases lie in its home for as long."""
    file = home / BANK
    file.parent.mkdir(parents=True, exist_ok=True)
    phrases = (
        f'  "Explique la valeur {number} de l’indicateur et ce qu’elle apprend de la clientèle.",'
        for number in range(COUNT)
    )
    head = ("format = 1", 'mode = "remplacer"', "", "[phrases]", "traiter = [")
    file.write_text("\n".join([*head, *phrases, "]", ""]), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink()


def _work(place: Scene, times: Times) -> None:
    with Interface(place) as terminal:
        terminal.wait_for_list()
        terminal.open(place.to_write)
        terminal.settle(0.5)
        terminal.press(scene.key("next"))
        terminal.until(lambda: "Appréciation" in terminal.picture(), "the texts did not come")
        terminal.settle(0.5)
        # The first time reads the files, while the screen goes on.
        for name in (f"{OPEN}, the first time", OPEN):
            times.setdefault(name, []).append(terminal.shown_after(scene.key("insert")))
            if name != OPEN:
                terminal.press(scene.key("back"))
                terminal.settle()
        for letter in TYPED:
            times.setdefault(f"« {letter} »", []).append(terminal.shown_after(letter))
        times.setdefault("down", []).append(terminal.shown_after(scene.DOWN))
        times.setdefault("backspace", []).append(terminal.shown_after(scene.BACKSPACE))
