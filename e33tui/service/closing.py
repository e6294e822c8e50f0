"""The clôture of a séance: what is missing before it, and how it passes over every passage.

All passages are held meanwhile. The beginning is recorded first, with the members' answers; then
what only the clôture locks is locked and sealed, each passage is closed, the register gets its one
entry, and the séance's own file the end. Whatever cut that short, doing it again does the rest.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from typing import TYPE_CHECKING

from e33tui.domain.closing import Assent
from e33tui.domain.errors import RuleError, StoreError
from e33tui.domain.handing import owes_nothing
from e33tui.domain.passage import Passage, Progress
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import BeginClosing, CloseSitting
from e33tui.persistence.register import closing_entry
from e33tui.service.day import DayRow
from e33tui.store import HeldElsewhere, Store

if TYPE_CHECKING:
    from e33tui.service import Service
    from e33tui.service.desk import Desk

PATIENCE = 30.0
"""Seconds that one save of the clôture may take before it is left for another try."""

LEAVING = 5.0
"""Seconds that letting a passage go may take before nobody waits for it any more."""

UNREADABLE = "fichier illisible"
ELSEWHERE = "ouvert dans un autre terminal"
UNSEALED = "version non scellée, à rouvrir et à verrouiller de nouveau"
OFF_THE_LIST = "n’est plus sur la liste : quittez e33tui et relancez-le, il y est remis"
_EXPECTED = "à venir, à déclarer présent ou absent"
_HERE = "présent, oral à faire ou à reporter"
_TO_WRITE = {
    False: "fiche à rédiger et à verrouiller",
    True: "fiche rouverte, à verrouiller de nouveau",
}
_NO_ANSWER = "Le disque ne répond pas : la clôture n’est pas achevée. Recommencez-la."


@dataclass(frozen=True)
class Obstacle:
    """One candidate without whom the séance cannot be closed yet.

    Attributes:
        row: the candidate's line of the day.
        why: French words for what is missing.
    """

    row: DayRow
    why: str


class NotReady(RuleError):
    """The séance cannot be closed yet.

    Attributes:
        obstacles: what is missing, by candidate, in the roster's order.
    """

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        count = len(obstacles)
        each = f"{count} candidats attendent" if count > 1 else "un candidat attend"
        super().__init__("R10", f"La séance ne peut pas encore être close : {each} une suite.")
        self.obstacles = obstacles


def _lacking(row: DayRow) -> str:
    """Return what a candidate's passage lacks for the clôture, in words; nothing if it is over."""
    state = row.passage
    if _gone(row):
        return ""
    if state is None:
        return UNREADABLE if row.problem else _EXPECTED
    if state.closed or state.locked or locked_by_closing(state):
        return ""
    match state.progress:
        case Progress.IN_PROGRESS:
            return "oral en cours"
        case Progress.TO_WRITE:
            return _TO_WRITE[bool(state.versions)]
    return _HERE if state.arrived else _EXPECTED


def _gone(row: DayRow) -> bool:
    """Tell whether a candidate was handed over and has left nothing here to be closed."""
    return bool(row.entry.handed_to) and not row.problem and owes_nothing(row.passage)


def locked_by_closing(state: Passage) -> bool:
    """Tell whether only the clôture locks a passage: absent, or put off (rule 3's table)."""
    return state.put_off and not state.locked and state.progress is Progress.TO_COME


def survey(
    rows: Iterable[DayRow], elsewhere: Iterable[str], orphans: Iterable[DayRow] = ()
) -> tuple[Obstacle, ...]:
    """Return what is missing before the clôture, in the roster's order.

    Args:
        rows: the day, every passage read.
        elsewhere: the passages that another terminal holds.
        orphans: those that have begun and that the roster lacks.
    """
    held = frozenset(elsewhere)
    found: list[Obstacle] = []
    for row in rows:
        why = _lacking(row) or (ELSEWHERE if row.entry.passage in held else "")
        if why:
            found.append(Obstacle(row, why))
    return (*found, *(Obstacle(row, OFF_THE_LIST) for row in orphans))


def close(service: Service, store: Store, assents: tuple[Assent, ...]) -> Sitting:
    """Close the séance, or complete a clôture that was cut short; blocks some seconds.

    Args:
        service: the séance.
        store: its folder.
        assents: how the members answered; those of a clôture that was begun stay.

    Raises:
        NotReady: what is missing is listed; nothing was changed.
        RuleError: nobody confirms it, the list has just changed, or the séance is closed.
        StoreError: the disk refuses; what was begun is completed by doing it again.
    """
    # Whether a passage is free only its lock can tell, and is tried next.
    rows = service.rows()
    if obstacles := survey(rows, (), service.orphans()):
        raise NotReady(obstacles)
    gone = frozenset(row.entry.passage for row in rows if _gone(row))
    with _all_held(service, gone) as desks:
        if obstacles := survey(_rows(service, desks), ()):
            raise NotReady(obstacles)
        if service.sitting.closing is None or service.sitting.closed:
            service.change(BeginClosing(assents, tuple(desk.id for desk in desks)))
        _wait(desk.lock(closing=True) for desk in desks if locked_by_closing(desk.state))
        _check_sealed(service, store, desks)
        _wait(desk.close() for desk in desks if not desk.state.closed)
        wall = _register(service, store, len(desks))
        return service.change(CloseSitting(wall))


@contextlib.contextmanager
def _all_held(service: Service, gone: Collection[str]) -> Iterator[list[Desk]]:
    """Hold every passage of the roster until the end, but for those of whom nothing is here.

    Raises:
        NotReady: one cannot be had; those taken before it are let go.
        StoreError: no more files can be opened; nothing is wrong with any of them.
    """
    desks: list[Desk] = []
    obstacles: list[Obstacle] = []
    try:
        for row in service.roster():
            if row.entry.passage in gone:
                continue
            try:
                desks.append(service.open(row.entry.passage, closing=True))
            except HeldElsewhere:
                obstacles.append(Obstacle(row, ELSEWHERE))
            except StoreError as error:
                if _is_out_of_files(error):
                    raise
                damaged = DayRow(row.entry, problem=error.message)
                obstacles.append(Obstacle(damaged, UNREADABLE))
        if obstacles:
            raise NotReady(tuple(obstacles))
        yield desks
    finally:
        _let_go(desks)


def _is_out_of_files(error: StoreError) -> bool:
    cause = error.__cause__
    return isinstance(cause, OSError) and cause.errno in (errno.EMFILE, errno.ENFILE)


def _let_go(desks: Sequence[Desk]) -> None:
    """Let all of them go; on a disk that does not answer they go by themselves, once saved."""
    for desk in desks:
        desk.leave(0.0)
    for desk in desks:
        if not desk.leave(LEAVING):
            return


def _rows(service: Service, desks: Sequence[Desk]) -> list[DayRow]:
    states = {desk.id: desk.state for desk in desks if desk.begun}
    return [DayRow(row.entry, states.get(row.entry.passage)) for row in service.roster()]


def _wait(saves: Iterable[Future[None]]) -> None:
    """Wait until all of it is on the disk; whatever fails, all of it was handed over before."""
    for save in tuple(saves):
        try:
            save.result(PATIENCE)
        except (TooLate, CancelledError):
            raise StoreError("", _NO_ANSWER) from None


def _check_sealed(service: Service, store: Store, desks: Sequence[Desk]) -> None:
    """Let nothing be closed whose last version is not in the register as it was announced."""
    sealed = {(e.passage, e.version): e.seal for e in store.register.entries() if e.seal}
    bad = {
        desk.id
        for desk in desks
        if not desk.state.closed
        and sealed.get((desk.id, desk.state.versions[-1].number)) != desk.state.versions[-1].seal
    }
    if bad:
        rows = [row for row in service.rows() if row.entry.passage in bad]
        raise NotReady(tuple(Obstacle(row, UNSEALED) for row in rows))


def _register(service: Service, store: Store, passages: int) -> int:
    """Enter the clôture into the register, once, as counts alone; return when that was."""
    known = closing_entry(store.register.entries())
    if known is not None:
        return known.at
    closing = service.sitting.closing
    absent = sum(assent.absent for assent in closing.assents) if closing else 0
    members = len(closing.assents) if closing else 0
    extra = {
        "passages": passages,
        "confirmed": members - absent,
        "absent": absent,
    }
    return store.register.append("close", at=service.now().wall, extra=extra).at
