"""Looking for words by their beginnings, whatever their accents and case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.domain.folding import beginnings, folded, matches

PHRASE = "Présente l’évolution du panier moyen (Cœur de clientèle), à l’aide d’un tableau."


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "pan moy", "moy PAN", "evol", "ÉVOL", "coeur", "cœur", "clientele tab", "a l"],
)
def test_each_beginning_in_any_order_is_found(typed: str) -> None:
    assert matches(folded(PHRASE), beginnings(typed))


@pytest.mark.parametrize("typed", ["oyen", "pan moyx", "nier", "x", "panier moyenne"])
def test_the_middle_of_a_word_and_a_word_that_is_not_there_are_not(typed: str) -> None:
    assert not matches(folded(PHRASE), beginnings(typed))


def test_decomposed_letters_are_the_same_letters() -> None:
    assert folded("e\u0301te\u0301") == folded("ÉTÉ") == " ete"


@given(st.text(max_size=40))
def test_a_text_is_found_by_itself_and_folding_again_changes_nothing(text: str) -> None:
    assert matches(folded(text), beginnings(text))
    assert folded(folded(text)) == folded(text)
