"""A few steps over a line that carries bytes one by one, its seconds counted from the bytes."""

from __future__ import annotations

from pathlib import Path

from benchmarks import scene, walk
from benchmarks.scene import Scene
from benchmarks.slow_terminal import BYTES_A_SECOND, ONE_WAY, SlowTerminal, Taken
from benchmarks.walk import Kind

HASTE = 16
"""How many times faster the line runs here than what its bytes are counted for."""
LONGEST = {Kind.SCREEN: 2.9, Kind.CRITERION: 1.35, Kind.STATE: 1.35}
"""Seconds in which a step of each kind must have settled: 2,500 bytes, and 1,000."""
PER_LETTER = 19
"""Bytes that nano takes."""


def seconds(taken: Taken) -> float:
    """Return how long a step lasts at 9,600 baud: there and back, and its bytes."""
    return 2 * ONE_WAY + (len(taken.step.keys.encode()) + taken.size) / BYTES_A_SECOND


def body(line: SlowTerminal) -> list[str]:
    """Return what no clock, no save and no notice changes."""
    return line.picture().split("\n")[2:21]


def test_an_oral_is_led_over_a_slow_line(demo: Path) -> None:
    place = Scene.prepare(demo)
    with SlowTerminal(
        place,
        rate=BYTES_A_SECOND * HASTE,
        one_way=ONE_WAY / HASTE,
        quiet=0.15,
        rhythm=0,
    ) as line:
        line.wait_for_list()
        line.choose(place.waiting)
        taken = line.play(walk.BEGINNING)
        shown = body(line)
        line.press(scene.key("repaint"))
        line.settle(0.3)
        assert body(line) == shown, "a byte was lost, or came in another order"
    assert {each.step.kind for each in taken} == set(Kind)
    for each in taken:
        if each.step.kind is Kind.TEXT:
            assert each.size <= PER_LETTER * len(each.step.keys), each
        else:
            assert seconds(each) <= LONGEST[each.step.kind], each
