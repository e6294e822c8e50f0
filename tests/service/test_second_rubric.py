"""The rubric of bloc 3 from the roster to the verso and the clôture: the service, files, documents."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from e33tui.documents.render import make_pdf
from e33tui.domain import sitting as sittings
from e33tui.domain.closing import Assent
from e33tui.domain.commands import (
    Arrive,
    RecordIncident,
)
from e33tui.domain.errors import RuleError, StoreError
from e33tui.domain.remark import PartId
from e33tui.domain.sitting_commands import SetUp
from e33tui.domain.verso_content import verso
from e33tui.rubric import load
from e33tui.service import Service, marks, sheets
from e33tui.service.desk import Desk
from e33tui.service.rebuilding import rebuild
from e33tui.store import DamagedFile, Store
from tests.documents.pdf import words
from tests.service.support import NUMBER, PATIENCE, print_as_data
from tests.support.domain import FakeClock, commission
from tests.support.training import BLOC3, HEARD, WRITTEN

P, E = PartId.PRESENTATION, PartId.INTERVIEW
ORAL = (*HEARD[:-2], RecordIncident("Coupure de courant"), *HEARD[-2:], *WRITTEN)


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
    assert whole["reserved"].startswith("Réservé aux examinateurs, non communicable")
    issued = [page, whole, read(made.exports.report("incident", passage))]
    made.open(passage).leave()
    issued += [read(made.exports.candidate_list(sheets.ATTENDANCE))]
    made.close_sitting((Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul")))
    issued += [read(made.exports.candidate_list(marks.SHEET))]
    for document in issued:
        said = json.dumps(document, ensure_ascii=False)
        assert "Entraînement, sans valeur d’examen" in said
        check_words(said)
    table = made.exports.candidate_list(marks.TABLE).read_text("utf-8")
    assert "Entraînement, sans valeur d’examen" in table
    assert "Note indicative / 20" in table
    check_words(table)


def check_words(said: str) -> None:
    """What is true of an exam only is on no paper of a training."""
    assert not [word for word in ("E33", "délibération", "chef de centre") if word in said]


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


def set_up(rubric: str) -> SetUp:
    return SetUp("2026", "Lycée Jean-Moulin", "2026-06-22", commission(), rubric=rubric)


def of_e33(folder: Path, *, create: bool = False) -> Service:
    """A séance as it is opened where no grid is named: E33's is at hand."""
    store = Store.open(folder, create=create, exports=folder / "exports")
    return Service(store, load(), FakeClock(), print_as_data)


def test_a_seance_records_its_grid_and_is_opened_with_it_by_itself(tmp_path: Path) -> None:
    made = of_e33(tmp_path, create=True)
    beside = of_e33(tmp_path)
    assert [each.id for each in made.grids] == ["e33", "bloc3"]
    made.change(set_up("bloc3"))
    assert made.rubric.id == "bloc3"
    passage = made.add_candidate(NUMBER, "LEFÈVRE", "Zoé")
    desk = made.open(passage)
    assert desk.state.rubric.id == "bloc3"
    desk.do(Arrive())
    desk.leave()
    beside.rows()
    assert beside.rubric.id == "bloc3", "another terminal goes along"
    made.close(PATIENCE)
    again = of_e33(tmp_path)
    assert again.rubric.id == "bloc3"
    (row,) = again.rows()
    assert row.passage is not None
    assert not row.problem
    assert again.aids.prompts.on("bloc3", "c311")
    for each in (beside, again):
        each.close(PATIENCE)


def test_a_copy_of_its_grid_that_is_at_hand_goes_before_the_shipped_one(tmp_path: Path) -> None:
    made = of_e33(tmp_path, create=True)
    made.change(set_up("bloc3"))
    made.close(PATIENCE)
    copy = dataclasses.replace(BLOC3, digest="0" * 64)
    again = Service(Store.open(tmp_path), copy, FakeClock(), print_as_data)
    assert again.rubric is copy
    again.change(set_up("e33"))
    assert again.rubric.id == "e33"
    again.change(set_up("bloc3"))
    assert again.rubric is copy
    again.change(set_up(""))
    assert again.sitting.rubric == "bloc3"
    again.close(PATIENCE)


def test_a_grid_that_is_not_at_hand_is_told_and_nothing_is_taken_for_it(tmp_path: Path) -> None:
    own = dataclasses.replace(BLOC3, id="academie")
    made = Service(Store.open(tmp_path, create=True), own, FakeClock(), print_as_data)
    assert [each.id for each in made.grids] == ["academie", "e33", "bloc3"]
    with pytest.raises(RuleError, match="ailleurs"):
        made.change(set_up("ailleurs"))
    made.change(set_up("academie"))
    made.close(PATIENCE)
    with pytest.raises(StoreError, match="« academie »"):
        of_e33(tmp_path)
    again = Service(Store.open(tmp_path), own, FakeClock(), print_as_data)
    assert again.rubric is own
    again.close(PATIENCE)


def test_the_grid_stays_once_a_passage_is_open_or_has_begun(tmp_path: Path) -> None:
    made = of_e33(tmp_path, create=True)
    made.change(set_up("bloc3"))
    passage = made.add_candidate(NUMBER, "LEFÈVRE", "Zoé")
    free = [made.may_change_grid]
    desk = made.open(passage)
    with pytest.raises(RuleError, match="reste celle de la séance"):
        made.change(set_up("e33"))
    desk.do(Arrive())
    desk.leave()
    free.append(made.may_change_grid)
    with pytest.raises(RuleError, match="reste celle de la séance"):
        made.change(set_up("e33"))
    made.change(set_up("bloc3"))
    assert free == [True, False]
    assert made.rubric.id == "bloc3"
    made.close(PATIENCE)


def test_a_seance_made_again_from_its_passages_has_their_grid(
    training: tuple[Service, str, FakeClock], tmp_path: Path
) -> None:
    made, _, clock = training
    made.close(PATIENCE)
    store = Store.open(tmp_path / "seance", read_only=True)
    lines = rebuild(store, load(), clock.now()).lines
    store.close(PATIENCE)
    assert sittings.load(lines).rubric == "bloc3"


def test_its_printed_verso_says_entrainement_and_never_e33(
    training: tuple[Service, str, FakeClock],
) -> None:
    made, passage, _ = training
    text = words(make_pdf(verso(made.look(passage).state)).data).replace("\u00a0", " ")
    assert "Entraînement, sans valeur d’examen" in text
    assert "Note indicative" in text
    assert "E33" not in text


def test_a_changed_copy_of_its_grid_is_told_of_and_no_file_is_called_damaged(
    training: tuple[Service, str, FakeClock], tmp_path: Path
) -> None:
    made, passage, clock = training
    assert made.close(PATIENCE)
    last = BLOC3.competences[-1]
    less = dataclasses.replace(last, criteria=last.criteria[:-1])
    changed = dataclasses.replace(
        BLOC3, competences=(*BLOC3.competences[:-1], less), digest="changed"
    )
    other = Service(Store.open(tmp_path / "seance"), changed, clock, print_as_data)
    with pytest.raises(StoreError, match="une autre grille") as refused:
        other.open(passage)
    assert not isinstance(refused.value, DamagedFile)
    path = tmp_path / "seance" / "passages" / passage / "passage.json"
    path.write_text(path.read_text("utf-8").replace('"c312"', '"c999"'), "utf-8")
    with pytest.raises(DamagedFile):
        other.open(passage)
    assert other.close(PATIENCE)
