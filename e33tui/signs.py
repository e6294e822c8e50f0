"""Every sign that stands for a word on a screen, with that word and what ASCII has for it."""

from __future__ import annotations

from e33tui.look import look


class Sign:
    """A sign; in an f-string it is what the look in force shows for it."""

    def __init__(self, sign: str, ascii_sign: str, words: str) -> None:
        """Show ``sign``, ``ascii_sign`` without UTF-8, or ``words`` in the plain mode."""
        self._sign = sign
        self._ascii = ascii_sign
        self._words = words

    def __str__(self) -> str:
        found = look()
        if found.plain:
            return self._words
        return self._ascii if found.ascii else self._sign


SAVED = Sign("✓", "OK", "enregistré")
FOCUS = Sign("▸", ">", ">")
