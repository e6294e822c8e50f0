"""What is sent where a terminal lacks letters: as wide, as near, never garbage."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from e33tui.domain.text import visible
from e33tui.look import DEFAULT
from e33tui.terminal.ability import Ability, Letters
from e33tui.terminal.dress import dressing
from e33tui.terminal.letters import Spelling, lost_letters, spelling
from e33tui.terminal.paint import Painter
from e33tui.terminal.screen import Picture


def spell(letters: Letters) -> Spelling:
    found = spelling(letters)
    assert found is not None
    return found


IN_ASCII = spell(Letters.ASCII)
ON_CONSOLE = spell(Letters.CONSOLE)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Épreuve déjà notée, cœur", "Epreuve deja notee, cour"),
        ("« l’élève »", '" l\'eleve "'),
        ("1 à 4 – suite…", "1 a 4 - suite~"),
        ("12,5\u00a0/\u202f20", "12,5 / 20"),
        ("┌─┬┐│├┼┤└╰╯━┃╬", "+-++|+++++++"[:8] + "++++-|+"[1:]),
        ("✓ ✗ ▸ • × → ← ↑ ↓", "v x > * x > < ^ v"),
        ("▁▂▃▅▆▇█ ▉▊▋▍▎▏", "####### ######"),
        ("e\u0301 a\u0300\u0323", "e a"),
        ("½ ² ™ ﬁ", "1 2 T f"),
        ("日本 👩‍🏫", "???? ??"),
        ("Ω я \ufffd", "? ? ?"),
        ("Ａ", "A "),
    ],
)
def test_a_text_in_ascii(text: str, spelt: str) -> None:
    assert IN_ASCII(text) == spelt


def test_a_name_tells_which_letters_it_has_lost() -> None:
    lost = {
        "ŒUVRARD Łukasz": "OE, L",
        "NGUYỄN": "E",
        "LEFÈVRE Zoé, N’GUYEN-BAÏLE": "",
        "Ωß": "?, ss",
    }
    assert {name: lost_letters(name, Letters.ASCII) for name in lost} == lost
    assert lost_letters("ŒUVRARD Łukasz", Letters.CONSOLE) == "L"
    assert lost_letters("ŒUVRARD Łukasz", Letters.ALL) == ""


def test_a_consoles_font_keeps_its_own_letters() -> None:
    kept = "Épreuve déjà notée, cœur « 12 € » ┌─┐│└┘█"
    assert ON_CONSOLE(kept) == kept
    assert ON_CONSOLE("l’élève… ✓ e\u0301") == "l'élève~ v é"


def test_a_terminal_with_every_letter_gets_the_text_itself() -> None:
    assert spelling(Letters.ALL) is None


@pytest.mark.parametrize("spelt", [IN_ASCII, ON_CONSOLE], ids=["ascii", "console"])
@given(st.text(max_size=30))
def test_a_text_stays_as_wide(spelt: Spelling, text: str) -> None:
    text = visible(text)
    found = spelt(text)
    assert cell_len(found) == len(found) == cell_len(text)
    if spelt is IN_ASCII:
        assert re.fullmatch("[ -~]*", found)
    assert spelt(found) == found


def test_what_stands_after_a_wide_character_stays_in_its_place() -> None:
    wide = Picture(12, 1)
    poor = Picture(12, 1, dress=dressing(DEFAULT, Ability()), spell=IN_ASCII)
    for picture in (wide, poor):
        picture.draw("\x1b[1;1H日本é\x1b[7m│\x1b[0mfin\x01")
    assert "".join(poor.grid.characters[0]) == "????e|fin?  "
    assert poor.grid.styles == wide.grid.styles
    assert Painter().paint(poor.grid, [0], None).isascii()
