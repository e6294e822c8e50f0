"""nano, the editor that a thin line is measured by."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from benchmarks import scene
from benchmarks.terminal import Terminal

_NAME: Final = "nano"
_PLAIN: Final = "--ignorercfiles"
"""As it comes: nobody's settings."""


def start(folder: Path) -> Terminal | None:
    """Start it on a new file in ``folder``, ready for typing; ``None`` where it is not installed."""
    if shutil.which(_NAME) is None:
        return None
    command = [_NAME, _PLAIN, str(folder / "typed.txt")]
    terminal = Terminal(command, scene.environment(folder), folder)
    terminal.until_text("Read File")
    terminal.settle()
    return terminal


def version() -> str:
    """Return its version."""
    said = subprocess.run([_NAME, "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split("version", 1)[1].split()[0]
