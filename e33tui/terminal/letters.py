"""What stands for a character that a terminal does not show: one that it does, as wide.

Only what is sent changes. What is kept, printed and counted is the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from rich.cells import split_graphemes

from e33tui.terminal.ability import Letters

_FRENCH: Final = re.compile("[A-Za-zÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸàâäçèéêëîïôöùûüÿ]")
_LIGATURES: Final = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "þ": "th", "Þ": "TH"}

Spelling = Callable[[str], str]

_CONSOLE: Final = re.compile("[ -~¡-¬®-ÿŒœŸ€─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬▀▄█▌▐░▒▓■]")
"""What the fonts of a text console have: Latin letters, boxes and blocks."""

_ALIKE: Final = {
    **dict.fromkeys("«»“”„‟″", '"'),
    **dict.fromkeys("‘’‚‛′‹›", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("•●◦∙", "*"),
    "·": ".",
    # Where no three points have room: one would end the sentence.
    "…": "~",
    **dict.fromkeys("▸►▶→", ">"),
    **dict.fromkeys("◂◄◀←", "<"),
    # All the eighths of a block too: where a scroll bar ends.
    **dict.fromkeys("■▪█▓▒░▌▐▁▂▃▅▆▇▉▊▋▍▎▏", "#"),
    **dict(zip("×✓✗○°‖¦÷↑▲▀↓▼▄⏎€£", 'xvxoo||/^^"vv_<EL', strict=True)),
    **dict(zip("œŒæÆøØßðÐłŁđĐıħĦþÞ", "oOaAoOsdDlLdDihHtT", strict=True)),
    **dict(zip("±¬§¿¡©®✎", "+-S?!cr~", strict=True)),
}


def spelling(letters: Letters) -> Spelling | None:
    """Return what spells a text with the characters of a terminal; None where it has them all."""
    if letters is Letters.ALL:
        return None
    shown = _shown_on_console if letters is Letters.CONSOLE else str.isascii

    @lru_cache(maxsize=1024)
    def spell(text: str) -> str:
        if text.isascii():
            return text
        spans, _ = split_graphemes(text)
        return "".join(_one(text[start:stop], cells, shown) for start, stop, cells in spans)

    return spell


def lost_letters(text: str, letters: Letters) -> str:
    """Return the letters of a name that are spelt as another, as one would write them out.

    French accents are not among them: they lack everywhere, and everybody reads past that.
    """
    if letters is Letters.ALL:
        return ""
    kept = _CONSOLE if letters is Letters.CONSOLE else _FRENCH
    whole = unicodedata.normalize("NFC", text)
    found = (_written_out(each) for each in whole if each.isalpha() and not kept.match(each))
    return ", ".join(dict.fromkeys(found))


def _written_out(letter: str) -> str:
    """Return « OE » for Œ, « L » for Ł; « ? » for a letter of another script."""
    return _LIGATURES.get(letter) or _one(letter, 1, str.isascii)


def _shown_on_console(character: str) -> bool:
    return _CONSOLE.fullmatch(character) is not None


def _one(cluster: str, cells: int, shown: Callable[[str], bool]) -> str:
    """Return as many characters as ``cluster`` has cells; a mark that came alone has none."""
    whole = unicodedata.normalize("NFC", cluster)
    if cells == len(whole) == 1 and shown(whole):
        return whole
    alike = _ALIKE.get(whole)
    base = alike or "".join(map(_ascii, unicodedata.normalize("NFKD", cluster)))
    return base[:cells].ljust(cells) if base.strip("?") else "?" * cells


def _ascii(character: str) -> str:
    """Return one ASCII character for another; nothing for a mark on the one before it."""
    if character.isascii() or character in _ALIKE:
        return _ALIKE.get(character, character)
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if "\u2500" <= character <= "\u257f":
        return _box(unicodedata.name(character))
    return "" if category in ("Mn", "Mc", "Me", "Cf") else "?"


def _box(name: str) -> str:
    """Return the line or the corner that a box drawing character's name tells of."""
    across = any(word in name for word in ("HORIZONTAL", "LEFT", "RIGHT"))
    down = any(word in name for word in ("VERTICAL", "UP", "DOWN"))
    return "+" if across and down else "-" if across else "|" if down else "x"
