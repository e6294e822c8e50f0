"""``e33tui [DOSSIER]``: the interface."""

from __future__ import annotations

import gc
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.cli.opening import default_folder, sound_service
from e33tui.cli.words import UsageError, require_terminal, say_last
from e33tui.look import Look, ThemeName
from e33tui.terminal.ability import Letters, of_this_terminal

if TYPE_CHECKING:
    from argparse import Namespace

    from e33tui.cli.parser import Parser

UNKNOWN_THEME = "Le thème « {} » n’existe pas : choisissez {} ou {}."


def run(words: list[str]) -> int:
    """Open a séance; an empty folder becomes one."""
    folder, look = _read(words)
    return show(Path(folder) if folder else default_folder(), look, create=True)


def _read(words: list[str]) -> tuple[str, Look]:
    """Return the folder, nothing where none is named, and the look."""
    # Mostly there is nothing to parse, and a parser would be 0.9 MB of each session.
    if len(words) < 2 and not any(word.startswith("-") for word in words):
        return "".join(words), _look()
    from e33tui.cli.parser import Parser

    parser = Parser()
    parser.add_argument("folder", nargs="?", default="")
    add_look(parser)
    found = parser.parse_args(words)
    return found.folder, chosen_look(found)


def add_look(parser: Parser) -> None:
    """Add the options that say how the interface looks."""
    parser.add_argument("--theme", type=_theme, default=ThemeName.STANDARD)
    parser.add_argument("--sobre", action="store_true")
    parser.add_argument("--tactile", action="store_true")


def chosen_look(found: Namespace) -> Look:
    """Return the look that the options ask for."""
    return _look(found.theme, plain=found.sobre, touch=found.tactile)


def _look(
    theme: ThemeName = ThemeName.STANDARD, *, plain: bool = False, touch: bool = False
) -> Look:
    # A console's font has the letters of French, and few signs.
    ascii_signs = of_this_terminal().letters is not Letters.ALL
    return Look(theme, plain=plain, touch=touch, ascii=ascii_signs)


def _theme(name: str) -> ThemeName:
    try:
        return ThemeName(name)
    except ValueError:
        *names, last = ThemeName
        raise UsageError(UNKNOWN_THEME.format(name, ", ".join(names), last)) from None


def show(folder: Path, look: Look, *, create: bool) -> int:
    """Show the interface of a folder until it ends, and return its code."""
    require_terminal()
    # Until the driver has the terminal, and once it has given it back, Ctrl+\ is a signal: it must
    # not end a program that is still saving, nor leave a core file with names in it.
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    # What is loaded now lives as long as the program: collecting it would only cost time. The
    # application turns the collector on again once its first screen is there.
    gc.disable()
    from e33tui import keyfile
    from e33tui.app import E33App
    from e33tui.hints import Hints
    from e33tui.terminal.driver import E33Driver

    app = E33App(sound_service(folder, create=create), E33Driver, Hints(), look, keyfile.read())
    code = app.run(mouse=False)
    if app.last_words:
        say_last(app.last_words)
    return code if code is not None else app.return_code or 0
