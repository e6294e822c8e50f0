"""Keys that come before the screen they are for is laid out, as over a slow line."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

from e33tui.app import E33App
from e33tui.domain.clock import PartStatus
from e33tui.screens import keys_ahead
from e33tui.screens.base import PlaceScreen
from e33tui.screens.dialogs import Ask, confirm
from e33tui.screens.fields import LineInput
from e33tui.screens.giving_way import Given
from e33tui.screens.help import Help
from e33tui.screens.history import VersionSheet
from e33tui.screens.palette import Palette
from e33tui.screens.search import Search
from e33tui.service import Service
from tests.screens.support import FIRST, Juror, at_work, sitting


@pytest.mark.parametrize("key", ["pageup", "pagedown"])
async def test_moving_in_commands_not_listed_yet_does_nothing(tmp_path: Path, key: str) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+p", key, "escape", "a")
            assert juror.where == "exam"


@pytest.mark.parametrize("turns", [0, 1])
async def test_what_is_left_before_it_is_there_ends_nothing_else(
    tmp_path: Path, turns: int
) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            await juror.at_home()
            rows, sealed = service.rows(), service.look(FIRST).versions[0]
            for screen in (
                VersionSheet(service.sealed_text(FIRST, sealed), rows[0].candidate),
                Help("Aide", (("a", "b"),)),
                confirm("Une question ?"),
                Ask("Un motif", "Motif", draft="ask:test"),
                Given("Un mot"),
                Search(rows),
                Palette(),
            ):
                juror.app.push_screen(screen)
                for _ in range(turns):
                    await asyncio.sleep(0)
                screen.dismiss(None)
                await juror.pause()
            assert juror.where == "home"


def typed(juror: Juror) -> str:
    return "".join(entry.value for entry in juror.app.screen.query(LineInput))


@asynccontextmanager
async def being_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> AsyncIterator[tuple[Juror, threading.Event]]:
    """A passage that the disk takes its time to open, and what lets it go on."""
    go_on, asked = threading.Event(), threading.Event()
    open_now = Service.open

    def open_later(service: Service, passage: str) -> object:
        asked.set()
        assert go_on.wait(20)
        return open_now(service, passage)

    with sitting(path, state=state) as service:
        monkeypatch.setattr(Service, "open", open_later)
        async with at_work(service) as juror:
            await juror.press("home", "enter")
            await juror.until(asked.is_set, "the opening")
            yield juror, go_on


async def test_what_is_typed_ahead_of_a_passage_is_its_observation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with being_opened(tmp_path, monkeypatch, "interview_running") as (juror, go_on):
        await juror.press(*"prix")
        juror.app.post_message(events.Paste(" élev"))
        await juror.press("é")
        go_on.set()
        await juror.until(lambda: juror.where == "exam" and typed(juror) == "prix élevé")


async def test_a_command_given_twice_means_nothing_on_the_screen_that_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with being_opened(tmp_path, monkeypatch, "gate_open") as (juror, go_on):
        await juror.press("enter", "ctrl+n", "ctrl+n", "tab")
        go_on.set()
        await juror.until(lambda: juror.where == "exam")
        await juror.pause()
        assert juror.state.presentation.status is PartStatus.WAITING


async def test_a_letter_typed_ahead_answers_no_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with being_opened(tmp_path, monkeypatch, "interview_running") as (juror, go_on):
        await juror.press("o")
        answers: list[str | None] = []
        juror.app.push_screen(confirm("Une question ?"), answers.append)
        await juror.pilot.pause(0.1)
        assert answers == []
        await juror.press("escape")
        go_on.set()
        await juror.until(lambda: juror.where == "exam")
        assert typed(juror) == ""


async def test_a_screen_that_the_line_spoilt_is_painted_anew_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[bool] = []
    monkeypatch.setattr(E33App, "action_repaint", lambda app: painted.append(app.ways.opening))
    async with being_opened(tmp_path, monkeypatch, "interview_running") as (juror, go_on):
        await juror.press("ctrl+l")
        assert painted == [True]
        go_on.set()
        await juror.until(lambda: juror.where == "exam")


async def test_hiding_the_screen_waits_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with being_opened(tmp_path, monkeypatch, "interview_running") as (juror, go_on):
        await juror.press("v", "ctrl+o")
        assert juror.app.blanked
        go_on.set()
        await juror.until(lambda: juror.app.desk is not None)
        await juror.press("x", "ctrl+o")
        await juror.until(lambda: juror.where == "exam" and typed(juror) == "v")


async def test_what_comes_once_the_last_screen_is_gone_is_for_nobody(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            app = juror.app
            shown, app._screen_stack[:] = list(app._screen_stack), []
            try:
                for late in (events.Key("a", "a"), events.Key("enter", "\r"), events.Paste("a")):
                    await app.on_event(late)
            finally:
                app._screen_stack[:] = shown
            assert juror.where == "home"


async def test_what_is_typed_while_the_rest_is_handed_over_comes_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with being_opened(tmp_path, monkeypatch, "interview_running") as (juror, go_on):
        await juror.type("vu")
        hand_over, late = juror.app.hand_over, iter("!")

        def with_one_more(event: events.Key | events.Paste) -> None:
            for sign in late:
                juror.app.post_message(events.Key("exclamation_mark", sign))
            hand_over(event)

        monkeypatch.setattr(juror.app, "hand_over", with_one_more)
        go_on.set()
        await juror.until(lambda: juror.where == "exam" and len(typed(juror)) == 3)
        assert typed(juror) == "vu!"


async def test_what_was_handed_over_and_got_lost_keeps_no_key_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys_ahead, "PATIENCE", 0.05)
    async with being_opened(tmp_path, monkeypatch, "interview_running") as (juror, go_on):
        await juror.type("v")
        monkeypatch.setattr(juror.app, "hand_over", lambda event: monkeypatch.undo())
        go_on.set()
        await juror.until(lambda: juror.where == "exam")
        await juror.type("u")
        await juror.until(lambda: typed(juror) == "u")


async def test_a_screen_takes_keys_once_its_line_has_the_focus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    focused, settle = [], PlaceScreen._settle

    def look(screen: PlaceScreen) -> None:
        focused.append(screen.focused)
        settle(screen)

    monkeypatch.setattr(PlaceScreen, "_settle", look)
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            assert isinstance(focused[-1], LineInput)
            screen = juror.app.place()
            assert screen is not None
            screen._settled = False
            await juror.type("v")
            assert typed(juror) == ""
            screen._settled = True
            await juror.until(lambda: typed(juror) == "v")
