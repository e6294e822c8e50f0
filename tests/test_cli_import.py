"""``e33tui importer``: said first, done once that is agreed."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from e33tui import cli
from e33tui.cli import importing

LIST = "N° candidat;Nom;Prénom;Heure;Classe\r\n0269001;ÉLUARD;Noé;8h30;T1\r\n"
Caught = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return path


def run(*words: object) -> int:
    return cli.main(["importer", *map(str, words)])


def listed(folder: Path) -> str:
    return (folder / "seance.json").read_text()


def test_a_file_is_looked_at_and_nothing_is_taken_over(
    demo: Path, file: Path, capsys: Caught
) -> None:
    before = listed(demo)
    assert run(demo, file) == 1
    out, err = capsys.readouterr()
    assert "À ajouter : 1\n  - 0269001  ÉLUARD Noé, 08:30\n" in out
    assert "Colonnes inconnues, ignorées : 1\n  - Classe\n" in out
    assert "ajoutez --oui" in err
    assert listed(demo) == before


def test_it_is_taken_over_once_and_then_there_is_nothing_to_change(
    demo: Path, file: Path, capsys: Caught
) -> None:
    assert run(demo, file, "--oui") == 0
    assert "La liste est reprise." in capsys.readouterr().out
    after = listed(demo)
    assert run(demo, file, "--oui") == 0
    assert "Rien à changer" in capsys.readouterr().out
    assert listed(demo) == after


def test_it_is_taken_over_where_somebody_agrees(
    demo: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def agreed(situation: str, question: str) -> bool:
        asked.append(situation)
        return True

    monkeypatch.setattr(importing, "agreed", agreed)
    assert run(demo, file) == 0
    assert asked == ["1 candidat à ajouter."]
    assert "0269001" in listed(demo)


def test_with_a_fault_nothing_is_taken_over_even_so(demo: Path, file: Path, capsys: Caught) -> None:
    before = listed(demo)
    file.write_text(LIST + "0269002;;;25h;\n")
    assert run(demo, file, "--oui") == 1
    out, err = capsys.readouterr()
    assert out.startswith(
        "À corriger : 2\n  - Ligne 3, colonne « Nom » : ce champ est vide. Complétez-le, ou retirez la ligne.\n"
        "  - Ligne 3, colonne « Heure » : tapez une heure comme 8h30.\n"
    )
    assert err.count("\n") == 1
    assert listed(demo) == before


def test_the_list_may_come_from_another_program(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = io.TextIOWrapper(io.BytesIO(LIST.encode()))
    monkeypatch.setattr(sys, "stdin", handed)
    assert run(demo, "-", "--oui") == 0
    assert "0269001" in listed(demo)


def test_an_empty_folder_becomes_a_séance_only_with_its_list(
    tmp_path: Path, file: Path, capsys: Caught
) -> None:
    folder = tmp_path / "jury-2"
    assert run(folder, file) == 1
    assert not folder.exists()
    assert run(folder, file, "--oui") == 0
    assert "Complétez la séance" in capsys.readouterr().out
    assert "0269001" in listed(folder)


def test_a_folder_with_something_else_in_it_is_no_séance(file: Path, capsys: Caught) -> None:
    assert run(file.parent, file, "--oui") == 1
    assert "Il n’y a pas de séance" in capsys.readouterr().err
    assert not (file.parent / "seance.json").exists()


def test_the_school_is_taken_on_demand(tmp_path: Path, file: Path, capsys: Caught) -> None:
    file.write_text("Numéro;Nom;Établissement\n1;ROY;Lycée Zay\n")
    assert run(tmp_path / "a", file, "--oui") == 0
    assert "n’est reprise que sur demande" in capsys.readouterr().out
    assert "Zay" not in listed(tmp_path / "a")
    assert run(tmp_path / "b", file, "--oui", "--etablissement") == 0
    assert "Zay" in listed(tmp_path / "b")


def test_what_was_exported_is_imported(demo: Path, tmp_path: Path, capsys: Caught) -> None:
    assert cli.main(["exporter", str(demo), "--document", "candidats"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert run(tmp_path / "other", path, "--oui") == 0
    assert "À ajouter : 6" in capsys.readouterr().out
    assert run(demo, path) == 0
    assert "Rien à changer" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["a"], ["a", "b", "c"], ["a", "b", "--non"]])
def test_what_cannot_be_understood_is_said_to_be(words: list[str]) -> None:
    assert run(*words) == 2


@pytest.mark.parametrize(
    ("data", "why"), [(b"", "il est vide"), (b"\0\1\2", "pas un fichier de texte")]
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(
    demo: Path, file: Path, data: bytes, why: str, capsys: Caught
) -> None:
    file.write_bytes(data)
    assert run(demo, file, "--oui") == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert why in err
