"""Where the keys go: the focus, questions over a screen, the blank, the help and the palette."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Input, OptionList

from e33tui.domain.clock import PartStatus
from e33tui.domain.passage import Step
from e33tui.screens.blank import Blank
from e33tui.screens.dialogs import Menu
from e33tui.service import Service
from tests.screens.support import FIRST, at_work, sitting


async def test_typing_an_observation_is_what_a_timed_screen_is_ready_for(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("1234&é\"'0à")
            assert dict(juror.state.levels) == {}
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "1234&é\"'0à"
            assert juror.state.remarks[-1].criterion == "c1"


async def test_digits_place_levels_only_while_the_levels_have_the_focus(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("tab", "3", "é", "3", "up", "3", "9")
            assert dict(juror.state.levels) == {"c1": 3, "c2": 2, "c3": 3}
            await juror.press("up", "0", "down", "up", "up", "delete", "up", "backspace")
            assert dict(juror.state.levels) == {}
            await juror.press("tab")
            await juror.type("en cours 4")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "en cours 4"
            assert dict(juror.state.levels) == {}


@pytest.mark.parametrize(
    ("keys", "criterion"), [(["up"], 10), (["up", "down"], 1), (["down"] * 12, 3)]
)
async def test_past_the_last_criterion_comes_the_first(
    tmp_path: Path, keys: list[str], criterion: int
) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press(*keys)
            await juror.type("ici")
            await juror.press("enter")
            assert juror.state.remarks[-1].criterion == f"c{criterion}"


async def test_digits_reach_the_note_only_when_it_has_the_focus(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("1", "tab", "1", "2", "tab", "4")
            assert juror.state.note == 24
            assert dict(juror.state.levels) == {"c1": 1, "c2": 4}


async def test_tab_goes_round_a_form(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("a")
            names = []
            for _ in range(6):
                names.append(juror.app.focused.id if juror.app.focused else None)
                await juror.press("tab")
            assert names == ["surname", "given", "number", "hour", "extra", "surname"]
            await juror.press("shift+tab")
            assert juror.app.focused is not None
            assert juror.app.focused.id == "surname"


async def test_what_stands_over_a_screen_gives_the_focus_back(tmp_path: Path) -> None:
    ways = [
        (key, out)
        for key in ("ctrl+k", "ctrl+d", "ctrl+u", "ctrl+c")
        for out in ("ctrl+r", "escape")
    ]
    ways += [("ctrl+g", "ctrl+g"), ("ctrl+g", "escape"), ("ctrl+p", "escape"), ("ctrl+o", "ctrl+o")]
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            before = juror.state
            for key, out in ways:
                await juror.type(".")
                await juror.press(key)
                assert len(juror.app.screen_stack) == 3
                await juror.press(out)
                assert len(juror.app.screen_stack) == 2
            assert juror.state == before
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "." * len(ways)


async def test_the_blank_covers_an_open_question(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+d", "a")
            await juror.type("alarme")
            await juror.press("ctrl+o")
            assert juror.text() == "^O"
            await juror.press("x", "ctrl+o")
            await juror.type(" incendie")
            await juror.press("enter")
            assert juror.state.incidents[0].text == "alarme incendie"


async def test_the_blank_stays_when_the_screen_under_it_changes(tmp_path: Path) -> None:
    """A passage taken over while the screen is blanked shows nothing to whoever stands there."""
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, watched=True) as juror:
            await juror.open()
            await juror.press("ctrl+o")
            service._store.ownership.request(FIRST)
            await juror.until(lambda: juror.where == "home")
            assert juror.text() == "^O"
            await juror.press("ctrl+o")
            assert "repris dans un autre terminal" in juror.text()


async def test_the_palette_finds_a_command_by_its_french_name_and_runs_it(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+p")
            assert "Chercher une commande" in juror.text()
            await juror.type("pause")
            await juror.until(lambda: "Fin particulière" not in juror.text(), "one command")
            await juror.press("enter")
            await juror.until(lambda: juror.state.interview.status is PartStatus.PAUSED, "a pause")
            assert juror.app.focused is not None


async def test_the_palette_says_in_french_that_it_found_nothing(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.press("ctrl+p")
            await juror.type("xyzzy")
            await juror.until(lambda: "Aucune commande ne porte ce nom." in juror.text())


async def test_ctrl_q_does_nothing_and_ctrl_c_asks_once_while_a_clock_runs(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+q", "ctrl+s", "f1", "escape")
            assert juror.app.is_running
            assert not juror.asked
            await juror.press("ctrl+c", "ctrl+c", "ctrl+c")
            assert "son horloge continuera" in juror.text()
            await juror.press("enter")
            assert not juror.asked
            assert juror.app.is_running
            await juror.press("ctrl+c", "o")
            await juror.until(lambda: not juror.app.is_running, "the end")
        assert juror.app.return_code == 0


async def test_ctrl_c_in_the_middle_of_a_word_is_answered_by_no_letter(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("un bon ")
            await juror.press("ctrl+c")
            await juror.until(lambda: juror.asked, "the question")
            assert "⏎ pour choisir." in juror.text()
            await juror.type("outil")
            assert juror.asked
            await juror.press("escape")
            await juror.type("outil")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "un bon outil"
            # Enter answers as ever.
            await juror.type("un bon ")
            await juror.press("ctrl+c")
            await juror.until(lambda: juror.asked, "the question again")
            await juror.press("down", "enter")
            await juror.until(lambda: not juror.app.is_running, "the end")


async def test_ctrl_c_leaves_at_once_when_no_clock_runs_and_keeps_the_draft(tmp_path: Path) -> None:
    clock_stands = "interview_paused"
    with sitting(tmp_path, state=clock_stands) as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("brouillon")
            await juror.press("ctrl+c")
            await juror.until(lambda: not juror.app.is_running, "the end")
        assert service._store.passages.draft(FIRST)["texts"] == {"remark": "brouillon"}


async def test_a_key_pressed_twice_in_a_hurry_opens_a_passage_once(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            go_on = Event()
            opened = open_slowly(service, go_on)
            for key, character in (("enter", "\r"), ("enter", "\r"), ("a", "a"), ("s", "s")):
                await juror.key(key, character)
            go_on.set()
            await juror.until(lambda: juror.at(Step.INTERVIEW), "the passage")
            assert opened == [FIRST]
            # What is typed ahead belongs to the passage that comes.
            await juror.type("un")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "asun"


def open_slowly(service: Service, go_on: Event) -> list[str]:
    """Let each opening wait, as on a slow disk; return the list of what was opened."""
    opened: list[str] = []
    real = service.open

    def opening(passage: str) -> object:
        opened.append(passage)
        assert go_on.wait(10)
        return real(passage)

    service.open = opening  # type: ignore[method-assign,assignment]
    return opened


async def test_a_finger_that_touches_an_answer_twice_answers_once(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+k")
            answers = juror.app.screen.query_one(OptionList)
            answers.action_select()
            answers.action_select()
            await juror.pause()
            assert len(juror.app.screen_stack) == 2
            assert juror.at(Step.INTERVIEW)
            assert juror.state.ending is None
            assert not isinstance(juror.app.screen, Blank)
            assert isinstance(juror.app.focused, Input)


async def test_the_letter_of_an_answer_is_no_key_of_the_screen_under_the_question(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            answers: list[str | None] = []
            for letter in "ascm":
                ways = (("no", "n", "Non"), (letter, letter, "Autre chose"))
                juror.app.push_screen(Menu("Que faire ?", ways), answers.append)
                await juror.press(letter)
                assert juror.where == "home"
            assert answers == list("ascm")
