"""The last resort: an unhandled error is one French sentence and a file without personal data."""

from __future__ import annotations

import os
import time
import traceback
from pathlib import Path

from e33tui import __version__

FOLDER = "erreurs"
SENTENCE = (
    "e33tui s’est arrêté sur une erreur. Ce qui était saisi est enregistré : relancez-le pour "
    "reprendre. {where}"
)


def describe(error: BaseException) -> str:
    """Return where an error happened: kinds of errors, files, lines, functions; never a value."""
    parts = [f"e33tui {__version__}", time.strftime("%Y-%m-%dT%H:%M:%S%z")]
    seen: BaseException | None = error
    while seen is not None:
        parts.append(type(seen).__name__)
        frames = traceback.extract_tb(seen.__traceback__)
        parts += [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(parts) + "\n"


def report(error: BaseException, folder: Path) -> str:
    """Write the description into the séance's folder and return the sentence to say."""
    target = folder / FOLDER / f"erreur-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(describe(error))
    except OSError:
        return SENTENCE.format(where="").strip()
    return SENTENCE.format(where=f"Détail sans donnée personnelle : {target}")
