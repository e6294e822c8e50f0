"""Read a PDF back: its words, its bytes, its fonts and the glyphs that it really draws."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pikepdf
from pypdf import PdfReader

# Published without types.
TTFont: Any = importlib.import_module("fontTools.ttLib").TTFont

_BLANKS = re.compile(r"\s+")


# To read a page takes as long as to draw it, and many tests read the same few files.
@lru_cache(maxsize=64)
def pages(data: bytes) -> tuple[str, ...]:
    """Return the text of each page, as it is laid out."""
    return tuple(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def words(data: bytes) -> str:
    """Return the text of all pages, each run of blanks as one space, hyphenation undone."""
    return flat("\n".join(pages(data)))


def flat(text: str) -> str:
    """Return ``text`` with each run of blanks as one space, hyphens at line ends undone."""
    return _BLANKS.sub(" ", text.replace("\u2010\n", "").replace("-\n", "-"))


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


@lru_cache(maxsize=16)
def unpacked(data: bytes) -> bytes:
    """Return all that the file holds, streams decompressed and objects written out."""
    pdf = opened(data)
    streams = (o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream))
    objects = (o.unparse() for o in pdf.objects if not isinstance(o, pikepdf.Stream))
    return b"\n".join([*streams, *objects])


def fonts(data: bytes) -> dict[str, Any]:
    """Return the embedded fonts by their name in the page's resources.

    Raises:
        KeyError: a font is named but not embedded.
    """
    found = {}
    for page in opened(data).pages:
        for name, font in page.Resources.Font.items():
            program = font.DescendantFonts[0].FontDescriptor["/FontFile2"].read_bytes()
            found[str(name)] = TTFont(io.BytesIO(program))
    return found


def base_fonts(data: bytes) -> set[str]:
    """Return the PostScript names of the fonts used, without their subset tag."""
    return {
        str(font.BaseFont).partition("+")[2]
        for page in opened(data).pages
        for font in page.Resources.Font.values()
    }


def glyphs(data: bytes) -> Iterator[tuple[str, int]]:
    """Yield (font's resource name, glyph number) for each glyph drawn."""
    for page in opened(data).pages:
        font = ""
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "Tf":
                font = str(operands[0])
            elif operator in ("Tj", "TJ"):
                yield from ((font, glyph) for glyph in _shown(operands[0]))


def _shown(shown: Any) -> Iterator[int]:
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            codes = bytes(piece)
            yield from (int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2))
