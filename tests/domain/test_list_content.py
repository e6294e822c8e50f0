"""Marks sheet and attendance list: what they say of each candidate, and what they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from e33tui.domain.errors import DocumentError
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, Candidate
from e33tui.domain.list_content import (
    FOR_THE_CENTRE,
    PROPOSALS,
    attendance_list,
    marks_sheet,
)
from e33tui.domain.replacement import Replacement
from e33tui.domain.roster import Entry
from e33tui.domain.sheets import ColumnKind
from e33tui.domain.wording import RESERVED_DOCUMENT
from tests.support.domain import SECOND_TEACHER, START_WALL, commission, rubric
from tests.support.sheets import CLOSED, ENDINGS, HEAD, passages

DAY = (
    ("Session", "2026"),
    ("Centre d’examen", "Lycée Jean-Moulin, Draguignan"),
    ("Date de l’épreuve", "22/06/2026"),
)

ABADIE = Entry("a1", Candidate("0260017", "ABADIE", "Camille"))
ANOTHER = Entry("b2", Candidate("0260023", "O", ""))


@pytest.mark.parametrize(
    ("ending", "note", "situation"),
    [
        ("locked_complete", "13,5", "Interrogé"),
        ("locked_not_examined", "0", "Non interrogé"),
        ("locked_withdrew", "4,5", "Abandon"),
        ("locked_interrupted", "sans note", "Interrompu"),
        ("locked_excluded", "sans note", "Exclu par le chef de centre"),
        ("locked_absent", "sans note", "Absent"),
        ("locked_technical", "sans note", "À reconvoquer"),
        ("amended", "13,5", "Interrogé, rectifié"),
    ],
)
def test_each_ending_has_its_note_or_says_that_there_is_none(
    ending: str, note: str, situation: str
) -> None:
    (row,) = marks_sheet(rubric(), CLOSED, passages(ending), HEAD).rows
    assert row == ("1", "0000001", f"{ending.upper()} Zoé", note, situation)


@pytest.mark.parametrize("ending", ["locked_interrupted", "locked_excluded"])
def test_a_note_chosen_before_the_oral_was_cut_short_is_not_on_it(ending: str) -> None:
    (passage,) = passages(ending)
    (row,) = marks_sheet(rubric(), CLOSED, (replace(passage, note=27),), HEAD).rows
    assert row[3] == "sans note"


def test_the_marks_sheet_says_when_for_whom_how_many_and_with_which_head() -> None:
    sheet = marks_sheet(rubric(), CLOSED, passages(*ENDINGS), HEAD)
    assert sheet.heading.title == "Bordereau de notes"
    assert sheet.heading.destination == RESERVED_DOCUMENT
    assert sheet.heading.identification == (
        *DAY,
        ("Clôture de la séance", "22/06/2026 à 18:20"),
    )
    assert [row[0] for row in sheet.rows] == list("12345678")
    assert all(all(row) for row in sheet.rows), "no cell is left to be filled in"
    assert sheet.closing == ("8 candidats : 4 notes, 4 sans note.", PROPOSALS)
    assert sheet.members == tuple(member.described for member in commission().members)
    label, head = sheet.proof
    assert label == "Tête du registre"
    assert head.replace(" ", "") == HEAD
    assert {len(group) for group in head.split(" ")} == {4}


def test_a_member_who_was_replaced_during_the_day_signs_too() -> None:
    first, second = passages("locked_complete", "locked_complete")
    other = replace(second.identification, commission=commission(SECOND_TEACHER))
    sheet = marks_sheet(rubric(), CLOSED, (first, replace(second, identification=other)), HEAD)
    assert [member.split(",")[0] for member in sheet.members] == [
        "Mme DURAND Claire",
        "M. MARTIN Paul",
        "M. LE GOFF Yann",
    ]


def test_whoever_sat_and_left_is_told_with_the_hours() -> None:
    first, second = commission().members
    hours = (START_WALL + 5_400_000, START_WALL + 9_000_000)
    left = (Replacement(second, 1, hours[0]), Replacement(SECOND_TEACHER, 1, hours[1]))
    sat = replace(CLOSED, commission=commission(), replaced=left)
    sheet = marks_sheet(rubric(), sat, passages("locked_complete"), HEAD)
    assert sheet.members == (
        first.described,
        f"{second.described} (jusqu’à 11:30 et à partir de 12:30)",
        f"{SECOND_TEACHER.described} (de 11:30 à 12:30)",
    )


def test_who_was_handed_over_is_on_the_marks_sheet_without_a_note() -> None:
    handed = replace(ABADIE, handed_to="la commission 2")
    sheet = marks_sheet(rubric(), CLOSED, (*passages("locked_complete"), handed), HEAD)
    assert sheet.rows[1] == (
        "2",
        "0260017",
        "ABADIE Camille",
        "sans note",
        "Confié : la commission 2",
    )
    assert sheet.closing[0] == "2 candidats : 1 note, 1 sans note."


def test_there_is_no_marks_sheet_before_the_clôture() -> None:
    opened = replace(CLOSED, closing=None)
    with pytest.raises(DocumentError, match="après la clôture"):
        marks_sheet(rubric(), opened, passages("locked_complete"), HEAD)


def test_nor_while_a_sheet_is_being_amended() -> None:
    with pytest.raises(DocumentError, match="en cours de rectification"):
        marks_sheet(rubric(), CLOSED, passages("locked_complete", "amending"), HEAD)


def test_nothing_of_the_grid_is_on_the_marks_sheet() -> None:
    said = repr(marks_sheet(rubric(), CLOSED, passages(*ENDINGS), HEAD))
    for word in ("Novice", "Débrouillé", "Averti", "Expert", "incendie", "fidélité déjà testée"):
        assert word not in said


def test_the_attendance_list_leaves_hour_identity_and_signature_to_be_written() -> None:
    sheet = attendance_list(rubric(), CLOSED, (ABADIE, ANOTHER))
    assert sheet.heading.title == "Liste d’émargement"
    assert sheet.heading.destination == FOR_THE_CENTRE
    assert sheet.heading.identification == DAY
    assert sheet.rows == (
        ("1", "0260017", "ABADIE Camille", "", "", ""),
        ("2", "0260023", "O", "", "", ""),
    )
    assert [column.title for column in sheet.columns[3:]] == [
        "Heure d’arrivée",
        "Pièce d’identité",
        "Signature",
    ]
    assert sheet.closing[0] == "2 candidats."
    assert sheet.proof == ()


def test_the_attendance_list_tells_when_each_is_summoned_and_no_extra_time() -> None:
    extra = replace(ABADIE, convocation="08:30", accommodation=Accommodation(300, 500))
    handed = replace(ANOTHER, handed_to="la commission 2")
    sheet = attendance_list(rubric(), CLOSED, (extra, handed))
    assert sheet.columns[3].title == "Heure prévue"
    assert sheet.rows == (
        ("1", "0260017", "ABADIE Camille", "08:30", "", "", ""),
        ("2", "0260023", "O", "", "", "", "Confié : la commission 2"),
    )
    assert sheet.closing[0] == "2 candidats, dont 1 à ne pas attendre."
    without = attendance_list(
        rubric(), CLOSED, (replace(extra, accommodation=NO_EXTRA_TIME), handed)
    )
    assert without == sheet


def test_there_is_no_attendance_list_of_nobody() -> None:
    with pytest.raises(DocumentError, match="Aucun candidat"):
        attendance_list(rubric(), CLOSED, ())


def test_every_list_names_its_candidates_in_one_column() -> None:
    for sheet in (
        marks_sheet(rubric(), CLOSED, passages("amended"), HEAD),
        attendance_list(rubric(), CLOSED, (ANOTHER,)),
    ):
        kinds = [column.kind for column in sheet.columns]
        assert kinds.count(ColumnKind.NAME) == 1
        assert {len(row) for row in sheet.rows} == {len(kinds)}


def test_a_training_says_so() -> None:
    training = replace(rubric(), use="training")
    sheet = attendance_list(training, CLOSED, (ANOTHER,))
    assert sheet.heading.notice == "Entraînement, sans valeur d’examen"
    assert attendance_list(rubric(), CLOSED, (ANOTHER,)).heading.notice == ""
