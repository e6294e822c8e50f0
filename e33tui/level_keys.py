"""What is typed for a digit: one of any layout, or what AZERTY's key for it gives without Shift."""

from __future__ import annotations

TOP_ROW = "à&é\"'(-è_ç"
"""What AZERTY's keys of the digits from 0 to 9 give without Shift; with Caps Lock some systems send É."""
_UNSHIFTED = str.maketrans(f"{TOP_ROW}{TOP_ROW.upper()}", "0123456789" * 2)
_CLEAR = frozenset({"0", TOP_ROW[0]})


def level_of(character: str | None, count: int) -> int | None:
    """Return the level that a typed character places, or ``None``.

    Digits of any layout or number pad, and what AZERTY's digit keys give without Shift.

    Args:
        character: the character typed, if the key has one.
        count: how many levels the rubric has.
    """
    if not character or len(character) != 1:
        return None
    if character.isdigit() and character.isascii():
        level = int(character)
    else:
        level = TOP_ROW.find(character.lower())
    return level if 1 <= level <= count else None


def clears_level(key: str, character: str | None) -> bool:
    """Tell whether a key takes a cross off."""
    return key in ("delete", "backspace") or (character or "").lower() in _CLEAR


def unshifted(text: str) -> str:
    """Return the number that was typed on AZERTY without Shift; ``text`` itself if it is none.

    Where a digit stands, Shift was pressed, and ``-`` or ``(`` is a slip beside it.
    """
    read = text.translate(_UNSHIFTED)
    typed_so = read.replace(",", "", 1).isdecimal() and not any(sign.isdecimal() for sign in text)
    return read if typed_so else text
