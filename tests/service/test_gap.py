"""A clock that ran unwatched is put to the commission, once; a short restart is not (design §7)."""

from __future__ import annotations

import pytest

from e33tui.desk import BEAT, Gap
from e33tui.domain.commands import AdjustClock
from e33tui.domain.remark import PartId
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
    desk = day.at("presentation_running")
    day.clock.advance(200)
    desk.beat()
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
