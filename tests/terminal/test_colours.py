"""Colours and attributes as a terminal has them: whatever is asked for can be read."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.look import Look, ThemeName
from e33tui.terminal import colours
from e33tui.terminal.ability import TRUE_COLOUR, Ability
from e33tui.terminal.colours import CUBE, PALETTES, READABLE, Colour, contrast, value
from e33tui.terminal.dress import dressing
from e33tui.terminal.style import (
    BOLD,
    CONCEAL,
    DIM,
    ITALIC,
    PLAIN,
    REVERSE,
    STRIKE,
    UNDERLINE,
    Style,
)

DEPTHS = (8, 16, 256, TRUE_COLOUR)
ATTRIBUTES = [
    sum(found)
    for found in itertools.product(*((0, bit) for bit in (BOLD, DIM, ITALIC, UNDERLINE, REVERSE)))
]
"""Every way in which the style sheet and the screens can make a text stand out."""
SHEETS = st.tuples(*[st.integers(0, 255)] * 3)


def able(count: int, **more: object) -> Ability:
    """A terminal of so many colours."""
    return Ability(colours=count, pale_bold=8 <= count <= 16, **more)  # type: ignore[arg-type]


def shown(style: Style) -> list[tuple[Colour, Colour]]:
    """What letters and ground look like, in each palette and however bold is shown."""
    both = [int(part) for part in (style.foreground, style.background) if ";" not in part]
    if not both:
        return [(value(style.foreground), value(style.background))]
    ink, paper = (number % 10 + 8 * (number >= 90) for number in both)
    inks = {ink, ink | 8} if style.attributes & BOLD else {ink}
    return [(palette[i], palette[paper]) for palette in PALETTES.values() for i in inks]


def written(kind: int, colour: Colour) -> str:
    return ";".join(map(str, (kind, 2, *colour)))


def least(style: Style) -> float:
    return min(contrast(ink, paper) for ink, paper in shown(style))


def test_contrast_is_the_ratio_of_the_recommendation() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((255, 255, 255), (119, 119, 119)) == pytest.approx(4.48, abs=0.005)
    assert contrast((255, 0, 0), (255, 255, 255)) == pytest.approx(4.00, abs=0.005)
    assert contrast((1, 2, 3), (1, 2, 3)) == 1


@pytest.mark.parametrize("count", DEPTHS)
def test_the_theme_of_high_contrast_can_be_read(count: int) -> None:
    for attributes in ATTRIBUTES:
        style = dressing(Look(ThemeName.CONTRAST), able(count))(Style("", "", attributes))
        assert style.foreground
        assert style.background
        assert not style.attributes & DIM
        assert least(style) >= READABLE
        assert attributes & REVERSE == style.attributes & REVERSE


@pytest.mark.parametrize("count", [16, 256, TRUE_COLOUR])
def test_the_theme_of_high_contrast_has_much_more(count: int) -> None:
    dress = dressing(Look(ThemeName.CONTRAST), able(count))
    assert all(least(dress(Style("", "", attributes))) > 9 for attributes in ATTRIBUTES)


@pytest.mark.parametrize("theme", [ThemeName.STANDARD, ThemeName.MONOCHROME])
@pytest.mark.parametrize("count", [0, *DEPTHS])
def test_the_other_themes_keep_the_terminals_own_colours(theme: ThemeName, count: int) -> None:
    dress = dressing(Look(theme), able(count))
    for attributes in ATTRIBUTES:
        style = dress(Style("", "", attributes))
        assert (style.foreground, style.background) == ("", "")
        assert not (theme is ThemeName.MONOCHROME and style.attributes & DIM)


def test_a_colour_never_means_anything_by_itself() -> None:
    """Without its colours the theme of high contrast is the monochrome one."""
    for attributes in ATTRIBUTES:
        asked = Style("", "", attributes)
        coloured = dressing(Look(ThemeName.CONTRAST), able(256))(asked)
        bare = dressing(Look(ThemeName.CONTRAST), able(0))(asked)
        assert bare == dressing(Look(ThemeName.MONOCHROME), able(256))(asked)
        assert coloured.attributes == bare.attributes


def test_the_plain_mode_is_monochrome() -> None:
    dress = dressing(Look(ThemeName.CONTRAST, plain=True), able(256))
    assert dress(Style("31", "42", BOLD | DIM)) == Style("", "", BOLD)


# -- Any colours that a style sheet may ask for ----------------------------------------------------


@pytest.mark.parametrize("count", DEPTHS)
@given(ink=SHEETS, paper=SHEETS, attributes=st.sampled_from(ATTRIBUTES))
def test_any_pair_of_colours_can_be_read(
    ink: Colour, paper: Colour, attributes: int, count: int
) -> None:
    asked = Style(written(38, ink), written(48, paper), attributes)
    style = dressing(Look(), able(count))(asked)
    assert least(style) >= READABLE
    assert not style.attributes & DIM
    if count == TRUE_COLOUR and contrast(ink, paper) >= READABLE:
        assert (style.foreground, style.background) == (asked.foreground, asked.background)


@pytest.mark.parametrize(
    ("count", "shape"),
    [
        (8, r"3[0-7]|4[0-7]"),
        (16, r"(3|4|9|10)[0-7]"),
        (256, r"[34]8;5;\d+"),
        (1 << 24, r"[34]8;2.*"),
    ],
)
def test_colours_are_written_as_the_terminal_reads_them(count: int, shape: str) -> None:
    for ink, paper in (("38;2;250;10;10", "48;2;0;0;0"), ("38;5;208", "48;5;17"), ("93", "44")):
        style = dressing(Look(), able(count))(Style(ink, paper, 0))
        assert re.fullmatch(shape, style.foreground)
        assert re.fullmatch(shape, style.background)


def test_the_nearest_colour_is_taken() -> None:
    pairs = {
        8: ("37", "40"),
        16: ("93", "40"),
        256: ("38;5;226", "48;5;16"),
        TRUE_COLOUR: ("38;2;255;255;0", "48;2;0;0;0"),
    }
    for count, pair in pairs.items():
        assert colours.fit("38;2;255;255;0", "48;2;0;0;0", count, bold=False) == pair
    assert colours.fit("38;2;250;250;255", "48;2;0;0;160", 8, bold=False) == ("37", "44")


@pytest.mark.parametrize(("ink", "paper"), [("31", ""), ("", "44"), ("38;2;1;2;3", "")])
def test_a_colour_without_its_ground_is_left_out(ink: str, paper: str) -> None:
    assert dressing(Look(), able(256))(Style(ink, paper, BOLD)) == Style("", "", BOLD)


def test_no_colour_where_there_is_none() -> None:
    assert dressing(Look(), able(0))(Style("31", "40", BOLD)) == Style("", "", BOLD)


def test_the_cube_is_the_one_that_terminals_have() -> None:
    assert (CUBE[16], CUBE[231]) == ((0, 0, 0), (255, 255, 255))
    assert (CUBE[208], CUBE[232], CUBE[255]) == ((255, 135, 0), (8, 8, 8), (238, 238, 238))


# -- Attributes --------------------------------------------------------------------------------------


def test_an_attribute_that_the_terminal_lacks_is_not_sent() -> None:
    poor = Ability(colours=0, attributes=BOLD | UNDERLINE | REVERSE)
    dress = dressing(Look(), poor)
    assert dress(Style("", "", DIM | STRIKE | CONCEAL)) == PLAIN
    assert dress(Style("", "", BOLD | REVERSE)) == Style("", "", BOLD | REVERSE)
    assert dress(Style("", "", ITALIC)) == Style("", "", UNDERLINE)
    assert dressing(Look(), Ability())(Style("", "", ITALIC)) == Style("", "", ITALIC)


def test_bold_is_not_paled_by_reverse_video() -> None:
    """Linux's console and PuTTY show it as dark grey on light grey: 3.2 and 3.8."""
    for name, ground in (("vga", 7), ("putty", 7)):
        assert contrast(PALETTES[name][8], PALETTES[name][ground]) < READABLE
    assert dressing(Look(), able(8))(Style("", "", BOLD | REVERSE)) == Style("", "", REVERSE)
    assert dressing(Look(), able(8))(Style("", "", BOLD)) == Style("", "", BOLD)
