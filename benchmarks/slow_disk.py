"""How long a key waits at worst while the disk is slow and while a PDF is made.

Every fsync of the program takes half a second. Keys that always show something are pressed all the
time: letters where one types, the repaint key elsewhere. Each situation must have written its file,
or there is no figure. The same walk on an ordinary disk goes beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks import scene
from benchmarks.figures import Figure, Peer
from benchmarks.interface import Interface
from benchmarks.scene import Scene
from benchmarks.terminal import PATIENCE, NotMeasured, maps_library

ROUNDS: Final = 3
FSYNC_MS: Final = 500
LIMIT: Final = 100.0
"""Milliseconds that a person takes as at once; to wait for one fsync would be five times that."""
TYPING: Final = 2.0
"""Seconds of typing, at least: four slow fsyncs."""
LETTERS: Final = 8
"""Letters of one observation."""
PAUSE: Final = 0.03
"""Seconds between two keys."""

PASSAGES: Final = "passages/*/passage.json"
DRAFTS: Final = "passages/*/*"
SITTING: Final = "seance.json"
FOLDERS: Final = "passages/*/verrou"
DOCUMENTS: Final = "exports/communicable/*.pdf"
ENGINE_LIBRARY: Final = "libpango"
"""The system library that WeasyPrint cannot be imported without."""

Stamps = list[tuple[str, int]]

SITUATIONS: Final = ("typing", "leaving", "roster", "opening", "pdf")


@dataclass(frozen=True)
class Worst:
    """The slowest key of each situation of one walk, in milliseconds.

    Attributes:
        typing: observations, typed and entered while drafts and record are saved.
        leaving: back to the list, while the last of it is on its way to the disk.
        roster: a candidate's line of the roster, saved.
        opening: a candidate's passage, opened for the first time: its folder is made.
        pdf: a document, made and saved.
        engine_loaded: whether the interface's own process then holds the documents' engine.
    """

    typing: float
    leaving: float
    roster: float
    opening: float
    pdf: float
    engine_loaded: bool = False


def measure(place: Scene) -> list[Figure]:
    """Walk through the program on a slow and on an ordinary disk in turn."""
    slow, ordinary = [], []
    for _ in range(ROUNDS):
        slow.append(_walk(place, FSYNC_MS))
        ordinary.append(_walk(place, 0))
    stalls = [
        stall(with_delay, without) for with_delay, without in zip(slow, ordinary, strict=True)
    ]
    usual = [max(getattr(worst, name) for name in SITUATIONS) for worst in ordinary]
    return [
        Figure(
            "save_ui_stall_ms",
            median(stalls),
            "ms",
            LIMIT,
            peer=Peer("ordinary disk", median(usual)),
        ),
        Figure("weasyprint_loaded", float(any(w.engine_loaded for w in slow)), "count", 0.0),
        *(_situation(name, slow, ordinary) for name in SITUATIONS),
    ]


def stall(slow: Worst, ordinary: Worst) -> float:
    """Return how long saving or a document held up a key, at worst.

    Where the screen changes with the key, only what the slow disk adds counts: drawing another
    screen has its cost on any disk.
    """
    return max(
        slow.typing,
        slow.pdf,
        slow.leaving - ordinary.leaving,
        slow.roster - ordinary.roster,
        slow.opening - ordinary.opening,
    )


def _situation(name: str, slow: Sequence[Worst], ordinary: Sequence[Worst]) -> Figure:
    value, peer = (median(getattr(worst, name) for worst in walks) for walks in (slow, ordinary))
    return Figure(f"slowest_key_{name}_ms", value, "ms", peer=Peer("ordinary disk", peer))


def _walk(place: Scene, milliseconds: int) -> Worst:
    with Interface(place, "--fsync-ms", str(milliseconds)) as interface:
        interface.wait_for_list()
        interface.open_examined()
        return Worst(
            typing=_typing(interface),
            leaving=_leaving(interface),
            roster=_roster(interface),
            opening=_opening(interface),
            pdf=_pdf(interface),
            engine_loaded=maps_library(interface.pid, ENGINE_LIBRARY),
        )


def _typing(interface: Interface) -> float:
    before = _written(interface, PASSAGES)
    worst = 0.0
    end = perf_counter() + TYPING
    while perf_counter() < end or _written(interface, PASSAGES) == before:
        _check_time(end + PATIENCE, "an observation")
        times = [interface.enter_and_type()]
        for _ in range(LETTERS):
            interface.settle(PAUSE, PAUSE)
            times.append(interface.type_letter())
        worst = max(worst, *times)
    return worst


def _leaving(interface: Interface) -> float:
    """The letters typed last are a draft that leaving has to save."""
    return _slowest_until_saved(interface, scene.key("home"), DRAFTS)


def _roster(interface: Interface) -> float:
    interface.choose(interface.place.waiting)
    interface.press(scene.key("edit"))
    interface.settle(0.3)
    return _slowest_until_saved(interface, scene.key("save"), SITTING)


def _opening(interface: Interface) -> float:
    interface.choose(interface.place.waiting)
    worst = _slowest_until_saved(interface, scene.ENTER, FOLDERS)
    interface.wait_until_names_are(shown=False)
    interface.press(scene.key("home"))
    return worst


def _pdf(interface: Interface) -> float:
    interface.open(interface.place.locked)
    return _slowest_until_saved(interface, scene.key("document"), DOCUMENTS)


def _slowest_until_saved(interface: Interface, key: str, files: str) -> float:
    """Press a key, then the repaint key until files have changed; return the slowest."""
    before = _written(interface, files)
    interface.press(key)
    worst = interface.repaint()
    end = perf_counter() + PATIENCE
    while _written(interface, files) == before:
        _check_time(end, f"what {key!r} saves")
        interface.settle(PAUSE, PAUSE)
        worst = max(worst, interface.repaint())
    return worst


def _check_time(end: float, what: str) -> None:
    if perf_counter() > end:
        raise NotMeasured(f"{what} did not reach the disk: the keys no longer do what they did")


def _written(interface: Interface, files: str) -> Stamps:
    """Return names and times of a séance's files that match a pattern."""
    found: Stamps = []
    for path in sorted(interface.folder.glob(files)):
        try:
            found.append((path.name, path.stat().st_mtime_ns))
        except FileNotFoundError:  # a temporary file that has got its name meanwhile
            continue
    return found
