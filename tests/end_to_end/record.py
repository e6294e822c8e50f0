"""What the program left on the disk, read back without it running."""

from __future__ import annotations

import json
from pathlib import Path

from e33tui import rubric
from e33tui.domain import journal, sitting
from e33tui.domain.commands import Command
from e33tui.domain.passage import Passage
from e33tui.domain.sitting import Sitting
from e33tui.persistence.layout import Layout
from e33tui.store import Store


def sitting_in(folder: Path) -> Sitting:
    """Return the séance that its file's lines add up to."""
    return sitting.load(Store.open(folder, read_only=True).sitting.lines())


def has_passage(folder: Path, number: str) -> bool:
    """Tell whether a candidate's passage has begun."""
    entry = sitting_in(folder).by_number(number)
    return Store.open(folder, read_only=True).passages.has(entry.passage)


def passage_in(folder: Path, number: str) -> Passage:
    """Return the fold of the journal of a candidate's passage."""
    entry = sitting_in(folder).by_number(number)
    record = Store.open(folder, read_only=True).passages.read(entry.passage)
    return journal.load(rubric.load(), record.lines).state


def commands_in(folder: Path, number: str) -> list[Command]:
    """Return what was done in a candidate's passage, line by line."""
    entry = sitting_in(folder).by_number(number)
    record = Store.open(folder, read_only=True).passages.read(entry.passage)
    return [line.command for line in journal.load(rubric.load(), record.lines).lines]


def draft_in(folder: Path, number: str) -> dict[str, str]:
    """Return the texts that were being typed, by field."""
    entry = sitting_in(folder).by_number(number)
    draft = Store.open(folder, read_only=True).passages.draft(entry.passage)
    texts: dict[str, str] = draft.get("texts", {})
    return texts


def sealed_in(folder: Path, number: str) -> list[Path]:
    """Return the sealed versions of a candidate's passage."""
    entry = sitting_in(folder).by_number(number)
    return sorted(Layout(folder).passage(entry.passage).sealed.iterdir())


def sealed_content(path: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads(path.read_bytes())
    return content


def versos_in(folder: Path) -> list[Path]:
    """Return the documents that candidates may be given."""
    return sorted((folder / "exports" / "communicable").glob("*"))
