"""Forms of the séance that were begun and not taken, in one small file for all terminals.

Each program writes a row of its own; the next one to start takes over the rows of those that ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tinydb import TinyDB

from e33tui.persistence.damage import set_aside
from e33tui.persistence.errors import DamagedFile
from e33tui.persistence.files import SYSTEM, FileSystem, remove_name
from e33tui.persistence.layout import Layout
from e33tui.persistence.locks import short_lock
from e33tui.persistence.own_file import Tell, keep_foreign, nobody
from e33tui.persistence.processes import ProcessId, may_be_running, process_in, this_process
from e33tui.persistence.storage import DurableStorage, Row, number_rows, rows_in_order

KIND = "saisies"
TABLE = "forms"

Forms = Mapping[str, Mapping[str, str]]
"""What stands in the fields of each form that was begun, by the form's name."""


@dataclass(frozen=True)
class FormDraft:
    """What one program has of forms that were begun.

    Attributes:
        forms: their fields.
        shown: the form that was on the screen, empty when none was.
    """

    forms: Forms = field(default_factory=dict)
    shown: str = ""


class FormDraftFile:
    """The file of one séance."""

    def __init__(self, layout: Layout, fs: FileSystem = SYSTEM, tell: Tell = nobody) -> None:
        """Prepare the file under ``layout``; ``tell`` is called when something was set aside."""
        self._tell = tell
        self._path = layout.forms
        self._lock = layout.forms_lock
        self._fs = fs
        self._mine = this_process()
        self._adopted: list[ProcessId] = []
        self._doubtful = False

    def adopt(self) -> FormDraft:
        """Return what programs that ended have left; it is this one's from now on.

        Raises:
            DamagedFile: the file cannot be understood; the next save sets it aside.
            StoreError: the system refuses to read it.
        """
        found = [(_process(row), row) for row in self._rows()]
        left = [(process, row) for process, row in found if self._is_left(process)]
        self._adopted = [process for process, _ in left]
        forms: dict[str, Mapping[str, str]] = {}
        for _, row in left:
            forms |= row["forms"]
        return FormDraft(forms, next((row["shown"] for _, row in left if row["shown"]), ""))

    def doubt(self) -> DamagedFile:
        """Have the file kept under another name with the next save; return what is wrong with it.

        For what was adopted and is nothing that any form could have kept.
        """
        self._doubtful = True
        return DamagedFile(self._path, "une saisie n’est d’aucun formulaire")

    def _is_left(self, process: ProcessId) -> bool:
        """Tell whether a row is this program's own, or of one that has ended."""
        return process == self._mine or not may_be_running(process)

    def save(self, draft: FormDraft) -> None:
        """Put this program's row on the disk in the place of those that it adopted.

        Raises:
            StoreError: it could not be saved.
        """
        with short_lock(self._lock):
            try:
                rows = self._rows()
            except DamagedFile as error:
                # What is being typed now must not wait for somebody to look at the damage.
                kept = set_aside(self._path, self._fs)
                self._tell(f"{error.what} ; il est gardé sous {kept.name}.")
                rows = []
            if self._doubtful:
                self._keep_copy()
            gone = (self._mine, *self._adopted)
            rows = [row for row in rows if _process(row) not in gone]
            if draft.forms:
                rows.append(asdict(draft) | {"process": asdict(self._mine)})
            if rows:
                self._storage().write({TABLE: number_rows(rows)})
            else:
                remove_name(self._path, self._fs)

    def _keep_copy(self) -> None:
        if self._path.exists():
            keep_foreign(self._path, self._fs)
        self._doubtful = False

    def _rows(self) -> list[Row]:
        storage = self._storage()
        rows = list(rows_in_order(TinyDB(storage=lambda: storage).table(TABLE)))
        if not all(map(_is_sound, rows)):
            raise DamagedFile(self._path, "une de ses lignes est illisible")
        return rows

    def _storage(self) -> DurableStorage:
        return DurableStorage(self._path, KIND, keep_previous=False, fs=self._fs)


def _process(row: Row) -> ProcessId:
    return ProcessId(**row["process"])


def _is_sound(row: Row) -> bool:
    process, forms, shown = (row.get(name) for name in ("process", "forms", "shown"))
    return (
        process_in(process) is not None
        and isinstance(shown, str)
        and isinstance(forms, dict)
        and all(_are_texts(values) for values in forms.values())
    )


def _are_texts(values: Any) -> bool:
    return isinstance(values, dict) and all(isinstance(text, str) for text in values.values())
