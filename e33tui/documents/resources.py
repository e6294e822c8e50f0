"""The package's own files that a page may use, and the only ones.

A page names them by the internal scheme ``e33:``. The table is fixed: an address that is not a
key of it leads nowhere, whatever it looks like.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"

RESOURCES: dict[str, tuple[Path, str]] = {
    "e33:style.css": (TEMPLATES / "style.css", "text/css"),
    "e33:print.css": (TEMPLATES / "print.css", "text/css"),
    "e33:card.css": (TEMPLATES / "card.css", "text/css"),
    "e33:recto.css": (TEMPLATES / "recto.css", "text/css"),
    "e33:sheet.css": (TEMPLATES / "sheet.css", "text/css"),
    "e33:fonts/regular": (HERE / "fonts" / "SourceSans3-Regular.ttf", "font/ttf"),
    "e33:fonts/semibold": (HERE / "fonts" / "SourceSans3-SemiBold.ttf", "font/ttf"),
    "e33:fonts/italic": (HERE / "fonts" / "SourceSans3-Italic.ttf", "font/ttf"),
}
"""Internal address → (file, media type)."""


class Refused(Exception):
    """An address outside the table."""


def read_resource(url: str) -> tuple[bytes, str]:
    """Return the content and the media type of one of the package's own files.

    Raises:
        Refused: any other address, whatever its scheme.
    """
    try:
        path, media_type = RESOURCES[url]
    except KeyError:
        raise Refused("address outside the package") from None
    return path.read_bytes(), media_type
