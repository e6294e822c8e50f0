"""Reading a file of the séance: a plain file, never what was put in its place."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from e33tui.persistence.errors import DamagedFile, explain

_LINK = "un lien symbolique se trouve à sa place"
_FOLDER = "un dossier se trouve à sa place"
_OTHER = "autre chose qu’un fichier se trouve à sa place"


def read_own(path: Path) -> bytes | None:
    """Return the content of ``path``, or ``None`` when nothing stands there.

    A link is not followed: what lies elsewhere has no previous version and no lock. A pipe is not
    waited for.

    Raises:
        DamagedFile: a folder, a link or a device stands there.
        StoreError: the system refuses to read it.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(path, flags)
        try:
            return _all_of(descriptor, _plain_size(descriptor, path))
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise DamagedFile(path, _LINK) from error
        if error.errno == errno.ENXIO:
            raise DamagedFile(path, _OTHER) from error
        raise explain(error, path, "lu") from error


def _plain_size(descriptor: int, path: Path) -> int:
    found = os.fstat(descriptor)
    if stat.S_ISDIR(found.st_mode):
        raise DamagedFile(path, _FOLDER)
    if not stat.S_ISREG(found.st_mode):
        raise DamagedFile(path, _OTHER)
    return found.st_size


def _all_of(descriptor: int, size: int) -> bytes:
    parts = []
    while part := os.read(descriptor, size + 1):
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
