"""What is checked of a séance: its seals, its register, and whose a page is; nothing is changed."""

from __future__ import annotations

import contextlib
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.persistence.verification import kept_versions
from e33tui.service import agreement, proof
from e33tui.service.agreement import Told
from e33tui.service.day import States
from e33tui.service.orphans import lost_sight_of
from e33tui.service.proof import Proof
from e33tui.service.sitting import CurrentSitting, read_sitting
from e33tui.store import Finding, Store


class Checks:
    """Checks of one séance."""

    def __init__(self, store: Store, current: CurrentSitting, states: States) -> None:
        """Check nothing yet.

        Args:
            store: the séance's folder.
            current: the séance, as it was opened.
            states: its passages.
        """
        self._store = store
        self._current = current
        self._states = states

    def verify(self, head: str | None = None) -> list[Finding]:
        """Check seals and register, and whether all of the séance's files tell the same.

        Args:
            head: an entry's hash known from elsewhere, or at least its first 16 digits.

        Raises:
            StoreError: something cannot be read, or the head is not one.
        """
        store, told = self._store, Told(self._store, self._states)
        findings = store.verify(head, told.read)
        findings += map(Finding.of, told.unread.values())
        # A file that cannot be read has been named already, or is below.
        with contextlib.suppress(StoreError):
            findings += self._disagreements(told)
        if self._current.damage:
            findings.append(Finding("damaged", store.sitting.path.name, self._current.damage))
        return findings

    def _disagreements(self, told: Told) -> list[Finding]:
        """Return where register, séance and passages do not tell the same.

        Raises:
            StoreError: one of them cannot be read.
        """
        store = self._store
        if store.purged is not None:
            return []
        found = agreement.locks(told)
        before = read_sitting(store, store.sitting.lines())
        entries, begun = store.register.entries(), store.passages.ids()
        after = read_sitting(store, store.sitting.lines())
        found += agreement.closing(before, entries, after, told)
        return found + agreement.off_the_list(lost_sight_of(after, begun))

    def proof_of_document(self, path: Path) -> Proof:
        """Say whether a file is a document of this séance, and of a version in force.

        Raises:
            InputError: there is no such file.
            StoreError: the file, the register or the list of documents cannot be read.
        """
        return proof.of_document(self._store, path)

    def proof_of_fingerprint(self, printed: str) -> Proof:
        """Say which sealed version a printed fingerprint is that of, and whether it is in force.

        Raises:
            InputError: it is no fingerprint.
            StoreError: the register cannot be read.
        """
        return proof.of_fingerprint(self._store, printed)

    def sealed_versions(self) -> int:
        """Return how many versions are sealed and registered, those purged apart.

        Raises:
            StoreError: the register cannot be read.
        """
        return len(kept_versions(self._store.register.entries()))

    def register_summary(self) -> tuple[int, str]:
        """Return how many entries the register has, and the hash of the last one.

        Raises:
            StoreError: it cannot be read.
        """
        entries = self._store.register.entries()
        return len(entries), self._store.register.head()
