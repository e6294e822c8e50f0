"""From what a passage's journal announces to sealed files and register entries, in its order.

The announcement is on the disk first, the sealed file second, the register third. Whatever cut
that short, doing it again completes exactly what was announced, and nothing else (design §6).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from types import MappingProxyType
from typing import Any

import rfc8785

from e33tui.domain import seal
from e33tui.domain.commands import Amend, Lock, Reopen
from e33tui.domain.errors import StoreError
from e33tui.domain.journal import Journal, Line, fold
from e33tui.domain.passage import Passage
from e33tui.persistence.errors import Busy
from e33tui.persistence.issued import OF_A_VERSION
from e33tui.store import DamagedFile, Held, NewerFormat, OwnershipLost, Store

Bytes = Mapping[int, bytes]
_NONE: Bytes = MappingProxyType({})
_MAY_DIFFER = ("remarks_hash", "rubric_digest")
"""An observation may be erased after the lock, and a later version's rubric be better printed."""
_UNSEALED = (
    "La version {number} de cette fiche n’est pas scellée : son empreinte n’est pas celle "
    "attendue. Rouvrez la fiche, relisez-la et verrouillez-la de nouveau."
)


class Sealer:
    """Has the versions of one passage sealed in the background, and again until they are."""

    def __init__(self, store: Store, passage_id: str) -> None:
        """Seal nothing yet.

        Args:
            store: the séance's folder.
            passage_id: the opaque id.
        """
        self._store = store
        self._id = passage_id
        self._unsealed: dict[int, bytes] = {}
        self._last: Future[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether a version is about to be sealed."""
        last = self._last
        return last is not None and not last.done()

    def keep(self, number: int, data: bytes) -> None:
        """Keep the bytes of a version that was just announced until they are sealed."""
        self._unsealed[number] = data

    def start(self, held: Held, journal: Journal) -> Future[None]:
        """Seal and register what a journal announces, once that is on the disk."""
        self._last = sealed = self._store.run(held, lambda: self._complete(held, journal))
        sealed.add_done_callback(lambda done: self._seal_later(held, journal, done))
        return sealed

    def try_again(self, held: Held, journal: Journal) -> None:
        """Try again what a failing disk kept from being sealed, before anything newer is saved."""
        if self._unsealed and not self.busy:
            self.start(held, journal)

    def _seal_later(self, held: Held, journal: Journal, sealed: Future[None]) -> None:
        """Have what could not be sealed tried again until it is, like any save that fails."""
        # A damaged register, or a version with other bytes, will be the same the next time.
        if sealed.cancelled() or type(sealed.exception()) not in (StoreError, Busy):
            return

        def again() -> None:
            # Once the passage is let go, the next opening does it.
            with contextlib.suppress(OwnershipLost):
                self._complete(held, journal)

        # The program may have ended meanwhile.
        with contextlib.suppress(StoreError):
            self._store.writer.submit(f"seal:{self._id}", again)

    def _complete(self, held: Held, journal: Journal) -> None:
        # A lock that came after this journal is sealed with its own.
        announced = {version.number for version in journal.state.versions}
        ready = {n: data for n, data in dict(self._unsealed).items() if n in announced}
        with held.writing():
            refused = complete(self._store, self._id, journal, ready)
        for number in ready:
            self._unsealed.pop(number, None)
        if lost := set(refused).intersection(ready):
            raise not_as_announced(max(lost))


def not_as_announced(number: int) -> StoreError:
    """Return the error that a version could not be sealed as it was announced."""
    return StoreError("", _UNSEALED.format(number=number))


def complete(
    store: Store, passage_id: str, journal: Journal, ready: Bytes = _NONE
) -> tuple[int, ...]:
    """Seal and register what the journal announces and the register has not yet.

    Only who holds the passage may call this. Done again, it changes nothing.

    Args:
        store: the séance's folder.
        passage_id: the opaque id.
        journal: the journal, as it is on the disk or on its way there before this.
        ready: the bytes of versions just locked, by number; others are made again.

    Returns:
        the versions whose announced seal is not that of their content, or not the one that the
        register has: they are left alone.

    Raises:
        StoreError: a file cannot be read or written.
    """
    steps = [
        (place, line)
        for place, line in enumerate(journal.lines)
        if isinstance(line.command, Lock | Reopen | Amend)
    ]
    seals, reopened = _registered(store, passage_id) if steps else ({}, frozenset())
    refused: list[int] = []
    version = 0
    for place, line in steps:
        if isinstance(line.command, Lock):
            version = line.command.number
            if seals.get(version) == line.command.seal:
                continue
            data = ready.get(version) or _made_again(journal, place, line.command, passage_id)
            if data is None or version in seals:
                refused.append(version)
            else:
                _seal(store, passage_id, line, data, amended=_is_amended(journal.state, version))
        elif version not in reopened and version not in refused:
            # The register last: what it has is not done again.
            _withdraw_before(store, passage_id, version + 1)
            store.register.append("reopen", passage=passage_id, version=version, at=line.at.wall)
    return tuple(refused)


def _registered(store: Store, passage_id: str) -> tuple[dict[int, str], frozenset[int]]:
    """Return what the register has of a passage: seals by version, and what was reopened."""
    entries = [entry for entry in store.register.entries() if entry.passage == passage_id]
    seals = {e.version: e.seal for e in entries if e.version and e.seal and e.kind != "reopen"}
    return seals, frozenset(e.version for e in entries if e.version and e.kind == "reopen")


def _made_again(journal: Journal, place: int, intent: Lock, passage_id: str) -> bytes | None:
    """Return the bytes that the lock at ``place`` sealed, if they have the seal it announced."""
    before = fold(journal.state.rubric, journal.lines[:place])
    again, data = seal.lock_intent(
        before, passage_id, intent.salt, rfc8785.dumps, closing=intent.closing
    )
    return data if again == intent else None


def _is_amended(state: Passage, version: int) -> bool:
    return any(each.number == version and each.amended for each in state.versions)


def _seal(store: Store, passage_id: str, line: Line, data: bytes, *, amended: bool) -> None:
    assert isinstance(line.command, Lock)
    number = line.command.number
    store.seals.write_sealed(passage_id, number, data)
    _withdraw_before(store, passage_id, number)
    store.register.append(
        "amend" if amended else "lock",
        passage=passage_id,
        version=number,
        seal=line.command.seal,
        at=line.at.wall,
    )


def _withdraw_before(store: Store, passage_id: str, version: int) -> None:
    """Take back what shows an earlier version: a note that may change must not be handed out.

    A list that cannot be understood is told by the one who makes the next document.

    Raises:
        StoreError: the disk refuses it.
    """
    with contextlib.suppress(DamagedFile, NewerFormat):
        for kind in OF_A_VERSION:
            store.issued.withdraw_outdated(
                store.folder_of(kind), kind=kind, passage=passage_id, version=version
            )


def is_registered(store: Store, passage_id: str, journal: Journal) -> bool:
    """Tell whether the last version that the journal announces is in the register.

    Raises:
        StoreError: the register cannot be read.
    """
    versions = journal.state.versions
    if not versions:
        return False
    entry = store.register.sealed_entry(passage_id, versions[-1].number)
    return entry is not None and entry.seal == versions[-1].seal


def is_as_sealed(store: Store, passage_id: str, journal: Journal) -> bool:
    """Tell whether a locked record still says what the sealed file of its last version says.

    Raises:
        StoreError: the sealed file cannot be read.
    """
    place, intent = _last_lock(journal.lines)
    data = store.seals.read_sealed(passage_id, intent.number)
    if seal.seal_of(data) != intent.seal:
        return False
    before = fold(journal.state.rubric, journal.lines[:place])
    _, now = seal.lock_intent(before, passage_id, intent.salt, rfc8785.dumps)
    return _lasting(now) == _lasting(data)


def is_of_this_wording(store: Store, passage_id: str, state: Passage) -> bool:
    """Tell whether a passage's last version was sealed with the very rubric that is in use now.

    Raises:
        StoreError: the sealed file cannot be read.
    """
    sealed = json.loads(store.seals.read_sealed(passage_id, state.versions[-1].number))
    return bool(sealed["rubric_digest"] == state.rubric.digest)


def _last_lock(lines: Sequence[Line]) -> tuple[int, Lock]:
    for place in range(len(lines) - 1, -1, -1):
        command = lines[place].command
        if isinstance(command, Lock):
            return place, command
    raise ValueError("a passage that was never locked")


def _lasting(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data)
    return {name: value for name, value in found.items() if name not in _MAY_DIFFER}
