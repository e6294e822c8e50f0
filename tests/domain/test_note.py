"""The note: 0 to 20 in points or half points, typed and printed in French (design rule 7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from e33tui.domain.commands import SetNote
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.note import (
    NoteBand,
    band_remarks,
    outside_band,
    parse,
    parse_band,
    show,
    show_band,
)
from tests.support.domain import FakeClock, journal_at, play, rubric

SCALE = rubric().note
ALL = range(41)


@pytest.mark.parametrize("steps", ALL)
def test_each_note_is_shown_and_read_back(steps: int) -> None:
    shown = show(steps, SCALE)
    assert shown == f"{steps // 2}{',5' if steps % 2 else ''}"
    assert parse(shown, SCALE) == steps
    assert parse(f" {shown.replace(',', '.')} ", SCALE) == steps


@pytest.mark.parametrize("steps", ALL)
def test_each_note_can_be_chosen(steps: int) -> None:
    clock = FakeClock()
    assert play(journal_at("candidate_left", clock), clock, SetNote(steps)).state.note == steps


@pytest.mark.parametrize("steps", [-1, 41, 200])
def test_no_other_note_can_be_chosen(steps: int) -> None:
    clock = FakeClock()
    with pytest.raises(RuleError) as refused:
        play(journal_at("candidate_left", clock), clock, SetNote(steps))
    assert refused.value.rule == "R7"


def test_a_note_is_taken_off_again() -> None:
    clock = FakeClock()
    assert play(journal_at("complete", clock), clock, SetNote(None)).state.note is None


@pytest.mark.parametrize(
    ("typed", "steps"), [("13,50", 27), ("007", 14), ("0", 0), ("0,0", 0), ("20,0", 40)]
)
def test_usual_spellings_are_read(typed: str, steps: int) -> None:
    assert parse(typed, SCALE) == steps


NOT_A_NUMBER = "Note : ce n’est pas un nombre. Tapez une note de 0 à 20, par exemple 13 ou 13,5."
BAD = {
    "21": "Note : 21 n’est pas entre 0 et 20. Tapez une note de 0 à 20.",
    "20.5": "Note : 20.5 n’est pas entre 0 et 20. Tapez une note de 0 à 20.",
    "1000": "Note : 1000 n’est pas entre 0 et 20. Tapez une note de 0 à 20.",
    "-1": "Note : -1 n’est pas entre 0 et 20. Tapez une note de 0 à 20.",
    "-0": "Note : -0 n’est pas entre 0 et 20. Tapez une note de 0 à 20.",
    "13,25": "Note : 13,25 n’est ni un point entier ni un demi-point. Tapez par exemple 13 ou 13,5.",
    "19,9": "Note : 19,9 n’est ni un point entier ni un demi-point. Tapez par exemple 19,5 ou 20.",
    **dict.fromkeys(
        [
            "",
            "   ",
            "douze",
            "1e3",
            "٣",
            "１３",
            "13,5,5",
            "+5",
            "13 ,5",
            "13\u00a0,5",
            "1\u00a03",
            "1\u202f3",
            "13,",
            ",5",
            "½",
            "13½",
            "0x0d",
            "nan",
            "inf",
            "1_3",
            "13/20",
            "−1",
            "9" * 10_000,
            "13," + "5" * 10_000,
        ],
        NOT_A_NUMBER,
    ),
}


@pytest.mark.parametrize("typed", BAD, ids=lambda typed: repr(typed)[:24])
def test_anything_else_is_refused_with_one_sentence(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(typed, SCALE)
    assert refused.value.message == BAD[typed]
    assert refused.value.field == "Note"


def test_another_scale_is_the_rubrics() -> None:
    quarters = replace(SCALE, maximum=10, steps_per_point=4)
    assert parse("7,25", quarters) == 29
    assert [show(steps, quarters) for steps in (28, 29, 30, 31)] == ["7", "7,25", "7,5", "7,75"]
    with pytest.raises(InputError):
        parse("10,25", quarters)


BANDS = (NoteBand(2, 16, 23), NoteBand(3, 24, 31), NoteBand(3, 34, 35))


@pytest.mark.parametrize(
    ("note", "profile", "outside"),
    [
        (15, 2, True),
        (16, 2, False),
        (23, 2, False),
        (24, 2, True),
        (33, 3, True),
        (34, 3, False),
        (40, 4, False),
        (None, 2, False),
        (15, None, False),
    ],
)
def test_a_note_is_outside_only_the_bands_of_its_own_profile(
    note: int | None, profile: int | None, outside: bool
) -> None:
    assert outside_band(note, profile, BANDS) is outside


def test_without_bands_no_note_is_outside() -> None:
    assert not any(outside_band(note, level, ()) for note in ALL for level in range(1, 5))


BAND_FIELD = "Plage 2 Débrouillé"


@pytest.mark.parametrize(
    "typed",
    [
        "8 à 11,5",
        "8 a 11.5",
        "de 8 à 11,5",
        "8-11,5",
        "8 - 11,5",
        "8 –11,5",
        "8 11,5",
        "\u00a08\u202fÀ 11,5 ",
    ],
)
def test_a_plage_is_read_in_the_ways_people_write_it(typed: str) -> None:
    assert parse_band(typed, SCALE, BAND_FIELD) == (16, 23)


@pytest.mark.parametrize(("low", "high"), [(0, 40), (16, 23), (20, 20)])
def test_a_plage_is_shown_as_it_is_typed(low: int, high: int) -> None:
    shown = show_band(NoteBand(2, low, high), SCALE)
    assert parse_band(shown, SCALE, BAND_FIELD) == (low, high)


TWO_NOTES = "Plage 2 Débrouillé : tapez deux notes, par exemple 8 à 11,5."
BAD_BANDS = {
    **dict.fromkeys(["", " ", "8", "huit", "8 à", "8 à 9 à 10", "8 9 10", "8..."], TWO_NOTES),
    "11,5 à 8": "Plage 2 Débrouillé : la première note dépasse la seconde. "
    "Tapez la plus basse d’abord.",
    "8 à 21": "Plage 2 Débrouillé : 21 n’est pas entre 0 et 20. Tapez une note de 0 à 20.",
    "-1 à 5": "Plage 2 Débrouillé : -1 n’est pas entre 0 et 20. Tapez une note de 0 à 20.",
    "8 à 9,25": "Plage 2 Débrouillé : 9,25 n’est ni un point entier ni un demi-point. "
    "Tapez par exemple 9 ou 9,5.",
    "8, à 9": "Plage 2 Débrouillé : ce n’est pas un nombre. "
    "Tapez une note de 0 à 20, par exemple 13 ou 13,5.",
}


@pytest.mark.parametrize("typed", BAD_BANDS)
def test_another_plage_is_refused_with_one_sentence(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_band(typed, SCALE, BAND_FIELD)
    assert (refused.value.field, refused.value.message) == (BAND_FIELD, BAD_BANDS[typed])


def remarks(*bands: tuple[int, float, float]) -> tuple[str, ...]:
    made = (NoteBand(level, int(low * 2), int(high * 2)) for level, low, high in bands)
    return band_remarks(tuple(made), rubric())


def test_plages_that_meet_call_for_no_remark() -> None:
    assert remarks((1, 0, 7.5), (2, 8, 11.5), (3, 12, 15.5), (4, 16, 20)) == ()
    assert remarks() == remarks((3, 12, 15)) == remarks((1, 0, 7), (4, 16, 20)) == ()


def test_overlaps_are_said() -> None:
    assert remarks((3, 11, 15), (2, 8, 11.5)) == (
        "Les plages 2 Débrouillé et 3 Averti ont en commun les notes de 11 à 11,5.",
    )
    assert remarks((2, 8, 12), (4, 12, 20)) == (
        "Les plages 2 Débrouillé et 4 Expert ont en commun la note 12.",
    )


def test_gaps_are_said_between_neighbours_and_at_the_ends() -> None:
    assert remarks((1, 1, 7), (2, 8, 11), (3, 12.5, 15.5), (4, 16, 19.5)) == (
        "Aucune plage ne contient les notes de 0 à 0,5.",
        "Aucune plage ne contient la note 7,5.",
        "Aucune plage ne contient les notes de 11,5 à 12.",
        "Aucune plage ne contient la note 20.",
    )


def test_a_plage_below_that_of_a_lower_profile_is_said() -> None:
    assert remarks((2, 12, 15), (3, 8, 11)) == (
        "La plage 3 Averti est au-dessous de la plage 2 Débrouillé.",
    )
