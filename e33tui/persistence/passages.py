"""The passages of one séance as they lie on the disk: their records, their drafts, what was set aside."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from e33tui.domain.errors import StoreError
from e33tui.persistence import damage, privacy
from e33tui.persistence.drafts import DraftFile
from e33tui.persistence.errors import DamagedFile, explain
from e33tui.persistence.files import SYSTEM, FileSystem, temporaries_in
from e33tui.persistence.layout import Layout, previous_of
from e33tui.persistence.own_file import Tell, nobody
from e33tui.persistence.ownership import Held
from e33tui.persistence.passage_file import PassageRecord, decode_passage, read_record
from e33tui.persistence.reading import read_own
from e33tui.persistence.register import Register
from e33tui.persistence.saving import PassageFiles, Save
from e33tui.persistence.seals import folders_in


class Passages:
    """The files of a séance's passages; each is read by anybody, and written by whoever holds it."""

    def __init__(
        self, layout: Layout, register: Register, fs: FileSystem = SYSTEM, tell: Tell = nobody
    ) -> None:
        """Read nothing yet.

        Args:
            layout: the séance.
            register: its register, which knows passages whose folder is gone.
            fs: the system calls.
            tell: called with a French sentence about what was set aside.
        """
        self._layout = layout
        self._register = register
        self._fs = fs
        self._tell = tell
        self._files: dict[Held, PassageFiles] = {}
        self._mutex = threading.Lock()

    # -- Which there are ------------------------------------------------------------------------

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the passages that have a record, in no order that means anything.

        One whose folder cannot be read is among them.

        Raises:
            StoreError: the folder that holds them cannot be read.
        """
        return tuple(
            folder.name for folder in folders_in(self._layout.passages) if _may_have_record(folder)
        )

    def has(self, passage_id: str) -> bool:
        """Tell whether a passage has a record, or had one: whether it was ever opened.

        Raises:
            StoreError: its folder cannot be read.
        """
        folder = self._layout.passage(passage_id).folder
        return _has_record(folder) or self.is_registered(passage_id)

    def is_registered(self, passage_id: str) -> bool:
        """Tell whether a version of a passage is in the register, as far as that can be read."""
        return passage_id in self._register.known().passages

    def path(self, passage_id: str) -> Path:
        """Return a passage's record, to be named in a message."""
        return self._layout.passage(passage_id).record

    # -- Reading --------------------------------------------------------------------------------

    def read(self, passage_id: str) -> PassageRecord:
        """Return a passage's record, as it is on the disk.

        Raises:
            DamagedFile: it cannot be understood, or there is none.
            NewerFormat: a later version of the program wrote it.
            StoreError: the system refuses to read it.
        """
        return read_record(self._layout.passage(passage_id).record, passage_id)

    def previous(self, passage_id: str) -> PassageRecord | None:
        """Return a passage's record as it was before the last save, if there was one.

        Raises:
            StoreError: it cannot be read or understood.
        """
        path = previous_of(self._layout.passage(passage_id).record)
        data = read_own(path)
        return None if data is None else decode_passage(data, passage_id, path)

    def draft(self, passage_id: str) -> dict[str, Any]:
        """Return a passage's draft, empty when there is none.

        Raises:
            DamagedFile: it cannot be understood; the next save sets it aside.
            StoreError: the system refuses to read it.
        """
        return DraftFile(self._layout.passage(passage_id), passage_id, self._fs).read()

    # -- Saving ---------------------------------------------------------------------------------

    @property
    def at_hand(self) -> tuple[Held, ...]:
        """The rights to write whose files are kept open."""
        return tuple(self._files)

    def prepare(self, held: Held) -> Held:
        """Keep the files of a passage just taken open, and its folders closed to others."""
        with self._mutex:
            self._files = {each: files for each, files in self._files.items() if not each.released}
        self._files_of(held)
        layout = self._layout.passage(held.id)
        for folder in (layout.folder, layout.sealed):
            privacy.tighten_all(folder)
        return held

    def saving(
        self,
        held: Held,
        record: PassageRecord | None,
        draft: Mapping[str, Any] | None = None,
        *,
        forget: bool = False,
        erase: bool = False,
    ) -> Save:
        """Return what saves a passage when it is called; see :meth:`e33tui.store.Store.submit`."""
        return Save(held, self._files_of(held), record, draft, forget, erase)

    def save(self, record: PassageRecord, held: Held, *, forget: bool = False) -> None:
        """Save a record and wait until it is on the disk.

        Args:
            record: the whole record.
            held: the right to write it.
            forget: leave no older content behind, for lines whose texts were taken out; what was
                set aside stays.

        Raises:
            OwnershipLost: this process may no longer write it.
            StoreError: it could not be saved.
        """
        self.saving(held, record, forget=forget)()

    def _files_of(self, held: Held) -> PassageFiles:
        files = self._files.get(held)
        if files is None:
            layout = self._layout.passage(held.id)
            files = PassageFiles.of(layout, held.id, self._fs, self._tell)
            files.record.look()
            with self._mutex:
                files = self._files.setdefault(held, files)
        return files

    def _forget_files(self, held: Held) -> None:
        with self._mutex:
            self._files.pop(held, None)

    # -- Damage ---------------------------------------------------------------------------------

    def restore(
        self, held: Held, check: Callable[[PassageRecord], object] = damage.as_it_is
    ) -> PassageRecord:
        """Bring back :meth:`previous`; the damaged file is set aside.

        Args:
            held: the right to write the passage.
            check: called with the record before anything is moved; what it raises is raised.

        Raises:
            StoreError: there is none, or it cannot be read or put in place.
        """
        path = self._layout.passage(held.id).record
        with held.writing():
            previous = self.previous(held.id)
            if previous is not None:
                check(previous)
            damage.restore_previous(path, self._fs)
            self._forget_files(held)
        return self.read(held.id)

    def set_aside(self, path: Path, held: Held) -> Path:
        """Give a damaged file of a passage a name of its own and return that name.

        Args:
            path: the file, as :attr:`DamagedFile.path` names it.
            held: the right to write the passage.

        Raises:
            StoreError: it is no file of this séance, or it cannot be renamed.
        """
        if not path.is_relative_to(self._layout.folder) or ".." in path.parts:
            raise StoreError(path, "Ce fichier n’est pas dans le dossier de la séance.")
        with held.writing():
            self._forget_files(held)
            return damage.set_aside(path, self._fs)

    def set_record_aside(self, held: Held) -> None:
        """Give a passage's record and the version before it names of their own.

        Raises:
            StoreError: one cannot be renamed.
        """
        record = self._layout.passage(held.id).record
        # The version before first: cut short in between, the record still says what is wrong.
        for path in (previous_of(record), record):
            if os.path.lexists(path):
                self.set_aside(path, held)

    def give_up_draft(self, held: Held, error: DamagedFile | None = None) -> None:
        """Set aside a draft that cannot be understood, and have it told.

        Args:
            held: the right to write the passage.
            error: what is wrong with it, where its file itself is damaged.
        """
        path = self._layout.passage(held.id).draft
        error = error or DamagedFile(path, "son contenu n’est pas celui d’un brouillon")
        try:
            kept = f"il est gardé sous {self.set_aside(path, held).name}"
        except StoreError as refused:
            kept = refused.message.rstrip(".")
        self._tell(
            f"{error.what}. Ce qui était en cours de frappe n’a pas pu être repris ; {kept}. "
            "Vérifiez la dernière saisie."
        )

    def set_aside_of(self, passage_id: str) -> tuple[Path, ...]:
        """Return the damaged files put aside for a passage."""
        return damage.files_set_aside(self._layout.passage(passage_id).folder)

    def older_copies(self, passage_id: str) -> tuple[Path, ...]:
        """Return what migrations and failed saves left of a passage's record, read by nobody."""
        record = self._layout.passage(passage_id).record
        with contextlib.suppress(OSError):
            migrated = record.parent.glob(f"{record.name}.format-*")
            return (*migrated, *temporaries_in(record.parent))
        return ()


def _has_record(folder: Path) -> bool:
    if not _exists(folder):
        # As of every candidate of a list before the day: ten thousand are asked about at once.
        return False
    files = Layout(folder.parent.parent).passage(folder.name)
    # Where there are sealed versions a record is missing: that passage must not begin anew.
    return any(_exists(path) for path in (files.record, previous_of(files.record), files.sealed))


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise explain(error, path, "lu") from error
    return True


def _may_have_record(folder: Path) -> bool:
    try:
        return _has_record(folder)
    except StoreError:
        return True
