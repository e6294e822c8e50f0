"""The marks sheet after the clôture: on paper, and as a table for a spreadsheet.

Both are made of records that are as they were sealed, and tell in the list of documents which
versions they show.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain import list_content
from e33tui.domain.demonstration import of_demonstration
from e33tui.domain.errors import DocumentError
from e33tui.domain.journal import Journal
from e33tui.domain.list_content import Line
from e33tui.domain.marks_table import marks_table
from e33tui.domain.sheets import CandidateList
from e33tui.domain.sitting import Sitting
from e33tui.domain.spreadsheet import csv_file
from e33tui.persistence.files import read_bytes
from e33tui.service.day import read_journal
from e33tui.service.documents import Renderer, check_sealed, sitting_file
from e33tui.store import IssuedDocument, Store

if TYPE_CHECKING:
    from e33tui.service import Service

SHEET = "bordereau"
TABLE = "bordereau-csv"
SUFFIXES: Mapping[str, str] = {SHEET: ".pdf", TABLE: ".csv"}
"""The two kinds, as the command line and the list of documents name them, and how each file ends."""

_CHANGED = (
    "La séance a changé pendant la fabrication du bordereau, qui n’a pas été gardé : redemandez-le."
)


@dataclass(frozen=True)
class _Marks:
    """A marks sheet that can be made.

    Attributes:
        sheet: what it says.
        lines: its candidates, in its order.
        versions: the sealed versions that it shows: passage and number.
        check: raises DocumentError once the register has another entry.
    """

    sheet: CandidateList
    lines: tuple[Line, ...]
    versions: tuple[tuple[str, int], ...]
    check: Callable[[], None]


def issue(service: Service, store: Store, render: Renderer, kind: str, *, replace: bool) -> Path:
    """Make the marks sheet of a séance that is closed; blocks a second or two.

    Args:
        service: the séance.
        store: its folder.
        render: makes the document.
        kind: one of :data:`SUFFIXES`.
        replace: replace a file that this séance did not issue, once confirmed.

    Raises:
        DocumentError: the séance is not closed, a passage is open again, or something changed
            meanwhile.
        DocumentInTheWay: a file stands there that this séance did not issue.
        StoreError: a passage cannot be read, or the file not be written.
    """
    marks = _read(service, store)
    target = _target(store, kind, service.sitting)
    # Where all were handed over, nobody has a version that it could show.
    passage, version = marks.versions[0] if marks.versions else (None, None)
    store.issued.issue(
        target,
        _data(marks, render, kind, service),
        kind=kind,
        at=service.now().wall,
        passage=passage,
        version=version,
        more=marks.versions[1:],
        replace=replace,
        check=marks.check,
    )
    return target


def _data(marks: _Marks, render: Renderer, kind: str, service: Service) -> bytes:
    if kind == SHEET:
        return render(marks.sheet).data
    return csv_file(marks_table(marks.sheet, marks.lines, service.rubric))


def _read(service: Service, store: Store) -> _Marks:
    """Read what the marks sheet says, each note from a record that is as it was sealed.

    Raises:
        DocumentError: there is none yet, or a record is not as it was sealed.
        StoreError: a record or the register cannot be read.
    """
    sitting = service.sitting
    if not sitting.closed:
        raise DocumentError(list_content.NOT_CLOSED)
    # Read before the passages: an entry that comes meanwhile is then seen.
    head = store.register.head()

    def check() -> None:
        if store.register.head() != head:
            raise DocumentError(_CHANGED)

    journals: dict[str, Journal] = {
        entry.passage: read_journal(store, service.rubric, entry.passage)[0]
        for entry in sitting.roster
        if not entry.handed_to
    }
    lines = tuple(
        entry if entry.handed_to else journals[entry.passage].state for entry in sitting.roster
    )
    sheet = list_content.marks_sheet(service.rubric, sitting, lines, head)
    if sitting.demonstration and not service.is_practice:
        sheet = of_demonstration(sheet)
    for passage, journal in journals.items():
        check_sealed(store, passage, journal)
    versions = ((passage, len(each.state.versions)) for passage, each in journals.items())
    return _Marks(sheet, lines, tuple(versions), check)


def in_force_since(service: Service, store: Store, kind: str) -> int | None:
    """Return when the marks sheet was made, if it is there and every version in it is the last.

    Raises:
        StoreError: the list of documents or the file cannot be read.
    """
    ours = _lying_there(service, store, kind)
    shown = {(each.passage, each.version) for each in ours}
    last = {
        (row.entry.passage, row.passage and row.passage.locked and len(row.passage.versions))
        for row in service.rows()
        if not row.entry.handed_to
    }
    return max(each.at for each in ours) if ours and shown - {(None, None)} == last else None


def is_behind(service: Service, store: Store, kind: str) -> bool:
    """Tell whether the marks sheet that lies there shows a version that is no longer in force.

    Raises:
        StoreError: the list of documents or the file cannot be read.
    """
    if not _lying_there(service, store, kind):
        return False
    return in_force_since(service, store, kind) is None


def _lying_there(service: Service, store: Store, kind: str) -> list[IssuedDocument]:
    """Return what the list of documents says of the marks sheet that is there, if it is ours."""
    data = read_bytes(_target(store, kind, service.sitting))
    if data is None:
        return []
    digest = hashlib.sha256(data).hexdigest()
    return [each for each in store.issued.documents() if (each.kind, each.sha256) == (kind, digest)]


def is_outdated(store: Store, passage: str, version: int) -> bool:
    """Tell whether the marks sheet last issued shows a version of a passage before ``version``.

    Raises:
        StoreError: the list of documents cannot be read.
    """
    shown = [
        document.version
        for document in store.issued.documents()
        if document.kind in SUFFIXES and document.passage == passage and not document.withdrawn
    ]
    return any(number is not None and number < version for number in shown)


def _target(store: Store, kind: str, sitting: Sitting) -> Path:
    return sitting_file(store, SHEET, sitting).with_suffix(SUFFIXES[kind])
