"""From what a passage's journal announces to sealed files and register entries, in its order.

The announcement is on the disk first, the sealed file second, the register third. Whatever cut
that short, doing it again completes exactly what was announced, and nothing else (design §6).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import rfc8785

from e33tui.domain import seal
from e33tui.domain.commands import Amend, Lock, Reopen
from e33tui.domain.journal import Journal, Line, fold
from e33tui.domain.passage import Passage
from e33tui.persistence.issued import OF_A_VERSION
from e33tui.store import DamagedFile, NewerFormat, Store

Bytes = Mapping[int, bytes]
_NONE: Bytes = MappingProxyType({})
_MAY_DIFFER = ("remarks_hash", "rubric_digest")
"""An observation may be erased after the lock, and a later version's rubric be better printed."""


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
