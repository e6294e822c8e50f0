"""What is changed of a candidate from the day's list: absence, order, and who is handed over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain.commands import MarkAbsent, UnmarkAbsent
from e33tui.domain.errors import RuleError, StoreError
from e33tui.domain.folding import folded
from e33tui.domain.roster import Entry
from e33tui.domain.sitting_commands import HandOver, MoveCandidate, TakeBack
from e33tui.service import roster_file
from e33tui.store import HeldElsewhere, Holder, Store

if TYPE_CHECKING:
    from e33tui.service import Service

_UNSAVED = "L’absence n’est pas encore enregistrée : vérifiez le disque."
_LONGEST = 50
"""Characters of a file's name that tell for whom it is."""


class FromList:
    """Changes of the candidates of one séance; each blocks until it is on the disk."""

    def __init__(self, service: Service, store: Store) -> None:
        """Work on ``service``, whose folder is ``store``."""
        self._service = service
        self._store = store

    def set_absent(self, passage: str, *, absent: bool) -> None:
        """Declare a candidate absent, or expect them again; where it is so already, nothing is done.

        Raises:
            RuleError: the oral has begun, a terminal has the passage, or it is handed over.
            StoreError: the passage cannot be read or saved.
        """
        try:
            desk = self._service.open(passage)
        except HeldElsewhere as error:
            raise refuse_open(error.holder) from error
        try:
            if desk.state.absent is not absent:
                desk.do(MarkAbsent() if absent else UnmarkAbsent())
        finally:
            saved = desk.leave()
        if not saved:
            raise StoreError("", _UNSAVED)

    def move(self, passage: str, *, later: bool) -> bool:
        """Move a candidate by one place in the order of the day; tell whether there was one.

        Raises:
            InputError: one of the two is no longer on the list.
            RuleError: the clôture has begun.
            StoreError: the séance's file cannot be written.
        """
        order = [entry.passage for entry in self._service.sitting.roster]
        place = order.index(passage) if passage in order else -1
        if place < 0 or not 0 <= place + (1 if later else -1) < len(order):
            return False
        # Right before whoever comes after the next one; at the end there is nobody.
        before = (*order, "")[place + 2] if later else order[place - 1]
        self._service.change(MoveCandidate(passage, before))
        return True

    def hand_over(self, passage: str, to: str) -> Path:
        """Hand a candidate over and return the file that the other séance imports.

        Args:
            passage: whose.
            to: which commission, in words, or :data:`e33tui.domain.roster.ANOTHER_DAY`.

        Raises:
            InputError: nothing is said of where to.
            RuleError: the oral has begun, the candidate is absent, or a terminal has the passage.
            StoreError: the séance or the file cannot be written; the file can be asked for again.
        """
        self._service.change(HandOver(passage, to))
        return self.write_file(self._service.sitting.entry(passage).handed_to)

    def write_file(self, to: str) -> Path:
        """Write the file of all who are handed to the same commission, or to another day.

        Raises:
            DocumentInTheWay: a file stands there that this séance did not issue.
            StoreError: it cannot be written.
        """
        passages = [e.passage for e in self._handed(to)]
        # Its name has the séance's date and who is first on the list, which may have changed.
        self._withdraw_file(to)
        return roster_file.issue(self._service, self._store, passages, name=_file_name(to))

    def take_back(self, passage: str) -> Path | None:
        """Expect a candidate here again; the file for the other séance is then without them.

        Returns:
            The file of those who are still handed to the same commission; ``None`` if nobody is.

        Raises:
            RuleError: the clôture has begun.
            StoreError: the séance or the file cannot be written.
        """
        to = self._service.sitting.entry(passage).handed_to
        self._service.change(TakeBack(passage))
        if self._handed(to):
            return self.write_file(to)
        self._withdraw_file(to)
        return None

    def _handed(self, to: str) -> list[Entry]:
        """Return who is handed to the same commission, whose name may be spelt otherwise."""
        handed = (entry for entry in self._service.sitting.roster if entry.handed_to)
        return [entry for entry in handed if _file_name(entry.handed_to) == _file_name(to)]

    def _withdraw_file(self, to: str) -> None:
        kind, named = roster_file.KIND, roster_file.names_for(_file_name(to))
        self._store.issued.withdraw_named(self._store.folder_of(kind), kind=kind, named=named)


def refuse_open(holder: Holder | None) -> RuleError:
    """Return the refusal to change from the list what somebody has open, and who that is."""
    who = f" ({holder.label})" if holder and holder.label else ""
    return RuleError(
        "R1", f"Ce passage est ouvert dans un terminal{who} : revenez-y à la liste d’abord."
    )


def _file_name(to: str) -> str:
    """Return words as a file's name may have them: « Commission n° 2 » is ``commission-n-2``."""
    words = folded(to).split() or [f"{ord(letter):x}" for letter in to]
    return "-".join(words)[:_LONGEST].strip("-")
