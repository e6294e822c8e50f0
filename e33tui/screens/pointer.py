"""Where the terminal's cursor stands in the plain mode: on what has the focus, on every screen.

A braille line shows the piece of the screen around the cursor, and a screen reader speaks the line
that it comes to. Whoever types has it at the insertion point already; this is for all the rest.
"""

from __future__ import annotations

from typing import Final, Protocol, runtime_checkable

from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList

from e33tui.screens.view import begin_of

UNFOCUSED: Final = (
    "#explanation",
    "#asked",
    "#empty",
    "#presence",
    "#state",
    "#blank",
    "#too-small",
    "#notice",
)
"""What has the cursor where nothing has the focus: the first of these that is shown."""


@runtime_checkable
class Pointing(Protocol):
    """A screen that knows better than its widgets where its focus is."""

    def point(self) -> Offset | None:
        """Return a cell of the terminal, or ``None`` for what the focused widget says."""


def point(screen: Screen[object]) -> Offset | None:
    """Return the cell where the focus of a screen is; ``None`` while a line is being typed."""
    if isinstance(screen, Pointing) and (found := screen.point()) is not None:
        return found
    focused = screen.focused
    text: Offset | None = getattr(focused, "cursor_screen_offset", None)
    if text is not None:
        # Where one writes the driver knows; a text that is only read has its cursor too.
        return text if getattr(focused, "read_only", False) else None
    if isinstance(focused, OptionList):
        return chosen_line(focused)
    return begin_of(focused or _unfocused(screen))


def _unfocused(screen: Screen[object]) -> Widget:
    """Return what has the cursor where nothing has the focus."""
    found = (widget for wanted in UNFOCUSED for widget in screen.query(wanted) if widget.region)
    return next(found, screen)


def chosen_line(options: OptionList) -> Offset:
    """Return the beginning of the line of a list that is chosen; of the list when none is."""
    shown = options.content_region
    indent = options.get_component_styles("option-list--option").padding.left
    # The framework has no public way from an option to its line.
    line = options._index_to_line.get(options.highlighted or 0, 0) - options.scroll_offset.y
    return shown.offset + (indent, min(max(line, 0), max(shown.height - 1, 0)))
