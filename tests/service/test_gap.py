"""A clock that ran unwatched is put to the commission, once; a short restart is not (design §7)."""

from __future__ import annotations

import shutil

import pytest

from e33tui.domain.commands import AddRemark, AdjustClock, Arrive, EndPart, PlaceLevel
from e33tui.domain.passage import Step
from e33tui.domain.remark import PartId
from e33tui.service.desk import BEAT, Desk
from e33tui.service.watch import Gap
from tests.service.support import PATIENCE, Day, FullDisk, saved

ON = PartId.PRESENTATION


def crashed(day: Day, state: str = "presentation_running") -> None:
    """Work up to a state and lose the program without leaving the passage."""
    day.at(state)
    assert saved(day.service)
    day.restart()


@pytest.mark.parametrize("seconds", [0, 5, 120])
def test_a_quick_restart_asks_nothing(day: Day, seconds: int) -> None:
    crashed(day)
    day.clock.advance(seconds)
    assert day.open().gap is None


def test_a_longer_silence_is_asked_about(day: Day) -> None:
    crashed(day)
    day.clock.advance(120.001)
    assert day.open().gap == Gap(ON, 120_001, exact=True)


def test_the_wall_clock_counts_for_nothing_within_one_boot(day: Day) -> None:
    crashed(day)
    day.clock.step_wall(3600)
    day.clock.advance(10)
    assert day.open().gap is None
    day.restart()
    day.clock.step_wall(-7200)
    day.clock.advance(300)
    assert day.open().gap == Gap(ON, 310_000, exact=True)


def test_another_boot_is_always_asked_about_and_never_exact(day: Day) -> None:
    crashed(day)
    day.clock.reboot(30)
    assert day.open().gap == Gap(ON, 30_000, exact=False)


def test_a_wall_clock_set_back_over_a_reboot_is_asked_about(day: Day) -> None:
    crashed(day)
    day.clock.reboot(-600)
    assert day.open().gap == Gap(ON, -600_000, exact=False)


@pytest.mark.parametrize(
    "state", ["gate_open", "presentation_paused", "presentation_ended", "interview_ended"]
)
def test_without_a_running_clock_there_is_nothing_to_ask(day: Day, state: str) -> None:
    crashed(day, state)
    day.clock.reboot(3600)
    assert day.open().gap is None


def test_a_passage_left_with_its_clock_running_is_asked_about_on_return(day: Day) -> None:
    desk = day.at("presentation_running")
    day.clock.advance(200)
    assert desk.leave()
    day.clock.advance(150)
    assert day.open().gap == Gap(ON, 150_000, exact=True)


def test_typing_is_a_sign_of_life(day: Day) -> None:
    desk = day.at("presentation_running")
    day.clock.advance(200)
    desk.set_draft("remark", "la carte")
    desk.save_draft()
    assert saved(day.service)
    day.restart()
    day.clock.advance(100)
    assert day.open().gap is None


def test_so_is_a_program_that_only_watches(day: Day) -> None:
    day.at("presentation_running")
    awake(day, 200)
    assert saved(day.service)
    day.restart()
    day.clock.advance(100)
    assert day.open().gap is None


def test_watching_is_written_down_now_and_then_only(day: Day) -> None:
    desk = day.at("presentation_running")
    draft = day.files / "brouillon.json"
    day.clock.advance((BEAT - 1) / 1000)
    desk.beat()
    assert saved(day.service)
    assert not draft.exists()
    day.clock.advance(0.001)
    desk.beat()
    assert saved(day.service)
    written = draft.read_bytes()
    day.clock.advance((BEAT - 1) / 1000)
    desk.beat()
    assert saved(day.service)
    assert draft.read_bytes() == written


def test_watching_a_clock_that_stands_still_is_not_written_down(day: Day) -> None:
    desk = day.at("presentation_paused")
    day.clock.advance(600)
    desk.beat()
    assert saved(day.service)
    assert not (day.files / "brouillon.json").exists()


def test_who_only_looks_is_not_asked(day: Day) -> None:
    crashed(day)
    day.clock.advance(600)
    assert day.service.look(day.passage).gap is None


def test_a_gap_is_dropped_by_a_correction_on_record(day: Day) -> None:
    crashed(day)
    elapsed = day.service.look(day.passage).state.presentation.elapsed(day.clock.now())
    day.clock.advance(300)
    desk = day.open()
    assert desk.gap is not None
    desk.do(AdjustClock(desk.gap.part, -desk.gap.milliseconds))
    assert desk.state.presentation.elapsed(day.clock.now()) == elapsed
    assert desk.leave()
    assert day.restart().open(day.passage).gap is None
    assert day.on_disk().presentation.adjustment == -300_000


def test_a_passage_kept_by_a_full_disk_is_asked_about_on_return_too(day: Day) -> None:
    disk = FullDisk()
    day.use(disk)
    desk = day.at("presentation_running")
    disk.full = True
    assert not desk.leave(0.05)
    day.clock.advance(150)
    assert day.open() is desk
    assert desk.gap == Gap(ON, 150_000, exact=True)
    disk.full = False
    assert desk.leave(PATIENCE)


def awake(day: Day, seconds: int) -> None:
    """Let time pass while the program runs, on the list or on another candidate."""
    for _ in range(seconds):
        day.clock.advance(1)
        day.service.beat()


def left_running(day: Day) -> Desk:
    """Let a passage go whose clock runs, in a program that is awake."""
    day.service.beat()
    desk = day.at("presentation_running")
    awake(day, 5)
    assert desk.leave()
    return desk


def test_a_program_that_stood_on_the_list_meanwhile_does_not_ask(day: Day) -> None:
    left_running(day)
    awake(day, 300)
    desk = day.open()
    assert desk.gap is None
    assert desk.state.presentation.elapsed(day.clock.now()) == 315_000
    assert desk.leave()
    awake(day, 300)
    assert day.open().gap is None


def test_nor_one_that_worked_on_another_candidate(day: Day) -> None:
    other = day.service.add_candidate("0260225", "MOREL", "Ilyès")
    left_running(day)
    desk = day.service.open(other)
    desk.do(Arrive())
    awake(day, 300)
    assert desk.leave()
    assert day.open().gap is None


def test_after_a_suspend_it_is_asked_about(day: Day) -> None:
    left_running(day)
    awake(day, 100)
    day.clock.advance(3600)
    awake(day, 100)
    assert day.open().gap == Gap(ON, 3_800_000, exact=True)


def test_right_after_a_suspend_too(day: Day) -> None:
    left_running(day)
    awake(day, 10)
    day.clock.advance(121)
    assert day.open().gap == Gap(ON, 131_000, exact=True)


def test_another_process_asks_whatever_this_one_watched(day: Day) -> None:
    left_running(day)
    awake(day, 300)
    day.restart()
    day.service.beat()
    assert day.open().gap == Gap(ON, 300_000, exact=True)


def test_what_another_process_touched_meanwhile_is_asked_about(day: Day) -> None:
    left_running(day)
    elsewhere = day.again()
    desk = elsewhere.open(day.passage)
    desk.do(PlaceLevel("c1", 2))
    assert desk.leave()
    awake(day, 300)
    assert day.open().gap == Gap(ON, 300_000, exact=True)


def test_what_another_process_only_watched_is_asked_about(day: Day) -> None:
    left_running(day)
    desk = day.again().open(day.passage)
    awake(day, 10)
    assert desk.leave()
    awake(day, 300)
    assert day.open().gap == Gap(ON, 300_000, exact=True)


def test_a_program_that_woke_after_it_let_go_asks(day: Day) -> None:
    desk = day.at("presentation_running")
    assert desk.leave()
    awake(day, 300)
    assert day.open().gap is not None


def test_a_passage_kept_by_a_full_disk_was_watched_too(day: Day) -> None:
    disk = FullDisk()
    day.use(disk)
    day.service.beat()
    desk = day.at("presentation_running")
    disk.full = True
    assert not desk.leave(0.05)
    awake(day, 300)
    assert day.open() is desk
    assert desk.gap is None
    disk.full = False
    assert desk.leave(PATIENCE)


def test_the_beat_watches_over_every_clock_that_is_held(day: Day) -> None:
    day.at("presentation_running")
    awake(day, 200)
    assert saved(day.service)
    day.restart()
    day.clock.advance(100)
    assert day.open().gap is None


def test_a_passage_being_left_is_no_longer_watched(day: Day) -> None:
    disk = FullDisk()
    day.use(disk)
    desk = day.at("presentation_running")
    disk.full = True
    assert not desk.leave(0.05)
    left = desk.last_seen
    awake(day, 100)
    assert desk.last_seen == left
    disk.full = False
    assert desk.leave(PATIENCE)


def cut(day: Day) -> None:
    """Start anew from what lies on the disk now, as after a ``kill -9``."""
    assert saved(day.service)
    left = day.folder.with_name(f"cut-{day.clock.now().ticks}")
    shutil.copytree(day.folder, left)
    assert day.service.close(PATIENCE)
    day.given_up(day.service)
    day.folder = left
    day.service = day.again()


def asked(day: Day, seconds: int = 600) -> Desk:
    """A passage just opened again, whose silence is asked about."""
    crashed(day)
    day.clock.advance(seconds)
    desk = day.open()
    assert desk.to_ask == Gap(ON, seconds * 1000, exact=True)
    return desk


def test_a_question_that_a_cut_took_off_the_screen_is_asked_again(day: Day) -> None:
    desk = asked(day)
    desk.stand_at(Step.PRESENTATION, "c1")
    day.service.beat()
    day.service.save_drafts()
    day.clock.advance(5)
    cut(day)
    day.clock.advance(5)
    assert day.open().gap == Gap(ON, 600_000, exact=True)


def test_so_is_one_that_stood_when_the_passage_was_taken_over(day: Day) -> None:
    desk = asked(day)
    assert desk.gap is not None
    desk.put_aside(desk.gap)
    assert desk.leave()
    assert day.again().open(day.passage).gap == Gap(ON, 600_000, exact=True)


def test_whatever_is_done_meanwhile_leaves_the_question(day: Day) -> None:
    desk = asked(day)
    assert desk.gap is not None
    desk.put_aside(desk.gap)
    assert desk.to_ask is None
    awake(day, 60)
    desk.do(AddRemark("le plan"))
    day.clock.advance(1)
    desk.set_draft("remark", "la carte")
    desk.save_draft()
    cut(day)
    again = day.open()
    assert again.to_ask == Gap(ON, 600_000, exact=True)
    assert again.draft("remark") == "la carte"


@pytest.mark.parametrize("counts", [True, False])
def test_an_answer_settles_it_for_good(day: Day, counts: bool) -> None:
    desk = asked(day)
    assert desk.gap is not None
    before = desk.state.presentation.elapsed(day.clock.now())
    desk.answer_gap(desk.gap, counts=counts)
    removed = before - desk.state.presentation.elapsed(day.clock.now())
    assert removed == (0 if counts else 600_000)
    assert desk.to_ask is None
    cut(day)
    assert day.open().gap is None


def test_cut_short_behind_the_correction_nothing_is_taken_off_twice(day: Day) -> None:
    desk = asked(day)
    assert desk.gap is not None
    day.service.save_drafts()
    assert saved(day.service)
    draft = (day.files / "brouillon.json").read_bytes()
    day.clock.advance(1)
    desk.answer_gap(desk.gap, counts=False)
    assert saved(day.service)
    (day.files / "brouillon.json").write_bytes(draft)
    cut(day)
    assert day.open().gap is None


def test_two_silences_are_two_questions(day: Day) -> None:
    asked(day)
    day.service.save_drafts()
    cut(day)
    day.clock.advance(300)
    desk = day.open()
    found = []
    while (gap := desk.to_ask) is not None:
        found.append(gap.milliseconds)
        desk.put_aside(gap)
        desk.answer_gap(gap, counts=False)
    assert found == [600_000, 300_000]
    assert desk.state.presentation.adjustment == -900_000
    assert desk.gap is None


def test_what_can_no_longer_be_taken_off_is_not_asked(day: Day) -> None:
    desk = asked(day)
    desk.do(EndPart(ON, confirmed=True))
    assert desk.gap is None
    cut(day)
    assert day.open().to_ask is None


def test_a_machine_that_slept_with_the_passage_in_hand_asks(day: Day) -> None:
    desk = day.at("presentation_running")
    day.service.beat()
    day.clock.advance(1800)
    day.service.beat()
    assert desk.to_ask == Gap(ON, 1_800_000, exact=True)
    day.service.beat()
    assert len(desk._draft.gaps) == 1
    cut(day)
    assert day.open().gap == Gap(ON, 1_800_000, exact=True)


def test_what_this_program_watched_is_not_asked_by_its_next_beat_either(day: Day) -> None:
    left_running(day)
    awake(day, 300)
    desk = day.open()
    awake(day, 60)
    assert desk.gap is None
