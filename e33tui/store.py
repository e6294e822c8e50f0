"""The store: everything of a séance that lies on the disk, behind one object.

It keeps lines and texts without knowing what they mean, and holds the project's promises about
them: nothing shown as saved is ever missing, one writer per passage, nothing sealed can change.
Its parts are in :mod:`e33tui.persistence`. Whoever works on a séance that is open goes through here; a
purge, during which nobody may have it open, calls the parts themselves.
"""

from __future__ import annotations

import contextlib
import functools
import os
import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from e33tui.domain.errors import StoreError
from e33tui.persistence import damage, privacy, verification
from e33tui.persistence.drafts import DraftFile
from e33tui.persistence.errors import (
    DamagedFile,
    DocumentInTheWay,
    HeldElsewhere,
    NewerFormat,
    OwnershipLost,
    SealConflict,
    explain,
)
from e33tui.persistence.files import SYSTEM, FileSystem, temporaries_in
from e33tui.persistence.issued import COMMUNICABLE, DOSSIER, Issued, IssuedDocument
from e33tui.persistence.layout import Layout, new_passage_id, previous_of
from e33tui.persistence.locks import short_lock
from e33tui.persistence.mounts import remote_warning
from e33tui.persistence.opening import (
    default_exports,
    enter,
    purge_of,
    refuse_purged,
    require_sitting,
)
from e33tui.persistence.ownership import Held, Holder, Ownership, Question, Sign
from e33tui.persistence.passage_file import (
    PassageRecord,
    decode_passage,
    encode_passage,
    read_record,
)
from e33tui.persistence.presence import Presence
from e33tui.persistence.reading import read_own
from e33tui.persistence.register import Entry, Register
from e33tui.persistence.saving import PassageFiles, Save, merge, writer_key
from e33tui.persistence.seals import Seals, folders_in, seal_of
from e33tui.persistence.sitting_file import Lines, SittingFile
from e33tui.persistence.storage import Row
from e33tui.persistence.verification import Finding, is_sound, kept_versions
from e33tui.persistence.writer import BackgroundWriter, SaveStatus

if TYPE_CHECKING:
    from e33tui.persistence.form_drafts import FormDraft, FormDraftFile
    from e33tui.persistence.screen_code import ScreenCodeFile

T = TypeVar("T")

__all__ = [
    "DOSSIER",
    "BackgroundWriter",
    "DamagedFile",
    "DocumentInTheWay",
    "Entry",
    "Finding",
    "Held",
    "HeldElsewhere",
    "Holder",
    "IssuedDocument",
    "Lines",
    "NewerFormat",
    "OwnershipLost",
    "PassageRecord",
    "Question",
    "Row",
    "SaveStatus",
    "SealConflict",
    "Sign",
    "Store",
    "StoreError",
    "encode_passage",
    "is_sound",
    "kept_versions",
    "new_passage_id",
    "seal_of",
]


class Store:
    """One séance's folder, opened.

    Attributes:
        folder: the séance's folder.
        exports: where documents go; :attr:`communicable` and :attr:`commission` lie in it.
        warning: what to know about the folder in French, such as that its disk is not a local one;
            ``None`` as a rule.
        sitting: the séance's own file.
        writer: the background writer.
        ownership: who may write which passage.
        seals: the sealed versions.
        register: the chained register.
        issued: the list of issued documents.
        purged: the register's entry of a purge of the whole séance, if there was one.
    """

    def __init__(
        self,
        layout: Layout,
        exports: Path,
        sitting: SittingFile,
        fs: FileSystem = SYSTEM,
        presence: Presence | None = None,
    ) -> None:
        """Use :meth:`open`."""
        self.purged: Entry | None = None
        self.folder = layout.folder
        self.exports = exports
        warnings = remote_warning(layout.folder), privacy.warning_about(layout.folder)
        self.warning = " ".join(filter(None, warnings)) or None
        self.writer = BackgroundWriter()
        self.ownership = Ownership(layout, fs=fs)
        self.seals = Seals(layout, fs)
        self.register = Register(layout, fs)
        self.issued = Issued(layout, fs)
        self._news: deque[str] = deque()
        self._layout = layout
        self._fs = fs
        self.sitting = sitting
        self._presence = presence
        self._files: dict[Held, PassageFiles] = {}
        self._mutex = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        create: bool = False,
        read_only: bool = False,
        exports: Path | None = None,
        fs: FileSystem = SYSTEM,
        purged: bool = False,
    ) -> Store:
        """Open the séance that lies in ``folder``.

        Args:
            folder: the séance's folder.
            create: make it a séance's folder if it is empty or does not exist yet.
            read_only: touch nothing, for a check of a folder or of a medium that cannot be written.
            exports: where documents go; else ``$E33TUI_EXPORTS``, else ``exports`` in the folder.
            fs: the system calls.
            purged: with ``read_only``, take a purged séance too: its register can be checked.

        Raises:
            NewerFormat: a later version of the program wrote it.
            Purged: only its register is left.
            StoreError: it is no séance, holds something else, or cannot be read or written. (A
                damaged séance file does not prevent the opening: :attr:`sitting` tells.)
        """
        folder = folder.absolute()
        layout = Layout(folder)
        sitting = SittingFile(layout, fs)
        exports = exports or default_exports(folder)
        if purged and (entry := purge_of(layout)):
            store = cls(layout, exports, sitting, fs)
            store.purged = entry
            return store
        presence = None
        if read_only:
            refuse_purged(layout)
            require_sitting(layout)
        else:
            presence = enter(layout, create=create, fs=fs)
        try:
            if create and not read_only:
                sitting.create()
            with contextlib.suppress(DamagedFile):
                sitting.lines()
            return cls(layout, exports, sitting, fs, presence)
        except BaseException:
            if presence is not None:
                presence.leave()
            raise

    def close(self, timeout: float) -> bool:
        """Save what waits and let every passage go; return whether everything is on the disk.

        Args:
            timeout: seconds to wait at most. After that nothing more is written.
        """
        done = self.writer.close(timeout)
        if done:
            for held in list(self._files):
                held.release()
            if self._presence is not None:
                self._presence.leave()
        return done

    def announce(self, label: str) -> None:
        """Let others know which terminal has the séance open; ``label`` tells a person."""
        if self._presence is not None:
            self._presence.announce(label)

    @property
    def communicable(self) -> Path:
        """The folder of what candidates may be given."""
        return self.exports / "communicable"

    @property
    def commission(self) -> Path:
        """The folder of what is reserved for the commission and the centre."""
        return self.exports / "commission"

    def folder_of(self, kind: str) -> Path:
        """Return the folder of a kind of documents: what is not communicable is the commission's."""
        return self.communicable if kind in COMMUNICABLE else self.commission

    def new_passage_id(self) -> str:
        """Return a fresh opaque id; :meth:`acquire` makes its folder."""
        return new_passage_id()

    def passage_ids(self) -> tuple[str, ...]:
        """Return the ids of the passages that have a record, in no order that means anything.

        One whose folder cannot be read is among them.

        Raises:
            StoreError: the folder that holds them cannot be read.
        """
        return tuple(
            folder.name for folder in folders_in(self._layout.passages) if _may_have_record(folder)
        )

    def has_passage(self, passage_id: str) -> bool:
        """Tell whether a passage has a record, or had one: whether it was ever opened.

        Raises:
            StoreError: its folder cannot be read.
        """
        folder = self._layout.passage(passage_id).folder
        return _has_record(folder) or self.is_registered(passage_id)

    def is_registered(self, passage_id: str) -> bool:
        """Tell whether a version of a passage is in the register, as far as that can be read."""
        return passage_id in self.register.known().passages

    def passage_path(self, passage_id: str) -> Path:
        """Return a passage's record, to be named in a message."""
        return self._layout.passage(passage_id).record

    def acquire(self, passage_id: str, label: str) -> Held:
        """Take the right to write a passage; ``label`` tells others which terminal has it.

        Raises:
            HeldElsewhere: another terminal has it; see :meth:`Ownership.take_over`.
            StoreError: its lock cannot be opened.
        """
        return self._opened(self.ownership.acquire(passage_id, label))

    def take_over(self, passage_id: str, label: str, holder: Holder | None = None) -> Held:
        """Ask the holder for a passage and take it once it lets go; see :class:`Ownership`."""
        return self._opened(self.ownership.take_over(passage_id, label, holder))

    def read_passage(self, passage_id: str) -> PassageRecord:
        """Return a passage's record, as it is on the disk.

        Raises:
            DamagedFile: it cannot be understood, or there is none.
            NewerFormat: a later version of the program wrote it.
            StoreError: the system refuses to read it.
        """
        return read_record(self._layout.passage(passage_id).record, passage_id)

    def previous_passage(self, passage_id: str) -> PassageRecord | None:
        """Return a passage's record as it was before the last save, if there was one.

        Raises:
            StoreError: it cannot be read or understood.
        """
        path = previous_of(self._layout.passage(passage_id).record)
        data = read_own(path)
        return None if data is None else decode_passage(data, passage_id, path)

    def save_passage(self, record: PassageRecord, held: Held, *, forget: bool = False) -> None:
        """Save a record and wait until it is on the disk; :meth:`submit` does not wait.

        Args:
            record: the whole record.
            held: the right to write it.
            forget: leave no older content behind, for lines whose texts were taken out; what was
                set aside stays.

        Raises:
            OwnershipLost: this process may no longer write it.
            StoreError: it could not be saved.
        """
        Save(held, self._files_of(held), record, forget=forget)()

    def submit(
        self,
        held: Held,
        *,
        record: PassageRecord | None = None,
        draft: Mapping[str, Any] | None = None,
        forget: bool = False,
        erase: bool = False,
    ) -> None:
        """Have a record, a draft or both saved in the background; return at once.

        The record is saved before the draft, so that a text that was committed is in the one or in
        the other whenever the program is cut short.

        Args:
            held: the right to write the passage.
            record: the whole record, when it changed.
            draft: the whole draft, when it changed; empty removes it.
            forget: as for :meth:`save_passage`.
            erase: remove what was set aside too, and have that told: somebody erased for good
                what it may hold.
        """
        job = Save(held, self._files_of(held), record, draft, forget, erase)
        self.writer.submit(writer_key(held.id), job, merge)

    @functools.cached_property
    def forms(self) -> FormDraftFile:
        """The forms that were begun and not taken; loaded on first use, after the first screen."""
        from e33tui.persistence.form_drafts import FormDraftFile

        return FormDraftFile(self._layout, self._fs, self._news.append)

    @property
    def has_forms(self) -> bool:
        """Whether some form was begun and not taken when a program ended, or is so now."""
        return os.path.lexists(self._layout.forms)

    @property
    def has_screen_code(self) -> bool:
        """Whether something stands where the neutral screen's code is kept."""
        return os.path.lexists(self._layout.screen_code)

    @functools.cached_property
    def screen_code(self) -> ScreenCodeFile:
        """What is kept of the neutral screen's code; loaded on first use."""
        from e33tui.persistence.screen_code import ScreenCodeFile

        return ScreenCodeFile(self._layout, self._fs)

    def submit_forms(self, draft: FormDraft) -> None:
        """Have the forms that were begun saved in the background; return at once."""
        self.writer.submit("forms", lambda: self.forms.save(draft))

    def save_copy(
        self,
        target: Path,
        passages: Mapping[str, tuple[PassageRecord, Mapping[str, Any]]],
        forms: FormDraft,
    ) -> tuple[str, ...]:
        """Copy the séance elsewhere, what is in memory before what is on the disk.

        Args:
            target: a folder that is empty or missing.
            passages: the record and the draft of each passage held here, by its id.
            forms: the forms that were begun.

        Returns:
            the files that could not be read, as they are shown.

        Raises:
            StoreError: the copy cannot be written.
        """
        from e33tui.persistence.rescue import InMemory, save_copy

        known = InMemory(self.sitting.last_known, passages, forms)
        # With calls of its own: it is meant for another disk.
        return save_copy(self._layout, target, known)

    def run(self, held: Held, job: Callable[[], T]) -> Future[T]:
        """Have a job done once in the background, after all earlier saves of its passage."""
        return self.writer.run(job, writer_key(held.id))

    def status(self) -> SaveStatus:
        """Return what is saved, what waits and what fails."""
        return self.writer.status()

    def news(self) -> tuple[str, ...]:
        """Return what was set aside since the last call, one French sentence each."""
        return tuple(self._news.popleft() for _ in range(len(self._news)))

    def load_draft(self, passage_id: str) -> dict[str, Any]:
        """Return a passage's draft, empty when there is none.

        Raises:
            DamagedFile: it cannot be understood; the next save sets it aside.
            StoreError: the system refuses to read it.
        """
        return DraftFile(self._layout.passage(passage_id), passage_id, self._fs).read()

    def tell(self, sentence: str) -> None:
        """Have a sentence told with the next :meth:`news`."""
        self._news.append(sentence)

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
        self.tell(
            f"{error.what}. Ce qui était en cours de frappe n’a pas pu être repris ; {kept}. "
            "Vérifiez la dernière saisie."
        )

    def restore_passage(
        self, held: Held, check: Callable[[PassageRecord], object] = damage.as_it_is
    ) -> PassageRecord:
        """Bring back :meth:`previous_passage`; the damaged file is set aside.

        Args:
            held: the right to write the passage.
            check: called with the record before anything is moved; what it raises is raised.

        Raises:
            StoreError: there is none, or it cannot be read or put in place.
        """
        path = self._layout.passage(held.id).record
        with held.writing():
            previous = self.previous_passage(held.id)
            if previous is not None:
                check(previous)
            damage.restore_previous(path, self._fs)
            self._forget_files(held)
        return self.read_passage(held.id)

    def set_aside(self, path: Path, held: Held | None = None) -> Path:
        """Give a damaged file a name of its own and return that name.

        Args:
            path: a file of this séance, as :attr:`DamagedFile.path` names it.
            held: the right to write the passage, for one of a passage's files.

        Raises:
            StoreError: it is no file of this séance, or it cannot be renamed.
        """
        if not path.is_relative_to(self.folder) or ".." in path.parts:
            raise StoreError(path, "Ce fichier n’est pas dans le dossier de la séance.")
        if held is not None:
            with held.writing():
                self._forget_files(held)
                return damage.set_aside(path, self._fs)
        with short_lock(self._layout.sitting_lock), short_lock(self._layout.register_lock):
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

    def files_set_aside(self, passage_id: str | None = None) -> tuple[Path, ...]:
        """Return the damaged files put aside for a passage, or for the séance itself."""
        folder = self._layout.passage(passage_id).folder if passage_id else self.folder
        return damage.files_set_aside(folder)

    def older_copies(self, passage_id: str) -> tuple[Path, ...]:
        """Return what migrations and failed saves left of a passage's record, read by nobody."""
        record = self._layout.passage(passage_id).record
        with contextlib.suppress(OSError):
            migrated = record.parent.glob(f"{record.name}.format-*")
            return (*migrated, *temporaries_in(record.parent))
        return ()

    def verify(
        self,
        head: str | None = None,
        announced: verification.Announced = verification.nothing_announced,
    ) -> list[Finding]:
        """Check seals and register, changing nothing; see :func:`verification.verify`."""
        return verification.verify(self._layout, head, announced)

    def _opened(self, held: Held) -> Held:
        with self._mutex:
            self._files = {each: files for each, files in self._files.items() if not each.released}
        self._files_of(held)
        layout = self._layout.passage(held.id)
        for folder in (layout.folder, layout.sealed):
            privacy.tighten_all(folder)
        return held

    def _forget_files(self, held: Held) -> None:
        with self._mutex:
            self._files.pop(held, None)

    def _files_of(self, held: Held) -> PassageFiles:
        files = self._files.get(held)
        if files is None:
            layout = self._layout.passage(held.id)
            files = PassageFiles.of(layout, held.id, self._fs, self._news.append)
            files.record.look()
            with self._mutex:
                files = self._files.setdefault(held, files)
        return files


def _has_record(folder: Path) -> bool:
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
