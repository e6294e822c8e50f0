"""A disk that takes its time: the interface goes on, says so, and ends when it is asked to."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input

from e33tui.documents import Content, Rendered
from e33tui.domain.commands import Identify
from e33tui.domain.identity import Candidate
from e33tui.domain.passage import Step
from e33tui.domain.sitting_commands import AddCandidate, RemoveCandidate
from e33tui.screens import routes, ways
from e33tui.screens.in_thread import in_thread
from tests.screens.support import (
    FIRST,
    SECOND,
    THIRD,
    at_work,
    bring,
    go_to_stage,
    new_service,
    paper,
    sitting,
)
from tests.support.domain import FakeClock

_WAITS = ("open", "stat", "lstat", "listdir", "scandir", "fsync", "replace", "unlink", "mkdir")


@pytest.fixture
def go_on() -> Iterator[Event]:
    """What a stuck disk waits for; at the end of the test it answers in any case."""
    event = Event()
    yield event
    event.set()


def stuck(go_on: Event, genuine: Callable[..., Any]) -> Callable[..., Any]:
    """Return ``genuine``, which answers only once the disk does."""

    def slowly(*args: Any, **kwargs: Any) -> Any:
        assert go_on.wait(30)
        return genuine(*args, **kwargs)

    return slowly


@contextmanager
def disk_in_loop(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note every access to the disk that this program makes in the interface's own thread."""
    found: list[str] = []

    def watched(name: str, genuine: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if asyncio._get_running_loop() is not None:
                found.extend(_callers(name))
            return genuine(*args, **kwargs)

        return call

    with patch.context() as patched:
        for name in _WAITS:
            patched.setattr(os, name, watched(name, getattr(os, name)))
        patched.setattr(io, "open", watched("open", io.open))
        yield found


def _callers(name: str) -> list[str]:
    """Return by which function of the program this is done, if by one."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        if "/e33tui/" in frame.f_code.co_filename:
            return [f"{name} in {Path(frame.f_code.co_filename).name} {frame.f_code.co_name}"]
        frame = frame.f_back
    return []


async def test_no_key_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock, state="locked_complete") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "verso")
            # It looks at the disk twice a second by itself, whatever is pressed.
            juror.app._watcher.pause()
            with disk_in_loop(monkeypatch) as found:
                await juror.press("ctrl+o", "ctrl+o")
                await juror.resize(100, 30)
                assert not found, "coming back to the verso"
                await juror.press("ctrl+f")
                await juror.at_home()
                assert not found, "the list"
                await juror.press("ctrl+o", "ctrl+o")
                await juror.at_home()
                assert not found, "coming back to the list"
            await juror.open(SECOND)
            with disk_in_loop(monkeypatch) as found:
                juror.app.screen.query_one("#number", Input).value = "77"
                await juror.pause()
                # What is saved half a second after a key, whatever comes first.
                juror.app.keeping.save_drafts()
                await juror.press("ctrl+n")
                await juror.until(lambda: juror.at(Step.GATE), "the gate")
                assert not found, "a corrected number"


async def test_a_stuck_disk_keeps_neither_the_last_save_nor_the_end_from_coming(
    tmp_path: Path, go_on: Event
) -> None:
    with sitting(tmp_path, state="profile_partly") as service:
        async with at_work(service) as juror:
            await juror.open()
            for _ in range(40):
                juror.app.run_worker(in_thread(go_on.wait, 30))
            juror.desk.set_draft("text:free", "tapé")
            await juror.app.finish()
            assert juror.app.return_code == 0
        again = new_service(tmp_path, FakeClock())
        assert again.open(FIRST).draft("text:free") == "tapé"
        assert again.close(10)


async def test_the_end_hands_over_what_was_typed_before_it_waits_for_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, go_on: Event
) -> None:
    with sitting(tmp_path, state="profile_partly") as service:
        async with at_work(service) as juror:
            await juror.open()
            monkeypatch.setattr(service, "close", stuck(go_on, service.close))
            juror.desk.set_draft("text:free", "tapé")
            ending = asyncio.create_task(juror.app.finish())
            await asyncio.sleep(0)
            assert not juror.desk._draft.changed
            go_on.set()
            await ending


async def test_leaving_asks_with_what_is_known_when_the_disk_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, go_on: Event
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.at_home()
            monkeypatch.setattr(routes, "PATIENCE", 0.01)
            monkeypatch.setattr(service, "others_running", stuck(go_on, service.others_running))
            await juror.press("ctrl+c")
            await juror.until(lambda: juror.asked, "the question")
            assert "LEFÈVRE Zoé" in juror.text()


async def test_the_list_shows_what_was_done_here_before_the_disk_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, go_on: Event
) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_work(service) as juror:
            await juror.open(SECOND)
            monkeypatch.setattr(service, "rows", stuck(go_on, service.rows))
            await juror.press("ctrl+x")
            await juror.until(lambda: juror.where == "home", "the list")
            assert "absent" in juror.text()
            assert "présent" in juror.text()
            # What is removed meanwhile does not come back with what was read before.
            await juror.choose(THIRD)
            service.change(RemoveCandidate(THIRD))
            go_on.set()
            await juror.at_home()
            assert "ÖZDEMIR" not in juror.text()


async def test_the_list_keeps_the_chosen_candidate_when_another_terminal_adds_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service) as juror:
            await juror.at_home()
            await juror.choose(SECOND)
            await juror.press("ctrl+o")
            other = new_service(tmp_path, clock)
            other.change(RemoveCandidate(FIRST), AddCandidate("d" * 16, Candidate("9", "A", "B")))
            bring(other, clock, "presentation_running", THIRD)
            await juror.press("ctrl+o")
            await juror.until(lambda: "► 1er temps" in juror.text(), "the other's work")
            await juror.press("enter")
            await juror.until(lambda: juror.app.desk is not None, "a passage")
            assert juror.desk.id == SECOND
            assert other.close(10)


def test_a_list_read_slowly_does_not_bring_an_older_roster_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sitting(tmp_path) as service:
        genuine = service._store.sitting.lines

        def slowly() -> object:
            lines = genuine()
            service.change(RemoveCandidate(FIRST))
            return lines

        monkeypatch.setattr(service._store.sitting, "lines", slowly)
        assert FIRST not in [row.entry.passage for row in service.rows()]


def test_what_is_known_is_what_the_disk_says(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as first:
        assert first.close(10)
        service = new_service(tmp_path, clock)
        assert all(row.unread for row in service.known_rows())
        bring(service, clock, "arrived", FIRST)
        bring(service, clock, "complete", SECOND)
        passage = service.add_candidate("9", "NOUVEAU", "Né")
        known = {row.entry.passage: row for row in service.known_rows()}
        rows = {row.entry.passage: row for row in service.rows()}
        assert [known[each] for each in (FIRST, SECOND, passage)] == [
            rows[each] for each in (FIRST, SECOND, passage)
        ]
        assert service.rows() == service.known_rows()
        assert service.close(10)


async def test_a_passage_that_opens_slowly_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, go_on: Event
) -> None:
    monkeypatch.setattr(ways, "OPENING_DELAY", 0.01)
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.at_home()
            monkeypatch.setattr(service, "open", stuck(go_on, service.open))
            await juror.press("enter")
            await juror.until(lambda: ways.OPENING in juror.text(), "the word")
            go_on.set()
            await juror.until(lambda: juror.at(Step.IDENTIFICATION), "the passage")
            await juror.until(lambda: not juror.app.ways.opening, "the end of it")
            assert ways.OPENING not in juror.text()


async def test_asking_to_reopen_does_not_cut_the_making_of_the_verso_short(
    tmp_path: Path, go_on: Event
) -> None:
    begun = Event()

    def slowly(verso: Content) -> Rendered:
        begun.set()
        assert go_on.wait(30)
        return paper(verso)

    with sitting(tmp_path, state="locked_complete", renderer=slowly) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.until(begun.is_set, "the making")
            await juror.press("ctrl+y")
            await juror.until(lambda: juror.asked, "the question")
            place = juror.app.place()
            assert place is not None
            assert place.unfinished()
            await juror.press("escape")
            go_on.set()
            await juror.until(lambda: "Verso :" in juror.text(), "the verso made")


async def test_a_number_that_another_terminal_has_just_given_is_told_of(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open(SECOND)
            other = new_service(tmp_path, clock)
            desk = other.open(THIRD)
            taken = replace(desk.state.identification, candidate=Candidate("77", "A", "B"))
            desk.do(Identify(taken))
            assert desk.leave()
            juror.app.screen.query_one("#number", Input).value = "77"
            await juror.press("ctrl+n")
            await juror.until(lambda: "77 est déjà celui de A B" in juror.text(), "the warning")
            assert juror.at(Step.GATE)
            assert other.close(10)


async def test_a_folder_for_a_copy_on_a_dead_disk_can_be_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, go_on: Event
) -> None:
    from e33tui.service import rescue

    with sitting(tmp_path / "seance") as service:
        async with at_work(service) as juror:
            await juror.at_home()
            monkeypatch.setattr(rescue, "parse_target", stuck(go_on, rescue.parse_target))
            juror.app.action_copy()
            await juror.until(lambda: juror.asked, "the question")
            await juror.press("enter", "escape")
            await juror.until(lambda: not juror.asked, "the list")
            go_on.set()
            await juror.at_home()
            assert service.copy_folder is None
