"""The form's identification fields and the two compositions of the commission (design rule 1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from e33tui.domain.commands import Identify
from e33tui.domain.errors import InputError
from e33tui.domain.identity import (
    Capacity,
    Identification,
    Juror,
    check_candidate,
    check_commission,
    check_identification,
    french_date,
    parse_date,
)
from tests.support.domain import (
    PROFESSIONAL,
    SECOND_TEACHER,
    TEACHER,
    FakeClock,
    candidate,
    commission,
    identification,
    journal_at,
    play,
)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("21/11/2026", "2026-11-21"),
        (" 1/2/2026 ", "2026-02-01"),
        ("01-02-2026", "2026-02-01"),
        ("01.02.2026", "2026-02-01"),
        ("01 02 2026", "2026-02-01"),
        ("29/02/2028", "2028-02-29"),
        ("2026-11-21", "2026-11-21"),
    ],
)
def test_a_date_is_read_as_it_is_written_in_france(typed: str, iso: str) -> None:
    assert parse_date(typed) == iso
    assert parse_date(french_date(iso)) == iso


@pytest.mark.parametrize(
    "typed",
    ["", "demain", "31/02/2026", "29/02/2026", "21/11/26", "11/21/2026", "0/0/0000", "2026-13-01"],
)
def test_what_is_no_date_of_the_calendar_is_refused(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_date(typed)
    assert refused.value.field == "Date de l’épreuve"
    assert refused.value.message == "Date de l’épreuve : tapez une date comme 21/11/2026."


def test_the_two_compositions_are_taken() -> None:
    for second in (PROFESSIONAL, SECOND_TEACHER):
        assert check_commission((TEACHER, second)).members == (TEACHER, second)


@pytest.mark.parametrize(
    "members",
    [
        (),
        (TEACHER,),
        (PROFESSIONAL, TEACHER),
        (PROFESSIONAL, PROFESSIONAL),
        (TEACHER, PROFESSIONAL, SECOND_TEACHER),
    ],
)
def test_no_other_composition_is(members: tuple[Juror, ...]) -> None:
    with pytest.raises(InputError) as refused:
        check_commission(members)
    assert refused.value.field == "Commission"


@pytest.mark.parametrize(
    ("member", "field"),
    [
        (replace(TEACHER, title="Dr"), "Membre 1"),
        (replace(TEACHER, name="  "), "Membre 1, nom"),
        (replace(TEACHER, name="x" * 121), "Membre 1, nom"),
        (replace(TEACHER, name="a\x1b[2J"), "Membre 1, nom"),
    ],
)
def test_a_first_member_needs_a_title_and_a_name(member: Juror, field: str) -> None:
    with pytest.raises(InputError) as refused:
        check_commission((member, PROFESSIONAL))
    assert refused.value.field == field


@pytest.mark.parametrize("field", ["function", "company"])
def test_a_professionals_function_and_company_are_texts(field: str) -> None:
    entry: dict[str, Any] = {field: "a\nb"}
    wrong = replace(PROFESSIONAL, **entry)
    with pytest.raises(InputError) as refused:
        check_commission((TEACHER, wrong))
    assert refused.value.field.startswith("Membre 2, ")


def test_a_teacher_has_no_company() -> None:
    moved = replace(SECOND_TEACHER, function="Vendeur", company="Ici")
    assert check_commission((TEACHER, moved)).members[1] == SECOND_TEACHER


def test_members_are_described_in_the_words_of_the_form() -> None:
    assert TEACHER.described == "Mme DURAND Claire, professeure d’économie-gestion"
    assert SECOND_TEACHER.described == "M. LE GOFF Yann, professeur d’économie-gestion"
    assert PROFESSIONAL.described == (
        "M. MARTIN Paul, professionnel du secteur du commerce et de la vente, "
        "Directeur de magasin, Librairie du Port"
    )
    alone = Juror("Mme", "ROUX Ida", Capacity.PROFESSIONAL)
    assert alone.described == "Mme ROUX Ida, professionnelle du secteur du commerce et de la vente"


def test_a_candidate_keeps_leading_zeros_and_is_named_in_the_forms_order() -> None:
    taken = check_candidate(" 000123 ", " DE LA TOUR ", " Éloïse ")
    assert (taken.number, taken.full_name) == ("000123", "DE LA TOUR Éloïse")
    assert check_candidate("1", "RADAMA", "").full_name == "RADAMA"


@pytest.mark.parametrize(
    ("number", "surname", "given_name", "field"),
    [
        ("", "X", "", "Numéro"),
        ("1" * 21, "X", "", "Numéro"),
        ("1", " ", "Zoé", "Nom"),
        ("1", "x" * 10_000, "", "Nom"),
        ("1", "X", "y" * 121, "Prénom"),
        ("1\u202e", "X", "", "Numéro"),
    ],
)
def test_a_candidate_needs_a_number_and_a_name(
    number: str, surname: str, given_name: str, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        check_candidate(number, surname, given_name)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(identification(), session=""), "Session"),
        (replace(identification(), centre="\x00"), "Centre d’examen"),
        (replace(identification(), date="bientôt"), "Date de l’épreuve"),
        (replace(identification(), date="2026-06-22\x1b[2J"), "Date de l’épreuve"),
        (replace(identification(), candidate=candidate(number="")), "Numéro"),
        (replace(identification(), commission=replace(commission(), members=())), "Commission"),
    ],
)
def test_a_passage_takes_only_a_complete_identification(wrong: Identification, field: str) -> None:
    clock = FakeClock()
    journal = journal_at("arrived", clock)
    with pytest.raises(InputError) as refused:
        play(journal, clock, Identify(wrong))
    assert refused.value.field == field


def test_a_complete_identification_is_kept_as_it_is() -> None:
    assert check_identification(identification()) == identification()
    assert check_identification(replace(identification(), date="22/06/2026")) == identification()


def test_a_member_is_replaced_for_one_passage() -> None:
    clock = FakeClock()
    changed = replace(identification(), commission=commission(SECOND_TEACHER))
    journal = play(journal_at("gate_open", clock), clock, Identify(changed))
    assert journal.state.commission.members == (TEACHER, SECOND_TEACHER)
    assert journal.undo(clock.now())[0].state.commission.members == (TEACHER, PROFESSIONAL)
