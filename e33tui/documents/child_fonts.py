"""Which fonts a page needs besides the package's own, and what no font can draw.

Nothing is left to the system's choice: a letter that the text font lacks is looked for in the
fonts of :mod:`e33tui.documents.resources`, in their order. One that none of them has is printed
as a mark that nobody takes for the letter, and the page says so: never as an empty box.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from e33tui.documents.resources import EXTRA_FONTS, RESOURCES, find_font

UNDRAWN = "[?]"
"""What stands for a letter that no font has."""


@dataclass(frozen=True)
class Fonts:
    """What a page's text asks of fonts.

    Attributes:
        extra: the fonts to load besides the text font, by their names in the style sheet.
        undrawn: the letters that no font has.
    """

    extra: tuple[str, ...] = ()
    undrawn: frozenset[str] = frozenset()

    def legible(self, text: str) -> str:
        """Return ``text`` with a mark for each letter that no font has."""
        return text.translate({ord(letter): UNDRAWN for letter in self.undrawn})


def fonts_for(text: str) -> Fonts:
    """Return what is needed to draw a text, whatever its script."""
    own = RESOURCES["e33:fonts/regular"][0]
    drawn = {letter for letter in set(text) if _is_drawn(letter)}
    private = set(filter(_is_private, drawn))
    lacking = drawn - private - _letters(own)
    extra = []
    for name in EXTRA_FONTS if lacking else ():
        path = find_font(name)
        held = lacking & _letters(path) if path else set()
        if held:
            extra.append(name)
            lacking -= held
    return Fonts(tuple(extra), frozenset(lacking | private))


def _is_drawn(letter: str) -> bool:
    # Controls, blanks and selectors of a variant have no shape of their own. What Unicode has not
    # assigned, or not yet when this interpreter was made, has none either, but is drawn as a box.
    kind = unicodedata.category(letter)
    return kind not in ("Cc", "Cf", "Cs") and kind[0] != "Z" and not "\ufe00" <= letter <= "\ufe0f"


def _is_private(letter: str) -> bool:
    # Each font draws what it likes there: a word processor’s bullets, pasted, are such signs.
    return unicodedata.category(letter) == "Co"


@cache
def _letters(font: Path) -> frozenset[str]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))
