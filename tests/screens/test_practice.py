"""A practice séance leads a new juror through one passage: a quiet line a step, and what it does."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui import demo, rubric
from e33tui.actions import ACTIONS
from e33tui.domain.clock import PartStatus
from e33tui.domain.commands import MarkAbsent
from e33tui.domain.passage import Step
from e33tui.domain.wording import training_notice
from e33tui.hints import Hints
from e33tui.keymap import fill
from e33tui.screens import practice
from e33tui.screens.appraisal import AppraisalScreen
from e33tui.screens.exam import ExamScreen
from e33tui.screens.profile import ProfileScreen
from e33tui.service import Service
from e33tui.store import Store
from tests.screens.support import EACH_SIZE, Juror, at_work, paper
from tests.support.domain import FakeClock

SENTENCES = {name: value for name, value in vars(practice).items() if name.isupper()}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def séance(tmp_path: Path, clock: FakeClock) -> Iterator[Service]:
    """A practice séance as it is written; a paper shows its contents."""
    demo.prepare(tmp_path / "essai", clock.now(), practice=True)
    service = Service(Store.open(tmp_path / "essai"), rubric.load(), clock, paper)
    yield service
    assert service.close(10)


def told(juror: Juror, sentence: str) -> bool:
    """Whether a sentence is shown whole; long ones are wrapped."""
    return " ".join(fill(sentence).split()) in juror.text()


def test_every_key_that_it_names_is_an_actions() -> None:
    known = {action.id for action in ACTIONS}
    named = {
        name
        for text in SENTENCES.values()
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    assert named <= known
    assert "cover" in named


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_it_leads_through_one_passage(
    séance: Service, clock: FakeClock, size: tuple[int, int], tmp_path: Path
) -> None:
    # The account knows every screen already: in practice each is told again.
    known = Hints(tmp_path / "state")
    for place in ("home", "identification", "gate", "exam", "profile", "appraisal", "lock"):
        known.seen(place)
    async with at_work(séance, size, hints=known) as juror:
        assert "ENTRAÎNEMENT" in juror.first_line()
        assert told(juror, practice.BEGIN)
        await juror.press("n")
        await juror.until(lambda: juror.at(Step.IDENTIFICATION))
        assert told(juror, practice.ARRIVAL)
        await juror.press("ctrl+n")
        assert told(juror, practice.GATE)
        await juror.press("1", "ctrl+n")
        assert told(juror, practice.START)
        await juror.press("ctrl+n")
        assert told(juror, ExamScreen.HINT)
        assert "02:00" in juror.text()
        assert "moins de 5 min" not in juror.text()
        await juror.type("? coût de l’action")
        await juror.press("enter")
        assert told(juror, practice.MORE)
        clock.advance(150)
        await juror.press("ctrl+n")
        assert juror.at(Step.INTERVIEW)
        await juror.press("ctrl+n")
        assert juror.state.interview.status is PartStatus.RUNNING
        assert told(juror, practice.COVER)
        await juror.press("right")
        await juror.type("+ chiffré")
        await juror.press("enter")
        assert told(juror, practice.MORE)
        clock.advance(200)
        await juror.press("ctrl+n")
        assert juror.at(Step.CANDIDATE_OUT)
        await written_up(juror)
        await juror.press("ctrl+f")
        await juror.at_home()
        assert told(juror, practice.BEGIN)


async def written_up(juror: Juror) -> None:
    """From the neutral screen to the verso; what was just done is said before the next step."""
    juror.app.screen.notice("")  # type: ignore[attr-defined]
    await juror.pause()
    assert told(juror, practice.OUT)
    await juror.press("ctrl+n")
    assert told(juror, ProfileScreen.HINT)
    await juror.press(*"3333333333")
    await juror.type("12,5")
    await juror.press("enter")
    assert juror.at(Step.APPRAISAL)
    assert told(juror, AppraisalScreen.HINT)
    await juror.press(*["ctrl+y"] * 4)
    await juror.type("Une action réelle.")
    await juror.press("ctrl+n")
    assert juror.at(Step.LOCK)
    assert told(juror, practice.LOCK)
    await juror.press("ctrl+n")
    await juror.until(lambda: juror.at(Step.VERSO) and "Verso : " in juror.text())
    assert told(juror, practice.DONE)
    service, passage = juror.app.service, juror.desk.id
    path = service.exports.verso_path(passage)
    assert path is not None
    for made in (path, service.exports.dossier(passage)):
        assert training_notice(service.rubric) in made.read_text("utf-8")
        assert "Démonstration" not in made.read_text("utf-8")


async def test_by_finger_it_names_what_is_touched(séance: Service) -> None:
    async with at_work(séance, (60, 24)) as juror:
        await juror.press("ctrl+v", "n")
        await juror.until(lambda: juror.at(Step.IDENTIFICATION))
        await juror.press("ctrl+n")
        assert "réponse 1, puis le premier bouton" in juror.text()
        assert "^N" not in juror.text()


async def test_its_grid_is_settled(séance: Service) -> None:
    async with at_work(séance) as juror:
        await juror.press("s")
        assert "E33 · entraînement" in juror.text()
        assert juror.app.screen.query_one("#rubric").disabled
        await juror.press("ctrl+n")
        await juror.at_home()
        assert séance.is_practice


async def test_once_nobody_is_awaited_it_says_how_to_leave(séance: Service) -> None:
    for row in séance.rows():
        desk = séance.open(row.entry.passage)
        desk.do(MarkAbsent())
        assert desk.leave()
    async with at_work(séance) as juror:
        await juror.until(lambda: told(juror, practice.OVER), "the end of it")


async def test_nobody_else_is_led(tmp_path: Path, clock: FakeClock) -> None:
    demo.prepare(tmp_path / "jour", clock.now())
    service = Service(Store.open(tmp_path / "jour"), rubric.load(), clock, paper)
    async with at_work(service) as juror:
        assert not any(told(juror, each) for each in SENTENCES.values())
    assert service.close(10)
