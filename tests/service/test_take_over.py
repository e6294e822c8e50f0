"""A second terminal looks, asks, and takes over; the first one has saved before it lets go."""

from __future__ import annotations

import dataclasses
import os
import pwd
import re
import time
from collections.abc import Callable

import pytest

from e33tui.domain.commands import PlaceLevel
from e33tui.domain.errors import RuleError
from e33tui.persistence.layout import Layout
from e33tui.persistence.ownership import Ownership
from e33tui.service import Service
from e33tui.service.authorship import terminal_label
from e33tui.service.desk import Desk
from e33tui.store import HeldElsewhere
from tests.service.support import PATIENCE, Day, FullDisk, saved


def terminal(day: Day, meanwhile: Callable[[], object]) -> Service:
    """Another terminal; whenever it waits, something happens at the first one."""

    def sleep(_: float) -> None:
        meanwhile()

    service = day.again()
    service._store.ownership = Ownership(Layout(day.folder), sleep=sleep)
    return service


def answer(desk: Desk) -> None:
    """What the interface does twice a second."""
    if desk.requested():
        desk.leave()


def test_another_terminal_may_look_while_it_is_held(day: Day) -> None:
    desk = day.at("presentation_running")
    assert saved(day.service)
    looking = day.again().look(day.passage)
    assert looking.read_only
    assert looking.state == desk.state
    assert not desk.requested()


def test_a_request_is_answered_by_saving_and_letting_go(day: Day) -> None:
    desk = day.at("presentation_running")
    day.play(desk, (PlaceLevel("c1", 3),))
    desk.set_draft("remark", "la carte", "c4")
    taken = terminal(day, lambda: answer(desk)).seating.take_over(day.passage)
    assert desk.read_only
    with pytest.raises(RuleError, match="ouverte ailleurs"):
        desk.do(PlaceLevel("c2", 3))
    assert taken.state == desk.state
    assert (taken.draft("remark"), taken.place) == ("la carte", "c4")
    assert not taken.requested(), "the request was answered"
    day.play(taken, (PlaceLevel("c2", 2),))
    assert taken.leave()
    assert day.on_disk().levels == {"c1": 3, "c2": 2}


def test_a_holder_that_does_not_answer_keeps_the_passage(day: Day) -> None:
    desk = day.at("presentation_running")
    elsewhere = terminal(day, lambda: None)
    with pytest.raises(HeldElsewhere) as refused:
        elsewhere.seating.take_over(day.passage)
    assert refused.value.holder is not None
    assert desk.requested()
    elsewhere.seating.withdraw(day.passage)
    assert not desk.requested()
    assert not desk.read_only


def test_a_holder_whose_disk_is_full_keeps_it_until_it_is_saved(day: Day) -> None:
    disk = FullDisk()
    day.use(disk)
    desk = day.at("presentation_running")
    disk.full = True
    day.play(desk, (PlaceLevel("c1", 3),))
    elsewhere = terminal(day, lambda: desk.leave(0))
    with pytest.raises(HeldElsewhere):
        elsewhere.seating.take_over(day.passage)
    disk.full = False
    assert saved(day.service)
    taken = elsewhere.seating.take_over(day.passage)
    assert taken.state.levels == {"c1": 3}


def test_a_passage_comes_back_to_where_it_was_first(day: Day) -> None:
    desk = day.at("presentation_running")
    elsewhere = terminal(day, lambda: answer(desk))
    second = elsewhere.seating.take_over(day.passage)
    day.play(second, (PlaceLevel("c1", 3),))
    assert second.leave(PATIENCE)
    third = day.open()
    assert third is not desk
    assert third.state == second.state
    assert day.service.rows()[0].passage == third.state


def test_a_passage_held_and_not_begun_can_be_looked_at(day: Day) -> None:
    desk = day.open()
    looking = day.again().look(day.passage)
    assert looking.read_only
    assert looking.state.identification == desk.state.identification
    assert not (day.files / "passage.json").exists()


def test_the_refusal_says_who_and_since_when(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "camille")
    day.open()
    with pytest.raises(HeldElsewhere) as refused:
        day.again().open(day.passage)
    holder = refused.value.holder
    assert holder is not None
    assert holder.label.startswith("camille ")
    clock = time.strftime("%H:%M", time.localtime(holder.since / 1000))
    assert f"{holder.label}) depuis {clock}." in refused.value.message
    earlier = dataclasses.replace(holder, since=holder.since - 86_400_000 * 2)
    assert re.search(r"depuis le \d\d/\d\d à \d\d:\d\d", HeldElsewhere("", earlier).message)


def test_an_account_is_named_without_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("USER", raising=False)
    assert terminal_label().split()[0] == pwd.getpwuid(os.geteuid()).pw_name
