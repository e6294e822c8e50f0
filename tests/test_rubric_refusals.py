"""Every way a rubric file can be wrong: one French sentence with file, key and reason."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from e33tui.domain.errors import RubricError
from e33tui.domain.rubric_reader import read_rubric
from e33tui.domain.rubric_table import Table
from e33tui.rubric import MOST_BYTES, Rubric, RubricFileError, load, parse
from tests.rubric_paths import LEAVES, PACKAGED_BYTES, PACKAGED_TOML, TABLES, without_or_with


def refused(values: dict[str, Any], what: str = "") -> RubricError:
    """Read a rubric that is wrong in one place; ``what`` names it if nothing is said."""
    try:
        read_rubric(Table("grille.toml", "", values), "0")
    except RubricError as wrong:
        error = wrong
    else:
        pytest.fail(f"accepted: {what}")
    assert error.message == f"grille.toml, clé « {error.key} » : {error.reason}"
    assert_one_sentence(error.reason)
    return error


def assert_one_sentence(reason: str) -> None:
    assert reason.endswith(".")
    assert not re.search(r"[.!?]\s", reason)


TEXTS = [path for path, value in LEAVES.items() if isinstance(value, str)]
TEXT_LISTS = [path for path, value in LEAVES.items() if isinstance(value, list)]
SECTIONS = sorted({re.sub(r"\[\d+\]$", "", path) for path in TABLES if path})


def test_the_packaged_rubric_is_accepted_as_tables() -> None:
    """So that what the tests below refuse, they refuse for what they changed."""
    assert read_rubric(Table("grille.toml", "", PACKAGED_TOML), "0").id == "e33"


# A hundred places each: a test of its own for every one would take longer than what it checks.


def test_each_missing_key_is_named() -> None:
    for path in sorted({*LEAVES, *SECTIONS} - {"phase"}):
        error = refused(without_or_with(path), path)
        assert error.key == path
        assert "manque" in error.reason


def test_each_unknown_key_is_named() -> None:
    for table in TABLES:
        path = f"{table}.couleur".lstrip(".")
        error = refused(without_or_with(path, "rouge"), path)
        assert error.key == path
        assert "inconnue" in error.reason


def test_each_wrong_type_is_named() -> None:
    for path in sorted({*LEAVES, *SECTIONS}):
        error = refused(without_or_with(path, 1.5), path)
        assert error.key == path
        assert error.reason.startswith("il faut ")


@pytest.mark.parametrize("blank", ["", " \u00a0"])
def test_each_empty_text_is_named(blank: str) -> None:
    for path in TEXTS:
        if path.endswith("indicateurs") and not blank:
            assert read_rubric(Table("g", "", without_or_with(path, blank)), "0").criteria
            continue
        error = refused(without_or_with(path, blank), path)
        assert error.key == path
        assert "vide" in error.reason


@pytest.mark.parametrize("character", ["\x1b", "\u202e"])
def test_no_text_brings_a_command_character(character: str) -> None:
    for path in TEXTS:
        error = refused(without_or_with(path, f"a{character}[31m"), path)
        assert error.key == path
        assert "caractère de commande" in error.reason


@pytest.mark.parametrize("item", ["", 3, "\x07"])
def test_each_item_of_a_list_is_checked(item: object) -> None:
    for path in TEXT_LISTS:
        assert refused(without_or_with(f"{path}[2]", item), path).key == f"{path}[2]"


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_is_of_its_kind(section: str) -> None:
    is_list = any(path.startswith(f"{section}[") for path in TABLES)
    wrongs: tuple[object, ...] = ([], ["texte"], {}) if is_list else ([{}],)
    for wrong in wrongs:
        assert refused(without_or_with(section, wrong)).key.startswith(section)


FIRST = "competence[1].critere[1]"


@pytest.mark.parametrize(
    ("path", "value", "key", "reason"),
    [
        ("format", 2, "format", "il faut 1, sans guillemets"),
        ("format", True, "format", "il faut 1"),
        ("usage", "examens", "usage", "« examen » ou « entrainement »"),
        ("id", "E33", "id", "identifiant"),
        ("id", "a" * 33, "id", "identifiant"),
        ("code", "x" * 25, "code", "25 caractères, 24 au plus"),
        ("coefficient", 0, "coefficient", "de 1 à"),
        ("usage", "entrainement", "coefficient", "entraînement"),
        ("duree_minutes", 41, "duree_minutes", "40 minutes"),
        ("temps[1].duree_minutes", 0, "temps[1].duree_minutes", "de 1 à 240"),
        ("temps[2].duree_minutes", -25, "temps[2].duree_minutes", "de 1 à 240"),
        ("temps[2].duree_minutes", 1500, "temps[2].duree_minutes", "de 1 à 240"),
        ("temps[2].duree_minutes", 20, "duree_minutes", "35 minutes"),
        ("temps[1].id", "interview", "temps[1].id", "« presentation »"),
        ("temps[2].id", "presentation", "temps[2].id", "« interview »"),
        ("temps[1].fin_avancee_libre", 1, "temps[1].fin_avancee_libre", "true ou false"),
        ("temps", PACKAGED_TOML["temps"][:1], "temps", "« interview » manque"),
        ("temps", PACKAGED_TOML["temps"] * 2, "temps[3].id", "pas davantage"),
        ("presentation_numerique.exigee", False, "presentation_numerique.titre", "n’est exigée"),
        ("amenagement.numerateur", 4, "amenagement.numerateur", "de 1 à 3"),
        ("amenagement.denominateur", 0, "amenagement.denominateur", "de 1 à 100"),
        ("niveau[1].numero", 2, "niveau[1].numero", "il faut 1 ici"),
        ("niveau[3].numero", 4, "niveau[3].numero", "il faut 3 ici"),
        ("niveau", PACKAGED_TOML["niveau"][:1], "niveau", "de 2 à 9 niveaux"),
        ("niveau", PACKAGED_TOML["niveau"][:3], f"{FIRST}.descripteurs", "il faut 3 descripteurs"),
        ("phase[2].id", "preparatoire", "phase[2].id", "déjà pris"),
        ("competence[2].id", "traiter", "competence[2].id", "déjà pris"),
        ("competence[2].id", "appraisal", "competence[2].id", "déjà pris"),
        ("competence[2].libelle", "x" * 25, "competence[2].libelle", "24 au plus"),
        (f"{FIRST}.libelle", "x" * 25, f"{FIRST}.libelle", "24 au plus"),
        (f"{FIRST}.titre", "sur deux\nlignes", f"{FIRST}.titre", "caractère de commande"),
        (f"{FIRST}.phase", "finale", f"{FIRST}.phase", "« preparatoire » ou « operationnelle »"),
        (
            "competence[2].critere[1].id",
            "c1",
            "competence[2].critere[1].id",
            "« c1 » est déjà pris",
        ),
        (
            "competence[2].critere[1].descripteurs",
            ["un", "deux", "trois"],
            "competence[2].critere[1].descripteurs",
            "et non 3",
        ),
        ("verso.commentaire[4].competence", "vendre", "verso.commentaire[4].competence", "vendre"),
        (
            "verso.commentaire[2].competence",
            "traiter",
            "verso.commentaire[2].competence",
            "« traiter » n’est pas possible ici",
        ),
        ("note.maximum", 0, "note.maximum", "de 1 à 100"),
        ("note.maximum", 20.0, "note.maximum", "nombre entier"),
        ("note.parts_par_point", 3, "note.parts_par_point", "1, 2 ou 4"),
    ],
)
def test_each_rule_of_a_rubric_is_kept(path: str, value: object, key: str, reason: str) -> None:
    error = refused(without_or_with(path, value))
    assert error.key == key
    assert reason in error.reason


def test_phases_that_no_one_declares_are_refused_where_they_are_used() -> None:
    error = refused(without_or_with("phase"))
    assert (error.key, "aucune phase" in error.reason) == (f"{FIRST}.phase", True)


def test_a_comment_too_many_has_nothing_left_to_speak_of() -> None:
    comments = PACKAGED_TOML["verso"]["commentaire"]
    error = refused(without_or_with("verso.commentaire", [*comments, comments[0]]))
    assert error.key == "verso.commentaire[5].competence"
    assert "retirez cette section" in error.reason


def test_a_hostile_key_is_shown_harmless() -> None:
    error = refused(without_or_with("presentation_numerique") | {"\x1b[31m": {}})
    assert "\x1b" not in error.message
    error = refused({**PACKAGED_TOML, "\x1b[31m": 1})
    assert error.key == "\ufffd[31m"


@pytest.mark.parametrize(
    ("data", "line_number", "reason"),
    [
        (b'a = 1\nb = "fermez\n', 2, "colonne"),
        (b"a = 1\n\na = 2\n", 3, "deux fois"),
        (b"a = 1\na = 2", 2, "deux fois"),
        (b'a = 1\nb = """fermez\n', 3, "fin du fichier"),
        (b'a = 1\nb = "caf\xe9"\n', 2, "UTF-8"),
        (b"a = " + b"9" * 5000, None, "TOML incorrecte"),
        (b"a = " + b"[" * 100_000, None, "TOML incorrecte"),
    ],
)
def test_what_is_not_toml_is_told_by_line(
    data: bytes, line_number: int | None, reason: str
) -> None:
    with pytest.raises(RubricFileError) as caught:
        parse(data, "grille.toml")
    error = caught.value
    place = f", ligne {line_number}" if line_number else ""
    assert error.message == f"grille.toml{place} : {error.reason}"
    assert (error.line, error.key, error.file) == (line_number, "", "grille.toml")
    assert reason in error.reason
    assert_one_sentence(error.reason)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.toml")
    for path in (tmp_path / "absente.toml", tmp_path, tmp_path / "tube.toml", Path("/dev/zero")):
        with pytest.raises(RubricFileError, match="ne peut pas être lu") as caught:
            load(path)
        assert caught.value.file == str(path)
        assert str(path) in caught.value.message


def test_what_would_keep_its_reader_busy_is_no_rubric() -> None:
    with pytest.raises(RubricFileError, match="trop long"):
        parse(b"#" * (MOST_BYTES + 1), "grille.toml")
    with pytest.raises(RubricFileError, match="ligne 2"):
        parse(b"format = 1\na" + b".a" * 100_000 + b" = 1", "grille.toml")


def test_nothing_is_no_rubric() -> None:
    with pytest.raises(RubricError) as caught:
        parse(b"", "vide.toml")
    assert (caught.value.file, caught.value.key) == ("vide.toml", "format")


@settings(max_examples=60, deadline=None)
@given(start=st.integers(0, len(PACKAGED_BYTES)), length=st.integers(1, 200), put=st.binary())
def test_a_damaged_file_is_a_rubric_or_one_sentence(start: int, length: int, put: bytes) -> None:
    damaged = PACKAGED_BYTES[:start] + put + PACKAGED_BYTES[start + length :]
    try:
        outcome: Rubric | RubricError = parse(damaged, "grille.toml")
    except RubricError as error:
        outcome = error
    if isinstance(outcome, RubricError):
        assert outcome.message.startswith("grille.toml")
        assert_one_sentence(outcome.reason)
    else:
        assert len(outcome.levels) >= 2
