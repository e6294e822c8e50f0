"""The timed screens as a commission leads them: questions, clock, both temps told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.clock import PartStatus
from e33tui.domain.commands import AddRemark, StartPart, TickRemark
from e33tui.domain.identity import Accommodation
from e33tui.domain.passage import Ending, Step
from e33tui.domain.remark import Mark, PartId
from tests.screens.support import FIRST, SECOND, Juror, at_work, bring, refolded, sitting
from tests.support.domain import FakeClock, rubric

P, E = PartId.PRESENTATION, PartId.INTERVIEW


def ask_questions(juror: Juror, *criteria: str) -> None:
    """Note questions, as the commission does during the presentation."""
    for criterion in criteria:
        juror.desk.do(AddRemark(f"question sur {criterion}", Mark.QUESTION, criterion))


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_questions_of_the_presentation_are_stops_of_the_interview(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="presentation_running", clock=clock) as service:
        async with at_work(service, size) as juror:
            await juror.open()
            for question in juror.state.open_questions:
                juror.desk.do(TickRemark(question.id))
            ask_questions(juror, "c2", "c9")
            await juror.go_to(Step.PRESENTATION)
            assert "à poser" not in juror.text().lower()
            clock.advance(600)
            await juror.press("ctrl+n", "ctrl+n")
            await juror.until(lambda: juror.at(Step.INTERVIEW), "the interview")
            assert "questions à poser" in juror.text().lower()
            # Above the first criterion is the last question.
            await juror.press("up", "up")
            assert "2 ? question sur c2" in juror.text()
            assert "2 Sollicitations ▸" in juror.text()
            assert "réponse · 2 Sollicitations ▸" in juror.text()
            await juror.press("ctrl+e")
            assert [question.criterion for question in juror.state.open_questions] == ["c9"]
            # The next question has the focus; after the last one, the criterion it was about.
            await juror.press("ctrl+e")
            assert juror.state.open_questions == ()
            assert "9 Améliorations ▸" in juror.text()
            assert "à poser" not in juror.text().lower()
            await juror.press("ctrl+z")
            assert "à poser" in juror.text().lower()


async def test_more_questions_than_there_is_room_for_can_all_be_reached(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            before = len(juror.state.open_questions)
            ask_questions(juror, *(criterion.id for criterion in rubric().criteria))
            assert "QUESTIONS À POSER" not in juror.text() or before
            await juror.press("up")
            assert f"QUESTIONS À POSER : {before + 10}" in juror.text()
            assert "▸10 ? question sur c10" in juror.text()
            await juror.press(*["up"] * (before + 9))
            first = juror.state.open_questions[0].text
            assert first[:12] in juror.text()


async def test_observations_say_their_temps_and_are_read_page_by_page(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("down", "down")
            assert "P 00:00" in juror.text() or "P 0" in juror.text()
            for number in range(30):
                juror.desk.do(AddRemark(f"remarque n{number}.", Mark.PLUS, "c3"))
            await juror.press("up", "down")
            assert "remarque n29." in juror.text()
            assert "remarque n2." not in juror.text()
            assert ": Page↑" in juror.text()
            await juror.press("pageup", "pageup")
            assert "remarque n2." in juror.text()
            assert "remarque n29." not in juror.text()
            await juror.press(*["pageup"] * 5, *["pagedown"] * 9)
            assert "remarque n29." in juror.text()
            # While a level is placed the descriptors stand in full, the last one read stays near.
            await juror.press("tab")
            assert "remarque n29." in juror.text()
            assert "4 Propose une action pertinente" in juror.text()
            await juror.press("pageup", "1")
            assert juror.state.levels["c3"] == 1


async def test_a_clock_started_late_is_put_right_and_recorded(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="gate_open", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+u", "d")
            await juror.type("beaucoup")
            await juror.press("enter")
            assert "tapez des minutes" in juror.text()
            await juror.press(*["backspace"] * 8)
            await juror.type("2:30")
            await juror.press("enter")
            await juror.until(lambda: not juror.asked, "the answer taken")
            assert "02:30 / 15:00" in juror.text()
            assert juror.state.presentation.adjustment == 150_000
            await juror.press("ctrl+u", "+")
            await juror.until(lambda: "03:00 / 15:00" in juror.text(), "half a minute more")
            await juror.press("+", "-", "-")
            await juror.until(lambda: juror.state.presentation.adjustment == 150_000)
            assert juror.asked
            await juror.press("d")
            await juror.type("5")
            await juror.press("enter")
            await juror.until(lambda: not juror.asked, "the answer taken")
            assert "05:00 / 15:00" in juror.text()
        assert refolded(service, FIRST).presentation.adjustment == 300_000


async def test_extra_time_is_set_on_the_clock_and_shown_there(tmp_path: Path) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            await juror.press("ctrl+u", "s")
            await juror.type("5")
            await juror.press("enter")
            await juror.until(lambda: not juror.asked, "the answer taken")
            assert "/ 20:00 (dont + 05:00)" in juror.text()
            assert juror.state.accommodation.presentation == 300
            assert juror.state.accommodation.interview == 0
            # Its undo leaves the clock in sight.
            await juror.press("ctrl+z")
            assert juror.at(Step.PRESENTATION)
            assert "Annulé : aménagement." in juror.text()
            assert "/ 15:00" in juror.text()


async def test_both_parts_are_lengthened_by_one_letter_and_shortened_by_another(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="presentation_running", clock=clock) as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            await juror.press("ctrl+u")
            assert "t durées : 20:00 et 33:20" in juror.text()
            assert "durées : 15:00" not in juror.text()
            await juror.press("t")
            await juror.until(lambda: not juror.asked, "the answer taken")
            assert juror.state.accommodation == Accommodation(300, 500)
            assert "/ 20:00 (dont + 05:00)" in juror.lines()[1]
            # Who looks over a shoulder reads how long, not why.
            assert "tiers" not in juror.text()
            clock.advance(21 * 60)
            await juror.press("ctrl+n", "ctrl+n")
            assert "/ 33:20 (dont + 08:20)" in juror.lines()[1]
            clock.advance(34 * 60)
            await juror.resize(60, 21)
            assert "dépassement" in juror.lines()[1]
            assert "/ 33:20 (dont + 08:20)" in juror.lines()[1]
            await juror.press("ctrl+u")
            assert "t durées : 15:00 et 25:00" in juror.text()
            await juror.press("t")
            await juror.until(lambda: not juror.asked, "the answer taken")
            assert juror.state.accommodation == Accommodation()
            assert "(dont" not in juror.lines()[1]


async def test_a_pause_is_instant_and_its_reason_may_follow(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="presentation_running", clock=clock) as service:
        async with at_work(service, (60, 20)) as juror:
            await juror.open()
            await juror.press("ctrl+t")
            assert juror.state.presentation.status == "paused"
            assert "‖ PAUSE" in juror.text()
            assert "^T reprise" in juror.text()
            await juror.press("ctrl+t")
            assert juror.state.presentation.status == "running"
            assert "^U" in juror.text()
            await juror.press("ctrl+u", "é")
            await juror.until(lambda: not juror.asked, "the reason taken")
            assert juror.state.presentation.pauses[-1].reason == "Interruption extérieure"
            await juror.press("ctrl+u")
            assert "Dernière pause : interruption extérieure." in juror.text()


async def test_a_presentation_ended_by_mistake_goes_on(tmp_path: Path) -> None:
    """Even when the key was pressed twice, so that the interview has begun."""
    clock = FakeClock()
    with sitting(tmp_path, state="presentation_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            clock.advance(600)
            await juror.type("en cours")
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.INTERVIEW), "the interview")
            assert "il restait" in juror.text()
            assert juror.state.remarks[-1].part is P
            await juror.press("ctrl+n")
            assert juror.state.interview.status is PartStatus.RUNNING
            clock.advance(30)
            await juror.press("ctrl+y")
            await juror.until(lambda: juror.at(Step.PRESENTATION), "the presentation")
            assert juror.state.interview.started is None
            assert juror.state.presentation.status is PartStatus.RUNNING
            elapsed = juror.state.presentation.elapsed(clock.now())
            assert elapsed >= 630_000
            await juror.press("ctrl+n", "ctrl+n")
            clock.advance(150)
            assert juror.state.interview.status is PartStatus.RUNNING
            assert "^Y" not in juror.lines()[-1]


async def test_the_clock_stays_in_sight_wherever_one_stands(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+r")
            assert juror.at(Step.PRESENTATION)
            assert "1er temps · Présentation" in juror.lines()[1]
            assert "Entretien 00:10 / 25:00" in juror.lines()[1]
            for _ in range(2):
                await juror.press("ctrl+r")
            assert juror.at(Step.IDENTIFICATION)
            clock.advance(61)
            juror.app.place().tick()  # type: ignore[union-attr]
            await juror.pause()
            assert "Entretien 01:11 / 25:00" in juror.lines()[1]


async def test_the_large_clock_stands_where_there_is_room(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service, (120, 40)) as juror:
            await juror.open()
            rows = [row[:48] for row in juror.lines()]
            assert any("╺" in row or "┓" in row or "┐" in row or "╮" in row for row in rows[15:])
            clock.advance(60)
            juror.app.place().tick()  # type: ignore[union-attr]
            await juror.pause()
            assert [row[:48] for row in juror.lines()] != rows
            await juror.resize(80, 24)
            assert not juror.app.screen.query_one("#big-clock").display


@pytest.mark.parametrize(
    ("key", "ending", "typed"),
    [
        ("a", Ending.WITHDREW, ""),
        ("i", Ending.INTERRUPTED, "alarme"),
        ("e", Ending.EXCLUDED, "décision du chef de centre"),
    ],
)
async def test_other_endings_keep_what_was_being_typed_and_can_be_undone(
    tmp_path: Path, key: str, ending: Ending, typed: str
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("dernière remarque")
            await juror.press("ctrl+k", key)
            if typed:
                await juror.type(typed)
                await juror.press("enter")
            await juror.until(lambda: juror.at(Step.CANDIDATE_OUT), "the end")
            assert juror.state.ending is ending
            assert juror.state.ending_reason == typed
            assert juror.state.remarks[-1].text == "dernière remarque"
            await juror.press("ctrl+n")
            await juror.until(lambda: juror.at(Step.PROFILE), "the grid")
            note = "Note" in juror.text() and "Pas de note" not in juror.text()
            assert note == (ending is Ending.WITHDREW)
            await juror.press("ctrl+z", "ctrl+z")
            await juror.until(lambda: juror.at(Step.INTERVIEW), "the oral again")
            assert juror.state.ending is None


async def test_an_oral_that_runs_elsewhere_is_told_and_asked_about(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        bring(service, clock, "arrived", SECOND)
        async with at_work(service) as juror:
            await juror.open(SECOND)
            await juror.until(lambda: "Un autre oral est en cours" in juror.text(), "the sentence")
            assert "LEFÈVRE Zoé" in juror.text()
            await juror.press("ctrl+f")
            await juror.at_home()
            await juror.press("ctrl+c")
            await juror.until(lambda: juror.asked, "the question")
            assert "LEFÈVRE Zoé" in juror.text()
            await juror.press("n")
            assert juror.app.is_running


async def test_a_question_mark_helps_where_nothing_is_typed(tmp_path: Path) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service) as juror:
            await juror.press("?")
            assert "Touches · accueil" in juror.text()
            await juror.press("escape")
            await juror.open()
            await juror.press("?")
            assert "▸ ?" in juror.text()
            await juror.press("backspace", "tab", "?")
            assert "Touches · oral" in juror.text()


async def test_a_clock_cannot_be_started_in_another_time(tmp_path: Path) -> None:
    """What the rules forbid is said in one sentence, and nothing changes."""
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            before = juror.state
            juror.app.screen.do(StartPart(E))  # type: ignore[attr-defined]
            await juror.pause()
            assert "! Terminez d’abord la présentation." in juror.text()
            assert juror.state == before
