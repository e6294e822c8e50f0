"""The files by which an account or a centre has the program its own way, and where they lie.

``~/.config/e33tui/NAME``, or wherever a variable of its own says.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from e33tui.domain.text import visible

CONFIG_VARIABLE: Final = "XDG_CONFIG_HOME"


def path(variable: str, name: str) -> Path:
    """Return where the file ``name`` is looked for.

    Raises:
        RuntimeError: the account has no home.
    """
    if named := os.environ.get(variable):
        return Path(named)
    base = Path(os.environ.get(CONFIG_VARIABLE) or "")
    # The specification wants a relative path taken for none.
    base = base if base.is_absolute() else Path.home() / ".config"
    return base / "e33tui" / name


def is_named(variable: str) -> bool:
    """Tell whether somebody named the file: then it must be there."""
    return bool(os.environ.get(variable))


def where(variable: str, name: str) -> str:
    """Return that path as it is shown, the home directory as ``~``."""
    try:
        shown, home = str(path(variable, name)), str(Path.home())
    except RuntimeError:
        return f"~/.config/e33tui/{name}"
    short = f"~{shown.removeprefix(home)}" if shown.startswith(f"{home}/") else shown
    return visible(short)
