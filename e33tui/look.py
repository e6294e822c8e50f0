"""How the interface looks: what the command line asked for, and what the terminal can show.

Like a translation it is put in force once, when the interface begins, and asked wherever words are
made; the theme and the touch layout alone change later. Nothing recorded or printed depends on it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from e33tui.domain.frozen import dataclass


class ThemeName(StrEnum):
    """The themes, as the command line and the palette name them."""

    STANDARD = "standard"
    CONTRAST = "contraste"
    MONOCHROME = "monochrome"


@dataclass(frozen=True)
class Look:
    """One way of showing everything.

    Attributes:
        theme: the colours.
        plain: words instead of signs, no boxes, the cursor where the focus is (``--sobre``).
        touch: targets for a finger (``--tactile``).
        ascii: nothing but ASCII: the terminal has no UTF-8.
    """

    theme: ThemeName = ThemeName.STANDARD
    plain: bool = False
    touch: bool = False
    ascii: bool = False


DEFAULT: Final = Look()
_in_force = DEFAULT


def use(look: Look) -> None:
    """Put a look in force."""
    global _in_force
    _in_force = look


def look() -> Look:
    """Return the look in force."""
    return _in_force
