"""Which papers of the day are there, as the list of documents and the files' own bytes tell."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain import lines as lines_in_files
from e33tui.domain.errors import StoreError
from e33tui.domain.passage import Passage
from e33tui.domain.sitting_commands import (
    AddCandidate,
    EditCandidate,
    ImportCandidates,
    RemoveCandidate,
)
from e33tui.persistence.files import read_bytes
from e33tui.persistence.issued import DOSSIER, VERSO
from e33tui.service import documents, marks, roster_file
from e33tui.store import IssuedDocument, Store

if TYPE_CHECKING:
    from e33tui.service import Service

_OF_ROSTER = frozenset(
    command.do for command in (AddCandidate, EditCandidate, ImportCandidates, RemoveCandidate)
)

Job = tuple[str, str | None]
"""A file that can be made: its kind, and whose it is; ``None`` for the whole séance."""


class InPlace:
    """What of the papers is there, as the list of documents and the files' own bytes tell."""

    def __init__(self, service: Service, store: Store) -> None:
        """Read the list of documents of ``service``, whose folder is ``store``.

        Raises:
            StoreError: it cannot be read.
        """
        self._service = service
        self._store = store
        self._issued: dict[tuple[str, str, str | None], IssuedDocument] = {
            (each.name, each.sha256, each.passage): each for each in store.issued.documents()
        }

    def made_at(self, job: Job, state: Passage | None) -> int | None:
        """Return when a file was made that is there, and in force where it shows a version.

        Args:
            job: which.
            state: the passage that it is about, if it is about one.

        Returns:
            wall-clock milliseconds; ``None`` where there is none.
        """
        kind, passage = job
        if passage is None:
            return self._list(kind)
        if state is None:
            return None
        target = documents.passage_file(self._store, kind, passage, state)
        found = self._issued_as(target, passage, kind, state)
        if found is None and kind == VERSO:
            found = self._issued_as(target.with_suffix(documents.PAGE), passage, kind, state)
        return None if found is None else found.at

    def is_final(self, job: Job, state: Passage | None) -> bool:
        """Tell whether a file need not be made again: it is there, and not the page of a verso."""
        kind, passage = job
        if passage is None:
            return self._list(kind) is not None
        if state is None or not state.locked:
            return False
        target = documents.passage_file(self._store, kind, passage, state)
        found = self._issued_as(target, passage, kind, state)
        return found is not None and found.at >= state.versions[-1].at.wall

    def is_behind(self, kind: str) -> bool:
        """Tell whether a list is there that does not show what holds now.

        All others are withdrawn, or made anew, as soon as they no longer hold.
        """
        if kind in marks.SUFFIXES:
            return marks.is_behind(self._service, self._store, kind)
        found = self._listed(kind)
        return found is not None and found.at < self._roster_changed()

    def _list(self, kind: str) -> int | None:
        if kind in marks.SUFFIXES:
            return marks.in_force_since(self._service, self._store, kind)
        found = self._listed(kind)
        return None if found is None or found.at < self._roster_changed() else found.at

    def _listed(self, kind: str) -> IssuedDocument | None:
        """Return the list of candidates that is there, if it is ours."""
        target = documents.sitting_file(self._store, kind, self._service.sitting)
        csv = kind == roster_file.KIND
        return self._issued_at(target.with_suffix(".csv") if csv else target, None)

    def _roster_changed(self) -> int:
        """Return when a candidate was last added, corrected or removed, wall-clock milliseconds.

        Who is handed over or replaced during the day makes no list wrong that was signed before.
        """
        for line in reversed(self._store.sitting.lines()):
            stamp, _ = lines_in_files.from_data(line)
            if stamp.do in _OF_ROSTER:
                return stamp.at.wall
        return 0

    def _issued_as(
        self, path: Path, passage: str, kind: str, state: Passage
    ) -> IssuedDocument | None:
        """Return the document that a file is, none for one of an earlier version."""
        found = self._issued_at(path, passage)
        outdated = kind in (VERSO, DOSSIER) and found and found.version != len(state.versions)
        return None if outdated else found

    def _issued_at(self, path: Path, passage: str | None) -> IssuedDocument | None:
        try:
            data = read_bytes(path)
        except StoreError:
            # What cannot be read is none of ours; whoever makes the file is told why.
            return None
        if data is None:
            return None
        return self._issued.get((path.name, hashlib.sha256(data).hexdigest(), passage))
