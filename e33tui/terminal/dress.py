"""How a style is shown: the theme's colours first, then what the terminal has of it.

The interface itself tells things apart by words and attributes alone. A theme gives each attribute
its colours here, on the way out: so no colour can mean anything by itself, and any theme without
its colours is the standard one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from e33tui.look import Look, ThemeName
from e33tui.terminal.ability import Ability
from e33tui.terminal.style import BOLD, DIM, ITALIC, REVERSE, UNDERLINE, Style

Dress = Callable[[Style], Style]

PAPER: Final = "48;2;0;0;0"
INK: Final = "38;2;255;255;255"
STRONG_INK: Final = "38;2;255;255;0"
QUIET_INK: Final = "38;2;200;200;200"
"""The theme of high contrast: white on black, what is bold in yellow, what is dim in light grey."""


def dressing(look: Look, able: Ability) -> Dress:
    """Return what makes the terminal's style of one that the interface asks for."""
    theme = ThemeName.MONOCHROME if look.plain else look.theme

    @lru_cache(maxsize=512)
    def dress(style: Style) -> Style:
        return fit(themed(style, theme), able)

    return dress


def themed(style: Style, theme: ThemeName) -> Style:
    """Return the style that a theme gives to one of the interface's."""
    bright = style.attributes & ~DIM
    match theme:
        case ThemeName.MONOCHROME:
            return Style("", "", bright)
        case ThemeName.CONTRAST:
            dim = style.attributes & DIM
            ink = STRONG_INK if bright & BOLD else QUIET_INK if dim else INK
            return Style(ink, PAPER, bright)
    return style


def fit(style: Style, able: Ability) -> Style:
    """Return ``style`` as the terminal can show it.

    A colour that is asked for without its ground is left out: what it would stand on is the
    terminal's own, and nobody knows whether it could be read there.
    """
    foreground, background, attributes = style
    if attributes & ITALIC and not able.attributes & ITALIC:
        attributes |= UNDERLINE
    if able.pale_bold and attributes & REVERSE:
        attributes &= ~BOLD
    attributes &= able.attributes
    if not (foreground and background and able.colours):
        return Style("", "", attributes)
    from e33tui.terminal import colours

    attributes &= ~DIM  # of a colour that is known, dim makes one that is not
    pair = colours.fit(foreground, background, able.colours, bold=bool(attributes & BOLD))
    return Style(*pair, attributes)
