"""The séances that are measured on, and how the program is started on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from e33tui import demo, rubric
from e33tui.actions import ACTIONS
from e33tui.domain.identity import Candidate
from e33tui.domain.passage import Passage, Progress
from e33tui.domain.sitting_commands import AddCandidate, SetUp
from e33tui.service import Service
from e33tui.store import Store, new_passage_id
from e33tui.system_clock import SystemClock

ROOT: Final = Path(__file__).resolve().parents[1]
# The developer's own settings must not change a figure.
_FOREIGN: Final = (
    *("E33TUI_", "TEXTUAL", "PYTHON", "XDG_", "LC_"),
    *("COLORTERM", "NO_COLOR", "COLUMNS", "LINES"),
)
_NAMED_KEYS: Final = {
    "enter": "\r",
    "tab": "\t",
    "delete": "\x1b[3~",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "home": "\x1b[H",
}
EXPECTED: Final = (
    Candidate("0260301", "AUBRY-LÉVÊQUE", "Inès"),
    Candidate("0260302", "DA SILVA", "Théo"),
    Candidate("0260303", "ZÉPHIR", "Maëlys"),
)
"""The candidates of a day that begins."""


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
class Day:
    """A séance's folder and how its list of candidates is known.

    Attributes:
        folder: the séance, whole; programs get copies of it.
        first_name: the surname on the list's first line.
        last_name: the surname on its last line.
    """

    folder: Path
    first_name: str
    last_name: str

    def copy(self) -> Path:
        """Return a fresh copy, beside the others."""
        for number in count(len(list(self.folder.parent.iterdir()))):
            target = self.folder.with_name(f"{self.folder.name}-{number}")
            with suppress(FileExistsError):  # another thread's
                shutil.copytree(self.folder, target)
                return target
        raise AssertionError("there is always another number")

    @classmethod
    def begin(cls, folder: Path) -> Day:
        """Write a séance into ``folder`` that is set up, and none of its candidates has come."""
        clock = SystemClock()
        day = time.strftime("%Y-%m-%d", time.localtime(clock.now().wall // 1000))
        service = Service(Store.open(folder, create=True), rubric.load(), clock)
        try:
            service.change(
                SetUp(day[:4], "Lycée des Métiers (fictif)", day, demo.COMMISSION),
                *(AddCandidate(new_passage_id(), who) for who in EXPECTED),
            )
        finally:
            service.close()
        return cls(folder, EXPECTED[0].surname, EXPECTED[-1].surname)


@dataclass(frozen=True)
class Scene(Day):
    """The demonstration, and where its candidates stand in the list.

    Attributes:
        examined: the line of the candidate in mid-interview.
        locked: the line of the one whose fiche is locked.
        waiting: the line of one who has not come yet.
        to_write: the line of the one whose texts are still to be written.
    """

    examined: int
    locked: int
    waiting: int
    to_write: int

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
            states.index(next(filter(_is_to_write, states))),
        )


def _in_progress(state: Passage | None) -> bool:
    return state is not None and state.progress is Progress.IN_PROGRESS


def _is_to_write(state: Passage | None) -> bool:
    return state is not None and state.progress is Progress.TO_WRITE


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


def prepare_program(home: Path) -> None:
    """Do for the programs that are measured what the set-up does for every user."""
    command = [sys.executable, "-m", "e33tui.startup.prepare"]
    subprocess.run(command, env=environment(home), cwd=ROOT, check=True)


def program(folder: Path, *options: str) -> list[str]:
    """Return the command that opens a séance; options are those of ``benchmarks.variant``."""
    if options:
        return [sys.executable, "-m", "benchmarks.variant", *options, str(folder)]
    return [sys.executable, "-m", "e33tui", str(folder)]


def bare_app() -> list[str]:
    """Return the command of a Textual app that does nothing."""
    return [sys.executable, "-m", "benchmarks.bare_app"]
