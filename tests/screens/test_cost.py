"""What a key and a second cost: the screen is laid out anew only where something changes its size."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from textual.content import Content
from textual.events import ScreenResume
from textual.screen import Screen
from textual.widgets import Static

from e33tui.domain.clock import Instant
from e33tui.domain.passage import Passage
from e33tui.domain.remark import PartId
from e33tui.look import Look
from e33tui.screens import clock_view
from e33tui.screens.base import PlaceScreen, put, put_as_high
from tests.screens.seen import at_terminal
from tests.screens.support import at_work, go_to_stage, sitting
from tests.support.domain import FakeClock


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each time that a screen is laid out."""
    found: list[object] = []
    lay_out = Screen._refresh_layout

    def counted(screen: Screen[object], *arguments: Any, **named: Any) -> None:
        found.append(screen)
        lay_out(screen, *arguments, **named)

    monkeypatch.setattr(Screen, "_refresh_layout", counted)
    return found


async def test_a_letter_and_a_second_lay_nothing_out(tmp_path: Path, layouts: list[object]) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("a")
            layouts.clear()
            await juror.type("bcd")
            assert "abcd" in juror.text()
            shown = juror.lines()[1]
            clock.advance(1)
            screen = juror.app.place()
            assert screen is not None
            screen.tick()
            await juror.pause()
            assert juror.lines()[1] != shown
            assert layouts == []
            await juror.press("enter")
            assert layouts


async def test_going_down_the_list_lays_out_only_what_takes_more_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[bool] = []
    update = Static.update

    def noted(widget: Static, content: Content, *, layout: bool = True) -> None:
        if widget.id == "chosen":
            laid_out.append(layout)
        update(widget, content, layout=layout)

    with sitting(tmp_path) as service:
        async with at_work(service, size=(60, 20)) as juror:
            await juror.press("home", "down")
            monkeypatch.setattr(Static, "update", noted)
            await juror.press("down")
            assert laid_out == [False]
            screen = juror.app.place()
            assert screen is not None
            line = screen.query_one("#chosen", Static)
            put_as_high(line, Content(f"Début {'mot ' * 20}fin"))
            await juror.pause()
            assert laid_out == [False, True]
            assert line.size.height == 2
            assert "fin" in juror.text()


@pytest.mark.parametrize("plain", [False, True])
async def test_a_second_puts_the_clock_into_words_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain: bool
) -> None:
    worded: list[PartId] = []
    forms = clock_view.clock_forms

    def counted(state: Passage, part: PartId, now: Instant) -> tuple[str, ...]:
        worded.append(part)
        return forms(state, part, now)

    monkeypatch.setattr("e33tui.screens.part_screen.clock_forms", counted)
    with sitting(tmp_path, state="interview_running") as service:
        async with at_terminal(service, look=Look(plain=plain)) as juror:
            await juror.open()
            screen = juror.app.place()
            assert screen is not None
            worded.clear()
            screen.show_title()
            assert worded == [PartId.INTERVIEW]


async def test_an_observation_draws_again_only_what_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str | None] = []
    update = Static.update

    def noted(widget: Static, *arguments: Any, **named: Any) -> None:
        drawn.append(widget.id)
        update(widget, *arguments, **named)

    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            for text in ("une", "deux", "trois"):
                await juror.type(text)
                await juror.press("enter")
            await juror.type("quatre")
            monkeypatch.setattr(Static, "update", noted)
            await juror.press("enter")
            assert "quatre" in juror.text()
            assert "detail" in drawn
            # The list tells how many there are.
            assert not {"head", "notice", "prompt", "title"} & set(drawn)


def test_what_changes_only_its_style_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    updates: list[Content] = []
    widget = Static(Content("03:00"))
    monkeypatch.setattr(widget, "update", lambda content, *, layout: updates.append(content))
    put(widget, Content("03:00"))
    assert updates == []
    put(widget, Content.styled("03:00", "bold"))
    put(widget, Content("02:59"))
    assert [each.plain for each in updates] == ["03:00", "02:59"]


async def test_a_screen_that_is_gone_keeps_no_memory(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            rendered = [ref(widget._styles_cache) for widget in juror.app.screen.query("*")]
            assert any(each() for each in rendered)
            await juror.press("ctrl+f")
            await juror.until(lambda: juror.where == "home", "the list")

            def is_gone() -> bool:
                juror.app.memory.look()
                return not any(each() for each in rendered)

            await juror.until(is_gone, "the memory of the screen")


async def test_a_screen_is_styled_once_as_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    styled: list[object] = []
    update = Screen.update_node_styles

    def noted(screen: Screen[object], *arguments: Any, **named: Any) -> None:
        styled.append(screen)
        update(screen, *arguments, **named)

    monkeypatch.setattr(Screen, "update_node_styles", noted)
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            styled.clear()
            await juror.open()
            await juror.press("ctrl+g")
            assert not {juror.app.place(), juror.app.screen} & set(styled)
            # What stood below may have missed a change.
            other = juror.app.place()
            assert other is not None
            other.post_message(ScreenResume())
            await juror.pause()
            assert other in styled


@pytest.mark.parametrize("stage", ["home", "verso"])
async def test_a_screen_that_comes_back_is_drawn_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    drawn: list[str] = []
    draw = PlaceScreen.refresh_all

    def noted(screen: PlaceScreen) -> None:
        drawn.append(str(screen.PLACE))
        draw(screen)

    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            if stage != "home":
                await go_to_stage(juror, stage)
            await juror.press("ctrl+g")
            monkeypatch.setattr(PlaceScreen, "refresh_all", noted)
            juror.app.pop_screen()
            await juror.pause()
            assert drawn == [stage]
