"""The aids of an oral by keys: what is to cover, the way to it, *relances* and reference; typing goes on."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Event

import pytest

from e33tui.aids import PROMPTS, Aids
from e33tui.domain.commands import Accommodate, AddRemark, PlaceLevel
from e33tui.domain.identity import Accommodation
from e33tui.domain.passage import Step
from e33tui.domain.reference import TEACHING, Panel
from e33tui.screens.blank import Blank
from tests.screens.support import Juror, at_work, sitting
from tests.screens.touching import at_tablet
from tests.support.domain import FakeClock, rubric

SIZES = ((60, 20), (80, 24), (120, 40))


async def opened(juror: Juror, key: str, shown: str) -> None:
    """Press a key of the panel, which reads its file in a thread the first time."""
    await juror.press(key)
    await juror.until(lambda: shown in juror.text(), shown)


async def test_the_interview_says_what_is_to_cover_and_one_key_leads_there(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service, (120, 30)) as juror:
            await juror.open()
            assert "à couvrir, 2 min chacun : 1 à 3, 5 à 10" in juror.text()
            # One of ten has an observation, and is passed over; one a question nobody has asked.
            await juror.press("right", "right", "right")
            assert "5 Contribution ▸" in juror.text()
            await juror.type("prend part")
            await juror.press("enter")
            assert juror.state.remarks[-1].criterion == "c5"
            assert "à couvrir, 3 min chacun : 1 à 3, 6 à 10" in juror.text()
            clock.advance(20 * 60)
            await juror.press("up")
            assert "! à couvrir, moins d’1 min chacun : 1 à 3, 6 à 10" in juror.text()


@pytest.mark.parametrize("minutes", [27, 29, 32.7, 35])
async def test_neither_extra_time_nor_what_is_to_cover_goes_for_the_other(
    tmp_path: Path, minutes: float
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            juror.desk.do(Accommodate(Accommodation(300, 500)))
            clock.advance(minutes * 60)
            await juror.press("down")
            title = juror.lines()[1]
            assert "9 à couvrir" in title, title
            assert re.search(r"33:20 \(?dont (\+ )?08:20", title), "never as if it were to be added"


async def test_all_ten_are_reached_by_that_key_and_then_it_has_nothing_to_do(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, (100, 30)) as juror:
            await juror.open()
            for _ in range(30):
                if "à couvrir" not in juror.lines()[1]:
                    break
                await juror.press("x", "enter", "right")
            assert {remark.criterion for remark in juror.state.remarks} == {
                criterion.id for criterion in rubric().criteria
            }
            assert "sans degré : 1 à 10" in juror.lines()[1]
            await juror.press("tab")
            for _ in range(10):
                await juror.press("3", "up", "right")
            assert len(juror.state.levels) == 10
            assert "sans" not in juror.lines()[1]
            assert not juror.app.screen.check_action("cover", ())


async def test_the_presentation_says_nothing_of_it(tmp_path: Path) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service, (120, 30)) as juror:
            await juror.open()
            assert "à couvrir" not in juror.lines()[1]


@pytest.mark.parametrize("size", SIZES)
async def test_questions_on_one_key_and_what_stands_behind_on_another(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, size) as juror:
            await juror.open()
            descriptor = "1 Ne mobilise pas les sources"
            assert descriptor in juror.text()
            await opened(juror, "left", "Relances")
            assert descriptor not in juror.text()
            assert "1. Quelles sources" in juror.text()
            assert "(003)" in juror.text()
            await opened(juror, "home", "GRILLE D’ÉVALUATION E33")
            assert "Relances" not in juror.text()
            await opened(juror, "left", "1. Quelles sources")
            await juror.press("left")
            assert descriptor in juror.text()
            await opened(juror, "home", "GRILLE D’ÉVALUATION E33")
            await juror.press("home")
            assert descriptor in juror.text()


async def test_the_panel_follows_the_focus_and_one_types_beside_it(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await opened(juror, "left", "Relances")
            await juror.type("? coûtà")
            # In a text these keys move the cursor, as ever.
            await juror.press("left", "backspace", "right", "enter")
            assert juror.state.remarks[-1].text == "coûà"
            assert juror.state.remarks[-1].criterion == "c1"
            assert "Relances" in juror.text()
            await juror.press("down")
            assert "Comment les messages et les demandes" in juror.text()
            # Levels and their descriptors take its place.
            await juror.press("tab")
            assert "Relances" not in juror.text()
            await juror.press("2")
            assert juror.state.levels["c2"] == 2
            await juror.press("left")
            assert "Relances" in juror.text()
            await juror.type("vu")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "vu"


async def test_the_pages_are_turned_from_the_first_to_the_last(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await opened(juror, "home", "Repères 1/3")
            first = juror.text()
            assert TEACHING.split(",")[0] in first
            seen = first
            for page in (2, 3):
                await juror.press("pagedown")
                assert f"Documents d’enseignement {page}/3" in juror.text()
                seen += juror.text()
            await juror.press("pagedown", "pageup", "pageup", "pageup")
            assert juror.text() == first
            for document in ("003 Guide", "001 Grille", "002 Compétences"):
                assert document in seen
            await juror.press("pagedown", "down")
            assert "Repères 1/" in juror.text()


async def test_a_page_that_a_larger_screen_has_no_more_is_the_last(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            await opened(juror, "home", "Repères 1/")
            await juror.press(*["pagedown"] * 9)
            assert "Repères 1/" not in juror.text()
            await juror.resize(120, 60)
            assert "GRILLE D’ÉVALUATION E33" in juror.text()


async def test_nothing_waits_for_a_slow_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go, genuine = Event(), Aids.panel

    def slow(aids: Aids, criterion: str) -> Panel:
        assert let_go.wait(20)
        return genuine(aids, criterion)

    monkeypatch.setattr(Aids, "panel", slow)
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("home")
            await juror.type("vu")
            await juror.press("enter", "home", "home")
            assert juror.state.remarks[-1].text == "vu"
            assert "Repères" not in juror.text()
            let_go.set()
            await juror.until(lambda: "Repères" in juror.text(), "the panel")


async def test_a_mistake_in_the_centres_own_file_is_one_sentence(
    tmp_path: Path, home: Path
) -> None:
    own = home / ".config" / "e33tui" / PROMPTS.name
    own.parent.mkdir(parents=True)
    own.write_text('format = 1\nmode = "ajouter"\n\n[[e33.c1]]\ntexte = "Sans point."\n')
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await opened(juror, "left", "1. Quelles sources")
            assert "relances.toml, ligne 5" in juror.text()
            assert "point d’interrogation" in juror.text()


async def test_nobody_else_sees_any_of_it(tmp_path: Path) -> None:
    """The neutral screen hides it, and it does not stand on the screens that follow."""
    with sitting(tmp_path, state="interview_running", clock=FakeClock()) as service:
        async with at_work(service) as juror:
            await juror.open()
            await opened(juror, "left", "1. Quelles sources")
            await juror.press("ctrl+o")
            assert isinstance(juror.app.screen, Blank)
            assert juror.text() == "^O"
            await juror.press("ctrl+o")
            assert "1. Quelles sources" in juror.text()
            await juror.press("ctrl+n", "o")
            await juror.until(lambda: juror.at(Step.CANDIDATE_OUT), "the candidate leaving")
            assert "Quelles sources" not in juror.text()


async def test_a_finger_has_all_of_it(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        service.aids.panel("c1")
        async with at_tablet(service, (60, 40)) as finger:
            await finger.open()
            assert "9 à couvrir" in finger.lines()[1]
            await finger.tap("cover")
            assert "2 Sollicitations ▸" in finger.text()
            await finger.tap("reference")
            await finger.until(lambda: "Repères 1/" in finger.text(), "the panel")
            pages = [finger.text()]
            detail = finger.app.screen.query_one("#detail").region.offset
            for _ in range(10):
                finger.rest()
                await finger.touch(detail)
                if finger.text() == pages[0]:
                    break
                pages.append(finger.text())
            assert len(pages) > 1
            assert "Documents d’enseignement 2/" in pages[1]
            assert finger.text() == pages[0]
            await finger.tap("reference")
            assert "Repères 1/" not in finger.text()


async def test_the_focus_on_a_question_goes_on_from_its_criterion(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            juror.desk.do(AddRemark("vu", criterion="c5"))
            juror.desk.do(PlaceLevel("c6", 2))
            await juror.press("up")
            assert "▸ 3 ? coût de l’action" in juror.text()
            await juror.press("right")
            assert "7 Enrichissement SIC ▸" in juror.text()
