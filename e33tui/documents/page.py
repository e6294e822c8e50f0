"""From a page's content to its HTML: the one place where templates are filled.

Every text is escaped by the template engine and passed through the project's text rule, so that
a name that looks like markup is printed as it was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from e33tui.documents.kinds import Content, kind_of
from e33tui.documents.resources import TEMPLATES
from e33tui.documents.typography import french, paragraphs, with_colon
from e33tui.domain.text import visible

if TYPE_CHECKING:
    from jinja2 import Environment

Measure = Literal["wide", "medium", "close"]
MEASURES: tuple[Measure, ...] = ("wide", "medium", "close")
"""How a page may be drawn, from the roomiest to the closest."""

_OWN_SHEETS = {
    "card": ("card.css",),
    "dossier": ("reserved.css", "recto.css"),
    "list": ("reserved.css", "sheet.css"),
    "report": ("reserved.css", "sheet.css"),
}
"""What a kind's pages add to the style that all have."""

_RUNNING_LABELS = ("nom", "numéro")


def make_html(content: Content) -> bytes:
    """Return a document as one self-contained HTML file, for a machine without the PDF engine.

    The file loads nothing and can be printed from any browser. The bytes are UTF-8.
    """
    return page_html(content, standalone=True).encode("utf-8")


def page_html(
    content: Content,
    *,
    standalone: bool = False,
    measure: Measure = "wide",
    fonts: Sequence[str] = (),
    undrawn: str = "",
) -> str:
    """Return a document's HTML.

    Args:
        content: what it holds.
        standalone: carry the style inside instead of naming the package's own files.
        measure: how much room the texts are given.
        fonts: the names of the extra fonts to load besides the text font.
        undrawn: the mark that stands for letters without a font, explained on the page.
    """
    kind = kind_of(content)
    own = _OWN_SHEETS.get(kind, ())
    return (
        _environment()
        .get_template(f"{kind}.html")
        .render(
            page=content,
            measure=measure,
            own_sheets=own,
            sheets=_sheets(own) if standalone else (),
            fonts=fonts,
            undrawn=undrawn,
        )
    )


def running_identification(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return the fields repeated at the top of a second page: the candidate's name and number.

    A form whose labels are worded otherwise has all its fields repeated.
    """
    chosen = tuple(pair for pair in pairs if pair[0].lower().startswith(_RUNNING_LABELS))
    return chosen or pairs


@cache
def _environment() -> Environment:
    # Imported on first use: the interface starts without a template engine.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = visible
    environment.filters["running"] = running_identification
    environment.filters["french"] = lambda text: french(visible(text))
    environment.filters["titled"] = lambda text: with_colon(visible(text))
    environment.filters["paragraphs"] = lambda text: paragraphs(visible(text, multiline=True))
    return environment


@cache
def _sheets(own: tuple[str, ...]) -> tuple[str, ...]:
    names = ("style.css", *own, "screen.css")
    return tuple((TEMPLATES / name).read_text(encoding="utf-8") for name in names)
