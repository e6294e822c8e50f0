"""Gate, endings, lock, reopening, clôture and rectification, where one cell says too little."""

from __future__ import annotations

from dataclasses import replace

import pytest

from e33tui.domain.commands import (
    COMMANDS,
    AddRemark,
    Amend,
    AnswerGate,
    Arrive,
    CandidateLeft,
    Close,
    Command,
    DeclareNothing,
    EditRemark,
    EndOtherwise,
    EndPart,
    Lock,
    MarkAbsent,
    OpenPassage,
    PlaceLevel,
    PlaceProfile,
    Reopen,
    ReopenPart,
    SetNote,
    StartPart,
    UnmarkAbsent,
    WriteText,
)
from e33tui.domain.dossier_content import dossier
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.identity import Accommodation
from e33tui.domain.journal import Journal
from e33tui.domain.machine import apply
from e33tui.domain.passage import (
    Comment,
    Ending,
    GateAnswer,
    Mention,
    Passage,
    Presence,
    Progress,
    Step,
)
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.rules.base import HANDLERS, Context
from e33tui.domain.verso_content import verso
from e33tui.domain.walk import missing, step, steps
from tests.support.domain import (
    FakeClock,
    identification,
    journal_at,
    lock_at_closing,
    locking,
    play,
    rubric,
)

NOT_EXAMINED = AnswerGate(GateAnswer.NONE, confirmations=2)
OPEN = AnswerGate(GateAnswer.OPEN)
JUDGEMENTS: tuple[Command, ...] = (
    AddRemark("vu avant l’oral"),
    PlaceLevel("c1", 1),
    PlaceProfile(1),
    WriteText("traiter", "texte"),
    DeclareNothing("traiter"),
)


@pytest.mark.parametrize("judgement", JUDGEMENTS)
def test_a_candidate_not_examined_has_no_grid_and_nothing_is_dropped_for_it(
    judgement: Command,
) -> None:
    clock = FakeClock()
    journal = play(journal_at("gate_open", clock), clock, judgement)
    with pytest.raises(RuleError, match="effacez-les") as refused:
        play(journal, clock, AnswerGate(GateAnswer.NONE))
    assert refused.value.rule == "R2"


@pytest.mark.parametrize("judgement", JUDGEMENTS)
def test_an_absent_candidate_has_no_grid_either(judgement: Command) -> None:
    clock = FakeClock()
    technical = AnswerGate(GateAnswer.TECHNICAL)
    journal = play(journal_at("gate_open", clock), clock, judgement, technical)
    with pytest.raises(RuleError) as refused:
        play(journal, clock, MarkAbsent())
    assert refused.value.rule == "R3"


def test_not_examined_is_taken_back_by_undo_before_the_lock() -> None:
    clock = FakeClock()
    journal, taken = journal_at("gate_none", clock).undo(clock.advance(10))
    assert taken.words == "réponse sur la présentation numérique"
    assert journal.state == journal_at("arrived").state


def test_not_examined_is_taken_back_after_the_lock_by_reopening_and_the_oral_is_held() -> None:
    clock = FakeClock()
    journal = journal_at("locked_not_examined", clock)
    journal = play(journal, clock, Reopen("Fichier retrouvé"), OPEN, StartPart(PartId.PRESENTATION))
    assert journal.state.note is None
    assert journal.state.mentions == ()
    assert journal.state.progress is Progress.IN_PROGRESS


def test_absent_undone_by_its_own_command_leaves_the_candidate_expected() -> None:
    clock = FakeClock()
    journal = play(journal_at("absent", clock), clock, UnmarkAbsent())
    assert journal.state == journal_at("expected").state


def test_declared_absent_after_all_nothing_of_the_arrival_stays() -> None:
    clock = FakeClock()
    journal = journal_at("expected", clock)
    journal = play(journal, clock, Arrive(identity_shown=False), MarkAbsent())
    assert journal.state.presence is Presence.ABSENT
    assert (journal.state.arrived, journal.state.mentions) == (None, ())
    put_off = play(journal_at("gate_technical", clock), clock, MarkAbsent())
    assert (put_off.state.gate, put_off.state.mentions) == (None, ())


@pytest.mark.parametrize("ending", [Ending.INTERRUPTED, Ending.EXCLUDED])
def test_an_ending_without_a_note_drops_one_given_before(ending: Ending) -> None:
    clock = FakeClock()
    early = (SetNote(27), ReopenPart(PartId.INTERVIEW))
    journal = play(journal_at("interview_ended", clock), clock, *early)
    assert journal.state.note == 27
    ended = play(journal, clock, EndOtherwise(ending, "Alerte"))
    assert ended.state.note is None
    assert ended.undo(clock.now())[0].state.note == 27
    assert play(journal, clock, EndOtherwise(Ending.WITHDREW)).state.note == 27


def test_an_ending_stops_a_running_clock_and_ends_a_pause() -> None:
    clock = FakeClock()
    journal = play(journal_at("interview_paused", clock), clock, EndOtherwise(Ending.WITHDREW))
    interview = journal.state.interview
    assert (interview.status, interview.ended) == ("ended", clock.now())
    assert interview.pauses[-1].end == clock.now()
    assert journal.state.presentation == journal_at("interview_running").state.presentation


def test_a_wrong_ending_is_corrected_after_a_reopening() -> None:
    clock = FakeClock()
    journal = play(journal_at("locked_withdrew", clock), clock, Reopen("Saisie erronée"))
    journal = play(journal, clock, EndOtherwise(Ending.INTERRUPTED, "Malaise dans la salle"))
    assert journal.state.mentions == (Mention.INTERRUPTED,)
    assert (journal.state.note, journal.state.ending_reason) == (None, "Malaise dans la salle")
    assert play(journal, clock, locking).state.locked


@pytest.mark.parametrize("state", ["arrived", "gate_open"])
def test_who_gives_up_before_the_start_is_judged_and_has_a_verso(state: str) -> None:
    clock = FakeClock()
    journal = play(journal_at(state, clock), clock, EndOtherwise(Ending.WITHDREW))
    assert step(journal.state) is Step.CANDIDATE_OUT
    journal = play(journal, clock, CandidateLeft())
    assert [item.id for item in missing(journal.state)] == ["note", "appraisal"]
    written = (SetNote(2), WriteText("appraisal", "Abandon avant l’oral."))
    locked = play(journal, clock, *written, locking).state
    assert verso(locked).note == "1"
    assert dossier(locked).verso == verso(locked)
    timed = {Step.PRESENTATION, Step.INTERVIEW}
    assert not timed & set(steps(locked))
    assert (Step.GATE in steps(locked)) is (state == "gate_open")


@pytest.mark.parametrize("ending", [Ending.INTERRUPTED, Ending.EXCLUDED])
def test_an_end_before_the_start_owes_its_reason_alone(ending: Ending) -> None:
    clock = FakeClock()
    journal = play(journal_at("arrived", clock), clock, EndOtherwise(ending, "Alerte"))
    locked = play(journal, clock, CandidateLeft(), locking).state
    assert (locked.note, locked.ending_reason, locked.gives_verso) == (None, "Alerte", False)
    undone = journal.undo(clock.now())[0].state
    assert undone == journal_at("arrived").state


def test_who_has_given_up_at_the_gate_is_neither_absent_nor_asked() -> None:
    clock = FakeClock()
    journal = play(journal_at("arrived", clock), clock, EndOtherwise(Ending.WITHDREW))
    for command, rule in (
        (MarkAbsent(), "R3"),
        (OPEN, "R2"),
        (StartPart(PartId.PRESENTATION), "R4"),
    ):
        with pytest.raises(RuleError) as refused:
            play(journal, clock, command)
        assert refused.value.rule == rule


def test_after_the_cloture_nobody_gives_up_an_oral_that_was_never_held() -> None:
    clock = FakeClock()
    come = (UnmarkAbsent(), Arrive())
    journal = play(journal_at("amending_absent", clock), clock, *come)
    with pytest.raises(RuleError) as refused:
        play(journal, clock, EndOtherwise(Ending.WITHDREW))
    assert refused.value.rule == "R10"


def test_before_the_start_a_candidate_may_withdraw() -> None:
    clock = FakeClock()
    journal = play(journal_at("gate_open", clock), clock, EndOtherwise(Ending.WITHDREW))
    assert journal.state.progress is Progress.TO_WRITE
    assert journal.state.presentation.status == "waiting"


def test_the_lock_lists_all_that_is_missing() -> None:
    clock = FakeClock()
    with pytest.raises(RuleError) as refused:
        play(journal_at("profile_partly", clock), clock, locking)
    message = refused.value.message
    assert message.startswith("Il manque : la croix du critère 2, la croix du critère 3,")
    assert message.endswith("le commentaire « Communiquer », l’appréciation globale.")


def test_a_version_number_is_used_once() -> None:
    clock = FakeClock()
    journal = journal_at("reopened", clock)
    again = Lock(1, "00" * 16, "11" * 32)
    with pytest.raises(RuleError) as refused:
        play(journal, clock, again)
    assert refused.value.rule == "R10"


def test_each_lock_announces_its_version() -> None:
    clock = FakeClock()
    journal = play(journal_at("reopened", clock), clock, SetNote(28), locking)
    first, second = journal.state.versions
    assert (first.number, second.number) == (1, 2)
    assert first.seal != second.seal
    assert (first.amended, second.amended) == (False, False)
    assert second.at == clock.now()
    assert journal.state.reopen_reason == "Harmonisation"


def test_a_rectification_keeps_its_reason_and_its_members() -> None:
    passage = journal_at("amended").state
    assert [version.amended for version in passage.versions] == [False, True]
    assert passage.reopen_reason == "Erreur de report"
    assert passage.amended_by == ("Mme DURAND Claire", "M. MARTIN Paul")
    assert (passage.closed, passage.amending) == (True, False)


@pytest.mark.parametrize("member", ["", "  ", "x" * 125, "Mme\x1b[2J"])
def test_a_member_of_a_rectification_is_a_name(member: str) -> None:
    clock = FakeClock()
    with pytest.raises(InputError) as refused:
        play(journal_at("closed", clock), clock, Amend("Erreur", ("Mme DURAND", member)))
    assert refused.value.field == "Membres"


def test_after_the_cloture_no_clock_starts_any_more() -> None:
    clock = FakeClock()
    for state in ("amending_technical", "amending_not_examined"):
        journal = journal_at(state, clock)
        with pytest.raises(RuleError, match="plus d’oral") as refused:
            play(journal, clock, OPEN)
        assert refused.value.rule == "R10"
        assert play(journal, clock, locking).state.locked


def test_a_rectified_absence_is_locked_without_another_cloture() -> None:
    clock = FakeClock()
    closed = play(journal_at("locked_absent", clock), clock, Close())
    journal = play(closed, clock, Amend("Nom mal écrit", ("M. MARTIN Paul",)), locking)
    assert journal.state.versions[-1].amended
    assert journal.state.locked


def test_the_cloture_locks_no_candidate_without_an_ending() -> None:
    clock = FakeClock()
    unheard = journal_at("expected", clock)
    with pytest.raises(RuleError, match="ni passé ni absent"):
        play(unheard, clock, lock_at_closing)
    assert play(unheard, clock, MarkAbsent(), lock_at_closing).state.locked


def test_writing_takes_nothing_to_report_back_and_a_text_bars_it() -> None:
    clock = FakeClock()
    journal = play(journal_at("candidate_left", clock), clock, DeclareNothing("traiter"))
    assert journal.state.comment("traiter") == Comment("", nothing=True)
    assert play(journal, clock, WriteText("traiter", "")).state.comment("traiter").nothing
    written = play(journal, clock, WriteText("traiter", "Sources citées."))
    assert written.state.comment("traiter") == Comment("Sources citées.", nothing=False)
    with pytest.raises(RuleError):
        play(written, clock, DeclareNothing("traiter"))


@pytest.mark.parametrize(
    "command",
    [
        WriteText("c1", "x"),
        DeclareNothing("c1"),
        PlaceLevel("c11", 1),
        AddRemark("x", criterion="d"),
        EditRemark(5, "x", Mark.PLUS, "c11"),
    ],
)
def test_what_the_rubric_does_not_have_is_refused(command: Command) -> None:
    clock = FakeClock()
    with pytest.raises(RuleError, match="n’existe pas"):
        play(journal_at("candidate_left", clock), clock, command)


@pytest.mark.parametrize("level", [0, 5, -1])
def test_a_level_is_one_of_the_grid_or_nothing(level: int) -> None:
    clock = FakeClock()
    journal = journal_at("candidate_left", clock)
    for command in (PlaceLevel("c1", level), PlaceProfile(level)):
        with pytest.raises(RuleError) as refused:
            play(journal, clock, command)
        assert refused.value.rule == "R5"


def test_every_command_but_opening_and_undo_has_one_rule() -> None:
    assert set(HANDLERS) == {k for name, k in COMMANDS.items() if name not in ("open", "undo")}
    with pytest.raises(RuleError):
        apply(
            journal_at("expected").state,
            OpenPassage(identification(), "e33"),
            Context(FakeClock().now()),
        )


def test_what_cannot_be_seen_is_no_reason_no_observation_and_no_comment() -> None:
    clock = FakeClock()
    journal = journal_at("interview_running", clock)
    unseen = "\u200b\u2800"
    for command in (EndOtherwise(Ending.INTERRUPTED, unseen), AddRemark(unseen)):
        with pytest.raises(InputError):
            play(journal, clock, command)
    assert not play(journal, clock, WriteText("traiter", unseen)).state.comment("traiter").given


def test_no_oral_begins_after_the_cloture_where_no_question_is_asked() -> None:
    clock = FakeClock()
    journal = play(_without_gate(), clock, MarkAbsent(), lock_at_closing, Close())
    journal = play(journal, clock, Amend("Erreur", ("M. MARTIN Paul",)), UnmarkAbsent())
    with pytest.raises(RuleError, match="plus d’oral"):
        play(journal, clock, Arrive())


def _without_gate() -> Journal:
    plan = replace(rubric(), gate=replace(rubric().gate, present=False))
    clock = FakeClock()
    return Journal.begin(plan, OpenPassage(identification(), plan.id), clock.now())


def test_a_rubric_without_a_gate_asks_nothing_and_knows_no_zero() -> None:
    clock = FakeClock()
    journal = play(_without_gate(), clock, Arrive())
    assert journal.state.gate is GateAnswer.OPEN
    with pytest.raises(RuleError) as refused:
        play(journal, clock, NOT_EXAMINED)
    assert refused.value.rule == "R2"
    end = EndPart(PartId.PRESENTATION, confirmed=True)
    started = play(journal, clock, StartPart(PartId.PRESENTATION), end)
    assert started.state.progress is Progress.IN_PROGRESS


def test_a_passage_is_opened_with_its_own_rubric_and_a_possible_extra_time() -> None:
    clock = FakeClock()
    with pytest.raises(RuleError, match="autre grille"):
        Journal.begin(rubric(), OpenPassage(identification(), "bloc3"), clock.now())
    negative = OpenPassage(identification(), rubric().id, Accommodation(-1, 0))
    with pytest.raises(InputError):
        Journal.begin(rubric(), negative, clock.now())


def test_a_passage_keeps_its_own_copy_of_what_it_was_given() -> None:
    passage: Passage = journal_at("complete").state
    with pytest.raises(TypeError):
        passage.levels["c1"] = 4  # type: ignore[index]
    with pytest.raises(TypeError):
        passage.comments["traiter"] = Comment("x")  # type: ignore[index]


@pytest.mark.parametrize(
    ("state", "way"),
    [("locked_complete", "rouvrez-la, avec un motif"), ("closed", "rectification")],
)
def test_a_locked_sheet_says_how_it_can_still_be_changed(state: str, way: str) -> None:
    clock = FakeClock()
    with pytest.raises(RuleError, match=way):
        play(journal_at(state, clock), clock, SetNote(20))
