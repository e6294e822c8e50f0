"""Drafts: the texts of one passage that are still being typed, in a small file of their own."""

from __future__ import annotations

from typing import Any

from tinydb import TinyDB

from e33tui.persistence.damage import set_aside
from e33tui.persistence.errors import DamagedFile
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.persistence.layout import PassageLayout
from e33tui.persistence.own_file import Tell, nobody
from e33tui.persistence.storage import DurableStorage, number_rows, rows_in_order

KIND = "brouillon"
TABLE = "draft"


class DraftFile:
    """The draft of one passage: one dictionary, whole, with no previous version."""

    def __init__(
        self,
        files: PassageLayout,
        passage_id: str,
        fs: FileSystem = SYSTEM,
        tell: Tell = nobody,
    ) -> None:
        """Prepare the draft of a passage; nothing is read or created yet."""
        self._tell = tell
        self._path = files.draft
        self._id = passage_id
        self._fs = fs
        self._storage = self._fresh()

    def _fresh(self) -> DurableStorage:
        return DurableStorage(
            self._path,
            KIND,
            subject=self._id,
            keep_previous=False,
            fs=self._fs,
            tell=self._tell,
        )

    def read(self) -> dict[str, Any]:
        """Return the draft, empty when there is none.

        Raises:
            DamagedFile: it cannot be understood.
            StoreError: the system refuses to read it.
        """
        rows = rows_in_order(TinyDB(storage=lambda: self._storage).table(TABLE))
        return rows[0] if rows else {}

    def write(self, draft: dict[str, Any]) -> None:
        """Put the draft on the disk; one that cannot be read is set aside, not overwritten.

        Raises:
            StoreError: it could not be saved.
        """
        tables = {TABLE: number_rows([draft])}
        try:
            self._storage.write(tables)
        except DamagedFile as error:
            # What is being typed now must not wait for somebody to look at the damage.
            self._set_aside(error)
            self._storage.write(tables)

    def _set_aside(self, error: DamagedFile) -> None:
        self._tell(f"{error.what} ; il est gardé sous {set_aside(self._path, self._fs).name}.")
        self._storage = self._fresh()

    def erase(self) -> None:
        """Remove the draft, so that nothing of it is left in the folder.

        What cannot be read, or was put here by somebody else, is set aside.

        Raises:
            StoreError: it could not be removed.
        """
        try:
            self._storage.remove()
        except DamagedFile as error:
            self._set_aside(error)
        self._storage = self._fresh()
