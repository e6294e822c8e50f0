"""A lock that a passage's record lacks, made again from what was sealed.

A record taken up again from before its last lock would be open to changes, though a version of it
is sealed and registered. What the sealed files and the register know goes before an older journal.
"""

from __future__ import annotations

import json

import rfc8785

from e33tui.domain import history, seal
from e33tui.domain.clock import Instant
from e33tui.domain.codec import encode
from e33tui.domain.commands import Lock
from e33tui.domain.errors import RuleError, StoreError
from e33tui.domain.history import Change
from e33tui.domain.journal import Journal, to_data
from e33tui.store import Entry, Held, PassageRecord, Store, seal_of

History = tuple[Change, ...]
BEFORE_LOCK = (
    "Cette fiche est d’avant le verrouillage de sa version {number}, qui est au registre : elle ne "
    "peut pas être reprise telle quelle. Rien n’a été modifié. Gardez ce dossier tel quel et "
    "prévenez le chef de centre ; « e33tui verifier » dit ce qui est intact."
)
FROM_SEAL = "repris de la version scellée"
"""Who is named in the history for a lock whose line was lost."""


def relocked(store: Store, passage_id: str, journal: Journal, now: Instant) -> Journal:
    """Return the journal with the lock that it lacks and that was sealed; as a rule, itself.

    Args:
        store: the séance's folder.
        passage_id: the opaque id.
        journal: the journal, as it is on the disk.
        now: the present moment, for a lock of which the register does not tell when it was.

    Raises:
        StoreError: a lock is in the register that cannot be made again to the byte.
    """
    next_one = len(journal.state.versions) + 1
    known = store.register.known().versions
    beyond = [n for passage, n in known if passage == passage_id and n >= next_one]
    if not beyond and next_one not in store.seals.list_sealed(passage_id):
        return journal
    entry = known.get((passage_id, next_one))
    if max(beyond, default=next_one) == next_one:
        intent = _made_again(store, passage_id, journal, entry)
        if intent is not None:
            try:
                return journal.then(intent, _moment(journal, entry, now))
            except RuleError:
                pass
    if beyond:
        message = BEFORE_LOCK.format(number=max(beyond))
        raise StoreError(store.passages.path(passage_id), message)
    return journal


def _made_again(
    store: Store, passage_id: str, journal: Journal, entry: Entry | None
) -> Lock | None:
    """Return the next lock of a journal, if its sealed bytes are those that it would seal now."""
    state = journal.state
    try:
        sealed = store.seals.read_sealed(passage_id, len(state.versions) + 1)
        salt = json.loads(sealed)["salt"]
    except (StoreError, ValueError, KeyError, TypeError):
        return None
    if state.locked or (entry is not None and entry.seal != seal_of(sealed)):
        return None
    if not isinstance(salt, str):
        return None
    from e33tui.service.closing import locked_by_closing

    closing = locked_by_closing(state)
    intent, again = seal.lock_intent(state, passage_id, salt, rfc8785.dumps, closing=closing)
    return intent if again == sealed else None


def _moment(journal: Journal, entry: Entry | None, now: Instant) -> Instant:
    """Return when the lock was, as the register has it, on the clocks of the line before."""
    if entry is None:
        return now
    last = journal.lines[-1].at
    return Instant(last.boot, last.ticks + entry.at - last.wall, entry.at)


def keep(store: Store, held: Held, after: Journal, before: Journal, past: History) -> History:
    """Bring a lock that was made again to the disk, before anything else; return the history.

    Raises:
        StoreError: it cannot be saved.
    """
    at = after.lines[-1].at
    past = (*past, *history.changes(before.state, after.state, at, FROM_SEAL))
    lines = tuple(to_data(line) for line in after.lines)
    record = PassageRecord(held.id, lines, tuple(encode(change) for change in past))
    store.passages.save(record, held, forget=after.rewrote(before))
    return past
