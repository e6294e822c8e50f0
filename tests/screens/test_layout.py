"""Sizes: nothing that a juror must read is cut, and a terminal too small loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.content import Content

from e33tui.domain.commands import AddRemark
from e33tui.domain.passage import Step
from e33tui.domain.remark import Mark
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.grid_view import Detail
from tests.screens.support import EACH_SIZE, SIZES, STAGES, Juror, at_work, check_frame, sitting
from tests.support.domain import FakeClock, journal_at, play, rubric

LONG_NOTICE = "! Une phrase de refus qui n’en finit pas, " * 2


@pytest.mark.parametrize("stage", ["presentation", "interview"])
async def test_both_temps_show_all_criteria_with_their_levels(tmp_path: Path, stage: str) -> None:
    with sitting(tmp_path, state=STAGES[stage][0]) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("tab", "4", "3", "2", "1")
            for size in SIZES:
                await juror.resize(*size)
                shown = "\n".join(juror.lines())
                for criterion in rubric().criteria:
                    level = juror.state.levels.get(criterion.id, "–")
                    narrow = f"{criterion.number:>3}: {level} "
                    rows = [line.split("│")[0] for line in shown.split("\n")]
                    wide = [
                        row for row in rows if f"{criterion.number:>2} {criterion.label} " in row
                    ]
                    assert narrow in shown or [
                        row.split(criterion.label)[1].split()[0] for row in wide
                    ] == [str(level)]
                assert "▸" in shown
                assert " / 15:00" in shown or " / 25:00" in shown


@pytest.mark.parametrize(
    # ``test_sizes`` looks at the timed screen in all of them.
    "size",
    EACH_SIZE,
)
async def test_levels_are_chosen_with_their_descriptors_in_full(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """On both screens where a level is placed, even above a refusal of several lines."""
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service, size) as juror:
            await juror.open()
            for criterion in rubric().criteria:
                juror.desk.do(AddRemark("une observation " * 4, Mark.NEUTRAL, criterion.id))
            for step in (Step.INTERVIEW, Step.PROFILE):
                juror.app.ways.go_to(step)
                await juror.until(lambda step=step: juror.at(step))  # type: ignore[misc]
                await juror.press(*(["tab"] if step is Step.INTERVIEW else []), "up")
                await juror.press("down" if step is Step.INTERVIEW else "up")
                for text in ("", LONG_NOTICE):
                    juror.app.notice(text, warning=bool(text))
                    await juror.pause()
                    check_descriptors(juror, 0)
                    assert text.strip() in juror.text()
                    check_frame(juror)
                juror.app.notice("")
                for place in range(1, len(rubric().criteria)):
                    await juror.press("down")
                    check_descriptors(juror, place)


def check_descriptors(juror: Juror, place: int) -> None:
    """The focused criterion's descriptors, each word of each in the order of the form."""
    screen = juror.app.place()
    assert isinstance(screen, DeskScreen)
    region = screen.query_one("#detail").content_region
    rows = juror.lines()[region.y : region.bottom]
    shown = " ".join(" ".join(row[region.x : region.right] for row in rows).split())
    criterion = rubric().criteria[place]
    for level in rubric().levels:
        text = rubric().descriptor(criterion.id, level.number)
        assert f"{level.number} {' '.join(text.split())}" in shown


@pytest.mark.parametrize("height", range(12, 20))
def test_the_title_gives_way_before_a_descriptor_or_the_last_observations(height: int) -> None:
    journal, clock = journal_at("interview_running"), FakeClock()
    for text in ("première", "seconde", "troisième"):
        journal = play(journal, clock, AddRemark(text, Mark.NEUTRAL, "c4"))
    criterion = next(each for each in rubric().criteria if each.id == "c4")
    shown = Detail(journal.state, criterion, 58, height, named=False).lines(levels_first=True)
    words = Content("\n").join(shown).plain
    assert len(shown) <= height
    assert "Cohérence" in words or criterion.label in words
    assert "complémentarité" in words
    assert "seconde" in words
    assert "troisième" in words


async def test_a_resize_keeps_text_and_focus(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, (120, 40)) as juror:
            await juror.open()
            await juror.type("coût de ")
            for size in SIZES:
                await juror.resize(*size)
            await juror.type("l’action")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "coût de l’action"


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (30, 8)])
async def test_a_terminal_too_small_says_so_and_comes_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("avant ")
            await juror.resize(*size)
            assert juror.lines()[0].startswith(" E33 ")
            assert "agrandissez-le à 60 × 20" in juror.text()
            assert "LEFÈVRE" not in juror.text()
            before = juror.state
            await juror.type("pendant1y")
            await juror.press(
                "backspace", "enter", "ctrl+o", "ctrl+o", "ctrl+g", "ctrl+p", "ctrl+n"
            )
            await juror.paste(" collé ")
            await juror.resize(80, 24)
            assert juror.state == before
            await juror.type("après")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "avant pendant1 collé après"
            await typed_where_levels_are_placed(juror, size)


async def typed_where_levels_are_placed(juror: Juror, size: tuple[int, int]) -> None:
    """Nothing is placed unseen; a word becomes an observation there too."""
    await juror.press("tab")
    await juror.resize(*size)
    before = juror.state
    await juror.paste("sans but")
    await juror.type("3é0à")
    await juror.press("backspace", "delete", "down", "enter")
    await juror.type("mot 4")
    await juror.resize(80, 24)
    assert juror.state == before
    await juror.press("enter")
    assert juror.state.remarks[-1].text == "mot 4"
    assert dict(juror.state.levels) == {}


async def test_a_terminal_too_small_from_the_start(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service, (40, 10)) as juror:
            assert "trop petit" in juror.text()
            await juror.resize(60, 20)
            check_frame(juror)
            await juror.open()
            assert juror.where == "identification"


async def test_a_question_waits_under_the_cover_of_a_small_terminal(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+d", "a")
            await juror.type("alarme")
            await juror.resize(40, 10)
            assert "trop petit" in juror.text()
            await juror.resize(60, 20)
            await juror.type(" incendie")
            await juror.press("enter")
            assert [incident.text for incident in juror.state.incidents] == ["alarme incendie"]
