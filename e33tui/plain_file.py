"""Reading a file that the account or the system keeps for this program, whatever lies there."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def read_beginning(path: Path, most: int) -> bytes:
    """Return the first ``most`` bytes of a file; nothing waits for a pipe.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a file")
        return opened.read(most)
