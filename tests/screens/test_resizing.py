"""A terminal whose size changes in mid-word: every letter is there, in its place, and in sight.

The storms come between two letters, several changes at once, through a terminal too small and back;
now and then nobody waits for the interface to have drawn itself, or goes on typing while it is small.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.events import Resize
from textual.geometry import Size
from textual.widgets import Input, TextArea

from e33tui.domain.passage import Step
from tests.screens.support import FIRST, Juror, at_work, check_frame, quiet, sitting
from tests.screens.wandering import seeds_of_campaign

LARGE = ((60, 20), (80, 24), (200, 60), (60, 40), (120, 40), (61, 21), (132, 43))
SMALL = ((40, 10), (1, 1), (59, 20), (60, 19), (20, 5), (200, 3))
WORDS = "répète l’action « fidélité » "
LONG = (
    "\nLe candidat reformule la demande, cherche dans le système d’information et propose une "
    "action adaptée ; il la justifie par les résultats obtenus en PFMP.\n"
    "À l’entretien, il explique ses choix, nuance ce que disent les chiffres et relie ses actions à "
    "la stratégie de l’entreprise ; les relances le trouvent prêt.\nPuis il "
)
WAITED = 0.1
"""How often a storm is waited for until all is drawn."""


@dataclass
class Storm:
    """Hands that drag the terminal's edges while somebody types."""

    juror: Juror
    hands: random.Random

    async def blow(self, ends: tuple[tuple[int, int], ...] = LARGE) -> None:
        """Change the size a few times; at the end one can work again, or only type."""
        for size in self.hands.choices(SMALL + LARGE, k=self.hands.randrange(3)):
            await self._resize(size)
        last = self.hands.choice(ends)
        await self._resize(last)
        if last in LARGE and self.hands.random() < WAITED:
            await self.juror.resize(*last)

    def ask_for(self, size: tuple[int, int]) -> None:
        """Give the terminal a size, and wait for nothing."""
        driver: Any = self.juror.app._driver
        driver._size = Size(*size)
        self.juror.app.post_message(Resize(Size(*size), Size(*size)))

    async def _resize(self, size: tuple[int, int]) -> None:
        self.ask_for(size)
        if self.hands.random() < 0.5:
            await quiet()

    async def type(self, text: str) -> None:
        """Type a text, the size changing before every few letters."""
        for character in text:
            if self.hands.random() < 0.4:
                await self.blow(LARGE + SMALL)
            name = "enter" if character == "\n" else character
            await self.juror.key(name, "\r" if character == "\n" else character)
        await self.settle()

    async def settle(self) -> None:
        """Come to rest in the least size: the insertion point is in sight there."""
        await self.juror.resize(*LARGE[0])
        check_cursor(self.juror)

    async def press(self, keys: Iterable[tuple[str, str | None]]) -> None:
        """Press keys, the size changing before each."""
        for key, character in keys:
            await self.blow()
            await self.juror.key(key, character)
        await self.settle()


def check_cursor(juror: Juror) -> None:
    """Where the next letter goes is in the field, on the screen, and where the text says."""
    field = juror.app.focused
    if not isinstance(field, Input | TextArea):
        return
    region, (column, row) = field.content_region, field.cursor_screen_offset
    assert juror.app.screen.region.contains_region(region)
    assert region.y <= row < region.bottom
    # Behind the last cell of a full line it is one further.
    assert region.x <= column <= region.right
    if isinstance(field, TextArea):
        wrapped = field.wrapped_document.location_to_offset(field.cursor_location)
        assert (column, row) == region.offset + wrapped - field.scroll_offset


def drafts(juror: Juror) -> list[str]:
    """The texts that a start after a cut would have."""
    juror.app.keeping.save_drafts()
    juror.desk.save_draft()
    return list(juror.desk._draft.texts.values())


def text_in(juror: Juror) -> str:
    field = juror.app.focused
    assert isinstance(field, Input | TextArea)
    return field.value if isinstance(field, Input) else field.text


async def storms(folder: Path, seed: int, words: Callable[[str], str]) -> None:
    """Type wherever one can type, in storms."""
    with sitting(folder, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            storm = Storm(juror, random.Random(seed))
            await in_an_observation_and_a_question(storm, words)
            await in_placing_mode(storm)
            written = await in_the_appraisal(storm, words)
            juror.app.ways.go_home()
            await juror.at_home()
            await in_forms(storm, words)
        texts = service._store.passages.draft(FIRST)["texts"]
        assert sorted(texts.values()) == sorted([words(WORDS), written])


async def in_an_observation_and_a_question(storm: Storm, words: Callable[[str], str]) -> None:
    juror = storm.juror
    # A letter that comes right behind the enlarging.
    for size in (SMALL[0], LARGE[0]):
        storm.ask_for(size)
    await juror.key(WORDS[0], WORDS[0])
    await storm.type(words(WORDS)[1:])
    assert text_in(juror) == words(WORDS)
    assert words(WORDS) in drafts(juror)
    await juror.press("ctrl+d", "a")
    await storm.type("alarme")
    assert text_in(juror) == "alarme"
    assert "alarme" in drafts(juror)
    await juror.press("home")
    await storm.type("L’")
    await juror.press("enter")
    assert juror.state.incidents[-1].text == "L’alarme"
    assert text_in(juror) == words(WORDS)


async def in_placing_mode(storm: Storm) -> None:
    juror = storm.juror
    await juror.press("tab")
    before = dict(juror.state.levels)
    await storm.press([("3", "3"), ("eacute", "é"), ("down", None), ("ampersand", "&")])
    # With an observation half typed the focus stays until it is moved.
    assert juror.state.levels == before | {"c1": 2, "c2": 1}
    check_frame(juror)
    await juror.press("tab")


async def in_the_appraisal(storm: Storm, words: Callable[[str], str]) -> str:
    juror = storm.juror
    await juror.go_to(Step.APPRAISAL)
    editor = juror.app.screen.query_one(TextArea)
    await juror.paste(LONG * 2)
    assert editor.text == LONG * 2
    await storm.type(words(WORDS))
    assert editor.text == LONG * 2 + words(WORDS)
    assert editor.text in drafts(juror)
    # Shown whole, then in less room than it needs.
    await juror.resize(120, 40)
    await storm.settle()
    await juror.press("up", "home")
    row = editor.cursor_location[0]
    await storm.type("Or ")
    assert editor.document.get_line(row).count("Or ") == 1
    assert editor.text.replace("Or ", "", 1) == LONG * 2 + words(WORDS)
    check_frame(juror)
    return editor.text


async def in_forms(storm: Storm, words: Callable[[str], str]) -> None:
    juror = storm.juror
    await juror.press("s", "down")
    before = text_in(juror)
    await storm.type(words(WORDS))
    assert text_in(juror) == before + words(WORDS)
    await juror.press("ctrl+r")
    await juror.until(lambda: juror.where == "home", "the list")
    await juror.press("a")
    await storm.type("DUPONT")
    await juror.press("tab")
    await storm.type("Zoé")
    assert text_in(juror) == "Zoé"
    assert juror.app.screen.query_one("#surname", Input).value == "DUPONT"
    place = juror.app.place()
    assert place is not None
    place.keep_entry()
    kept = {"surname": "DUPONT", "given": "Zoé"}
    assert kept in juror.app.service.forms.in_memory().forms.values()


async def test_nothing_is_lost_in_mid_word(tmp_path: Path) -> None:
    await storms(tmp_path, 5, lambda words: words[:3])


@pytest.mark.campaign
@pytest.mark.parametrize("seed", seeds_of_campaign())
async def test_nothing_is_lost_in_long_storms(tmp_path: Path, seed: int) -> None:
    await storms(tmp_path, seed, lambda words: words * 3)
