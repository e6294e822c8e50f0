"""What passes between the program and the child process that makes documents, one after another.

Each order is a frame on the child's standard input, one JSON object; its answer is a frame on the
child's standard output, the document. What cannot be made ends the child, with one of
:class:`Outcome` as exit code: what it answered before is whole. Nothing here imports an engine.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import IntEnum
from typing import IO

from e33tui.documents.kinds import KINDS, Content, kind_of
from e33tui.domain import codec

_LENGTH = 8
"""Bytes before a frame, which say how long it is."""


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
        contents: what it holds: one content, or several to be printed one after another.
        memory_mb: the most memory the child may take for it, in mebibytes.
        seconds: the most time that the child may take for it.
    """

    contents: tuple[Content, ...]
    memory_mb: int
    seconds: float

    def encode(self) -> bytes:
        """Return the order as ASCII JSON; the same job always gives the same bytes."""
        contents = [_fields(content) for content in self.contents]
        return _json({"contents": contents, "memory_mb": self.memory_mb, "seconds": self.seconds})

    @classmethod
    def decode(cls, order: bytes) -> Job:
        """Return the job that :meth:`encode` wrote."""
        fields = json.loads(order)
        contents = (codec.decode(KINDS[c["kind"]], c["content"]) for c in fields["contents"])
        return cls(tuple(contents), int(fields["memory_mb"]), float(fields["seconds"]))


def identifier(*contents: Content) -> str:
    """Return 32 hexadecimal digits that depend on the contents of a document alone."""
    whole = b"".join(_json(_fields(content)) for content in contents)
    return hashlib.sha256(whole).hexdigest()[:32]


def put_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one frame, its length in bytes before it, and have it on its way."""
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def next_frame(stream: IO[bytes]) -> bytes | None:
    """Wait for one whole frame; ``None`` where the stream ends before."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    data = stream.read(length)
    return data if len(data) == length else None


def _fields(content: Content) -> dict[str, object]:
    return {"kind": kind_of(content), "content": codec.encode(content)}


def _json(fields: dict[str, object]) -> bytes:
    return json.dumps(fields, sort_keys=True).encode("ascii")
