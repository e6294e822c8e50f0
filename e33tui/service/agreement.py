"""Whether the register, the séance's own file and the passages tell the same: lock and clôture."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from e33tui.domain.commands import Close, Lock
from e33tui.domain.errors import StoreError
from e33tui.domain.sitting import Sitting
from e33tui.persistence.layout import REGISTER, SITTING
from e33tui.persistence.register import closing_entry
from e33tui.persistence.verification import Version
from e33tui.service.day import States, uncollected
from e33tui.store import Entry, Finding, Store

_RECORD = "passages/{passage}/passage.json"


class Told:
    """What the passages' files say of locks and clôture, as a check reads them.

    Attributes:
        registered: the registered versions, as they were read before the passages.
        locks: the numbers of the versions that each announces.
        closed: those over which the clôture has passed.
        unread: why a passage cannot be read, one that has only its seals left included.
    """

    def __init__(self, store: Store, states: States) -> None:
        self.registered: frozenset[Version] = frozenset()
        self.locks: dict[str, frozenset[int]] = {}
        self.closed: set[str] = set()
        self.unread: dict[str, StoreError] = {}
        self._store = store
        self._states = states

    def read(self, registered: Collection[Version]) -> dict[Version, str]:
        """Read the passages, again if need be; return the seals that they announce, by version.

        Only the passages that speak of a version not registered are read line by line. One that
        cannot be read announces none; the roster is not asked.

        Args:
            registered: the versions that need not be among them.

        Raises:
            StoreError: the folder of the passages cannot be read.
        """
        self.registered = frozenset(registered)
        for heard in (self.locks, self.closed, self.unread):
            heard.clear()
        found: dict[Version, str] = {}
        with uncollected():
            for passage in sorted({*self._store.passages.ids(), *(p for p, _ in registered)}):
                try:
                    found |= self._announced_by(passage)
                except StoreError as error:
                    self.unread[passage] = error
        return found

    def _announced_by(self, passage: str) -> dict[Version, str]:
        if not self._speaks_of_more(passage):
            return {}
        state = self._states.state(passage)
        return {} if state is None else {(passage, v.number): v.seal for v in state.versions}

    def _speaks_of_more(self, passage: str) -> bool:
        """Tell whether a passage may announce more versions than those registered."""
        desk = self._states.desk(passage)
        if desk is not None:
            self.locks[passage] = frozenset(v.number for v in desk.state.versions)
            if desk.state.closed:
                self.closed.add(passage)
            return True
        lines = self._store.passages.read(passage).lines
        numbers = [line.get("number") for line in lines if line.get("do") == Lock.do]
        self.locks[passage] = frozenset(n for n in numbers if type(n) is int)
        if any(line.get("do") == Close.do for line in lines):
            self.closed.add(passage)
        return any(type(n) is not int or (passage, n) not in self.registered for n in numbers)


def locks(told: Told) -> list[Finding]:
    """Return the passages that lack a lock of theirs that is in the register."""
    # The last one of a passage stands for all of them.
    lacking = {
        passage: number
        for passage, number in sorted(told.registered)
        if number not in told.locks.get(passage, {number})
    }
    return [_before_lock(passage, number) for passage, number in lacking.items()]


def _before_lock(passage: str, number: int) -> Finding:
    file = _RECORD.format(passage=passage)
    message = (
        f"{file} est d’avant le verrouillage de sa version {number}, qui est au registre : un "
        "fichier plus ancien a été remis à sa place. Ouvrez le passage : il est verrouillé de "
        "nouveau s’il dit ce qui est scellé."
    )
    return Finding("removed", file, message)


def closing(before: Sitting, entries: Sequence[Entry], after: Sitting, told: Told) -> list[Finding]:
    """Return where register, séance and passages do not agree on the clôture.

    Whoever closes the séance meanwhile is not taken for a forger: the register comes between.

    Args:
        before: the séance as its file says, read before the register.
        entries: the register.
        after: the séance, read once more, after the register and the passages.
        told: what the passages say.
    """
    entry = closing_entry(entries)
    if entry is None:
        return _without_entry(before, after, told)
    return _with_entry(entry, after, told) + _locked_since(entry, entries)


def _without_entry(before: Sitting, after: Sitting, told: Told) -> list[Finding]:
    if before.closed:
        message = f"{REGISTER} n’a plus la clôture que {SITTING} annonce : il a été remplacé."
        return [Finding("removed", REGISTER, message)]
    if told.closed and after.closing is None:
        message = (
            f"{SITTING} et {REGISTER} n’ont plus la clôture, que {len(told.closed)} fiches portent."
            if len(told.closed) > 1
            else f"{SITTING} et {REGISTER} n’ont plus la clôture, qu’une fiche porte."
        )
        return [Finding("removed", SITTING, message)]
    return []


def _with_entry(entry: Entry, after: Sitting, told: Told) -> list[Finding]:
    if after.closing is None:
        message = (
            f"{SITTING} n’a plus la clôture, que le registre porte (inscription {entry.n}) : "
            "la séance reste close."
        )
        return [Finding("removed", SITTING, message)]
    if not after.closed:
        message = "La clôture est au registre, mais pas achevée : achevez-la depuis l’accueil (C)."
        return [Finding("unfinished", SITTING, message, serious=False)]
    return [
        _before_closing(passage)
        for passage, numbers in told.locks.items()
        if numbers and passage not in told.closed
    ]


def _before_closing(passage: str) -> Finding:
    file = _RECORD.format(passage=passage)
    message = f"{file} est d’avant la clôture : ouvrez le passage, la clôture y sera reportée."
    return Finding("unfinished", file, message, serious=False)


def _locked_since(close: Entry, entries: Sequence[Entry]) -> list[Finding]:
    return [
        Finding(
            "added",
            REGISTER,
            f"{REGISTER} : l’inscription {entry.n} (verrouillage) est d’après la clôture, sans être "
            "une rectification.",
        )
        for entry in entries
        if entry.n > close.n and entry.kind == "lock"
    ]


def off_the_list(passages: Sequence[str]) -> list[Finding]:
    """Return the passages that have begun and that the séance's list lacks."""
    return [
        Finding(
            "removed",
            _RECORD.format(passage=passage),
            f"{_RECORD.format(passage=passage)} : ce passage a commencé et n’est plus sur la liste "
            f"({SITTING}). Quittez e33tui et relancez-le : il y est remis.",
        )
        for passage in passages
    ]
