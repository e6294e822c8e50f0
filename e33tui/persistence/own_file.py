"""What one writer knows to stand at a path, so that nothing else is ever overwritten.

Nobody else may write there meanwhile: what changed under our feet is damage, which must neither be
lost nor take the place of the previous version.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from itertools import count
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.persistence.damage import ASIDE, set_aside
from e33tui.persistence.errors import explain, shown
from e33tui.persistence.files import NO_HARD_LINKS, SYSTEM, FileSystem, name_twice, place_once
from e33tui.persistence.layout import previous_of
from e33tui.persistence.reading import read_own

Signature = tuple[int, int, int]
"""Inode, size and time of a file: whatever writes it gives it another one."""
REPLACED = ", votre saisie prend sa place"
Tell = Callable[[str], object]
"""Given one French sentence about what was set aside."""


def nobody(_: str) -> None:
    """Tell nobody."""


def signature_of(path: Path) -> Signature | None:
    """Return the signature of what stands at ``path``, ``None`` when nothing can be seen there."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


class OwnFile:
    """The file of one writer, as it last read or wrote it."""

    def __init__(self, path: Path, fs: FileSystem = SYSTEM, tell: Tell = nobody) -> None:
        """Know nothing of ``path`` yet; ``tell`` is called when something was set aside."""
        self._path = path
        self._fs = fs
        self._tell = tell
        self._signature: Signature | None = None
        # Digests alone: a disk that fails for hours is tried with one content after the other.
        self._ours: frozenset[bytes] = frozenset()
        self._foreign: Signature | None = None

    def read(self) -> bytes | None:
        """Return the content, ``None`` when there is no such file.

        Raises:
            DamagedFile, StoreError: as :func:`read_own`.
        """
        # The signature is taken first: a change in between is found before the next write.
        self._signature = signature_of(self._path)
        data = read_own(self._path)
        self._ours = _digests(data)
        return data

    def about_to_write(self, data: bytes) -> bool:
        """Set aside what somebody else put here since; return whether there was anything.

        Raises:
            StoreError: it cannot be kept, so that nothing may be written here.
        """
        foreign = self._set_foreign_aside()
        self._make_room_for_previous()
        # Until it is known how the write ends, either content may be the one that stands here.
        self._signature, self._ours = None, self._ours | _digests(data)
        return foreign

    def about_to_remove(self) -> None:
        """Set aside what somebody else put here since: it is not this writer's to remove.

        Raises:
            StoreError: it cannot be kept, so that nothing may be removed here.
        """
        self._set_foreign_aside(replaced="")

    def written(self, data: bytes) -> None:
        """Note that ``data`` is what stands here now."""
        self._signature, self._ours = signature_of(self._path), _digests(data)
        self._foreign = None

    def _make_room_for_previous(self) -> None:
        """Set aside a folder that stands where the previous version goes: no save could pass."""
        previous = previous_of(self._path)
        if previous.is_dir() and not previous.is_symlink():
            self._tell(
                f"Un dossier se trouvait à la place de {shown(previous)} : il est gardé sous "
                f"{set_aside(previous, self._fs).name}. Prévenez le centre."
            )

    def _set_foreign_aside(self, replaced: str = REPLACED) -> bool:
        found = signature_of(self._path)
        if found is None:
            if _is_missing(self._path):
                self._ours = frozenset()
            return False
        if found == self._signature:
            return False
        if found == self._foreign:
            # Kept already, by a save that failed afterwards.
            return True
        with contextlib.suppress(StoreError):
            present = read_own(self._path)
            here = _digests(present)
            if here <= self._ours:
                self._ours = here
                return False
        self._tell(keep_foreign(self._path, self._fs, replaced))
        self._foreign = found
        return True


def _digests(data: bytes | None) -> frozenset[bytes]:
    return frozenset() if data is None else frozenset((hashlib.sha256(data).digest(),))


def _is_missing(path: Path) -> bool:
    """Tell whether nothing stands here for certain: a folder moved away may be put back."""
    try:
        path.lstat()
    except FileNotFoundError:
        return path.parent.is_dir()
    except OSError:
        pass
    return False


def keep_foreign(path: Path, fs: FileSystem = SYSTEM, replaced: str = REPLACED) -> str:
    """Give what somebody else put at ``path`` a second name, so that ours may take its place.

    ``replaced`` says what becomes of that place, the end of a French sentence.

    Only the holder of the file's lock may call this. Where the disk has hard links the file is
    never missing meanwhile.

    Returns:
        one French sentence that says so.

    Raises:
        StoreError: it cannot be kept; nothing may be written there.
    """
    for number in count(1):
        target = path.with_name(f"{path.name}{ASIDE}{number}")
        try:
            _keep(path, target, fs)
        except FileExistsError:
            continue
        except OSError as error:
            raise explain(error, path, "mis de côté") from error
        return (
            f"{shown(path)} a été modifié hors d’e33tui pendant le travail : ce qui s’y trouvait "
            f"est gardé sous {target.name}{replaced}. Prévenez le centre."
        )
    raise AssertionError("unreachable")


def _keep(path: Path, target: Path, fs: FileSystem) -> None:
    try:
        name_twice(path, target, fs)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        # A folder, or a disk without hard links.
        place_once(path, target, fs)
