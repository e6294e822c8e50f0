"""What passes between the program and the child process that makes a document.

The order is one JSON object on the child's standard input; the answer is the document on its
standard output, or one of :class:`Outcome` as exit code. Nothing here imports an engine.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import IntEnum

from e33tui.documents.kinds import KINDS, Content, kind_of
from e33tui.domain import codec


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

    content: Content
    memory_mb: int

    def encode(self) -> bytes:
        """Return the order as ASCII JSON; the same job always gives the same bytes."""
        return _json({**_fields(self.content), "memory_mb": self.memory_mb})

    @classmethod
    def decode(cls, order: bytes) -> Job:
        """Return the job that :meth:`encode` wrote."""
        fields = json.loads(order)
        content = codec.decode(KINDS[fields["kind"]], fields["content"])
        return cls(content, int(fields["memory_mb"]))


def identifier(content: Content) -> str:
    """Return 32 hexadecimal digits that depend on the page's content alone."""
    return hashlib.sha256(_json(_fields(content))).hexdigest()[:32]


def _fields(content: Content) -> dict[str, object]:
    return {"kind": kind_of(content), "content": codec.encode(content)}


def _json(fields: dict[str, object]) -> bytes:
    return json.dumps(fields, sort_keys=True).encode("ascii")
