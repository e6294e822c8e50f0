"""``e33tui exporter``: the verso of a locked passage."""

from __future__ import annotations

from pathlib import Path

from e33tui.cli.opening import open_service
from e33tui.cli.words import Parser, agreed, say_error, say_path
from e33tui.service import Service
from e33tui.store import DocumentInTheWay


def run(words: list[str]) -> int:
    """Make the verso of a candidate's number and print where it lies."""
    found = Parser("folder", "number").parse_args(words)
    service = open_service(Path(found.folder), tolerant=True)
    if service.damage:
        say_error(service.damage)
    try:
        path = _exported(service, service.passage_of(found.number))
    finally:
        service.close()
    say_path(path)
    return 1 if service.damage else 0


def _exported(service: Service, passage: str) -> Path:
    """Make the verso; a file that is not the séance's is replaced only once somebody agreed."""
    try:
        return service.export_verso(passage)
    except DocumentInTheWay as error:
        if not agreed(error.message, "Le remplacer ?"):
            raise
    return service.export_verso(passage, replace=True)
