"""A séance of as many candidates as one likes, each with the record of a whole oral.

The lines come from the rules themselves; only the files are written without waiting for the disk,
and the register in one go: what is measured is the reading of them, and one more save.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import rfc8785

from e33tui import demo, rubric
from e33tui.domain import commands as c
from e33tui.domain.clock import Instant
from e33tui.domain.codec import encode
from e33tui.domain.history import changes
from e33tui.domain.identity import Candidate, Identification
from e33tui.domain.journal import Journal, to_data
from e33tui.domain.passage import GateAnswer
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.rubric import Rubric
from e33tui.domain.seal import lock_intent
from e33tui.domain.sitting_commands import AddCandidate, SetUp
from e33tui.persistence import register
from e33tui.persistence.layout import Layout
from e33tui.persistence.seals import SEALED_MODE
from e33tui.persistence.storage import META, encode_tables, meta_row, number_rows
from e33tui.service import Service
from e33tui.store import PassageRecord, Row, Store, encode_passage, new_passage_id
from e33tui.system_clock import SystemClock

CENTRE: Final = "Lycée des Métiers (fictif)"
LINES: Final = 60
"""Lines of each journal, the lock not counted."""
SALT: Final = "5a" * 16
_REMARKS: Final = (
    (Mark.PLUS, "enquête clients et fichier caisse croisés, données de l’année"),
    (Mark.NEUTRAL, "SMS et affichage, rien sur les réseaux"),
    (Mark.QUESTION, "coût de l’action ?"),
    (Mark.MINUS, "vente au rebond citée, pas provoquée"),
    (Mark.PLUS, "panier moyen et taux de retour comparés avant / après la relance"),
)
_TEXT: Final = (
    "Les sources sont variées et datées ; les sollicitations sont traitées avec soin et la "
    "contribution de la personne candidate est clairement expliquée. "
)


@dataclass(frozen=True)
class LargeDay:
    """A séance's folder, and the passages in it.

    Attributes:
        folder: the séance.
        passages: their ids, in the roster's order.
    """

    folder: Path
    passages: tuple[str, ...]

    @classmethod
    def write(cls, folder: Path, candidates: int, *, sealed: bool = False) -> LargeDay:
        """Write a séance into ``folder``, all of whose candidates have been examined.

        Args:
            folder: where; it is made.
            candidates: how many.
            sealed: lock, seal and register each passage once.
        """
        passages = tuple(new_passage_id() for _ in range(candidates))
        people = [
            Candidate(f"{place:07d}", f"CANDIDAT-{place:04d}", "Zoé")
            for place in range(1, candidates + 1)
        ]
        _set_up(folder, passages, people)
        layout, form, begun = Layout(folder), rubric.load(), SystemClock().now()
        rows: list[Row] = []
        for passage, who in zip(passages, people, strict=True):
            journal = _examined(form, who, begun)
            history: tuple[Any, ...] = ()
            if sealed:
                state = journal.state
                intent, data = lock_intent(state, passage, SALT, rfc8785.dumps)
                at = journal.lines[-1].at
                journal = journal.then(intent, at)
                history = changes(state, journal.state, at, "")
                _write_sealed(layout, passage, data)
                rows.append(_registered(rows, passage, intent.seal, at))
            _write_record(layout, passage, journal, history)
        if rows:
            tables = {META: {"1": meta_row(register.KIND, stamp=False)}}
            data = encode_tables(tables | {register.TABLE: number_rows(rows)})
            _write_file(layout.register, data)
        return cls(folder, passages)


def _set_up(folder: Path, passages: Sequence[str], people: Sequence[Candidate]) -> None:
    """Make the séance by its own commands: their roster, nobody examined yet."""
    service = Service(Store.open(folder, create=True), rubric.load(), SystemClock())
    try:
        service.change(
            SetUp("2026", CENTRE, "2026-06-22", demo.COMMISSION),
            *(AddCandidate(each, who) for each, who in zip(passages, people, strict=True)),
        )
    finally:
        service.close()


def _later(at: Instant, seconds: int) -> Instant:
    step = seconds * 1000
    return Instant(at.boot, at.ticks + step, at.wall + step)


def _examined(form: Rubric, who: Candidate, begun: Instant) -> Journal:
    """Return the journal of an oral, from the roster to a fiche that can be locked."""
    identification = Identification("2026", CENTRE, "2026-06-22", who, demo.COMMISSION)
    opening = c.OpenPassage(identification, form.id, rubric_digest=form.digest)
    at = begun
    journal = Journal.begin(form, opening, at)
    for step in _oral(form):
        at = _later(at, 20)
        journal = journal.undo(at)[0] if step is None else journal.then(step, at)
    for place in range(LINES - len(journal.lines)):
        criterion = form.criteria[place % len(form.criteria)]
        at = _later(at, 5)
        journal = journal.then(c.PlaceLevel(criterion.id, 2 + place % 3), at)
    return journal


def _oral(form: Rubric) -> list[c.Command | None]:
    """Return what a commission does during an oral; ``None`` takes the last change back."""
    criteria = [each.id for each in form.criteria]
    remarks = [
        c.AddRemark(text, mark, criteria[place % len(criteria)])
        for place, (mark, text) in enumerate(_REMARKS * 3)
    ]
    return [
        c.Arrive(),
        c.AnswerGate(GateAnswer.OPEN),
        c.StartPart(PartId.PRESENTATION),
        *remarks[:8],
        c.PlaceLevel(criteria[0], 3),
        c.PlaceLevel(criteria[1], 2),
        None,
        c.PausePart(PartId.PRESENTATION),
        c.ResumePart(PartId.PRESENTATION),
        c.EndPart(PartId.PRESENTATION, confirmed=True),
        c.StartPart(PartId.INTERVIEW),
        *remarks[8:],
        c.EditRemark(6, "SMS, affichage et vitrophanie, rien sur les réseaux", Mark.NEUTRAL, "c2"),
        c.TickRemark(7),
        c.EndPart(PartId.INTERVIEW, confirmed=True),
        c.CandidateLeft(),
        *(c.PlaceLevel(criterion, 3) for criterion in criteria),
        c.PlaceProfile(3),
        c.SetNote(29),
        *(c.WriteText(text.id, _TEXT) for text in form.texts),
    ]


def _write_record(layout: Layout, passage: str, journal: Journal, history: Sequence[Any]) -> None:
    lines = tuple(to_data(line) for line in journal.lines)
    record = PassageRecord(passage, lines, tuple(encode(change) for change in history))
    path = layout.passage(passage).record
    path.parent.mkdir(mode=0o700, exist_ok=True)
    _write_file(path, encode_passage(record))


def _write_sealed(layout: Layout, passage: str, data: bytes) -> None:
    folder = layout.passage(passage).sealed
    folder.mkdir(mode=0o700, parents=True)
    _write_file(folder / "0001.json", data, SEALED_MODE)


def _write_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    path.write_bytes(data)
    path.chmod(mode)


def _registered(rows: Sequence[Row], passage: str, seal: str, at: Instant) -> Row:
    """Return the next row of the register."""
    previous = rows[-1]["hash"] if rows else register.GENESIS
    entry = register.Entry(len(rows) + 1, "lock", passage, 1, seal, at.wall, previous)
    return entry.body() | {"hash": entry.hash}
