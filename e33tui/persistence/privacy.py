"""Who may read: what a copy or another program left open to other accounts is closed again.

What this program makes is closed from the start; this is for what was unpacked, copied or restored.
"""

from __future__ import annotations

import contextlib
import stat
from pathlib import Path

from e33tui.persistence.files import tighten

OTHERS = 0o077


def tighten_all(folder: Path) -> None:
    """Let only its owner read a folder and what lies in it; folders in it are not looked into.

    What belongs to another account, and what a link leads to, stays as it is.
    """
    if folder.is_symlink():
        return
    tighten(folder)
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            _tighten_one(path)


def _tighten_one(path: Path) -> None:
    with contextlib.suppress(OSError):
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            tighten(path)
        elif stat.S_ISREG(mode) and mode & OTHERS:
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)


def warning_about(folder: Path) -> str | None:
    """Return one French sentence if other accounts can still look into a folder."""
    try:
        opened = folder.stat().st_mode & OTHERS
    except OSError:
        return None
    if not opened:
        return None
    return (
        "D’autres comptes de ce poste peuvent lire le dossier de la séance, et ses droits n’ont pas "
        "pu être restreints : prévenez le centre."
    )
