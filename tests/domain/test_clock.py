"""Elapsed time, whatever the machine's clocks do (design rule 4 and §7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from e33tui.domain.clock import (
    GAP_TO_ASK,
    NOT_STARTED,
    PAUSE_REASONS,
    Alert,
    PartStatus,
    Pause,
    Timing,
    alert,
    between,
    minutes_seconds,
    must_ask,
)
from e33tui.domain.commands import (
    Accommodate,
    AddRemark,
    AdjustClock,
    Command,
    EndOtherwise,
    EndPart,
    ExplainPause,
    PausePart,
    ReopenPart,
    ResumePart,
    StartPart,
    TickRemark,
)
from e33tui.domain.errors import ConfirmationNeededError, InputError, RuleError
from e33tui.domain.identity import Accommodation
from e33tui.domain.journal import Journal
from e33tui.domain.machine import Context, apply
from e33tui.domain.passage import Ending
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.rules.time import may_reopen
from tests.support.domain import STATES, FakeClock, journal_at, play, rubric

P, E = PartId.PRESENTATION, PartId.INTERVIEW
MINUTE = 60_000


def test_in_one_boot_the_wall_clock_does_not_count() -> None:
    clock = FakeClock()
    timing = Timing(started=clock.now())
    clock.step_wall(-3600)
    clock.advance(90)
    clock.step_wall(7200)
    assert timing.elapsed(clock.now()) == 90_000


def test_over_a_restart_only_the_wall_clock_is_left() -> None:
    clock = FakeClock()
    timing = Timing(started=clock.now())
    clock.advance(60)
    clock.reboot(45)
    clock.advance(10)
    assert timing.elapsed(clock.now()) == 115_000


def test_a_restart_during_a_pause_does_not_count() -> None:
    clock = FakeClock()
    started, paused = clock.now(), clock.advance(60)
    resumed = clock.reboot(600)
    timing = Timing(started, pauses=(Pause(paused, resumed),))
    clock.step_wall(500)
    assert timing.elapsed(clock.advance(30)) == 90_000


def test_a_paused_temps_stays_paused_over_a_restart() -> None:
    clock = FakeClock()
    timing = Timing(clock.now(), pauses=(Pause(clock.advance(60)),))
    clock.reboot(9000)
    assert timing.status is PartStatus.PAUSED
    assert timing.elapsed(clock.now()) == 60_000


def test_several_pauses_are_all_left_out() -> None:
    clock = FakeClock()
    timing = Timing(
        clock.now(),
        pauses=(
            Pause(clock.advance(10), clock.advance(100)),
            Pause(clock.advance(20), clock.advance(100)),
        ),
        ended=clock.advance(30),
    )
    assert timing.elapsed(clock.advance(999)) == 60_000


def test_elapsed_time_is_never_negative() -> None:
    clock = FakeClock()
    timing = Timing(clock.now())
    clock.reboot(-600)
    assert between(timing.started or clock.now(), clock.now()) == -600_000
    assert timing.elapsed(clock.now()) == 0
    assert NOT_STARTED.elapsed(clock.now()) == 0


@pytest.mark.parametrize(
    ("seconds", "asked"), [(0, False), (120, False), (120.001, True), (-0.001, True), (-60, True)]
)
def test_the_commission_is_asked_after_a_long_or_negative_silence(
    seconds: float, asked: bool
) -> None:
    clock = FakeClock()
    seen = clock.now()
    assert must_ask(seen, clock.advance(seconds)) is asked


def test_the_commission_is_asked_after_a_restart_however_short() -> None:
    clock = FakeClock()
    seen = clock.now()
    assert must_ask(seen, clock.reboot(1))
    assert GAP_TO_ASK == 2 * MINUTE


def test_the_commission_is_not_asked_about_a_step_of_the_wall_clock() -> None:
    clock = FakeClock()
    seen = clock.now()
    clock.step_wall(7200)
    assert not must_ask(seen, clock.advance(1))


@pytest.mark.parametrize(
    ("elapsed", "said"),
    [
        (0, Alert.NONE),
        (10 * MINUTE - 1, Alert.NONE),
        (10 * MINUTE, Alert.LAST_MINUTES),
        (14 * MINUTE - 1, Alert.LAST_MINUTES),
        (14 * MINUTE, Alert.LAST_MINUTE),
        (15 * MINUTE - 1, Alert.LAST_MINUTE),
        (15 * MINUTE, Alert.OVERRUN),
        (99 * MINUTE, Alert.OVERRUN),
    ],
)
def test_alerts_at_five_minutes_at_one_at_zero_and_in_overrun(elapsed: int, said: Alert) -> None:
    assert alert(elapsed, 15 * MINUTE) is said


def test_a_time_of_five_minutes_at_most_begins_without_the_alert_of_five() -> None:
    for allowed in (2 * MINUTE, 5 * MINUTE):
        assert alert(0, allowed) is Alert.NONE
        assert alert(allowed - MINUTE, allowed) is Alert.LAST_MINUTE
    assert alert(1, 5 * MINUTE + 1) is Alert.LAST_MINUTES


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [(-1, "00:00"), (999, "00:00"), (61_000, "01:01"), (2_000_000, "33:20"), (7_261_000, "121:01")],
)
def test_time_is_shown_in_minutes_and_seconds(milliseconds: int, shown: str) -> None:
    assert minutes_seconds(milliseconds) == shown


def _running(part: PartId, clock: FakeClock) -> Journal:
    state = "gate_open" if part is P else "presentation_ended"
    return play(journal_at(state, clock), clock, StartPart(part))


@pytest.mark.parametrize(("part", "allowed"), [(P, "15:00"), (E, "25:00")])
def test_the_durations_are_the_forms(part: PartId, allowed: str) -> None:
    assert minutes_seconds(journal_at("arrived").state.allowed(part)) == allowed


def test_extra_time_of_one_third_gives_20_00_and_33_20() -> None:
    clock = FakeClock()
    third = rubric().accommodation
    extra = Accommodation(
        third.extra_seconds(rubric().part(P).seconds), third.extra_seconds(rubric().part(E).seconds)
    )
    passage = play(journal_at("arrived", clock), clock, Accommodate(extra)).state
    assert minutes_seconds(passage.allowed(P)) == "20:00"
    assert minutes_seconds(passage.allowed(E)) == "33:20"


def test_extra_time_is_per_temps_and_bounded() -> None:
    clock = FakeClock()
    journal = journal_at("interview_running", clock)
    passage = play(journal, clock, Accommodate(Accommodation(0, 4 * 3600))).state
    assert (passage.allowed(P), passage.allowed(E)) == (15 * MINUTE, (25 + 240) * MINUTE)
    for wrong in (Accommodation(-1, 0), Accommodation(0, 4 * 3600 + 1)):
        with pytest.raises(InputError) as refused:
            play(journal, clock, Accommodate(wrong))
        assert refused.value.field == "Aménagement"


def test_unused_presentation_time_does_not_lengthen_the_interview() -> None:
    clock = FakeClock()
    journal = _running(E, clock)
    assert journal.state.presentation.elapsed(clock.now()) < 15 * MINUTE
    assert journal.state.allowed(E) == 25 * MINUTE
    clock.advance(25 * 60)
    assert alert(journal.state.interview.elapsed(clock.now()), 25 * MINUTE) is Alert.OVERRUN


@pytest.mark.parametrize("part", [P, E])
def test_overrun_counts_upward_and_ends_without_a_question(part: PartId) -> None:
    clock = FakeClock()
    journal = _running(part, clock)
    clock.advance(26 * 60)
    ended = journal.then(EndPart(part), clock.now()).state
    assert ended.timing(part).elapsed(clock.advance(999)) == 26 * MINUTE


def test_ending_the_interview_early_says_what_is_left() -> None:
    clock = FakeClock()
    journal = _running(E, clock)
    clock.advance(10 * 60 + 18)
    with pytest.raises(ConfirmationNeededError, match="Il reste 14:42"):
        journal.then(EndPart(E), clock.now())
    clock.advance(14 * 60 + 42)
    assert journal.then(EndPart(E), clock.now()).state.interview.status == "ended"


def test_ending_it_early_names_the_questions_nobody_has_asked() -> None:
    clock = FakeClock()
    journal = journal_at("interview_running", clock)
    for count in ("1 question", "2 questions"):
        with pytest.raises(ConfirmationNeededError, match=f"reste .....? et {count}. Terminer"):
            journal.then(EndPart(E), clock.now())
        journal = journal.then(AddRemark("délai ?", Mark.QUESTION, "c4"), clock.now())
    for one in journal.state.open_questions:
        journal = journal.then(TickRemark(one.id), clock.now())
    with pytest.raises(ConfirmationNeededError, match=r"reste .....\. Terminer"):
        journal.then(EndPart(E), clock.now())


@pytest.mark.parametrize(
    ("part", "question"),
    [
        (P, "La présentation n’a duré que 00:59. La terminer ?"),
        (E, "Il reste 24:01 et 1 question. Terminer ce temps ?"),
    ],
)
def test_a_key_pressed_twice_does_not_end_what_it_started(part: PartId, question: str) -> None:
    clock = FakeClock()
    journal = _running(part, clock)
    clock.advance(59.5)
    with pytest.raises(ConfirmationNeededError) as asked:
        journal.then(EndPart(part), clock.now())
    assert asked.value.message == question
    confirmed = journal.then(EndPart(part, confirmed=True), clock.now())
    assert confirmed.state.timing(part).status is PartStatus.ENDED


def test_after_its_first_minute_the_presentation_ends_without_a_question() -> None:
    clock = FakeClock()
    late = journal_at("gate_open", clock).then(StartPart(P, ago=MINUTE), clock.now())
    for journal in (_running(P, clock), late):
        clock.advance(60)
        assert journal.then(EndPart(P), clock.now()).state.presentation.status == "ended"


def test_an_interview_that_may_end_silently_is_asked_about_in_its_first_minute() -> None:
    clock = FakeClock()
    passage = _running(E, clock).state
    parts = tuple(replace(p, may_end_early_silently=True) for p in passage.rubric.parts)
    passage = replace(passage, rubric=replace(passage.rubric, parts=parts))
    with pytest.raises(ConfirmationNeededError) as asked:
        apply(passage, EndPart(E), Context(clock.advance(3)))
    assert asked.value.message == "L’entretien n’a duré que 00:03. Le terminer ?"


def test_extra_time_counts_when_what_is_left_is_said() -> None:
    clock = FakeClock()
    journal = play(_running(E, clock), clock, Accommodate(Accommodation(0, 500)))
    clock.advance(25 * 60 - 10)
    with pytest.raises(ConfirmationNeededError, match="Il reste 08:20"):
        journal.then(EndPart(E), clock.now())


def test_a_temps_ended_by_mistake_goes_on_its_clock_having_run() -> None:
    clock = FakeClock()
    journal = _running(E, clock)
    clock.advance(5 * 60)
    journal = journal.then(EndPart(E, confirmed=True), clock.now())
    clock.advance(2 * 60)
    journal = journal.then(ReopenPart(E), clock.now())
    assert journal.state.interview.status is PartStatus.RUNNING
    assert journal.state.interview.elapsed(clock.advance(1)) == 7 * MINUTE + 1000


def test_the_interview_is_reopened_while_the_candidate_is_there_and_not_once_they_left() -> None:
    clock = FakeClock()
    left = journal_at("candidate_left", clock)
    with pytest.raises(RuleError, match="sorti"):
        play(left, clock, ReopenPart(E))
    journal = play(left.undo(clock.now())[0], clock, ReopenPart(E))
    ended = play(journal, clock, EndPart(E, confirmed=True))
    assert not ended.state.candidate_left


def _begun_by_mistake(clock: FakeClock) -> Journal:
    """An interview started right now, ten seconds after the presentation ended."""
    return _running(E, clock)


def test_a_presentation_is_reopened_when_the_interview_began_by_mistake() -> None:
    clock = FakeClock()
    journal = _begun_by_mistake(clock)
    elapsed = journal.state.presentation.elapsed(clock.now())
    clock.advance(119.999)
    assert may_reopen(journal.state, P, clock.now())
    journal = journal.then(ReopenPart(P), clock.now())
    state = journal.state
    assert (state.presentation.status, state.interview) == (PartStatus.RUNNING, NOT_STARTED)
    # 10 seconds went by before the interview began: the presentation's clock has run on.
    assert state.presentation.elapsed(clock.now()) == elapsed + 10_000 + 119_999
    assert state.remark_part is P
    ended = play(journal, clock, EndPart(P, confirmed=True), StartPart(E))
    assert ended.state.interview.elapsed(clock.now()) == 0


@pytest.mark.parametrize(
    "commands",
    [
        (AdjustClock(E, 110_000),),
        (AddRemark("une observation de l’entretien"),),
        (EndPart(E, confirmed=True),),
        (EndOtherwise(Ending.INTERRUPTED, "Alerte"),),
    ],
)
def test_an_interview_that_is_on_keeps_the_presentation_ended(
    commands: tuple[Command, ...],
) -> None:
    clock = FakeClock()
    journal = play(_begun_by_mistake(clock), clock, *commands)
    assert not may_reopen(journal.state, P, clock.now())
    with pytest.raises(RuleError):
        journal.then(ReopenPart(P), clock.now())


def test_a_paused_interview_begun_by_mistake_does_not_stand_in_the_way() -> None:
    clock = FakeClock()
    journal = play(_begun_by_mistake(clock), clock, PausePart(E))
    clock.advance(600)
    assert may_reopen(journal.state, P, clock.now())
    assert journal.then(ReopenPart(P), clock.now()).state.interview == NOT_STARTED


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("part", [P, E])
def test_the_screen_offers_a_reopening_where_the_rule_allows_it(state: str, part: PartId) -> None:
    clock = FakeClock()
    journal = journal_at(state, clock)
    offered = may_reopen(journal.state, part, clock.now())
    assert offered is ((state, part) in {("presentation_ended", P), ("interview_ended", E)})


def test_a_reopening_on_record_is_not_judged_again() -> None:
    clock = FakeClock()
    passage = play(_begun_by_mistake(clock), clock, AddRemark("oui")).state
    context = Context(clock.advance(600), judged=False)
    assert apply(passage, ReopenPart(P), context).interview == NOT_STARTED


def test_a_pause_that_lasts_when_the_temps_ends_ends_with_it() -> None:
    clock = FakeClock()
    journal = play(_running(P, clock), clock, PausePart(P))
    before = journal.state.presentation.elapsed(clock.now())
    journal = play(journal, clock, EndPart(P, confirmed=True))
    assert journal.state.presentation.elapsed(clock.now()) == before
    assert journal.state.presentation.pauses[-1].end == clock.now()


@pytest.mark.parametrize("ago", [0, 30_000, 60 * MINUTE])
def test_a_late_start_counts_from_when_it_began(ago: int) -> None:
    clock = FakeClock()
    journal = journal_at("gate_open", clock).then(StartPart(P, ago), clock.now())
    assert journal.state.presentation.elapsed(clock.advance(1)) == ago + 1000


@pytest.mark.parametrize("ago", [-1, 60 * MINUTE + 1])
def test_a_start_is_not_in_the_future_nor_long_ago(ago: int) -> None:
    clock = FakeClock()
    with pytest.raises(RuleError) as refused:
        journal_at("gate_open", clock).then(StartPart(P, ago), clock.now())
    assert refused.value.rule == "R4"


def test_the_clock_is_corrected_both_ways_and_never_under_zero() -> None:
    clock = FakeClock()
    journal = play(_running(P, clock), clock, AdjustClock(P, 30_000), AdjustClock(P, -20_000))
    assert journal.state.presentation.elapsed(clock.now()) == 30_000
    exactly = journal.then(AdjustClock(P, -30_000), clock.now())
    assert exactly.state.presentation.elapsed(clock.now()) == 0
    with pytest.raises(RuleError) as refused:
        journal.then(AdjustClock(P, -30_001), clock.now())
    assert refused.value.rule == "R4"


def test_a_correction_adds_an_hour_at_most_and_takes_off_any_gap() -> None:
    clock = FakeClock()
    running = _running(P, clock)
    assert play(running, clock, AdjustClock(P, 60 * MINUTE)).state.presentation.adjustment
    with pytest.raises(RuleError, match="60 minutes") as refused:
        play(running, clock, AdjustClock(P, 60 * MINUTE + 1))
    assert refused.value.rule == "R4"
    clock.advance(5 * 3600)
    resumed = running.then(AdjustClock(P, -5 * 60 * MINUTE), clock.now())
    assert resumed.state.presentation.elapsed(clock.now()) < MINUTE


def test_a_correction_undone_gives_the_earlier_time_even_after_an_unasked_end() -> None:
    clock = FakeClock()
    journal = play(_running(E, clock), clock, AdjustClock(E, 25 * MINUTE), EndPart(E))
    undone, taken = journal.undo(clock.now())
    assert taken.words == "correction de l’horloge"
    assert undone.state.interview.elapsed(clock.now()) == 20_000


@pytest.mark.parametrize("part", [P, E])
def test_the_reason_of_a_pause_may_follow_from_the_list_alone(part: PartId) -> None:
    clock = FakeClock()
    journal = play(_running(part, clock), clock, PausePart(part), ResumePart(part))
    assert journal.state.timing(part).pauses[-1].reason == ""
    journal = play(journal, clock, EndPart(part, confirmed=True))
    for reason in PAUSE_REASONS:
        explained = play(journal, clock, ExplainPause(part, reason))
        assert explained.state.timing(part).pauses[-1].reason == reason
    with pytest.raises(RuleError) as refused:
        play(journal, clock, ExplainPause(part, "Malaise du candidat"))
    assert refused.value.rule == "R4"


def test_only_the_last_pause_is_explained() -> None:
    clock = FakeClock()
    journal = play(_running(P, clock), clock, PausePart(P), ResumePart(P), PausePart(P))
    journal = play(journal, clock, ExplainPause(P, "Autre"))
    assert [pause.reason for pause in journal.state.presentation.pauses] == ["", "Autre"]


@pytest.mark.parametrize(
    ("state", "command", "message"),
    [
        ("gate_open", PausePart(P), "La présentation n’a pas commencé."),
        ("presentation_running", StartPart(P), "La présentation est en cours."),
        ("presentation_paused", PausePart(P), "La présentation est en pause."),
        ("presentation_ended", PausePart(P), "La présentation est terminée."),
        ("interview_ended", PausePart(E), "L’entretien est terminé."),
        ("gate_open", StartPart(E), "Terminez d’abord la présentation."),
        ("interview_running", ReopenPart(P), "L’entretien a commencé : "),
    ],
)
def test_a_refusal_says_where_the_temps_stands(state: str, command: Command, message: str) -> None:
    clock = FakeClock()
    with pytest.raises(RuleError) as refused:
        play(journal_at(state, clock), clock, command)
    assert refused.value.message.startswith(message)


def test_no_reason_of_a_pause_is_medical() -> None:
    medical = ("santé", "médic", "malaise", "malad", "handicap", "traitement")
    assert not [r for r in PAUSE_REASONS if any(word in r.lower() for word in medical)]
