"""The neutral screen's code under a finger: ten digits, and what to do with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from e33tui.screens.touch_pads import Pad

PER_ROW = 5
"""Digits in a row."""


def digit_pads(press: Callable[[str, str | None], object]) -> list[list[Pad]]:
    """Return targets for the digits, and one that takes the last of them back.

    Args:
        press: called with a key and its character, as a keyboard has them.
    """
    digits = [
        # The same digit twice is two taps.
        Pad(f"digit-{digit}", (digit,), partial(press, digit, digit), again=True)
        for digit in "1234567890"
    ]
    return [digits[:PER_ROW], digits[PER_ROW:], [_erase(press)]]


def _erase(press: Callable[[str, str | None], object]) -> Pad:
    erase = partial(press, "backspace", None)
    return Pad("erase", ("effacer",), erase, solid=True, again=True)


def taking(submit: Callable[[], object]) -> Pad:
    """Return the target that gives the code."""
    return Pad("enter", ("valider",), submit, 12, solid=True, strong=True)


def coming_back(again: Callable[[], object]) -> Pad:
    """Return the target of the neutral screen itself."""
    return Pad("reveal", ("revenir",), again, 16, solid=True)


def hiding(hide: Callable[[], object]) -> Pad:
    """Return the target that hides the question."""
    return Pad("hide", ("cacher",), hide, solid=True)
