"""Passages that have begun and that the roster lacks, such as after an older séance file came back.

Nobody removes a candidate who has begun: such a passage is put back on the list.
"""

from __future__ import annotations

import contextlib

from e33tui.domain import sitting as sittings
from e33tui.domain.clock import Instant
from e33tui.domain.errors import StoreError
from e33tui.domain.identity import Candidate
from e33tui.domain.roster import Entry
from e33tui.domain.rubric import Rubric
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import AddCandidate, SittingCommand
from e33tui.service.day import UNKNOWN_CONTENT, DayRow, States
from e33tui.service.sitting import CurrentSitting, read_sitting
from e33tui.store import Lines, Row, Store

_BACK = {
    False: "Un passage commencé n’était plus sur la liste : il y est remis. Vérifiez la liste.",
    True: "{count} passages commencés n’étaient plus sur la liste : ils y sont remis. "
    "Vérifiez la liste.",
}


def lost_sight_of(sitting: Sitting, begun: tuple[str, ...]) -> tuple[str, ...]:
    """Return the passages that have begun and that the roster lacks.

    Args:
        sitting: the séance, read after ``begun`` was.
        begun: the passages that have a record.
    """
    known = {entry.passage for entry in sitting.roster}
    return tuple(passage for passage in begun if passage not in known)


def rows(store: Store, current: CurrentSitting, states: States) -> tuple[DayRow, ...]:
    """Return the passages that have begun and that the roster lacks, as lines of the day.

    Raises:
        StoreError: the folder of the passages cannot be read.
    """
    begun = store.passages.ids()
    sitting = current.known
    with contextlib.suppress(StoreError):
        sitting = current.read()
    lost = lost_sight_of(sitting, begun)
    known = states.read(lost)
    return tuple(
        DayRow(Entry(p, known[p].identification.candidate), known[p])
        if p in known
        else DayRow(Entry(p, Candidate("?", f"passages/{p}", "")), problem=UNKNOWN_CONTENT)
        for p in lost
    )


def put_back(store: Store, rubric: Rubric, at: Instant) -> None:
    """Put the passages that the roster lacks back on it, at its end, and have it told.

    One of which nothing can be read is left to ``e33tui verifier``, which names it.

    Raises:
        StoreError: the séance's file cannot be read or written.
    """
    if not lost_sight_of(read_sitting(store, store.sitting.lines()), store.passages.ids()):
        return
    count = 0

    def make(lines: Lines) -> list[Row]:
        nonlocal count
        sitting = read_sitting(store, lines)
        commands = _commands(store, rubric, sitting)
        count = sum(isinstance(command, AddCandidate) for command in commands)
        return [sittings.to_data(command, at) for command in commands]

    store.sitting.append(make)
    if count:
        store.tell(_BACK[count > 1].format(count=count))


def _commands(store: Store, rubric: Rubric, sitting: Sitting) -> list[SittingCommand]:
    from e33tui.service import who_sat
    from e33tui.service.rebuilding import begun_as_told, candidates_of

    found: list[who_sat.Begun] = []
    for passage in lost_sight_of(sitting, store.passages.ids()):
        try:
            found.append(begun_as_told(store, rubric, passage))
        except StoreError:
            continue
    found.sort(key=lambda each: (each.opened, each.passage))
    settings = [] if sitting.is_set_up else who_sat.settings(sitting, 0, found)
    return settings + candidates_of(found, {entry.candidate.number for entry in sitting.roster})
