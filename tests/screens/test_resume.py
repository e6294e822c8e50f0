"""After a cut the next start stands on the passage, and Enter leads to the place that was left."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.passage import Step
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.remark_entry import half_corrected
from tests.screens.support import FIRST, SECOND, Juror, at_work, bring, new_service, sitting
from tests.support.domain import FakeClock

PLACES = {
    "criterion": ("interview_running", (), ("down", "down", "down"), Step.INTERVIEW, "c4"),
    "part before": ("interview_running", ("ctrl+r",), ("down",), Step.PRESENTATION, "c2"),
    "cross": ("complete", ("ctrl+r", "ctrl+r"), ("down",), Step.PROFILE, "c2"),
    "note": ("complete", ("ctrl+r", "ctrl+r"), ("tab",), Step.PROFILE, "note"),
    "text": ("complete", ("ctrl+r",), ("tab", "tab"), Step.APPRAISAL, "evaluer"),
    "lock": ("complete", (), (), Step.LOCK, ""),
    "identity": ("presentation_running", ("ctrl+r", "ctrl+r"), (), Step.IDENTIFICATION, ""),
}
"""State of the passage, keys that lead to a screen, keys on it, and where that is."""


def stand(juror: Juror) -> tuple[Step, str]:
    screen = juror.app.place()
    assert isinstance(screen, DeskScreen)
    return screen.step, screen.focus_id


SHORT = ("criterion", "note", "text", "lock")
"""One of each kind; ``make campaign`` goes to all of them."""


@pytest.mark.parametrize(
    "place",
    [p if p in SHORT else pytest.param(p, marks=pytest.mark.campaign) for p in PLACES],
)
async def test_enter_leads_to_the_place_that_was_left(tmp_path: Path, place: str) -> None:
    clock = FakeClock()
    state, way, keys, step, focus = PLACES[place]
    with sitting(tmp_path, state=state, clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            for key in way:
                await juror.press(key)
            await juror.press(*keys)
            left = stand(juror)
            assert left[0] is step
            assert left[1] == focus or place == "text"
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        await juror.until(lambda: "Passage interrompu" in juror.text(), "the offer")
        assert "LEFÈVRE Zoé. ⏎ le reprend à l’endroit quitté." in juror.text()
        await juror.press("enter")
        await juror.until(lambda: juror.step is step, "the screen that was left")
        assert stand(juror) == left
    assert again.close(10)


async def test_a_correction_that_was_cut_short_is_told_and_waits(tmp_path: Path) -> None:
    """On coming back, among the observations, and before the lock, which passes over nothing typed."""
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+r", "ctrl+x", "home", "enter")
            was = juror.state.remarks
            await juror.type("x")
            assert half_corrected(juror.desk) == was[0]
            await juror.press("backspace")
            assert half_corrected(juror.desk) is None
            await juror.type(" et plus")
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        await juror.open()
        assert juror.at(Step.APPRAISAL)
        assert "Une correction d’observation attend. ^X : la reprendre." in juror.text()
        await juror.press("ctrl+n")
        await juror.until(lambda: juror.at(Step.LOCK))
        assert f"à valider : la correction de l’observation « {was[0].text} »" in juror.text()
        await juror.press("ctrl+n")
        await juror.until(lambda: juror.where == "observations", "the observations")
        assert "Correction commencée. ^N : la reprendre." in juror.text()
        await juror.press("ctrl+n")
        assert f"{was[0].text} et plus" in juror.text()
        await juror.press("enter", "ctrl+x")
        await juror.until(lambda: juror.at(Step.LOCK))
        assert "Tout est là." in juror.text()
        assert juror.state.remarks[0].text == f"{was[0].text} et plus"
    assert again.close(10)


async def test_a_passage_that_was_left_on_purpose_is_not_offered(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        async with at_work(service, watched=True) as juror:
            await juror.open()
            await juror.press("ctrl+r", "ctrl+r", "ctrl+f")
            await juror.at_home()
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        await juror.until(lambda: juror.app.passages_read, "the list")
        assert "interrompu" not in juror.text()
        await juror.open()
        assert juror.at(Step.LOCK)
    assert again.close(10)


async def test_what_was_locked_is_done_with(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        await juror.until(lambda: juror.app.passages_read, "the list")
        assert "interrompu" not in juror.text()
    assert again.close(10)


async def test_a_step_that_no_longer_holds_is_not_gone_back_to(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="complete", clock=clock) as service:
        desk = service.open(FIRST)
        desk.stand_at(Step.VERSO)
        assert desk.resume() == (Step.LOCK, "")
        desk.stand_at(Step.APPRAISAL, "appraisal")
        assert desk.resume() == (Step.APPRAISAL, "appraisal")
        assert desk.leave()


async def test_a_free_passage_is_offered_before_a_colleagues(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        mine = service.open(FIRST)
        mine.stand_at(Step.INTERVIEW)
        assert mine.leave()
        bring(service, clock, "presentation_running", SECOND)
        clock.advance(5)
        theirs = service.open(SECOND)
        theirs.stand_at(Step.PRESENTATION)
        theirs.save_draft()
        assert service._store.writer.flush(10)
        other = new_service(tmp_path, clock)
        async with at_work(other) as juror:
            await juror.until(lambda: "Passage interrompu : LEFÈVRE" in juror.text(), "the offer")
            await juror.press("enter")
            await juror.until(lambda: juror.step is Step.INTERVIEW, "the free one")
            assert juror.desk.leave()
        assert other.close(10)
        third = new_service(tmp_path, clock)
        mine = service.open(FIRST)
        mine.stand_at(None)
        assert mine.leave()
        async with at_work(third) as juror:
            await juror.until(lambda: "ouvert dans un autre terminal" in juror.text(), "who has it")
            assert "N’GUYEN-BAÏLE Maëlys. ⏎ pour le reprendre ici." in juror.text()
        assert third.close(10)
