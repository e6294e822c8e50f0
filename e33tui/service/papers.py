"""The papers of the day: what can be made now, what of it is there, and making all that is missing.

The clôture's are what is communicable, what the centre collects, and the marks sheet. Each is made by
the way that makes it alone; one that fails keeps no other from being made, and what was made stays.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from e33tui.domain.errors import E33Error, EngineMissing
from e33tui.domain.list_content import NOBODY
from e33tui.domain.passage import Passage
from e33tui.persistence.issued import DOSSIER, VERSO
from e33tui.service import documents, marks, roster_file, sheets
from e33tui.service.batch import Made
from e33tui.service.day import DayRow
from e33tui.service.documents import PassageDocument
from e33tui.service.in_place import InPlace, Job
from e33tui.store import Store

if TYPE_CHECKING:
    from e33tui.service import Service
    from e33tui.service.exports import Exports

CLOSING = "cloture"
"""All that a clôture makes, as one paper."""
REPORTS = "rapports"
"""The constats, *fiches d'incident* and *procès-verbaux* that the passages give, as one paper."""

TITLES = {
    sheets.ATTENDANCE: "Liste d’émargement",
    sheets.COVER: "Couvertures des dossiers",
    sheets.FORM: "Formulaires à remplir à la main",
    roster_file.KIND: "Liste des candidats (tableur)",
    CLOSING: "Tout ce que demande la clôture",
    VERSO: "Versos",
    DOSSIER: "Dossiers d’évaluation",
    REPORTS: "Constats, incidents, procès-verbaux",
    marks.SHEET: "Bordereau de notes",
    marks.TABLE: "Bordereau de notes (tableur)",
}
"""Every paper, in the order in which a day needs them."""
OF_CLOSING = (VERSO, DOSSIER, REPORTS, marks.SHEET, marks.TABLE)

_NOT_CLOSED = "Après la clôture de la séance : les notes sont alors arrêtées."
_AMENDING = "Une fiche est en cours de rectification : verrouillez-la d’abord."
_NONE_LOCKED = "Après le verrouillage d’une première fiche."
_NOTHING_RECORDED = "Rien n’est consigné qui en demande : ni constat, ni incident, ni fraude."


@dataclass(frozen=True)
class Paper:
    """One kind of paper, as it stands.

    Attributes:
        kind: its name, a key of :data:`TITLES`.
        wanted: how many files it comes to; 0 where none can be made now.
        made: how many of them are there and in force.
        folder: where they go.
        why: why none can be made now, one sentence; empty where some can.
        at: when the last of those that are there was made, wall-clock milliseconds; 0 where none is.
        outdated: whether a list is there that does not show what holds now.
    """

    kind: str
    wanted: int
    made: int
    folder: Path
    why: str = ""
    at: int = 0
    outdated: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one file.

    Attributes:
        kind: what it is, as the list of documents names it.
        passage: whose, by the opaque id; ``None`` for one of the whole séance.
        path: where it lies; ``None`` when it could not be made.
        error: why not, or why a verso is a plain page and no PDF.
    """

    kind: str
    passage: str | None
    path: Path | None = None
    error: E33Error | None = None


@dataclass(frozen=True)
class Work:
    """Files about to be made.

    Left as a context, it makes no other.

    Attributes:
        total: how many.
        outcomes: makes them, one after another.
    """

    total: int
    outcomes: Generator[Outcome]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.outcomes.close()


class Papers:
    """The papers of one séance; each call blocks, and what makes one may take seconds."""

    def __init__(self, service: Service, store: Store, exports: Exports) -> None:
        """Make nothing yet; ``exports`` makes each single document of ``service``."""
        self._service = service
        self._store = store
        self._exports = exports

    def survey(self) -> tuple[Paper, ...]:
        """Return every paper, in the order of :data:`TITLES`.

        Raises:
            StoreError: a folder or the list of documents cannot be read.
        """
        rows = self._rows()
        found = InPlace(self._service, self._store)
        each = {
            kind: self._paper(kind, self._jobs(kind, rows), found, rows)
            for kind in TITLES
            if kind != CLOSING
        }
        parts = [each[kind] for kind in OF_CLOSING]
        why = each[marks.SHEET].why
        wanted = 0 if why else sum(paper.wanted for paper in parts)
        made = sum(paper.made for paper in parts)
        at = max(paper.at for paper in parts)
        each[CLOSING] = Paper(CLOSING, wanted, made, self._store.exports, why, at)
        return tuple(each[kind] for kind in TITLES)

    def make(self, kind: str) -> Work:
        """Return what makes a paper: of several files those that are missing, a list always anew.

        Raises:
            StoreError: a folder or the list of documents cannot be read.
        """
        rows = self._rows()
        found = InPlace(self._service, self._store)
        kinds = OF_CLOSING if kind == CLOSING else (kind,)
        lists = not (kind == CLOSING or kind in (VERSO, DOSSIER, REPORTS))
        states = {row.entry.passage: row.passage for row in rows}
        jobs = [
            job
            for each in kinds
            for job in self._jobs(each, rows)
            if lists or not found.is_final(job, states.get(job[1] or ""))
        ]
        return Work(len(jobs), self._outcomes(jobs))

    def again(self, outcome: Outcome) -> Outcome:
        """Make a file in the place of one that this séance did not issue, once confirmed."""
        (made,) = self._outcomes([(outcome.kind, outcome.passage)], replace=True)
        return made

    def _rows(self) -> tuple[DayRow, ...]:
        rows = (*self._service.rows(), *self._service.orphans())
        return tuple(row for row in rows if not row.entry.handed_to or row.passage)

    def _paper(
        self, kind: str, jobs: Sequence[Job], found: InPlace, rows: Iterable[DayRow]
    ) -> Paper:
        states = {row.entry.passage: row.passage for row in rows}
        there = [found.made_at(job, states.get(job[1] or "")) for job in jobs]
        made = [at for at in there if at is not None]
        folder = self._store.folder_of(kind)
        why = self._why_not(kind, jobs, rows)
        wanted = 0 if why else len(jobs)
        outdated = kind not in (VERSO, DOSSIER, REPORTS) and found.is_behind(kind)
        return Paper(kind, wanted, len(made), folder, why, max(made, default=0), outdated)

    def _why_not(self, kind: str, jobs: Sequence[Job], rows: Iterable[DayRow]) -> str:
        if kind in (marks.SHEET, marks.TABLE):
            if not self._service.sitting.closed:
                return _NOT_CLOSED
            open_again = any(row.passage and row.passage.amending for row in rows)
            return _AMENDING if open_again else ""
        if kind in (VERSO, DOSSIER, REPORTS):
            return "" if jobs else _NOTHING_RECORDED if kind == REPORTS else _NONE_LOCKED
        needs_somebody = kind != sheets.FORM and not self._service.sitting.roster
        return NOBODY if needs_somebody else ""

    def _jobs(self, kind: str, rows: Iterable[DayRow]) -> list[Job]:
        """Return the files that a paper comes to."""
        if kind not in (VERSO, DOSSIER, REPORTS):
            return [(kind, None)]
        return [
            (each, row.entry.passage)
            for row in rows
            if row.passage is not None
            for each in _given_by(kind, row.passage)
        ]

    # -- Making -------------------------------------------------------------------------------

    def _outcomes(self, jobs: Sequence[Job], *, replace: bool = False) -> Generator[Outcome]:
        """Make files; a missing engine is asked for once, but by what can do without it."""
        versos = [passage for kind, passage in jobs if kind == VERSO and passage]
        dossiers = [passage for kind, passage in jobs if kind == DOSSIER and passage]
        lacking: EngineMissing | None = None
        for kind, makers in (
            (VERSO, self._versos(versos, replace=replace)),
            (DOSSIER, self._exports.dossiers_each(dossiers, replace=replace)),
        ):
            for each in makers:
                lacking = each.error if isinstance(each.error, EngineMissing) else lacking
                yield Outcome(kind, each.passage, each.path, each.error)
        with self._exports.by_one_child() as exports:
            for kind, passage in jobs:
                if kind in (VERSO, DOSSIER):
                    continue
                if lacking and kind not in (marks.TABLE, roster_file.KIND):
                    yield Outcome(kind, passage, error=lacking)
                    continue
                outcome = _one(exports, kind, passage, replace=replace)
                lacking = outcome.error if isinstance(outcome.error, EngineMissing) else lacking
                yield outcome

    def _versos(self, passages: Sequence[str], *, replace: bool) -> Iterator[Made]:
        """Make versos; where this machine can make no PDF, the plain page of each, saying so."""
        for made in self._exports.versos_each(passages, replace=replace):
            if isinstance(made.error, EngineMissing):
                (page,) = self._exports.versos_each([made.passage], pages=True, replace=replace)
                yield Made(page.passage, page.path, page.error or made.error)
            else:
                yield made


def _one(exports: Exports, kind: str, passage: str | None, *, replace: bool) -> Outcome:
    try:
        return Outcome(kind, passage, _maker(exports, kind, passage)(replace=replace))
    except E33Error as error:
        return Outcome(kind, passage, error=error)


def _maker(exports: Exports, kind: str, passage: str | None) -> Callable[..., Path]:
    if passage is not None:
        return partial(exports.report, kind, passage)
    return exports.candidates if kind == roster_file.KIND else partial(exports.candidate_list, kind)


_SINGLE: dict[str, PassageDocument] = {VERSO: documents.VERSO, DOSSIER: documents.DOSSIER}


def _given_by(kind: str, state: Passage) -> Iterator[str]:
    """Yield the documents of one kind that a passage gives."""
    if kind == REPORTS:
        # The form is always given, and belongs to the day before.
        yield from (each for each in sheets.given_by(state) if each != sheets.FORM)
    elif state.locked and _SINGLE[kind].given_by(state):
        yield kind
