"""The command line, in French, through the same service as the screens.

Codes: 0 done, 1 refused or something is wrong with the séance, 2 wrong use.
"""

from __future__ import annotations

import argparse
import functools
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from e33tui import __version__
from e33tui.domain.errors import E33Error
from e33tui.domain.text import visible

if TYPE_CHECKING:
    from e33tui.service import Service

FOLDER_VARIABLE = "E33TUI_DOSSIER"
RUBRIC_VARIABLE = "E33TUI_GRILLE"
EXPORTS_VARIABLE = "E33TUI_EXPORTS"

HELP = f"""\
Usage :
  e33tui [DOSSIER]                  ouvre la séance, ou prépare un dossier vide
  e33tui demo [DOSSIER]             ouvre la démonstration (candidats fictifs)
  e33tui demo --preparer [DOSSIER]  l’écrit sans l’ouvrir
  e33tui exporter DOSSIER NUMERO    fait le verso d’un passage verrouillé
  e33tui verifier DOSSIER           vérifie les scellés et le registre
  e33tui --version                  affiche la version
  e33tui --help                     affiche cette aide

Sans DOSSIER : ${FOLDER_VARIABLE}, sinon le dossier e33tui/ suivi de la date du
jour, dans votre dossier personnel ; pour demo : e33tui/demonstration.
Les documents vont dans ${EXPORTS_VARIABLE}, sinon dans exports/ du dossier de la
séance. ${RUBRIC_VARIABLE} nomme une autre grille que celle de l’E33.
Un dossier nommé comme une commande s’écrit ./demo.

Codes de retour : 0 fait, 1 refusé ou anomalie, 2 commande mal écrite.
"""
NO_TERMINAL = "L’interface demande un terminal : lancez e33tui dans une fenêtre de terminal."


_INCOMPLETE = "Rien n’a été modifié, mais une version attend son scellement ou son inscription"


class UsageError(Exception):
    """A command line that cannot be understood."""


class NoTerminalError(Exception):
    """The interface was asked for where there is no terminal."""


class _Parser(argparse.ArgumentParser):
    """A parser whose refusals and help are this module's own."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(words)
    except UsageError:
        _say_error(f"Commande mal écrite : e33tui {' '.join(words)} ; voyez « e33tui --help ».")
        return 2
    except NoTerminalError:
        _say_error(NO_TERMINAL)
        return 2
    except E33Error as error:
        _say_error(f"{error.title} : {error.message}")
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 (the last resort: never a traceback)
        from e33tui.crash import report

        _say_error(report(error))
        return 1


def _run(words: list[str]) -> int:
    if not _HELP_WORDS.isdisjoint(words):
        sys.stdout.write(HELP)
        return 0
    if words == ["--version"]:
        sys.stdout.write(f"e33tui {__version__}\n")
        return 0
    command = _COMMANDS.get(words[0]) if words else None
    return command(words[1:]) if command else _open(words)


def _require_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminalError


def _say_error(text: str) -> None:
    sys.stderr.write(visible(text, multiline=True) + "\n")


def _parse(words: list[str], *positional: str, optional: str = "", flag: str = "") -> list[str]:
    """Return the values of the arguments, in order; a flag gives ``""`` or its name."""
    parser = _Parser(add_help=False, allow_abbrev=False)
    for name in positional:
        parser.add_argument(name)
    if optional:
        parser.add_argument(optional, nargs="?", default="")
    if flag:
        parser.add_argument(f"--{flag}", action="store_true")
    found = vars(parser.parse_args(words))
    return [flag if value is True else value or "" for value in found.values()]


def default_folder() -> Path:
    """Return the séance's folder when none is named."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path.home() / "e33tui" / time.strftime("%Y-%m-%d")


def _open(words: list[str]) -> int:
    (named,) = _parse(words, optional="dossier")
    return _interface(Path(named) if named else default_folder(), create=True)


def _demo(words: list[str]) -> int:
    from e33tui import demo

    named, prepare = _parse(words, optional="dossier", flag="preparer")
    if not prepare:
        _require_terminal()
    folder = Path(named) if named else Path.home() / "e33tui" / "demonstration"
    demo.prepare(folder)
    return 0 if prepare else _interface(folder, create=False)


def _interface(folder: Path, *, create: bool) -> int:
    _require_terminal()
    # Until the driver has the terminal, and once it has given it back, Ctrl+\ is a signal: it must
    # not end a program that is still saving, nor leave a core file with names in it.
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    # What is loaded now lives as long as the program: collecting it would only cost time. The
    # application turns the collector on again once its first screen is there.
    gc.disable()
    from e33tui.app import E33App
    from e33tui.hints import Hints
    from e33tui.terminal.driver import E33Driver

    app = E33App(_sound_service(folder, create=create), E33Driver, Hints())
    code = app.run(mouse=False)
    if app.last_words:
        _say_error(app.last_words)
    return code if code is not None else app.return_code or 0


def _service(
    folder: Path, *, create: bool = False, read_only: bool = False, tolerant: bool = False
) -> Service:
    """Open the séance of a folder.

    Args:
        folder: the séance's folder.
        create: make it one if it is empty.
        read_only: touch nothing there.
        tolerant: go on without a roster when the séance's own file is damaged.
    """
    from e33tui import rubric
    from e33tui.service import Service
    from e33tui.store import Store
    from e33tui.system_clock import SystemClock

    named = os.environ.get(RUBRIC_VARIABLE)
    grid = rubric.load(Path(named) if named else None)
    store = Store.open(folder, create=create, read_only=read_only)
    return Service(store, grid, SystemClock(), tolerant=tolerant)


def _sound_service(folder: Path, *, create: bool) -> Service:
    """Open the séance of a folder; of a damaged one offer the version before the last."""
    from e33tui.service import read_sitting
    from e33tui.store import DamagedFile, Store

    try:
        return _service(folder, create=create)
    except DamagedFile as error:
        if not _agreed(f"{error.title} : {error.message}", "Reprendre la version précédente ?"):
            raise
    store = Store.open(folder)
    try:
        store.restore_sitting(functools.partial(read_sitting, store))
    finally:
        store.close(1.0)
    return _service(folder)


def _export(words: list[str]) -> int:
    folder, number = _parse(words, "dossier", "numero")
    service = _service(Path(folder), tolerant=True)
    if service.damage:
        _say_error(service.damage)
    try:
        path = _exported(service, service.passage_of(number))
    finally:
        service.close()
    sys.stdout.write(f"{path}\n")
    return 1 if service.damage else 0


def _exported(service: Service, passage: str) -> Path:
    """Make the verso; a file that is not the séance's is replaced only once somebody agreed."""
    from e33tui.store import DocumentInTheWay

    try:
        return service.export_verso(passage)
    except DocumentInTheWay as error:
        if not _agreed(error.message, "Le remplacer ?"):
            raise
    return service.export_verso(passage, replace=True)


def _agreed(situation: str, question: str) -> bool:
    """Say how things are and ask what to do; without a terminal the answer is no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{visible(situation)}\n{question} [o/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("o", "oui")


def _verify(words: list[str]) -> int:
    (folder,) = _parse(words, "dossier")
    from e33tui.store import is_sound

    service = _service(Path(folder), read_only=True, tolerant=True)
    try:
        findings = service.verify()
        for finding in findings:
            sys.stdout.write(f"{finding.message}\n")
        if not is_sound(findings):
            return 1
        count, head = service.register_summary()
    finally:
        service.close()
    plural = "s" if count > 1 else ""
    waiting = any(finding.kind == "pending" for finding in findings)
    verdict = _INCOMPLETE if waiting else "Scellés et registre intacts"
    sys.stdout.write(f"{verdict} : {count} inscription{plural}.\n")
    sys.stdout.write(f"Tête du registre : {head}\n")
    return 0


_HELP_WORDS = {"--help", "-h", "--aide"}
_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": _demo,
    "exporter": _export,
    "verifier": _verify,
}
