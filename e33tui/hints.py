"""First-time hints, which go away for good: on which screens somebody has been told what to do.

It is neither the domain's nor the store's, and does not lie in the séance's folder: it belongs to
the person, who knows the screens at the next séance too, and a séance's folder is copied, handed
over and verified without telling who was new to it. Names of screens only; nothing of it matters,
so whatever goes wrong is silent, nothing waits for a disk, and the hints are then for this run.
"""

from __future__ import annotations

import json
import os
import stat
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

STATE_VARIABLE: Final = "XDG_STATE_HOME"
_NAME: Final = "hints.json"
_MOST_BYTES: Final = 4096
"""Far more than the names of all screens; a longer file is not this program's."""
_SAFELY: Final = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class Hints:
    """Which hints are still wanted by the account that runs the program; read on first use."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep them in ``folder``; by default where the account keeps such states."""
        self._folder = folder
        self._seen: set[str] | None = None
        self._writing = threading.Lock()

    def wanted(self, place: str) -> bool:
        """Tell whether the hint of a screen has not been seen yet."""
        if self._seen is None:
            self._seen = self._read()
        return place not in self._seen

    def seen(self, place: str) -> None:
        """Note for good that the hint of a screen was seen; it waits for the disk."""
        with self._writing:
            if self.wanted(place):
                # Known here at once; another terminal of the account may have seen others.
                self._seen = {*(self._seen or ()), place}
                self._seen |= self._read()
                self._write(self._seen)

    def _read(self) -> set[str]:
        found: object = None
        with suppress(OSError, RuntimeError, ValueError, RecursionError):
            folder = self._folder or state_folder()
            _check_own(os.lstat(folder), stat.S_IFDIR)
            descriptor = os.open(folder / _NAME, os.O_RDONLY | _SAFELY)
            with os.fdopen(descriptor, "rb") as file:
                _check_own(os.fstat(descriptor), stat.S_IFREG)
                found = json.loads(file.read(_MOST_BYTES))
        return (
            {name for name in found if isinstance(name, str)} if isinstance(found, list) else set()
        )

    def _write(self, seen: set[str]) -> None:
        """Put the whole in place in one step; without fsync, since a hint told twice is no loss."""
        with suppress(OSError, RuntimeError):
            folder = self._folder or state_folder()
            _make_private(folder)
            temporary = folder / f".{_NAME}.{os.getpid()}.tmp"
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _SAFELY
            try:
                with os.fdopen(os.open(temporary, flags, 0o600), "w", encoding="utf-8") as file:
                    os.fchmod(file.fileno(), 0o600)
                    json.dump(sorted(seen), file)
                temporary.replace(folder / _NAME)
            except OSError:
                temporary.unlink(missing_ok=True)


class _NoHints(Hints):
    """Nothing is wanted and nothing is kept: for pictures, and wherever nobody is new."""

    def wanted(self, place: str) -> bool:
        return False

    def seen(self, place: str) -> None:
        """Keep nothing."""


NO_HINTS: Final = _NoHints()


def state_folder() -> Path:
    """Return where this account keeps what this program should know the next time.

    Raises:
        RuntimeError: the account has no home.
    """
    named = Path(os.environ.get(STATE_VARIABLE) or "")
    # The specification wants a relative path taken for none.
    base = named if named.is_absolute() else Path.home() / ".local" / "state"
    return base / "e33tui"


def _make_private(folder: Path) -> None:
    """Make a folder of this account alone, and its missing parents likewise.

    Raises:
        OSError: it cannot be, or is somebody else's.
    """
    missing = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    for each in reversed(missing):
        with suppress(FileExistsError):
            each.mkdir(0o700)
    found = os.lstat(folder)
    _check_own(found, stat.S_IFDIR)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def _check_own(found: os.stat_result, kind: int) -> None:
    """Trust nothing that another account could have put there.

    Raises:
        PermissionError: it is not of that kind, or not this account's.
    """
    if stat.S_IFMT(found.st_mode) != kind or found.st_uid != os.geteuid():
        raise PermissionError("not this account's own")
