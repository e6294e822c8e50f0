"""How a passage comes to a desk: opened, looked at, taken over, or brought back after damage."""

from __future__ import annotations

import contextlib

from e33tui.domain.clock import Clock
from e33tui.domain.commands import OpenPassage
from e33tui.domain.errors import StoreError
from e33tui.domain.handing import check_here, is_waiting
from e33tui.domain.history import Change
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Passage
from e33tui.service import relocking
from e33tui.service.authorship import author, terminal_label
from e33tui.service.day import States, fold_record, read_journal
from e33tui.service.desk import Desk
from e33tui.service.sitting import CurrentSitting
from e33tui.service.watch import Watch
from e33tui.store import DamagedFile, Held, Holder, PassageRecord, Question, Store

Past = tuple[Change, ...]
"""A passage's lasting history."""


class Seating:
    """Puts the passages of one séance on desks; each call reads its file, and may wait for the disk."""

    def __init__(
        self, store: Store, current: CurrentSitting, states: States, watch: Watch, clock: Clock
    ) -> None:
        """Put nothing on a desk yet.

        Args:
            store: the séance's folder.
            current: the séance.
            states: takes the desks whose passages are held here.
            watch: tells which clocks this program has watched.
            clock: tells the present moment.
        """
        self._store = store
        self._current = current
        self._states = states
        self._watch = watch
        self._clock = clock

    # -- As it is -------------------------------------------------------------------------------

    def open(self, passage: str, *, closing: bool) -> Desk:
        """Put a passage on the desk, to be written; see :meth:`e33tui.service.Service.open`."""
        desk = self._states.desk(passage)
        if desk is not None and desk.take_up(watched=self._watch.covers(desk, self._clock.now())):
            return desk
        return self._seated(self._store.acquire(passage, terminal_label()), closing=closing)

    def look(self, passage: str) -> Desk:
        """Put a passage on the desk to be read only, whoever writes it.

        Raises:
            InputError: no such candidate is on the list.
            StoreError: it cannot be read.
        """
        return self._desk(passage, *self._read(passage), None)

    def journal(self, passage: str) -> Journal:
        """Return what the disk holds of a passage, or one begun from the roster; as :meth:`look`."""
        return self._read(passage)[0]

    def _seated(self, held: Held, *, closing: bool = False) -> Desk:
        passage = held.id
        try:
            journal, past = self._relocked(held, *self._read(passage))
            if not closing:
                self._refuse_handed(passage, journal.state)
            desk = self._desk(passage, journal, past, held)
            desk.watch_on(watched=self._watch.covers(desk, self._clock.now()))
            desk.complete_seals()
            self._close_after_all(desk)
        except BaseException:
            held.release()
            raise
        self._states.put(desk)
        self._watch.keep(desk)
        return desk

    def _read(self, passage: str) -> tuple[Journal, Past]:
        if self._store.passages.has(passage):
            return read_journal(self._store, self._current.rubric, passage)
        return self._begin(passage), ()

    def _begin(self, passage: str) -> Journal:
        self._current.settle()
        sitting, rubric = self._current.known, self._current.rubric
        entry = sitting.entry(passage)
        who = sitting.identification(passage)
        command = OpenPassage(who, rubric.id, entry.accommodation, rubric.digest)
        return Journal.begin(rubric, command, self._clock.now())

    def _desk(self, passage: str, journal: Journal, past: Past, held: Held | None) -> Desk:
        return Desk(self._store, passage, journal, past, held, self._clock, author())

    def _refuse_handed(self, passage: str, state: Passage) -> None:
        """Refuse to examine who is examined elsewhere; a passage held keeps others from handing it."""
        if is_waiting(state):
            self._current.settle()
            roster = self._current.known.roster
            for entry in (e for e in roster if e.passage == passage and e.handed_to):
                check_here(entry)

    def _relocked(self, held: Held, journal: Journal, past: Past) -> tuple[Journal, Past]:
        """Lock a passage again that is from before a lock that was sealed, as it was then.

        Raises:
            StoreError: the register has a lock that cannot be made again, or it cannot be saved.
        """
        after = relocking.relocked(self._store, held.id, journal, self._clock.now())
        if after is not journal:
            past = relocking.keep(self._store, held, after, journal, past)
        return after, past

    def _close_after_all(self, desk: Desk) -> None:
        """Close a passage brought back from before the clôture, such as a damaged one restored.

        Otherwise it could be reopened as if the séance were not closed (rule 10).
        """
        if self._current.known.closed and desk.state.locked and not desk.state.closed:
            desk.close()

    # -- From whoever has it --------------------------------------------------------------------

    def question(self, holder: Holder) -> Question:
        """Ask the holder of a passage whether it is there; nothing is taken from it."""
        return self._store.ownership.question(holder)

    def take_over(self, passage: str, holder: Holder | None = None) -> Desk:
        """Ask the holder to let go and open the passage (*Reprendre ici*); blocks up to 3 s.

        Args:
            passage: which.
            holder: the only one to ask; whoever has the passage unless given.

        Raises:
            HeldElsewhere: it did not let go; :meth:`end_holder` is what is left. Or somebody else
                was quicker, whom the error names.
        """
        return self._seated(self._store.take_over(passage, terminal_label(), holder))

    def end_holder(self, holder: Holder) -> None:
        """End a holder that does not answer, after a confirmation; blocks a few seconds.

        Raises:
            StoreError: it cannot be ended from here.
        """
        self._store.ownership.end_holder(holder)

    def withdraw(self, passage: str) -> None:
        """Take back a request to take a passage over."""
        self._store.ownership.withdraw(passage)

    # -- After damage ---------------------------------------------------------------------------

    def restore(self, passage: str) -> Desk:
        """Open a passage at the version before its last save; the damaged file is set aside.

        What was locked and sealed since is locked again, as it was. A file that can be read after
        all, or that another rubric's passage is in, stays.

        Raises:
            StoreError: there is none, it cannot be read either, or a lock since then is in the
                register and cannot be made again.
        """
        held = self._store.acquire(passage, terminal_label())
        try:
            try:
                read_journal(self._store, self._current.rubric, passage)
            except DamagedFile:
                self._store.passages.restore(held, self._check_previous)
        except BaseException:
            held.release()
            raise
        return self._seated(held)

    def has_previous(self, passage: str) -> bool:
        """Tell whether the version before a passage's last save can be taken up."""
        try:
            previous = self._store.passages.previous(passage)
            if previous is not None:
                self._check_previous(previous)
        except StoreError:
            return False
        return previous is not None

    def _check_previous(self, record: PassageRecord) -> None:
        """Make sure that a version before can be taken up, nothing that was sealed being undone.

        Raises:
            StoreError: it cannot be read, or is from before a lock that cannot be made again.
        """
        journal, _ = fold_record(self._store, self._current.rubric, record)
        relocking.relocked(self._store, record.id, journal, self._clock.now())

    def is_lost(self, passage: str) -> bool:
        """Tell whether nothing of a passage can be read, so that it may only begin anew.

        One that has sealed versions is not lost: begun anew, it could never be sealed again.
        """
        try:
            read_journal(self._store, self._current.rubric, passage)
        except DamagedFile:
            with contextlib.suppress(StoreError):
                return not (self.has_previous(passage) or self.was_sealed(passage))
        except StoreError:
            pass
        return False

    def was_sealed(self, passage: str) -> bool:
        """Tell whether a version of a passage was sealed, or is in the register.

        Raises:
            StoreError: the folder of its sealed versions cannot be read.
        """
        sealed = self._store.seals.list_sealed(passage)
        return bool(sealed) or self._store.passages.is_registered(passage)

    def begin_anew(self, passage: str) -> Desk:
        """Open a passage from its beginning where nothing of it can be read; that is set aside.

        Raises:
            StoreError: something of it can be read after all, or a file cannot be set aside.
        """
        held = self._store.acquire(passage, terminal_label())
        try:
            if self.is_lost(passage):
                self._store.passages.set_record_aside(held)
        except BaseException:
            held.release()
            raise
        return self._seated(held)
