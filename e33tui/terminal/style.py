"""How a cell looks, and the shortest way from one look to the next."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from e33tui.terminal.sequences import PLAIN_STYLE

BOLD, DIM, ITALIC, UNDERLINE, REVERSE, CONCEAL, STRIKE = (1 << bit for bit in range(7))

_ON: Final = {
    1: BOLD,
    2: DIM,
    3: ITALIC,
    4: UNDERLINE,
    7: REVERSE,
    8: CONCEAL,
    9: STRIKE,
    21: UNDERLINE,
}
_OFF: Final = {
    22: BOLD | DIM,
    23: ITALIC,
    24: UNDERLINE,
    27: REVERSE,
    28: CONCEAL,
    29: STRIKE,
}
_CODES: Final = (
    (BOLD, 1),
    (DIM, 2),
    (ITALIC, 3),
    (UNDERLINE, 4),
    (REVERSE, 7),
    (CONCEAL, 8),
    (STRIKE, 9),
)


class Style(NamedTuple):
    """The look of a cell.

    Attributes:
        foreground: its colour as SGR parameters (``"31"``, ``"38;5;208"``), empty for the
            terminal's own.
        background: likewise (``"44"``, ``"48;2;0;0;0"``).
        attributes: bits of bold, dim, italic, underline, reverse, conceal and strike. Blinking does
            not exist here.
    """

    foreground: str = ""
    background: str = ""
    attributes: int = 0


PLAIN: Final = Style()


@lru_cache(maxsize=2048)
def after(style: Style, parameters: str) -> Style:
    """Return the style in force once ``ESC [ parameters m`` was read; unknown codes change nothing.

    Args:
        style: the style before.
        parameters: digits and semicolons.
    """
    foreground, background, attributes = style
    codes = iter([int(code or 0) for code in parameters.split(";")])
    for code in codes:
        if code == 0:
            foreground, background, attributes = PLAIN
        elif code in _ON:
            attributes |= _ON[code]
        elif code in _OFF:
            attributes &= ~_OFF[code]
        elif code in (39, 49):
            foreground, background = ("", background) if code == 39 else (foreground, "")
        elif colour := _colour(code, codes):
            if code in (38, *range(30, 38), *range(90, 98)):
                foreground = colour
            else:
                background = colour
    return Style(foreground, background, attributes)


def _colour(code: int, rest: Iterator[int]) -> str:
    """Return the normal form of one colour, taking what belongs to it from ``rest``."""
    if 30 <= code <= 37 or 40 <= code <= 47 or 90 <= code <= 97 or 100 <= code <= 107:
        return str(code)
    if code not in (38, 48):
        return ""
    kind = next(rest, 0)
    values = [next(rest, 256) for _ in range({5: 1, 2: 3}.get(kind, 0))]
    if not values or max(values) > 255:
        return ""
    return ";".join(map(str, (code, kind, *values)))


@lru_cache(maxsize=4096)
def transition(old: Style, new: Style) -> str:
    """Return the shortest sequence that turns ``old`` into ``new``; empty when they are equal."""
    if old == new:
        return ""
    if new == PLAIN:
        return PLAIN_STYLE
    steps = _sgr(_changes(old, new))
    afresh = _sgr(["0", *_changes(PLAIN, new)])
    return min(steps, afresh, key=len)


def _sgr(codes: list[str]) -> str:
    return f"\x1b[{';'.join(codes)}m"


def _changes(old: Style, new: Style) -> list[str]:
    codes = []
    kept = old.attributes
    for off, bits in _OFF.items():
        if kept & bits & ~new.attributes:
            codes.append(str(off))
            kept &= ~bits
    codes += [str(on) for bit, on in _CODES if new.attributes & bit & ~kept]
    if old.foreground != new.foreground:
        codes.append(new.foreground or "39")
    if old.background != new.background:
        codes.append(new.background or "49")
    return codes
