"""The dossier d’évaluation carries the whole form, its crosses where they were placed, and no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from e33tui.domain.codec import encode
from e33tui.domain.commands import Amend, Close, PlaceProfile, Reopen, WriteText
from e33tui.domain.dossier import DegreeRow, Dossier, GridRow
from e33tui.domain.dossier_content import (
    CHOSEN,
    NOT_APPLICABLE,
    cover,
    degrees,
    dossier,
    grid,
)
from e33tui.domain.errors import DocumentError
from e33tui.domain.identity import NO_COMMISSION, Commission
from e33tui.domain.journal import Journal
from e33tui.domain.passage import Passage
from e33tui.domain.seal import fingerprint
from e33tui.domain.verso_content import verso
from e33tui.rubric import load
from tests.support.domain import (
    FAVOUR,
    QUESTION,
    SECOND_TEACHER,
    TEACHER,
    FakeClock,
    Step,
    commission,
    identification,
    journal_at,
    locking,
    play,
    rubric,
)

SMALL = load(Path(__file__).parents[1] / "data" / "rubric_small.toml")


def state(name: str, *steps: Step) -> Passage:
    clock = FakeClock()
    return play(journal_at(name, clock), clock, *steps).state


def degree_rows(page: Dossier) -> list[DegreeRow]:
    assert page.degrees is not None
    return [row for group in page.degrees.groups for row in group.rows]


def grid_rows(page: Dossier) -> list[GridRow]:
    assert page.grid is not None
    return [row for group in page.grid.groups for row in group.rows]


# -- What it shows ------------------------------------------------------------------------------


def test_each_cross_is_where_the_commission_placed_it() -> None:
    passage = state("locked_complete")
    page = dossier(passage)
    placed = [passage.levels[criterion.id] for criterion in rubric().criteria]
    assert [row.chosen for row in grid_rows(page)] == placed
    assert [row.chosen for row in degree_rows(page)] == placed
    assert len(set(placed)) == len(rubric().levels), "every column is tried"


def test_every_descriptor_stands_under_its_phase_and_level() -> None:
    page = dossier(state("locked_complete"))
    assert page.degrees is not None
    assert [group.title for group in page.degrees.groups] == [p.title for p in rubric().phases]
    assert [len(group.rows) for group in page.degrees.groups] == [3, 7]
    assert [row.descriptors for row in degree_rows(page)] == [
        criterion.descriptors for criterion in rubric().criteria
    ]
    assert page.degrees.levels == ("1. Novice", "2. Débrouillé", "3. Averti", "4. Expert")
    assert not any(row.title for row in degree_rows(page)), "as on the form"
    assert page.degrees.chosen == CHOSEN


def test_the_verso_is_the_communicable_one() -> None:
    passage = state("locked_complete")
    page = dossier(passage)
    assert page.verso == verso(passage)
    assert page.fingerprint == fingerprint(passage.versions[-1].seal)


def test_the_profil_global_stands_where_it_was_placed_and_only_then() -> None:
    clock = FakeClock()
    placed = play(journal_at("complete", clock), clock, PlaceProfile(3), locking)
    page = dossier(placed.state)
    assert page.grid is not None
    assert page.grid.remarks == (("Profil global", "3 Averti"),)
    other = dossier(play(journal_at("complete"), clock, PlaceProfile(None), locking).state)
    assert other.grid is not None
    assert other.grid.remarks == ()


def test_every_page_says_whose_it_is() -> None:
    sentence = "Document réservé à la commission, non communicable, à remettre au chef de centre"
    for name in ("locked_complete", "locked_interrupted", "locked_not_examined"):
        assert dossier(state(name)).reserved == sentence


def test_no_observation_and_no_reason_is_in_it() -> None:
    words = (QUESTION.text, FAVOUR.text, "Alerte incendie", "Motif-topaze")
    reopened = state("locked_complete", Reopen("Motif-topaze"), locking)
    assert {QUESTION.text, FAVOUR.text} <= {remark.text for remark in reopened.remarks}
    for passage in (reopened, state("locked_interrupted"), state("amended")):
        said = str(encode(dossier(passage)))
        assert [word for word in words if word in said] == []


def test_a_rectification_is_marked_on_the_cover_and_a_reopening_is_not() -> None:
    closed = state("locked_complete", Reopen("Harmonisation"), locking)
    assert dossier(closed).amended is None
    amended = state("locked_complete", Close(), Amend("Erreur", ("M. X",)), locking)
    page = dossier(amended)
    assert page.amended == "Rectifié le 22/06/2026"
    assert page.verso is not None
    assert page.verso.amended == page.amended


# -- The endings --------------------------------------------------------------------------------


def test_an_abandon_has_its_grid_as_far_as_it_goes_and_its_verso() -> None:
    passage = state("locked_withdrew")
    page = dossier(passage)
    assert [row.chosen for row in grid_rows(page)] == [
        passage.levels.get(criterion.id) for criterion in rubric().criteria
    ]
    assert None in [row.chosen for row in grid_rows(page)]
    assert page.verso is not None
    assert page.grid is not None
    assert page.grid.remarks == (("Fin du passage", "abandon"),)
    assert page.sheets == 4


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("locked_interrupted", "interrompu"),
        ("locked_excluded", "exclu par le chef de centre"),
    ],
)
def test_what_was_cut_short_has_its_grid_and_no_verso(name: str, words: str) -> None:
    page = dossier(state(name))
    assert page.verso is None
    assert page.grid is not None
    assert page.grid.remarks == (("Fin du passage", words),)
    assert page.sheets == 3


def test_a_candidate_not_examined_has_no_grid_and_the_factual_verso() -> None:
    page = dossier(state("locked_not_examined"))
    assert (page.degrees, page.grid) == (None, None)
    assert page.verso is not None
    assert page.verso.statement == rubric().gate.statement
    assert page.sheets == 2


@pytest.mark.parametrize("name", ["locked_absent", "locked_technical"])
def test_nobody_heard_gives_no_dossier(name: str) -> None:
    with pytest.raises(DocumentError, match="pas été évalué"):
        dossier(state(name))


@pytest.mark.parametrize("name", ["expected", "complete", "reopened", "amending"])
def test_nor_does_what_is_not_locked(name: str) -> None:
    with pytest.raises(DocumentError, match="pas verrouillée"):
        dossier(state(name))


# -- The commission -----------------------------------------------------------------------------


def test_a_professional_takes_the_first_composition() -> None:
    page = cover(rubric(), identification())
    teacher, professional = page.seats
    assert (teacher.title, teacher.name) == ("Mme", "DURAND Claire")
    assert (professional.title, professional.name) == ("M.", "MARTIN Paul")
    assert professional.details == (
        ("Fonction", "Directeur de magasin"),
        ("Entreprise", "Librairie du Port"),
    )
    (other,) = page.other_seats
    assert (other.title, other.name) == ("Mme / M.", NOT_APPLICABLE)


def test_a_second_teacher_takes_the_other() -> None:
    page = cover(rubric(), replace(identification(), commission=commission(SECOND_TEACHER)))
    assert [seat.name for seat in page.seats] == ["DURAND Claire", NOT_APPLICABLE]
    assert [seat.name for seat in page.other_seats] == ["LE GOFF Yann"]
    assert page.seats[1].details == ()


@pytest.mark.parametrize(
    ("who", "named"), [(NO_COMMISSION, ""), (Commission((TEACHER,)), "DURAND Claire")]
)
def test_what_is_not_known_is_left_to_be_written(who: Commission, named: str) -> None:
    page = cover(rubric(), replace(identification(), commission=who))
    assert [seat.name for seat in (*page.seats, *page.other_seats)] == [named, "", ""]
    assert [value for _, value in page.seats[1].details] == ["", ""]


def test_a_blank_cover_has_every_label_and_no_value() -> None:
    page = cover(rubric())
    assert [label for label, _ in page.identification] == [
        label for label, _ in cover(rubric(), identification()).identification
    ]
    assert {value for _, value in page.identification} == {""}


# -- Other rubrics ------------------------------------------------------------------------------


def test_a_rubric_with_other_counts_gives_its_own_tables() -> None:
    chosen = {criterion.id: 3 for criterion in SMALL.criteria[:2]}
    table = grid(SMALL, chosen)
    assert table.levels == ("1", "2", "3")
    assert [len(group.rows) for group in table.groups] == [4, 5, 2]
    assert [row.chosen for row in table.groups[0].rows] == [3, 3, None, None]
    page = degrees(SMALL, chosen)
    assert page is not None
    (group,) = page.groups
    assert group.title == ""
    assert [row.title for row in group.rows] == [c.title for c in SMALL.criteria]
    assert group.rows[0].descriptors == ("Non", "Presque", "Oui")
    assert group.rows[1].descriptors == ("Débutant", "En progrès", "Acquis")


def test_a_rubric_without_a_descriptor_has_no_table_of_degrees() -> None:
    bare = replace(
        SMALL,
        competences=tuple(
            replace(group, criteria=tuple(replace(c, descriptors=()) for c in group.criteria))
            for group in SMALL.competences
        ),
    )
    assert degrees(bare) is None


def test_a_training_says_so_on_every_sheet_and_has_no_coefficient() -> None:
    page = dossier(replace(state("locked_complete"), rubric=replace(rubric(), use="training")))
    assert page.notice == "Entraînement, sans valeur d’examen"
    assert page.reserved.endswith(page.notice)
    assert cover(SMALL).coefficient == ""
    assert cover(SMALL).reminder == ""


def test_a_journal_of_another_version_is_shown_as_it_was_last_locked() -> None:
    clock = FakeClock()
    first: Journal = journal_at("locked_complete", clock)
    again = play(first, clock, Reopen("Relecture"), WriteText("appraisal", "Relue."), locking)
    page = dossier(again.state)
    assert page.verso is not None
    assert page.verso.appraisal == "Relue."
    assert page.fingerprint != dossier(first.state).fingerprint
