"""Which words a dictionary is asked about."""

from __future__ import annotations

import pytest

from e33tui.domain.spelling import LONGEST, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Une analise pertinante.", ("une", "analise", "pertinante")),
        ("L’entreprise, d'abord qu’il.", ("entreprise", "abord", "il")),
        ("Le SIC de Carrefour et la FDRC.", ("le", "de", "et", "la")),
        ("Bien. Très bien : Oui", ("bien", "très", "oui")),
        ("2e visite, 3h30, B2B, x", ("visite",)),
        ("savoir-faire aujourd’hui", ("savoir-faire", "aujourd'hui")),
        ("« Vendre » mieux", ("vendre", "mieux")),
        ("a" * (LONGEST + 1), ()),
        ("", ()),
    ],
)
def test_names_abbreviations_and_numbers_are_passed_over(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words
