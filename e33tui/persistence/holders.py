"""Who holds a passage, as its lock's file tells it; the lock itself is the operating system's."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from e33tui.domain.frozen import dataclass
from e33tui.persistence.processes import ProcessId, process_in

LABEL_LIMIT = 120
NOBODY = b"{}"
"""What the file says once its holder has let go."""

_SIZE = 1024
"""Bytes of the record, always as many: a new one covers the old one whole."""


@dataclass(frozen=True)
class Holder:
    """Who holds a passage.

    Attributes:
        passage: the passage's id.
        process: which process.
        since: when it was taken, wall-clock milliseconds.
        token: random; another taking has another one.
        label: what tells a person which terminal it is.
    """

    passage: str
    process: ProcessId
    since: int
    token: str
    label: str

    def encode(self) -> bytes:
        """Return the holder as the file has it."""
        return json.dumps(asdict(self), ensure_ascii=False).encode(errors="replace")


def write_record(descriptor: int, data: bytes) -> None:
    """Make ``data`` the lock file's content; it takes no new room on the disk.

    Raises:
        OSError: as the system says.
    """
    os.pwrite(descriptor, data.ljust(_SIZE - 1) + b"\n", 0)


def read_record(descriptor: int) -> bytes:
    """Return the lock file's content, without what fills it up.

    Raises:
        OSError: as the system says.
    """
    return os.pread(descriptor, _SIZE, 0).strip()


def holder_in(lock: Path, passage_id: str) -> Holder | None:
    """Return the holder that a lock's file names, ``None`` when it names nobody."""
    try:
        descriptor = os.open(lock, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        return decode(read_record(descriptor), passage_id)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def decode(data: bytes, passage_id: str) -> Holder | None:
    """Return the passage's holder that ``data`` names, ``None`` when it names nobody."""
    try:
        found: Any = json.loads(data)
        process = process_in(found.pop("process"))
        if process is None:
            return None
        holder = Holder(process=process, **found)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return holder if _is_sound(holder) and holder.passage == passage_id else None


def _is_sound(holder: Holder) -> bool:
    texts = (holder.passage, holder.token, holder.label)
    return type(holder.since) is int and all(isinstance(text, str) for text in texts)
