"""The questions of the interview: answered where one types, put off, and lost by nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark, TickRemark
from e33tui.domain.passage import Step
from e33tui.domain.remark import Mark
from e33tui.look import Look
from tests.screens.seen import at_terminal
from tests.screens.support import FIRST, Juror, at_work, sitting
from tests.screens.test_plain_mode import check_words

QUESTIONS = (("c2", "quelle cible ?"), ("c9", "quel budget ?"))


async def ask(juror: Juror, *questions: tuple[str, str]) -> None:
    """Open the interview with these questions alone, on the last of them."""
    await juror.open()
    for question in juror.state.open_questions:
        juror.desk.do(TickRemark(question.id))
    for criterion, text in questions:
        juror.desk.do(AddRemark(text, Mark.QUESTION, criterion))
    await juror.go_to(Step.INTERVIEW)
    await juror.pause()
    await juror.press("up")


def open_texts(juror: Juror) -> list[str]:
    return [question.text for question in juror.state.open_questions]


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_what_is_typed_on_a_question_is_its_answer(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service, size) as juror:
            await ask(juror, *QUESTIONS)
            assert "réponse · 9 Améliorations ▸" in juror.text()
            count = len(juror.state.remarks)
            await juror.type("+ 200 euros, chiffré")
            await juror.press("enter")
            last = juror.state.remarks[-1]
            assert len(juror.state.remarks) == count
            assert (last.text, last.mark) == ("quel budget ? – 200 euros, chiffré", Mark.PLUS)
            assert open_texts(juror) == ["quelle cible ?"]
            assert "Réponse notée avec la question. ^Z annule." in juror.text()
            # What comes next is no answer to another question.
            assert "note la réponse ;" not in juror.text()
            assert " 9 Améliorations ▸" in juror.text()
            assert "réponse · " not in juror.text()
            await juror.type("et un délai")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "et un délai"
            await juror.press("ctrl+z", "ctrl+z")
            assert open_texts(juror) == ["quelle cible ?", "quel budget ?"]


async def test_another_question_about_it_is_one_of_its_own(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await ask(juror, *QUESTIONS)
            await juror.type("? et qui décide ?")
            await juror.press("enter")
            assert open_texts(juror) == ["quelle cible ?", "quel budget ?", "et qui décide ?"]
            assert juror.state.remarks[-1].criterion == "c9"


async def test_an_answer_that_is_too_long_stays_in_the_line(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await ask(juror, *QUESTIONS)
            await juror.paste("x" * 495)
            await juror.press("enter")
            assert open_texts(juror) == ["quelle cible ?", "quel budget ?"]
            # The line is shorter than that: the question counts too, and there is a way on.
            assert "Question et réponse font ensemble 511 caractères, 500 au plus" in juror.text()
            assert juror.desk.draft("remark") == "x" * 495
            await juror.press("up", "up", "enter")
            assert juror.state.remarks[-1].text == "x" * 495


async def test_a_question_that_is_put_off_comes_last(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await ask(juror, *QUESTIONS, ("c1", "quelle source ?"))
            await juror.press("up")
            assert "⏎ note la réponse ; ^E : posée ; Fin : reporter." in juror.text()
            await juror.press("end")
            assert open_texts(juror) == ["quelle cible ?", "quelle source ?", "quel budget ?"]
            assert "réponse · 1 Sources, données ▸" in juror.text()
            assert "Question reportée à la fin. ^Z annule." in juror.text()
            # From the last one the focus goes on to the first.
            await juror.press("down", "end")
            assert open_texts(juror)[-1] == "quel budget ?"
            assert "réponse · 2 Sollicitations ▸" in juror.text()
            await juror.press("ctrl+z", "ctrl+z")
            assert open_texts(juror) == ["quelle cible ?", "quel budget ?", "quelle source ?"]


async def test_ticking_off_says_so_and_only_where_there_is_one_to_tick(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await ask(juror, *QUESTIONS)
            await juror.press("down", "tab")
            # No question about this criterion: its key takes no other's in its place.
            assert "^E" not in juror.lines()[-1]
            before = juror.state
            await juror.press("ctrl+e")
            assert juror.state == before
            assert "critère 1 ▸ 1 Novice" in juror.text()
            await juror.press("down")
            assert "^E posée" in juror.lines()[-1]
            await juror.press("ctrl+e")
            assert open_texts(juror) == ["quel budget ?"]
            said = "Question posée : « quelle cible ? ». ^Z annule."
            assert juror.lines()[-2].strip() == said, "which one, since nothing pointed at it"
            await juror.press("up")
            assert not juror.lines()[-2].strip()


async def test_while_keys_place_levels_no_line_speaks_of_an_answer(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await ask(juror, *QUESTIONS)
            await juror.press("tab")
            assert juror.lines()[-2].strip() == "^E : posée ; Fin : reporter."
            await juror.press("up", "down")
            assert juror.lines()[-2].strip() == "^E : posée ; Fin : reporter."
            await juror.press("tab")
            assert "⏎ note la réponse ; ^E : posée ; Fin : reporter." in juror.text()
            await juror.press("ctrl+e")
            # The last one has none to come after.
            await juror.press("up", "down")
            assert juror.lines()[-2].strip() == "⏎ note la réponse ; ^E : posée."


async def test_what_was_said_of_an_answer_is_over_as_one_moves_on(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await ask(juror, *QUESTIONS)
            await juror.type("200 euros")
            await juror.press("enter")
            assert "Réponse notée" in juror.text()
            await juror.press("down")
            assert "Réponse notée" not in juror.text()


async def test_the_key_moves_in_a_line_that_is_not_empty_and_puts_off_no_criterion(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await ask(juror, *QUESTIONS)
            await juror.type("bc")
            await juror.press("home", "a", "end", "d", "backspace", "backspace", "backspace")
            await juror.press("backspace")
            assert not [remark for remark in juror.state.remarks if remark.deferred]
            await juror.press("down", "end")
            assert not [remark for remark in juror.state.remarks if remark.deferred]
            await juror.press("up", "ctrl+e", "end")
            assert not [remark for remark in juror.state.remarks if remark.deferred]


async def test_an_answer_half_typed_comes_back_on_its_question(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await ask(juror, *QUESTIONS)
            await juror.press("up")
            await juror.type("les étudi")
            await juror.press("ctrl+x")
            await juror.until(lambda: juror.where == "observations", "the observations")
            await juror.press("ctrl+r")
            await juror.until(lambda: juror.at(Step.INTERVIEW), "the interview")
            assert "réponse · 2 Sollicitations ▸ les étudi" in juror.text()
            await juror.press("ctrl+f")
            await juror.at_home()
            await juror.open(FIRST)
            await juror.type("ants")
            await juror.press("enter")
            assert "quelle cible ? – les étudiants" in [r.text for r in juror.state.remarks]


async def test_in_words_alone(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_terminal(service, look=Look(plain=True)) as juror:
            await ask(juror, *QUESTIONS)
            await juror.look()
            check_words(juror)
            assert "réponse : 9 Améliorations :" in juror.text()
            # Its line says what it is, wherever that stands.
            assert ">question, critère 9 : " in juror.text()
