"""One passage on the desk: commands in, new states out, everything on its way to the disk.

Every screen of the walk works through a :class:`Desk`. The state in memory is the truth; a command
returns at once and the store's writer brings it to the disk.
"""

from __future__ import annotations

import secrets
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import rfc8785

from e33tui.domain import history, seal
from e33tui.domain.clock import Clock, Instant, PartStatus, between, must_ask
from e33tui.domain.codec import decode, encode
from e33tui.domain.commands import Amend, Command, EraseRemark, Lock, Reopen
from e33tui.domain.errors import RuleError, StoreError
from e33tui.domain.history import Change
from e33tui.domain.journal import Journal, fold, to_data
from e33tui.domain.passage import Passage
from e33tui.domain.remark import PartId
from e33tui.store import Held, PassageRecord, SaveStatus, Store

READ_ONLY = "Cette fiche est ouverte ailleurs : ici, elle se consulte seulement."


@dataclass
class Draft:
    """What is being typed and where, kept beside the record and never in it.

    Attributes:
        seen: the last moment this passage was known to be at work.
        texts: field id to the text being typed.
        place: the criterion or text that had the focus.
    """

    seen: Instant | None = None
    texts: dict[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True)
class Gap:
    """A silence of a running clock that the commission is asked about (design §7).

    Attributes:
        part: the *temps* whose clock ran.
        milliseconds: how long nothing was seen.
        exact: measured within one boot of the machine.
    """

    part: PartId
    milliseconds: int
    exact: bool


class Desk:
    """A passage that this process may write, or look at only."""

    def __init__(
        self,
        store: Store,
        passage_id: str,
        journal: Journal,
        past: tuple[Change, ...],
        held: Held | None,
        clock: Clock,
    ) -> None:
        self.id = passage_id
        self._store = store
        self._journal = journal
        self._history = past
        self._lines = tuple(to_data(line) for line in journal.lines)
        self._past = tuple(encode(change) for change in past)
        self._held = held
        self._clock = clock
        self._draft = _read_draft(store, passage_id) if held else Draft()
        self._draft_dirty = False
        self.gap = self._find_gap()

    @property
    def state(self) -> Passage:
        """The committed state, as of now."""
        return self._journal.state

    @property
    def history(self) -> tuple[Change, ...]:
        """The lasting history; empty before the first lock."""
        return self._history

    @property
    def read_only(self) -> bool:
        """Whether another process writes this passage."""
        return self._held is None

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
        journal = self._journal.then(command, at, by)
        self._advance(held, journal, at, by, forget=isinstance(command, EraseRemark))
        return self.state

    def undo(self, by: str = "") -> str:
        """Take back the last change and return French words for it.

        Raises:
            RuleError: there is nothing to take back.
        """
        held, at = self._writable()
        journal, label = self._journal.undo(at, by)
        self._advance(held, journal, at, by)
        return label

    def _writable(self) -> tuple[Held, Instant]:
        if self._held is None:
            raise RuleError("R10", READ_ONLY)
        return self._held, self._clock.now()

    def _advance(
        self, held: Held, journal: Journal, at: Instant, by: str, *, forget: bool = False
    ) -> None:
        changes = history.changes(self.state, journal.state, at, by)
        self._history = (*self._history, *changes)
        # Only new lines are encoded: a save's cost in this thread does not grow with the journal.
        start = 0 if forget else len(self._lines)
        self._lines = self._lines[:start] + tuple(to_data(line) for line in journal.lines[start:])
        self._past = (*self._past, *(encode(change) for change in changes))
        self._journal = journal
        self._store.submit(held, record=self._record(), forget=forget)

    def _record(self) -> PassageRecord:
        return PassageRecord(self.id, self._lines, self._past)

    # -- Lock, reopening, documents -----------------------------------------------------------

    def lock(self, by: str = "") -> Future[None]:
        """Lock the passage and seal this version; the future ends once both are on the disk.

        Raises:
            RuleError: something is missing; its sentence lists it.
        """
        held, at = self._writable()
        salt = secrets.token_hex(seal.SALT_BYTES)
        intent, data = seal.lock_intent(self.state, self.id, salt, rfc8785.dumps)
        amended = self.state.amending
        self._advance(held, self._journal.then(intent, at, by), at, by)
        return self._store.run(held, lambda: self._seal(intent, data, at, amended=amended))

    def _seal(self, intent: Lock, data: bytes, at: Instant, *, amended: bool) -> None:
        """Sealed file first, register second; repeating it changes nothing (design §6)."""
        self._store.seals.write_sealed(self.id, intent.number, data)
        self._store.register.append(
            "amend" if amended else "lock",
            passage=self.id,
            version=intent.number,
            seal=intent.seal,
            at=at.wall,
        )

    def complete_seals(self) -> None:
        """Seal and register exactly the versions that lock intents announced before a crash."""
        registered = self._store.register.sealed_versions(self.id)
        for number, line in enumerate(self._journal.lines, 1):
            intent = line.command
            if isinstance(intent, Lock) and intent.number not in registered:
                before = fold(self.state.rubric, self._journal.lines[: number - 1])
                self._complete(intent, line.at, before)

    def _complete(self, intent: Lock, at: Instant, before: Passage) -> None:
        again, data = seal.lock_intent(
            before, self.id, intent.salt, rfc8785.dumps, closing=intent.closing
        )
        if again == intent:
            self._seal(intent, data, at, amended=before.amending)

    def reopen(self, reason: str, by: str = "") -> Passage:
        """Reopen a locked passage before the clôture, with one reason."""
        return self._unlock(Reopen(reason), by)

    def amend(self, reason: str, members: tuple[str, ...], by: str = "") -> Passage:
        """Reopen after the clôture, for a rectification."""
        return self._unlock(Amend(reason, members), by)

    def _unlock(self, command: Command, by: str) -> Passage:
        held, at = self._writable()
        self._advance(held, self._journal.then(command, at, by), at, by)
        number = len(self.state.versions)
        self._store.run(
            held,
            lambda: self._store.register.append(
                "reopen", passage=self.id, version=number, at=at.wall
            ),
        )
        return self.state

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
        known = self._draft.texts.get(field_id)
        if known == text and place in ("", self._draft.place):
            return
        if text is None:
            self._draft.texts.pop(field_id, None)
        else:
            self._draft.texts[field_id] = text
        self._draft_dirty = True
        self._draft.place = place or self._draft.place

    def set_place(self, place: str) -> None:
        """Keep which criterion or text has the focus."""
        if place != self._draft.place:
            self._draft.place = place
            self._draft_dirty = True

    def save_draft(self) -> None:
        """Bring the drafts to the disk; called at most half a second after a key."""
        if not self._draft_dirty or self._held is None:
            return
        self._draft_dirty = False
        self._draft.seen = self._clock.now()
        self._store.submit(self._held, draft=_draft_data(self._draft))

    def _find_gap(self) -> Gap | None:
        """A running clock that nobody watched is put to the commission, once."""
        running = [p for p in PartId if self.state.timing(p).status is PartStatus.RUNNING]
        if not running or self._held is None:
            return None
        line = self._journal.lines[-1].at
        seen = self._draft.seen or line
        last = seen if between(line, seen) > 0 else line
        now = self._clock.now()
        if not must_ask(last, now):
            return None
        return Gap(running[0], between(last, now), last.boot == now.boot)

    # -- Leaving --------------------------------------------------------------------------------

    def requested(self) -> bool:
        """Tell whether another terminal asks to take this passage over."""
        return self._held is not None and self._held.requested()

    def leave(self, timeout: float = 10.0) -> bool:
        """Save everything and let go; return whether all of it is on the disk."""
        self.save_draft()
        saved = self._store.writer.flush(timeout)
        if self._held is not None:
            self._held.release()
            self._held = None
        return saved


def _draft_data(draft: Draft) -> dict[str, Any]:
    if not draft.texts and not draft.place:
        return {}
    return {"seen": encode(draft.seen), "texts": dict(draft.texts), "place": draft.place}


def _read_draft(store: Store, passage_id: str) -> Draft:
    """Return the draft on the disk; one that cannot be read is no reason not to work."""
    try:
        data = store.load_draft(passage_id)
        seen = decode(Instant, data["seen"]) if data.get("seen") else None
        texts = {str(name): str(text) for name, text in data.get("texts", {}).items()}
        return Draft(seen, texts, str(data.get("place", "")))
    except (StoreError, ValueError, AttributeError):
        return Draft()
