"""The one object that screens and command line call: a séance, its roster, its documents.

Commands go in, new states come out; rules are the domain's, files the store's.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from e33tui.desk import Desk
from e33tui.documents import Rendered, render_verso
from e33tui.domain import journal as journals
from e33tui.domain import sitting as sittings
from e33tui.domain.clock import Clock, Instant
from e33tui.domain.codec import decode
from e33tui.domain.commands import OpenPassage
from e33tui.domain.errors import DocumentError, RuleError, StoreError
from e33tui.domain.history import Change
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, Candidate
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Passage
from e33tui.domain.rubric import Rubric
from e33tui.domain.sitting import Entry, Sitting, SittingCommand
from e33tui.domain.text import visible
from e33tui.domain.verso import Verso
from e33tui.domain.verso_content import verso
from e33tui.store import (
    DamagedFile,
    Finding,
    Held,
    Holder,
    Lines,
    Row,
    SaveStatus,
    Store,
    new_passage_id,
)

Renderer = Callable[[Verso], Rendered]
UNKNOWN_CONTENT = "son contenu n’est pas celui qu’écrit e33tui"
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class DayRow:
    """One candidate of the day, as the list shows it.

    Attributes:
        entry: the roster's line.
        passage: the state read from the passage's own file; ``None`` before it was opened, or
            when the file cannot be read.
        problem: what is wrong with the file, one French sentence; empty when nothing is.
    """

    entry: Entry
    passage: Passage | None = None
    problem: str = ""


class Service:
    """A séance at work."""

    def __init__(
        self,
        store: Store,
        rubric: Rubric,
        clock: Clock,
        renderer: Renderer = render_verso,
    ) -> None:
        """Open the séance that lies in ``store``.

        Raises:
            StoreError: the séance's own file cannot be read.
        """
        self.rubric = rubric
        self._store = store
        self._clock = clock
        self._render = renderer
        self._sitting = self._read_sitting(store.sitting_lines())

    # -- The séance -----------------------------------------------------------------------------

    @property
    def sitting(self) -> Sitting:
        """The séance, as last read or written."""
        return self._sitting

    @property
    def folder(self) -> Path:
        """The séance's folder."""
        return self._store.folder

    @property
    def warning(self) -> str:
        """What the commission should know about the folder, such as a network disk."""
        return self._store.warning or ""

    def _read_sitting(self, lines: Lines) -> Sitting:
        try:
            return sittings.load(lines)
        except ValueError as error:
            raise DamagedFile(self._store.sitting_path, UNKNOWN_CONTENT) from error

    def change(self, *commands: SittingCommand) -> Sitting:
        """Change the séance, on what its file holds now; all of the commands or none.

        Raises:
            InputError, RuleError: refused; nothing has changed.
            StoreError: the file cannot be written.
        """

        def make(lines: Lines) -> list[Row]:
            sitting = self._read_sitting(lines)
            for command in commands:
                self._refuse_started(command)
                sitting = sittings.apply(sitting, command)
            return [sittings.to_data(command) for command in commands]

        self._sitting = self._read_sitting(self._store.append_sitting(make))
        return self._sitting

    def _refuse_started(self, command: SittingCommand) -> None:
        if not isinstance(command, sittings.EditCandidate | sittings.RemoveCandidate):
            return
        if self._store.has_passage(command.passage):
            raise RuleError(
                "R1",
                "Ce passage a commencé : corrigez l’identification depuis le passage lui-même.",
            )

    def add_candidate(
        self,
        number: str,
        surname: str,
        given_name: str,
        accommodation: Accommodation = NO_EXTRA_TIME,
    ) -> str:
        """Add a candidate and return the opaque id of the passage.

        Raises:
            InputError: a field cannot be taken, or the number is another candidate's.
        """
        passage = new_passage_id()
        candidate = Candidate(number, surname, given_name)
        self.change(sittings.AddCandidate(passage, candidate, accommodation))
        return passage

    def check_number(self, passage: str, number: str) -> None:
        """Refuse a number that another candidate of the séance has.

        Raises:
            InputError: it is taken; its holder is named.
        """
        for row in self.rows():
            holder = row.entry.candidate
            if row.passage is not None:
                holder = row.passage.identification.candidate
            if row.entry.passage != passage and holder.number == number.strip():
                raise sittings.number_taken(holder)

    # -- The day --------------------------------------------------------------------------------

    def rows(self) -> tuple[DayRow, ...]:
        """Return the roster with what each passage's own file says."""
        return tuple(self._row(entry) for entry in self._sitting.roster)

    def _row(self, entry: Entry) -> DayRow:
        if not self._store.has_passage(entry.passage):
            return DayRow(entry)
        try:
            return DayRow(entry, self._journal(entry.passage)[0].state)
        except StoreError as error:
            return DayRow(entry, None, error.message)

    def _journal(self, passage: str) -> tuple[Journal, tuple[Change, ...]]:
        record = self._store.read_passage(passage)
        try:
            journal = journals.load(self.rubric, record.lines)
            return journal, tuple(decode(Change, row) for row in record.history)
        except (ValueError, TypeError) as error:
            raise DamagedFile(self._store.passage_path(passage), UNKNOWN_CONTENT) from error

    # -- One passage ----------------------------------------------------------------------------

    def open(self, passage: str) -> Desk:
        """Put a passage on the desk, to be written.

        Raises:
            HeldElsewhere: another process writes it; its holder is named.
            StoreError: its file cannot be read.
        """
        return self._seated(self._store.acquire(passage, terminal_label()))

    def _seated(self, held: Held) -> Desk:
        passage = held.id
        try:
            if self._store.has_passage(passage):
                journal, past = self._journal(passage)
            else:
                journal, past = self._begin(passage), ()
            desk = Desk(self._store, passage, journal, past, held, self._clock)
            desk.complete_seals()
        except BaseException:
            held.release()
            raise
        return desk

    def _begin(self, passage: str) -> Journal:
        entry = self._sitting.entry(passage)
        who = self._sitting.identification(passage)
        command = OpenPassage(who, self.rubric.id, entry.accommodation)
        return Journal.begin(self.rubric, command, self._clock.now())

    def restore(self, passage: str) -> Desk:
        """Open a passage at the version before its last save; the damaged file is set aside.

        Raises:
            StoreError: there is none, or it cannot be read either.
        """
        held = self._store.acquire(passage, terminal_label())
        try:
            self._store.restore_passage(held)
        except BaseException:
            held.release()
            raise
        return self._seated(held)

    def look(self, passage: str) -> Desk:
        """Put a passage on the desk to be read only, whoever writes it."""
        journal, past = self._journal(passage)
        return Desk(self._store, passage, journal, past, None, self._clock)

    def take_over(self, passage: str) -> Desk:
        """Ask the holder to let go and open the passage (*Reprendre ici*); blocks up to 3 s.

        Raises:
            HeldElsewhere: it did not answer; :meth:`end_holder` is what is left.
        """
        return self._seated(self._store.take_over(passage, terminal_label()))

    def end_holder(self, holder: Holder) -> None:
        """End a holder that does not answer, after a confirmation; blocks a few seconds.

        Raises:
            StoreError: it cannot be ended from here.
        """
        self._store.ownership.end_holder(holder)

    def withdraw(self, passage: str) -> None:
        """Take back a request to take a passage over."""
        self._store.ownership.withdraw(passage)

    # -- Documents ------------------------------------------------------------------------------

    def export_verso(self, passage: str, *, replace: bool = False) -> Path:
        """Make the verso of a locked passage in the communicable folder; blocks a second or two.

        Args:
            passage: its opaque id.
            replace: replace a file that this séance did not issue, once confirmed.

        Raises:
            DocumentError: the passage has no verso, or it cannot be made.
            DocumentInTheWay: a file stands there that this séance did not issue.
            StoreError: it cannot be written.
        """
        state = self._journal(passage)[0].state
        content = verso(state)
        if not self._registered(passage, state):
            raise DocumentError(
                "Cette version n’est pas encore scellée : rouvrez la fiche depuis l’accueil, "
                "puis redemandez le document."
            )
        data = self._render(content).data
        target = self._store.communicable / verso_name(passage, state)
        self._store.issued.issue(
            target,
            data,
            kind="verso",
            at=self._clock.now().wall,
            passage=passage,
            version=len(state.versions),
            replace=replace,
        )
        self._store.issued.withdraw_earlier(target, kind="verso", passage=passage)
        return target

    def _registered(self, passage: str, state: Passage) -> bool:
        return len(state.versions) in self._store.register.sealed_versions(passage)

    def verso_path(self, passage: str) -> Path | None:
        """Return the verso of a passage's last version, if it was made and is there."""
        entry = self._sitting.entry(passage)
        if not self._store.has_passage(entry.passage):
            return None
        state = self._journal(passage)[0].state
        target = self._store.communicable / verso_name(passage, state)
        version = len(state.versions)
        made = any(
            (each.passage, each.version, each.name) == (passage, version, target.name)
            for each in self._store.issued.documents()
        )
        return target if made and target.exists() else None

    # -- The end --------------------------------------------------------------------------------

    def verify(self, head: str | None = None) -> list[Finding]:
        """Check seals and register, changing nothing.

        Args:
            head: an entry's hash known from elsewhere, or at least its first 16 digits.

        Raises:
            StoreError: something cannot be read, or the head is not one.
        """
        announced = {
            (row.entry.passage, version.number): version.seal
            for row in self.rows()
            if row.passage is not None
            for version in row.passage.versions
        }
        return self._store.verify(head, announced)

    def register_summary(self) -> tuple[int, str]:
        """Return how many entries the register has, and the hash of the last one."""
        entries = self._store.register.entries()
        return len(entries), self._store.register.head()

    def passage_of(self, number: str) -> str:
        """Return the passage of a candidate's number, as the passage or else the roster has it.

        Raises:
            InputError: no candidate has it.
        """
        for row in self.rows():
            if row.passage and row.passage.identification.candidate.number == number.strip():
                return row.entry.passage
        return self._sitting.by_number(number).passage

    def save_status(self) -> SaveStatus:
        """Return what is saved, what waits, and what fails."""
        return self._store.status()

    def now(self) -> Instant:
        """Return the present moment."""
        return self._clock.now()

    def close(self, timeout: float = 10.0) -> bool:
        """Bring everything to the disk; return whether that came about."""
        return self._store.close(timeout)


def terminal_label() -> str:
    """Return what tells a person which terminal this is: account, machine, terminal."""
    try:
        terminal = os.ttyname(0).removeprefix("/dev/")
    except OSError:
        terminal = ""
    user = os.environ.get("USER", "") or str(os.geteuid())
    return visible(" ".join(part for part in (user, socket.gethostname(), terminal) if part))


def verso_name(passage: str, state: Passage) -> str:
    """Return the verso's file name: the candidate's number where it makes a safe one.

    The passage's id keeps apart two numbers that differ only in what a file name cannot hold.
    """
    number = _UNSAFE_IN_NAME.sub("-", state.identification.candidate.number)[:40]
    return f"verso-{number}-{passage[:6]}.pdf"
