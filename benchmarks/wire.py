"""The bytes that keys, the clock and other screens send, beside nano."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import mean, median
from typing import Final

from benchmarks import nano, walk
from benchmarks.figures import Figure, Peer, Result, Table
from benchmarks.scene import Scene
from benchmarks.terminal import NotMeasured
from benchmarks.walk import Kind
from benchmarks.wire_clock import PRESSING, Resting, Ticking, listen
from benchmarks.wire_typing import Typing, check_editor, type_in_all
from benchmarks.wire_walk import Sent, Walking

LOOKS: Final = {
    "standard": (),
    "contraste": ("--theme", "contraste"),
    "monochrome": ("--theme", "monochrome"),
    "sobre": ("--sobre",),
    "tactile": ("--tactile",),
}
"""The options of each way to show everything; the first is judged, the others are told."""
JUDGED: Final = "standard"
FEWEST: Final = 50
"""Ticks without which it was no minute; some looks tell minutes only."""
_KINDS: Final = (
    ("typing, median a key", "bytes_per_key"),
    ("typing, mean a key", "bytes_per_key_mean"),
    ("clock tick, largest", "bytes_per_tick"),
    ("an alert comes, largest", "bytes_per_alert"),
    ("another criterion, largest", "bytes_per_criterion"),
    ("another screen, largest", "bytes_per_screen"),
    ("another screen, median", "bytes_per_screen_median"),
    ("nothing changes", "bytes_idle"),
)

Numbers = dict[str, float | None]
Cell = str | float | None


def measure(place: Scene) -> list[Result]:
    """Type, walk and wait in every look; the judged one walks alone."""
    numbers: dict[str, Numbers] = {look: {} for look in LOOKS}
    theirs = _type(place, numbers)
    walked = _walk(place, numbers)
    _wait(place, numbers)
    return [*figures(numbers[JUDGED], theirs), _by_look(numbers), _steps(walked)]


def _type(place: Scene, numbers: dict[str, Numbers]) -> list[int] | None:
    """Type the same text into every look and into nano, in turn; return nano's bytes a key."""
    with ExitStack() as stack:
        ours = [stack.enter_context(Typing(place, look)) for look in LOOKS.values()]
        peer = nano.start(place.folder.parent)
        for each in ours:
            each.begin()
        everyone = [*ours, stack.enter_context(peer)] if peer else ours
        text = "".join(f"{text}\r" for text in walk.OBSERVATIONS)
        sizes = type_in_all(everyone, text)
        for each in ours:
            each.check()
        if peer:
            check_editor(peer, text)
    for found, size in zip(numbers.values(), sizes, strict=False):
        found |= {"bytes_per_key": median(size), "bytes_per_key_mean": mean(size)}
    return sizes[-1] if peer else None


def _walk(place: Scene, numbers: dict[str, Numbers]) -> list[Sent]:
    """Walk through every screen in every look; return what the judged one sent."""
    found = {JUDGED: Walking.through(place, LOOKS[JUDGED])}
    others = [look for look in LOOKS if look != JUDGED]
    with ThreadPoolExecutor(len(others)) as pool:
        walks = {look: pool.submit(Walking.through, place, LOOKS[look]) for look in others}
        for look, walked in walks.items():
            try:
                found[look] = walked.result()
            except NotMeasured as error:  # it is told, not judged
                print(f"\n{look}: {error}", file=sys.stderr)
    for look, sent in found.items():
        screens = [each.size for each in sent if each.step.kind is Kind.SCREEN]
        criteria = [each.size for each in sent if each.step.kind is Kind.CRITERION]
        numbers[look] |= {
            "bytes_per_screen": max(screens),
            "bytes_per_screen_median": median(screens),
            "bytes_per_criterion": max(criteria),
        }
    return found[JUDGED]


def _wait(place: Scene, numbers: dict[str, Numbers]) -> None:
    """Touch nothing for a minute, the clock running in some, nothing changing in the others."""
    with ExitStack() as stack:
        ticking = {look: stack.enter_context(Ticking(place, LOOKS[look])) for look in LOOKS}
        resting = {
            look: [
                stack.enter_context(Resting(place, LOOKS[look], to))
                for to in list(Resting.WAYS)[: None if look == JUDGED else 1]
            ]
            for look in LOOKS
        }
        pressing = [
            stack.enter_context(Ticking(place, LOOKS[JUDGED], minute)) for minute in PRESSING
        ]
        still = [each for some in resting.values() for each in some]
        listen([*still, *ticking.values(), *pressing])
        for look, found in numbers.items():
            found["bytes_per_tick"] = ticking[look].largest(FEWEST if look == JUDGED else 0)
            found["bytes_idle"] = sum(sum(each.heard) for each in resting[look])
        ticks = [each.largest(FEWEST) or 0 for each in (ticking[JUDGED], *pressing)]
        numbers[JUDGED]["bytes_per_tick"] = max(ticks)
        numbers[JUDGED]["bytes_per_alert"] = max(each.largest_alert() for each in pressing)


def figures(ours: Mapping[str, float | None], theirs: list[int] | None) -> list[Figure]:
    """Return what is judged; against nano only where it was there."""
    name = f"nano {nano.version()}" if theirs else "nano, not installed"
    middle, average = (median(theirs), mean(theirs)) if theirs else (None, None)
    return [
        _bytes("bytes_per_key", ours, middle, Peer(name, middle)),
        _bytes("bytes_per_key_mean", ours, average, Peer(name, average)),
        _bytes("bytes_per_tick", ours, 16),
        _bytes("bytes_per_alert", ours, None),
        _bytes("bytes_per_criterion", ours, 1000),
        _bytes("bytes_per_screen", ours, 2500),
        _bytes("bytes_idle", ours, 0),
    ]


def _bytes(
    name: str, ours: Mapping[str, float | None], limit: float | None, peer: Peer | None = None
) -> Figure:
    return Figure(name, ours[name], "bytes", limit, peer=peer)


def _by_look(numbers: dict[str, Numbers]) -> Table:
    rows: list[list[Cell]] = [
        [name, *(found.get(key) for found in numbers.values())] for name, key in _KINDS
    ]
    note = "Bytes at 80×24. The figures above are those of the standard look; the others have no limit."
    return Table("The wire by look", note, ["bytes", *numbers], rows)


def _steps(walked: Sequence[Sent]) -> Table:
    """Return what every change of the screen took, the largest of those that come again."""
    largest: dict[tuple[str, Kind], float] = {}
    for each in walked:
        key = (each.step.name, each.step.kind)
        largest[key] = max(each.size, largest.get(key, 0))
    if not largest:
        raise NotMeasured("no step was walked")
    rows: list[list[Cell]] = [[name, str(kind), size] for (name, kind), size in largest.items()]
    note = "Every key of the walk that changes more than a field, in its order; the largest where one comes again."
    return Table("The walk, key by key", note, ["key", "changes", "bytes"], rows)
