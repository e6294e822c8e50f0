"""Which fonts a page needs besides the package's own, and what no font can draw.

Nothing is left to the system's choice: a letter that the text font lacks is looked for in the
fonts of :mod:`e33tui.documents.resources`, in their order. One that none of them has is printed
as a mark that nobody takes for the letter, and the page says so: never as an empty box.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from e33tui.documents.resources import EXTRA_FONTS, RESOURCES, find_font

UNDRAWN = "[?]"
"""What stands for a letter that no font has."""
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\U0001d173-\U0001d17a]")
"""The formats that the text engine obeys without drawing them; what it knows none of, it draws."""
_DROPPED = (
    "\u034f", *map(chr, range(0x180B, 0x180E)), *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0100, 0xE01F0)),
)  # fmt: skip
"""Which variant of the letter before them is meant, and what keeps marks apart: no font here has any.

Alone, they would be drawn as a circle that stands for the letter.
"""


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
        """Return ``text`` with a mark for each letter that no font has, without what has no shape."""
        marks = dict.fromkeys(map(ord, self.undrawn), UNDRAWN)
        return text.translate(dict.fromkeys(map(ord, _DROPPED), "") | marks)


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
    # Controls, blanks and most formats have no shape of their own. What Unicode has not assigned,
    # or not yet when this interpreter was made, has none either, but is drawn as a box.
    kind = unicodedata.category(letter)
    if kind == "Cf":
        return not _INVISIBLE.match(letter)
    return kind not in ("Cc", "Cs") and kind[0] != "Z" and letter not in _DROPPED


def _is_private(letter: str) -> bool:
    # Each font draws what it likes there: a word processor’s bullets, pasted, are such signs.
    return unicodedata.category(letter) == "Co"


@cache
def _letters(font: Path) -> frozenset[str]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))
