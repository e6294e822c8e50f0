"""The form to be filled in by hand: all of the form's words, and none of the commission's."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

from e33tui.domain.blank_form import blank_form
from e33tui.domain.wording import RESERVED_DOCUMENT
from tests.support.domain import commission, identification, rubric


def test_a_prefilled_form_has_the_identification_on_both_sides() -> None:
    recto, verso = blank_form(rubric(), identification())
    assert recto.cover.identification == verso.identification
    assert [value for _label, value in verso.identification] == [
        "2026",
        "Lycée Jean-Moulin, Draguignan",
        "22/06/2026",
        "LEFÈVRE Zoé",
        "0123456",
    ]
    assert verso.members == tuple(member.described for member in commission().members)


def test_a_blank_one_has_the_fields_alone_and_room_for_two_signatures() -> None:
    recto, verso = blank_form(rubric())
    assert all(label and not value for label, value in verso.identification)
    assert recto.cover.identification == verso.identification
    assert verso.members == ("Mme / M.", "Mme / M.")


def test_no_cross_no_note_and_no_text_is_on_it() -> None:
    recto, verso = blank_form(rubric(), identification())
    assert recto.degrees is not None
    assert recto.grid is not None
    degrees = [row for group in recto.degrees.groups for row in group.rows]
    rows = [row for group in recto.grid.groups for row in group.rows]
    assert len(degrees) == len(rows) == len(rubric().criteria)
    assert {row.chosen for row in degrees} | {row.chosen for row in rows} == {None}
    assert [comment.heading for comment in verso.comments] == [
        text.heading for text in rubric().comments
    ]
    assert {comment.text for comment in verso.comments} == {""}
    assert (verso.note, verso.appraisal, verso.fingerprint) == ("", "", "")
    assert verso.statement is None


def test_the_recto_alone_is_reserved_to_the_commission() -> None:
    recto, verso = blank_form(rubric())
    assert recto.reserved == RESERVED_DOCUMENT
    assert recto.verso is None
    assert "réservé" not in repr(dataclasses.astuple(verso))


def test_a_training_form_says_so_on_both_sides() -> None:
    for side in blank_form(replace(rubric(), use="training")):
        assert side.notice == "Entraînement, sans valeur d’examen"
