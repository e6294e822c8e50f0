"""Observations as a draft, and a phrase put where one writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.domain.commands import AddRemark, TickRemark
from e33tui.domain.drafting import bearing_on, drafted, inserted, word_count
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark
from tests.support.domain import FakeClock, journal_at, play, remark_numbers, rubric


def passage() -> Passage:
    clock = FakeClock()
    return play(
        journal_at("gate_open", clock),
        clock,
        AddRemark("panier moyen cité", Mark.PLUS, "c8"),
        AddRemark("fiche client montrée", Mark.NEUTRAL, "c1"),
        AddRemark("élocution claire"),
        AddRemark("coût ?", Mark.QUESTION, "c3"),
        lambda journal: TickRemark(remark_numbers(journal)[-1]),
    ).state


def texts(text_id: str) -> list[str]:
    return [remark.text for remark in bearing_on(passage(), text_id)]


def test_a_comment_has_its_competences_observations_and_the_appraisal_all() -> None:
    assert texts("traiter") == ["fiche client montrée", "coût ?"]
    assert texts("evaluer") == ["panier moyen cité"]
    assert texts("communiquer") == []
    assert len(texts("appraisal")) == 4
    with pytest.raises(KeyError):
        texts("c1")


def test_a_question_that_nobody_asked_is_no_draft() -> None:
    clock = FakeClock()
    journal = journal_at("gate_open", clock)
    asked = play(journal, clock, AddRemark("coût ?", Mark.QUESTION, "c3")).state
    assert bearing_on(asked, "traiter") == bearing_on(asked, "appraisal") == ()


def test_a_draft_is_sentences_without_marks_or_criteria() -> None:
    draft = drafted(bearing_on(passage(), "appraisal"))
    assert draft.split("\n") == [
        "Panier moyen cité.",
        "Fiche client montrée.",
        "Élocution claire.",
        "Coût ?",
    ]
    assert drafted(()) == ""
    assert not any(criterion.title in draft for criterion in rubric().criteria)


@pytest.mark.parametrize(
    ("text", "at", "whole", "place"),
    [
        ("", 0, "Cite.", 5),
        ("Bon.", 4, "Bon. Cite.", 10),
        ("Bon. ", 5, "Bon. Cite.", 10),
        ("Bon.\n", 5, "Bon.\nCite.", 10),
        ("Bon.", 0, "Cite. Bon.", 5),
        ("Un. Deux.", 4, "Un. Cite. Deux.", 9),
        ("Un. Deux.", 3, "Un. Cite. Deux.", 9),
        ("(Un)", 3, "(Un Cite.)", 9),
        ("L’action est claire", 19, "L’action est claire. Cite.", 26),
        ("Un\nDeux.", 2, "Un. Cite.\nDeux.", 9),
        # A blank, a comma or a word behind it: the sentence goes on.
        ("Camille ", 8, "Camille Cite.", 13),
        ("De plus,", 8, "De plus, Cite.", 14),
        ("Un deux.", 2, "Un Cite. deux.", 8),
    ],
)
def test_a_phrase_is_put_in_with_a_space_where_it_needs_one(
    text: str, at: int, whole: str, place: int
) -> None:
    assert inserted(text, at, "Cite.") == (whole, place)


@given(st.text(max_size=20), st.integers(0, 20), st.text(min_size=1, max_size=5))
def test_nothing_written_is_ever_lost(text: str, at: int, words: str) -> None:
    at = min(at, len(text))
    whole, place = inserted(text, at, words)
    assert whole[:place].endswith(words)
    assert whole.startswith(text[:at])
    assert whole.endswith(text[at:])
    assert len(whole) - len(text) - len(words) in (0, 1, 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), (" \n", 0), ("Un mot", 2), ("L’action – « claire » !", 2), ("13,5 / 20", 2)],
)
def test_words_are_counted_and_signs_are_none(text: str, words: int) -> None:
    assert word_count(text) == words
