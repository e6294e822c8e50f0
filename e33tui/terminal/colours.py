"""From the colours that were asked for to those that the terminal has, always readable.

A pair is kept at a contrast of :data:`READABLE` or more (the ratio of WCAG 2), in each of the
palettes that a terminal of few colours may have: nobody can tell which one it is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from e33tui.terminal.ability import TRUE_COLOUR

Colour = tuple[int, int, int]

READABLE: Final = 4.5
BLACK: Final = (0, 0, 0)
WHITE: Final = (255, 255, 255)


def _palette(colours: str) -> tuple[Colour, ...]:
    found = [bytes.fromhex(colour) for colour in colours.split()]
    return tuple((red, green, blue) for red, green, blue in found)


PALETTES: Final = {
    "xterm": _palette(
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5"
        " 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
    ),
    "vga": _palette(
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa"
        " 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
    "putty": _palette(
        "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb"
        " 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
    ),
}
"""The first sixteen colours, which differ from one terminal to the next."""

_STEPS: Final = (0, 95, 135, 175, 215, 255)
CUBE: Final = {
    **{
        16 + 36 * red + 6 * green + blue: (_STEPS[red], _STEPS[green], _STEPS[blue])
        for red in range(6)
        for green in range(6)
        for blue in range(6)
    },
    **{232 + step: (8 + 10 * step,) * 3 for step in range(24)},
}
"""The rest of 256 colours, the same everywhere."""


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=256)
def fit(foreground: str, background: str, count: int, *, bold: bool) -> tuple[str, str]:
    """Return the terminal's colours that come nearest to a pair, and can be read.

    Args:
        foreground: the letters' colour, as SGR parameters.
        background: likewise what they stand on.
        count: how many colours the terminal has; 8 at least.
        bold: whether the text is bold.
    """
    wanted = value(foreground), value(background)
    if count >= TRUE_COLOUR:
        ink, paper = wanted
        if contrast(ink, paper) < READABLE:
            ink = max(BLACK, WHITE, key=lambda colour: contrast(colour, paper))
        return _written(ink, 38), _written(paper, 48)
    if count == 256:
        paper_index = min(CUBE, key=lambda index: _distance(CUBE[index], wanted[1]))
        readable = (i for i in CUBE if contrast(CUBE[i], CUBE[paper_index]) >= READABLE)
        ink_index = min(readable, key=lambda index: _distance(CUBE[index], wanted[0]))
        return f"38;5;{ink_index}", f"48;5;{paper_index}"
    pairs = [(i, p) for i in range(count) for p in range(count) if worst(i, p, bold) >= READABLE]
    ink_index, paper_index = min(pairs, key=lambda pair: _shift(wanted, pair))
    return _basic(ink_index, 30), _basic(paper_index, 40)


def worst(ink: int, paper: int, bold: bool) -> float:
    """Return the least contrast of two of the first sixteen colours, in any palette.

    Args:
        ink: the letters', by its number.
        paper: what they stand on.
        bold: the terminal may then show the brighter one of the ink's colours.
    """
    inks = {ink, ink | 8} if bold else {ink}
    return min(contrast(p[i], p[paper]) for p in PALETTES.values() for i in inks)


def value(colour: str) -> Colour:
    """Return what an SGR colour looks like; xterm's, where terminals differ."""
    kind, *rest = (int(part) for part in colour.split(";"))
    if rest and rest[0] == 2:
        return rest[1], rest[2], rest[3]
    index = rest[1] if rest else kind % 10 + 8 * (kind >= 90)
    return CUBE.get(index) or PALETTES["xterm"][index]


def _written(colour: Colour, kind: int) -> str:
    return f"{kind};2;{colour[0]};{colour[1]};{colour[2]}"


def _basic(index: int, base: int) -> str:
    return str(base + index if index < 8 else base + 52 + index)


def _shift(wanted: tuple[Colour, Colour], pair: tuple[int, int]) -> float:
    return sum(
        _distance(palette[index], colour)
        for palette in PALETTES.values()
        for index, colour in zip(pair, wanted, strict=True)
    )


def _distance(one: Colour, other: Colour) -> float:
    """Return how different two colours look (the « redmean » of their squared distances)."""
    red = (one[0] + other[0]) / 2
    parts = [(a - b) ** 2 for a, b in zip(one, other, strict=True)]
    return (2 + red / 256) * parts[0] + 4 * parts[1] + (2 + (255 - red) / 256) * parts[2]
