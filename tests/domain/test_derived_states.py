"""What the screens read off a passage: presence, progress, mentions, step, what is missing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from e33tui.domain.commands import (
    AddRemark,
    Arrive,
    CandidateLeft,
    EditRemark,
    PlaceLevel,
    RecordIncident,
    SetNote,
    TickRemark,
    WriteText,
)
from e33tui.domain.passage import Mention, Presence, Progress, Step
from e33tui.domain.profile import competence_row, picture
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.walk import after, before, holds, missing, step, steps
from tests.support.domain import (
    COMMENTS,
    STATES,
    FakeClock,
    journal_at,
    play,
    remark_numbers,
    rubric,
)

CROSSES = tuple(f"c{number}" for number in range(1, 11))
SHEET = (*CROSSES, "note", *COMMENTS, "appraisal")

WAITING = (Presence.EXPECTED, Progress.TO_COME)
COMING = (Presence.PRESENT, Progress.TO_COME)
ORAL = (Presence.PRESENT, Progress.IN_PROGRESS)
WRITING = (Presence.PRESENT, Progress.TO_WRITE)
LOCKED = (Presence.PRESENT, Progress.LOCKED)

# state: presence and progress, mentions, the step where the walk resumes, what the lock wants.
DERIVED: dict[str, tuple[tuple[Presence, Progress], tuple[Mention, ...], Step, tuple[str, ...]]] = {
    "expected": (WAITING, (), Step.IDENTIFICATION, SHEET),
    "absent": ((Presence.ABSENT, Progress.TO_COME), (), Step.IDENTIFICATION, ()),
    "arrived": (COMING, (), Step.GATE, SHEET),
    "gate_technical": (COMING, (Mention.TO_RESUMMON,), Step.GATE, ()),
    "gate_none": (WRITING, (Mention.NOT_EXAMINED,), Step.LOCK, ()),
    "gate_open": (ORAL, (), Step.PRESENTATION, SHEET),
    "presentation_running": (ORAL, (), Step.PRESENTATION, SHEET),
    "presentation_paused": (ORAL, (), Step.PRESENTATION, SHEET),
    "presentation_ended": (ORAL, (), Step.INTERVIEW, SHEET),
    "interview_running": (ORAL, (), Step.INTERVIEW, SHEET),
    "interview_paused": (ORAL, (), Step.INTERVIEW, SHEET),
    "interview_ended": (WRITING, (), Step.CANDIDATE_OUT, SHEET),
    "candidate_left": (WRITING, (), Step.PROFILE, SHEET),
    "profile_partly": (WRITING, (), Step.PROFILE, SHEET[1:]),
    "complete": (WRITING, (), Step.LOCK, ()),
    "withdrew": (WRITING, (Mention.WITHDREW,), Step.CANDIDATE_OUT, ("note", "appraisal")),
    "interrupted": (WRITING, (Mention.INTERRUPTED,), Step.CANDIDATE_OUT, ()),
    "excluded": (WRITING, (Mention.EXCLUDED,), Step.CANDIDATE_OUT, ()),
    "locked_complete": (LOCKED, (), Step.VERSO, ()),
    "locked_not_examined": (LOCKED, (Mention.NOT_EXAMINED,), Step.VERSO, ()),
    "locked_withdrew": (LOCKED, (Mention.WITHDREW,), Step.VERSO, ()),
    "locked_interrupted": (LOCKED, (Mention.INTERRUPTED,), Step.VERSO, ()),
    "locked_excluded": (LOCKED, (Mention.EXCLUDED,), Step.VERSO, ()),
    "locked_absent": ((Presence.ABSENT, Progress.LOCKED), (), Step.VERSO, ()),
    "locked_technical": (LOCKED, (Mention.TO_RESUMMON,), Step.VERSO, ()),
    "reopened": (WRITING, (), Step.LOCK, ()),
    "closed": (LOCKED, (), Step.VERSO, ()),
    "amending": (WRITING, (), Step.LOCK, ()),
    "amended": (LOCKED, (Mention.AMENDED,), Step.VERSO, ()),
    "amending_not_examined": (WRITING, (Mention.NOT_EXAMINED,), Step.LOCK, ()),
    "amending_absent": ((Presence.ABSENT, Progress.TO_COME), (), Step.LOCK, ()),
    "amending_technical": (COMING, (Mention.TO_RESUMMON,), Step.LOCK, ()),
}


def test_the_table_has_every_state() -> None:
    assert list(DERIVED) == list(STATES)


@pytest.mark.parametrize("state", STATES)
def test_each_state_shows_what_it_is(state: str) -> None:
    passage = journal_at(state).state
    (presence, progress), mentions, resumed, lacking = DERIVED[state]
    assert (passage.presence, passage.progress) == (presence, progress)
    assert passage.mentions == mentions
    assert step(passage) is resumed
    assert tuple(item.id for item in missing(passage)) == lacking


NOTES = {
    "gate_none": 0,
    "locked_not_examined": 0,
    "amending_not_examined": 0,
    "complete": 27,
    "locked_complete": 27,
    "reopened": 27,
    "closed": 27,
    "amending": 27,
    "amended": 27,
    "locked_withdrew": 9,
}


@pytest.mark.parametrize("state", STATES)
def test_a_note_stands_only_where_one_was_given_and_a_verso_only_beside_it(state: str) -> None:
    passage = journal_at(state).state
    assert passage.note == NOTES.get(state)
    assert passage.gives_verso is (state in NOTES)


def test_an_incident_and_a_missing_document_stand_beside_the_running_oral() -> None:
    clock = FakeClock()
    journal = journal_at("interview_running", clock)
    journal = play(journal, clock, Arrive(identity_shown=False), RecordIncident("Alarme"))
    passage = journal.state
    assert passage.mentions == (Mention.NO_IDENTITY, Mention.INCIDENT)
    assert passage.progress is Progress.IN_PROGRESS
    assert passage.interview.status == "running"
    assert passage.arrived == journal_at("arrived").state.arrived
    assert [(entry.text, entry.at) for entry in passage.incidents] == [("Alarme", clock.now())]


def test_what_is_missing_is_named_in_the_words_of_the_form() -> None:
    labels = {item.id: (item.step, item.label) for item in missing(journal_at("arrived").state)}
    assert labels["c3"] == (Step.PROFILE, "la croix du critère 3")
    assert labels["note"] == (Step.PROFILE, "la note")
    assert labels["communiquer"] == (Step.APPRAISAL, "le commentaire « Communiquer »")
    assert labels["appraisal"] == (Step.APPRAISAL, "l’appréciation globale")


def test_after_the_profile_the_walk_goes_to_the_texts() -> None:
    clock = FakeClock()
    journal = journal_at("candidate_left", clock)
    crosses = (PlaceLevel(name, 2) for name in CROSSES)
    passage = play(journal, clock, *crosses, SetNote(20)).state
    assert step(passage) is Step.APPRAISAL
    withdrew = play(journal_at("withdrew"), clock, CandidateLeft(), SetNote(4)).state
    assert step(withdrew) is Step.APPRAISAL


def test_a_blank_text_is_still_missing() -> None:
    clock = FakeClock()
    journal = play(journal_at("complete", clock), clock, WriteText("traiter", "  \n "))
    assert [item.id for item in missing(journal.state)] == ["traiter"]


def test_the_walk_of_an_examined_candidate_goes_back_and_forth_by_one_step() -> None:
    passage = journal_at("complete").state
    walk = steps(passage)
    assert walk == tuple(Step)
    assert before(passage, Step.IDENTIFICATION) is None
    for earlier, later in pairwise(walk):
        assert after(passage, earlier) is later
        assert before(passage, later) is earlier
    assert after(passage, Step.VERSO) is Step.VERSO


def test_a_candidate_not_examined_has_no_grid_to_walk_through() -> None:
    passage = journal_at("gate_none").state
    assert steps(passage) == (Step.IDENTIFICATION, Step.GATE, Step.LOCK, Step.VERSO)
    assert before(passage, Step.PROFILE) is Step.GATE
    assert after(passage, Step.PROFILE) is Step.LOCK


def test_from_a_step_that_the_lock_has_passed_by_the_ways_lead_on() -> None:
    passage = journal_at("locked_complete").state
    assert before(passage, Step.LOCK) is Step.APPRAISAL
    assert after(passage, Step.LOCK) is Step.VERSO


def test_the_picture_shows_where_the_crosses_stand_and_adds_nothing_up() -> None:
    passage = journal_at("complete").state
    rows = picture(passage)
    assert [row.label for row in rows] == [c.label for c in rubric().competences] + ["Ensemble"]
    assert rows[0].cells == ((1,), (2,), (3,), ())
    assert rows[3].cells == ((), (10,), (), ())
    assert rows[-1].cells == ((1, 5, 9), (2, 6, 10), (3, 7), (4, 8))
    assert competence_row(passage, rubric().competences[1]).cells == ((5,), (6,), (), (4,))


def test_the_picture_of_a_blank_grid_is_empty() -> None:
    assert {row.cells for row in picture(journal_at("arrived").state)} == {((), (), (), ())}


def test_an_observation_is_stamped_with_temps_elapsed_time_criterion_and_author() -> None:
    clock = FakeClock()
    journal = journal_at("presentation_running", clock)
    clock.advance(30)
    journal = journal.then(AddRemark("chiffre cité", Mark.MINUS, "c8"), clock.now(), "j2")
    made = journal.state.remarks[-1]
    assert (made.part, made.elapsed, made.criterion, made.by) == (
        PartId.PRESENTATION,
        40_000,
        "c8",
        "j2",
    )
    assert journal.state.remarks_on("c8") == (made,)
    assert journal.state.remark(made.id) is made


def test_between_the_two_temps_an_observation_still_belongs_to_the_first() -> None:
    clock = FakeClock()
    journal = journal_at("presentation_ended", clock)
    ended = journal.state.presentation.elapsed(clock.now())
    journal = play(journal, clock, AddRemark("bilan personnel sincère"))
    assert (journal.state.remarks[-1].part, journal.state.remarks[-1].elapsed) == (
        PartId.PRESENTATION,
        ended,
    )
    journal = play(journal_at("candidate_left", clock), clock, AddRemark("écoute"))
    assert journal.state.remarks[-1].part is PartId.INTERVIEW


@pytest.mark.parametrize(
    ("heading", "label"),
    [("Bilan", "le texte «\u00a0Bilan\u00a0»"), ("Évaluation", "l’évaluation")],
)
def test_what_is_missing_is_named_in_french_whatever_the_rubric_calls_it(
    heading: str, label: str
) -> None:
    passage = journal_at("candidate_left").state
    texts = tuple(
        replace(text, heading=heading) if text.id == "appraisal" else text
        for text in passage.rubric.texts
    )
    passage = replace(passage, rubric=replace(passage.rubric, texts=texts))
    assert missing(passage)[-1].label == label


def test_questions_stay_open_until_they_are_ticked_or_no_longer_questions() -> None:
    clock = FakeClock()
    journal = journal_at("interview_running", clock)
    (question, _) = remark_numbers(journal)
    assert [entry.id for entry in journal.state.open_questions] == [question]
    ticked = play(journal, clock, TickRemark(question))
    assert ticked.state.open_questions == ()
    assert play(ticked, clock, TickRemark(question, ticked=False)).state.open_questions
    answered = play(ticked, clock, EditRemark(question, "coût donné : 300 €", Mark.PLUS, "c3"))
    asked_again = play(answered, clock, EditRemark(question, "et la marge ?", Mark.QUESTION, "c3"))
    assert [entry.id for entry in asked_again.state.open_questions] == [question]


HOLDING = {
    "expected": "identification",
    "absent": "identification",
    "arrived": "identification gate",
    "gate_technical": "identification gate",
    "gate_none": "identification gate lock",
    "gate_open": "identification gate presentation",
    "presentation_ended": "identification gate presentation interview",
    "interview_running": "identification gate presentation interview",
    "interview_ended": "identification gate presentation interview candidate_out",
    "withdrew": "identification gate presentation interview candidate_out",
    "complete": "identification gate presentation interview candidate_out profile appraisal lock",
    "locked_complete": "identification gate presentation interview profile appraisal verso",
    "locked_not_examined": "identification gate verso",
    "locked_absent": "identification verso",
    "locked_technical": "identification gate verso",
    "amending_not_examined": "identification gate lock",
    "amending_absent": "identification lock",
    "amending_technical": "identification gate lock",
}


@pytest.mark.parametrize("state", HOLDING)
def test_a_screen_makes_sense_where_the_passage_allows_it(state: str) -> None:
    passage = journal_at(state).state
    assert [step.value for step in Step if holds(passage, step)] == HOLDING[state].split()


def test_without_a_question_there_is_no_screen_for_it() -> None:
    passage = journal_at("gate_open").state
    small = replace(passage.rubric, gate=replace(passage.rubric.gate, present=False))
    assert not holds(replace(passage, rubric=small), Step.GATE)
    assert holds(replace(passage, rubric=small), Step.PRESENTATION)
