"""The disk is slow, or full: the oral goes on, the screen says so, and nothing is let go unsaved."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark, AnswerGate, Arrive, PlaceLevel
from e33tui.domain.errors import E33Error
from e33tui.domain.passage import GateAnswer
from e33tui.domain.remark import Mark
from e33tui.domain.sitting_commands import SetUp
from e33tui.service.desk import Desk
from e33tui.store import HeldElsewhere, StoreError
from tests.service.support import (
    CALLS,
    PATIENCE,
    Day,
    FullDisk,
    SlowDisk,
    let_go,
    opened,
    refused,
    saved,
)
from tests.support.domain import commission

SHORT = 0.05
"""Seconds given to what cannot happen."""


def test_no_command_waits_for_the_disk(day: Day) -> None:
    disk = SlowDisk()
    day.use(disk)
    disk.hold()
    desk = day.at("complete")
    desk.set_draft("note", "13")
    desk.save_draft()
    day.play(desk, (PlaceLevel("c1", 4),))
    desk.undo()
    sealed = desk.lock()
    desk.reopen("Harmonisation")
    assert disk.reached.wait(PATIENCE)
    status = desk.save_status()
    assert (status.saved_at, status.error) == (None, None)
    assert status.oldest_unsaved is not None
    assert not sealed.done()
    disk.free.set()
    assert saved(day.service)
    sealed.result(0)
    status = desk.save_status()
    assert status.saved_at is not None
    assert status.oldest_unsaved is None
    assert day.on_disk() == desk.state


def test_leaving_a_slow_disk_waits_and_then_lets_go(day: Day) -> None:
    disk = SlowDisk()
    desk = day.use(disk).open(day.passage)
    disk.hold()
    desk.set_place("c1")
    left: list[bool] = []
    leaving = threading.Thread(target=lambda: left.append(desk.leave(PATIENCE)))
    leaving.start()
    assert disk.reached.wait(PATIENCE)
    assert not let_go(desk)
    disk.free.set()
    leaving.join(PATIENCE)
    assert left == [True]
    assert let_go(desk)


@pytest.mark.parametrize("call", CALLS)
def test_on_a_full_disk_the_oral_goes_on_and_all_is_saved_later(day: Day, call: str) -> None:
    disk = FullDisk(call)
    day.use(disk)
    desk = day.at("gate_open")
    assert saved(day.service)
    disk.full = True
    day.play(desk, (PlaceLevel("c1", 3),))
    assert "le disque est plein" in refused(day.service).message
    day.play(desk, (PlaceLevel("c2", 2), PlaceLevel("c3", 4)))
    assert desk.state.levels == {"c1": 3, "c2": 2, "c3": 4}
    disk.full = False
    assert saved(day.service)
    assert desk.save_status().error is None
    assert day.on_disk() == desk.state
    assert disk.refusals > 0


@pytest.mark.parametrize("call", CALLS)
def test_a_passage_that_is_not_on_the_disk_is_not_let_go(day: Day, call: str) -> None:
    disk = FullDisk(call)
    day.use(disk)
    desk = day.at("gate_open")
    assert saved(day.service)
    disk.full = True
    day.play(desk, (PlaceLevel("c1", 3),))
    assert not desk.leave(SHORT)
    assert not let_go(desk)
    with pytest.raises(HeldElsewhere):
        day.again().open(day.passage)
    disk.full = False
    assert saved(day.service)
    assert let_go(desk), "it is let go by itself once it is saved"
    assert day.again().open(day.passage).state == desk.state


def test_a_passage_that_was_kept_is_given_back_and_goes_on(day: Day) -> None:
    disk = FullDisk()
    day.use(disk)
    desk = day.at("gate_open")
    disk.full = True
    day.play(desk, (PlaceLevel("c1", 3),))
    assert not desk.leave(SHORT)
    assert day.service.rows()[0].passage == desk.state
    assert day.open() is desk
    disk.full = False
    assert saved(day.service)
    assert not let_go(desk), "it is at work again: it is not let go"
    day.play(desk, (PlaceLevel("c2", 2),))
    assert desk.leave()
    assert day.on_disk().levels == {"c1": 3, "c2": 2}


def test_leaving_twice_saves_what_was_done_in_between(day: Day) -> None:
    disk = FullDisk()
    day.use(disk)
    desk = day.at("gate_open")
    disk.full = True
    day.play(desk, (PlaceLevel("c1", 3),))
    assert not desk.leave(SHORT)
    day.play(desk, (PlaceLevel("c2", 2),))
    assert not desk.leave(SHORT)
    disk.full = False
    assert desk.leave(PATIENCE)
    assert day.on_disk().levels == {"c1": 3, "c2": 2}
    assert desk.save_status().error is None


def test_a_command_takes_a_kept_passage_back_too(day: Day) -> None:
    disk = FullDisk()
    day.use(disk)
    desk = day.at("gate_open")
    disk.full = True
    day.play(desk, (PlaceLevel("c1", 3),))
    assert not desk.leave(SHORT)
    day.play(desk, (PlaceLevel("c2", 2),))
    disk.full = False
    assert saved(day.service)
    assert not let_go(desk)


def test_one_passages_trouble_holds_no_other_back(day: Day) -> None:
    other = day.service.add_candidate("2", "DEUX", "B")
    lost = day.at("gate_open")
    taken_away(day)
    day.play(lost, (PlaceLevel("c1", 3),))
    desk = day.service.open(other)
    desk.set_place("c1")
    assert desk.leave(PATIENCE)


def taken_away(day: Day) -> Desk:
    """Put another lock in the place of the one held here, as a folder copied back has it."""
    assert saved(day.service)
    away = day.files.rename(day.folder / "away")
    shutil.copytree(away, day.files)
    return day.again().open(day.passage)


def test_a_passage_taken_away_is_let_go_and_the_trouble_forgotten(day: Day) -> None:
    desk = day.at("gate_open")
    elsewhere = taken_away(day)
    day.play(desk, (PlaceLevel("c1", 3),))
    error = refused(day.service)
    assert "repris dans un autre terminal" in error.message
    assert not desk.leave(PATIENCE)
    assert let_go(desk)
    assert desk.save_status().error is None
    assert day.on_disk() == elsewhere.state


def test_an_observation_entered_as_the_power_went_is_not_typed_again(day: Day) -> None:
    desk = day.at("presentation_running")
    desk.set_draft("remark", "+ carte de fidélité", "c3")
    desk.save_draft()
    day.play(desk, (AddRemark("carte de fidélité", Mark.PLUS, "c3"),))
    assert saved(day.service)
    left = day.folder.with_name("left")
    shutil.copytree(day.folder, left)
    again = opened(left, day.clock).open(day.passage)
    assert again.draft("remark") is None
    assert [remark.text for remark in again.state.remarks].count("carte de fidélité") == 1
    assert again.leave()


def test_the_same_observation_typed_once_more_stays(day: Day) -> None:
    desk = day.at("presentation_running")
    day.play(desk, (AddRemark("carte", Mark.PLUS, "c3"),))
    day.clock.advance(1)
    desk.set_draft("remark", "carte", "c3")
    assert desk.leave()
    assert day.restart().open(day.passage).draft("remark") == "carte"


def test_a_version_that_the_disk_refused_is_sealed_once_it_can_be(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = day.at("complete")
    tries: list[object] = []

    def refuse(*_: object) -> None:
        tries.append(1)
        raise StoreError("", "le disque est plein")

    with monkeypatch.context() as patch:
        patch.setattr(day.service._store.seals, "write_sealed", refuse)
        with pytest.raises(StoreError):
            desk.lock().result(PATIENCE)
        assert refused(day.service).message == "le disque est plein"
        assert day.service.save_status().oldest_unsaved is not None
        assert len(tries) >= 2
        assert not desk.is_sealed()
        for _ in range(20):
            day.service.beat()
        waiting = day.service._store.writer._queue.items
        assert len(waiting) == 1, "it is tried less and less often, not with every beat"
    assert saved(day.service)
    assert day.service.save_status().error is None
    assert desk.is_sealed()
    assert day.service.verify() == []


@contextmanager
def permission_lost(folder: Path) -> Iterator[None]:
    """Take a folder's rights away; root, who passes over them, is somebody else meanwhile."""
    mode, account = folder.stat().st_mode, os.geteuid()
    folder.chmod(0)
    if account == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(account)
        folder.chmod(mode)


def test_permission_lost_and_given_back(day: Day) -> None:
    desk = day.at("gate_open")
    assert saved(day.service)
    with permission_lost(day.files):
        day.play(desk, (PlaceLevel("c1", 3),))
        assert "ce compte n’a pas le droit d’y accéder" in refused(day.service).message
        day.play(desk, (PlaceLevel("c2", 2),))
        assert not desk.leave(SHORT)
    assert saved(day.service)
    assert desk.save_status().error is None
    assert day.on_disk() == desk.state


def test_a_folder_moved_away_is_missed_and_not_made_again(day: Day, tmp_path: Path) -> None:
    other = day.service.add_candidate("2", "DEUX", "B")
    assert day.locked().leave()
    desk = day.service.open(other)
    day.play(desk, (Arrive(),))
    assert saved(day.service)
    away = day.folder.rename(tmp_path / "away")
    day.play(desk, (AnswerGate(GateAnswer.OPEN),))
    desk.set_draft("remark", "tapé pendant ce temps", "c1")
    day.service.save_drafts()
    assert "Remettez le dossier en place" in refused(day.service).message
    day.service.forms.keep("candidate", {"surname": "TROIS"})
    day.service.forms.save()
    for attempt in (
        lambda: day.service.open(day.passage),
        lambda: day.service.add_candidate("3", "TROIS", "C"),
        lambda: day.service.exports.verso(day.passage),
        lambda: day.service.change(SetUp("2026", "Autre", "2026-06-22", commission())),
    ):
        with pytest.raises(E33Error):
            attempt()
    day.service.rows()
    day.service.beat()
    assert not desk.leave(SHORT)
    assert not day.folder.exists()
    away.rename(day.folder)
    assert saved(day.service)
    assert day.on_disk(other) == desk.state
    again = day.restart().open(other)
    assert again.draft("remark") == "tapé pendant ce temps"
    assert len(day.service.roster()) == 2
    assert day.service.verify() == []


def test_the_end_of_the_program_says_when_something_is_not_saved(day: Day) -> None:
    disk = FullDisk()
    day.use(disk)
    desk = day.at("gate_open")
    disk.full = True
    day.play(desk, (PlaceLevel("c1", 3),))
    assert not day.service.close(SHORT)
    assert not desk.leave(SHORT), "the writer has ended; that is no reason to fail"
    day.given_up(day.service)


def test_after_the_end_everything_is_free(day: Day) -> None:
    desk = day.at("gate_open")
    assert day.service.close(PATIENCE)
    assert desk.leave()
    assert day.again().open(day.passage).state == desk.state
