"""All observations of a passage on one screen: in order, chosen, found, corrected, moved, deleted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark, AnswerGate, Arrive, PlaceLevel, StartPart
from e33tui.domain.passage import GateAnswer, Step
from e33tui.domain.remark import Mark, PartId
from e33tui.look import Look
from e33tui.screens.observations import ObservationsScreen
from e33tui.service import Service
from tests.screens.seen import at_terminal
from tests.screens.support import (
    FIRST,
    SIZES,
    Juror,
    at_work,
    check_frame,
    go_to_stage,
    repeat,
    sitting,
)
from tests.screens.test_every_screen import check_blank, check_commands, check_footer, check_help
from tests.screens.test_plain_mode import check_words
from tests.screens.test_touch import check_targets
from tests.screens.touching import at_tablet
from tests.support.domain import FakeClock, rubric
from tests.support.training import HEARD, played

HOSTILE = "[/b] « ção » ] שלום"
LONG = "une observation : " + "panier moyen et taux de fidélité " * 10 + "FIN"


def observe(service: Service, clock: FakeClock) -> None:
    """Make a few observations in the interview, after those of the presentation."""
    desk = service.open(FIRST)
    for text, mark, criterion in (
        (LONG, Mark.QUESTION, "c2"),
        (HOSTILE, Mark.PLUS, "c3"),
        ("ne distingue pas fidélisation et conquête", Mark.MINUS, "c3"),
    ):
        clock.advance(30)
        desk.do(AddRemark(text, mark, criterion))
    assert desk.leave()


async def show(juror: Juror, stage: str = "interview") -> ObservationsScreen:
    """Show the observations from the screen of a stage."""
    await go_to_stage(juror, stage)
    await juror.press("ctrl+x")
    await juror.until(lambda: juror.where == "observations", "the observations")
    screen = juror.app.place()
    assert isinstance(screen, ObservationsScreen)
    return screen


def texts(juror: Juror) -> list[str]:
    """The observations as they are on record."""
    return [remark.text for remark in juror.state.remarks]


async def answered(juror: Juror, *keys: str) -> None:
    """Press keys, each once the question before it is there or gone."""
    for key in keys:
        await juror.press(key)
    await juror.pause()


async def test_all_of_both_temps_in_order_at_every_size(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        observe(service, clock)
        async with at_work(service, SIZES[0]) as juror:
            screen = await show(juror)
            for size in SIZES:
                await juror.resize(*size)
                lines = juror.lines()
                rows = [line for line in lines if line[1:3] in ("P ", "E ")]
                assert [row[1] for row in rows] == ["P", "E", "E", "E", "E"]
                assert lines[1].startswith(" Observations · 5 ")
                assert "Entretien" in lines[1]
                assert HOSTILE in juror.text()
                # What is cut in the list stands below it in full.
                await juror.press("home", "down", "down")
                assert "FIN" in juror.text()
                await juror.press("end")
                assert "3 Action proposée · entretien · moins" in juror.text()
            await juror.press("home")
            check_frame(juror)
            await check_blank(juror)
            await juror.resize(180, 90)
            check_footer(juror, screen)
            await check_help(juror, screen)
            check_commands(screen)


@pytest.mark.parametrize("stage", ["presentation", "interview", "profile", "appraisal"])
async def test_one_key_leads_there_and_one_back_to_where_one_was(
    tmp_path: Path, stage: str
) -> None:
    state = {"presentation": "presentation_running", "interview": "interview_running"}
    with sitting(tmp_path, state=state.get(stage, "complete")) as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, stage)
            if stage in state:
                await juror.press("down", "down")
                await juror.type("à peine commencée")
            elif stage == "profile":
                await juror.press("tab", "up", "up", "up")
            else:
                await juror.press("tab")
                await juror.type(" Encore.")
            before = juror.app.place()
            assert before is not None
            focus = getattr(before, "focus_id")  # noqa: B009
            await juror.press("ctrl+x")
            await juror.until(lambda: juror.where == "observations", "the observations")
            await juror.press("ctrl+r")
            await juror.until(lambda: juror.where not in ("observations", ""), "the way back")
            after = juror.app.place()
            assert getattr(after, "step") is getattr(before, "step")  # noqa: B009
            assert getattr(after, "focus_id") == focus  # noqa: B009
            if stage in state:
                assert "à peine commencée" in juror.text()
            if stage == "appraisal":
                assert "Encore." in juror.text()


@pytest.mark.parametrize("stage", ["interview", "profile", "appraisal"])
async def test_the_key_pressed_twice_comes_back_and_erases_nothing(
    tmp_path: Path, stage: str
) -> None:
    state = "interview_running" if stage == "interview" else "complete"
    with sitting(tmp_path, state=state) as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, stage)
            before, where = juror.state, juror.where
            await juror.press("ctrl+x", "ctrl+x")
            await juror.until(lambda: juror.where == where, "the way back")
            await juror.press("ctrl+x")
            await juror.until(lambda: juror.where == "observations", "the observations")
            # While one searches too.
            await juror.press("r", "ctrl+x")
            await juror.until(lambda: juror.where == where, "the way back")
            assert juror.state == before


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_every_criterion_of_a_longer_grid_can_be_chosen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, grid="bloc3", clock=clock) as service:
        repeat(service, clock, played(*HEARD[:-2]))
        async with at_work(service, size) as juror:
            await show(juror)
            await juror.press("home", "c")
            shown = "\n".join(juror.lines())
            assert "│  1  Messages, demandes" in shown
            assert "│ ⏎ : choisir" in shown, shown
            await juror.press("c")
            assert juror.state.remarks[0].criterion == juror.state.rubric.criteria[11].id
            await answered(juror, "f", "c")
            assert "c  12 " in "\n".join(juror.lines())
            await answered(juror, "c")
            assert "Observations · 1 sur" in juror.lines()[1]


async def test_a_grid_of_more_criteria_than_keys_is_chosen_from_by_the_arrows(
    tmp_path: Path,
) -> None:
    grid = rubric()
    last = grid.competences[-1]
    more = (
        replace(last.criteria[0], id=f"c{n}", number=n, label=f"Le {n}e") for n in range(10, 51)
    )
    longer = replace(last, criteria=tuple(more))
    grid = replace(grid, id="centre", competences=(*grid.competences[:-1], longer))
    with sitting(tmp_path, at_hand=grid) as service:
        desk = service.open(FIRST)
        started = (Arrive(), AnswerGate(GateAnswer.OPEN), StartPart(PartId.PRESENTATION))
        for command in (*started, AddRemark("une observation"), AddRemark("deux", criterion="c1")):
            desk.do(command)
        assert desk.leave()
        async with at_work(service, SIZES[0]) as juror:
            await show(juror, "presentation")
            await juror.press("home", "c", "end", "up")
            assert "50 Le 50e" in "\n".join(juror.lines())
            await juror.press("enter")
            assert juror.state.remarks[0].criterion == "c50"
            await answered(juror, "f", "c", "end", "enter")
            assert "Critère 50 Le 50e" in juror.text()


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_a_long_one_is_corrected_in_the_width_there_is(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        observe(service, clock)
        async with at_work(service, size) as juror:
            await show(juror)
            await juror.press("home", "down", "down", "enter")
            (line,) = [line for line in juror.lines() if "Observation ▸" in line]
            assert len(line.strip(" │")) > size[0] - 8
            assert "FIN" in line


async def test_without_any_there_is_nothing_to_show(tmp_path: Path) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service) as juror:
            await show(juror)
            await juror.press(*["delete"] * len(juror.state.remarks))
            assert texts(juror) == []
            assert "Aucune observation." in juror.text()
            await juror.press("enter", "c", "m", "delete", "ctrl+r")
            await juror.until(lambda: juror.where == "exam", "the way back")
            await juror.press("ctrl+x")
            assert juror.where == "exam"


async def test_chosen_by_criterion_mark_and_temps_and_found_by_letters(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        observe(service, clock)
        async with at_work(service) as juror:
            await show(juror)
            await answered(juror, "f", "c")
            # The key of a criterion is its number, whichever others there are.
            assert "3  Action proposée" in "\n".join(juror.lines())
            await answered(juror, "3")
            assert "Observations · 3 sur 5" in juror.lines()[1]
            assert "Critère 3 Action proposée" in juror.text()
            await answered(juror, "f", "m", "down", "enter")
            assert "Critère 3 Action proposée · plus" in juror.text()
            assert "Observations · 1 sur 5" in juror.lines()[1]
            await answered(juror, "t")
            assert "Observations · 5 " in juror.lines()[1]
            await answered(juror, "f", "t", "down", "enter")
            assert "Observations · 1 sur 5" in juror.lines()[1]
            await answered(juror, "t", "r")
            await juror.type("FIDEL")
            assert "Chercher ▸ FIDEL" in juror.text()
            assert "Observations · 3 sur 5" in juror.lines()[1]
            await juror.type("isation")
            assert "Observations · 1 sur 5" in juror.lines()[1]
            await juror.press("enter", "m")
            assert juror.asked
            await juror.press("n")
            await juror.press("r")
            await juror.type(" xyz")
            assert "Aucune observation ne correspond." in juror.text()
            # Given up as any question is: what comes next is no letter of it.
            await juror.press("escape")
            assert "Observations · 5 " in juror.lines()[1]
            assert "xyz" not in juror.text()
            await answered(juror, "c", "n")
            assert len(juror.state.remarks) == 5


async def test_a_search_moves_nothing_on_the_screen(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            screen = await show(juror)
            listed = screen.query_one("#timeline")
            before = listed.region
            await juror.press("r")
            await juror.type("coût")
            assert "Observations · 1 sur 2" in juror.lines()[1]
            assert listed.region == before
            assert juror.lines()[before.bottom].strip() == "Chercher ▸ coût"


async def test_chosen_by_author_once_there_are_two(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "interview")
            juror.desk.do(AddRemark("prix comparés", criterion="c4"), by="Mme Durand")
            await juror.press("ctrl+x")
            await juror.until(lambda: juror.where == "observations", "the observations")
            await juror.press("end")
            assert "entretien · sans marque · Mme Durand" in juror.text()
            await answered(juror, "f", "a", "down", "down", "enter")
            assert "Observations · 1 sur 3" in juror.lines()[1]
            assert "prix comparés" in juror.text()
            await answered(juror, "f", "a", "1")
            assert "Observations · 2 sur 3" in juror.lines()[1]
            assert "présentation · question · la commission" in juror.text()


async def test_a_choice_is_given_up_without_a_change(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await show(juror)
            before = juror.state.remarks
            for keys in (("f", "n"), ("f", "c", "escape"), ("m", "n"), ("c", "escape")):
                await answered(juror, *keys)
                assert not juror.asked
            await answered(juror, "enter", "ctrl+r")
            assert juror.where == "observations"
            assert juror.state.remarks == before
            assert "Observations · 2 " in juror.lines()[1]


async def test_its_text_its_mark_and_its_criterion_are_corrected(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await show(juror)
            await juror.press("home", "enter")
            assert "Observation ▸ ? coût de l’action ?" in juror.text()
            await juror.type(" et délai")
            await juror.press("enter")
            first = juror.state.remarks[0]
            assert (first.text, first.mark) == ("coût de l’action ? et délai", Mark.QUESTION)
            assert "Observation corrigée. ^Z annule." in juror.text()
            await juror.press("m", "-")
            assert [remark.mark for remark in juror.state.remarks] == [Mark.MINUS, Mark.PLUS]
            for keys, criterion in ((("c", "1"), "c1"), (("c", "s"), None), (("c", "0"), "c10")):
                await juror.press(*keys)
                assert juror.state.remarks[0].criterion == criterion
            assert "10 Communication · présentation · moins" in juror.text()
            assert juror.state.remarks[0].elapsed == first.elapsed
            await juror.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
            assert juror.state.remarks[0].text == "coût de l’action ?"
            assert juror.state.remarks[0].criterion == "c3"
            assert juror.where == "observations"


async def test_an_empty_one_is_refused_and_stays_to_be_corrected(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await show(juror)
            await juror.press("home", "enter", "ctrl+u")
            await juror.type("+ ")
            await juror.press("enter")
            assert juror.asked
            assert "elle est vide" in juror.text()


async def test_a_question_is_ticked_off_here_too_and_may_be_asked_again(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await show(juror)
            await juror.press("home", "ctrl+e")
            assert [remark.ticked for remark in juror.state.remarks] == [True, False]
            assert "question posée" in juror.text()
            assert "Question posée. ^Z annule." in juror.text()
            await juror.press("ctrl+e")
            assert "Question à poser encore. ^Z annule." in juror.text()
            await juror.press("down", "ctrl+e")
            assert [remark.ticked for remark in juror.state.remarks] == [False, False]


async def test_deleted_means_gone_until_undone_and_for_good_when_asked(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await show(juror)
            await juror.press("home", "delete")
            assert texts(juror) == ["carte de fidélité déjà testée en PFMP"]
            assert "Observation effacée. ^Z annule." in juror.text()
            await juror.press("ctrl+z")
            assert len(texts(juror)) == 2
            # What came back is what one stands on.
            assert "3 Action proposée · présentation · question" in juror.text()
            await juror.press("e")
            await juror.until(lambda: juror.asked, "the question")
            await juror.press("n")
            assert len(texts(juror)) == 2
            await juror.press("e", "o")
            await juror.until(lambda: len(texts(juror)) == 1, "it to be gone")
            assert texts(juror) == ["carte de fidélité déjà testée en PFMP"]
        path = service.folder / "passages" / FIRST
    found = b"".join(each.read_bytes() for each in path.iterdir() if each.is_file())
    assert b"carte de fid" in found
    assert "coût de l".encode() not in found


async def test_what_comes_back_is_shown_whatever_was_chosen(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await show(juror)
            await juror.press("home", "delete", "r")
            await juror.type("carte")
            await juror.press("enter")
            await juror.press("ctrl+z")
            assert "Observations · 2 " in juror.lines()[1]
            assert "3 Action proposée · présentation · question" in juror.text()


async def test_what_is_undone_elsewhere_is_shown_there(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "interview")
            juror.desk.do(PlaceLevel("c7", 2))
            await juror.press("ctrl+x")
            await juror.until(lambda: juror.where == "observations", "the observations")
            await juror.press("ctrl+z")
            await juror.until(lambda: juror.where == "exam", "the interview")
            assert "Annulé : croix du critère 7." in juror.text()
            assert "c7" not in juror.state.levels


async def test_a_locked_passage_is_only_read(tmp_path: Path) -> None:
    with sitting(tmp_path, state="locked_complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.go_to(Step.PROFILE)
            before = juror.state
            await juror.press("ctrl+x")
            await juror.until(lambda: juror.where == "observations", "the observations")
            screen = juror.app.place()
            assert isinstance(screen, ObservationsScreen)
            assert "verrouillé" in juror.lines()[1]
            await juror.press("home", "enter", "m", "c", "e", "delete", "ctrl+e", "ctrl+z")
            assert not juror.asked
            assert juror.state == before


async def test_in_words_alone(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        observe(service, clock)
        async with at_terminal(service, look=Look(plain=True)) as juror:
            await show(juror)
            await juror.press("end", "up", "up", "up")
            await juror.look()
            check_words(juror)
            assert juror.under_cursor().startswith(
                "entretien, 00:10, plus, critère 4 : carte de fidélité"
            )
            assert "2 sur 5 : 4 Choix des outils, entretien, plus" in juror.text()


async def test_under_a_finger(tmp_path: Path) -> None:
    """A tap chooses, the bar and what « plus… » lists do the rest."""
    with sitting(tmp_path, state="interview_running") as service:
        async with at_tablet(service) as finger:
            await show(finger)
            check_targets(finger)
            await finger.tap("timeline:0")
            assert isinstance(finger.app.screen, ObservationsScreen)
            await finger.tap("filter_remarks")
            await finger.tap("answers:1")
            assert "Filtrer par critère" in finger.text()
            await finger.tap("answers:2")
            assert "Observations · 1 sur 2" in finger.lines()[1]
            # A search types anyway: its target stands behind « plus… ».
            await finger.press("r")
            await finger.type("carte")
            await finger.tap("edit_remark")
            assert "carte de fidélité déjà testée en PFMP" in finger.text()
            assert finger.asked


async def test_in_ascii(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_terminal(service, look=Look(ascii=True)) as juror:
            await show(juror)
            await juror.look()
            shown = "\n".join(juror.terminal.emulator.lines)
            assert " P 00:10 ?   3  coût de l" in shown
            assert not set("·…−▸→") & set(shown)
