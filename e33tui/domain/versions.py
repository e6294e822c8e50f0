"""The sealed versions of a passage, as its journal announces them, and why each gave way to the next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from e33tui.domain.commands import Amend, Lock, Reopen
from e33tui.domain.journal import Line
from e33tui.domain.seal import fingerprint
from e33tui.domain.wording import moment


@dataclass(frozen=True, slots=True)
class Version:
    """One sealed version.

    Attributes:
        number: 1 for the first lock.
        at: when it was locked, wall milliseconds.
        seal: SHA-256 of its bytes, hexadecimal.
        amended: made by a rectification.
        reopened: when it was reopened, ``None`` while it is the last word.
        reason: why it was reopened.
        members: who decided that, for a rectification.
    """

    number: int
    at: int
    seal: str
    amended: bool = False
    reopened: int | None = None
    reason: str = ""
    members: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Number, moment and fingerprint in words, on one line."""
        kind = ", rectification" if self.amended else ""
        return f"Version {self.number}{kind} · {moment(self.at)} · {fingerprint(self.seal)}"

    @property
    def reopened_words(self) -> str:
        """When and why it was reopened, in words; empty while it is the last word."""
        if self.reopened is None:
            return ""
        by = f" ({' ; '.join(self.members)})" if self.members else ""
        what = "rectification" if self.members else "rouverte"
        return f"{what} le {moment(self.reopened)}{by}\u00a0: {self.reason}"


def versions(lines: Iterable[Line]) -> tuple[Version, ...]:
    """Return the versions that a journal announces, oldest first."""
    found: list[Version] = []
    amending = False
    for line in lines:
        match line.command:
            case Lock(number=number, seal=seal):
                found.append(Version(number, line.at.wall, seal, amending))
                amending = False
            case Reopen(reason=reason) if found:
                found[-1] = replace(found[-1], reopened=line.at.wall, reason=reason)
            case Amend(reason=reason, members=members) if found:
                amending = True
                found[-1] = replace(
                    found[-1], reopened=line.at.wall, reason=reason, members=members
                )
    return tuple(found)
