"""``e33tui demo``: a séance with fictitious candidates, to be looked at or to practise on."""

from __future__ import annotations

from pathlib import Path

from e33tui import demo
from e33tui.cli import interface
from e33tui.cli.opening import in_home
from e33tui.cli.parser import Parser
from e33tui.cli.words import require_terminal

_NAMES = {False: "demonstration", True: "entrainement"}
"""The folders that each goes into where none is named, by whether it is a practice séance."""


def run(words: list[str]) -> int:
    """Write the demonstration, and open it unless it is only to be prepared."""
    parser = Parser()
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--preparer", action="store_true")
    parser.add_argument("--entrainement", action="store_true")
    interface.add_look(parser)
    found = parser.parse_args(words)
    if not found.preparer:
        require_terminal()
    practice = bool(found.entrainement)
    folder = Path(found.folder) if found.folder else in_home(_NAMES[practice])
    demo.prepare(folder, practice=practice)
    look = interface.chosen_look(found)
    return 0 if found.preparer else interface.show(folder, look, create=False)
