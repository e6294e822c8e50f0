"""What an undo took back, in words, and the step whose screen shows it."""

from __future__ import annotations

import pytest

from e33tui.domain.commands import (
    COMMANDS,
    Accommodate,
    AddRemark,
    AdjustClock,
    AnswerGate,
    Arrive,
    CandidateLeft,
    Command,
    Countersign,
    DeclareNothing,
    DeferQuestion,
    DeleteRemark,
    EditRemark,
    EndOtherwise,
    EndPart,
    Identify,
    MarkAbsent,
    PlaceLevel,
    PlaceProfile,
    RecordIncident,
    SetNote,
    StartPart,
    StateCandidate,
    StateMember,
    TickRemark,
    UnmarkAbsent,
    WriteText,
)
from e33tui.domain.identity import Accommodation
from e33tui.domain.incident import Countersignature, IncidentKind
from e33tui.domain.passage import Ending, GateAnswer, Step
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.undone import Undone
from tests.support.domain import (
    FakeClock,
    identification,
    journal_at,
    play,
    remark_numbers,
)

P, E = PartId.PRESENTATION, PartId.INTERVIEW
QUESTION = remark_numbers(journal_at("presentation_running"))[0]
EDITED = EditRemark(QUESTION, "coût chiffré", Mark.QUESTION, "c5")

FACT = RecordIncident("Un téléphone", IncidentKind.FRAUD)
STATED: list[tuple[Command, str]] = [
    (StateMember("Mme DURAND Claire", "Vu."), "déclaration de Mme DURAND Claire"),
    (StateCandidate("Non."), "déclaration du candidat"),
    (Countersign(Countersignature.SIGNS), "contreseing du candidat"),
]
ROWS: list[tuple[str, Command, str, Step | None, str]] = [
    ("arrived", Identify(identification()), "identification", Step.IDENTIFICATION, ""),
    ("arrived", Accommodate(Accommodation(300, 500)), "aménagement", Step.IDENTIFICATION, ""),
    ("presentation_running", Accommodate(Accommodation(300, 500)), "aménagement", None, ""),
    ("expected", Arrive(), "arrivée", Step.IDENTIFICATION, ""),
    ("expected", MarkAbsent(), "absence", Step.IDENTIFICATION, ""),
    ("absent", UnmarkAbsent(), "retour d’absence", Step.IDENTIFICATION, ""),
    (
        "arrived",
        AnswerGate(GateAnswer.TECHNICAL),
        "réponse sur la présentation numérique",
        Step.GATE,
        "",
    ),
    ("gate_open", PlaceLevel("c1", 3), "croix du critère 1", Step.PRESENTATION, "c1"),
    ("presentation_paused", AdjustClock(P, 1), "correction de l’horloge", Step.PRESENTATION, ""),
    ("presentation_ended", PlaceLevel("c10", 3), "croix du critère 10", Step.INTERVIEW, "c10"),
    (
        "interview_running",
        PlaceLevel("c2", None),
        "effacement de la croix du critère 2",
        Step.INTERVIEW,
        "c2",
    ),
    ("presentation_running", AddRemark("a"), "observation", Step.PRESENTATION, ""),
    (
        "presentation_running",
        AddRemark("a", Mark.PLUS, "c4"),
        "observation (critère 4)",
        Step.PRESENTATION,
        "c4",
    ),
    (
        "interview_running",
        EDITED,
        "modification d’une observation (critère 3)",
        Step.INTERVIEW,
        "c3",
    ),
    (
        "interview_running",
        DeleteRemark(QUESTION),
        "suppression d’une observation (critère 3)",
        Step.INTERVIEW,
        "c3",
    ),
    (
        "interview_running",
        TickRemark(QUESTION),
        "question cochée (critère 3)",
        Step.INTERVIEW,
        "c3",
    ),
    (
        "interview_running",
        DeferQuestion(QUESTION),
        "question reportée (critère 3)",
        Step.INTERVIEW,
        "c3",
    ),
    (
        "interview_running",
        TickRemark(QUESTION, ticked=False),
        "question décochée (critère 3)",
        Step.INTERVIEW,
        "c3",
    ),
    ("interview_running", RecordIncident("Alarme"), "incident", None, ""),
    ("interview_running", FACT, "fait du procès-verbal", None, ""),
    ("interview_running", EndOtherwise(Ending.WITHDREW), "abandon", None, ""),
    (
        "interview_running",
        EndOtherwise(Ending.INTERRUPTED, "x"),
        "interruption de l’oral",
        None,
        "",
    ),
    (
        "interview_running",
        EndOtherwise(Ending.EXCLUDED, "x"),
        "exclusion par le chef de centre",
        None,
        "",
    ),
    ("interview_ended", CandidateLeft(), "sortie du candidat", None, ""),
    ("interview_ended", PlaceLevel("c1", 2), "croix du critère 1", None, "c1"),
    ("interview_ended", AddRemark("a", criterion="c1"), "observation (critère 1)", None, "c1"),
    ("candidate_left", AddRemark("a", criterion="c1"), "observation (critère 1)", None, "c1"),
    ("candidate_left", PlaceLevel("c1", 2), "croix du critère 1", Step.PROFILE, "c1"),
    ("candidate_left", PlaceProfile(2), "profil global", Step.PROFILE, "profile"),
    ("candidate_left", PlaceProfile(None), "effacement du profil global", Step.PROFILE, "profile"),
    ("candidate_left", SetNote(20), "note", Step.PROFILE, "note"),
    ("candidate_left", SetNote(None), "effacement de la note", Step.PROFILE, "note"),
    (
        "candidate_left",
        WriteText("traiter", "a"),
        "commentaire « Traiter et exploiter »",
        Step.APPRAISAL,
        "traiter",
    ),
    (
        "candidate_left",
        WriteText("appraisal", "a"),
        "appréciation globale",
        Step.APPRAISAL,
        "appraisal",
    ),
    (
        "candidate_left",
        DeclareNothing("communiquer"),
        "rien à signaler (commentaire « Communiquer »)",
        Step.APPRAISAL,
        "communiquer",
    ),
    ("reopened", SetNote(20), "note", Step.PROFILE, "note"),
]


@pytest.mark.parametrize(("state", "command", "words", "step", "about"), ROWS)
def test_an_undo_says_what_it_took_back_and_where(
    state: str, command: Command, words: str, step: Step | None, about: str
) -> None:
    clock = FakeClock()
    journal = play(journal_at(state, clock), clock, command)
    assert journal.undo(clock.advance(1))[1] == Undone(words, step, about)


@pytest.mark.parametrize(("command", "words"), STATED)
def test_what_is_stated_of_a_suspected_fraud_is_named_when_it_is_taken_back(
    command: Command, words: str
) -> None:
    clock = FakeClock()
    journal = play(journal_at("interview_running", clock), clock, FACT, command)
    assert journal.undo(clock.advance(1))[1] == Undone(words)


def test_every_change_that_can_be_undone_has_its_words() -> None:
    named = {type(row[1]) for row in ROWS} | {type(command) for command, _ in STATED}
    assert named == {c for c in COMMANDS.values() if c.undo_label}


def test_a_correction_is_not_shown_beside_crosses_before_the_candidate_left() -> None:
    clock = FakeClock()
    journal = play(
        journal_at("interview_running", clock),
        clock,
        AdjustClock(E, 60_000),
        EndPart(E, confirmed=True),
    )
    assert journal.undo(clock.now())[1].step is None


def test_an_observation_of_the_presentation_is_shown_where_the_oral_is_now() -> None:
    clock = FakeClock()
    journal = play(journal_at("presentation_ended", clock), clock, StartPart(E))
    assert journal.undo(clock.now())[1] == Undone("observation (critère 3)", Step.INTERVIEW, "c3")
