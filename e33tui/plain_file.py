"""Reading a file that somebody names or keeps for this program, whatever lies there."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path


def read_beginning(path: Path, most: int) -> bytes:
    """Return the first ``most`` bytes of a file; nothing waits for a pipe.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    with open_plain(path) as file:
        data: bytes | None = file.read(most)
    if data is None:
        # A file of the system's own that has nothing to say yet would be waited for.
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return data


def open_plain(path: Path) -> BufferedReader:
    """Open a file to be read; nothing waits for a pipe.

    Raises:
        OSError: it cannot be read, or is no file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    file = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))
    return file
