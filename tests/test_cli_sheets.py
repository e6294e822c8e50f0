"""``e33tui exporter --document``: which sheets there are, and how each is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui import cli, documents
from e33tui.documents import Content
from e33tui.domain.sheets import CandidateList
from tests.service.support import print_as_data

LOCKED, PAUSED, WAITING = "0260017", "0260031", "0260044"


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> list[Content]:
    """Every content that was printed; the printer's process is not the subject here."""
    contents: list[Content] = []

    def paper(*pages: Content) -> documents.Rendered:
        contents.extend(pages)
        return print_as_data(*pages)

    monkeypatch.setattr(documents, "make_pdf", paper)
    return contents


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["--document", "emargement"], "emargement-"),
        (["--document", "émargement"], "emargement-"),
        (["--document", "formulaire"], "formulaire-"),
        ([LOCKED, "--document", "formulaire"], f"formulaire-{LOCKED}-"),
        (["--document", "couverture"], "couverture-"),
        ([WAITING, "--document", "couverture"], f"couverture-{WAITING}-"),
        ([LOCKED, "--document", "dossier"], f"dossier-{LOCKED}-"),
        ([WAITING, "--document", "proces-verbal"], f"proces-verbal-{WAITING}-"),
        ([PAUSED, "--document", "Procès-Verbal"], f"proces-verbal-{PAUSED}-"),
    ],
)
def test_a_sheet_is_made_in_the_commissions_folder_and_its_place_printed(
    demo: Path, words: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["exporter", str(demo), *words]) == 0
    path = Path(capsys.readouterr().out.rstrip("\n"))
    assert path.parent == demo / "exports" / "commission"
    assert path.name.startswith(name)
    assert path.is_file()


def test_of_the_dossier_it_is_said_who_may_read_it(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["exporter", str(demo), LOCKED, "--document", "Dossier"]) == 0
    assert capsys.readouterr().err == "Réservé à la commission, non communicable.\n"
    assert len(list((demo / "exports" / "communicable").iterdir())) == 1


def test_the_attendance_list_has_every_candidate_of_the_day(
    demo: Path, made: list[Content]
) -> None:
    assert cli.main(["exporter", str(demo), "--document", "emargement"]) == 0
    (content,) = made
    assert isinstance(content, CandidateList)
    assert len(content.rows) == 6
    assert content.rows[0][1:3] == (LOCKED, "ABADIE Camille")


def test_the_candidates_are_a_file_for_another_séance(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["exporter", str(demo), "--document", "candidats"]) == 0
    text = Path(capsys.readouterr().out.strip()).read_text("utf-8-sig")
    assert text.count("\n") == 7
    assert text.startswith("Numéro;Nom;Prénom;Heure;")
    assert f"{LOCKED};ABADIE;Camille;" in text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--document", "bordereau"], "après la clôture"),
        (["--document", "bordereau-csv"], "après la clôture"),
        ([PAUSED, "--document", "dossier"], "pas verrouillée"),
        ([LOCKED, "--document", "constat"], "pas de constat"),
        ([LOCKED, "--document", "incident"], "consignez-le d’abord"),
        (["9999999", "--document", "constat"], "aucun candidat de cette séance"),
    ],
)
def test_what_cannot_be_made_is_told_in_one_sentence(
    demo: Path, words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["exporter", str(demo), *words]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert why in err
    assert err.count("\n") == 1
    assert not (demo / "exports" / "commission").exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([LOCKED, "--document", "bordereau"], "toute la séance"),
        (["--document", "constat"], "celui d’un candidat"),
        (["--document", "dossier"], "celui d’un candidat"),
        (
            ["--document", "facture"],
            "choisissez parmi dossier, bordereau, bordereau-csv, emargement, formulaire, couverture,",
        ),
        (["--document"], "Commande mal écrite"),
        ([], "Commande mal écrite"),
    ],
)
def test_one_that_is_asked_for_otherwise_is_said_to_be(
    demo: Path, words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["exporter", str(demo), *words]) == 2
    assert why in capsys.readouterr().err
