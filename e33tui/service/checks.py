"""Whether the register, the séance's own file and the passages tell the same: lock and clôture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from e33tui.domain.sitting import Sitting
from e33tui.persistence.layout import REGISTER, SITTING
from e33tui.persistence.register import closing_entry
from e33tui.persistence.verification import Version
from e33tui.store import Entry, Finding

_RECORD = "passages/{passage}/passage.json"


@dataclass
class Told:
    """What the passages' files say, as a check reads them.

    Attributes:
        registered: the registered versions, as they were read before the passages.
        locks: the numbers of the versions that each announces.
        closed: those over which the clôture has passed.
    """

    registered: frozenset[Version] = frozenset()
    locks: dict[str, frozenset[int]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def begin(self, registered: Iterable[Version]) -> None:
        """Forget what was told before: the passages are read again."""
        self.registered = frozenset(registered)
        self.locks.clear()
        self.closed.clear()


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
