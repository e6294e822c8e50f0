"""A séance's settings and roster, made again from its passages where its own file is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from e33tui.domain import lines as lines_in_files
from e33tui.domain import sitting as sittings
from e33tui.domain.clock import Instant
from e33tui.domain.commands import OpenPassage
from e33tui.domain.errors import StoreError
from e33tui.domain.journal import from_data
from e33tui.domain.rubric import Rubric
from e33tui.domain.sitting import EMPTY, Sitting
from e33tui.domain.sitting_commands import (
    AddCandidate,
    BeginClosing,
    CloseSitting,
    SittingCommand,
)
from e33tui.service import who_sat
from e33tui.service.day import fold_record
from e33tui.service.who_sat import Begun
from e33tui.store import Lines, NewerFormat, PassageRecord, Store

_NUMBER_LIMIT = 20


@dataclass(frozen=True)
class Rebuilt:
    """What a damaged file and the passages still say of their séance.

    Attributes:
        lines: the lines of a séance file; none when nothing is known of it.
        candidates: how many candidates are on its roster.
        begun: how many of them have begun.
        until: up to when the damaged file tells, wall-clock milliseconds; ``None`` if it does not.
        unread: the passages that cannot be read either, one French sentence each.
    """

    lines: Lines
    candidates: int
    begun: int
    until: int | None
    unread: tuple[str, ...]


def rebuild(store: Store, rubric: Rubric, at: Instant) -> Rebuilt:
    """Return the séance that its damaged file and its passages add up to; nothing is written.

    The longest sound beginning of the file's versions comes first, line by line as it stands. Then
    come the passages that it lacks, in the order in which they were opened, and the members who sit
    since. Without such a beginning the settings are those of the passage opened last.

    Args:
        store: the séance's folder.
        rubric: the grid.
        at: the present moment.

    Raises:
        NewerFormat: a later version of the program wrote the file or a passage.
        StoreError: the folder of the passages cannot be read.
    """
    begun: list[Begun] = []
    unread: list[str] = []
    for passage in store.passages.ids():
        try:
            begun.append(begun_as_told(store, rubric, passage))
        except NewerFormat:
            raise
        except StoreError as error:
            unread.append(error.message)
    begun.sort(key=lambda each: (each.opened, each.passage))
    first, known = max(
        map(readable, store.sitting.salvaged()),
        key=lambda found: len(found[0]),
        default=((), EMPTY),
    )
    until = lines_in_files.from_data(first[-1])[0].at.wall if first else None
    lines = [*first, *(sittings.to_data(each, at) for each in _commands(known, until or 0, begun))]
    sitting = sittings.load(lines)
    lines += [sittings.to_data(each, at) for each in _closing(store, sitting)]
    return Rebuilt(tuple(lines), len(sitting.roster), len(begun), until, tuple(unread))


def readable(lines: Lines) -> tuple[Lines, Sitting]:
    """Return the first lines that mean something, as far as they do, and what they add up to."""
    sitting = EMPTY
    for number in range(1, len(lines) + 1):
        try:
            sitting = sittings.load(lines[:number], number - 1, sitting)
        except ValueError:
            return lines[: number - 1], sitting
    return lines, sitting


def _commands(known: Sitting, until: int, begun: list[Begun]) -> list[SittingCommand]:
    commands = who_sat.settings(known, until, begun)
    start = known
    for command in commands:
        start = sittings.apply(start, command, judged=False)
    on_list = {entry.passage for entry in known.roster}
    added = [each for each in begun if each.passage not in on_list]
    commands += candidates_of(added, {entry.candidate.number for entry in known.roster})
    return commands + who_sat.replacements(start.commission, until, begun)


def begun_as_told(store: Store, rubric: Rubric, passage: str) -> Begun:
    """Read a passage, or its previous version where the last one is damaged.

    Raises:
        StoreError: neither can be understood; the sentence is about the last one.
    """
    try:
        return _said_by(store, rubric, store.passages.read(passage))
    except NewerFormat:
        raise
    except StoreError as damaged:
        try:
            previous = store.passages.previous(passage)
        except NewerFormat:
            raise
        except StoreError:
            raise damaged from None
        if previous is None:
            raise
        return _said_by(store, rubric, previous)


def _said_by(store: Store, rubric: Rubric, record: PassageRecord) -> Begun:
    first = _first_command(record)
    try:
        state = fold_record(store, rubric, record)[0].state
        who, extra, used = state.identification, state.accommodation, state.rubric.id
    except StoreError:
        # Its first line is enough here; what is wrong with the rest is told when it is opened.
        if first is None:
            raise
        who, extra, used = first.identification, first.accommodation, first.rubric
    seated = (first.identification if first else who).commission
    opened = from_data(record.lines[0]).at.wall
    return Begun(record.id, opened, who, seated, extra, used)


def _first_command(record: PassageRecord) -> OpenPassage | None:
    try:
        command = from_data(record.lines[0]).command
    except (IndexError, ValueError, TypeError):
        return None
    return command if isinstance(command, OpenPassage) else None


def candidates_of(begun: list[Begun], numbers: set[str]) -> list[SittingCommand]:
    """Return what puts the passages on the list.

    Args:
        begun: the passages, in the order in which they were opened.
        numbers: those that candidates have already.
    """
    commands: list[SittingCommand] = []
    taken = set(numbers)
    for each in begun:
        number = _free(each.who.candidate.number, taken)
        taken.add(number)
        candidate = replace(each.who.candidate, number=number)
        commands.append(AddCandidate(each.passage, candidate, each.extra))
    return commands


def _closing(store: Store, sitting: Sitting) -> list[SittingCommand]:
    """Return the clôture, if the register has one: the séance stays closed.

    Who confirmed it may be lost with the file; a register that cannot be read says so by itself.
    """
    wall = store.register.closed_at()
    if wall is None or sitting.closed or not sitting.roster:
        return []
    ended = CloseSitting(wall)
    if sitting.closing is not None:
        return [ended]
    return [BeginClosing((), tuple(entry.passage for entry in sitting.roster)), ended]


def _free(number: str, taken: set[str]) -> str:
    """Return a number that no other candidate of the roster has; the passage keeps its own."""
    free, again = number, 2
    while free in taken:
        suffix = f"-{again}"
        free, again = number[: _NUMBER_LIMIT - len(suffix)] + suffix, again + 1
    return free
