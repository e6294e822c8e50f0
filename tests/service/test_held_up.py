"""What hangs elsewhere, or comes late, holds up nothing here and leaves nothing behind."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark, Arrive
from e33tui.service import hold as holds
from tests.service.support import PATIENCE, Day, FullDisk, SlowDisk, let_go, saved


@contextmanager
def taken(lock: Path) -> Iterator[None]:
    """A short lock as a program has it that hangs."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def test_a_seal_that_waits_for_the_register_holds_up_no_other_save(day: Day) -> None:
    desk = day.at("complete")
    other = day.service.open(day.service.add_candidate("0260225", "MOREL", "Ilyès"))
    other.do(Arrive())
    assert saved(day.service)
    with taken(day.folder / "verrous" / "registre"):
        sealed = desk.lock()
        for place in ("c1", "c2"):
            begun = time.monotonic()
            for each in (desk, other):
                each.set_place(place)
                each.save_draft()
            draft = day.service._store.passages.draft
            while any(draft(each.id).get("place") != place for each in (desk, other)):
                assert time.monotonic() < begun + 1, "what was typed waits"
                time.sleep(0.005)
        assert day.service.save_status().oldest_unsaved is not None
        assert not sealed.done()
    assert saved(day.service)
    assert sealed.result(0) is None
    assert desk.is_sealed()


def test_nor_do_the_forms(day: Day) -> None:
    desk = day.at("gate_open")
    assert saved(day.service)
    with taken(day.folder / "verrous" / "saisies"):
        day.service.forms.keep("candidate", {"number": "1"})
        day.service.forms.save()
        desk.set_place("c1")
        begun = time.monotonic()
        assert desk.leave(1)
        assert time.monotonic() < begun + 1
    assert saved(day.service)


def test_leaving_waits_a_little_for_a_seal_and_the_next_opening_completes_it(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert holds.LINGER < 3, "a take-over waits no longer"
    monkeypatch.setattr(holds, "LINGER", 0.1)
    desk = day.at("complete")
    assert saved(day.service)
    with taken(day.folder / "verrous" / "registre"):
        begun = time.monotonic()
        desk.lock()
        assert desk.leave(PATIENCE)
        assert time.monotonic() < begun + 3, "leaving waits less long than a seal does"
    assert saved(day.service)
    assert day.service.save_status().error is None
    assert day.open().is_sealed()


def test_a_seal_that_is_had_in_time_is_there_when_the_passage_is_left(day: Day) -> None:
    desk = day.at("complete")
    assert saved(day.service)
    with taken(day.folder / "verrous" / "registre"):
        desk.lock()
        assert not desk.leave(0.02)
    assert desk.leave(PATIENCE)
    assert desk.is_sealed()


@contextmanager
def being_left(day: Day) -> Iterator[None]:
    """A passage that is left while the disk holds its last save."""
    disk = SlowDisk()
    day.use(disk)
    desk = day.at("gate_open")
    assert saved(day.service)
    disk.hold()
    desk.do(AddRemark("a"))
    assert disk.reached.wait(PATIENCE)
    assert not desk.leave(0.0)
    yield
    disk.free.set()
    assert saved(day.service)


def test_a_letter_behind_a_leaving_is_no_trouble(day: Day) -> None:
    with being_left(day):
        desk = day.open()
        assert not desk.leave(0.0)
        desk.set_draft("remark", "tapé")
        day.service.save_drafts()
        day.service.beat()
    assert let_go(desk)
    assert day.service.save_status().error is None
    assert day.service.close(PATIENCE)


def test_a_passage_that_a_late_command_kept_is_let_go_again(day: Day) -> None:
    with being_left(day):
        desk = day.service._states.desk(day.passage)
        assert desk is not None
        desk.do(AddRemark("tard"))
    assert not let_go(desk)
    day.service.beat()
    assert saved(day.service)
    assert let_go(desk)
    assert [remark.text for remark in day.on_disk().remarks][-1] == "tard"


def test_a_draft_that_waits_is_not_lost_to_the_record_behind_it(day: Day) -> None:
    disk = SlowDisk()
    day.use(disk)
    desk = day.at("gate_open")
    assert saved(day.service)
    disk.hold()
    desk.do(AddRemark("a"))
    assert disk.reached.wait(PATIENCE)
    desk.set_draft("remark", "en cours")
    desk.save_draft()
    desk.do(AddRemark("b"))
    disk.free.set()
    assert saved(day.service)
    assert day.service._store.passages.draft(day.passage)["texts"] == {"remark": "en cours"}


def test_leaving_tries_at_once_what_waits_for_its_next_try(day: Day) -> None:
    disk = FullDisk()
    day.use(disk)
    desk = day.at("gate_open")
    assert saved(day.service)
    disk.full = True
    desk.do(AddRemark("a"))
    writer = day.service._store.writer
    while not writer._queue.items[0].tries:
        threading.Event().wait(0.005)
    disk.full = False
    with writer._condition:
        writer._queue.items[0].not_before = float("inf")
    assert desk.leave(PATIENCE)
