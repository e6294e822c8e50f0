from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.documents.typography import french, paragraphs, with_colon


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Action menée : oui ; non ? si !", "Action menée~: oui~; non~? si~!"),
        ("un accueil « premium » soigné", "un accueil «~premium~» soigné"),
        ("12 % de 1 200 clients, 34 €", "12~% de 1~200 clients, 34~€"),
        ("13,5 / 20", "13,5~/~20"),
        ("15 min puis 25 min.", "15~min puis 25~min."),
        ("M. Aubert et Mme Test, n° 12", "M.~Aubert et Mme~Test, n°~12"),
        ("deux  blancs  !", "deux  blancs~!"),
        ("Accueil « Mme » et « M. Petit »", "Accueil «~Mme~» et «~M.~Petit~»"),
        ("un « mot ‹ dans › un mot »", "un «~mot ‹~dans~› un mot~»"),
        ("Mme DURAND, MM. LE GOFF et Dr NOIR", "Mme~DURAND, MM.~LE GOFF et Dr~NOIR"),
        ("à 14 h 30, soit 1 h 5 min 20 s", "à 14~h~30, soit 1~h~5~min~20~s"),
        ("le 1er juin, le 11 juin 2026", "le 1er~juin, le 11~juin 2026"),
        ("de + 12 % à − 3,5 points (+ 1)", "de +~12~% à −~3,5~points (+~1)"),
        ("1 234 567,50 € ; 13,5/20", "1~234~567,50~€~; 13,5/20"),
        ("N° 3 et n°4", "N°~3 et n°4"),
        ("« l'accueil » : c'est dit", "«~l'accueil~»~: c'est dit"),
    ],
)
def test_blanks_that_must_not_break_become_non_breaking(typed: str, printed: str) -> None:
    assert french(typed) == printed.replace("~", "\u00a0")


@pytest.mark.parametrize(
    "text",
    [
        "à 14:30, voir https://exemple.test/a?b=1;c!d",
        "déjà\u00a0: fait\u202f!".replace("\u202f", "\u00a0"),
        "C:\\dossier; «collé» x?y",
        "40 clients en 3 mois",
        "25 minimes et 15 minutieux",
        ": au début d’une ligne",
        "un total de 2026 1 fois",
        "ligne une\n! ligne deux",
        "Hamm. Test et comme Mmex Y",
        'l\'accueil de l’élève, "droit" -- et...',
        "le 2026 juin et 3 maisons, 14h30",
        "a+ 12",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert french(text) == text


@given(st.text(alphabet="aM.me1290 \u00a0\u202f:;?!«»‹›%/€\nn°hpi+−('’r", max_size=60))
def test_only_blanks_change_and_none_is_added(text: str) -> None:
    printed = french(text)
    assert "".join(printed.split()) == "".join(text.split())
    assert len(printed) <= len(text)
    assert french(printed) == printed
    assert printed.count("\n") == text.count("\n")


def test_the_forms_colon_is_added_once() -> None:
    assert with_colon("Note") == "Note\u00a0:"
    assert with_colon("Note :") == "Note\u00a0:"


def test_each_line_that_is_not_blank_is_a_paragraph() -> None:
    assert paragraphs("Un :\tdeux\n\n  \nTrois !\n") == ("Un\u00a0: deux", "Trois\u00a0!")
    assert paragraphs("") == ()


def test_the_apostrophe_of_a_sentence_is_the_printed_one() -> None:
    assert paragraphs("L'élève n'a pu qu'aborder l'action : 5'30.") == (
        "L’élève n’a pu qu’aborder l’action\u00a0: 5'30.",
    )
    assert paragraphs("un 'mot' et l’autre, a='b'") == ("un 'mot' et l’autre, a='b'",)
