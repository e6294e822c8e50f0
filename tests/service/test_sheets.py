"""The sheets around the orals in the séance's folder: when there is one, where, and how often."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from e33tui.documents import Content, Rendered
from e33tui.domain.closing import Assent
from e33tui.domain.commands import AnswerGate, EndOtherwise, Identify, RecordIncident, SetNote
from e33tui.domain.errors import DocumentError, StoreError
from e33tui.domain.incident import IncidentKind
from e33tui.domain.passage import Ending, GateAnswer
from e33tui.domain.sitting_commands import HandOver, SetUp
from e33tui.service import Service
from e33tui.service.sheets import given_by
from e33tui.store import DocumentInTheWay
from tests.service.support import (
    GIVEN_NAME,
    NUMBER,
    PATIENCE,
    SURNAME,
    Day,
    SlowDisk,
    opened,
    print_as_data,
    saved,
)
from tests.support.domain import commission, journal_at

ASSENTS = (Assent("Mme DURAND Claire"), Assent("M. MARTIN Paul"))


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def issued(service: Service) -> list[tuple[str, str | None, bool]]:
    return [(d.kind, d.passage, d.withdrawn) for d in service._store.issued.documents()]


@pytest.fixture
def closed(day: Day) -> Day:
    assert day.locked().leave()
    day.service.close_sitting(ASSENTS)
    return day


def test_the_marks_sheet_of_a_closed_séance_has_the_registers_head(closed: Day) -> None:
    path = closed.service.exports.candidate_list("bordereau")
    assert path.parent == closed.folder / "exports" / "commission"
    assert path.name == f"bordereau-2026-06-22-{closed.passage[:6]}.pdf"
    assert path.stat().st_mode & 0o777 == 0o600
    page = read(path)
    assert page["rows"] == [["1", NUMBER, f"{SURNAME} {GIVEN_NAME}", "13,5", "Interrogé"]]
    assert page["proof"][1].replace(" ", "") == closed.service.checks.register_summary()[1]
    assert issued(closed.service)[-1] == ("bordereau", closed.passage, False)


def amended(day: Day, note: int) -> None:
    """Rectify the note of the passage and lock it again."""
    desk = day.open()
    desk.amend("Erreur de report", ("Mme DURAND Claire",))
    desk.do(SetNote(note))
    desk.lock().result(PATIENCE)
    assert desk.leave()


@pytest.mark.parametrize("kind", ["bordereau", "bordereau-csv"])
def test_a_marks_sheet_is_told_from_one_that_a_rectification_has_outdated(
    closed: Day, kind: str
) -> None:
    path = closed.service.exports.candidate_list(kind)
    assert closed.service.checks.proof_of_document(path).holds
    assert not closed.service.exports.has_outdated_marks_sheet(closed.passage)
    amended(closed, 28)
    assert closed.service.exports.has_outdated_marks_sheet(closed.passage)
    paper = closed.folder / "copie.pdf"
    paper.write_bytes(path.read_bytes())
    proof = closed.service.checks.proof_of_document(path)
    assert not proof.holds
    assert f"passages/{closed.passage}/scelles/0001.json (version 1)" in proof.sentences[0]
    assert proof.sentences[1:] == (
        "Elle n’est plus en vigueur : 1 autre version a été scellée depuis.",
        "Ce bordereau est dépassé : refaites-le.",
    )
    assert closed.service.checks.proof_of_document(
        closed.service.exports.candidate_list(kind)
    ).holds
    assert not closed.service.exports.has_outdated_marks_sheet(closed.passage)
    assert "Il a été remplacé depuis." in closed.service.checks.proof_of_document(paper).sentences


def test_without_a_marks_sheet_none_is_outdated(closed: Day) -> None:
    amended(closed, 28)
    assert not closed.service.exports.has_outdated_marks_sheet(closed.passage)


def test_a_list_that_another_has_replaced_is_told(day: Day) -> None:
    path = day.service.exports.candidate_list("emargement")
    proof = day.service.checks.proof_of_document(path)
    assert proof.holds
    assert proof.sentences[0].endswith("Il ne montre aucune version scellée.")
    paper = day.folder / "copie.pdf"
    paper.write_bytes(path.read_bytes())
    day.service.add_candidate("2", "SECOND", "Candidat")
    day.service.exports.candidate_list("emargement")
    proof = day.service.checks.proof_of_document(paper)
    assert not proof.holds
    assert proof.sentences[1] == "Il a été remplacé depuis."
    assert day.service.checks.proof_of_document(path).holds


def test_the_marks_sheet_as_a_table_lies_beside_the_printed_one(closed: Day) -> None:
    printed = closed.service.exports.candidate_list("bordereau")
    path = closed.service.exports.candidate_list("bordereau-csv")
    assert path == printed.with_suffix(".csv")
    heads, row = path.read_bytes().decode("utf-8-sig").split("\r\n")[:2]
    assert heads.startswith("Numéro;Nom;Prénom;Note proposée / 20, sous réserve")
    assert row.startswith(f"{NUMBER};{SURNAME};{GIVEN_NAME};13,5;Interrogé;2026;")
    assert row.endswith(closed.service.checks.register_summary()[1])
    assert issued(closed.service)[-1] == ("bordereau-csv", closed.passage, False)
    assert closed.service.checks.proof_of_document(path).holds


def test_who_was_handed_over_has_no_papers_here_and_is_on_the_lists(day: Day) -> None:
    other = day.service.add_candidate("2", "SECOND", "Candidat")
    day.service.change(HandOver(other, "la commission 2"))
    exports = day.service.exports
    assert len(json.loads(exports.candidate_list("formulaire").read_bytes())) == 4
    covers = read(exports.candidate_list("couverture"))
    assert [row[1] for row in read(exports.candidate_list("emargement"))["rows"]] == [NUMBER, "2"]
    assert covers["title"] == "Couverture\u00a0–\u00a0E33"
    assert (covers["degrees"], covers["grid"], covers["verso"]) == (None, None, None)


def test_a_cover_is_filled_in_before_anybody_has_come(day: Day) -> None:
    day.service.add_candidate("2", "SECOND", "Candidat")
    path = day.service.exports.candidate_list("couverture")
    assert path.name == f"couverture-2026-06-22-{day.passage[:6]}.pdf"
    names = [dict(page["cover"]["identification"]) for page in json.loads(path.read_bytes())]
    assert [who["Numéro du (de la) candidat(e)"] for who in names] == [NUMBER, "2"]
    alone = day.service.exports.report("couverture", day.passage)
    assert dict(read(alone)["cover"]["identification"]) == names[0]
    assert not day.service._store.passages.has(day.passage)


def test_there_is_no_cover_of_nobody(tmp_path: Path, day: Day) -> None:
    service = opened(tmp_path / "vide", day.clock, create=True)
    with pytest.raises(DocumentError, match="Aucun candidat"):
        service.exports.candidate_list("couverture")
    service.close(PATIENCE)


def test_there_is_none_before_and_nothing_is_written(day: Day) -> None:
    assert day.locked().leave()
    with pytest.raises(DocumentError, match="après la clôture"):
        day.service.exports.candidate_list("bordereau")
    assert not (day.folder / "exports").exists()


def test_after_a_rectification_it_is_made_anew_in_the_same_place(closed: Day) -> None:
    first = closed.service.exports.candidate_list("bordereau")
    desk = closed.open()
    desk.amend("Erreur de report", ("Mme DURAND Claire",))
    assert saved(closed.service)
    with pytest.raises(DocumentError, match="en cours de rectification"):
        closed.service.exports.candidate_list("bordereau")
    desk.do(SetNote(28))
    desk.lock().result(PATIENCE)
    assert desk.leave()
    assert closed.service.exports.candidate_list("bordereau") == first
    assert read(first)["rows"][0][3:] == ["14", "Interrogé, rectifié"]
    kinds = [(kind, withdrawn) for kind, _, withdrawn in issued(closed.service)]
    assert kinds == [("bordereau", True), ("bordereau", False)]


def test_nothing_is_printed_of_a_locked_passage_that_is_not_as_it_was_sealed(closed: Day) -> None:
    file = closed.files / "passage.json"
    changed = file.read_text("utf-8").replace('"note":27', '"note":37')
    assert changed != file.read_text("utf-8")
    file.write_text(changed, "utf-8")
    service = closed.again()
    with pytest.raises((DocumentError, StoreError)):
        service.exports.candidate_list("bordereau")
    with pytest.raises((DocumentError, StoreError)):
        service.exports.report("proces-verbal", closed.passage)
    assert not (closed.folder / "exports").exists()


def test_an_entry_that_came_meanwhile_is_not_missing_on_the_marks_sheet(closed: Day) -> None:
    slow = closed.again()

    def late(content: Content) -> Rendered:
        closed.service._store.register.append("purge", at=1, extra={"scope": "remarks"})
        return print_as_data(content)

    slow._render = late
    with pytest.raises(DocumentError, match="redemandez-le"):
        slow.exports.candidate_list("bordereau")
    assert not list((closed.folder / "exports").rglob("*.pdf"))


def test_the_attendance_list_can_be_had_before_the_day_and_follows_the_roster(day: Day) -> None:
    first = day.service.exports.candidate_list("emargement")
    day.service.add_candidate("2", "SECOND", "Candidat")
    assert day.service.exports.candidate_list("emargement") == first
    assert [row[1:3] for row in read(first)["rows"]] == [
        [NUMBER, f"{SURNAME} {GIVEN_NAME}"],
        ["2", "SECOND Candidat"],
    ]


def test_a_list_of_another_date_takes_the_place_of_the_earlier_one(day: Day) -> None:
    first = day.service.exports.candidate_list("emargement")
    day.service.change(SetUp("2026", "Lycée Jean-Moulin", "2026-06-23", commission()))
    second = day.service.exports.candidate_list("emargement")
    assert "2026-06-23" in second.name
    assert not first.exists()


def test_a_report_has_what_was_entered_a_moment_ago(day: Day) -> None:
    desk = day.at("interview_running")
    for number in range(20):
        desk.do(RecordIncident(f"Fait {number}", IncidentKind.FRAUD))
        page = read(day.service.exports.report("proces-verbal", day.passage))
        assert page["sections"][0]["facts"][-1][1] == f"Fait {number}"
    assert not desk.read_only


def test_what_the_disk_does_not_have_yet_is_waited_for_and_then_told(day: Day) -> None:
    disk = SlowDisk()
    day.use(disk)
    desk = day.at("interview_running")
    assert saved(day.service)
    disk.hold()
    desk.do(RecordIncident("Panne", IncidentKind.TECHNICAL))
    with pytest.raises(DocumentError, match="pas encore enregistré"):
        desk.wait_for_saves(0.05)
    disk.free.set()
    desk.wait_for_saves(PATIENCE)
    assert day.on_disk().incidents[-1].text == "Panne"


def test_a_passage_gives_what_it_has_something_to_say_in(day: Day) -> None:
    desk = day.at("gate_open")
    assert given_by(desk.state) == ("formulaire",)
    desk.do(RecordIncident("Téléphone", IncidentKind.FRAUD))
    assert given_by(desk.state) == ("proces-verbal", "formulaire")
    desk.do(RecordIncident("Panne", IncidentKind.TECHNICAL))
    assert given_by(desk.state) == ("incident", "proces-verbal", "formulaire")
    desk.do(EndOtherwise(Ending.EXCLUDED, "Fraude"))
    assert given_by(desk.state) == ("incident", "proces-verbal", "formulaire")
    for kind in given_by(desk.state):
        assert day.service.exports.report(kind, day.passage).exists()


@pytest.mark.parametrize(
    ("state", "given"),
    [
        ("locked_excluded", ("incident", "proces-verbal", "formulaire")),
        ("locked_interrupted", ("incident", "formulaire")),
        ("locked_not_examined", ("constat", "formulaire")),
        ("locked_withdrew", ("formulaire",)),
        ("absent", ("formulaire",)),
        ("gate_technical", ("incident", "formulaire")),
    ],
)
def test_every_ending_gives_the_reports_that_it_has(state: str, given: tuple[str, ...]) -> None:
    assert given_by(journal_at(state).state) == given


def test_a_constat_says_when_the_gate_was_answered_and_needs_no_lock(day: Day) -> None:
    desk = day.at("gate_none")
    desk.undo()
    day.clock.advance(600)
    desk.do(AnswerGate(GateAnswer.NONE, confirmations=2))
    day.clock.advance(600)
    assert desk.leave()
    path = day.service.exports.report("constat", day.passage)
    assert path.name == f"constat-{NUMBER}-{day.passage[:6]}.pdf"
    assert path.parent.name == "commission"
    assert read(path)["sections"][0]["facts"] == [["Heure du constat", "10:10"]]
    assert issued(day.service) == [("constat", day.passage, False)]


@pytest.mark.parametrize(
    ("kind", "state"), [("constat", "gate_open"), ("incident", "gate_open"), ("constat", "absent")]
)
def test_what_the_record_does_not_say_is_not_reported(day: Day, kind: str, state: str) -> None:
    assert day.at(state).leave()
    with pytest.raises(DocumentError):
        day.service.exports.report(kind, day.passage)
    assert not (day.folder / "exports").exists()


def test_a_constat_of_an_answer_taken_back_meanwhile_does_not_come_out(day: Day) -> None:
    desk = day.at("gate_none")
    assert saved(day.service)
    slow = day.again()

    def late(content: Content) -> Rendered:
        desk.undo()
        assert saved(day.service)
        return print_as_data(content)

    slow._render = late
    with pytest.raises(DocumentError, match="pas de constat"):
        slow.exports.report("constat", day.passage)
    assert not list((day.folder / "exports").rglob("*.pdf"))


def test_a_report_that_would_say_more_by_now_is_asked_for_again(day: Day) -> None:
    desk = day.at("interrupted")
    assert saved(day.service)
    slow = day.again()

    def late(content: Content) -> Rendered:
        desk.do(RecordIncident("Reprise"))
        assert saved(day.service)
        return print_as_data(content)

    slow._render = late
    with pytest.raises(DocumentError, match="redemandez-le"):
        slow.exports.report("incident", day.passage)


def test_a_fraud_report_can_be_had_of_who_has_not_begun(day: Day) -> None:
    path = day.service.exports.report("proces-verbal", day.passage)
    assert ["Numéro du (de la) candidat(e)", NUMBER] in read(path)["heading"]["identification"]
    assert not day.service._store.passages.has(day.passage)


def test_a_corrected_number_leaves_no_report_under_the_earlier_one(day: Day) -> None:
    desk = day.at("interrupted")
    assert saved(day.service)
    first = day.service.exports.report("incident", day.passage)
    who = desk.state.identification
    right = dataclasses.replace(who, candidate=dataclasses.replace(who.candidate, number="7"))
    desk.do(Identify(right))
    assert saved(day.service)
    second = day.service.exports.report("incident", day.passage)
    assert second.name.startswith("incident-7-")
    assert not first.exists()


def test_forms_for_the_day_the_power_fails_are_one_a_candidate_and_one_to_spare(day: Day) -> None:
    day.service.add_candidate("2", "SECOND", "Candidat")
    path = day.service.exports.candidate_list("formulaire")
    assert path.name == f"formulaire-2026-06-22-{day.passage[:6]}.pdf"
    assert path.parent.name == "commission"
    rectos = json.loads(path.read_bytes())[::2]
    names = [dict(recto["cover"]["identification"]) for recto in rectos]
    assert [who["Numéro du (de la) candidat(e)"] for who in names] == [NUMBER, "2", ""]
    assert {who["Centre d’examen"] for who in names} == {"Lycée Jean-Moulin, Draguignan"}


def test_the_form_of_one_candidate_is_named_by_the_number(day: Day) -> None:
    path = day.service.exports.report("formulaire", day.passage)
    assert path.name == f"formulaire-{NUMBER}-{day.passage[:6]}.pdf"
    recto, verso = json.loads(path.read_bytes())
    assert recto["verso"] is None
    assert verso["note"] == ""


def test_without_anything_known_the_form_is_blank(tmp_path: Path, day: Day) -> None:
    service = opened(tmp_path / "vide", day.clock, create=True)
    path = service.exports.candidate_list("formulaire")
    service.close(PATIENCE)
    assert path.name == "formulaire.pdf"
    recto, _verso = json.loads(path.read_bytes())
    assert not any(value for _label, value in recto["cover"]["identification"])


def test_somebody_elses_file_stays_unless_somebody_agreed(day: Day) -> None:
    path = day.service.exports.candidate_list("emargement")
    path.write_bytes(b"autre chose")
    with pytest.raises(DocumentInTheWay):
        day.service.exports.candidate_list("emargement")
    assert path.read_bytes() == b"autre chose"
    assert day.service.exports.candidate_list("emargement", replace=True) == path


def test_reports_go_with_a_purge(closed: Day) -> None:
    from e33tui.service.purge import Purge

    for kind in ("bordereau", "bordereau-csv", "couverture", "emargement"):
        closed.service.exports.candidate_list(kind)
    closed.service.exports.report("proces-verbal", closed.passage)
    closed.service.close(PATIENCE)
    outcome = Purge(closed.folder, exports=closed.folder / "exports").carry_out(1)
    assert outcome.complete
    assert not list((closed.folder / "exports").rglob("*.*"))
