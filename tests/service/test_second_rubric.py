"""The rubric of bloc 3 from the roster to the verso and the clôture: the service, files, documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from e33tui.documents.render import make_pdf
from e33tui.domain.closing import Assent
from e33tui.domain.commands import (
    AddRemark,
    Arrive,
    CandidateLeft,
    DeclareNothing,
    EndPart,
    PlaceLevel,
    RecordIncident,
    SetNote,
    StartPart,
    WriteText,
)
from e33tui.domain.errors import StoreError
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.sitting_commands import SetUp
from e33tui.domain.verso_content import verso
from e33tui.rubric import load, shipped
from e33tui.service import Service, marks, sheets
from e33tui.service.desk import Desk
from e33tui.store import Store
from tests.documents.pdf import words
from tests.service.support import NUMBER, PATIENCE, print_as_data
from tests.support.domain import FakeClock, commission

BLOC3 = shipped("bloc3")
P, E = PartId.PRESENTATION, PartId.INTERVIEW
ORAL = (
    Arrive(),
    StartPart(P),
    AddRemark("fiche client montrée", Mark.PLUS, "c312"),
    EndPart(P, confirmed=True),
    StartPart(E),
    RecordIncident("Coupure de courant"),
    EndPart(E, confirmed=True),
    CandidateLeft(),
    *(PlaceLevel(criterion.id, 3) for criterion in BLOC3.criteria),
    SetNote(25),
    WriteText("traiter", "Données relevées en PFMP."),
    DeclareNothing("contribuer"),
    WriteText("evaluer", "Bilan chiffré."),
    WriteText("appraisal", "Présentation structurée."),
)


def service(folder: Path, clock: FakeClock, *, create: bool = False) -> Service:
    store = Store.open(folder, create=create, exports=folder / "exports")
    return Service(store, BLOC3, clock, print_as_data)


@pytest.fixture
def training(tmp_path: Path) -> Iterator[tuple[Service, str, FakeClock]]:
    """A séance of bloc 3 with one pupil, led to the lock."""
    clock = FakeClock()
    made = service(tmp_path / "seance", clock, create=True)
    made.change(SetUp("2026-2027", "Lycée Jean-Moulin", "2026-06-22", commission()))
    passage = made.add_candidate(NUMBER, "LEFÈVRE", "Zoé")
    play(made.open(passage), clock)
    yield made, passage, clock
    made.close(PATIENCE)


def play(desk: Desk, clock: FakeClock) -> None:
    for command in ORAL:
        clock.advance(10)
        desk.do(command)
    desk.lock().result(PATIENCE)


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def test_it_is_locked_sealed_and_its_documents_are_made(
    training: tuple[Service, str, FakeClock],
) -> None:
    made, passage, _ = training
    page = read(made.exports.verso(passage))
    assert page["note"] == "12,5"
    assert [comment["text"] for comment in page["comments"]] == [
        "Données relevées en PFMP.",
        "Rien à signaler.",
        "Bilan chiffré.",
    ]
    whole = read(made.exports.dossier(passage))
    rows = [row for group in whole["grid"]["groups"] for row in group["rows"]]
    assert len(rows) == 12
    assert whole["reserved"].startswith("Document réservé aux examinateurs, non communicable")
    issued = [page, whole, read(made.exports.report("incident", passage))]
    made.open(passage).leave()
    issued += [read(made.exports.candidate_list(sheets.ATTENDANCE))]
    made.close_sitting((Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul")))
    issued += [read(made.exports.candidate_list(marks.SHEET))]
    for document in issued:
        said = json.dumps(document, ensure_ascii=False)
        assert "Entraînement, sans valeur d’examen" in said
        assert "E33" not in said
        assert "délibération" not in said


def test_it_is_read_again_with_its_own_rubric_alone(
    training: tuple[Service, str, FakeClock], tmp_path: Path
) -> None:
    made, passage, clock = training
    made.close(PATIENCE)
    again = service(tmp_path / "seance", clock)
    assert again.look(passage).state.locked
    again.close(PATIENCE)
    store = Store.open(tmp_path / "seance")
    other = Service(store, load(), clock, print_as_data)
    with pytest.raises(StoreError, match="autre grille"):
        other.look(passage)
    other.close(PATIENCE)


def test_its_printed_verso_says_entrainement_and_never_e33(
    training: tuple[Service, str, FakeClock],
) -> None:
    made, passage, _ = training
    text = words(make_pdf(verso(made.look(passage).state)).data).replace("\u00a0", " ")
    assert "Entraînement, sans valeur d’examen" in text
    assert "Note indicative" in text
    assert "E33" not in text
