"""The papers of the bloc 3 grid: nothing of the commission's leaves it, no exam is named, both standards hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from e33tui.documents import Content, make_html
from e33tui.domain.blank_form import blank_form, cover_sheet
from e33tui.domain.closing import Closing
from e33tui.domain.commands import EndOtherwise, RecordIncident
from e33tui.domain.dossier_content import dossier
from e33tui.domain.list_content import attendance_list, marks_sheet
from e33tui.domain.passage import Ending
from e33tui.domain.report_content import fraud_report, incident_sheet
from e33tui.domain.roster import Entry
from e33tui.domain.sitting import Sitting
from e33tui.domain.verso_content import verso
from tests.documents.checker import RULES, complaints
from tests.documents.leaks import leaks_of, told
from tests.documents.made import Maker
from tests.documents.pdf import opened, pages, words
from tests.support.domain import candidate, commission
from tests.support.marked import marked_rubric, words_in
from tests.support.training import BLOC3, HEARD, locked, played

DAY = Sitting("2026", "Lycée", "2026-06-22", commission(), (Entry("p1", candidate()),))
CLOSED = replace(DAY, closing=Closing((), 1_782_000_000_000))
SAYS = "Entraînement, sans valeur d’examen"


def papers() -> Mapping[str, tuple[Content, ...]]:
    """Every kind of paper that a séance of training gives."""
    passage = locked()
    excluded = played(*HEARD[:3], RecordIncident("Fait"), EndOtherwise(Ending.EXCLUDED, "Décision"))
    return {
        "verso": (verso(passage),),
        "dossier": (dossier(passage),),
        "formulaire": blank_form(BLOC3),
        "couverture": (cover_sheet(BLOC3),),
        "emargement": (attendance_list(BLOC3, DAY, DAY.roster),),
        "bordereau": (marks_sheet(BLOC3, CLOSED, (passage,), "0" * 64),),
        "incident": (incident_sheet(excluded.state),),
        "proces-verbal": (fraud_report(excluded.state),),
    }


@pytest.fixture(scope="module")
def made(maker: Maker) -> Mapping[str, bytes]:
    return {name: maker.pdf(*contents).data for name, contents in papers().items()}


def test_each_says_what_it_is_and_names_no_exam(made: Mapping[str, bytes]) -> None:
    for name, data in made.items():
        text = words(data).replace("\u00a0", " ")
        assert SAYS in text, name
        for exam in ("E33", "délibération", "chef de centre"):
            assert exam not in text, (name, exam)
        # What is packed or hashed may hold these three characters by chance.
        said = [
            (place, text) for place, text in told(name, data) if place not in ("bytes", "stream")
        ]
        assert not [place for place, text in said if "E33" in text], name
        with opened(data) as pdf:
            assert str(pdf.docinfo["/Title"]).endswith("\u00a0–\u00a0BLOC 3, entraînement"), name
            assert b"E33" not in pdf.Root.Metadata.read_bytes(), name


def test_a_page_of_the_dossier_says_once_and_in_one_line_what_it_is(
    made: Mapping[str, bytes],
) -> None:
    _, *sheets = pages(made["dossier"])
    for sheet in sheets:
        rows = sheet.replace("\u00a0", " ").splitlines()
        assert f"Réservé aux examinateurs, non communicable · {SAYS}" in rows
        assert [row for row in rows if "Dossier d’évaluation – BLOC 3" in row]
        assert not [row for row in rows if "BLOC 3, entraînement" in row]


def test_the_plain_page_names_no_exam_either() -> None:
    page = make_html(verso(locked())).decode()
    assert SAYS in page.replace("\u00a0", " ")
    assert "E33" not in page


@pytest.mark.parametrize("profile", RULES)
def test_a_checker_finds_nothing_against_any(made: Mapping[str, bytes], profile: str) -> None:
    found = {name: complaints(data, profile) for name, data in made.items()}
    assert not any(found.values()), found


def test_nothing_of_the_commission_s_is_on_the_verso(maker: Maker) -> None:
    passage = locked(marked_rubric(real=BLOC3))
    assert words_in(words(maker.pdf(dossier(passage)).data)), (
        "what is looked for is there to be found"
    )
    sheet = verso(passage)
    files = {"verso.pdf": maker.pdf(sheet).data, "verso.html": make_html(sheet)}
    assert [found for name, data in files.items() for found in leaks_of(name, data)] == []
