"""Files that cannot be read any more: put aside under a new name, never overwritten."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import explain, shown
from e33tui.persistence.files import SYSTEM, FileSystem, place_once, remove_name, write_atomic
from e33tui.persistence.layout import previous_of
from e33tui.persistence.reading import read_own

ASIDE = ".endommage-"


def as_it_is(_: object) -> None:
    """Ask nothing more of what is to be restored than that it can be read."""


def set_aside(path: Path, fs: FileSystem = SYSTEM) -> Path:
    """Give a damaged file a name of its own (``….endommage-1``) and return that name.

    Only the holder of the file's lock may call this.

    Raises:
        StoreError: there is no such file, or it cannot be renamed.
    """
    for number in count(1):
        target = path.with_name(f"{path.name}{ASIDE}{number}")
        try:
            place_once(path, target, fs)
            fs.fsync_dir(path.parent)
        except FileExistsError:
            continue
        except OSError as error:
            raise explain(error, path, "mis de côté") from error
        return target
    raise AssertionError("unreachable")


def restore_previous(path: Path, fs: FileSystem = SYSTEM) -> Path | None:
    """Bring back the version before the last; what stands at ``path`` is set aside first.

    Only the holder of the file's lock may call this, after it made sure that the previous version
    can be read.

    Returns:
        where the damaged file is now, ``None`` when there was none.

    Raises:
        StoreError: there is no previous version, or it cannot be read or put in place.
    """
    data = read_own(previous_of(path))
    if data is None:
        raise StoreError(
            path, f"Il n’y a pas de version précédente de {shown(path)} : rien n’a été changé."
        )
    aside = set_aside(path, fs) if path.exists() or path.is_symlink() else None
    write_atomic(path, data, fs=fs)
    return aside


def files_set_aside(folder: Path) -> tuple[Path, ...]:
    """Return the damaged files that were put aside in ``folder``, oldest names first."""
    return tuple(sorted(folder.glob(f"*{ASIDE}*")))


def remove_set_aside(folder: Path, fs: FileSystem = SYSTEM) -> tuple[Path, ...]:
    """Remove the damaged files put aside in ``folder`` and return which; folders stay.

    Only the holder of its files' lock may call this.

    Raises:
        StoreError: one could not be removed.
    """
    found = [p for p in files_set_aside(folder) if p.is_symlink() or not p.is_dir()]
    for path in found:
        remove_name(path, fs)
    return tuple(found)
