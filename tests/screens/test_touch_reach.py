"""Under a finger nothing is out of reach, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets.option_list import Option

from e33tui.domain.passage import Step
from e33tui.look import DEFAULT, Look, use
from e33tui.screens.fields import Choice, PickList
from e33tui.screens.profile import ProfileScreen
from e33tui.screens.touch_bar import TALL, page_rows
from e33tui.screens.touch_board import Board
from e33tui.screens.touch_more import Pick
from e33tui.screens.touch_pads import Pad, draw, place
from tests.screens.support import sitting
from tests.screens.touching import at_tablet


async def test_a_candidate_under_a_long_notice_is_a_page_away(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        for number in range(2):
            service.add_candidate(f"12345{number}0", f"NOM{number}", "Prénom")
        async with at_tablet(service) as finger:
            last = f"roster:{finger.app.screen.query_one(PickList).option_count - 1}"
            assert finger.has(last)
            finger.app.notice("! Une phrase de refus qui n’en finit pas, " * 5)
            await finger.until(lambda: finger.has("page-down"), "a way to the rest")
            assert not finger.has(last)
            await finger.tap("page-down")
            assert finger.has(last)


async def test_what_a_tablets_keyboard_covers_of_a_list_is_a_page_away(tmp_path: Path) -> None:
    """Over a screen too, where the bar below the list stays as large as it was."""
    with sitting(tmp_path) as service:
        async with at_tablet(service, (60, 60)) as finger:
            listed = Pick("Critères", [(str(n), f"{n} Critère", "degré") for n in range(12)])
            finger.app.push_screen(listed)
            await finger.until(lambda: finger.has("give-up"), "its targets")
            assert finger.has("answers:11")
            assert not finger.has("page-down")
            await finger.resize(60, 24)
            await finger.until(lambda: finger.has("page-down"), "a way to the rest")
            await finger.tap("page-down", "page-down")
            assert finger.has("answers:11")
            await finger.resize(60, 60)
            await finger.until(lambda: not finger.has("page-down"), "the bar as it was")


async def test_two_quick_taps_change_a_choice_once(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_tablet(service) as finger:
            await finger.open()
            choice = finger.app.screen.query(Choice).first()
            assert len(choice.options) > 1
            before, region = choice.index, finger.target(choice.id or "").region
            for point in (region.bottom_right - (2, 2), choice.region.offset + (1, 0)):
                finger.rest()
                await finger.touch(point)
                await finger.touch(point)
                before = (before + 1) % len(choice.options)
                assert choice.index == before


@pytest.mark.parametrize(("height", "rows"), [(30, 25), (15, 10), (7, 5), (3, 2), (1, 1)])
def test_a_page_shows_a_part_of_the_one_before_again(height: int, rows: int) -> None:
    assert page_rows(height) == rows


# -- The plain mode --------------------------------------------------------------------------------


@pytest.fixture
def plain() -> Iterator[None]:
    use(Look(plain=True, touch=True))
    yield
    use(DEFAULT)


def told(*pads: Pad, width: int) -> list[str]:
    return draw(place([pads], width)).plain.split("\n")


@pytest.mark.usefixtures("plain")
def test_without_reverse_video_targets_have_written_edges() -> None:
    words = ("annuler", "degrés", "écran neutre")
    blocks = [Pad(word, (word,), lambda: None, 8, solid=True) for word in words]
    assert told(*blocks, width=24) == [
        "                [écran ]",
        "[annuler[degrés][neutre]",
        " " * 24,
    ]
    question = Pad("?", ("? question",), lambda: None, 10, chosen=True)
    assert told(Pad("+", ("+",), lambda: None, 8), question, width=18) == [
        "        >?        ",
        "[+ ]     question ",
        "         (choisi) ",
    ]
    level = Pad("level-1", ("Ne propose rien",), lambda: None, lead=" 1 Novice : ", chosen=True)
    assert told(level, width=40)[0] == "> 1 Novice : Ne propose rien (choisi) ] "
    assert told(level, width=30)[:2] == [
        "> 1 Novice : Ne propose rien  ",
        " (choisi) ]                   ",
    ]


@pytest.mark.usefixtures("plain")
def test_without_reverse_video_a_line_of_a_list_has_written_edges() -> None:
    listed = PickList(Option("Un"), Option("Deux\nmots"), name="answers")
    listed.highlighted = 1
    shown = [listed._get_visual(option) for option in listed.options]
    assert [one.plain.split("\n") for one in shown if isinstance(one, Content)] == [
        [" ", "[Un", " "],
        [">Deux", " mots", " "],
    ]


# -- The grid --------------------------------------------------------------------------------------


async def test_from_the_note_a_finger_goes_to_the_ends_of_the_grid_and_the_note_is_taken(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="profile_partly") as service:
        async with at_tablet(service, (60, TALL - 1)) as finger:
            await finger.open()
            grid, bar = finger.app.screen, finger.app.screen.query_one("#bar", Board)
            assert isinstance(grid, ProfileScreen)
            assert len({one.region.y for one in bar.placed}) == 1
            assert grid.place
            await finger.tap("note")
            await finger.type("12")
            await finger.tap("after")
            assert (finger.state.note, grid.place, grid.note_has_focus) == (24, 0, False)
            await finger.tap("note", "before")
            assert (grid.place, grid.note_has_focus) == (len(grid.criteria) - 1, False)
            await finger.resize(60, TALL)
            assert len({one.region.y for one in bar.placed}) == 2


async def test_a_cross_that_is_sealed_has_no_target_to_take_it_off(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_tablet(service, (60, 40)) as finger:
            await finger.open()
            finger.app.ways.go_to(Step.PROFILE)
            await finger.until(lambda: finger.step is Step.PROFILE, "the grid")
            assert finger.has("level-1")
            assert not finger.has("clear-level")
