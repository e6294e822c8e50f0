"""The demonstration séance that is measured on, and how the program is started on it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from e33tui import demo, rubric
from e33tui.actions import ACTIONS
from e33tui.domain.passage import Passage, Progress
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

ROOT: Final = Path(__file__).resolve().parents[1]
# The developer's own settings must not change a figure.
_FOREIGN: Final = (
    *("E33TUI_", "TEXTUAL", "PYTHON", "XDG_", "LC_"),
    *("COLORTERM", "NO_COLOR", "COLUMNS", "LINES"),
)
_NAMED_KEYS: Final = {"enter": "\r", "tab": "\t", "delete": "\x1b[3~"}


def key(action: str) -> str:
    """Return the bytes of an action's first key, as the table of actions names it."""
    name = next(each.keys[0] for each in ACTIONS if each.id == action)
    if name.startswith("ctrl+"):
        return chr(ord(name[-1]) & 0x1F)
    return _NAMED_KEYS.get(name, name)


FIRST: Final = "\x1b[H"
DOWN: Final = "\x1b[B"
ENTER: Final = "\r"
BACKSPACE: Final = "\x7f"


@dataclass(frozen=True)
class Scene:
    """A séance's folder and where its candidates stand in the list.

    Attributes:
        folder: a demonstration séance, whole; programs get copies of it.
        first_name: the surname on the list's first line.
        last_name: the surname on its last line.
        examined: the line of the candidate in mid-interview.
        locked: the line of the one whose fiche is locked.
        waiting: the line of one who has not come yet.
    """

    folder: Path
    first_name: str
    last_name: str
    examined: int
    locked: int
    waiting: int

    @classmethod
    def prepare(cls, folder: Path) -> Scene:
        """Write the demonstration into ``folder`` and find its candidates."""
        demo.prepare(folder)
        service = Service(Store.open(folder), rubric.load(), SystemClock())
        try:
            rows = service.rows()
        finally:
            service.close()
        states = [row.passage for row in rows]
        return cls(
            folder,
            rows[0].entry.candidate.surname,
            rows[-1].entry.candidate.surname,
            states.index(next(filter(_in_progress, states))),
            states.index(next(filter(_is_locked, states))),
            states.index(None),
        )

    def copy(self) -> Path:
        """Return a fresh copy, beside the others."""
        number = len(list(self.folder.parent.iterdir()))
        target = self.folder.with_name(f"{self.folder.name}-{number}")
        shutil.copytree(self.folder, target)
        return target


def _in_progress(state: Passage | None) -> bool:
    return state is not None and state.progress is Progress.IN_PROGRESS


def _is_locked(state: Passage | None) -> bool:
    return state is not None and state.locked


def environment(home: Path) -> dict[str, str]:
    """Return a fixed environment for the programs that are measured.

    Compiled modules are kept, as they are for every user after the first start.
    """
    kept = {name: text for name, text in os.environ.items() if not name.startswith(_FOREIGN)}
    return kept | {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
    }


def program(folder: Path, *options: str) -> list[str]:
    """Return the command that opens a séance; options are those of ``benchmarks.variant``."""
    if options:
        return [sys.executable, "-m", "benchmarks.variant", *options, str(folder)]
    return [sys.executable, "-m", "e33tui", str(folder)]


def bare_app() -> list[str]:
    """Return the command of a Textual app that does nothing."""
    return [sys.executable, "-m", "benchmarks.bare_app"]
