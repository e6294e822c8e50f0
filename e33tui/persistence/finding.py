"""What a check of seals and register found."""

from __future__ import annotations

from typing import Literal

from e33tui.domain.errors import StoreError
from e33tui.domain.frozen import dataclass
from e33tui.persistence.errors import shown

FindingKind = Literal[
    "changed",
    "removed",
    "added",
    "reordered",
    "chain",
    "head",
    "pending",
    "purged",
    "later",
    "damaged",
    "unfinished",
]


@dataclass(frozen=True)
class Finding:
    """One thing that a check found.

    Attributes:
        kind: what it is.
        file: the file concerned, as it is shown.
        message: one French sentence with the file's name.
        serious: whether the record is not what was sealed; ``False`` for what is only told (a
            version that the next opening will register, entries after a given head).
    """

    kind: FindingKind
    file: str
    message: str
    serious: bool = True

    @classmethod
    def of(cls, error: StoreError) -> Finding:
        """Return the finding that a file cannot be read or understood."""
        return cls("damaged", shown(error.path), error.message)


def is_sound(findings: list[Finding]) -> bool:
    """Tell whether nothing serious was found."""
    return not any(finding.serious for finding in findings)
