"""Durable writing: whole new content beside the old, then one atomic step.

Whatever is interrupted, and wherever, a reader finds the old content or the new, never a mixture.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import time
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import explain, shown, unconfirmed
from e33tui.persistence.layout import previous_of
from e33tui.plain_file import open_plain

FILE_MODE = 0o600
FOLDER_MODE = 0o700

_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{16}\.tmp\Z")
NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}
"""What a link fails with where it has no chance at all, unlike on a disk that is full."""


class FileSystem:
    """The system calls of a save, one method each, so that tests can watch them and make them fail.

    Every method raises ``OSError`` as the system does.
    """

    def create(self, path: Path, mode: int) -> int:
        """Open a file that must not exist yet, with exactly ``mode`` whatever the umask."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(path, flags, mode)
        try:
            os.fchmod(descriptor, mode)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write some of ``data``; return how many bytes were taken."""
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        """Wait until the file's bytes are on the disk."""
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Give the descriptor back."""
        os.close(descriptor)

    def link(self, source: Path, target: Path) -> None:
        """Give a file a second name, which must be free."""
        os.link(source, target, follow_symlinks=False)

    def replace(self, source: Path, target: Path) -> None:
        """Rename in one step, over what may stand at ``target``."""
        source.replace(target)

    def unlink(self, path: Path) -> None:
        """Remove a name."""
        path.unlink()

    def mkdir(self, folder: Path, mode: int) -> None:
        """Make a folder that must not exist yet, with exactly ``mode`` whatever the umask."""
        folder.mkdir(mode)
        folder.chmod(mode)

    def fsync_dir(self, folder: Path) -> None:
        """Wait until the folder's names are on the disk."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # Some file systems order their folders themselves and refuse the call.
            if error.errno != errno.EINVAL:
                raise
        finally:
            os.close(descriptor)


SYSTEM = FileSystem()


def write_atomic(
    path: Path,
    data: bytes,
    *,
    mode: int = FILE_MODE,
    keep_previous: bool = False,
    fs: FileSystem = SYSTEM,
) -> None:
    """Replace the content of ``path`` by ``data``; return once it is on the disk.

    A failed call leaves the old content; the next one starts from a fresh temporary file, since
    a file whose fsync failed once cannot be trusted to a second one.

    Args:
        path: the file; its folder exists.
        data: the whole new content.
        mode: the file's permissions, exactly.
        keep_previous: keep the content replaced as ``<name>.precedent``.
        fs: the system calls.

    Raises:
        StoreError: nothing was replaced, or, as it says then, the replacement may not be on the
            disk yet.
    """
    temporary = temporary_beside(path)
    try:
        try:
            write_new(temporary, data, mode=mode, fs=fs)
            if keep_previous:
                _keep_previous(path, mode, fs)
            fs.replace(temporary, path)
        except BaseException:
            discard(temporary, fs)
            raise
    except OSError as error:
        raise explain(error, path, "enregistré") from error
    try:
        fs.fsync_dir(path.parent)
    except OSError as error:
        raise unconfirmed(error, path) from error


def write_new(path: Path, data: bytes, *, mode: int = FILE_MODE, fs: FileSystem = SYSTEM) -> None:
    """Create ``path`` with ``data`` and wait until its bytes are on the disk.

    Raises:
        OSError: as the system says; an incomplete file may remain, for the caller to discard.
    """
    descriptor = fs.create(path, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[fs.write(descriptor, rest) :]
        fs.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            fs.close(descriptor)
        raise
    fs.close(descriptor)


def temporary_beside(path: Path) -> Path:
    """Return a fresh temporary name in the folder of ``path``."""
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")


def discard(path: Path, fs: FileSystem = SYSTEM) -> None:
    """Remove a temporary file if it can be removed."""
    with contextlib.suppress(OSError):
        fs.unlink(path)


def _keep_previous(path: Path, mode: int, fs: FileSystem) -> None:
    """Give the present content the name of the previous one, never leaving either name empty."""
    temporary = temporary_beside(previous_of(path))
    try:
        try:
            fs.link(path, temporary)
        except FileNotFoundError:
            return
        except OSError as error:
            if error.errno not in NO_HARD_LINKS:
                raise
            write_new(temporary, path.read_bytes(), mode=mode, fs=fs)
        fs.replace(temporary, previous_of(path))
        if os.path.lexists(temporary):
            # Two names of one file, after a save cut short here: the system renames neither.
            discard(temporary, fs)
    except BaseException:
        discard(temporary, fs)
        raise


def place_once(source: Path, target: Path, fs: FileSystem = SYSTEM) -> None:
    """Move ``source`` to ``target``, which must be free; return once that name is on the disk.

    Done again after it was cut short, it is completed. The new name is there for certain before the old one goes: a power cut leaves one of the two.

    Raises:
        FileExistsError: something stands at ``target``; nothing was moved.
        OSError: as the system says.
    """
    try:
        name_twice(source, target, fs)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        # No hard links here (or a folder): the caller's lock keeps the test and the step together.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        fs.replace(source, target)
        fs.fsync_dir(target.parent)
        return
    fs.unlink(source)


def name_twice(source: Path, target: Path, fs: FileSystem = SYSTEM) -> None:
    """Give ``source`` the name ``target`` too, which must be free, or be its name already.

    Raises:
        FileExistsError: something else stands at ``target``.
        OSError: as the system says; there may be no hard links here.
    """
    try:
        fs.link(source, target)
    except FileExistsError:
        if not os.path.samestat(source.lstat(), target.lstat()):
            raise
    fs.fsync_dir(target.parent)


def make_folder(folder: Path, fs: FileSystem = SYSTEM, *, within: Path | None = None) -> None:
    """Create ``folder`` and its missing parents, 0700 whatever the umask; existing ones stay.

    Args:
        folder: the folder.
        fs: the system calls.
        within: a folder that must be there already. One that was moved away is to be put back,
            and a new one in its place would be in the way.

    Raises:
        StoreError: it cannot be created, or something that is not a folder stands there.
    """
    missing: list[Path] = []
    try:
        current = folder
        while not current.is_dir() and current != within:
            missing.append(current)
            current = current.parent
        for each in reversed(missing):
            _make_one(each, fs)
        if not missing and _is_empty(folder):
            # Made, and perhaps cut short before its name was on the disk.
            _fsync_parent(folder, fs)
    except NotADirectoryError as error:
        raise _in_the_way(folder, error) from error
    except OSError as error:
        raise explain(error, folder, "créé") from error


def _in_the_way(folder: Path, error: OSError) -> StoreError:
    """Return a refusal that names what stands where a folder has to be."""
    above = (each for each in (folder, *folder.parents) if os.path.lexists(each))
    found = next((each for each in above if not each.is_dir()), None)
    if found is None:
        return explain(error, folder, "créé")
    reason = f"{found} n’est pas un dossier. Déplacez-le, ou choisissez un autre endroit"
    return StoreError(folder, f"{shown(folder)} n’a pas pu être créé : {reason}.", reason)


def _make_one(folder: Path, fs: FileSystem) -> None:
    try:
        fs.mkdir(folder, FOLDER_MODE)
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None
    _fsync_parent(folder, fs)


def _fsync_parent(folder: Path, fs: FileSystem) -> None:
    # A parent that is not ours may be passed through without being readable.
    with contextlib.suppress(PermissionError):
        fs.fsync_dir(folder.parent)


def _is_empty(folder: Path) -> bool:
    with os.scandir(folder) as found:
        return next(found, None) is None


def tighten(folder: Path) -> None:
    """Make an existing folder of ours readable by its owner alone."""
    with contextlib.suppress(OSError):
        found = folder.stat()
        if found.st_uid == os.geteuid() and found.st_mode & 0o077:
            folder.chmod(FOLDER_MODE)


def remove_name(path: Path, fs: FileSystem = SYSTEM) -> None:
    """Remove a file for good; one that is not there is no error.

    Raises:
        StoreError: it is still there, or may be again after a power cut.
    """
    try:
        with contextlib.suppress(FileNotFoundError):
            fs.unlink(path)
        fs.fsync_dir(path.parent)
    except OSError as error:
        raise explain(error, path, "effacé") from error


def is_temporary(name: str) -> bool:
    """Tell whether a file's name is that of an unfinished save."""
    return _TEMPORARY.match(name) is not None


def temporaries_in(folder: Path) -> tuple[Path, ...]:
    """Return what interrupted saves left in ``folder``, its subfolders excepted.

    Raises:
        OSError: as the system says.
    """
    return tuple(path for path in folder.iterdir() if is_temporary(path.name))


def clean_temporaries(folder: Path, fs: FileSystem = SYSTEM, *, min_age: float = 0.0) -> None:
    """Remove what interrupted saves left in ``folder``; only its lock's holder may call this.

    Args:
        folder: where to look, its subfolders excepted.
        fs: the system calls.
        min_age: seconds; younger ones stay, where others than the lock's holder may save.
    """
    newest = time.time() - min_age
    with contextlib.suppress(OSError):
        for path in temporaries_in(folder):
            if path.lstat().st_mtime <= newest:
                discard(path, fs)


def read_bytes(path: Path) -> bytes | None:
    """Return the content of ``path``, or ``None`` when there is no such file; no pipe is waited for.

    Raises:
        StoreError: it is there and cannot be read, or is no file.
    """
    try:
        with open_plain(path) as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise explain(error, path, "lu") from error
