"""The grid of bloc 3, chosen on the séance's form and walked by keys from the roster to the verso."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui import look
from e33tui.domain.clock import PartStatus
from e33tui.domain.identity import parse_date
from e33tui.domain.passage import Passage, Step
from e33tui.domain.rubric import Criterion
from e33tui.domain.sitting_commands import AddCandidate, SetUp
from e33tui.domain.wording import proposed_session
from e33tui.screens.beside_text import placed_lines
from e33tui.screens.fields import Choice
from e33tui.screens.grid_view import descriptor_lines
from e33tui.screens.panes import LIST_WIDTH
from e33tui.screens.profile_view import crosses
from e33tui.service import Service
from tests.screens.support import EACH_SIZE, FIRST, ROSTER, Juror, at_work, new_service
from tests.screens.test_forms import entry, here
from tests.screens.touching import at_tablet
from tests.support.domain import FakeClock, commission
from tests.support.training import BLOC3, CROSSES, HEARD, played


def check(juror: Juror) -> None:
    """No screen of a training speaks of the exam; each begins with the grid's own code."""
    lines = juror.lines()
    assert lines[0].startswith(" BLOC 3 "), lines[0]
    text = juror.text()
    assert not [word for word in ("E33", "délibération", "chef de centre") if word in text]
    assert {len(line) for line in lines} == {juror.app.size.width}


def grid(juror: Juror) -> Choice:
    return juror.app.screen.query_one("#rubric", Choice)


def training(folder: Path, clock: FakeClock) -> Service:
    """A séance of bloc 3 whose pupils have not begun."""
    service = new_service(folder, clock)
    service.change(
        SetUp("2026-2027", "Lycée Jean-Moulin", "2026-06-22", commission(), rubric="bloc3"),
        *(AddCandidate(passage, who) for passage, who in ROSTER),
    )
    return service


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_the_grid_is_chosen_on_the_form_until_somebody_has_begun(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    service = new_service(tmp_path, FakeClock())
    service.change(AddCandidate(*ROSTER[0]))
    async with at_work(service, size) as juror:
        assert juror.where == "setup"
        assert "‹ E33 · épreuve ›" in juror.text()
        day = parse_date(entry(juror, "date").value)
        assert entry(juror, "session").value == day[:4]
        await juror.type("Lycée")
        await juror.press("up", "up")
        assert here(juror) == "rubric"
        await juror.press("space")
        assert "‹ BLOC 3 · entraînement ›" in juror.text()
        assert juror.lines()[0].startswith(" BLOC 3 ")
        assert entry(juror, "session").value == proposed_session(BLOC3, day)
        labels = BLOC3.identification
        for label in (labels.session, labels.centre, labels.date):
            assert f" {label} " in juror.text(), "none is cut"
        await juror.press("down", "down", *["backspace"] * 5, "ctrl+n")
        assert here(juror) == "centre"
        assert "! Établissement : " in juror.text(), juror.text()
        await juror.type("Lycée")
        entry(juror, "name1").value = "DURAND Claire"
        entry(juror, "name2").value = "MARTIN Paul"
        entry(juror, "band2").value = "8 à 11,5"
        await juror.press("ctrl+n")
        await juror.at_home()
        check(juror)
        assert service.sitting.rubric == "bloc3"
        assert [band.level for band in service.sitting.bands] == [2]
        await juror.press("s")
        assert not grid(juror).disabled
        check(juror)
        await juror.press("ctrl+r")
        await juror.at_home()
        await juror.open()
        await juror.press("ctrl+f")
        await juror.at_home()
        await juror.press("s")
        assert not grid(juror).disabled, "who was only looked at has not begun"
        await juror.press("ctrl+r")
        await juror.at_home()
        await juror.open()
        await juror.press("ctrl+n")
        await juror.press("ctrl+f")
        await juror.at_home()
        await juror.press("s")
        assert grid(juror).disabled
        assert "BLOC 3 · entraînement" in juror.text()
        assert "›" not in juror.lines()[2]
        await juror.press("ctrl+n")
        await juror.at_home()
        assert service.sitting.rubric == "bloc3"
    assert service.close(10)


async def test_a_training_as_the_model_brings_its_grid(tmp_path: Path) -> None:
    assert training(tmp_path / "avant", FakeClock()).close(10)
    service = new_service(tmp_path / "apres", FakeClock())
    async with at_work(service) as juror:
        await juror.press("ctrl+e")
        await juror.until(lambda: juror.asked, "the question")
        await juror.press("enter")
        await juror.until(lambda: not juror.asked, "the form filled")
        assert "‹ BLOC 3 · entraînement ›" in juror.text()
        assert "Établissement Lycée Jean-Moulin" in juror.text()
        await juror.press("ctrl+n")
        await juror.at_home()
        check(juror)
    assert service.close(10)


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_the_whole_walk_by_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    clock = FakeClock()
    service = training(tmp_path, clock)
    async with at_work(service, size) as juror:
        check(juror)
        await juror.open()
        check(juror)
        await juror.press("ctrl+n")
        assert juror.at(Step.PRESENTATION), "nothing is asked about a présentation numérique"
        check(juror)
        await juror.press("ctrl+n")
        clock.advance(125)
        await juror.type("+ fiche client montrée")
        await juror.press("enter", "ctrl+n", "ctrl+n")
        assert juror.at(Step.INTERVIEW)
        check(juror)
        await check_aids(juror)
        clock.advance(10 * 60)
        await juror.press("ctrl+n")
        assert juror.at(Step.CANDIDATE_OUT), "ending an exercise early asks nothing"
        assert juror.state.interview.status is PartStatus.ENDED
        check(juror)
        await juror.press("ctrl+n")
        check(juror)
        await juror.press(*"334334334334")
        await juror.type("12,5")
        check(juror)
        await juror.press("enter")
        assert juror.at(Step.APPRAISAL)
        for key in ("ctrl+k", "escape", "ctrl+u", "ctrl+u"):
            await juror.press(key)
            assert "E33" not in juror.text()
        check(juror)
        for text in ("Données relevées.", "Action menée."):
            await juror.type(text)
            check(juror)
            await juror.press("tab")
        await juror.press("ctrl+y")
        await juror.type("Présentation structurée.")
        await juror.press("ctrl+n")
        assert juror.at(Step.LOCK)
        check(juror)
        await juror.press("ctrl+n")
        await juror.until(lambda: juror.at(Step.VERSO) and "Verso : " in juror.text())
        check(juror)
        state = juror.state
        assert state.locked
        assert [state.levels[each.id] for each in BLOC3.criteria] == [3, 3, 4] * 4
        assert state.comment("evaluer").nothing
        await juror.press("ctrl+f")
        await juror.at_home()
        check(juror)
        await check_beside_the_walk(juror)
    path = service.exports.verso_path(FIRST)
    assert path is not None
    assert "E33" not in path.name
    assert service.close(10)


async def test_what_ends_an_exercise_otherwise_and_the_closing_name_no_exam(tmp_path: Path) -> None:
    service = training(tmp_path, FakeClock())
    async with at_work(service) as juror:
        await juror.open()
        await juror.press("ctrl+n")
        await juror.resize(120, 60)
        await juror.press("ctrl+g")
        assert "exclusion par le chef d’établissement" in juror.text()
        check(juror)
        await juror.press("escape", "ctrl+k")
        check(juror)
        assert "Exclusion par le chef d’établissement" in juror.text()
        await juror.press("e")
        check(juror)
        await juror.type("Sa décision.")
        await juror.press("enter")
        assert "exclusion par le chef d’établissement" in juror.text()
        check(juror)
        await juror.press("ctrl+z")
        assert "exclusion par le chef d’établissement" in juror.text()
        check(juror)
        await juror.press("ctrl+f")
        await juror.at_home()
        await juror.press("c")
        await juror.until(lambda: juror.where == "closing", "the clôture")
        check(juror)
    assert service.close(10)


async def check_aids(juror: Juror) -> None:
    """What is to cover, relances, the reference panel and all observations, as this grid has them."""
    for aid in ("right", "left", "home"):
        await juror.press(aid)
        await juror.app.workers.wait_for_complete()
        await juror.pause()
        check(juror)
    await juror.press("home", "ctrl+x")
    assert juror.where == "observations"
    assert "fiche client montrée" in juror.text()
    check(juror)
    await juror.press("ctrl+r")
    assert juror.at(Step.INTERVIEW)


async def check_beside_the_walk(juror: Juror) -> None:
    """Help, history and a sealed version, harmonisation, papers, and a terminal too small."""
    await juror.press("ctrl+g")
    check(juror)
    await juror.press("escape", "h")
    await juror.until(lambda: juror.where == "harmonisation", "the harmonisation")
    check(juror)
    await juror.press("ctrl+r")
    await juror.at_home()
    await juror.press("p")
    await juror.until(lambda: juror.where == "papers", "the papers")
    check(juror)
    await juror.press("ctrl+r")
    await juror.at_home()
    width, height = juror.app.size
    await juror.resize(50, 10)
    assert juror.lines()[0].startswith(" BLOC 3  Terminal trop petit")
    await juror.resize(width, height)
    await juror.open()
    juror.app.screen.action_history()  # type: ignore[attr-defined]
    await juror.until(lambda: juror.where == "history", "the history")
    check(juror)
    await juror.press("enter")
    await juror.until(lambda: "version 1" in juror.lines()[0], "what was sealed")
    check(juror)
    await juror.press("escape")


# -- A row that the grid leaves without descriptors --------------------------------------------------


def bare() -> tuple[Passage, Criterion]:
    """An exercise with all its crosses, and the one row whose levels have no words."""
    (row,) = (each for each in BLOC3.criteria if not each.descriptors)
    return played(*HEARD, *CROSSES).state, row


@pytest.mark.parametrize("plain", [False, True])
def test_the_level_s_name_stands_alone_beside_the_criterion(
    plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage, row = bare()
    monkeypatch.setattr(look, "_in_force", look.Look(plain=plain))
    shown = [line.plain.strip("× ") for line in descriptor_lines(passage, row, 60, 9)]
    chosen = "1 Novice, choisi" if plain else "1 Novice"
    assert shown == [chosen, "2 Débrouillé", "3 Averti", "4 Expert"]


def test_the_level_s_name_stands_alone_beside_the_text() -> None:
    passage, row = bare()
    shown = [line.plain for line in placed_lines(passage, "contribuer", 60)]
    assert f"{row.number} · 1 Novice" in shown


async def test_the_level_s_name_stands_alone_under_a_finger(tmp_path: Path) -> None:
    service = training(tmp_path, FakeClock())
    async with at_tablet(service) as finger:
        await finger.open()
        await finger.press("ctrl+n", "ctrl+n", *["down"] * 8)
        await finger.tap("levels")
        assert "1 Novice" in finger.text()
        assert "Novice :" not in finger.text()
    assert service.close(10)


def test_no_label_touches_the_first_mark_beside_it() -> None:
    rows = [row.plain for row in crosses(played(*HEARD).state, "", LIST_WIDTH, choosing=False)]
    for criterion in BLOC3.criteria:
        (row,) = [row for row in rows if f" {criterion.number} {criterion.label}" in row]
        assert row.partition(criterion.label)[2].startswith(" ")
