"""``e33tui demo``: a séance with fictitious candidates."""

from __future__ import annotations

from pathlib import Path

from e33tui import demo
from e33tui.cli import interface
from e33tui.cli.words import Parser, require_terminal


def run(words: list[str]) -> int:
    """Write the demonstration, and open it unless it is only to be prepared."""
    parser = Parser()
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--preparer", action="store_true")
    interface.add_look(parser)
    found = parser.parse_args(words)
    if not found.preparer:
        require_terminal()
    folder = Path(found.folder) if found.folder else Path.home() / "e33tui" / "demonstration"
    demo.prepare(folder)
    look = interface.chosen_look(found)
    return 0 if found.preparer else interface.show(folder, look, create=False)
