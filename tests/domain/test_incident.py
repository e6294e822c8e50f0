"""Incidents of every kind, and what is said of a suspected fraud."""

from __future__ import annotations

import pytest

from e33tui.domain.clock import PartStatus, between
from e33tui.domain.commands import (
    Command,
    Countersign,
    PausePart,
    RecordIncident,
    StateCandidate,
    StateMember,
    Undo,
)
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.incident import (
    NO_FRAUD_REPORT,
    Countersignature,
    FraudReport,
    Incident,
    IncidentKind,
    Statement,
)
from e33tui.domain.journal import Journal, load, to_data
from e33tui.domain.passage import Mention
from e33tui.domain.remark import PartId
from tests.support.domain import FakeClock, journal_at, play, rubric

FACT = RecordIncident("Un téléphone sur les genoux", IncidentKind.FRAUD)
MEMBER = "Mme DURAND Claire"


def suspected(*commands: Command, state: str = "interview_running") -> Journal:
    clock = FakeClock()
    return play(journal_at(state, clock), clock, FACT, *commands)


@pytest.mark.parametrize("kind", IncidentKind)
def test_an_incident_of_any_kind_stops_no_clock_and_says_where_it_stood(kind: IncidentKind) -> None:
    clock = FakeClock()
    running = journal_at("presentation_running", clock)
    (incident,) = play(running, clock, RecordIncident("Alarme", kind)).state.incidents
    after = play(running, clock, RecordIncident("Alarme", kind)).state
    assert after.presentation.status is PartStatus.RUNNING
    assert after.mentions == (Mention.INCIDENT,)
    elapsed = running.state.presentation.elapsed(incident.at)
    assert incident == Incident(incident.at, "Alarme", kind, PartId.PRESENTATION, elapsed)
    assert elapsed > 0


def test_a_paused_clock_is_one_that_is_on_and_before_the_first_there_is_none() -> None:
    clock = FakeClock()
    paused = play(journal_at("interview_running", clock), clock, PausePart(PartId.INTERVIEW))
    stood = paused.state.interview.elapsed(clock.now())
    clock.advance(600)
    (incident,) = play(paused, clock, RecordIncident("Alarme")).state.incidents
    assert (incident.part, incident.elapsed) == (PartId.INTERVIEW, stood)
    (early,) = play(journal_at("arrived", clock), clock, RecordIncident("Alarme")).state.incidents
    assert (early.part, early.elapsed) == (None, 0)


def test_its_moment_is_when_it_was_turned_to_not_when_it_was_entered() -> None:
    clock = FakeClock()
    running = journal_at("interview_running", clock)
    asked, elapsed = clock.now(), running.state.interview.elapsed(clock.now())
    clock.advance(180)
    late = play(running, clock, RecordIncident("Alarme", ago=180_000))
    (incident,) = late.state.incidents
    moved = between(asked, incident.at)
    assert 0 <= moved < 180_000, "play moves the clock by a little"
    assert incident.elapsed == elapsed + moved
    assert load(rubric(), [to_data(line) for line in late.lines]) == late


def test_one_on_record_that_does_not_say_when_has_the_moment_of_its_line() -> None:
    journal = suspected()
    assert "ago" not in to_data(journal.lines[-1])
    (incident,) = journal.state.incidents
    assert incident.at == journal.lines[-1].at


def test_an_incident_on_record_without_a_kind_keeps_none() -> None:
    journal = suspected()
    lines = [to_data(line) for line in journal.lines]
    assert lines[-1]["kind"] == "fraud"
    del lines[-1]["kind"]
    (incident,) = load(rubric(), lines).state.incidents
    assert (incident.kind, incident.suspected_fraud) == (None, False)


def test_what_is_said_of_a_suspected_fraud_is_kept_in_the_order_it_came() -> None:
    said = suspected(
        StateMember(MEMBER, "Je l’ai vu."),
        StateMember("M. MARTIN Paul", "Moi aussi."),
        StateMember(MEMBER, "Je l’ai vu\ndeux fois."),
        StateCandidate("Il était éteint."),
        Countersign(Countersignature.REFUSES),
    ).state
    assert said.fraud == FraudReport(
        (Statement(MEMBER, "Je l’ai vu\ndeux fois."), Statement("M. MARTIN Paul", "Moi aussi.")),
        "Il était éteint.",
        countersignature=Countersignature.REFUSES,
    )
    assert said.fraud.statement(MEMBER) == "Je l’ai vu\ndeux fois."
    assert said.interview.status is PartStatus.RUNNING


def test_an_empty_statement_is_as_if_never_written() -> None:
    blanked = suspected(
        StateMember(MEMBER, "x"), StateMember(MEMBER, " "), StateCandidate("x"), StateCandidate("")
    )
    assert blanked.state.fraud == NO_FRAUD_REPORT


def test_a_candidate_who_declines_has_no_statement_and_one_who_speaks_has_not_declined() -> None:
    assert suspected(StateCandidate("", declined=True)).state.fraud.declined
    spoken = suspected(StateCandidate("", declined=True), StateCandidate("Si."))
    assert spoken.state.fraud == FraudReport(candidate="Si.")
    with pytest.raises(RuleError, match="effacez-la") as refused:
        suspected(StateCandidate("Si.", declined=True))
    assert refused.value.rule == "R14"


@pytest.mark.parametrize(
    "command",
    [StateMember(MEMBER, "x"), StateCandidate("x"), Countersign(Countersignature.SIGNS)],
)
def test_a_statement_wants_facts_and_its_facts_stay_while_it_stands(command: Command) -> None:
    clock = FakeClock()
    technical = RecordIncident("Panne", IncidentKind.TECHNICAL)
    for incident in ([], [technical]):
        with pytest.raises(RuleError, match="les faits"):
            play(journal_at("interview_running", clock), clock, *incident, command)
    journal = suspected(command)
    with pytest.raises(RuleError):
        journal.then(Undo(len(journal.lines) - 1), clock.now())


@pytest.mark.parametrize("text", ["", "  ", "deux\nlignes", "x" * 501])
def test_a_fact_is_one_line_that_says_something(text: str) -> None:
    with pytest.raises(InputError, match="Faits : "):
        suspected(RecordIncident(text, IncidentKind.FRAUD))


def test_a_statement_that_is_too_long_is_refused_whole() -> None:
    with pytest.raises(InputError, match="4001"):
        suspected(StateMember(MEMBER, "x" * 4001))
