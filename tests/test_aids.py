"""A centre's own files of aids: added or in the place of what ships, or one sentence on what is wrong."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from e33tui.aids import PHRASES, PROMPTS, Aids, OwnFile
from e33tui.rubric import MOST_BYTES, load, shipped

E33 = load()
SHIPPED = Aids(E33)
OWN = """format = 1
mode = "ajouter"

[[e33.c1]]
texte = "Quel est votre secteur ?"

[[bloc3.c311]]
texte = "Qui vous écrit ?"
"""
OWN_PHRASES = """format = 1
mode = "remplacer"

[phrases]
communiquer = [
  "Parle clairement.",
]
"""


def write(home: Path, file: OwnFile, text: str | bytes) -> Path:
    path = home / ".config" / "e33tui" / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def fault(home: Path, file: OwnFile, text: str | bytes) -> str:
    """The one sentence on a file that is wrong; what ships must be in force."""
    write(home, file, text)
    aids = Aids(E33)
    assert aids.prompts == SHIPPED.prompts
    assert aids.phrases == SHIPPED.phrases
    (said,) = aids.faults
    assert said.startswith(f"~/.config/e33tui/{file.name}")
    assert said.endswith(".")
    assert not re.search(r"[.!?]\s", said.split(" : ", 1)[1])
    assert len(said) < 250, "it is to be read"
    return said


# -- What a centre may do --------------------------------------------------------------------------


def test_without_files_what_ships_is_there_and_nothing_is_said() -> None:
    assert Aids(E33).faults == ()
    assert len(Aids(E33).prompts.on("e33", "c1")) > 1


def test_questions_are_added_after_those_that_ship(home: Path) -> None:
    first = SHIPPED.prompts.on("e33", "c1")[0].text
    again = f'[[e33.c1]]\ntexte = "{first.upper()}"\n'
    write(home, PROMPTS, OWN + again)
    aids = Aids(E33)
    *before, last = aids.prompts.on("e33", "c1")
    assert tuple(before) == SHIPPED.prompts.on("e33", "c1")
    assert (last.text, last.source) == ("Quel est votre secteur ?", None)
    assert aids.prompts.on("e33", "c2") == SHIPPED.prompts.on("e33", "c2")
    assert aids.faults == ()
    other = Aids(shipped("bloc3")).prompts.on("bloc3", "c311")
    assert other[-1].text == "Qui vous écrit ?"


def test_those_of_a_training_name_no_exam() -> None:
    training = shipped("bloc3")
    aids = Aids(training)
    for criterion in training.criteria:
        asked = aids.prompts.on("bloc3", criterion.id)
        assert 2 <= len(asked) <= 5
        assert "E33" not in f"{asked} {aids.panel(criterion.id)}"
    assert "E33" not in str(aids.phrases)


def test_questions_take_the_place_of_those_on_their_criteria_alone(home: Path) -> None:
    write(home, PROMPTS, OWN.replace("ajouter", "remplacer"))
    aids = Aids(E33)
    assert [prompt.text for prompt in aids.prompts.on("e33", "c1")] == ["Quel est votre secteur ?"]
    assert aids.prompts.on("e33", "c2") == SHIPPED.prompts.on("e33", "c2")


def test_a_question_may_name_a_document_of_the_centre(home: Path) -> None:
    sourced = """format = 1
mode = "ajouter"
[documents]
livret = "Livret du lycée"
[[e33.c1]]
texte = "Quel est votre secteur ?"
document = "livret"
lieu = "page 3"
"""
    write(home, PROMPTS, sourced)
    source = Aids(E33).prompts.on("e33", "c1")[-1].source
    assert source is not None
    assert source.words == "Livret du lycée\u00a0: page 3"


def test_a_centres_own_grid_has_what_fits_it(home: Path) -> None:
    """Its id is that of one that ships, its criteria are not: what ships on those is not its."""
    small = load(Path(__file__).parent / "data" / "rubric_small.toml")
    assert small.id == "bloc3"
    write(home, PROMPTS, OWN.replace("bloc3.c311", "bloc3.a1"))
    aids = Aids(small)
    assert [prompt.text for prompt in aids.prompts.on("bloc3", "a1")] == ["Qui vous écrit ?"]
    assert aids.prompts.on("bloc3", "a2") == ()
    assert aids.panel("a1").teaching == ""
    assert aids.panel("a1").title == "Critère A1"
    assert aids.phrases.find("", "appraisal") == SHIPPED.phrases.find("", "appraisal")
    assert aids.faults == ()


def test_a_file_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.toml"
    monkeypatch.setenv(PHRASES.variable, str(path))
    assert Aids(E33).faults == (f"{path} : ce fichier n’existe pas ; vérifiez son chemin.",)
    path.write_text("\ufeff" + OWN_PHRASES, "utf-8")
    found = Aids(E33).phrases.find("", "communiquer")
    assert [phrase.text for phrase in found] == ["Parle clairement."]


# -- What is wrong with one ------------------------------------------------------------------------

LONG = "Pourquoi " + "x" * 150 + " ?"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("format = 1", "format = 2", 1, "il faut 1, sans guillemets"),
        ("format = 1", "", None, "manque"),
        ('mode = "ajouter"', "", None, "manque"),
        ('mode = "ajouter"', 'mode = "mettre"', 2, "« ajouter » ou « remplacer »"),
        ("[[e33.c1]]", "[[e33.c11]]", 4, "inconnue"),
        ("[[e33.c1]]", "[[e34.c1]]", 4, "inconnue"),
        ("[[e33.c1]]", "[e33.c1]", 4, "il faut une ou plusieurs sections [[e33.c1]]."),
        ("[[bloc3.c311]]", "[[bloc3.c1]]", 7, "inconnue"),
        ("[[bloc3.c311]]", "couleur = 1\n[[bloc3.c311]]", 7, "inconnue"),
        ('"Quel est votre secteur ?"', '"Votre secteur."', 5, "une relance est une question"),
        ('"Quel est votre secteur ?"', f'"{LONG}"', 5, "150 au plus"),
        ('"Quel est votre secteur ?"', '""', 5, "vide"),
        ('"Quel est votre secteur ?"', "3", 5, "texte entre guillemets"),
        ('"Quel est votre secteur ?"', '"a\\u001b[31m ?"', 5, "caractère de commande"),
        ('"Qui vous écrit ?"', '"Qui vous écrit ?"\nlieu = "p. 3"', 9, "il manque « document »"),
        ('"Qui vous écrit ?"', '"Qui vous écrit ?"\ndocument = "004"', 9, "n’est pas possible"),
        (
            '"Qui vous écrit ?"',
            '"Qui vous écrit ?"\n[[bloc3.c311]]\ntexte = "qui vous ECRIT"',
            10,
            "une question",
        ),
        (
            '"Qui vous écrit ?"',
            '"Qui vous écrit ?"\n[[bloc3.c311]]\ntexte = "qui vous ECRIT ?"',
            10,
            "deux fois",
        ),
        (
            '"Qui vous écrit ?"',
            '"Qui vous écrit ?"\ndocument = "x"\n[documents]\n'
            + "\n".join(f'd{number} = "Titre"' for number in range(99)),
            9,
            "écrivez « d0 » ou « d1 » ou « d2 » ou « d3 » ou « d4 », par exemple.",
        ),
        ('texte = "Qui', "texte = Qui", 8, "TOML"),
        ('mode = "ajouter"', 'mode = "ajouter"\nmode = "remplacer"', 3, "deux fois"),
        ('"Qui vous écrit ?"', '"Qui vous écrit ?"\ntexte = "Et ?"', 9, "deux fois"),
        ("[[bloc3.c311]]", "[documents]\n[documents]\n[[bloc3.c311]]", 8, "deux fois"),
        ('mode = "ajouter"', f'mode = "{"x" * 100_000}"', 2, "120 au plus"),
        ("[[bloc3.c311]]", f"{'k' * 100_000} = 1\n[[bloc3.c311]]", 7, "inconnue"),
    ],
)
def test_what_is_wrong_with_a_question_is_one_sentence_with_its_line(
    home: Path, old: str, new: str, line: int | None, reason: str
) -> None:
    assert old in OWN
    said = fault(home, PROMPTS, OWN.replace(old, new, 1))
    assert (f", ligne {line}" in said) is (line is not None)
    assert reason in said


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('mode = "remplacer"', 'mode = "x"', 2, "« ajouter » ou « remplacer »"),
        ("communiquer", "communique", 5, "inconnue"),
        ("[phrases]", "[phrase]", 4, "manque"),
        ('"Parle clairement."', f'"{"x" * 201}"', 6, "200 au plus"),
        ('"Parle clairement."', '"Un",\n  " "', 7, "vide"),
        ('"Parle clairement."', '"Un",\n  2', 5, "texte entre guillemets"),
        ('"Parle clairement."', '"Un.",\n\n  "un"', 8, "deux fois"),
        ('"Parle clairement."', '"Un"\n "Deux"', 7, "TOML"),
    ],
)
def test_what_is_wrong_with_a_phrase_is_one_sentence_with_its_line(
    home: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert old in OWN_PHRASES
    said = fault(home, PHRASES, OWN_PHRASES.replace(old, new, 1))
    assert reason in said
    assert f", ligne {line}" in said or "manque" in said


def test_what_is_no_text_is_said(home: Path) -> None:
    assert "UTF-8" in fault(home, PROMPTS, OWN.encode("utf-16"))
    assert "trop long" in fault(home, PROMPTS, b"#" * (MOST_BYTES + 1))
    assert "ligne 1" in fault(home, PROMPTS, b"a" + b".a" * 100_000 + b" = 1")


def test_what_cannot_be_read_is_said_and_nothing_waits(home: Path) -> None:
    path = write(home, PROMPTS, "")
    path.unlink()
    os.mkfifo(path)
    (said,) = Aids(E33).faults
    assert (
        said
        == "~/.config/e33tui/relances.toml : ce fichier ne peut pas être lu ; vérifiez ses droits."
    )


def test_each_file_has_its_own_sentence(home: Path) -> None:
    write(home, PROMPTS, "format = 2")
    write(home, PHRASES, "format = 3")
    assert [said.split(",")[0] for said in Aids(E33).faults] == [
        "~/.config/e33tui/relances.toml",
        "~/.config/e33tui/phrases.toml",
    ]


def test_what_is_wrong_with_one_file_is_told_by_that_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PHRASES.variable, str(tmp_path / "none.toml"))
    aids = Aids(E33)
    assert aids.fault_of_prompts == ""
    assert aids.fault_of_phrases.endswith("vérifiez son chemin.")
    assert aids.faults == (aids.fault_of_phrases,)
