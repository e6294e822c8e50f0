"""The guard before the lock: each thing it must see, and the ordinary language it must let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.guard import About, GuardRemark, Sheet, guard, one_line
from e33tui.domain.identity import Candidate
from e33tui.rubric import load, shipped
from tests.support.domain import candidate, rubric

SMALL = load(Path(__file__).parents[1] / "data" / "rubric_small.toml")
OWN = candidate()  # LEFÈVRE Zoé, 0123456
OTHERS = (
    Candidate("0123457", "PETIT", "Hugo"),
    Candidate("0123458", "MARCHAND", "Inès"),
    Candidate("0123459", "LE GOFF", "Maëlle"),
    Candidate("12", "LECLERC", "Rose"),
    Candidate("0123461", "NOËL", "Sacha"),
    Candidate("0123462", "SIC", "Jana"),
    Candidate("0123463", "LEFÈVRE", "Tom"),
    Candidate("0123464", "D’ALMEIDA", "Ana"),
    Candidate("0123466", "GARÇON", "Éva"),
    Candidate("0123467", "LE GRAND", "Lina"),
    Candidate("0123468", "DUPONT", "Jean-Marc"),
    Candidate("0123465", "BENALI-ROUX", "Nour"),
)


def found(text: str) -> list[About]:
    sheets = tuple(Sheet(other, {}) for other in OTHERS)
    return [entry.about for entry in guard(Sheet(OWN, {"traiter": text}), rubric(), sheets)]


# -- A level ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ensemble de niveau 3.",
        "Situé au degré 2 pour cette compétence.",
        "Au niveau trois pour l’analyse.",
        "Atteint le troisième degré.",
        "Travail de niveau III.",
        "Niveaux 1 et 2 selon les points.",
        "Niveau n° 4 dans l’ensemble.",
        "C’est un profil expert.",
        "Le niveau « averti » est atteint.",
        "Niveau d’un novice dans la relation client.",
        "3 Averti",
        "Résultat : 3 - Averti pour l’analyse.",
        "Averti (3) dans l’ensemble.",
        "Expert.",
        "Novice dans l’analyse des résultats.",
        "L’ensemble est Débrouillé, sans plus.",
        "Candidat expert dans l’argumentation.",
        "Candidate débrouillée.",
        "Reste novice dans la lecture des indicateurs.",
        "Se montre expert.",
        "Le candidat est jugé averti.",
        "L’analyse est « experte ».",
        "Profil débrouillé",
        "Se situe entre débrouillé et averti.",
        "De novice à débrouillé selon les points.",
        "Niveau 3 sur 4.",
        "Niveau : 3",
        "Degré : 2.",
        "Niveau 2/3 pour l’ensemble.",
        "Le 3e niveau est atteint.",
        "Au 4ème degré.",
        "Niveau : averti",
        "Ensemble de niv. 3.",
        "Niv 3 pour l’analyse.",
        "Niv.3 dans l’ensemble.",
        "Niv. : 2",
        "Se situe au premier niveau.",
        "Le premier niveau est atteint.",
        "Le candidat est expert.",
        "La candidate est encore novice dans ce domaine.",
        "L’élève est plutôt avertie.",
        "Est novice.",
        "EXPERT.",
        "L’ensemble est AVERTI, sans plus.",
    ],
)
def test_a_level_is_seen(text: str) -> None:
    assert found(text) == [About.LEVEL]


@pytest.mark.parametrize(
    "text",
    [
        "A rencontré l’expert-comptable de l’entreprise.",
        "Expert-comptable et gérant ont été consultés.",
        "Le client est averti par SMS de la promotion.",
        "Averti par un courriel, le client revient en magasin.",
        "Les clients avertis de l’offre ont utilisé leur bon.",
        "A averti son tuteur de la réclamation.",
        "S’est débrouillée seule pendant l’événement.",
        "Propose l’avis d’un expert du produit.",
        "S’adresse à un client novice comme à un client fidèle.",
        "L’expertise de l’équipe est mise en avant.",
        "PFMP réalisée chez Expert, à Draguignan.",
        "PFMP réalisée au magasin Expert de la ville.",
        "Avec 2 novices, a tenu le stand.",
        "La boutique locale Expert Ménager propose une carte.",
        "Le métier choisi est Expert-comptable.",
        "Prépare une formation de niveau 4.",
        "Le stand était au niveau 2 du magasin.",
        "Le niveau de satisfaction est de 4,2 sur 5.",
        "Le degré de satisfaction des clients est mesuré.",
        "Le premier niveau de prix attire les familles.",
        "Un premier niveau d’analyse est proposé.",
        "Prend la question au premier degré.",
        "Répond au premier niveau.",
        "Au premier niveau de la négociation, écoute le client.",
        "Prépare une formation de niv. 4.",
        "Le stand était au niv. 2 du magasin.",
        "La satisfaction est de niveau 3 sur 5.",
        "S’adapte au client novice ou expert.",
        "Bon niveau d’expression orale.",
        "Le niveau de langue est celui d’un échange professionnel.",
        "Conseille en vendeur averti et disponible.",
        "Trois clients sur quatre sont satisfaits.",
        "Un taux de fidélité de 3 % est cité.",
        "Les niveaux de stock ont été vérifiés.",
        "Présente 4 outils et 3 indicateurs.",
        "Reste averti des nouveautés de la gamme.",
        "Le candidat est averti par courriel de l’offre.",
        "Le client est expert, le vendeur est novice.",
        "Le niveau 2 de la carte de fidélité donne droit à une remise.",
        "Le niveau 3 du programme est le plus courant.",
        "Les clients de niveau 1 reçoivent un bon d’achat.",
        "La réclamation de niveau 2 est transmise au siège.",
        "Le 2e niveau du magasin est réservé au textile.",
        "La satisfaction est de niveau 4/5.",
        "Le magasin EXPERT de la ville propose une carte.",
    ],
)
def test_ordinary_words_name_no_level(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Échanges précis. Expert.", "Expert"),
        ("Ensemble de niveau\u00a03.", "niveau 3"),
        ("Degré 2, puis niveau 4.", "Degré 2"),
    ],
)
def test_the_first_words_are_shown_as_they_stand(text: str, words: str) -> None:
    (seen,) = guard(Sheet(OWN, {"traiter": text}), rubric(), ())
    assert seen.found == words


def test_the_levels_are_the_rubrics() -> None:
    def seen(text: str) -> list[About]:
        return [entry.about for entry in guard(Sheet(OWN, {"a": text}), SMALL, ())]

    assert seen("Niveau en progrès.") == [About.LEVEL]
    assert seen("Niveau 4.") == []
    assert seen("Niveau 3.") == [About.LEVEL]
    assert seen("Niveau expert.") == []
    assert seen("Les points acquis sur la carte sont expliqués.") == []


# -- The grid --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Voir la grille.",
        "Conforme à la grille d’évaluation.",
        "La grille officielle le demande.",
        "Une croix en bas de tableau.",
        "Quatre croix sur cinq à droite.",
        "Profil global satisfaisant.",
        "Le profil du candidat est équilibré.",
        "Profil 3 dans l’ensemble.",
        "Le critère 7 n’est pas abordé.",
        "Critère n° 4 non traité.",
        "Au regard des critères d’évaluation, l’ensemble convient.",
        "Degré de maîtrise suffisant.",
        "Degre\u0301 de mai\u0302trise suffisant.",
        "Correspond au descripteur.",
        "Dans la plage de notation haute.",
        "La grille fait apparaître des acquis.",
        "Indicateurs de la grille non atteints.",
    ],
)
def test_the_grid_is_seen(text: str) -> None:
    assert About.GRID in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Adapte son discours au profil client.",
        "Les profils des clients fidèles sont décrits.",
        "Le profil du client guide le choix de l’outil.",
        "Présente la grille tarifaire de l’enseigne.",
        "A rempli une grille d’entretien téléphonique.",
        "Segmente selon des critères sociodémographiques.",
        "Le critère de choix des clients est le prix.",
        "Les critères de segmentation sont cités.",
        "Un stage à la Croix-Rouge est évoqué.",
        "La croix verte de la pharmacie attire l’attention.",
        "Habite à Croix, dans le Nord.",
        "Le barème de points de la carte est expliqué.",
    ],
)
def test_the_trades_own_words_are_not_the_grids(text: str) -> None:
    assert found(text) == []


# -- Another candidate -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Hugo PETIT présente son action.",
        "PETIT Hugo présente son action.",
        "hugo petit présente son action.",
        "petit hugo présente son action.",
        "Candidate Marchand, action décrite.",
        "Le Goff présente son action.",
        "M. PETIT présente son action.",
        "Monsieur Petit présente son action.",
        "Comme pour PETIT, l’action est décrite.",
        "L’action est la même que celle de Petit.",
        "Mme Marchand cite le panier moyen.",
        "La candidate Marchand cite le panier moyen.",
        "Maelle Le Goff cite le panier moyen.",
        "LE GOFF cite le panier moyen.",
        "Mme D'Almeida cite le panier moyen.",
        "Nour BENALI ROUX cite le panier moyen.",
        "Nour Benali cite le panier moyen.",
        "Rose LECLERC cite le panier moyen.",
        "Mme LECLERC cite le panier moyen.",
        "M. Noël cite le panier moyen.",
        "Jana Sic cite le panier moyen.",
        "Tom Lefèvre cite le panier moyen.",
        "Le dossier 0123457 est joint.",
        "Candidat n° 0123461 : action décrite.",
        "Même action que le n° 12.",
        "Même action que le n°\u00a012.",
        "Mme NOE\u0308L cite le panier moyen.",
        "Comme M. DUPONT, cite le panier moyen.",
        "M.DUPONT cite le panier moyen.",
        "E. Garçon cite le panier moyen.",
        "Comme É. GARÇON, cite le panier moyen.",
        "Comme GARÇON E., cite le panier moyen.",
        "J.-M. Dupont cite le panier moyen.",
        "Lina Le Grand cite le panier moyen.",
        "MÊME ACTION QUE DUPONT.",
        "LE GOFF CITE LE PANIER MOYEN.",
        "LA CANDIDATE MARCHAND CITE LE PANIER MOYEN.",
        "COMME E. GARÇON, CITE LE PANIER MOYEN.",
    ],
)
def test_another_candidate_is_seen(text: str) -> None:
    assert found(text) == [About.CANDIDATE]


ORDINARY = (
    "Un petit magasin de centre-ville.",
    "Petit à petit, le fichier est enrichi.",
    "Action décrite. Petit budget prévu.",
    "Action décrite\nPetit budget prévu.",
    "La PFMP s’est déroulée chez PETIT.",
    "Le magasin Marchand propose une carte.",
    "L’affiche annonce des PETIT PRIX toute la semaine.",
    "Le rayon Marchand est tenu à jour.",
    "Le site marchand est cité.",
    "Marchand et client échangent par courriel.",
    "Le site Petit Bateau est cité en exemple.",
    "La PFMP s’est déroulée chez LECLERC.",
    "Le magasin Leclerc propose une carte.",
    "L’enseigne E. Leclerc propose une carte.",
    "Une vente à Noël est décrite.",
    "L’opération de NOËL est décrite.",
    "Le SIC est enrichi après chaque appel.",
    "Mme LEFÈVRE présente son action.",
    "Zoé Lefèvre présente son action.",
    "Le tuteur, M. Petit, a validé le fichier.",
    "La cliente, Mme Marchand, a rapporté le produit.",
    "UN PETIT MAGASIN DE CENTRE-VILLE.",
    "LE SITE MARCHAND EST CITÉ.",
    "PETIT À PETIT, LE FICHIER EST ENRICHI.",
    "LE GRAND MAGASIN PROPOSE UNE CARTE.",
    "LA PFMP S’EST DÉROULÉE CHEZ DUPONT.",
    "LE SIC EST ENRICHI APRÈS CHAQUE APPEL.",
    "LA DUPONT EST UNE MARQUE DE STYLOS.",
    "Le grand magasin propose une carte.",
    "Le produit convient à un garçon.",
    "Le rayon garçon est tenu à jour.",
    "L’enseigne R. Leclerc propose une carte.",
    "Le tuteur, E. Garçon, a validé le fichier.",
    "Le chiffre d’affaires est de 12 000 euros.",
    "Le numéro 0123456 est le sien.",
    "Hugo, un client, a reçu l’offre.",
    "Une rose offerte à chaque cliente.",
    "Le support d’Ana, une cliente, est cité.",
    "Le magasin n° 12 de la chaîne a été visité.",
    "La fiche n° 12 du dossier est présentée.",
    "L’enseigne, n° 12 du secteur, mise sur le conseil.",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_and_the_candidate_name_nobody_else(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_in_capitals_name_nobody_either(text: str) -> None:
    assert About.CANDIDATE not in found(text.upper())


def test_a_part_of_the_candidates_own_name_is_theirs() -> None:
    own = Candidate("1", "PETIT-JEAN", "Lou")
    text = {"traiter": "Mme PETIT-JEAN présente l’action ; M. PETIT aussi."}
    (seen,) = guard(Sheet(own, text), rubric(), [Sheet(OTHERS[0], {})])
    assert (seen.about, seen.found) == (About.CANDIDATE, "PETIT")
    text = {"traiter": "Mme PETIT-JEAN présente l’action."}
    assert guard(Sheet(own, text), rubric(), [Sheet(OTHERS[0], {})]) == ()


def test_half_of_anothers_name_may_be_the_candidates_own() -> None:
    own = Candidate("1", "BENALI", "Nour")
    text = {"traiter": "Nour BENALI présente l’action."}
    assert guard(Sheet(own, text), rubric(), [Sheet(OTHERS[-1], {})]) == ()


def test_the_candidates_own_number_is_theirs_even_where_the_list_has_it_twice() -> None:
    twice = Candidate(OWN.number, "PETIT", "Hugo")
    text = {"traiter": f"Dossier n° {OWN.number}."}
    assert guard(Sheet(OWN, text), rubric(), [Sheet(twice, {})]) == ()


def test_a_namesake_is_not_told_from_the_candidate() -> None:
    twin = Candidate("0999999", "Lefevre", "Zoe")
    text = {"traiter": "Zoé LEFÈVRE présente l’action."}
    assert guard(Sheet(OWN, text), rubric(), [Sheet(twin, {})]) == ()


# -- The same text ---------------------------------------------------------------------------------

LONG = "Identifie les sources internes et cite deux indicateurs."


def same(text: str, other: str) -> list[GuardRemark]:
    sheets = [Sheet(OTHERS[1], {"evaluer": other})]
    return list(guard(Sheet(OWN, {"appraisal": text}), rubric(), sheets))


@pytest.mark.parametrize("other", [LONG, LONG.upper(), f"  {LONG[:-1]}\n", LONG.replace(" ", "  ")])
def test_the_same_text_is_seen_whatever_its_case_and_blanks(other: str) -> None:
    assert same(LONG, other) == [GuardRemark("appraisal", About.SAME, "MARCHAND Inès")]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (LONG, f"{LONG} La conclusion manque."),
        (LONG, ""),
        ("Communication claire.", "Communication claire."),
        ("", ""),
    ],
)
def test_other_texts_and_short_ones_are_not_the_same(text: str, other: str) -> None:
    assert same(text, other) == []


# -- What it says ----------------------------------------------------------------------------------


def test_a_text_that_says_nothing_of_it_gets_no_line() -> None:
    texts = {
        "traiter": "Identifie les sources internes ; les sollicitations sont traitées.",
        "contribuer": "Outils adaptés au profil client, dont la carte de fidélité.",
        "appraisal": "Présentation structurée. Échanges précis sur le panier moyen.",
        "evaluer": " ",
    }
    assert guard(Sheet(OWN, texts), rubric(), [Sheet(other, {}) for other in OTHERS]) == ()


def test_each_kind_is_said_once_a_text_in_the_forms_order() -> None:
    texts = {"appraisal": "Niveau 3, niveau 4, et M. PETIT.", "traiter": "Voir la grille."}
    remarks = guard(Sheet(OWN, texts), rubric(), [Sheet(OTHERS[0], {})])
    assert remarks == (
        GuardRemark("traiter", About.GRID, "grille"),
        GuardRemark("appraisal", About.LEVEL, "Niveau 3"),
        GuardRemark("appraisal", About.CANDIDATE, "PETIT"),
    )
    assert [remark.sentence(rubric()).replace("\u00a0", " ") for remark in remarks] == [
        "commentaire « Traiter et exploiter » : « grille » renvoie à la grille.",
        "appréciation globale : « Niveau 3 » nomme un degré.",
        "appréciation globale : « PETIT » désigne un autre candidat de la séance.",
    ]


def test_before_the_lock_one_line_says_the_first_and_names_the_texts_of_the_others() -> None:
    def line(**texts: str) -> str:
        remarks = guard(Sheet(OWN, texts), rubric(), [Sheet(OTHERS[0], {})])
        return one_line(remarks, rubric()).replace("\u00a0", " ")

    first = "À relire, appréciation globale : « Niveau 3 » nomme un degré."
    assert line(appraisal="Échanges précis.") == ""
    assert line(appraisal="Niveau 3.") == first
    one = f"{first} Autre point : appréciation globale."
    assert line(appraisal="Niveau 3, selon la grille.") == one
    both = "Niveau 3, selon la grille, comme M. PETIT."
    assert line(appraisal=both) == f"{first} Autres points : appréciation globale."
    assert line(evaluer="Voir la grille.", contribuer="M. PETIT.", appraisal=both) == (
        "À relire, commentaire « Contribuer » : « PETIT » désigne un autre candidat de la séance. "
        "Autres points : commentaire « Évaluer », appréciation globale."
    )


def test_it_reads_the_second_rubric_too() -> None:
    texts = {"evaluer": "Niveau 2."}
    assert [r.about for r in guard(Sheet(OWN, texts), shipped("bloc3"), ())] == [About.LEVEL]
