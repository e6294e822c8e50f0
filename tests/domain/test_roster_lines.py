"""What a roster's lines say, and each fault with its line and column."""

from __future__ import annotations

import pytest

from e33tui.domain.errors import InputError
from e33tui.domain.identity import Accommodation, Candidate
from e33tui.domain.roster_columns import Column, meaning
from e33tui.domain.roster_extra import parse_day, parse_extra, parse_moment
from e33tui.domain.roster_lines import read_text
from e33tui.domain.roster_reading import Reading, RosterLine, Terms

USUAL = Accommodation(300, 500)
NONE = Accommodation()


def read(*lines: str, with_school: bool = False) -> Reading:
    return read_text("\n".join(lines), Terms(USUAL, "2026-06-22", with_school))


def said(*lines: str) -> list[str]:
    """The sentences about the faults of some lines."""
    return [fault.sentence for fault in read(*lines).faults]


HEADS = {
    Column.NUMBER: [
        "N°",
        "Numéro",
        "NUMERO CANDIDAT",
        "n° candidat",
        "Nº du candidat",
        "matricule",
    ],
    Column.SURNAME: ["nom", "NOM", "Nom de naissance", "Nom de famille", "Nom et prénom"],
    Column.USAGE_NAME: ["Nom d'usage", "nom d’usage", "NOM MARITAL"],
    Column.GIVEN_NAME: ["Prénom", "Prénom(s)", "PRENOMS", "Prénom usuel"],
    Column.HOUR: [
        "Heure",
        "heure de convocation",
        "Convocation",
        "Heure de passage",
        "Horaire",
        "Horaire de convocation",
        "Heure de début",
        "Date et heure de convocation",
    ],
    Column.DATE: ["Date", "Date de convocation"],
    Column.EXTRA: [
        "Aménagement",
        "Aménagements",
        "Tiers-temps",
        "1/3 temps",
        "Temps majoré",
        "Aménagements accordés",
        "Tiers temps (O/N)",
        "Temps majoré (1/3)",
    ],
    Column.PRESENTATION: ["Aménagement 1er temps", "Temps supplémentaire présentation (min)"],
    Column.INTERVIEW: ["Aménagement 2nd temps", "aménagement entretien (en minutes)"],
    Column.SCHOOL: ["Établissement", "ETABLISSEMENT D'ORIGINE", "Lycée"],
    Column.TITLE: ["Civilité", "Sexe", "M./Mme"],
}


@pytest.mark.parametrize(
    ("column", "title"), [(c, t) for c, titles in HEADS.items() for t in titles]
)
def test_a_column_is_told_by_its_usual_titles(column: Column, title: str) -> None:
    found = meaning(title)
    assert found is not None
    assert found[0] is column


@pytest.mark.parametrize(
    "title",
    ["", "INE", "Classe", "Date de naissance", "Prénom 2", "Spécialité", "1er temps", "Note"],
)
def test_what_says_nothing_to_a_séance_is_unknown(title: str) -> None:
    assert meaning(title) is None


def test_columns_come_in_any_order_and_unknown_ones_are_listed() -> None:
    found = read("Classe;prenom;INE;NOM;n°", "T1;Zoé;X;ROY;0042")
    assert found.lines == (RosterLine(2, Candidate("0042", "ROY", "Zoé")),)
    assert found.ignored == ("Classe", "INE")


def test_the_number_of_the_candidate_goes_before_a_bare_one() -> None:
    found = read("N°;Nom;N° candidat", "1;ROY;0042")
    assert found.lines[0].candidate.number == "0042"
    assert found.ignored == ("N°",)


@pytest.mark.parametrize(
    ("heads", "cells", "surname"),
    [
        ("nom de naissance;nom d'usage", "ROY;MARTIN", "ROY (d’usage MARTIN)"),
        ("nom de naissance;nom d'usage", "ROY;Roy", "ROY"),
        ("nom de naissance;nom d'usage", "ROY;", "ROY"),
        ("nom d'usage;nom de naissance", "MARTIN;", "MARTIN"),
        ("nom;nom de naissance", "MARTIN;ROY", "ROY (d’usage MARTIN)"),
        ("nom;nom d'usage", "ROY;MARTIN", "ROY (d’usage MARTIN)"),
        ("nom d'usage;x", "MARTIN;", "MARTIN"),
    ],
)
def test_the_exam_goes_by_the_name_at_birth_and_shows_the_one_in_use(
    heads: str, cells: str, surname: str
) -> None:
    assert read(f"numéro;{heads}", f"1;{cells}").lines[0].candidate.surname == surname


def test_title_and_school_are_known_and_not_taken() -> None:
    lines = ("Numéro;Nom;Civilité;Établissement", "1;ROY;Mme;Lycée Zay")
    found = read(*lines)
    assert found.ignored == ()
    assert found.lines[0].school is None
    assert [spot.sentence for spot in found.remarks] == [
        "La colonne « Civilité » n’est pas reprise : la fiche ne l’a pas.",
        "La colonne « Établissement » n’est reprise que sur demande : la fiche ne l’a pas.",
    ]
    assert read(*lines, with_school=True).lines[0].school == "Lycée Zay"


@pytest.mark.parametrize(
    ("cell", "extra"),
    [
        ("", NONE),
        ("non", NONE),
        ("Tiers temps", USUAL),
        ("1/3", USUAL),
        ("1/3 de temps supplémentaire", USUAL),
        ("TIERS-TEMPS", USUAL),
        ("5/8:20", USUAL),
        ("5 + 8 min 20", USUAL),
        ("5 min et 8:20", USUAL),
        ("0 / 90", Accommodation(0, 5400)),
    ],
)
def test_extra_time_is_taken_in_the_ways_people_write_it(cell: str, extra: Accommodation) -> None:
    assert parse_extra(cell, "Aménagement", USUAL) == extra


@pytest.mark.parametrize(
    "cell", ["oui", "10", "1/2", "01/03", "pas de tiers temps", "secrétaire", "300/300"]
)
def test_extra_time_that_does_not_say_how_much_is_refused(cell: str) -> None:
    with pytest.raises(InputError):
        parse_extra(cell, "Aménagement", USUAL)


def test_yes_is_enough_where_the_title_says_how_much() -> None:
    assert parse_extra("oui", "Tiers temps", USUAL) == USUAL
    assert parse_extra("X", "1/3 temps", USUAL) == USUAL


def test_each_temps_may_have_a_column_that_goes_before_one_for_both() -> None:
    heads = "Numéro;Nom;Aménagement;Aménagement 1er temps;Aménagement 2nd temps (min)"
    found = read(heads, "1;A;1/3;10;", "2;B;;;90", "3;C;;1/3;tiers temps")
    assert [line.accommodation for line in found.lines] == [
        Accommodation(600, 500),
        Accommodation(0, 5400),
        USUAL,
    ]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("", ("", "")),
        ("8h30", ("", "08:30")),
        ("8 h", ("", "08:00")),
        ("08:30:00", ("", "08:30")),
        ("22/06/2026 08:30", ("2026-06-22", "08:30")),
        ("22/06/26 à 8h30", ("2026-06-22", "08:30")),
        ("2026-06-22T08:30:00", ("2026-06-22", "08:30")),
        ("lundi 22 juin 2026 8 h 30", ("2026-06-22", "08:30")),
    ],
)
def test_an_hour_may_come_with_its_day(cell: str, moment: tuple[str, str]) -> None:
    assert parse_moment(cell, "Heure") == moment


@pytest.mark.parametrize(
    "cell", ["22/06/2026", "22.6.26", "2026-06-22", "1er", "lundi 22 juin 2026", "22-06-2026 8h"]
)
def test_a_day_is_taken_in_several_spellings(cell: str) -> None:
    if cell == "1er":
        assert parse_day("1er juillet 2026", "Date") == "2026-07-01"
    else:
        assert parse_day(cell, "Date") == "2026-06-22"


def test_another_day_than_the_séance_s_is_worth_a_look() -> None:
    found = read("N°;Nom;Date", "1;A;22/06/2026", "2;B;23/06/2026", "3;C;")
    assert [spot.sentence for spot in found.remarks] == [
        "1 ligne porte une autre date que celle de la séance : ligne 3."
    ]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ";A;8h;",
            "Ligne 2, colonne « N° » : ce champ est vide. Complétez-le, ou retirez la ligne.",
        ),
        (
            "1;;8h;",
            "Ligne 2, colonne « Nom » : ce champ est vide. Complétez-le, ou retirez la ligne.",
        ),
        ("1;A;25h;", "Ligne 2, colonne « Heure » : tapez une heure comme 8h30."),
        ("1;A;8h;oui", "Ligne 2, colonne « Aménagement » : « oui » ne dit pas combien."),
        ("1,23E+09;A", "Ligne 2, colonne « N° » : « 1,23E+09 » est un nombre qu’un tableur a"),
        ("1;\x1b[2J", "Ligne 2, colonne « Nom » : caractère de commande U+001B refusé."),
        (f"1;{'A' * 121}", "Ligne 2, colonne « Nom » : 121 caractères, 120 au plus."),
        (f"{'1' * 21};A", "Ligne 2, colonne « N° » : 21 caractères, 20 au plus."),
        ('1;"LE\nROY"', "Ligne 2, colonne « Nom » : ce champ tient sur une ligne."),
        ("1;A;8h;;x", "Ligne 2 : il y a plus de cellules que de titres."),
    ],
)
def test_a_fault_is_one_sentence_with_line_and_column(cells: str, sentence: str) -> None:
    (found,) = said("N°;Nom;Heure;Aménagement", cells)
    assert found.startswith(sentence)


def test_each_fault_of_a_line_is_told_and_the_other_lines_are_read() -> None:
    found = read("N°;Nom;Heure", ";;25h", "1;A;8h")
    assert len(found.faults) == 3
    assert [line.line for line in found.lines] == [3]


def test_a_number_twice_is_told_with_the_line_that_has_it() -> None:
    assert said("N°;Nom", "1;A", "2;B", "1;C") == [
        "Ligne 4, colonne « N° » : le numéro 1 est déjà celui de la ligne 2."
    ]


@pytest.mark.parametrize("name", ["[/b]", "=HYPERLINK(1)", "{clock}", "<b>", "N’GUYEN", "مريم"])
def test_text_stays_text(name: str) -> None:
    assert read("N°;Nom", f"../1;{name}").lines[0].candidate == Candidate("../1", name)


def test_numbers_that_may_have_lost_their_zeros_are_worth_a_look() -> None:
    (spot,) = read("N°;Nom", "0123456;A", "23456;B", "X1;C", "1234567;D").remarks
    assert spot.sentence.startswith(
        "Colonne « N° » : 1 numéro a moins de 7 chiffres (ligne 3) : un tableur"
    )


@pytest.mark.parametrize("name", ["ZO\ufffd", "ZoÃ©", "ZOÃ‰", "Dâ€™ALMEIDA"])
def test_letters_that_were_lost_before_are_worth_a_look(name: str) -> None:
    found = read("N°;Nom", f"1;{name}", "2;JOÃO")
    assert found.lines[0].candidate.surname == name
    (spot,) = found.remarks
    assert spot.sentence.startswith("Des lettres semblent abîmées (ligne 2)")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("../1;A;B", "N°"),
        ("1@2;A;B", "N°"),
        ("1;[/b];B", "Nom"),
        ('1;"=HYPERLINK(""http://x"";""A"")";B', "Nom"),
        ("1;A;<i>B", "Prénom"),
    ],
)
def test_signs_that_neither_name_nor_number_has_are_worth_a_look(line: str, column: str) -> None:
    found = read("N°;Nom;Prénom", "2026/017-A;D’ALMÉIDA (dit X.);Noël", line)
    assert len(found.lines) == 2
    (spot,) = found.remarks
    assert spot.sentence.startswith(f"Colonne « {column} » : des signes inattendus (ligne 3)")


def test_a_day_and_an_hour_may_share_a_column_and_yes_or_no_tell_a_third() -> None:
    line = "1;A;22/06/2026 8h30;O"
    (found,) = read("N°;Nom;Date et heure;Tiers temps (O/N)", line).lines
    assert (found.convocation, found.accommodation) == ("08:30", USUAL)


def test_a_school_on_several_lines_of_a_cell_is_put_on_one() -> None:
    text = 'N°;Nom;Lycée\r\n1;A;"Lycée Zay\r\n83300 Draguignan"\r\n'
    (found,) = read_text(text, Terms(USUAL, with_school=True)).lines
    assert found.school == "Lycée Zay 83300 Draguignan"


def test_a_number_that_a_formula_keeps_has_its_zeros() -> None:
    assert read("N°;Nom", '"=""0260101""";A').lines[0].candidate.number == "0260101"


def test_of_many_lines_a_remark_names_a_few() -> None:
    (spot,) = read("N°;Nom", "0123456;A", *(f"{n};B" for n in range(10, 30))).remarks
    assert "20 numéros ont moins de 7 chiffres (lignes 3, 4, 5, 6, 7…)" in spot.sentence
