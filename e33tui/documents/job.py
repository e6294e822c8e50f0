"""What passes between the program and the child process that makes a document.

The order is one JSON object on the child's standard input; the answer is the document on its
standard output, or one of :class:`Outcome` as exit code. Nothing here imports an engine.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any

from e33tui.documents.card import Card, read_card
from e33tui.domain.verso import Verso, VersoComment


class Outcome(IntEnum):
    """The child's exit codes; above the shell's and the interpreter's own 1 and 2."""

    DONE = 0
    FAILED = 10
    OUT_OF_MEMORY = 11
    NO_ENGINE = 12
    NO_LIBRARY = 13


@dataclass(frozen=True)
class Job:
    """One document to make.

    Attributes:
        content: what the page holds.
        memory_mb: the most memory the content may take, in mebibytes.
    """

    content: Verso | Card
    memory_mb: int

    def encode(self) -> bytes:
        """Return the order as ASCII JSON; the same job always gives the same bytes."""
        kind = "card" if isinstance(self.content, Card) else "verso"
        order = {kind: asdict(self.content), "memory_mb": self.memory_mb}
        return json.dumps(order, sort_keys=True).encode("ascii")

    @classmethod
    def decode(cls, order: bytes) -> Job:
        """Return the job that :meth:`encode` wrote."""
        fields = json.loads(order)
        card = fields.get("card")
        content = _verso(fields["verso"]) if card is None else read_card(card)
        return cls(content, int(fields["memory_mb"]))


def identifier(content: Verso | Card) -> str:
    """Return 32 hexadecimal digits that depend on the page's content alone."""
    data = json.dumps(asdict(content), sort_keys=True).encode("ascii")
    return hashlib.sha256(data).hexdigest()[:32]


def _verso(fields: dict[str, Any]) -> Verso:
    pairs = tuple((label, value) for label, value in fields.pop("identification"))
    comments = tuple(VersoComment(**comment) for comment in fields.pop("comments"))
    members = tuple(fields.pop("members"))
    return Verso(identification=pairs, comments=comments, members=members, **fields)
