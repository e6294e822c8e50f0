"""What a killed program left on the disk: read as the next start reads it, and file by file."""

from __future__ import annotations

import json
from pathlib import Path

from e33tui.domain import journal
from e33tui.domain.commands import AddRemark, Command, PlaceLevel, WriteText
from e33tui.persistence.damage import files_set_aside
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock
from tests.campaign.typist import LEVEL, REMARK, RUBRIC, Entry, Found


def unreadable_in(folder: Path) -> list[str]:
    """Return the files of a séance that cannot be read, or were already set aside as such."""
    found = []
    for path in sorted(folder.rglob("*.json*")):
        try:
            json.loads(path.read_bytes())
        except ValueError:
            found.append(path.name)
    return found + [path.name for path in files_set_aside(Store.open(folder).folder)]


def read(folder: Path, number: str) -> Found:
    """Open a candidate's passage as the next start does, and return what is there.

    Raises:
        E33Error: it cannot be opened.
    """
    store = Store.open(folder)
    service = Service(store, RUBRIC, SystemClock())
    try:
        passage = service.passage_of(number)
        desk = service.open(passage)
        lines = journal.load(RUBRIC, store.passages.read(passage).lines).lines
        shown = {name: desk.draft(name) for name in store.passages.draft(passage).get("texts", {})}
        drafts = {name: text for name, text in shown.items() if text is not None}
        place = desk.resume()[1] or desk.place
        return Found(_entries([line.command for line in lines]), drafts, place)
    finally:
        service.close()


def _entries(commands: list[Command]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for command in commands:
        match command:
            case AddRemark(text, mark, criterion):
                entries.append((REMARK, str(criterion), mark.value, text))
            case PlaceLevel(criterion, level):
                entries.append((LEVEL, str(criterion), str(level)))
            case WriteText(text_id, text):
                entries.append((f"text:{text_id}", text.strip()))
    return tuple(entries)
