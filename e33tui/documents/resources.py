"""The files that a page may use, and the only ones: the package's own, and two fonts beside it.

A page names them by the internal scheme ``e33:``. The tables are fixed: an address that is in
neither leads nowhere, whatever it looks like.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"

RESOURCES: dict[str, tuple[Path, str]] = {
    "e33:style.css": (TEMPLATES / "style.css", "text/css"),
    "e33:print.css": (TEMPLATES / "print.css", "text/css"),
    "e33:card.css": (TEMPLATES / "card.css", "text/css"),
    "e33:reserved.css": (TEMPLATES / "reserved.css", "text/css"),
    "e33:recto.css": (TEMPLATES / "recto.css", "text/css"),
    "e33:sheet.css": (TEMPLATES / "sheet.css", "text/css"),
    "e33:fonts/regular": (HERE / "fonts" / "SourceSans3-Regular.ttf", "font/ttf"),
    "e33:fonts/semibold": (HERE / "fonts" / "SourceSans3-SemiBold.ttf", "font/ttf"),
    "e33:fonts/italic": (HERE / "fonts" / "SourceSans3-Italic.ttf", "font/ttf"),
}
"""Internal address → (file, media type)."""

EXTRA_FONTS: dict[str, str] = {
    "letters": "DejaVuSans.ttf",
    "ideographs": "DroidSansFallbackFull.ttf",
}
"""Name in the style sheet → file of one of the system's light font packages, most wanted first.

The first has Arabic, Hebrew, Armenian and others, the second Chinese, Japanese and Korean. Each has
the address ``e33:fonts/NAME``.
"""
SYSTEM_FONTS = Path("/usr/share/fonts")

NO_FONTS = HERE / "fonts" / "none.conf"
"""The font library's settings in the child: no folder to look for fonts in."""


class Refused(Exception):
    """An address outside the table."""


def read_resource(url: str) -> tuple[bytes, str]:
    """Return the content and the media type of one of the package's own files.

    Raises:
        Refused: any other address, whatever its scheme.
    """
    if url in RESOURCES:
        path, media_type = RESOURCES[url]
        return path.read_bytes(), media_type
    scheme, _, name = url.partition("e33:fonts/")
    font = None if scheme else find_font(name)
    if font is None:
        raise Refused("address outside the package")
    return font.read_bytes(), "font/ttf"


@cache
def find_font(name: str) -> Path | None:
    """Return the file of an extra font by its name in the style sheet.

    Returns:
        ``None`` for any other name, and for a font that this machine lacks.
    """
    file = EXTRA_FONTS.get(name)
    return min(SYSTEM_FONTS.rglob(file), default=None) if file else None
