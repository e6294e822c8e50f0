"""How long the first screen takes, beside that of a bare Textual app."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from benchmarks import bare_app, scene
from benchmarks.figures import Figure, Peer, paired_ratio
from benchmarks.scene import Scene
from benchmarks.terminal import Terminal, resident_mb

ROUNDS = 11


def measure(place: Scene) -> list[Figure]:
    """Start the program and its peer in turn; the first start of each only fills the caches."""
    folder = place.copy()
    bare, ours = scene.bare_app(), scene.program(folder)
    pairs = [
        (_start(ours, place, place.first_name)[0], _start(bare, place, bare_app.GREETING))
        for _ in range(ROUNDS + 1)
    ][1:]
    mine = [own for own, _ in pairs]
    theirs = [seconds for _, (seconds, _) in pairs]
    ratio = paired_ratio(mine, theirs)
    milliseconds = Peer("bare Textual app, ms", median(theirs) * 1000)
    return [
        Figure("first_screen_ratio", ratio, "ratio", 1.5, peer=milliseconds),
        Figure("first_screen_ms", median(mine) * 1000, "ms", peer=milliseconds),
    ]


def bare_resident_mb(place: Scene) -> float:
    """Return the resident memory of a bare Textual app that shows its one line."""
    return _start(scene.bare_app(), place, bare_app.GREETING)[1]


def _start(command: Sequence[str], place: Scene, expected: str) -> tuple[float, float]:
    """Return the seconds from the start to the first screen, and the megabytes it then takes."""
    with Terminal(command, scene.environment(place.folder.parent), scene.ROOT) as terminal:
        seconds = terminal.until_text(expected) - terminal.started
        terminal.settle()
        return seconds, resident_mb(terminal.pid)
