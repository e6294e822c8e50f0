"""One passage on the desk: commands in, new states out, everything on its way to the disk.

Every screen of the walk works through a :class:`Desk`. The state in memory is the truth; a command
returns at once and the store's writer brings it to the disk.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TooLate
from typing import Any

import rfc8785

from e33tui.domain import history, seal
from e33tui.domain.clock import Clock, Instant, between, must_ask
from e33tui.domain.codec import encode
from e33tui.domain.commands import (
    AddRemark,
    AdjustClock,
    Amend,
    Close,
    Command,
    EditRemark,
    EraseRemark,
    Reopen,
)
from e33tui.domain.errors import DocumentError, RuleError, StoreError
from e33tui.domain.history import Change
from e33tui.domain.journal import Journal, Line, to_data
from e33tui.domain.passage import Passage, Step
from e33tui.domain.undone import Undone
from e33tui.domain.versions import Version, versions
from e33tui.domain.walk import holds, step
from e33tui.persistence.saving import writer_key
from e33tui.service import sealing
from e33tui.service.draft import REMARK, Draft, take_draft
from e33tui.service.hold import Hold
from e33tui.service.watch import Gap
from e33tui.store import Held, OwnershipLost, PassageRecord, SaveStatus, Store

READ_ONLY = "Cette fiche est ouverte ailleurs : ici, elle se consulte seulement."
TAKEN = (
    "Un fichier scellé porte déjà le numéro de la version {number} de cette fiche, qui n’est pas "
    "verrouillée. Gardez ce dossier tel quel et prévenez le chef de centre ; « e33tui verifier » "
    "nomme ce fichier."
)
UNSAVED = "Tout n’est pas encore enregistré : vérifiez le disque, puis redemandez le document."
BEAT = 30_000
"""Milliseconds after which a running clock that nobody types beside is noted as watched."""


class Desk:
    """A passage that this process may write, or look at only.

    Attributes:
        id: the passage's opaque id.
        warning: one French sentence about what opening could not complete; empty when it could.
    """

    def __init__(
        self,
        store: Store,
        passage_id: str,
        journal: Journal,
        past: tuple[Change, ...],
        held: Held | None,
        clock: Clock,
        author: str = "",
    ) -> None:
        self.id = passage_id
        self.warning = ""
        self._store = store
        self._journal = journal
        self._history = past
        self._lines = tuple(to_data(line) for line in journal.lines)
        self._past = tuple(encode(change) for change in past)
        self._hold = Hold(store, held)
        self._clock = clock
        self._author = author
        self._draft = take_draft(store, held) if held else Draft()
        self._draft.drop_committed(journal.lines)
        self._sealer = sealing.Sealer(store, passage_id)
        self._put_aside: list[Gap] = []

    @property
    def state(self) -> Passage:
        """The committed state, as of now."""
        return self._journal.state

    @property
    def history(self) -> tuple[Change, ...]:
        """The lasting history; empty before the first lock."""
        return self._history

    @property
    def versions(self) -> tuple[Version, ...]:
        """The sealed versions, oldest first, with why each was reopened."""
        return versions(self._journal.lines)

    @property
    def _held(self) -> Held | None:
        return self._hold.held

    @property
    def read_only(self) -> bool:
        """Whether this passage is only looked at: another process writes it, or it was let go."""
        return self._held is None

    @property
    def begun(self) -> bool:
        """Whether anything was done: a passage opened and only looked at has no record."""
        return len(self._lines) > 1

    def now(self) -> Instant:
        """Return the present moment."""
        return self._clock.now()

    def save_status(self) -> SaveStatus:
        """Return what is saved, what waits, and what fails."""
        return self._store.status()

    # -- Commands ---------------------------------------------------------------------------

    def do(self, command: Command, by: str = "") -> Passage:
        """Carry out ``command`` and return the new state; it is on its way to the disk.

        Raises:
            RuleError, InputError: refused; nothing has changed.
        """
        held, at = self._writable()
        self._advance(held, self._journal.then(command, at, by), at, by)
        return self.state

    def undoable(self) -> Command | None:
        """Return what undo would take back; ``None`` while there is nothing."""
        return self._journal.undoable()

    def undo_across(self) -> str:
        """Return what undo would take back from before a *temps* began or ended; else nothing."""
        return self._journal.undo_across()

    def undo(self, by: str = "") -> Undone:
        """Take back the last change and return what it was and where it stood.

        Raises:
            RuleError: there is nothing to take back.
        """
        held, at = self._writable()
        journal, taken = self._journal.undo(at, by)
        self._advance(held, journal, at, by)
        return taken

    def _writable(self) -> tuple[Held, Instant]:
        self._hold.stay()
        held = self._held
        if held is None:
            raise RuleError("R10", READ_ONLY)
        return held, self._clock.now()

    def _advance(self, held: Held, journal: Journal, at: Instant, by: str) -> None:
        self._sealer.try_again(held, self._journal)
        known = self._journal.lines
        # An erasure and a lock take texts out of earlier lines; whatever holds them must go too.
        forget = journal.rewrote(self._journal)
        # What lasts says who, even where the commission as a whole enters it (design §9).
        changes = history.changes(self.state, journal.state, at, by or self._author)
        # Only new lines are encoded: a save's cost in this thread does not grow with the journal.
        start = 0 if forget else len(known)
        self._lines = self._lines[:start] + tuple(to_data(line) for line in journal.lines[start:])
        self._history = (*self._history, *changes)
        self._past = (*self._past, *(encode(change) for change in changes))
        self._journal = journal
        draft: dict[str, Any] | None = None
        if forget:
            self._draft.forget(_texts(known) - _texts(journal.lines), journal.erased)
            draft = self._draft_at(at)
        # What a lock takes out, nobody erased: it does not cost what was told to be kept aside.
        erase = forget and isinstance(journal.lines[-1].command, EraseRemark)
        self._store.submit(held, record=self._record(), draft=draft, forget=forget, erase=erase)

    def forget_remarks(self) -> None:
        """Take every observation out for good, on the way to the disk; nothing else changes.

        No rule is asked: a locked or closed passage keeps its seals, which hold no observation.

        Raises:
            RuleError: the passage is only looked at.
        """
        held, at = self._writable()
        self._journal = self._journal.without_remarks()
        self._lines = tuple(to_data(line) for line in self._journal.lines)
        for name in [name for name in self._draft.texts if name.startswith(REMARK)]:
            self._draft.put(name, None, "")
        draft = self._draft_at(at)
        self._store.submit(held, record=self._record(), draft=draft, forget=True, erase=True)

    def _record(self) -> PassageRecord:
        return PassageRecord(self.id, self._lines, self._past)

    # -- Lock, reopening ----------------------------------------------------------------------

    def lock(self, by: str = "", *, closing: bool = False) -> Future[None]:
        """Lock the passage and seal this version; the future ends once both are on the disk.

        A version that could not be sealed then is sealed with the next change, or the next time
        the passage is opened.

        Args:
            by: the author's id.
            closing: locked by the clôture, as absent and put off are.

        Raises:
            RuleError: something is missing; its sentence lists it.
        """
        held, at = self._writable()
        self._refuse_taken_number()
        salt = secrets.token_hex(seal.SALT_BYTES)
        intent, data = seal.lock_intent(self.state, self.id, salt, rfc8785.dumps, closing=closing)
        self._advance(held, self._journal.then(intent, at, by), at, by)
        self._sealer.keep(intent.number, data)
        return self._sealer.start(held, self._journal)

    def _refuse_taken_number(self) -> None:
        """Announce no version under a number that a sealed file has already.

        Raises:
            RuleError: it has; nothing has changed.
        """
        number = len(self.state.versions) + 1
        if os.path.lexists(self._store.seals.path(self.id, number)):
            raise RuleError("R10", TAKEN.format(number=number))

    def reopen(self, reason: str, by: str = "") -> Passage:
        """Reopen a locked passage before the clôture, with one reason."""
        return self._unlock(Reopen(reason), by)

    def amend(self, reason: str, members: tuple[str, ...], by: str = "") -> Passage:
        """Reopen after the clôture, for a rectification."""
        return self._unlock(Amend(reason, members), by)

    def close(self, by: str = "") -> Future[None]:
        """Let the clôture pass over this locked passage; the future ends once it is on the disk."""
        self.do(Close(), by)
        held, _ = self._writable()
        return self._sealer.start(held, self._journal)

    def _unlock(self, command: Command, by: str) -> Passage:
        held, at = self._writable()
        self._advance(held, self._journal.then(command, at, by), at, by)
        self._sealer.start(held, self._journal)
        return self.state

    def is_sealed(self) -> bool:
        """Tell whether the last version is known to be in the register."""
        try:
            return sealing.is_registered(self._store, self.id, self._journal)
        except StoreError:
            return False

    def complete_seals(self) -> None:
        """Seal and register what was announced before a crash, and nothing else; blocks.

        What cannot be done is told by :attr:`warning`: it must not keep an oral from going on.
        """
        try:
            refused = sealing.complete(self._store, self.id, self._journal)
        except StoreError as error:
            self.warning = error.message
            return
        if self.state.locked and len(self.state.versions) in refused:
            self.warning = sealing.not_as_announced(len(self.state.versions)).message

    # -- Drafts -------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """The criterion or text that had the focus when this passage was last at work."""
        return self._draft.place

    def draft(self, field_id: str) -> str | None:
        """Return the text that was being typed in a field, ``None`` if none was."""
        return self._draft.texts.get(field_id)

    def set_draft(self, field_id: str, text: str | None, place: str = "") -> None:
        """Keep a text still being typed; ``None`` once it is committed or given up."""
        self._draft.put(field_id, text, place)

    def set_place(self, place: str) -> None:
        """Keep which criterion or text has the focus."""
        self._draft.move(place)

    def stand_at(self, shown: Step | None, focus: str = "") -> None:
        """Keep which step is shown and what has the focus on it, for a start after a cut.

        Args:
            shown: the step; ``None`` once the passage is left on purpose.
            focus: a criterion's or a text's id, or another place of that step.
        """
        self._draft.stand_at(shown.value if shown else "", focus)

    def resume(self) -> tuple[Step, str]:
        """Return the step that was shown when this passage was cut short, and the place on it.

        One that was left on purpose, or has changed since, is taken up where it stands.
        """
        known, focus = self._draft.stand
        if known in tuple(Step) and holds(self.state, Step(known)):
            return Step(known), focus
        return step(self.state), ""

    def save_draft(self) -> None:
        """Bring the drafts to the disk; called at most half a second after a key.

        One of a passage that is being left stays in memory: it could come after the last save.
        """
        if self._hold.leaving:
            return
        with self._hold.kept() as held:
            if held is not None and self._draft.changed:
                self._submit_draft(held)

    def beat(self) -> None:
        """Note that a running clock is being watched, now and then; it costs nothing in between.

        Another terminal that asks whether somebody is here is told so. A passage that a late
        command kept from being let go is let go again: nobody has it on the screen.
        """
        held = self._held
        if held is None:
            return
        held.answer()
        if self._hold.leaving:
            return
        if self._hold.left:
            self._leave(held)
            return
        now = self._clock.now()
        if self.state.running is not None and between(self.last_seen, now) >= BEAT:
            self._draft.note(self._find_gap(now), now)
            self._draft.changed = True
            self.save_draft()

    def _submit_draft(self, held: Held) -> None:
        self._store.submit(held, draft=self._draft_at(self._clock.now()))

    def _draft_at(self, now: Instant) -> dict[str, Any]:
        """Return the draft as it goes to the disk now; empty, which removes it, if it says nothing."""
        return self._draft.to_save(now, watched=self.state.running is not None)

    def in_memory(self) -> tuple[PassageRecord, dict[str, Any]]:
        """Return the record and the draft as they are now, for a copy elsewhere."""
        return self._record(), self._draft.data(self._clock.now())

    # -- Silences -------------------------------------------------------------------------------

    @property
    def last_seen(self) -> Instant:
        """The last moment this passage is known to have been at work."""
        line = self._journal.lines[-1].at
        seen = self._draft.seen or line
        return seen if between(line, seen) > 0 else line

    @property
    def trace(self) -> tuple[int, Line, Instant]:
        """What differs as soon as anybody has worked on this passage."""
        return len(self._journal.lines), self._journal.lines[-1], self.last_seen

    @property
    def gap(self) -> Gap | None:
        """The first silence that the commission has not answered for, if its *temps* is still on."""
        return next(self._open_gaps(), None)

    @property
    def to_ask(self) -> Gap | None:
        """The first such silence that was not asked about since the passage was opened."""
        asked = [id(gap) for gap in self._put_aside]
        return next((gap for gap in self._open_gaps() if id(gap) not in asked), None)

    def _open_gaps(self) -> Iterator[Gap]:
        """Yield the silences without an answer whose *temps* is still on, oldest first."""
        return (gap for gap in self._draft.gaps if self.state.timing(gap.part).on)

    def put_aside(self, gap: Gap) -> None:
        """Ask about a silence no more before the next opening; unanswered, it is asked then."""
        self._put_aside.append(gap)

    def answer_gap(self, gap: Gap, *, counts: bool) -> None:
        """Take the commission's answer: whether a silence counts.

        Raises:
            RuleError: its time cannot be taken off the clock; it counts.
        """
        self._hold.stay()
        try:
            if not counts:
                self.do(AdjustClock(gap.part, -gap.milliseconds))
        finally:
            # Behind the correction: cut short between the two, the correction is known as the answer.
            self._draft.answered(gap)
            self.save_draft()

    def watch_on(self, *, watched: bool) -> None:
        """Watch a running clock from now on; what nobody watched is put to the commission.

        Args:
            watched: whether the program has been awake since: there is no silence to ask about.
        """
        if self._held is not None and self.state.running is not None:
            now = self._clock.now()
            self._draft.note(None if watched else self._find_gap(now), now)

    def _find_gap(self, now: Instant) -> Gap | None:
        running, last = self.state.running, self.last_seen
        if running is None or not must_ask(last, now):
            return None
        return Gap(running, between(last, now), last.boot == now.boot)

    # -- Leaving --------------------------------------------------------------------------------

    def requested(self) -> bool:
        """Tell whether another terminal asks to take this passage over."""
        return self._held is not None and self._held.requested()

    def leave(self, timeout: float = 10.0) -> bool:
        """Save everything and let go; return whether all of it is on the disk.

        A passage that is not on the disk is not let go: another terminal would begin from an
        older state, and this one would be lost. It is let go by itself as soon as it is saved, unless
        it is worked on again before (:meth:`take_up`).
        """
        held = self._held
        if held is None or held.released:
            return True
        try:
            return self._leave(held).result(timeout)
        except OwnershipLost:
            self._store.writer.forget(writer_key(self.id))
        except (StoreError, TooLate, CancelledError):
            pass  # Not on the disk yet; or the program is ending, and said what it could not save.
        return False

    def _leave(self, held: Held) -> Future[bool]:
        return self._hold.leave(held, self._save_last, lambda: self._sealer.busy)

    def _save_last(self, held: Held) -> None:
        # What was typed last, or that a clock was watched until now.
        if self._draft.changed or self.state.running is not None:
            self._submit_draft(held)
        self._sealer.try_again(held, self._journal)

    def wait_for_saves(self, timeout: float = 10.0) -> None:
        """Wait until the disk has what was entered so far.

        Args:
            timeout: seconds to wait at most.

        Raises:
            DocumentError: it does not; what is made of the disk's record would lack it.
        """
        if self._held is None or self._held.released:
            return
        try:
            self._store.run(self._held, lambda: None).result(timeout)
        except (StoreError, TooLate, CancelledError):
            raise DocumentError(UNSAVED) from None

    def take_up(self, *, watched: bool = False) -> bool:
        """Work again on a passage that was left; return whether it was still held.

        Args:
            watched: whether the program has been awake since: there is no silence to ask about.
        """
        left, held = self._hold.take_up(), self._held
        if held is None:
            return False
        if left:
            self._put_aside.clear()
            self.watch_on(watched=watched)
            self._sealer.try_again(held, self._journal)
        return True


def _texts(lines: Iterable[Line]) -> set[str]:
    """Return every observation's text that some lines hold."""
    commands = (line.command for line in lines)
    return {c.text for c in commands if isinstance(c, AddRemark | EditRemark) and c.text}
