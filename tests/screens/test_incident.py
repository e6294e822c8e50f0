"""Incidents of every kind, the procès-verbal of a suspected fraud, and the documents of a passage."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from e33tui.domain.clock import PartStatus, clock_time
from e33tui.domain.closing import Assent
from e33tui.domain.commands import MarkAbsent, RecordIncident
from e33tui.domain.incident import Countersignature, FraudReport, IncidentKind, Statement
from e33tui.domain.list_content import marks_sheet
from e33tui.domain.passage import Mention, Step
from e33tui.domain.sheets import CandidateList
from e33tui.service import Service
from tests.screens.support import (
    EACH_SIZE,
    FIRST,
    SECOND,
    STAGES,
    THIRD,
    Juror,
    at_work,
    check_frame,
    go_to_stage,
    new_service,
    refolded,
    sitting,
)
from tests.support.domain import FakeClock

LETTERS = {"t": "technical", "s": "health", "a": "other", "f": "fraud"}
ALSO = pytest.mark.campaign
UNLOCKED = [
    stage
    if stage in ("identification", "candidate_out", "lock")
    else pytest.param(stage, marks=ALSO)
    for stage in STAGES
    if stage != "verso"
]
MEMBERS = ("Mme DURAND Claire", "M. MARTIN Paul")


def made(folder: Path, kind: str) -> str:
    """What a document of the commission's says; the stand-in for the printer writes it whole."""
    (path,) = (folder / "exports" / "commission").glob(f"{kind}-*.pdf")
    return path.read_text("utf-8")


def editor(juror: Juror) -> TextArea:
    return juror.app.screen.query_one(TextArea)


async def note(juror: Juror, letter: str, words: str) -> None:
    """Record an incident as one does in the middle of an oral."""
    await juror.press("ctrl+d", letter)
    await juror.type(words)
    await juror.press("enter")


async def to_report(juror: Juror) -> None:
    """Open the procès-verbal of a fact that is recorded first."""
    await note(juror, "f", "Un téléphone")
    await juror.press("ctrl+d", "p")
    await juror.until(lambda: juror.where == "fraud", "the procès-verbal")


# -- Recording ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", UNLOCKED)
async def test_one_key_and_a_letter_record_an_incident_wherever_one_stands(
    tmp_path: Path, stage: str
) -> None:
    with sitting(tmp_path, state=STAGES[stage][0]) as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, stage)
            running = juror.state.running
            await note(juror, "s", "Sortie de deux minutes")
            (incident,) = juror.state.incidents
            assert (incident.text, incident.kind) == ("Sortie de deux minutes", "health")
            assert juror.state.running == running
            assert juror.at(STAGES[stage][1])
            assert "Incident noté à" in juror.text()
            await juror.press("ctrl+z")
            assert juror.state.incidents == ()


async def test_its_hour_is_that_of_the_key_however_long_one_types(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            asked, elapsed = clock.now(), juror.state.interview.elapsed(clock.now())
            await juror.press("ctrl+d")
            clock.advance(60)
            await juror.press("f")
            await juror.type("Un téléphone")
            clock.advance(120)
            await juror.press("enter")
            (incident,) = juror.state.incidents
            assert (incident.at, incident.elapsed) == (asked, elapsed)
            assert f"Faits notés à {clock_time(asked)}" in juror.text()
            # On the screen of the procès-verbal a further fact has its own hour.
            await juror.press("ctrl+d", "p")
            await juror.until(lambda: juror.where == "fraud", "the procès-verbal")


async def test_each_letter_is_a_kind_and_the_question_shows_what_there_is(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            for letter, kind in LETTERS.items():
                await juror.press("ctrl+d")
                assert "p procès-verbal" not in juror.text()
                await juror.press(letter)
                check_frame_of_question(juror)
                await juror.type(f"Fait {kind}")
                await juror.press("enter")
            assert [one.kind for one in juror.state.incidents] == list(LETTERS.values())
            assert juror.state.interview.status is PartStatus.RUNNING
            await juror.press("ctrl+d")
            shown = juror.text()
            assert "Fait technical" not in shown
            assert "santé : Fait health" in shown
            assert "procès-verbal : déclarations" in shown


def check_frame_of_question(juror: Juror) -> None:
    """The question is whole, with where to write, at the least size."""
    text = juror.text()
    assert "▸ ____" in text
    assert "⏎ : valider" in text


async def test_health_is_asked_for_without_a_diagnosis(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            await juror.press("ctrl+d", "s")
            assert "jamais de diagnostic" in " ".join(juror.text().replace("│", "").split())


async def test_a_kind_that_is_given_up_records_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            for keys in (("ctrl+d", "n"), ("ctrl+d", "escape"), ("ctrl+d", "t", "escape")):
                await juror.press(*keys)
                assert not juror.asked
            assert juror.state.incidents == ()


# -- The procès-verbal ------------------------------------------------------------------------------


async def test_a_suspected_fraud_is_written_down_while_the_oral_goes_on(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await to_report(juror)
            await juror.type("Je l’ai vu.")
            await juror.press("tab")
            await juror.type("Moi aussi.")
            await juror.press("tab", "ctrl+y")
            assert "Ne souhaite pas faire de déclaration" in juror.text()
            await juror.press("ctrl+e", "r")
            await juror.press("ctrl+d")
            await juror.type("Une antisèche")
            await juror.press("enter")
            assert "Contreseing du candidat : refuse" in juror.text()
            await juror.press("ctrl+n")
            assert juror.at(Step.INTERVIEW)
            state = juror.state
            assert state.interview.status is PartStatus.RUNNING
            assert state.mentions == (Mention.INCIDENT,)
            assert [one.text for one in state.incidents] == ["Un téléphone", "Une antisèche"]
            assert state.fraud == FraudReport(
                (Statement(MEMBERS[0], "Je l’ai vu."), Statement(MEMBERS[1], "Moi aussi.")),
                declined=True,
                countersignature=Countersignature.REFUSES,
            )
            await juror.press("ctrl+f")
            await juror.at_home()
            assert refolded(service, FIRST) == state


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_the_proces_verbal_is_whole_at_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, size) as juror:
            await juror.open()
            await to_report(juror)
            check_frame(juror)
            assert "Déclaration de Mme DURAND Claire" in juror.text()
            assert "Tab texte" in juror.lines()[-1]
            for number in range(11):
                text = f"Fait {number}, assez long pour tenir sur deux lignes au moins"
                juror.desk.do(RecordIncident(text, IncidentKind.FRAUD))
            await juror.press("ctrl+d")
            await juror.type("Fait 11")
            await juror.press("enter")
            await juror.type("Vu.")
            check_frame(juror)
            assert "Vu." in juror.text()
            assert "Fait 11" in juror.text()
            for _ in range(9):
                await juror.press("pageup")
            assert "Contreseing" in juror.text()


@pytest.mark.parametrize("state", ["interview_running", "interview_ended"])
async def test_the_keys_of_the_proces_verbal_name_its_signing_and_its_printing(
    tmp_path: Path, state: str
) -> None:
    with sitting(tmp_path, state=state) as service:
        async with at_work(service, (80, 24)) as juror:
            await juror.open()
            await to_report(juror)
            for _ in range(3):
                assert "^E signature  ^K PV" in juror.lines()[-1]
                await juror.press("tab")


async def test_a_statement_that_is_written_is_no_refusal_and_the_other_way_round(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await to_report(juror)
            await juror.press("ctrl+y")
            assert not juror.state.fraud.declined
            await juror.press("tab", "tab")
            await juror.type("Il était éteint.")
            await juror.press("ctrl+y")
            assert not juror.state.fraud.declined
            # Nor does an undo that went too far make one of it: that key gives the text back.
            await juror.press("ctrl+z", "ctrl+y")
            assert not juror.state.fraud.declined
            await juror.press("tab")
            assert juror.state.fraud == FraudReport(candidate="Il était éteint.")


async def test_a_statement_cut_short_is_there_the_next_time_and_no_lock_passes_over_it(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await to_report(juror)
            await juror.press("tab")
            await juror.type("Je l’ai v")
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        await juror.open()
        assert juror.at(Step.LOCK)
        assert "à valider : ce qui est tapé dans le procès-verbal" in juror.text()
        await juror.press("ctrl+n")
        await juror.until(lambda: juror.where == "fraud", "the procès-verbal")
        assert editor(juror).text == "Je l’ai v"
        await juror.type("u.")
        await juror.press("ctrl+n")
        assert juror.at(Step.LOCK)
        assert juror.state.fraud.statement(MEMBERS[1]) == "Je l’ai vu."
        assert "Tout est là" in juror.text()
    assert again.close(10)


async def test_an_undo_shows_the_text_again_and_leads_away_with_the_last_fact(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await to_report(juror)
            await juror.type("Je l’ai vu.")
            await juror.press("tab", "ctrl+z")
            assert "Annulé : déclaration de Mme DURAND Claire." in juror.text()
            assert juror.state.fraud == FraudReport()
            await juror.press("ctrl+z")
            assert juror.at(Step.INTERVIEW)
            assert "Annulé : fait du procès-verbal." in juror.text()


async def test_from_the_proces_verbal_nothing_else_is_taken_back_out_of_sight(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await note(juror, "f", "Un téléphone")
            await juror.type("panier moyen")
            await juror.press("enter", "ctrl+d", "p")
            await juror.until(lambda: juror.where == "fraud", "the procès-verbal")
            before = juror.state
            await juror.press("ctrl+z")
            assert "Rien à annuler dans le procès-verbal." in juror.text()
            await juror.type("Vu")
            await juror.press("ctrl+z")
            assert editor(juror).text == ""
            assert juror.state == before


async def test_a_locked_passage_takes_nothing_more(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "verso")
            before = juror.state
            await juror.press("ctrl+r", "ctrl+d")
            assert not juror.asked
            assert juror.state == before


# -- Documents --------------------------------------------------------------------------------------


async def choose_report(juror: Juror) -> None:
    """Ask for the documents by their name, in the palette."""
    await juror.press("ctrl+p")
    await juror.type("documents du passage")
    await juror.press("enter")
    await juror.until(lambda: juror.asked, "the documents")


async def test_the_proces_verbal_is_printed_with_what_was_typed_a_moment_ago(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await to_report(juror)
            await juror.type("Je l’ai vu.")
            await juror.press("ctrl+k")
            await juror.until(lambda: "Procès-verbal : /" in juror.text(), "the document")
            printed = made(tmp_path, "proces-verbal")
            assert "Un téléphone" in printed
            assert "Je l’ai vu." in printed


async def test_only_what_the_passage_gives_is_offered(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await choose_report(juror)
            assert "Formulaire" in juror.text()
            assert "Fiche d’incident" not in juror.text()
            await juror.press("n")
            await juror.type("panier")
            await note(juror, "t", "Panne du projecteur")
            await choose_report(juror)
            assert "Procès-verbal" not in juror.text()
            await juror.press("i")
            await juror.until(lambda: "Fiche d’incident : /" in juror.text(), "the document")
            assert "Panne du projecteur" in made(tmp_path, "incident")
            # What stood in the line is still being typed.
            assert juror.desk.draft("remark") == "panier"
            assert "panier" not in [remark.text for remark in juror.state.remarks]


async def test_a_locked_passage_gives_its_reports_from_the_verso(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_not_examined") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "verso")
            await choose_report(juror)
            await juror.press("c")
            told = "Constat d’absence de présentation numérique : /"
            await juror.until(lambda: told in juror.text(), "the document")
            assert "aucune présentation numérique" in made(tmp_path, "constat")


# -- The endings, from their key to the clôture -------------------------------------------------------

ENDINGS = {
    "gives up at the gate": ("arrived", ("ctrl+k", "a"), "1", "abandon"),
    "is interrupted at the gate": ("gate_open", ("ctrl+k", "i"), "", "interrompu"),
    "is excluded in the interview": (
        "interview_running",
        ("ctrl+k", "e"),
        "",
        "exclu par le chef de centre",
    ),
}


def close(service: Service) -> CandidateList:
    """End the day: the others have not come."""
    for passage in (SECOND, THIRD):
        desk = service.open(passage)
        desk.do(MarkAbsent())
        assert desk.leave()
    service.close_sitting(tuple(Assent(name) for name in MEMBERS))
    passages = [row.passage for row in service.rows() if row.passage is not None]
    return marks_sheet(service.rubric, service.sitting, passages, "0" * 64)


@pytest.mark.parametrize("who", ENDINGS)
async def test_an_ending_leads_to_what_it_requires_and_through_the_cloture(
    tmp_path: Path, who: str
) -> None:
    state, keys, mark, status = ENDINGS[who]
    with sitting(tmp_path, state=state) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press(*keys)
            if not mark:
                assert juror.asked
                await juror.press("enter")
                assert juror.asked, "a reason is required"
                await juror.type("Alerte incendie")
                await juror.press("enter")
            assert juror.at(Step.CANDIDATE_OUT)
            await juror.press("ctrl+n")
            if mark:
                assert juror.at(Step.PROFILE)
                await juror.press("tab")
                await juror.type(mark)
                await juror.press("enter")
                assert juror.at(Step.APPRAISAL)
                await juror.type("Abandon avant l’oral.")
            while not juror.at(Step.LOCK):
                await juror.press("ctrl+n")
            assert "Tout est là" in juror.text()
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.VERSO), "the lock")
            wanted = "Verso : " if mark else "ne donne pas de fiche communicable"
            await juror.until(lambda: wanted in juror.text(), "what it gives")
            await juror.press("ctrl+d")
            await juror.until(lambda: "Dossier, réservé" in juror.text(), "the dossier")
            await juror.press("ctrl+f")
            await juror.at_home()
        sheet = close(service)
        row = next(row for row in sheet.rows if "0123456" in row)
        assert (mark in row) if mark else any(status in cell.lower() for cell in row)


async def test_an_exclusion_says_who_decides_it(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            await juror.press("ctrl+k", "e")
            assert "Seul le chef de centre" in juror.text()


@pytest.mark.parametrize("state", ["gate_technical", "gate_none"])
async def test_who_was_answered_at_the_gate_has_no_other_end(tmp_path: Path, state: str) -> None:
    with sitting(tmp_path, state=state) as service:
        async with at_work(service) as juror:
            await go_to_gate(juror)
            await juror.press("ctrl+k")
            assert not juror.asked


async def go_to_gate(juror: Juror) -> None:
    await juror.open()
    await juror.go_to(Step.GATE)


def test_every_kind_has_its_letter() -> None:
    assert set(LETTERS.values()) == set(IncidentKind)
