"""A terminal's screen as an SVG picture; every word stands at its own column, in any viewer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

CELL = (9.0, 19.0)
MARGIN = 12.0
PAPER, INK, FAINT = "#1c1f24", "#d8d8d8", "#8a8f98"
_WORDS = re.compile(r"\S+")


def _attributes(style: Style | None) -> tuple[bool, bool, bool, bool]:
    if style is None:
        return False, False, False, False
    return bool(style.bold), bool(style.dim), bool(style.reverse), bool(style.underline)


def _fills(style: Style | None) -> tuple[str, str]:
    """Return the colours of letters and paper; the terminal's own where the theme leaves them."""
    _, dim, reverse, _ = _attributes(style)
    ink = _hex(style.color if style else None, FAINT if dim else INK)
    paper = _hex(style.bgcolor if style else None, PAPER)
    if reverse:
        return (paper, INK) if ink == FAINT else (paper, ink)
    return ink, paper


def _hex(colour: Color | None, own: str) -> str:
    return own if colour is None or colour.is_default else colour.get_truecolor().hex


def _runs(line: Sequence[Segment]) -> Iterable[tuple[int, str, Style | None]]:
    column = 0
    for text, style, _ in line:
        yield column, text, style
        column += Segment(text).cell_length


def _row(line: Sequence[Segment], top: float) -> list[str]:
    parts: list[str] = []
    for column, text, style in _runs(line):
        bold, _, _, underline = _attributes(style)
        ink, paper = _fills(style)
        left = MARGIN + column * CELL[0]
        if paper != PAPER:
            width = Segment(text).cell_length * CELL[0]
            parts.append(
                f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{CELL[1]:g}" '
                f'fill="{paper}"/>'
            )
        look = ' font-weight="bold"' if bold else ""
        look += ' text-decoration="underline"' if underline else ""
        for word in _WORDS.finditer(text):
            x = left + Segment(text[: word.start()]).cell_length * CELL[0]
            length = Segment(word.group()).cell_length * CELL[0]
            parts.append(
                f'<text x="{x:g}" y="{top + CELL[1] * 0.76:g}" textLength="{length:g}" '
                f'lengthAdjust="spacingAndGlyphs" fill="{ink}"{look}>{escape(word.group())}</text>'
            )
    return parts


def picture(lines: Sequence[Sequence[Segment]], columns: int) -> str:
    """Return the SVG of a screen's lines."""
    width = columns * CELL[0] + 2 * MARGIN
    height = len(lines) * CELL[1] + 2 * MARGIN
    body = [
        part for place, line in enumerate(lines) for part in _row(line, MARGIN + place * CELL[1])
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-size="15" '
        "font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\">"
    )
    paper = f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>'
    return "\n".join([head, paper, *body, "</svg>", ""])
