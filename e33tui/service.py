"""The one object that screens and command line call: a séance, its roster, its documents.

Commands go in, new states come out; rules are the domain's, files the store's.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from e33tui import sealing
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
from e33tui.domain.text import accept, visible
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
Signature = tuple[int, int, int]
"""Inode, size and time of a file: a save gives it a new one."""
UNKNOWN_CONTENT = "son contenu n’est pas celui qu’écrit e33tui"
_STARTED = {
    sittings.EditCandidate: "Ce passage a commencé ou est ouvert dans un terminal : corrigez "
    "l’identification depuis le passage lui-même.",
    sittings.RemoveCandidate: "Ce passage a commencé ou est ouvert dans un terminal : ce candidat "
    "ne peut plus être retiré de la liste.",
}
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class DayRow:
    """One candidate of the day, as the list shows it.

    Attributes:
        entry: the roster's line.
        passage: the state on a desk of this process, else the one that the passage's own file
            holds; ``None`` before it was opened, or when the file cannot be read.
        problem: what is wrong with the file, one French sentence; empty when nothing is.
    """

    entry: Entry
    passage: Passage | None = None
    problem: str = ""

    @property
    def candidate(self) -> Candidate:
        """Who it is: as the passage has it, else as the roster announced."""
        return self.passage.identification.candidate if self.passage else self.entry.candidate


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
        self._desks: dict[str, Desk] = {}
        self._states: dict[str, tuple[Signature, Passage]] = {}
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
            begun = self._begun(sitting, commands)
            for command in commands:
                self._refuse_started(command)
                sitting = sittings.apply(sitting, command)
                _refuse_taken(sitting, command, begun)
            return [sittings.to_data(command) for command in commands]

        self._sitting = self._read_sitting(self._store.append_sitting(make))
        return self._sitting

    def _refuse_started(self, command: SittingCommand) -> None:
        if not isinstance(command, sittings.EditCandidate | sittings.RemoveCandidate):
            return
        # A passage on a desk may have commands that are not on the disk yet.
        if self._store.has_passage(command.passage) or self._store.ownership.holder(
            command.passage
        ):
            raise RuleError("R1", _STARTED[type(command)])

    def _begun(
        self, sitting: Sitting, commands: Iterable[SittingCommand]
    ) -> Mapping[str, Candidate]:
        """Return who the begun passages are of, where a number may have been corrected since."""
        if not any(isinstance(c, sittings.AddCandidate | sittings.EditCandidate) for c in commands):
            return {}
        rows = (self._row(entry) for entry in sitting.roster)
        return {
            row.entry.passage: row.passage.identification.candidate
            for row in rows
            if row.passage is not None
        }

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
            InputError: it is taken, its holder is named; or it cannot be a number.
        """
        wanted = accept("Numéro", number)
        for row in self.rows():
            if row.entry.passage != passage and row.candidate.number == wanted:
                raise sittings.number_taken(row.candidate)

    # -- The day --------------------------------------------------------------------------------

    def rows(self) -> tuple[DayRow, ...]:
        """Return the roster with what each passage says, other terminals' work included.

        A passage's file is parsed again only after it changed.
        """
        # A séance file that cannot be read now says so when it is changed; the list goes on.
        with contextlib.suppress(StoreError):
            self._sitting = self._read_sitting(self._store.sitting_lines())
        return tuple(self._row(entry) for entry in self._sitting.roster)

    def _row(self, entry: Entry) -> DayRow:
        try:
            return DayRow(entry, self._state(entry.passage))
        except StoreError as error:
            return DayRow(entry, None, error.message)

    def _state(self, passage: str) -> Passage | None:
        """Return a passage's state; ``None`` before it was begun.

        Raises:
            StoreError: its file cannot be read.
        """
        desk = self._desks.get(passage)
        # A desk that was opened and never used leaves nothing on the disk: it has not begun.
        if desk is not None and not desk.read_only and desk.begun:
            return desk.state
        signature = self._signature(passage)
        known = self._states.get(passage)
        if known is not None and known[0] == signature:
            return known[1]
        if not self._store.has_passage(passage):
            return None
        state = self._journal(passage)[0].state
        if signature is not None:
            self._states[passage] = (signature, state)
        return state

    def _signature(self, passage: str) -> Signature | None:
        """Return what changes with the passage's file; taken before reading it."""
        try:
            found = self._store.passage_path(passage).stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _journal(self, passage: str) -> tuple[Journal, tuple[Change, ...]]:
        record = self._store.read_passage(passage)
        try:
            journal = journals.load(self.rubric, record.lines)
            return journal, tuple(decode(Change, row) for row in record.history)
        except (ValueError, TypeError) as error:
            raise DamagedFile(self._store.passage_path(passage), UNKNOWN_CONTENT) from error

    # -- One passage ----------------------------------------------------------------------------

    def open(self, passage: str) -> Desk:
        """Put a passage on the desk, to be written; one that is on a desk here stays on it.

        Raises:
            InputError: no such candidate is on the list any more.
            HeldElsewhere: another process writes it; its holder is named.
            StoreError: its file cannot be read.
        """
        desk = self._desks.get(passage)
        if desk is not None and desk.take_up():
            return desk
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
        self._desks[passage] = desk
        return desk

    def _begin(self, passage: str) -> Journal:
        # Read under the séance's lock, the passage being held already: whoever corrects or
        # removes this candidate either did so before, or sees that the passage is open.
        with contextlib.suppress(StoreError):
            self._sitting = self._read_sitting(self._store.append_sitting(lambda _: ()))
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
        journal = self._journal(passage)[0]
        state = journal.state
        if state.locked and not state.gives_verso:
            # An ending corrected after a first lock: what was issued then must not stay there.
            self._withdraw_versos(passage, keep="")
        content = verso(state)
        self._check_sealed(passage, journal)
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
        self._withdraw_versos(passage, keep=target.name)
        return target

    def _check_sealed(self, passage: str, journal: Journal) -> None:
        """Let only what was sealed be printed."""
        if not sealing.is_registered(self._store, passage, journal):
            raise DocumentError(
                "Cette version n’est pas encore scellée : rouvrez la fiche depuis l’accueil, "
                "puis redemandez le document."
            )
        if not sealing.is_as_sealed(self._store, passage, journal):
            raise DocumentError(
                "Cette fiche n’est plus celle qui a été scellée : son fichier a été modifié hors "
                "d’e33tui. Lancez « e33tui verifier » sur ce dossier et prévenez le centre."
            )

    def _withdraw_versos(self, passage: str, *, keep: str) -> None:
        self._store.issued.withdraw_earlier(
            self._store.communicable / (keep or "-"), kind="verso", passage=passage
        )

    def verso_path(self, passage: str) -> Path | None:
        """Return the verso of a passage's last version, if it was made and is there.

        Raises:
            StoreError: the passage or the list of documents cannot be read.
        """
        state = self._state(passage)
        if state is None:
            return None
        target = self._store.communicable / verso_name(passage, state)
        if not target.exists():
            return None
        wanted = (passage, len(state.versions), target.name)
        documents = self._store.issued.documents()
        return target if any((d.passage, d.version, d.name) == wanted for d in documents) else None

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
            if row.passage and row.candidate.number == number.strip():
                return row.entry.passage
        return self._sitting.by_number(number).passage

    def save_status(self) -> SaveStatus:
        """Return what is saved, what waits, and what fails."""
        return self._store.status()

    def now(self) -> Instant:
        """Return the present moment."""
        return self._clock.now()

    def close(self, timeout: float = 10.0) -> bool:
        """Bring everything to the disk, drafts included; return whether that came about."""
        for desk in tuple(self._desks.values()):
            desk.save_draft()
        return self._store.close(timeout)


def _refuse_taken(
    sitting: Sitting, command: SittingCommand, begun: Mapping[str, Candidate]
) -> None:
    """Refuse a number that another passage took on when it was corrected there."""
    if not isinstance(command, sittings.AddCandidate | sittings.EditCandidate):
        return
    number = sitting.entry(command.passage).candidate.number
    for passage, candidate in begun.items():
        if passage != command.passage and candidate.number == number:
            raise sittings.number_taken(candidate)


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
