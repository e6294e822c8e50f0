"""Finding a phrase by a few letters, in the bank that ships and in a commission's own."""

from __future__ import annotations

import pytest

from e33tui.domain.phrases import Phrase, PhraseBank

BANK = PhraseBank(
    (
        Phrase("traiter", "Cite la source des données présentées."),
        Phrase("evaluer", "Commente l’évolution du panier moyen."),
        Phrase("evaluer", "Présente le coût de l’action."),
        Phrase("appraisal", "Le panier moyen est commenté."),
    )
)


def texts(typed: str, text_id: str = "evaluer") -> list[str]:
    return [phrase.text.split()[0] for phrase in BANK.find(typed, text_id)]


@pytest.mark.parametrize(
    ("typed", "text_id", "found"),
    [
        ("", "evaluer", ["Commente", "Présente"]),
        ("", "communiquer", []),
        ("pan", "evaluer", ["Commente", "Le"]),
        ("pan", "appraisal", ["Le", "Commente"]),
        ("MOY pan", "traiter", ["Commente", "Le"]),
        ("presente", "evaluer", ["Présente", "Cite"]),
        ("cout act", "evaluer", ["Présente"]),
        ("anier", "evaluer", []),
        ("panier coût", "evaluer", []),
    ],
)
def test_those_for_the_text_come_first_and_each_word_is_begun(
    typed: str, text_id: str, found: list[str]
) -> None:
    assert texts(typed, text_id) == found


OWN = PhraseBank(
    (Phrase("evaluer", "Chiffre le bilan."), Phrase("evaluer", "PRESENTE le cout de l'action"))
)


def test_a_commissions_own_come_first_and_once() -> None:
    found = BANK.with_own(OWN, replacing=False).find("", "evaluer")
    assert [phrase.text for phrase in found] == [
        "Chiffre le bilan.",
        "PRESENTE le cout de l'action",
        "Commente l’évolution du panier moyen.",
    ]


def test_they_take_the_place_of_those_for_their_texts_alone() -> None:
    bank = BANK.with_own(OWN, replacing=True)
    assert len(bank.find("", "evaluer")) == 2
    assert bank.find("", "traiter") == BANK.find("", "traiter")


def test_two_thousand_are_all_looked_through() -> None:
    many = PhraseBank(
        tuple(Phrase("traiter", f"Cite le numéro {n} du panier.") for n in range(2000))
    )
    assert [phrase.text for phrase in many.find("1999 num", "evaluer")] == [
        "Cite le numéro 1999 du panier."
    ]
    assert len(many.find("panier", "traiter")) == 2000
