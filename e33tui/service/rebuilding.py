"""A séance's settings and roster, made again from its passages where its own file is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from e33tui.domain import sitting as sittings
from e33tui.domain.clock import Instant
from e33tui.domain.commands import OpenPassage
from e33tui.domain.errors import StoreError
from e33tui.domain.identity import Accommodation, Identification
from e33tui.domain.journal import from_data
from e33tui.domain.rubric import Rubric
from e33tui.domain.sitting_commands import (
    AddCandidate,
    BeginClosing,
    CloseSitting,
    SetUp,
    SittingCommand,
)
from e33tui.service.day import fold_record
from e33tui.store import Lines, NewerFormat, PassageRecord, Store

_NUMBER_LIMIT = 20


@dataclass(frozen=True)
class Rebuilt:
    """What the passages still say of their séance.

    Attributes:
        lines: the lines of a séance file; none when no passage has begun.
        candidates: how many candidates are on its roster.
        unread: the passages that cannot be read either, one French sentence each.
    """

    lines: Lines
    candidates: int
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Begun:
    """What one passage says: when it was opened, whose it is, with which extra time and grid."""

    passage: str
    opened: int
    who: Identification
    extra: Accommodation
    rubric: str


def rebuild(store: Store, rubric: Rubric, at: Instant) -> Rebuilt:
    """Return the séance that its passages add up to; nothing is written.

    Candidates come in the order in which their passages were opened; the settings are those of the
    passage opened last. Who had not begun is not in it, nor are the *plages de notation*.

    Args:
        store: the séance's folder.
        rubric: the grid.
        at: the present moment.

    Raises:
        NewerFormat: a later version of the program wrote a passage.
        StoreError: the folder of the passages cannot be read.
    """
    begun: list[Begun] = []
    unread: list[str] = []
    for passage in store.passage_ids():
        try:
            begun.append(begun_as_told(store, rubric, passage))
        except NewerFormat:
            raise
        except StoreError as error:
            unread.append(error.message)
    begun.sort(key=lambda each: (each.opened, each.passage))
    commands = [*commands_of(begun, set()), *_closing(store, begun)]
    lines = tuple(sittings.to_data(command, at) for command in commands)
    return Rebuilt(lines, len(begun), tuple(unread))


def begun_as_told(store: Store, rubric: Rubric, passage: str) -> Begun:
    """Read a passage, or its previous version where the last one is damaged.

    Raises:
        StoreError: neither can be understood; the sentence is about the last one.
    """
    try:
        return _said_by(store, rubric, store.read_passage(passage))
    except NewerFormat:
        raise
    except StoreError:
        previous = store.previous_passage(passage)
        if previous is None:
            raise
        return _said_by(store, rubric, previous)


def _said_by(store: Store, rubric: Rubric, record: PassageRecord) -> Begun:
    try:
        state = fold_record(store, rubric, record)[0].state
    except StoreError:
        # Its first line is enough here; what is wrong with the rest is told when it is opened.
        first = _first_command(record)
        if first is None:
            raise
        who, extra, used = first.identification, first.accommodation, first.rubric
    else:
        who, extra, used = state.identification, state.accommodation, state.rubric.id
    opened = from_data(record.lines[0]).at.wall
    return Begun(record.id, opened, who, extra, used)


def _first_command(record: PassageRecord) -> OpenPassage | None:
    try:
        command = from_data(record.lines[0]).command
    except (IndexError, ValueError, TypeError):
        return None
    return command if isinstance(command, OpenPassage) else None


def commands_of(begun: list[Begun], numbers: set[str]) -> list[SittingCommand]:
    """Return the settings of the passage opened last, and the passages as candidates.

    Args:
        begun: the passages, in the order in which they were opened.
        numbers: those that candidates have already.
    """
    if not begun:
        return []
    last, used = begun[-1].who, begun[-1].rubric
    commands: list[SittingCommand] = [
        SetUp(last.session, last.centre, last.date, last.commission, rubric=used),
    ]
    taken = set(numbers)
    for each in begun:
        number = _free(each.who.candidate.number, taken)
        taken.add(number)
        candidate = replace(each.who.candidate, number=number)
        commands.append(AddCandidate(each.passage, candidate, each.extra))
    return commands


def _closing(store: Store, begun: list[Begun]) -> list[SittingCommand]:
    """Return the clôture, if the register has one: the séance stays closed.

    Who confirmed it is lost with the file; a register that cannot be read says so by itself.
    """
    wall = store.register.closed_at()
    if wall is None or not begun:
        return []
    return [BeginClosing((), tuple(each.passage for each in begun)), CloseSitting(wall)]


def _free(number: str, taken: set[str]) -> str:
    """Return a number that no other candidate of the roster has; the passage keeps its own."""
    free, again = number, 2
    while free in taken:
        suffix = f"-{again}"
        free, again = number[: _NUMBER_LIMIT - len(suffix)] + suffix, again + 1
    return free
