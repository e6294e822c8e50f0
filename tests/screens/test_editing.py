"""The comforts of writing a text: by words, selected, pasted over, wrapped, counted, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from e33tui.domain.passage import Step
from e33tui.look import Look
from e33tui.screens.appraisal import AppraisalScreen
from tests.screens.support import SIZES, Juror, at_work, sitting

SAID = "Présente l’action, sans en préciser l’enjeu."


@asynccontextmanager
async def at_the_texts(
    folder: Path, size: tuple[int, int] = SIZES[1], text: str = SAID
) -> AsyncIterator[Juror]:
    """The first text, typed and not taken yet."""
    with sitting(folder, state="candidate_left") as service:
        async with at_work(service, size) as juror:
            await juror.open()
            await juror.go_to(Step.APPRAISAL)
            await juror.type(text)
            yield juror


def written(juror: Juror) -> str:
    """What stands in the editor."""
    screen = juror.app.place()
    assert isinstance(screen, AppraisalScreen)
    return screen.editor.text


async def taken(juror: Juror) -> str:
    """Go on to the next text, and return the one that was taken."""
    await juror.press("tab")
    return juror.state.comment("traiter").text


async def test_the_cursor_goes_by_words_both_ways(tmp_path: Path) -> None:
    async with at_the_texts(tmp_path, (120, 40)) as juror:
        # The full stop, « enjeu », the apostrophe's « l » and the apostrophe itself are stops.
        await juror.press(*["ctrl+left"] * 5)
        await juror.type("bien ")
        assert written(juror) == "Présente l’action, sans en bien préciser l’enjeu."
        await juror.press("ctrl+right", "!", "home", "ctrl+right", "ctrl+right", "?")
        expected = "Présente l?’action, sans en bien préciser! l’enjeu."
        assert await taken(juror) == expected


@pytest.mark.parametrize("key", ["ctrl+w", "ctrl+backspace"])
async def test_a_word_is_deleted_by_one_key(tmp_path: Path, key: str) -> None:
    async with at_the_texts(tmp_path, text="Un mot de trop") as juror:
        await juror.press(key)
        assert written(juror) == "Un mot de "
        await juror.press("ctrl+left", key)
        assert await taken(juror) == "Un de"


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (("ctrl+shift+left", "ctrl+shift+left"), "Présente l’action, sans en préciser l’X"),
        (
            ("shift+left", "shift+left", "shift+right"),
            "Présente l’action, sans en préciser l’enjeuX",
        ),
        (("home", "ctrl+shift+right"), "X l’action, sans en préciser l’enjeu."),
        (("shift+home",), "X"),
        (("home", "right", "shift+end"), "PX"),
    ],
    ids=["words", "letters", "a word forward", "to the line's beginning", "to its end"],
)
async def test_what_is_selected_is_replaced_by_what_is_typed(
    tmp_path: Path, keys: tuple[str, ...], left: str
) -> None:
    async with at_the_texts(tmp_path, (120, 40)) as juror:
        await juror.press(*keys)
        await juror.type("X")
        assert written(juror) == left
        await juror.press("ctrl+z")
        assert written(juror) == SAID


async def test_the_key_that_copies_elsewhere_does_not_leave_with_a_text_selected(
    tmp_path: Path,
) -> None:
    async with at_the_texts(tmp_path) as juror:
        await juror.press("ctrl+shift+left", "ctrl+c")
        assert "Rien n’est copié ; encore une fois ^C quitte e33tui." in juror.text()
        await juror.type("!")
        assert written(juror) == f"{SAID[:-1]}!.", "nothing is selected any more"
        await juror.press("ctrl+c")
        await juror.until(lambda: not juror.app.is_running, "the end")


async def test_lines_are_selected_by_the_arrows(tmp_path: Path) -> None:
    async with at_the_texts(tmp_path, text="un") as juror:
        await juror.press("enter", "d", "e", "u", "x", "enter", "t", "r", "o", "i", "s")
        await juror.press("home", "shift+up", "backspace")
        assert await taken(juror) == "un\ntrois"


async def test_a_paste_takes_the_place_of_what_is_selected_and_is_one_step_back(
    tmp_path: Path,
) -> None:
    async with at_the_texts(tmp_path, text="Cite deux indicateurs.") as juror:
        await juror.press("left", "ctrl+shift+left")
        await juror.paste("sources,\r\ndatées")
        assert written(juror) == "Cite deux sources,\ndatées."
        await juror.press("ctrl+z")
        assert written(juror) == "Cite deux indicateurs."


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_line_is_wrapped_between_words_and_not_cut(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    long = " ".join(f"mot{number}" for number in range(10, 40))
    async with at_the_texts(tmp_path, size, long) as juror:
        screen = juror.app.place()
        assert isinstance(screen, AppraisalScreen)
        region = screen.editor.region
        rows = [row[region.x : region.right] for row in juror.lines()[region.y : region.bottom]]
        shown = [row.strip() for row in rows if "mot" in row]
        assert len(shown) > 1
        assert " ".join(shown) == long
        # Up from the end is the row above, in the same line of the text.
        await juror.press("up")
        await juror.type("!")
        assert not written(juror).endswith("!")
        assert (await taken(juror)).replace("!", "", 1) == long


async def test_words_are_counted_as_one_writes(tmp_path: Path) -> None:
    async with at_the_texts(tmp_path, text="Un") as juror:
        assert "1 mot " in juror.text()
        await juror.type(" texte – court")
        assert "3 mots" in juror.text()
        await juror.press("ctrl+w", "ctrl+w")
        assert "2 mots" in juror.text()
        await juror.press("shift+home", "backspace")
        assert "Texte vide" in juror.text()


async def test_an_undo_takes_back_a_few_words_and_the_key_beside_it_gives_them_again(
    tmp_path: Path,
) -> None:
    long = " ".join(f"mot{number}" for number in range(10, 25))
    async with at_the_texts(tmp_path, text=long) as juror:
        await juror.press("ctrl+z")
        left = written(juror)
        assert long.startswith(left)
        assert 0 < len(long) - len(left) <= 20
        assert left.endswith(" "), "whole words, and none cut in two"
        await juror.press("ctrl+y")
        assert written(juror) == long
        # Emptied by undo, a text is not declared without a remark by that key: it comes back.
        await juror.press(*["ctrl+z"] * 4)
        assert written(juror) == ""
        assert "rien à signaler" not in juror.text()
        await juror.press(*["ctrl+y"] * 4)
        assert written(juror) == long
        assert not juror.state.comment("traiter").nothing
        assert await taken(juror) == long


@pytest.mark.parametrize(
    ("look", "empty", "there"),
    [(Look(), "[1–]", "[1✓]"), (Look(plain=True), "à écrire : 1,", "à écrire : 2,")],
    ids=["usual", "plain"],
)
async def test_the_line_of_texts_says_at_once_that_something_stands_there(
    tmp_path: Path, look: Look, empty: str, there: str
) -> None:
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service, look=look) as juror:
            await juror.open()
            await juror.go_to(Step.APPRAISAL)
            assert empty in juror.text()
            await juror.press("space")
            assert empty in juror.text()
            await juror.press("a")
            assert there in juror.text()
            assert not juror.state.comment("traiter").given
            await juror.press("backspace")
            assert empty in juror.text()


async def test_where_there_is_room_the_footer_says_how_a_text_has_the_whole_screen(
    tmp_path: Path,
) -> None:
    async with at_the_texts(tmp_path, SIZES[2]) as juror:
        assert "^U plein écran" in juror.lines()[-1]
        await juror.press("ctrl+u")
        assert "^U à côté" in juror.lines()[-1]


async def test_the_help_tells_of_words_selection_and_what_was_undone(tmp_path: Path) -> None:
    async with at_the_texts(tmp_path, (120, 60)) as juror:
        await juror.press("ctrl+g")
        assert "avec Ctrl d’un mot, avec Maj sélectionne" in juror.text()
        assert "^Y Rend ce que ^Z vient de reprendre dans le texte" in juror.text()
        assert "^U Donne tout l’écran au texte" in juror.text()


async def test_the_help_names_once_what_is_found_by_its_name_alone(tmp_path: Path) -> None:
    async with at_the_texts(tmp_path, (120, 60)) as juror:
        await juror.press("ctrl+g")
        rows = [line for line in juror.lines() if line.startswith(" ^P ")]
        assert len(rows) == 1
        assert "par là seulement : documents du passage, enregistrer une copie" in juror.text()
