"""``e33tui importer``: a roster from a file, looked at first and taken over once that is agreed."""

from __future__ import annotations

import sys
from pathlib import Path

from e33tui.cli.opening import grid, open_service
from e33tui.cli.parser import Parser
from e33tui.cli.words import agreed, say, say_error
from e33tui.domain.roster_plan import Plan, plan
from e33tui.domain.roster_table import MOST_BYTES
from e33tui.domain.roster_words import sections, verdict
from e33tui.domain.sitting import Sitting
from e33tui.persistence.errors import NotASitting
from e33tui.service import importing

_NOT_AGREED = "Rien n’a été repris : ajoutez --oui à la commande pour reprendre cette liste."
_TAKEN = "La liste est reprise."


def run(words: list[str]) -> int:
    """Say what a file would change, and take it over if nothing is wrong and it was agreed."""
    parser = Parser("folder", "file")
    parser.add_argument("--oui", action="store_true")
    parser.add_argument("--etablissement", action="store_true")
    found = parser.parse_args(words)
    folder = Path(found.folder)
    data = _data(found.file)
    try:
        service = open_service(folder)
    except NotASitting:
        if not _is_vacant(folder):
            raise
        return _begin(folder, data, with_school=found.etablissement, at_once=found.oui)
    try:
        planned = importing.planned(service, data, with_school=found.etablissement)
        code = _told(planned, at_once=found.oui)
        if code is None:
            importing.take_over(service, planned)
            say(_TAKEN)
    finally:
        service.close()
    return code or 0


def _data(name: str) -> bytes:
    """Return the bytes of a file, or of what is handed over for ``-``."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    return importing.read_roster(Path(name))


def _is_vacant(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _begin(folder: Path, data: bytes, *, with_school: bool, at_once: bool) -> int:
    """Make an empty folder a séance with a roster; its form is filled in when it is opened.

    Looked at alone, the folder stays as it is.
    """
    reading = importing.reading(grid(), Sitting(), data, with_school=with_school)
    planned = plan(reading, ())
    code = _told(planned, at_once=at_once)
    if code is None:
        service = open_service(folder, create=True)
        try:
            importing.take_over(service, planned)
        finally:
            service.close()
        say(f"{_TAKEN} Complétez la séance par « e33tui {folder} ».")
    return code or 0


def _told(planned: Plan, *, at_once: bool) -> int | None:
    """Say what a plan would do; return the command's code, ``None`` if it is to be done."""
    for section in sections(planned):
        say(section.title)
        for line in section.lines:
            say(f"  - {line}")
    if planned.faults:
        say_error(planned.refusal().message)
        return 1
    said = verdict(planned)
    if not planned.changes_something:
        say(said)
        return 0
    if not (at_once or agreed(said, "Reprendre cette liste ?")):
        say_error(_NOT_AGREED)
        return 1
    return None
