"""What each glyph of a file means, put right where the engine could not tell.

The engine notes for a glyph the text of the first place where it drew it. Where the text engine moves
marks about, or draws a circle under a mark that stands alone, that is the text of several glyphs, or
none: ISO 19005-2, 6.2.11.7.2, and ISO 14289-1, 7.21.7, want each to have its own.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pydyf
from fontTools.ttLib import TTFont

_ENTRY = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
_NOTHING = "\u200b"
"""The text of a glyph that adds nothing to the one before it."""


def tell_letters(document: Any, pdf: Any) -> None:
    """Give every glyph of a file a text, and marks one of their own where some had none.

    Args:
        document: what the engine laid out, its fonts among it.
        pdf: the finished file as its writer holds it.
    """
    fonts = {font.name: font for font in document.fonts.values()}
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Dictionary) and "ToUnicode" in entry:
            told = pdf.objects[int(entry["ToUnicode"].split()[0])]
            if any(line.endswith(b"> <>") for line in told.stream):
                own = _own_letters(fonts[entry["BaseFont"]])
                told.stream = list(retold(told.stream, own))


def _own_letters(font: Any) -> Mapping[int, str]:
    """Return the letter that a font's own table gives for each of its glyphs."""
    with TTFont(io.BytesIO(font.file_content), lazy=True) as opened:
        found = sorted(opened.getBestCmap().items(), reverse=True)
        return {opened.getGlyphID(name): chr(letter) for letter, name in found}


def retold(lines: Iterable[bytes], own: Mapping[int, str]) -> Iterator[bytes]:
    """Yield the lines of a table of texts, each glyph with its own.

    Args:
        lines: the table as the engine wrote it.
        own: the letter that the font itself has for a glyph.
    """
    for line in lines:
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            yield line
            continue
        text = bytes.fromhex(entry[2].decode()).decode("utf-16-be")
        if not text or any(unicodedata.category(letter)[0] == "M" for letter in text[1:]):
            text = own.get(int(entry[1], 16), text or _NOTHING)
        yield b"<%b> <%b>" % (entry[1], text.encode("utf-16-be").hex().encode())
