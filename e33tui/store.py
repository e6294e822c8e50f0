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
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from e33tui.domain.errors import StoreError
from e33tui.persistence import privacy
from e33tui.persistence.errors import (
    DamagedFile,
    DocumentInTheWay,
    HeldElsewhere,
    NewerFormat,
    OwnershipLost,
    SealConflict,
)
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.persistence.finding import Finding, is_sound
from e33tui.persistence.issued import COMMUNICABLE, DOSSIER, VERSO, Issued, IssuedDocument
from e33tui.persistence.layout import Layout, new_passage_id
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
    encode_passage,
)
from e33tui.persistence.passages import Passages
from e33tui.persistence.presence import Presence
from e33tui.persistence.register import Entry, Register
from e33tui.persistence.saving import merge, writer_key
from e33tui.persistence.seals import Seals, seal_of
from e33tui.persistence.sitting_file import Lines, SittingFile
from e33tui.persistence.storage import Row
from e33tui.persistence.writer import BackgroundWriter, SaveStatus

if TYPE_CHECKING:
    from e33tui.persistence.form_drafts import FormDraft, FormDraftFile
    from e33tui.persistence.screen_code import ScreenCodeFile
    from e33tui.persistence.verification import Announced

T = TypeVar("T")

__all__ = [
    "DOSSIER",
    "VERSO",
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
        passages: the passages' files.
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
        self._news: deque[str] = deque()
        self.writer = BackgroundWriter()
        self.ownership = Ownership(layout, fs=fs)
        self.seals = Seals(layout, fs)
        self.register = Register(layout, fs)
        self.issued = Issued(layout, fs)
        self.passages = Passages(layout, self.register, fs, self._news.append)
        self._layout = layout
        self._fs = fs
        self.sitting = sitting
        self._presence = presence

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
            for held in self.passages.at_hand:
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

    def acquire(self, passage_id: str, label: str) -> Held:
        """Take the right to write a passage; ``label`` tells others which terminal has it.

        Raises:
            HeldElsewhere: another terminal has it; see :meth:`Ownership.take_over`.
            StoreError: its lock cannot be opened.
        """
        return self.passages.prepare(self.ownership.acquire(passage_id, label))

    def take_over(self, passage_id: str, label: str, holder: Holder | None = None) -> Held:
        """Ask the holder for a passage and take it once it lets go; see :class:`Ownership`."""
        return self.passages.prepare(self.ownership.take_over(passage_id, label, holder))

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
            forget: leave no older content behind, for lines whose texts were taken out; what was
                set aside stays.
            erase: remove what was set aside too, and have that told: somebody erased for good
                what it may hold.
        """
        job = self.passages.saving(held, record, draft, forget=forget, erase=erase)
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

    def tell(self, sentence: str) -> None:
        """Have a sentence told with the next :meth:`news`."""
        self._news.append(sentence)

    def verify(self, head: str | None = None, announced: Announced | None = None) -> list[Finding]:
        """Check seals and register, changing nothing; see :func:`verification.verify`."""
        from e33tui.persistence.verification import nothing_announced, verify

        return verify(self._layout, head, announced or nothing_announced)
