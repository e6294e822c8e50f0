"""The sheets around the orals, made from the record as it is now, in the commission's folder.

A constat is signed before the lock, a list is the whole séance's: unlike verso and dossier they are not
one passage's sealed version, though the marks sheet tells which versions it shows. Asked for again, one
takes the place of the earlier one. Nothing else takes one back: a marks sheet that a rectification has
outdated may have been signed, so it stays until it is made again, and the proof tells what it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain import list_content, report_content
from e33tui.domain.blank_form import blank_form, cover_sheet
from e33tui.domain.errors import DocumentError
from e33tui.domain.identity import Candidate, Identification
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Ending, Passage
from e33tui.domain.report_content import gate_answered
from e33tui.service import marks
from e33tui.service.documents import (
    CHANGED,
    Renderer,
    check_sealed,
    passage_file,
    sitting_file,
    take_back_earlier,
)
from e33tui.store import Store

if TYPE_CHECKING:
    from e33tui.documents import Content
    from e33tui.service import Service

Contents = tuple["Content", ...]
"""What one file holds, each beginning on a sheet of its own."""

MARKS = marks.SHEET
ATTENDANCE = "emargement"
FORM = "formulaire"
COVER = "couverture"
LISTS = (MARKS, marks.TABLE, ATTENDANCE, FORM, COVER)
"""The sheets of the whole séance, as the command line and the list of documents name them."""

REPORTS: Mapping[str, Callable[[Journal], Contents]] = {
    "constat": lambda journal: (
        report_content.constat(journal.state, gate_answered(journal.lines)),
    ),
    "incident": lambda journal: (report_content.incident_sheet(journal.state),),
    "proces-verbal": lambda journal: (report_content.fraud_report(journal.state),),
    FORM: lambda journal: blank_form(journal.state.rubric, journal.state.identification),
    COVER: lambda journal: (cover_sheet(journal.state.rubric, journal.state.identification),),
}
"""The sheets about one passage: what each makes of its journal."""

_GIVEN_BY: Mapping[str, Callable[[Passage], bool]] = {
    "constat": lambda passage: passage.not_examined,
    "incident": report_content.has_incident,
    # An exclusion may be for a fraud of which nobody has noted the facts.
    "proces-verbal": lambda passage: passage.suspects_fraud or passage.ending is Ending.EXCLUDED,
    FORM: lambda passage: True,
}


def given_by(passage: Passage) -> tuple[str, ...]:
    """Return which of :data:`REPORTS` a passage has something to say in; the form is always one."""
    return tuple(kind for kind, given in _GIVEN_BY.items() if given(passage))


def report(
    store: Store,
    render: Renderer,
    kind: str,
    passage: str,
    read: Callable[[], Journal],
    at: int,
    *,
    replace: bool,
) -> Path:
    """Make a sheet about one passage; blocks a second or two.

    Args:
        store: the séance's folder.
        render: makes the document.
        kind: one of :data:`REPORTS`.
        passage: the opaque id.
        read: returns the passage's journal as it is then, or one begun from the roster.
        at: wall-clock milliseconds.
        replace: replace a file that this séance did not issue, once confirmed.

    Raises:
        DocumentError: the passage gives no such sheet, it cannot be made, or it would say something
            else by now.
        DocumentInTheWay: a file stands there that this séance did not issue.
        StoreError: it cannot be written.
    """
    journal = read()
    contents = REPORTS[kind](journal)
    if journal.state.locked:
        check_sealed(store, passage, journal)

    def check() -> None:
        # Of who has not begun only the roster tells, and it has a lock of its own.
        if store.passages.has(passage) and REPORTS[kind](read()) != contents:
            raise DocumentError(CHANGED)

    target = passage_file(store, kind, passage, journal.state)
    data = render(*contents).data
    store.issued.issue(
        target, data, kind=kind, at=at, passage=passage, replace=replace, check=check
    )
    take_back_earlier(store, target, kind, passages=(passage,), check=check)
    return target


def candidate_list(
    service: Service, store: Store, render: Renderer, kind: str, *, replace: bool
) -> Path:
    """Make a list of the whole séance; blocks a second or two.

    Args:
        service: the séance.
        store: its folder.
        render: makes the document.
        kind: one of :data:`LISTS`.
        replace: replace a file that this séance did not issue, once confirmed.

    Raises:
        DocumentError: the séance gives no such list yet, or it cannot be made.
        DocumentInTheWay: a file stands there that this séance did not issue.
        StoreError: a passage cannot be read, or the list cannot be written.
    """
    if kind in marks.SUFFIXES:
        return marks.issue(service, store, render, kind, replace=replace)
    contents = _MAKERS[kind](service)
    target = sitting_file(store, kind, service.sitting)
    data = render(*contents).data
    at = service.now().wall
    store.issued.issue(target, data, kind=kind, at=at, replace=replace)
    take_back_earlier(store, target, kind, passages=(None,))
    return target


def _attendance(service: Service) -> Contents:
    entries = [dataclasses.replace(row.entry, candidate=row.candidate) for row in service.rows()]
    return (list_content.attendance_list(service.rubric, service.sitting, entries),)


def _forms(service: Service) -> Contents:
    """Return a form for each candidate, and one to spare for whoever is not on the list."""
    sitting, rubric = service.sitting, service.rubric
    if not sitting.is_set_up:
        return blank_form(rubric)
    spare = Identification(
        sitting.session, sitting.centre, sitting.date, Candidate("", ""), sitting.commission
    )
    return tuple(sheet for who in (*_expected(service), spare) for sheet in blank_form(rubric, who))


def _covers(service: Service) -> Contents:
    """Return the first page of each candidate's dossier.

    Raises:
        DocumentError: nobody is expected.
    """
    covers = tuple(cover_sheet(service.rubric, who) for who in _expected(service))
    if not covers:
        raise DocumentError(list_content.NOBODY)
    return covers


def _expected(service: Service) -> tuple[Identification, ...]:
    """Return whom the commission examines: who was handed over has papers of another one."""
    return tuple(
        row.passage.identification
        if row.passage
        else service.sitting.identification(row.entry.passage)
        for row in service.rows()
        if not row.entry.handed_to
    )


_MAKERS = {ATTENDANCE: _attendance, FORM: _forms, COVER: _covers}
