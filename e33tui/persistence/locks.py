"""Short locks: held only while a shared file is read again and written.

The lock is the operating system's, on a file of its own that is never unlinked; it ends with the
process that holds it, and a program that is started meanwhile does not inherit it.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import explain
from e33tui.persistence.files import FILE_MODE

PATIENCE = 5.0
"""Seconds after which a lock that stays taken is reported."""
_PAUSE = 0.01


def open_lock_file(path: Path) -> int:
    """Open a lock's file, creating it 0600 whatever the umask.

    Raises:
        OSError: as the system says.
    """
    flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
    while True:
        try:
            return os.open(path, flags)
        except FileNotFoundError:
            pass
        try:
            descriptor = os.open(path, flags | os.O_CREAT | os.O_EXCL, FILE_MODE)
        except FileExistsError:
            continue
        os.fchmod(descriptor, FILE_MODE)
        return descriptor


def try_lock(path: Path) -> int | None:
    """Take the lock of ``path`` without waiting; return its descriptor, ``None`` when taken.

    Closing the descriptor gives the lock back.

    Raises:
        OSError: as the system says.
    """
    while True:
        descriptor = open_lock_file(path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if is_same_file(descriptor, path):
                return descriptor
        except FileNotFoundError:
            pass
        except BlockingIOError:
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        # Somebody took the file away between the calls: its lock would protect nothing.
        os.close(descriptor)


def try_lock_folder(folder: Path) -> int | None:
    """Take the lock of a folder itself; return its descriptor, ``None`` where there are none.

    It cannot be removed or exchanged as a file can, as long as the folder holds anything. Some
    network disks lock no folders.

    Raises:
        BlockingIOError: it is taken.
        OSError: it cannot be opened.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def is_same_file(descriptor: int, path: Path) -> bool:
    """Tell whether ``path`` still names the file that ``descriptor`` has open.

    Raises:
        OSError: as the system says, ``FileNotFoundError`` when there is no such file.
    """
    return os.path.samestat(os.fstat(descriptor), path.stat(follow_symlinks=False))


@contextmanager
def short_lock(
    path: Path,
    *,
    patience: float = PATIENCE,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Hold the lock of ``path``, waiting ``patience`` seconds for it at most.

    Raises:
        StoreError: it stays taken, or its file cannot be opened.
    """
    descriptor = _wait_for_lock(path, patience, sleep)
    try:
        yield
    finally:
        os.close(descriptor)


def _wait_for_lock(path: Path, patience: float, sleep: Callable[[float], None]) -> int:
    waited = 0.0
    while True:
        try:
            descriptor = try_lock(path)
        except OSError as error:
            raise explain(error, path, "ouvert") from error
        if descriptor is not None:
            return descriptor
        if waited >= patience:
            raise StoreError(
                path,
                "Un autre terminal enregistre dans cette séance et ne termine pas. "
                "Réessayez ; s’il est bloqué, fermez-le.",
            )
        sleep(_PAUSE)
        waited += _PAUSE
