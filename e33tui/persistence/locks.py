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
from contextvars import ContextVar
from pathlib import Path

from e33tui.persistence.errors import Busy, explain
from e33tui.persistence.files import FILE_MODE

PATIENCE = 5.0
"""Seconds after which a lock that stays taken is reported."""
BRIEF = 0.05
"""Seconds that a thread waits which has other work to do: it comes back to that lock later."""
_PAUSE = 0.01
_patience: ContextVar[float] = ContextVar("patience", default=PATIENCE)


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


def wait_briefly() -> None:
    """Let the present thread wait hardly at all for a short lock from now on."""
    _patience.set(BRIEF)


@contextmanager
def short_lock(
    path: Path,
    *,
    patience: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[None]:
    """Hold the lock of ``path``.

    Args:
        path: the lock's file.
        patience: seconds to wait for it at most; as long as this thread does unless given.
        sleep: waits some seconds.

    Raises:
        Busy: it stays taken.
        StoreError: its file cannot be opened.
    """
    patience = _patience.get() if patience is None else patience
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
            raise Busy(
                path,
                "Un autre terminal enregistre dans cette séance et ne termine pas. "
                "Réessayez ; s’il est bloqué, fermez-le.",
            )
        sleep(_PAUSE)
        waited += _PAUSE
