"""The touch layout: every action has a target of three rows by eight columns, on every screen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widgets import Input

import e33tui
from e33tui.actions import Action, actions_at
from e33tui.domain.commands import AddRemark, RecordIncident
from e33tui.domain.incident import IncidentKind
from e33tui.domain.passage import Presence, Step
from e33tui.domain.remark import Mark
from e33tui.look import look
from e33tui.screens.base import PlaceScreen
from e33tui.screens.dialogs import Ask, Menu, confirm
from e33tui.screens.exam import ExamScreen
from e33tui.screens.fields import PickList
from e33tui.screens.giving_way import Given
from e33tui.screens.help import Help
from e33tui.screens.members import Deciding
from e33tui.screens.touch_bar import PRIMARY
from e33tui.screens.touch_board import Board
from e33tui.screens.touch_more import Pick
from tests.screens.support import sitting
from tests.screens.touching import LEAST, Finger, at_tablet, boards, targets
from tests.support.domain import commission, rubric

DAY = {
    "home": "",
    "candidate": "a",
    "setup": "s",
    "import": "i",
    "closing": "c",
    "harmonisation": "h",
    "papers": "p",
}
"""The screens beside the walk, each with the key that leads there from the list."""
SIZES = ((60, 24), (80, 24))
ALL_SIZES = (*SIZES, (60, 40), (100, 40), (61, 25), (79, 30), (200, 60))
WALKS = {
    "": (),
    "interview_running": (Step.INTERVIEW, Step.PRESENTATION),
    "complete": (
        Step.IDENTIFICATION,
        Step.GATE,
        Step.CANDIDATE_OUT,
        Step.PROFILE,
        Step.APPRAISAL,
        Step.LOCK,
    ),
    "locked_complete": (Step.VERSO,),
}
"""States of a passage, and the screens that are looked at in each."""


def first_and_others(names: Iterable[str], *first: str) -> list[Any]:
    """What the suite looks at, and what `make campaign` does besides."""
    others = [pytest.param(n, marks=pytest.mark.campaign) for n in names if n not in first]
    return [*first, *others]


async def each_screen(finger: Finger, state: str) -> AsyncIterator[PlaceScreen]:
    """Go from screen to screen."""
    app = finger.app
    if not state:
        for place, key in DAY.items():
            await finger.press(*key)
            await finger.until(lambda place=place: finger.where == place, place)  # type: ignore[misc]
            yield here(finger)
            app.ways.go_home()
            await finger.at_home()
        return
    await finger.open()
    for step in WALKS[state]:
        app.ways.go_to(step)
        await finger.until(lambda step=step: finger.step is step, step)  # type: ignore[misc]
        yield here(finger)
    if Step.VERSO in WALKS[state]:
        await finger.press("ctrl+t")
        await finger.until(lambda: finger.where == "history", "the history")
        yield here(finger)


def here(finger: Finger) -> PlaceScreen:
    screen = finger.app.place()
    assert screen is not None
    return screen


def check_targets(finger: Finger) -> None:
    """Each is large enough, wholly on the screen, and on no other."""
    found = targets(finger.app.screen)
    whole = Region(0, 0, *finger.app.size)
    for one in found:
        assert one.region.width >= LEAST[0], one
        assert one.region.height >= LEAST[1], one
        assert whole.contains_region(one.region), one
    for n, one in enumerate(found):
        for other in found[n + 1 :]:
            assert not one.region.overlaps(other.region), (one, other)


def check_words(finger: Finger) -> None:
    """What every target says is on the screen, whole."""
    for board in finger.app.screen.query(Board):
        for one in board.placed if board.is_on_screen else ():
            shown = " ".join(" ".join(one.pad.rows(one.region.width)).split())
            said = [f"{one.pad.lead}{words}" for words in one.pad.words]
            assert shown in [" ".join(words.split()) for words in said], one


@pytest.mark.parametrize("state", WALKS)
async def test_every_screen(tmp_path: Path, state: str) -> None:
    with sitting(tmp_path, state=state) as service:
        async with at_tablet(service, SIZES[0]) as finger:
            async for screen in each_screen(finger, state):
                # Both where a clock runs; elsewhere the narrower, with the least room.
                for size in SIZES if state == "interview_running" else ():
                    await finger.resize(*size)
                    check_screen(finger, screen)
                check_screen(finger, screen)
                check_bar(screen)


@pytest.mark.campaign
@pytest.mark.parametrize("size", ALL_SIZES)
@pytest.mark.parametrize("state", WALKS)
async def test_every_screen_at_every_size(
    tmp_path: Path, state: str, size: tuple[int, int]
) -> None:
    """A test a size: all of them together took longer than a test may on a busy machine."""
    with sitting(tmp_path, state=state) as service:
        async with at_tablet(service) as finger:
            async for screen in each_screen(finger, state):
                # Another size first, so that the screen comes to this one while it is shown.
                for shown in (ALL_SIZES[ALL_SIZES.index(size) - 1], size):
                    await finger.resize(*shown)
                check_screen(finger, screen)
                await check_commands(finger, screen)


def check_screen(finger: Finger, screen: PlaceScreen) -> None:
    check_targets(finger)
    check_words(finger)
    assert finger.lines()[0].startswith(" E33 ")
    names = {one.name for one in targets(screen)}
    primary = {action.id for action in allowed(screen)} & set(PRIMARY)
    assert {"blank", "more", *primary} <= names
    places = places_in(screen)
    width = finger.app.size.width
    assert all(x == 0 for name, x in places.items() if name in PRIMARY)
    assert [places["blank"], places["more"]] == [width - 16, width - 8]
    assert places.get("undo") in (None, 14 if width >= 80 else 12)


def places_in(screen: PlaceScreen) -> dict[str, int]:
    """The columns at which the targets of the bar begin, by their names."""
    placed = screen.query_one("#bar", Board).placed
    return {one.pad.name: one.region.x for one in placed if one.pad.name}


def allowed(screen: PlaceScreen) -> list[Action]:
    """What the action table allows now."""
    return [
        action
        for action in actions_at(screen.PLACE)
        if action.id != "command_palette" and screen.check_action(action.id, ())
    ]


@pytest.mark.parametrize(
    "size",
    [(60, 24), *(pytest.param(size, marks=pytest.mark.campaign) for size in ALL_SIZES)],
)
async def test_the_proces_verbal_has_a_target_for_each_of_its_keys(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service, size) as finger:
            await finger.open()
            finger.desk.do(RecordIncident("Un téléphone", IncidentKind.FRAUD))
            await finger.press("ctrl+d", "p")
            await finger.until(lambda: finger.where == "fraud", "the procès-verbal")
            await finger.tap("editor")
            await finger.type("Je l’ai vu.")
            await finger.tap("next_text")
            screen = here(finger)
            check_screen(finger, screen)
            check_bar(screen)
            await check_commands(finger, screen, every=5)
            assert finger.state.fraud.statements[0].text == "Je l’ai vu."
            await finger.tap("next")
            assert finger.at(Step.INTERVIEW)


@contextmanager
def recorded(screen: PlaceScreen) -> Iterator[list[str]]:
    """Have the screen's actions only tell that they were called."""
    called: list[str] = []
    changed: list[tuple[object, str]] = []
    for action in actions_at(screen.PLACE):
        if action.id != "command_palette":
            name = f"action_{action.id}"
            owner: object = screen if hasattr(screen, name) else screen.app
            setattr(owner, name, partial(called.append, action.id))
            changed.append((owner, name))
    try:
        yield called
    finally:
        for owner, name in changed:
            delattr(owner, name)


def check_bar(screen: PlaceScreen) -> None:
    """A target of the bar does what the action's key does; the first is what the screen is for."""
    bar = screen.query_one("#bar", Board)
    ids = {action.id for action in allowed(screen)}
    pads = [one.pad for one in bar.placed if one.pad.name in ids]
    with recorded(screen) as called:
        for pad in pads:
            pad.press()
    assert called == [pad.name for pad in pads]
    first = bar.placed[0]
    assert first.pad.name in PRIMARY or not ids & set(PRIMARY)
    assert first.region.width >= 12


async def check_commands(finger: Finger, screen: PlaceScreen, *, every: int = 1) -> None:
    """Behind « plus… » is every action, each a line of three rows that does it."""
    wanted = [action.id for action in allowed(screen)]
    with recorded(screen) as called:
        for place, name in [*enumerate(wanted)][::-every]:
            await finger.tap("more")
            assert isinstance(finger.app.screen, Pick)
            # The bar below takes its rows from the list once that is laid out.
            await finger.until(lambda: reaches(finger, len(wanted) - 1), "a way to all of them")
            check_targets(finger)
            assert finger.app.screen.query_one(PickList).option_count == len(wanted)
            for _ in range(place):
                if not finger.has(f"answers:{place}"):
                    await finger.tap("page-down")
            await finger.tap(f"answers:{place}")
            assert called.pop() == name


def reaches(finger: Finger, place: int) -> bool:
    """Tell whether the bar of a list is there, and a line is shown or some pages away."""
    found = {one.name for one in targets(finger.app.screen)}
    return "give-up" in found and bool(found & {"page-down", f"answers:{place}"})


async def test_every_command_stands_behind_more(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await check_commands(finger, here(finger), every=5)
            with recorded(here(finger)) as called:
                await finger.press("ctrl+p", *"aide", "enter")
                assert isinstance(finger.app.screen, Pick)
                await finger.press("down", "enter")
                assert called == ["next"]


def sheets() -> dict[str, Callable[[], Screen[Any]]]:
    """What can stand over a screen."""
    many = tuple((str(n), str(n), f"Une réponse, la {n}e") for n in range(1, 10))
    members = commission().members
    return {
        "confirm": lambda: confirm("Quitter e33tui ?", "Un oral est en cours."),
        "menu": lambda: Menu("Horloge", many, "Une phrase qui explique.\n" * 4),
        "ask": lambda: Ask("Incident", "Incident", "L’horloge continue.", draft="ask:incident"),
        "deciding": lambda: Deciding("Qui décide la rectification ?", members, "Chaque membre."),
        "given": lambda: Given("Un autre terminal demande ce passage."),
        "help": lambda: Help("Touches", tuple((f"^{n}", "Une phrase.") for n in range(40))),
        "pick": lambda: Pick("Critères", [(str(n), f"{n} Critère", "degré") for n in range(12)]),
    }


@pytest.mark.parametrize("name", first_and_others(sheets(), "menu", "ask"))
async def test_what_stands_over_a_screen_has_its_targets(tmp_path: Path, name: str) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            place = finger.app.screen
            finger.app.push_screen(sheets()[name]())
            await finger.pause()
            await finger.until(lambda: bool(boards(finger.app.screen)), "its targets")
            check_targets(finger)
            check_words(finger)
            found = {one.name for one in targets(finger.app.screen)}
            assert "blank" in found
            assert "2nd temps" in finger.lines()[1] or name == "help"
            if name in ("menu", "help", "pick"):
                assert {"page-up", "page-down"} <= found
            await finger.tap("blank", "reveal")
            check_targets(finger)
            await finger.tap("close" if name in ("given", "help") else "give-up")
            assert finger.app.screen is place


async def test_members_decide_by_their_own_lines(tmp_path: Path) -> None:
    answers: list[str | None] = []
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            deciding = Deciding("Qui décide ?", commission().members)
            finger.app.push_screen(deciding, answers.append)
            await finger.pause()
            await finger.tap("members:0", "members:1", "members:0", "next")
            assert answers == ["2"]


# -- Taps ---------------------------------------------------------------------------------------


async def test_a_press_that_slides_off_is_no_tap(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            pause, blank = (middle(finger, name) for name in ("pause", "blank"))
            await finger.touch(pause, release=blank)
            assert isinstance(finger.app.screen, PlaceScreen)
            await finger.touch(blank, release=pause)
            finger.rest()
            assert finger.state.running is not None
            await finger.touch(pause, release=pause)
            assert finger.state.running is None


async def test_a_press_that_slides_to_another_line_chooses_none(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_tablet(service) as finger:
            first, third = middle(finger, "roster:0"), middle(finger, "roster:2")
            await finger.touch(first, release=third)
            finger.rest()
            assert finger.app.screen.query_one(PickList).highlighted == 0
            await finger.touch(third, release=third)
            assert finger.app.screen.query_one(PickList).highlighted == 2


def middle(finger: Finger, name: str) -> Offset:
    region = finger.target(name).region
    return Offset(region.x + region.width // 2, region.y + region.height // 2)


async def test_motion_and_other_buttons_do_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            point = middle(finger, "pause") + (1, 1)
            for sent in ("<35;{};{}M", "<32;{};{}M", "<2;{};{}M", "<2;{};{}m", "<0;{};{}m"):
                await finger.send(f"\x1b[{sent.format(point.x, point.y)}")
            assert finger.state.running is not None


async def test_a_line_is_chosen_first_and_opened_by_another_tap(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_tablet(service) as finger:
            point = middle(finger, "roster:1")
            await finger.touch(point)
            await finger.touch(point)
            assert finger.where == "home"
            finger.rest()
            await finger.touch(point)
            await finger.until(lambda: finger.where == "identification")
            assert finger.state.identification.candidate.surname == "N’GUYEN-BAÏLE"


async def test_two_quick_taps_place_one_level_and_start_one_clock(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await finger.press("ctrl+n")
            await finger.until(lambda: finger.where == "exam")
            point = middle(finger, "next")
            finger.rest()
            await finger.touch(point)
            await finger.touch(point + (1, 0))
            assert finger.state.running is not None
            assert not finger.asked
            await finger.tap("levels")
            point = middle(finger, "level-3")
            finger.rest()
            await finger.touch(point)
            await finger.touch(point + (1, 0))
            assert finger.state.levels == {"c1": 3}
            finger.rest()
            await finger.touch(point)
            assert finger.state.levels == {"c1": 3, "c2": 3}


async def test_a_second_tap_on_undo_does_nothing_else(tmp_path: Path) -> None:
    with sitting(tmp_path, state="arrived") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            point = middle(finger, "undo")
            before = places_in(here(finger))
            await finger.tap("undo")
            await finger.until(lambda: finger.step is Step.IDENTIFICATION, "where it was done")
            assert finger.state.presence is Presence.EXPECTED
            # Another finger's breadth aside, so that it is no double tap.
            await finger.touch(point + (1, 0))
            assert finger.state.presence is Presence.EXPECTED
            # A target is taken once somebody can have seen what stands there.
            await finger.touch(middle(finger, "next"))
            assert finger.step is Step.IDENTIFICATION
            after = places_in(here(finger))
            assert after.get("undo", before["undo"]) == before["undo"]
            assert [n for n, x in after.items() if x == before["undo"]] in ([], ["undo"])
            finger.rest()
            await finger.touch(middle(finger, "next"))
            await finger.until(lambda: finger.step is Step.GATE, "the next step")


async def test_no_target_of_the_bar_moves_with_the_state(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            exam = here(finger)
            entry = finger.target("enter").region
            await finger.type("? pourquoi")
            await finger.tap("enter")
            assert finger.target("enter").region == entry
            before = places_in(exam)
            await finger.tap("levels", "level-2", "before")
            assert "1: 2 • " in finger.text()
            await finger.tap("pause")
            check_kept(before, places_in(exam))


async def test_the_last_cross_leaves_the_bar_as_it_was(tmp_path: Path) -> None:
    with sitting(tmp_path, state="complete") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            finger.app.ways.go_to(Step.PROFILE)
            await finger.until(lambda: finger.step is Step.PROFILE, "the grid")
            await finger.tap("criteria-all", "page-down", "page-down", "answers:9")
            before = places_in(here(finger))
            await finger.tap("level-2")
            assert finger.app.screen.query_one("#note").has_focus
            check_kept(before, places_in(here(finger)))


def check_kept(before: dict[str, int], after: dict[str, int]) -> None:
    """What the bar still has stands where it did, and nothing has the place of anything else."""
    kept = {name: x for name, x in after.items() if name in before}
    assert kept == {name: before[name] for name in kept}
    assert {"next", "undo", "blank", "more"} <= kept.keys()
    assert not {x for name, x in after.items() if name not in before} & set(kept.values())


async def test_a_level_takes_what_is_being_typed_and_moves_on(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await finger.type("enquête")
            await finger.tap("levels", "level-2", "level-3")
            assert finger.state.levels == {"c1": 2, "c2": 3}
            remark = finger.state.remarks[-1]
            assert (remark.text, remark.criterion) == ("enquête", "c1")


async def test_observations_are_turned_by_a_touch_and_come_round(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            for n in range(4):
                finger.desk.do(AddRemark(f"la {n}e", Mark.NEUTRAL, "c1"))
            await finger.tap("levels")
            assert "touchez ici" in finger.text()
            assert "la 0e" not in finger.text()
            seen = ""
            for _ in range(4):
                finger.rest()
                await finger.touch(Offset(20, 6))
                seen += finger.text()
            assert all(f"la {n}e" in seen for n in range(4))


async def test_a_question_is_answered_once(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await finger.tap("next")
            assert isinstance(finger.app.screen, Menu)
            check_targets(finger)
            point = middle(finger, "answers:1")
            await finger.touch(point)
            assert finger.asked
            finger.rest()
            await finger.touch(point)
            await finger.touch(point)
            assert finger.where == "candidate_out"
            assert not finger.asked


async def test_relances_are_a_tap_away_and_give_way_to_a_question(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await finger.type("? quel budget")
            await finger.tap("enter", "prompts")
            await finger.until(lambda: "Relances" in finger.text(), "the panel")
            check_targets(finger)
            await finger.tap("questions", "answers:1")
            assert "Relances" not in finger.text()
            assert "quel budget" in finger.text()
            # The last question; after it comes the first criterion.
            await finger.tap("prompts", "after")
            assert "Relances" in finger.text()
            await finger.tap("before")
            assert "Relances" not in finger.text()


async def test_observations_are_left_and_deleted_by_the_bar(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await finger.app.screen.run_action("screen.observations")
            await finger.until(lambda: finger.has("remove_remark"), "the observations")
            check_targets(finger)
            before = len(finger.state.remarks)
            await finger.tap("remove_remark")
            assert len(finger.state.remarks) == before - 1
            await finger.tap("undo")
            assert len(finger.state.remarks) == before
            await finger.tap("back")
            assert finger.where == "exam"


async def test_a_tap_leaves_the_text_its_focus(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await finger.type("coût")
            await finger.tap("pause", "mark-?", "after")
            await finger.type(" réel")
            await finger.tap("enter")
            remark = finger.state.remarks[-1]
            assert (remark.text, remark.mark.value, remark.criterion) == ("coût réel", "?", "c2")
            await finger.type("autre")
            assert finger.app.screen.query_one(Input).value == "autre"


async def test_a_mark_is_changed_and_taken_away(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            entry = finger.app.screen.query_one(Input)
            for names, value in (
                (["mark-+"], "+ "),
                (["mark--"], "- "),
                (["mark--"], ""),
                (["mark-?"], "? "),
            ):
                await finger.tap(*names)
                assert entry.value == value


async def test_a_question_is_asked_and_given_up(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await finger.press("ctrl+d", "a")
            assert isinstance(finger.app.screen, Ask)
            check_targets(finger)
            await finger.type("alarme")
            await finger.tap("blank")
            await finger.tap("reveal")
            await finger.tap("answer", "enter")
            assert [one.text for one in finger.state.incidents] == ["alarme"]
            await finger.press("ctrl+d")
            await finger.tap("give-up")
            assert not finger.asked


async def test_help_is_read_page_by_page_and_closed(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await finger.press("ctrl+g")
            check_targets(finger)
            assert "« enregistrer » note la réponse ; « question posée »" in finger.text()
            before = finger.lines()
            await finger.tap("page-down")
            assert finger.lines() != before
            await finger.tap("page-up", "close")
            assert isinstance(finger.app.screen, PlaceScreen)


async def test_the_neutral_screen_comes_back_by_its_target_alone(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            screen = finger.app.screen
            await finger.tap("blank")
            await finger.touch(Offset(30, 10))
            assert finger.app.screen is not screen
            check_targets(finger)
            await finger.tap("reveal")
            assert finger.app.screen is screen


async def test_a_list_is_scrolled_by_pages_and_by_the_wheel(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            await finger.tap("criteria-all")
            assert not finger.has("answers:9")
            await finger.tap("page-down", "page-down")
            assert finger.has("answers:9")
            await finger.send("\x1b[<64;10;10M" * 12)
            assert finger.has("answers:0")
            await finger.tap("answers:2")
            screen = finger.app.screen
            assert isinstance(screen, ExamScreen)
            assert screen.criterion.id == "c3"
            assert "3 Action proposée" in finger.text()


@pytest.mark.parametrize("names", [["criterion-c4"], ["levels", "level-2", "criterion-c1"]])
async def test_what_is_chosen_stands_out(tmp_path: Path, names: list[str]) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service, (80, 24)) as finger:
            await finger.open()
            await finger.tap(*names)
            wanted = {names[-1], *(name for name in names if name.startswith("level-"))}
            shown = targets(finger.app.screen)
            choices = [one for one in shown if one.name.startswith(("criterion-", "level-"))]
            assert {one.name for one in choices if is_reversed(finger, one.region)} == wanted


def is_reversed(finger: Finger, region: Region) -> bool:
    strip = finger.app.screen._compositor.render_strips()[region.y]
    style = next(iter(strip.crop(region.right - 1, region.right))).style
    return style is not None and bool(style.reverse)


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_notice_leaves_every_descriptor_whole(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service, size) as finger:
            await finger.open()
            await finger.tap("levels")
            regions = boards(finger.app.screen)
            for notice in ("", "Une phrase.", "! Une phrase de refus qui n’en finit pas, " * 5):
                finger.app.notice(notice)
                await finger.pause()
                check_targets(finger)
                assert boards(finger.app.screen) == regions
                assert notice[2:20] in finger.text()
                for level in rubric().levels:
                    assert f"{level.number} {level.name} : " in finger.text()
                    region = finger.target(f"level-{level.number}").region
                    rows = finger.lines()[region.y : region.bottom]
                    said = " ".join(" ".join(row[1:] for row in rows).split())
                    text = rubric().descriptor("c1", level.number)
                    assert said == f"{level.number} {level.name} : {text}"


async def test_the_neutral_screen_under_a_tablets_own_keyboard_comes_back(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await finger.open()
            screen = finger.app.screen
            await finger.resize(60, 20)
            await finger.press("ctrl+o")
            await finger.resize(60, 24)
            await finger.tap("reveal")
            assert finger.app.screen is screen
            check_targets(finger)


# -- One layout and the other -------------------------------------------------------------------


def mouse_of(finger: Finger, told: list[bool]) -> None:
    setattr(finger.app._driver, "set_mouse", told.append)  # noqa: B010


async def test_a_key_changes_the_layout_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service, (80, 24), touch=False) as finger:
            told: list[bool] = []
            mouse_of(finger, told)
            await finger.open()
            assert not boards(finger.app.screen)
            before = finger.lines()[1:]
            await finger.type("à demi ")
            await finger.press("ctrl+v")
            assert look().touch
            check_targets(finger)
            await finger.type("tapé")
            await finger.press("ctrl+v")
            assert told == [True, False]
            assert finger.app.screen.query_one(Input).value == "à demi tapé"
            for _ in "à demi tapé":
                await finger.press("backspace")
            await finger.until(lambda: finger.lines()[1:] == before, "the screen as it was")


@pytest.mark.parametrize("state", first_and_others(WALKS, "interview_running"))
async def test_every_screen_comes_back_as_it_was(tmp_path: Path, state: str) -> None:
    with sitting(tmp_path, state=state) as service:
        async with at_tablet(service, (80, 24), touch=False) as finger:
            async for screen in each_screen(finger, state):
                await finger.pause()
                before, focus = finger.lines()[1:], screen.focused
                await finger.press("ctrl+v")
                check_screen(finger, screen)
                await finger.press("ctrl+v")
                await finger.until(lambda b=before: finger.lines()[1:] == b, "as it was")  # type: ignore[misc]
                assert screen.focused is focus


async def test_a_tablets_own_keyboard_leaves_the_keyboards_layout(tmp_path: Path) -> None:
    """It takes rows away while one types; the targets come back with the rows."""
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            told: list[bool] = []
            mouse_of(finger, told)
            await finger.open()
            await finger.press("ctrl+d", "a")
            await finger.resize(60, 20)
            assert not look().touch
            await finger.type("alarme")
            await finger.resize(60, 24)
            await finger.tap("enter")
            assert [one.text for one in finger.state.incidents] == ["alarme"]
            check_targets(finger)
            assert not told


async def test_too_few_rows_say_when_the_targets_come(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service, (60, 20), touch=False) as finger:
            await finger.open()
            await finger.press("ctrl+v")
            assert "24 lignes" in finger.text()
            await finger.resize(60, 24)
            assert finger.has("more")


def test_the_keyboards_layout_loads_no_targets() -> None:
    code = (
        "import sys, e33tui.app, e33tui.screens.home, e33tui.screens.exam, e33tui.screens.profile;"
        "print([name for name in sys.modules if name.startswith('e33tui.screens.touch')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(e33tui.__path__[0]).parent,
    )
    assert run.stdout.strip() == "[]"
