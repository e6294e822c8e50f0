"""What hands do while eyes are on the candidate: nothing typed goes astray."""

from __future__ import annotations

from pathlib import Path

from e33tui.domain.passage import Step
from tests.screens.support import at_work, sitting


async def test_a_word_typed_on_the_levels_is_an_observation_and_no_cross(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("tab")
            await juror.type("l'élève dit oui")
            await juror.press("enter")
            assert juror.state.remarks[-1].text == "l'élève dit oui"
            assert dict(juror.state.levels) == {}


async def test_an_observation_half_typed_is_taken_when_the_part_ends(tmp_path: Path) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("- sans exemple")
            await juror.press("ctrl+n")
            # Who did not see the question goes on typing: that ends nothing.
            await juror.type(" tapé au doigt")
            assert "⏎ pour choisir." in juror.text()
            await juror.press("enter")
            assert not juror.asked
            assert juror.at(Step.PRESENTATION)
            await juror.press("ctrl+n", "o")
            await juror.until(lambda: juror.at(Step.INTERVIEW), "the second part")
            last = juror.state.remarks[-1]
            assert (last.text, last.mark, last.part) == ("sans exemple", "-", "presentation")


async def test_a_level_placed_in_mid_observation_leaves_it_on_its_criterion(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("bien vu")
            await juror.press("tab", "3", "tab", "enter")
            assert juror.state.remarks[-1].criterion == "c1"
            assert dict(juror.state.levels) == {"c1": 3}


async def test_undo_takes_nothing_back_while_an_observation_is_typed(tmp_path: Path) -> None:
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.type("première")
            await juror.press("enter")
            await juror.type("seconde")
            await juror.press("ctrl+z")
            assert juror.state.remarks[-1].text == "première"
            assert "Une observation est en cours" in juror.text()


async def test_the_grid_says_when_the_note_has_the_focus(tmp_path: Path) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            assert "Tab note" in juror.text()
            assert "Note :" in juror.text()
            await juror.press(*["3"] * 10)
            assert "Tab grille" in juror.text()
            assert "Note ▸" in juror.text()
            assert "▸10" not in juror.text()
            # The note came by itself: asking for it stays there, asking again goes back.
            await juror.press("tab")
            assert "Note ▸" in juror.text()
            assert "Tapez la note" in juror.text()
            await juror.press("tab")
            assert "Note :" in juror.text()


async def test_undo_in_the_texts_shows_the_text_it_changed(tmp_path: Path) -> None:
    with sitting(tmp_path, state="complete") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.go_to(Step.APPRAISAL)
            before = dict(juror.state.comments)
            await juror.press("ctrl+z")
            (changed,) = [k for k in before if before[k] != juror.state.comments.get(k)]
            place = [text.id for text in juror.state.rubric.texts].index(changed)
            assert f"Appréciation · {place + 1}/{len(before)}" in juror.text()


async def test_capital_letters_work_on_the_list(tmp_path: Path) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service) as juror:
            await juror.key("A", "A")
            await juror.until(lambda: "Nouveau candidat" in juror.text(), "the form")
