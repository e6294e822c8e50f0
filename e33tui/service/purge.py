"""The purge of a whole séance: what would go, whether it may, and its going (design rule 15).

The register stays: it holds nothing personal, and an entry more that says what was removed. That
entry comes first, so that a purge which was cut short is known, told and completed by the same
command.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from e33tui.domain import sitting as sittings
from e33tui.domain.sitting import Sitting
from e33tui.persistence.errors import DamagedFile, SittingOpen
from e33tui.persistence.files import SYSTEM, FileSystem, make_folder
from e33tui.persistence.inventory import Holdings, Kind, passage_folders, take_stock
from e33tui.persistence.layout import Layout, PassageLayout
from e33tui.persistence.locks import try_lock, try_lock_folder
from e33tui.persistence.opening import default_exports, require_sitting
from e33tui.persistence.ownership import Ownership
from e33tui.persistence.presence import alone
from e33tui.persistence.purge_entry import WHOLE, whole_purge
from e33tui.persistence.register import Entry, Register, closing_entry
from e33tui.persistence.removal import Removal
from e33tui.persistence.sitting_file import SittingFile


@dataclass(frozen=True)
class Outcome:
    """What a purge came to.

    Attributes:
        entry: the register's entry.
        before: what there was.
        after: what there is now.
        failures: what could not be removed, one French sentence each.
    """

    entry: Entry
    before: Holdings
    after: Holdings
    failures: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing of the séance is left but its register."""
        return not self.failures and not self.after.items


class Purge:
    """A séance that is to be removed, but for its register.

    Attributes:
        folder: its folder.
        sitting: its settings, as far as its file can be read.
        begun: the register's entry of a purge that was entered before, if there is one.
        closed: whether the clôture is in the register.
        holdings: what would go, and what would stay.
    """

    def __init__(
        self, folder: Path, *, exports: Path | None = None, fs: FileSystem = SYSTEM
    ) -> None:
        """Look at a séance's folder, changing nothing.

        Args:
            folder: the séance's folder.
            exports: where its documents go; else as :meth:`Store.open` has it.
            fs: the system calls.

        Raises:
            NewerFormat: a later version of the program wrote it.
            StoreError: it is no séance, or cannot be read.
        """
        self.folder = folder.absolute()
        self._layout = Layout(self.folder)
        self._exports = exports or default_exports(self.folder)
        self._fs = fs
        self._register = Register(self._layout, fs)
        self.begun = whole_purge(self._layout)
        if self.begun is None:
            require_sitting(self._layout)
        self.sitting = _sitting(self._layout)
        # A register that cannot be continued is told before anything is asked.
        self.closed = closing_entry(self._register.entries()) is not None
        self.holdings = take_stock(self._layout, self._exports)

    @property
    def done(self) -> bool:
        """Whether a purge is in the register and nothing is left to be removed."""
        return self.begun is not None and not self.holdings.items

    def is_due(self, wall_ms: int) -> bool:
        """Tell whether the retention date has passed at a moment of the wall clock."""
        today = time.strftime("%Y-%m-%d", time.localtime(wall_ms / 1000))
        return self.sitting.is_due(today)

    def refuse_if_open(self) -> None:
        """Make sure that nobody has the séance open.

        Raises:
            SittingOpen: somebody has; who, and since when, is said.
        """
        make_folder(self._layout.locks, self._fs)
        with alone(self._layout):
            self._refuse_if_held()

    def carry_out(self, wall_ms: int) -> Outcome:
        """Enter the purge in the register and remove everything else; done again, it is completed.

        Args:
            wall_ms: the present moment of the wall clock.

        Raises:
            SittingOpen: somebody has the séance open; nothing was removed.
            StoreError: the purge cannot be entered in the register; nothing was removed.
        """
        make_folder(self._layout.locks, self._fs)
        with alone(self._layout):
            self._refuse_if_held()
            # Somebody may have worked on it while the question stood.
            before = take_stock(self._layout, self._exports)
            entry = whole_purge(self._layout) or self._enter(before, wall_ms)
            removal = Removal(self._layout, self._fs)
            removal(before)
            failures = [error.message for error in removal.failures.values()]
            after = take_stock(self._layout, self._exports)
        return Outcome(entry, before, after, tuple(dict.fromkeys(failures)))

    def _enter(self, before: Holdings, wall_ms: int) -> Entry:
        counts = before.counts()
        extra: dict[str, int | str] = {
            "scope": WHOLE,
            "passages": len(before.passages),
            "versions": counts[Kind.SEALED],
            "documents": counts[Kind.DOCUMENT],
        }
        if before.lost:
            extra["missing"] = len(before.lost)
        return self._register.append("purge", at=wall_ms, extra=extra)

    def _refuse_if_held(self) -> None:
        """Refuse while a passage is held: by a version of the program that tells nobody it is here.

        Raises:
            SittingOpen: one is.
        """
        ownership = Ownership(self._layout)
        # Passages may have been added since this purge looked at the séance.
        for folder in passage_folders(self._layout):
            if not _is_free(self._layout.passage(folder.name)):
                holder = ownership.holder(folder.name)
                raise SittingOpen(folder, [(holder.label, holder.since)] if holder else [])


def _is_free(files: PassageLayout) -> bool:
    """Tell whether nobody holds a passage; a lock that cannot be looked at keeps nobody out."""
    try:
        folder = try_lock_folder(files.folder)
        if folder is not None:
            os.close(folder)
        if not files.lock.exists():
            return True
        lock = try_lock(files.lock)
        if lock is None:
            return False
        os.close(lock)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def _sitting(layout: Layout) -> Sitting:
    """Return a séance's settings, none where they cannot be understood or are gone.

    Raises:
        NewerFormat: a later version of the program wrote them.
        StoreError: the system refuses to read them.
    """
    try:
        return sittings.load(SittingFile(layout).lines())
    except (DamagedFile, ValueError):
        return Sitting()
