"""The lasting history: from the first lock on, in the passage's file, never an observation."""

from __future__ import annotations

import dataclasses
import os
import pwd
import re

import pytest

from e33tui.domain.commands import AddRemark, PlaceLevel, SetNote, WriteText
from e33tui.domain.history import Change, facts, replay
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark
from e33tui.service.authorship import author
from e33tui.service.desk import Desk
from tests.service.support import PATIENCE, Day, saved

OBSERVATION = "observation Opale"


def known(passage: Passage) -> dict[str, object]:
    return {name: value for name, value in facts(passage).items() if value is not None}


def relocked(day: Day, desk: Desk) -> None:
    desk.reopen("Harmonisation", by="a")
    desk.do(AddRemark(OBSERVATION, Mark.PLUS, "c4"), by="b")
    desk.do(PlaceLevel("c1", 2), by="b")
    desk.do(SetNote(30))
    desk.undo()
    desk.do(WriteText("appraisal", "Autre appréciation."))
    desk.lock().result(PATIENCE)


def test_before_the_first_lock_there_is_none(day: Day) -> None:
    desk = day.at("complete")
    assert saved(day.service)
    assert desk.history == ()
    assert day.service._store.passages.read(day.passage).history == ()


def test_it_begins_with_the_first_lock(day: Day) -> None:
    desk = day.locked()
    changed = {change.what: (change.old, change.new) for change in desk.history}
    assert changed["version"] == (0, 1)
    assert changed["progress"] == ("fiche à rédiger", "verrouillé")


def test_it_survives_a_restart_and_goes_on(day: Day) -> None:
    desk = day.locked()
    relocked(day, desk)
    before = desk.history
    assert desk.leave()
    again = day.restart().open(day.passage)
    assert again.history == before
    again.reopen("Encore")
    assert again.history[: len(before)] == before
    assert [(c.what, c.old, c.new) for c in again.history[len(before) :]] == [
        ("progress", "verrouillé", "fiche à rédiger"),
        ("reopen_reason", "Harmonisation", "Encore"),
    ]


def test_it_leads_from_the_first_lock_to_what_is_now(day: Day) -> None:
    desk = day.at("complete")
    start = facts(desk.state)
    desk.lock().result(PATIENCE)
    relocked(day, desk)
    assert replay(start, desk.history) == known(desk.state)
    assert replay(start, day.open().history) == known(day.on_disk())


def test_it_says_who_and_when_an_undo_included(day: Day) -> None:
    desk = day.locked()
    relocked(day, desk)
    notes = [(c.old, c.new) for c in desk.history if c.what == "note"]
    assert notes == [(27, 30), (30, 27)]
    (cross,) = [c for c in desk.history if c.what == "level.c1"]
    assert (cross.by, cross.at, cross.new) == ("b", day.clock.now(), 2)


def test_every_line_of_it_has_an_author(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "quelqu’un d’autre")
    desk = day.locked()
    relocked(day, desk)
    by = {change.by for change in desk.history if change.by not in ("a", "b")}
    assert by == {author()}
    account = pwd.getpwuid(os.geteuid()).pw_name
    assert re.fullmatch(rf"{re.escape(account[:20])}@[^ .]{{1,16}}( [^ ]{{1,10}})?", author())
    assert {change.by for change in day.open().history} == by | {"a", "b"}
    # Before the first lock undo is enough: the working journal has no account in it.
    assert author() not in str(day.service._store.passages.read(day.passage).lines)


@pytest.mark.parametrize(
    ("machine", "terminal", "wanted"),
    [
        ("salle3.lycee.example", "/dev/pts/2", "jury1@salle3 pts/2"),
        ("salle3", "", "jury1@salle3"),
        ("", "/dev/tty1", "jury1 tty1"),
        ("\x1b[2J", "/dev/pts/\udc80", "jury1@\ufffd[2J pts/\ufffd"),
        ("m" * 64, "/dev/" + "t" * 64, f"jury1@{'m' * 16} {'t' * 10}"),
    ],
)
def test_an_author_is_short_and_no_command(
    monkeypatch: pytest.MonkeyPatch, machine: str, terminal: str, wanted: str
) -> None:
    def ttyname(_: int) -> str:
        if not terminal:
            raise OSError
        return terminal

    monkeypatch.setattr("e33tui.service.authorship.account", lambda: "jury1")
    monkeypatch.setattr("socket.gethostname", lambda: machine)
    monkeypatch.setattr("os.ttyname", ttyname)
    assert author() == wanted


def test_a_history_without_authors_goes_on(day: Day) -> None:
    desk = day.locked()
    record = day.service._store.passages.read(day.passage)
    nobody = tuple(row | {"by": ""} for row in record.history)
    assert desk._held is not None
    day.service._store.passages.save(dataclasses.replace(record, history=nobody), desk._held)
    assert day.service.close(PATIENCE)
    again = day.restart().open(day.passage)
    assert {change.by for change in again.history} == {""}
    again.reopen("Harmonisation")
    assert [change.by for change in again.history][-2:] == [author()] * 2


def test_no_observation_is_in_it(day: Day) -> None:
    desk = day.locked()
    relocked(day, desk)
    record = day.service._store.passages.read(day.passage)
    assert OBSERVATION in str(record.lines)
    assert OBSERVATION not in str(record.history)
    assert not any(OBSERVATION in str(change) for change in desk.history)
    assert all(isinstance(change, Change) for change in desk.history)


def test_who_only_looks_sees_it(day: Day) -> None:
    desk = day.locked()
    assert day.again().look(day.passage).history == desk.history
