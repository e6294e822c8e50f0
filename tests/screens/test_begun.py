"""Text begun in a question or a form: there again after a cut line, a take-over or a way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from e33tui.domain.commands import Identify
from e33tui.domain.passage import Step
from e33tui.screens.fields import Choice
from tests.screens.support import FIRST, Juror, at_work, new_service, sitting
from tests.support.domain import FakeClock

QUESTIONS = {
    "incident": ("interview_running", ("ctrl+d", "a"), "ask:incident"),
    "interruption": ("interview_running", ("ctrl+k", "i"), "ask:interrupted"),
    "reopening": ("locked_complete", ("ctrl+y",), "ask:reopen"),
}


def answer(juror: Juror) -> str:
    field = juror.app.screen.focused
    assert isinstance(field, Input)
    return field.value


async def ask(juror: Juror, keys: tuple[str, ...]) -> None:
    await juror.open()
    await juror.press(*keys)
    await juror.until(lambda: juror.asked, "the question")


@pytest.mark.parametrize(
    "question",
    [
        "incident",
        pytest.param("interruption", marks=pytest.mark.campaign),
        pytest.param("reopening", marks=pytest.mark.campaign),
    ],
)
async def test_an_answer_cut_short_is_there_the_next_time(tmp_path: Path, question: str) -> None:
    clock = FakeClock()
    state, keys, draft = QUESTIONS[question]
    with sitting(tmp_path, state=state, clock=clock) as service:
        async with at_work(service) as juror:
            await ask(juror, keys)
            await juror.type("Alarme incend")
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        await ask(juror, keys)
        assert answer(juror) == "Alarme incend"
        assert juror.desk.draft(draft) == "Alarme incend"
        await juror.type("ie")
        await juror.press("enter")
        await juror.until(lambda: not juror.asked, "the answer taken")
        assert juror.desk.draft(draft) is None
    assert again.close(10)


async def test_an_answer_given_up_is_gone(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await ask(juror, ("ctrl+d", "a"))
            await juror.type("Alarme")
            await juror.press("escape", "ctrl+d", "s")
            assert answer(juror) == ""
            assert juror.desk.draft("ask:incident") is None


async def test_a_terminal_that_takes_over_finds_the_answer_as_its_draft(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        async with at_work(service, watched=True) as juror:
            await ask(juror, ("ctrl+d", "a"))
            await juror.type("Alarme")
            other = new_service(tmp_path, clock)
            other._store.ownership.request(FIRST)
            await juror.at_home()
            desk = other.open(FIRST)
            assert desk.draft("ask:incident") == "Alarme"
            assert desk.leave()
            assert other.close(10)


async def test_an_identification_cut_short_is_in_its_fields_the_next_time(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="expected", clock=clock) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("tab", "end")
            await juror.type("-DUPONT")
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        await juror.open()
        assert juror.app.screen.query_one("#surname", Input).value == "LEFÈVRE-DUPONT"
        assert juror.state.identification.candidate.surname == "LEFÈVRE"
        await juror.press("ctrl+n")
        assert juror.at(Step.GATE)
        assert juror.state.identification.candidate.surname == "LEFÈVRE-DUPONT"
        assert juror.desk.draft("id:surname") is None
    assert again.close(10)


async def test_an_identification_taken_back_leaves_no_draft(tmp_path: Path) -> None:
    with sitting(tmp_path, state="expected") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("tab", "end")
            await juror.type("X  ")
            assert juror.desk.draft("id:surname") == "LEFÈVREX  "
            await juror.press("ctrl+n")
            assert juror.desk.draft("id:surname") is None
            assert any(isinstance(line.command, Identify) for line in juror.desk._journal.lines)
            await juror.press("ctrl+r", "ctrl+z")
            assert juror.desk.draft("id:surname") is None


async def test_going_back_from_the_candidate_form_loses_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("a")
            await juror.type("DUPONT")
            await juror.press("tab", "tab", "tab", "tab", "space", "ctrl+r")
            await juror.at_home()
            await juror.press("m")
            assert juror.app.screen.query_one("#surname", Input).value == "LEFÈVRE"
            await juror.press("end")
            await juror.type("-ROY")
            await juror.press("ctrl+r", "a")
            assert "pas encore enregistrée" in juror.text()
            assert juror.app.screen.query_one("#surname", Input).value == "DUPONT"
            assert juror.app.screen.query_one("#extra", Choice).index == 1
            await juror.press("tab", "tab")
            await juror.type("7")
            await juror.press("ctrl+n")
            await juror.at_home()
            assert service.sitting.roster[-1].candidate.surname == "DUPONT"
            await juror.press("a")
            assert juror.app.screen.query_one("#surname", Input).value == ""
            await juror.press("ctrl+r", "home", "m")
            assert juror.app.screen.query_one("#surname", Input).value == "LEFÈVRE-ROY"


async def test_going_back_from_the_form_of_the_seance_loses_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("s")
            centre = juror.app.screen.query_one("#centre", Input).value
            await juror.press("tab", "end")
            await juror.type(" (Var)")
            await juror.press("ctrl+r")
            await juror.at_home()
            assert service.sitting.centre == centre
            await juror.press("s", "ctrl+n")
            await juror.at_home()
            assert service.sitting.centre == f"{centre} (Var)"
            await juror.press("s")
            assert "pas encore enregistrée" not in juror.text()


async def test_a_form_cut_short_is_on_the_screen_the_next_time(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service) as juror:
            await juror.press("a")
            await juror.type("DUPON")
            await juror.press("tab", "tab", "tab", "tab", "space")
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        assert juror.where == "candidate"
        assert "pas encore enregistrée" in juror.text()
        assert juror.app.screen.query_one("#surname", Input).value == "DUPON"
        assert juror.app.screen.query_one("#extra", Choice).index == 1
        await juror.type("T")
        await juror.press("tab", "tab")
        await juror.type("7")
        await juror.press("ctrl+n")
        await juror.at_home()
        await juror.app.terminal_lost("hangup")
    assert not (tmp_path / "saisies.json").exists()
    assert new_service(tmp_path, clock).forms.shown == ""


@pytest.mark.parametrize("cut", ["hangup", "killed"])
async def test_a_new_seance_cut_short_has_its_fields_again(tmp_path: Path, cut: str) -> None:
    clock = FakeClock()
    service = new_service(tmp_path, clock)
    async with at_work(service, watched=True) as juror:
        await juror.type("Lycée Jean-Mou")
        if cut == "hangup":
            await juror.app.terminal_lost("hangup")
        else:
            saved = tmp_path / "saisies.json"
            await juror.until(
                lambda: saved.exists() and "Jean-Mou" in saved.read_text("utf-8"), "the draft"
            )
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        assert juror.where == "setup"
        assert juror.app.screen.query_one("#centre", Input).value == "Lycée Jean-Mou"
    assert again.close(10)
    if cut == "killed":
        service.close(10)


async def test_a_form_that_was_left_waits_without_being_in_the_way(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        async with at_work(service) as juror:
            await juror.press("a")
            await juror.type("DUPONT")
            await juror.press("ctrl+r")
            await juror.at_home()
            await juror.app.terminal_lost("hangup")
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        assert juror.where == "home"
        await juror.press("a")
        assert juror.app.screen.query_one("#surname", Input).value == "DUPONT"
    assert again.close(10)


async def test_a_damaged_file_of_forms_is_named_and_set_aside(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        (tmp_path / "saisies.json").write_text("{")
        async with at_work(service) as juror:
            await juror.press("a")
            assert "saisies.json est endommagé" in juror.text()
            await juror.type("DUPONT")
            await juror.app.terminal_lost("hangup")
    assert (tmp_path / "saisies.json.endommage-1").read_text() == "{"
    assert "DUPONT" in (tmp_path / "saisies.json").read_text("utf-8")


async def test_a_field_that_the_form_has_not_is_named_and_passed_over(tmp_path: Path) -> None:
    clock = FakeClock()
    service = new_service(tmp_path, clock)
    service.forms.keep("setup", {"centre": "Lycée", "nope": "x", "a b": "y"})
    service.forms.show("setup")
    service.forms.save()
    assert service.close(10)
    again = new_service(tmp_path, clock)
    async with at_work(again) as juror:
        assert juror.where == "setup"
        assert "saisies.json est endommagé" in juror.text()
        assert juror.app.screen.query_one("#centre", Input).value == "Lycée"
        await juror.app.terminal_lost("hangup")
    assert "nope" in (tmp_path / "saisies.json.endommage-1").read_text("utf-8")
    assert "nope" not in (tmp_path / "saisies.json").read_text("utf-8")
