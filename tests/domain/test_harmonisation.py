"""The passages of a day side by side: who is compared, the distributions, the questions."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.domain.harmonisation import Apart, Compared, Comparison, Entrant, compare
from e33tui.domain.identity import Candidate
from e33tui.domain.note import NoteBand, outside_band
from e33tui.domain.passage import Mention, Passage
from e33tui.domain.second_look import FAR_APART, NAMED, Kind, questions
from tests.support.compared import at, compared, entrants, marked
from tests.support.domain import rubric

LEVELS = tuple(level.number for level in rubric().levels)
CRITERIA = tuple(criterion.id for criterion in rubric().criteria)
STEPS = rubric().note.maximum * rubric().note.steps_per_point
FAR = FAR_APART * rubric().note.steps_per_point

passages = st.builds(
    marked,
    st.integers(0, STEPS),
    st.none() | st.sampled_from(LEVELS),
    st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from(LEVELS)),
)
days = st.lists(passages, max_size=30)
bands = st.lists(
    st.builds(NoteBand, st.sampled_from(LEVELS), st.integers(0, STEPS), st.integers(0, STEPS)),
    max_size=5,
).map(tuple)


# -- Who is compared --


def test_a_candidate_who_was_marked_is_compared_with_crosses_profile_and_note() -> None:
    (line,) = compared(at("locked_complete")).lines
    assert isinstance(line, Compared)
    assert (line.note, line.global_profile, line.mentions) == (27, 3, ())
    assert [row.label for row in line.picture] == [c.label for c in rubric().competences]
    assert line.picture[0].cells == ((1,), (2,), (3,), ())
    assert line.picture[3].cells == ((), (10,), (), ())


def test_an_abandon_and_a_rectification_are_told_beside_the_note() -> None:
    withdrew, amended = compared(at("locked_withdrew"), at("amended")).compared
    assert withdrew.mentions == (Mention.WITHDREW,)
    assert amended.mentions == (Mention.AMENDED,)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("absent", "absent"),
        ("locked_absent", "absent"),
        ("locked_not_examined", "non interrogé, note 0"),
        ("locked_interrupted", "interrompu"),
        ("locked_excluded", "exclu par le chef de centre"),
        ("gate_technical", "à reconvoquer"),
        ("locked_technical", "à reconvoquer"),
    ],
)
def test_what_has_no_note_of_the_commission_is_named_apart(state: str, why: str) -> None:
    found = compared(at(state))
    assert found.lines == (Apart("id0", Candidate("0000000", "NOM0"), why, finished=True),)
    assert (found.compared, found.unfinished) == ((), ())
    assert sum(found.notes) == sum(count for _, count in found.profiles) == 0


def test_who_is_not_finished_is_named_with_what_is_lacking_whatever_note_is_chosen() -> None:
    who = Candidate("0000007", "NOM")
    day = [Entrant("p", who, at("complete"), "à verrouiller"), Entrant("q", who, None, "à venir")]
    found = compare(rubric(), (), day)
    assert [line.why for line in found.unfinished] == ["à verrouiller", "à venir"]
    assert found.compared == ()


def test_who_is_examined_elsewhere_is_finished_here() -> None:
    who = Candidate("0000007", "NOM")
    found = compare(rubric(), (), [Entrant("p", who, elsewhere="confié : commission 2")])
    assert found.lines == (Apart("p", who, "confié : commission 2", finished=True),)


def test_nothing_that_is_compared_holds_a_sum_or_a_mean() -> None:
    names = {field.name for kind in (Compared, Comparison) for field in fields(kind)}
    assert not names & {"sum", "mean", "total", "average", "score", "weight"}


# -- The distributions --


@given(days)
def test_every_candidate_is_once_in_each_distribution(day: list[Passage]) -> None:
    found = compared(*day)
    assert len(found.notes) == STEPS + 1
    assert Counter(dict(enumerate(found.notes))) == Counter(p.note for p in day)
    assert [level for level, _ in found.profiles] == [*LEVELS, None]
    assert Counter(dict(found.profiles)) == Counter(p.global_profile for p in day)


@given(days)
def test_by_note_the_highest_comes_first_and_equals_stay_in_the_rosters_order(
    day: list[Passage],
) -> None:
    mixed = [*entrants(*day), Entrant("x", Candidate("1", "X"), at("absent"))]
    ranked = compare(rubric(), (), mixed[::-1]).by_note
    assert {line.passage for line in ranked} == {each.passage for each in mixed}
    assert isinstance(ranked[-1], Apart)
    order = [each.passage for each in mixed[::-1]]
    keys = [(-li.note, order.index(li.passage)) for li in ranked if isinstance(li, Compared)]
    assert keys == sorted(keys)


# -- The questions --


def test_a_higher_profile_with_a_lower_note_is_asked_about_by_name() -> None:
    (found,) = questions(compared(marked(22, 4), marked(28, 2), marked(29, 4)))
    assert found.kind is Kind.CROSSED
    assert found.passages == ("id0", "id1")
    assert found.text == (
        "NOM0 (4 Expert ; 11) a un profil global plus élevé que NOM1 (2 Débrouillé ; 14), et une "
        "note plus basse. Est-ce bien voulu ?"
    )


def test_notes_four_points_apart_under_one_profile_are_asked_about() -> None:
    (found,) = questions(compared(marked(20, 3), marked(29, 3), marked(24, 3)))
    assert found.kind is Kind.FAR_APART
    assert found.text == (
        "NOM0 (10) et NOM1 (14,5) ont le même profil global, 3 Averti, et 4,5 points d’écart. "
        "Cet écart est-il voulu ?"
    )
    assert questions(compared(marked(20, 3), marked(20 + FAR - 1, 3))) == ()
    assert len(questions(compared(marked(20, 3), marked(20 + FAR, 3)))) == 1


def test_two_of_the_same_name_are_told_apart_by_their_numbers() -> None:
    day = [
        Entrant("p", Candidate("0000001", "MARTIN", "Léa"), marked(20, 3)),
        Entrant("q", Candidate("0000002", "MARTIN", "Léa"), marked(30, 3)),
    ]
    (found,) = questions(compare(rubric(), (), day))
    assert found.text.startswith("MARTIN Léa n° 0000001 (10) et MARTIN Léa n° 0000002 (15) ont")


def test_a_note_outside_its_plage_is_asked_about() -> None:
    mine = (NoteBand(2, 16, 23), NoteBand(3, 24, 31))
    (found,) = questions(compared(marked(24, 2), marked(24, 3), bands=mine))
    assert (found.kind, found.passages) == (Kind.OUTSIDE, ("id0",))
    assert found.text == (
        "Hors de la plage retenue pour le profil global 2 Débrouillé (8 à 11,5) : NOM0 (12). "
        "Est-ce bien voulu ?"
    )


def test_who_withdrew_is_said_to_have() -> None:
    (found,) = questions(compared(marked(9, 3, state="locked_withdrew"), marked(27, 3)))
    assert "NOM0 (4,5, abandon) et NOM1 (13,5)" in found.text


@pytest.mark.parametrize("state", ["locked_not_examined", "locked_absent", "locked_interrupted"])
def test_nobody_is_asked_about_who_has_no_note_of_the_commission(state: str) -> None:
    assert questions(compared(at(state), marked(27, 1))) == ()


def test_a_thousand_candidates_give_a_few_questions_that_name_a_few() -> None:
    day = [marked(place * 7 % 41, LEVELS[place % 4]) for place in range(1000)]
    found = questions(compared(*day, bands=tuple(NoteBand(n, 0, 0) for n in LEVELS)))
    assert len(found) == 6 + 4 + 4
    assert all(question.text.count("NOM") <= NAMED for question in found)
    assert "autres de même" in found[0].text


@given(days, bands)
def test_the_questions_are_about_all_whom_they_should_be_about(
    day: list[Passage], mine: tuple[NoteBand, ...]
) -> None:
    found = questions(compared(*day, bands=mine))
    about = {
        kind: {each for one in found if one.kind is kind for each in one.passages} for kind in Kind
    }
    expected: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for n, one in enumerate(day):
        if outside_band(one.note, one.global_profile, mine):
            expected[Kind.OUTSIDE].add(f"id{n}")
        for m, other in enumerate(day):
            if one.global_profile is None or other.global_profile is None:
                continue
            assert one.note is not None
            assert other.note is not None
            if one.global_profile > other.global_profile and one.note < other.note:
                expected[Kind.CROSSED] |= {f"id{n}", f"id{m}"}
            if one.global_profile == other.global_profile and one.note - other.note >= FAR:
                expected[Kind.FAR_APART] |= {f"id{n}", f"id{m}"}
    assert about == expected
    assert len(found) <= 14
    assert all(question.text.endswith(" ?") for question in found)


@given(days, bands, st.data())
def test_no_cross_changes_a_question_an_order_or_a_distribution(
    day: list[Passage], mine: tuple[NoteBand, ...], data: st.DataObject
) -> None:
    crosses = st.dictionaries(st.sampled_from(CRITERIA), st.sampled_from(LEVELS))
    others = [marked(p.note or 0, p.global_profile, data.draw(crosses)) for p in day]
    first, second = compared(*day, bands=mine), compared(*others, bands=mine)
    assert questions(first) == questions(second)
    assert (first.notes, first.profiles) == (second.notes, second.profiles)
    assert [li.passage for li in first.by_note] == [li.passage for li in second.by_note]
