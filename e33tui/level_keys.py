"""What places a level and what takes its cross off: a digit of any layout, or AZERTY's key for it."""

from __future__ import annotations

_LEVEL_CHARACTERS = {character: level for level, character in enumerate("&é\"'(-è_ç", 1)}
_CLEAR = frozenset({"0", "à"})


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
        # With Caps Lock some systems send É for é.
        level = _LEVEL_CHARACTERS.get(character.lower(), 0)
    return level if 1 <= level <= count else None


def clears_level(key: str, character: str | None) -> bool:
    """Tell whether a key takes a cross off."""
    return key in ("delete", "backspace") or (character or "").lower() in _CLEAR
