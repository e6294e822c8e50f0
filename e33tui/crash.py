"""The last resort: an unhandled error is one French sentence and a file without personal data."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
import traceback
from pathlib import Path

from e33tui import __version__

FOLDER = "erreurs"
SENTENCE = (
    "e33tui s’est arrêté sur une erreur. Ce qui était saisi est enregistré : relancez-le pour "
    "reprendre. {where}"
)
UNSAVED = (
    "e33tui s’est arrêté sur une erreur. Attention : tout n’a pas pu être enregistré. Vérifiez le "
    "disque, puis relancez-le pour reprendre. {where}"
)


def describe(error: BaseException) -> str:
    """Return where an error happened: kinds of errors, files, lines, functions; never a value."""
    parts = [f"e33tui {__version__}", time.strftime("%Y-%m-%dT%H:%M:%S%z")]
    seen: BaseException | None = error
    while seen is not None:
        parts.append(type(seen).__name__)
        frames = traceback.extract_tb(seen.__traceback__)
        parts += [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        seen = _behind(seen)
    return "\n".join(parts) + "\n"


def _behind(error: BaseException) -> BaseException | None:
    """Return the error that led to this one; the framework's ``WorkerFailed`` has it inside."""
    inner = getattr(error, "error", None)
    return inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__


def report(error: BaseException, folder: Path | None = None, *, saved: bool = True) -> str:
    """Write the description down and return the sentence to say.

    Args:
        error: what nobody handled.
        folder: the séance's folder, if it is known; else, or if it cannot be written, the system's
            folder for temporary files is used.
        saved: whether everything that was typed is on the disk.
    """
    sentence = SENTENCE if saved else UNSAVED
    for place in (folder and folder / FOLDER, None):
        with contextlib.suppress(OSError):
            path = _write(error, place or Path(tempfile.gettempdir()))
            return sentence.format(where=f"Détail sans donnée personnelle : {path}")
    return sentence.format(where="").strip()


def _write(error: BaseException, folder: Path) -> Path:
    """Write a new file, that no other account can read or have put there, and return its path."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(0o700)
        folder.chmod(0o700)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    descriptor, name = tempfile.mkstemp(".txt", f"e33tui-erreur-{stamp}-", folder)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, 0o600)
        file.write(describe(error))
    return Path(name)
