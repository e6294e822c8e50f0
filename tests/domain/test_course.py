"""How an oral went, told to the commission: only what is so, in order."""

from __future__ import annotations

import pytest

from e33tui.domain.clock import PAUSE_REASONS
from e33tui.domain.commands import (
    Accommodate,
    AdjustClock,
    Arrive,
    EndOtherwise,
    EndPart,
    ExplainPause,
    PausePart,
    RecordIncident,
    ResumePart,
    StartPart,
)
from e33tui.domain.course import course
from e33tui.domain.identity import Accommodation
from e33tui.domain.passage import Ending
from e33tui.domain.remark import PartId
from tests.support.domain import STATES, FakeClock, journal_at, play

P, E = PartId.PRESENTATION, PartId.INTERVIEW
FIRST, SECOND = "1er temps · Présentation", "2nd temps · Entretien"
HERE = ("Arrivée", "10:00")

COURSES: dict[str, tuple[tuple[str, str], ...]] = {
    "expected": (),
    "absent": (("Présence", "absent"),),
    "arrived": (HERE,),
    "gate_technical": (HERE, ("Présentation numérique", "difficulté technique, à reconvoquer")),
    "gate_none": (HERE, ("Présentation numérique", "aucune, non interrogé")),
    "gate_open": (HERE,),
    "presentation_running": (HERE, (FIRST, "depuis 10:00")),
    "presentation_paused": (HERE, (FIRST, "depuis 10:00"), ("Pause", "depuis 10:00, sans motif")),
    "presentation_ended": (HERE, (FIRST, "00:20 (de 10:00 à 10:00)")),
    "withdrew": (
        HERE,
        (FIRST, "00:20 (de 10:00 à 10:00)"),
        (SECOND, "00:20 (de 10:01 à 10:01)"),
        ("Fin", "abandon"),
    ),
    "excluded": (
        HERE,
        (FIRST, "00:20 (de 10:00 à 10:00)"),
        (SECOND, "00:20 (de 10:01 à 10:01)"),
        ("Fin", "exclu par le chef de centre : Fraude"),
    ),
}


@pytest.mark.parametrize("state", COURSES)
def test_each_state_tells_what_happened_so_far(state: str) -> None:
    assert course(journal_at(state).state) == COURSES[state]


def test_everything_that_can_happen_is_told_in_order() -> None:
    clock = FakeClock()
    journal = play(
        journal_at("gate_open", clock),
        clock,
        Arrive(identity_shown=False),
        Accommodate(Accommodation(300, 500)),
        StartPart(P),
    )
    clock.advance(120)
    journal = play(journal, clock, PausePart(P))
    clock.advance(70)
    journal = play(
        journal, clock, ResumePart(P), ExplainPause(P, PAUSE_REASONS[0]), AdjustClock(P, 30_000)
    )
    clock.advance(600)
    journal = play(journal, clock, EndPart(P), StartPart(E), AdjustClock(E, -5_000))
    journal = play(journal, clock, RecordIncident("Alarme dans le couloir"))
    journal = play(journal, clock, EndOtherwise(Ending.INTERRUPTED, "Alerte incendie"))
    assert course(journal.state) == (
        ("Arrivée", "10:00 (sans pièce d’identité)"),
        ("Temps supplémentaire", "05:00 (1er temps)"),
        (FIRST, "13:10 (démarrage noté à 10:00, fin à 10:14)"),
        ("Pause", "01:20, incident technique"),
        ("Correction de l’horloge", "+ 00:30"),
        ("Temps supplémentaire", "08:20 (2nd temps)"),
        (SECOND, "00:25 (démarrage noté à 10:15, fin à 10:15)"),
        ("Correction de l’horloge", "− 00:05"),
        ("Fin", "interrompu : Alerte incendie"),
        ("Incident", "10:15 Alarme dans le couloir"),
    )


def test_a_start_that_was_told_late_is_not_said_to_be_at_the_time_of_the_key() -> None:
    clock = FakeClock()
    journal = play(journal_at("gate_open", clock), clock, StartPart(P, ago=120_000))
    assert course(journal.state)[1:] == (
        (FIRST, "démarrage noté à 10:00"),
        ("Correction de l’horloge", "+ 02:00"),
    )
    clock.advance(600)
    journal = play(journal, clock, EndPart(P))
    assert course(journal.state)[1] == (FIRST, "12:10 (démarrage noté à 10:00, fin à 10:10)")


def test_the_last_reopening_is_told_with_its_reason() -> None:
    assert course(journal_at("reopened").state)[-1] == ("Rouverte", "Harmonisation")
    by = "Mme DURAND Claire, M. MARTIN Paul"
    assert course(journal_at("amended").state)[-1] == ("Rectification", f"Erreur de report ({by})")


@pytest.mark.parametrize("state", STATES)
def test_no_level_note_or_observation_is_told(state: str) -> None:
    told = " ".join(" ".join(fact) for fact in course(journal_at(state).state))
    for kept in ("coût", "carte", "Commentaire", "13,5", "Averti"):
        assert kept not in told
