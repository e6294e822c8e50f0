"""From states to styled lines: pure functions, so that what a juror reads can be tested without a screen.

Text from a person never meets markup: everything goes through :func:`say`. What belongs to one
subject stands beside: the clock in ``clock_view``, the list in ``day_view``, the criteria in
``grid_view``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.cells import cell_len
from textual import content
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget

from e33tui.domain.text import visible
from e33tui.look import look
from e33tui.screens.cells import bind, divide_bound, fit_row, wrap_row
from e33tui.signs import ATTENTION

# What the framework wraps by itself breaks where what is wrapped here does.
vars(content)["divide_line"] = divide_bound

STRONG = "bold"
QUIET = "dim"
FOCUS = "reverse"
WARNING = "bold reverse"

_IN_WORDS = {QUIET: "", FOCUS: STRONG, WARNING: STRONG}
"""The styles of the plain mode: whatever a style tells is told by words or by the cursor too."""


def say(text: str, style: str = "") -> Content:
    """Return ``text`` as styled content, with nothing in it that a terminal could obey."""
    if look().plain:
        style = _IN_WORDS.get(style, style)
    return Content.styled(visible(text), style) if style else Content(visible(text))


def attention(text: str) -> str:
    """Return a sentence as it is shown; « ! » before it is how this program marks what matters."""
    return f"{ATTENTION}{text.removeprefix('! ')}" if text.startswith("! ") else text


def begin_of(widget: Widget) -> Offset:
    """Return the cell of the terminal where a widget's content begins."""
    return widget.content_region.offset


def lines(parts: Iterable[Content]) -> Content:
    """Join lines into one content."""
    return Content("\n").join(parts)


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Wrap ``text`` to ``width`` columns, line feeds kept, with a first and a following indent."""
    rest = " " * len(first) if rest is None else rest
    if look().ascii:
        # Here they have the room that they need to look like what they are.
        text = text.replace("…", "...")
    found: list[str] = []
    for paragraph in visible(text, multiline=True).split("\n"):
        lead = first if not found else rest
        rows = wrap_row(bind(paragraph), max(width, len(first) + 8), lead, rest)
        found += [row.replace("\u00a0", " ") for row in rows]
    return found


def shorten(text: str, room: int) -> str:
    """Return as many whole words of ``text`` as there is room for; where some lack, « … » says so."""
    words = text.split()
    kept = " ".join(words)
    if cell_len(kept) <= room:
        return kept
    while kept and cell_len(kept) >= room:
        words.pop()
        kept = " ".join(words).rstrip(" ,;:·-–")
    return f"{kept}…" if kept else ""


def fit(text: str, width: int) -> str:
    """Return ``text`` in exactly ``width`` columns; what is cut ends with « … »."""
    return fit_row(visible(text), width)


def spread(left: Content, right: Content, width: int) -> Content:
    """Return one line with something at each end; the left gives way.

    In the plain mode one follows the other: a braille line does not show both ends.
    """
    room = max(width - right.cell_length - 1, 0)
    if left.cell_length > room:
        left = left.truncate(room, ellipsis=True)
    if look().plain:
        return left.rstrip() + (", " if right.plain.strip() else "") + right
    return left + " " * (room - left.cell_length + 1) + right


def near_home(path: Path) -> Path:
    """Return a path from the account's own folder on, where it is in there."""
    try:
        home = Path.home()
    except RuntimeError:
        # The account has none.
        return path
    return Path("~") / path.relative_to(home) if path.is_relative_to(home) else path
