"""The day's list: the roster with what each passage says, read again only after it changed."""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from e33tui.domain.errors import StoreError
from e33tui.domain.frozen import dataclass
from e33tui.domain.identity import Candidate
from e33tui.domain.passage import Passage, Progress
from e33tui.domain.remark import PartId
from e33tui.domain.roster import Entry
from e33tui.domain.rubric import Rubric
from e33tui.persistence.own_file import Signature, signature_of
from e33tui.store import DamagedFile, PassageRecord, Row, Store

if TYPE_CHECKING:
    from e33tui.domain.history import Change
    from e33tui.domain.journal import Journal
    from e33tui.service.desk import Desk

UNKNOWN_CONTENT = "son contenu n’est pas celui qu’écrit e33tui"
UNKNOWN_CRITERION = (
    "il nomme un critère que la grille n’a pas. S’il a été rempli avec la grille de votre centre, "
    "revenez à la liste et relancez e33tui avec le fichier de celle-ci"
)
OTHER_RUBRIC = (
    "Ce passage a été ouvert avec une autre grille : relancez e33tui avec la grille de ce jour-là. "
    "Rien n’a été modifié."
)
Last = tuple[Passage | None, str]
"""What was last known of a passage: its state, and what is wrong with its file."""


@dataclass(frozen=True)
class DayRow:
    """One candidate of the day, as the list shows it.

    Attributes:
        entry: the roster's line.
        passage: the state on a desk of this process, else the one that the passage's own file
            holds; ``None`` before it was opened, or when the file cannot be read.
        problem: what is wrong with the file, one French sentence; empty when nothing is.
        unread: the file was not looked at yet.
    """

    entry: Entry
    passage: Passage | None = None
    problem: str = ""
    unread: bool = False

    @property
    def candidate(self) -> Candidate:
        """Who it is: as the passage has it, else as the roster announced."""
        return self.passage.identification.candidate if self.passage else self.entry.candidate

    @property
    def running(self) -> PartId | None:
        """The *temps* whose clock runs, if one does."""
        return self.passage.running if self.passage else None

    @property
    def to_examine(self) -> bool:
        """Whether the candidate is expected or present here, and no answer has put the oral off."""
        state = self.passage
        if self.entry.handed_to:
            return False
        if state is None:
            return not (self.problem or self.unread)
        return state.progress is Progress.TO_COME and not state.absent and state.gate is None


def next_to_examine(rows: Sequence[DayRow], passage: str) -> str | None:
    """Return the first passage still to examine after ``passage``, else from the top.

    ``passage`` itself comes last; one that is not on the list stands before the first.
    """
    ids = [row.entry.passage for row in rows]
    after = ids.index(passage) + 1 if passage in ids else 0
    around = (*rows[after:], *rows[:after])
    return next((row.entry.passage for row in around if row.to_examine), None)


def next_of_day(rows: Sequence[DayRow]) -> str | None:
    """Return whom to examine now: after who was turned to last, whoever comes first in the order."""
    turned_to = [
        (state.arrived.wall, row.entry.passage)
        for row in rows
        if (state := row.passage) is not None and state.arrived and state.gate is not None
    ]
    return next_to_examine(rows, max(turned_to, default=(0, ""))[1])


def read_journal(store: Store, rubric: Rubric, passage: str) -> tuple[Journal, tuple[Change, ...]]:
    """Return a passage's journal and lasting history, as they are on the disk.

    Raises:
        DamagedFile: it cannot be understood, or there is none.
        StoreError: the system refuses to read it, or it was opened with another rubric.
    """
    return fold_record(store, rubric, store.passages.read(passage))


def fold_record(
    store: Store, rubric: Rubric, record: PassageRecord
) -> tuple[Journal, tuple[Change, ...]]:
    """Return the journal and the lasting history that a record adds up to.

    Raises:
        DamagedFile: it cannot be understood.
        StoreError: it was opened with another rubric: nothing is wrong with the file.
    """
    # The rules are loaded with the first passage that is read, after the first screen.
    from e33tui.domain import journal as journals
    from e33tui.domain.codec import decode
    from e33tui.domain.history import Change

    if _is_of_another(rubric, record.lines):
        raise StoreError(store.passages.path(record.id), OTHER_RUBRIC)
    try:
        journal = journals.load(rubric, record.lines)
        return journal, tuple(decode(Change, row) for row in record.history)
    except (ValueError, TypeError) as error:
        if _fits_what_ships(rubric, record.lines):
            raise StoreError(store.passages.path(record.id), OTHER_RUBRIC) from error
        # It may be damage all the same: what can be done about that stays to be chosen.
        strange = _names_unknown_criterion(rubric, record.lines)
        reason = UNKNOWN_CRITERION if strange else UNKNOWN_CONTENT
        raise DamagedFile(store.passages.path(record.id), reason) from error


def _names_unknown_criterion(rubric: Rubric, lines: Sequence[Row]) -> bool:
    """Tell whether a journal speaks of a criterion of no such rubric: a centre's own may have its name."""
    named = (line.get("criterion") for line in lines)
    return any(isinstance(each, str) and each not in rubric.criterion_ids for each in named)


def _fits_what_ships(rubric: Rubric, lines: Sequence[Row]) -> bool:
    """Tell whether a journal that one rubric does not fit is sound with that of its name that ships."""
    from e33tui.domain import journal as journals
    from e33tui.rubric import SHIPPED, shipped

    own = shipped(rubric.id) if rubric.id in SHIPPED else rubric
    if own.digest == rubric.digest:
        return False
    try:
        journals.load(own, lines)
    except (ValueError, TypeError):
        return False
    return True


def _is_of_another(rubric: Rubric, lines: Sequence[Row]) -> bool:
    """Tell whether a journal that can be read says that it was opened with another rubric."""
    from e33tui.domain.commands import OpenPassage
    from e33tui.domain.journal import from_data

    if lines and lines[0].get("rubric") == rubric.id:
        return False
    try:
        first = from_data(lines[0]).command
    except (IndexError, ValueError, TypeError):
        return False
    return isinstance(first, OpenPassage) and first.rubric != rubric.id


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Put the cyclic collector off: states hold no cycles, and it would walk all of them again.

    Where it is off already, it is not this function's to turn on.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class States:
    """The state of every passage: from the desks of this process first, else from the disk."""

    def __init__(self, store: Store, rubric: Rubric) -> None:
        self._store = store
        self._rubric = rubric
        self._mutex = threading.Lock()
        self._desks: dict[str, Desk] = {}
        self._known: dict[str, tuple[Signature, Passage]] = {}
        self._last: dict[str, Last] = {}

    def use(self, rubric: Rubric) -> None:
        """Read passages with another grid from now on; none has begun, so nothing is known yet."""
        self._rubric = rubric

    @property
    def desks(self) -> tuple[Desk, ...]:
        """The desks whose passages are held here, those being left included."""
        return tuple(desk for desk in self._desks.values() if not desk.read_only)

    def desk(self, passage: str) -> Desk | None:
        """Return the desk on which a passage is held here."""
        desk = self._desks.get(passage)
        return None if desk is None or desk.read_only else desk

    def put(self, desk: Desk) -> None:
        """Take the passage's state from this desk for as long as it is held."""
        # Screens and the threads that open passages for them put desks at the same time.
        with self._mutex:
            self._settle()
            self._desks = {each.id: each for each in (*self.desks, desk)}

    def _settle(self) -> None:
        """Remember, of the passages let go, how they were then."""
        for desk in tuple(self._desks.values()):
            if desk.read_only and self._desks.pop(desk.id, None) is desk and desk.begun:
                self._last[desk.id] = (desk.state, "")

    def begin(self, passages: Iterable[str]) -> None:
        """Know of candidates just added that nothing is on the disk of them."""
        for passage in passages:
            self._last.setdefault(passage, (None, ""))

    def known(self, roster: Iterable[Entry]) -> tuple[DayRow, ...]:
        """Return the roster's lines with their passages' states as last known; nothing is read."""
        with self._mutex:
            self._settle()
        return tuple([self._known_row(entry) for entry in roster])

    def _known_row(self, entry: Entry) -> DayRow:
        desk = self.desk(entry.passage)
        if desk is not None and desk.begun:
            return DayRow(entry, desk.state)
        last = self._last.get(entry.passage)
        return DayRow(entry, unread=True) if last is None else DayRow(entry, *last)

    def rows(self, roster: Iterable[Entry]) -> tuple[DayRow, ...]:
        """Return the roster's lines with their passages' states."""
        with uncollected():
            return tuple([self._row(entry) for entry in roster])

    def _row(self, entry: Entry) -> DayRow:
        last: Last
        try:
            last = (self.state(entry.passage), "")
        except StoreError as error:
            last = (None, error.message)
        self._last[entry.passage] = last
        return DayRow(entry, *last)

    def state(self, passage: str) -> Passage | None:
        """Return a passage's state; ``None`` before it was begun.

        Raises:
            StoreError: its file cannot be read.
        """
        desk = self.desk(passage)
        # A desk that was opened and never used leaves nothing on the disk: it has not begun.
        if desk is not None and desk.begun:
            return desk.state
        # Taken before the file is read: a change in between is found the next time.
        signature = signature_of(self._store.passages.path(passage))
        if signature is None:
            if not self._store.passages.has(passage):
                return None
            return self._read_state(passage)
        known = self._known.get(passage)
        if known is not None and known[0] == signature:
            return known[1]
        state = self._read_state(passage)
        self._known[passage] = (signature, state)
        return state

    def _read_state(self, passage: str) -> Passage:
        return read_journal(self._store, self._rubric, passage)[0].state

    def read(self, passages: Iterable[str]) -> dict[str, Passage]:
        """Return the states of the passages that can be read and have begun."""
        found: dict[str, Passage] = {}
        for passage in passages:
            with contextlib.suppress(StoreError):
                state = self.state(passage)
                if state is not None:
                    found[passage] = state
        return found
