"""The séance as it is now: what its own file says, which other terminals write too, and its grid."""

from __future__ import annotations

import contextlib
import dataclasses

from e33tui.domain import sitting as sittings
from e33tui.domain.closing import Closing
from e33tui.domain.errors import StoreError
from e33tui.domain.rubric import Rubric
from e33tui.domain.sitting import Sitting
from e33tui.service import grids
from e33tui.service.day import UNKNOWN_CONTENT, States
from e33tui.store import DamagedFile, Lines, Store

Folded = tuple[Lines, Sitting]
"""Lines of a séance's file, and what they add up to."""


def read_sitting(store: Store, lines: Lines, before: Folded | None = None) -> Sitting:
    """Return the séance that a file's lines add up to.

    Args:
        store: its folder.
        lines: all of them.
        before: lines known already; if these begin with them, only the others are folded.

    Raises:
        DamagedFile: they cannot be understood.
    """
    try:
        if before is not None and lines[: len(before[0])] == before[0]:
            return sittings.load(lines, len(before[0]), before[1])
        return sittings.load(lines)
    except ValueError as error:
        raise DamagedFile(store.sitting.path, UNKNOWN_CONTENT) from error


class CurrentSitting:
    """The séance that is open, as last read or written.

    Attributes:
        known: the séance.
        rubric: the grid in use: the one that the séance records, else the one that was given.
        at_hand: the one that was given.
        damage: what is wrong with the séance's own file, one French sentence; empty as a rule.
    """

    def __init__(self, store: Store, rubric: Rubric, states: States) -> None:
        """Know nothing yet: :meth:`begin` reads.

        Args:
            store: the séance's folder.
            rubric: the grid, unless the séance records that it has another.
            states: its passages, which are read with the same grid.
        """
        self.known = Sitting()
        self.rubric = self.at_hand = rubric
        self.damage = ""
        self._store = store
        self._states = states
        self._folded: Folded | None = None
        self._closed_at = store.register.closed_at()

    def begin(self, *, tolerant: bool) -> None:
        """Read the séance for the first time.

        Args:
            tolerant: go on without a roster when its file is damaged.

        Raises:
            StoreError: it cannot be read, or its grid is not at hand.
        """
        try:
            self.refresh()
        except DamagedFile as error:
            if not tolerant:
                raise
            self.damage = error.message

    def refresh(self) -> None:
        """Read the séance's file again, if it has changed.

        Raises:
            StoreError: it cannot be read, or its grid is not at hand.
        """
        self.known = self.read()

    def look(self) -> None:
        """Take up what others have written, if the séance's file can be read now."""
        before = self.known
        # A séance file that cannot be read now says so when it is changed; the list goes on.
        with contextlib.suppress(StoreError):
            read = self.read()
            # What was changed while this was read slowly is newer.
            if self.known is before:
                self.known = read

    def settle(self) -> None:
        """Read the séance again for a passage that is held already, if it can be read.

        Under the séance's lock: whoever corrects, removes or hands over this candidate either did
        so before, or sees that the passage is open.
        """
        with contextlib.suppress(StoreError):
            self.known = self.of(self._store.sitting.append(lambda _: ()))

    def read(self) -> Sitting:
        """Return the séance as its file has it now; it is not taken up.

        Raises:
            StoreError: it cannot be read, or its grid is not at hand.
        """
        return self.of(self._store.sitting.lines())

    def of(self, lines: Lines) -> Sitting:
        """Return the séance of some lines; what was read last of them is not folded again.

        Raises:
            DamagedFile: they cannot be understood.
            StoreError: its grid is not at hand.
        """
        folded = self._folded
        if folded is None or folded[0] is not lines:
            self._folded = folded = lines, read_sitting(self._store, lines, folded)
        self._use_grid_of(folded[1])
        return self._still_closed(folded[1])

    def _use_grid_of(self, sitting: Sitting) -> None:
        """Work with the grid that a séance records; another terminal may just have chosen it."""
        if sitting.rubric and sitting.rubric != self.rubric.id:
            self.rubric = grids.grid_of(sitting, self.at_hand, self._store.sitting.path)
            self._states.use(self.rubric)

    def _still_closed(self, sitting: Sitting) -> Sitting:
        """Keep a séance closed of which the register says so, though its own file has lost it.

        A clôture that was begun stays to be completed; who confirmed a lost one is not known.
        """
        if sitting.closing is not None or self._closed_at is None:
            return sitting
        return dataclasses.replace(sitting, closing=Closing((), self._closed_at))
