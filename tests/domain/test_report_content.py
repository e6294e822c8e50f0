"""Constat, fiche d'incident, procès-verbal: what the record fills in, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from e33tui.domain.commands import (
    AnswerGate,
    Command,
    Countersign,
    RecordIncident,
    StateCandidate,
    StateMember,
    Undo,
)
from e33tui.domain.errors import DocumentError
from e33tui.domain.incident import Countersignature, IncidentKind
from e33tui.domain.journal import Line
from e33tui.domain.list_content import FOR_THE_CENTRE
from e33tui.domain.passage import GateAnswer, Passage
from e33tui.domain.report_content import constat, fraud_report, gate_answered, incident_sheet
from e33tui.domain.sheets import Report, Section
from e33tui.domain.wording import RESERVED_DOCUMENT
from tests.support.domain import FakeClock, commission, journal_at, play

WHO = (
    ("Session", "2026"),
    ("Centre d’examen", "Lycée Jean-Moulin, Draguignan"),
    ("Date de l’épreuve", "22/06/2026"),
    ("Nom et prénom du (de la) candidat(e)", "LEFÈVRE Zoé"),
    ("Numéro du (de la) candidat(e)", "0123456"),
)
MEMBERS = tuple(member.described for member in commission().members)


def section(report: Report, title: str) -> Section:
    return next(each for each in report.sections if each.title == title)


def chosen(report: Report) -> list[str]:
    return [c.label for each in report.sections for c in each.choices if c.chosen]


def no_presentation(passage: Passage) -> Report:
    return constat(passage, None)


def with_incidents(*texts: str, state: str = "interview_running") -> Passage:
    clock = FakeClock()
    return play(journal_at(state, clock), clock, *map(RecordIncident, texts)).state


def suspected(*commands: Command) -> Passage:
    """An oral that goes on beside a suspected fraud."""
    clock = FakeClock()
    fact = RecordIncident("Un téléphone", IncidentKind.FRAUD)
    return play(journal_at("interview_running", clock), clock, fact, *commands).state


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (no_presentation, "gate_none"),
        (incident_sheet, "interrupted"),
        (fraud_report, "interview_running"),
    ],
)
def test_each_names_the_candidate_and_ends_with_the_members(
    make: Callable[[Passage], Report], state: str
) -> None:
    report = make(journal_at(state).state)
    assert report.heading.identification == WHO
    last = report.sections[-1]
    assert last.title == "Nom et signature des membres de la commission d’interrogation"
    assert last.signers == MEMBERS


def test_what_a_candidate_signs_is_not_called_reserved_to_the_commission() -> None:
    assert constat(journal_at("gate_none").state, None).heading.destination == FOR_THE_CENTRE
    assert fraud_report(journal_at("arrived").state).heading.destination == FOR_THE_CENTRE
    assert incident_sheet(with_incidents("x")).heading.destination == RESERVED_DOCUMENT


def test_the_constat_says_when_and_what_and_asks_for_signature_or_refusal() -> None:
    clock = FakeClock()
    report = constat(journal_at("gate_none", clock).state, clock.now())
    found = section(report, "Constat")
    assert found.facts == (("Heure du constat", "10:00"),)
    assert "aucune présentation numérique" in found.text
    assert "Rappel\u00a0: En l’absence de présentation numérique" in found.text
    asked = section(report, "Signature du (de la) candidat(e)")
    assert [choice.label for choice in asked.choices] == ["signe ce constat", "refuse de signer"]
    assert asked.signers == ("LEFÈVRE Zoé",)
    assert chosen(report) == []
    assert section(report, "Déclaration du (de la) candidat(e)").lines > 1


def test_an_hour_that_is_not_known_is_left_to_be_written() -> None:
    report = constat(journal_at("gate_none").state, None)
    assert section(report, "Constat").facts == (("Heure du constat", ""),)


def test_the_hour_is_that_of_the_answer_in_force() -> None:
    clock = FakeClock()
    answers = (AnswerGate(GateAnswer.NONE, 2), AnswerGate(GateAnswer.TECHNICAL), Undo(2))
    lines = [Line(command, clock.advance(60)) for command in answers]
    assert gate_answered(lines) == lines[0].at
    assert gate_answered(lines[:2]) == lines[1].at
    assert gate_answered([]) is None


@pytest.mark.parametrize("state", ["expected", "gate_open", "gate_technical", "absent"])
def test_there_is_no_constat_of_what_was_not_found(state: str) -> None:
    with pytest.raises(DocumentError, match="pas de constat"):
        constat(journal_at(state).state, None)


def test_incidents_stand_with_their_hours_in_order() -> None:
    report = incident_sheet(with_incidents("Coupure", "Reprise"))
    assert section(report, "Faits consignés").facts == (
        ("À 10:01, 2nd temps 00:20", "Coupure"),
        ("À 10:01, 2nd temps 00:30", "Reprise"),
    )
    assert chosen(report) == []


def test_incidents_say_their_kinds_and_tick_them() -> None:
    clock = FakeClock()
    journal = journal_at("arrived", clock)
    for kind in IncidentKind:
        journal = play(journal, clock, RecordIncident(f"FAIT {kind}", kind))
    report = incident_sheet(journal.state)
    assert section(report, "Faits consignés").facts == (
        ("À 10:00 (technique)", "FAIT technical"),
        ("À 10:00 (santé)", "FAIT health"),
        ("À 10:00 (autre)", "FAIT other"),
    )
    health = "santé (le fait seul, sans indication médicale)"
    assert chosen(report) == ["technique", health, "autre"]
    assert "FAIT fraud" not in repr(report)


def test_a_suspected_fraud_alone_is_no_incident_of_that_sheet() -> None:
    with pytest.raises(DocumentError, match="consignez-le d’abord"):
        incident_sheet(suspected())


@pytest.mark.parametrize(
    ("state", "fact", "ticked"),
    [
        ("interrupted", ("Interrompu", "Alerte incendie"), ["interrompu"]),
        ("excluded", ("Exclu par le chef de centre", "Fraude"), ["exclu par le chef de centre"]),
        (
            "gate_technical",
            ("Présentation numérique", "difficulté technique, épreuve reportée"),
            ["technique", "à reconvoquer"],
        ),
    ],
)
def test_what_ended_or_put_off_an_oral_is_on_its_incident_sheet(
    state: str, fact: tuple[str, str], ticked: list[str]
) -> None:
    report = incident_sheet(journal_at(state).state)
    assert section(report, "Faits consignés").facts == (fact,)
    assert chosen(report) == ticked


def test_an_oral_that_went_on_to_its_end_says_so() -> None:
    ended = "l’oral s’est poursuivi jusqu’à son terme"
    assert chosen(incident_sheet(with_incidents("x", state="interview_ended"))) == [ended]
    assert chosen(fraud_report(journal_at("locked_complete").state)) == [ended]


def test_no_diagnosis_is_asked_for() -> None:
    report = incident_sheet(with_incidents("x"))
    assert "diagnostic" in section(report, "Précisions").text


@pytest.mark.parametrize("state", ["expected", "complete", "withdrew", "absent", "gate_none"])
def test_without_an_incident_there_is_no_incident_sheet(state: str) -> None:
    with pytest.raises(DocumentError, match="consignez-le d’abord"):
        incident_sheet(journal_at(state).state)


def test_the_fraud_report_has_room_for_statements_and_a_refusal_to_countersign() -> None:
    report = fraud_report(journal_at("excluded").state)
    assert chosen(report) == ["exclusion prononcée par le chef de centre"]
    assert section(report, "Faits constatés").facts == (("Heure des faits", ""),)
    for title in (
        "Faits constatés",
        "Déclaration de Mme DURAND Claire",
        "Déclaration de M. MARTIN Paul",
        "Déclaration du (de la) candidat(e)",
    ):
        assert section(report, title).lines > 2
    asked = section(report, "Contreseing du (de la) candidat(e)")
    assert [choice.label for choice in asked.choices] == [
        "contresigne ce procès-verbal",
        "refuse de contresigner",
    ]


def test_the_fraud_report_is_filled_in_with_what_is_recorded() -> None:
    report = fraud_report(
        suspected(
            StateMember("Mme DURAND Claire", "Je l’ai vu."),
            StateCandidate("Il était éteint."),
            Countersign(Countersignature.SIGNS),
        )
    )
    facts = section(report, "Faits constatés")
    assert facts.facts == (("À 10:01, 2nd temps 00:20", "Un téléphone"),)
    assert section(report, "Déclaration de Mme DURAND Claire") == Section(
        "Déclaration de Mme DURAND Claire", "Je l’ai vu."
    )
    assert section(report, "Déclaration de M. MARTIN Paul").lines > 2
    assert section(report, "Déclaration du (de la) candidat(e)").text == "Il était éteint."
    signed = section(report, "Contreseing du (de la) candidat(e)")
    assert signed.signers == ("LEFÈVRE Zoé",)
    assert chosen(report) == ["contresigne ce procès-verbal"]


def test_a_candidate_may_decline_to_state_anything_and_refuse_to_sign() -> None:
    report = fraud_report(
        suspected(StateCandidate("", declined=True), Countersign(Countersignature.REFUSES))
    )
    declined = section(report, "Déclaration du (de la) candidat(e)")
    assert (declined.text, declined.lines) == ("Ne souhaite pas faire de déclaration.", 0)
    refused = section(report, "Contreseing du (de la) candidat(e)")
    assert (refused.text, refused.signers) == ("A refusé de signer.", ())
    assert chosen(report) == ["refuse de contresigner"]


def test_a_member_who_was_replaced_is_still_the_one_who_stated_it() -> None:
    passage = suspected(StateMember("Mme PARTIE Anne", "Je l’ai vu."))
    assert section(fraud_report(passage), "Déclaration de Mme PARTIE Anne").text == "Je l’ai vu."


def test_no_incident_is_taken_for_a_fraud() -> None:
    assert "MALAISE" not in repr(fraud_report(with_incidents("MALAISE")))


@pytest.mark.parametrize("make", [incident_sheet, fraud_report])
def test_no_report_tells_of_crosses_note_or_observations(
    make: Callable[[Passage], Report],
) -> None:
    said = repr(make(with_incidents("x", state="complete")))
    for word in ("Novice", "13,5", "carte de fidélité", "Commentaire", "Oral structuré"):
        assert word not in said
