"""Whatever happens, the terminal shows what the stock driver's own writing would have shown.

Frames come from the framework's own updates. Between them the line stalls and takes parts, the
terminal is resized, spoilt, stopped and taken again. A terminal emulator is the judge; where wide
and combining characters stand, tmux is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from e33tui.terminal import sequences
from e33tui.terminal.paint import Painter
from e33tui.terminal.screen import Picture
from tests.terminal.beside import beside, beside_in, check, check_in_tmux
from tests.terminal.frames import NARROW, WIDE, nothing, whole, whole_frames
from tests.terminal.story import LARGE, SIZES, Story
from tests.terminal.tmux_judge import Server, server

HIDING = len(sequences.HIDE_CURSOR)
PARTS = pytest.mark.parametrize("part", range(10))
"""The long forms in parts, each with other stories: all of one take longer than a test may."""


def tell_many(
    story: Callable[[st.DataObject], Coroutine[Any, Any, None]], count: int, part: int
) -> None:
    """Tell that many stories of a part.

    Raises:
        AssertionError: the terminal shows something else.
    """

    @seed(part)
    @given(st.data())
    @settings(max_examples=count, deadline=None)
    def tell(data: st.DataObject) -> None:
        asyncio.run(story(data))

    tell()


async def told(data: st.DataObject) -> None:
    with beside(*data.draw(SIZES)) as pair:
        Story(data, pair, check, NARROW).tell()


@given(st.data())
@settings(max_examples=10, deadline=None)
def test_any_story_ends_as_the_stock_driver_shows_it(data: st.DataObject) -> None:
    asyncio.run(told(data))


@pytest.mark.campaign
@PARTS
def test_many_stories(part: int) -> None:
    tell_many(told, 500, part)


async def screened(data: st.DataObject) -> None:
    with beside(*LARGE) as pair:
        Story(data, pair, check, NARROW).screen()


@given(st.data())
@settings(max_examples=10, deadline=None)
def test_a_few_cells_at_a_time_are_as_the_stock_driver_shows_them(data: st.DataObject) -> None:
    asyncio.run(screened(data))


@pytest.mark.campaign
@PARTS
def test_many_changes_of_a_few_cells(part: int) -> None:
    tell_many(screened, 300, part)


async def told_in_tmux(data: st.DataObject, judge: Server) -> None:
    with beside_in(judge, *data.draw(SIZES)) as pair:
        Story(data, pair, check_in_tmux, WIDE).tell()


def stories_in_tmux(folder: Path, count: int, part: int = 0) -> None:
    """Tell stories of wide and combining characters to tmux.

    Raises:
        AssertionError: it shows them differently.
    """

    @seed(part)
    @given(st.data())
    @settings(max_examples=count, deadline=None, phases=[Phase.generate])
    def tell(data: st.DataObject) -> None:
        asyncio.run(told_in_tmux(data, judge))

    with server(folder) as judge:
        tell()


def test_wide_and_combining_characters_stand_as_tmux_has_them(tmp_path: Path) -> None:
    stories_in_tmux(tmp_path, 4)


@pytest.mark.campaign
@PARTS
def test_many_stories_of_wide_characters(tmp_path: Path, part: int) -> None:
    stories_in_tmux(tmp_path, 150, part)


@given(st.data())
@settings(max_examples=10, deadline=None)
def test_no_change_takes_more_than_painting_anew(data: st.DataObject) -> None:
    """So a terminal that reads again gets one picture's bytes, whatever it has missed."""
    size = data.draw(SIZES)
    before, after = (
        data.draw(whole_frames(size, (0, 0)) | st.just(whole(nothing(size), (0, 0))))
        for _ in range(2)
    )
    picture, painter = Picture(*size), Painter()
    picture.draw(before)
    painter.paint(picture.grid, picture.take_changed(), (0, 0))
    picture.draw(after)
    anew = Painter().paint(picture.grid, list(range(size[1])), (0, 0))
    assert len(painter.paint(picture.grid, picture.take_changed(), (0, 0))) <= len(anew) + HIDING
