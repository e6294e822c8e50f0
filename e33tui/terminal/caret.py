"""Where the terminal's own cursor stands: where the interface names a place, or where one types."""

from __future__ import annotations

from typing import Any

from textual.app import App, ScreenStackError


def cell(app: App[Any], width: int, height: int) -> tuple[int, int] | None:
    """Return the cursor's row and column on a screen of that size, or None to hide it."""
    point = place(app)
    if point is None:
        return None
    column, row = point
    if not (0 <= row < height and 0 <= column <= width):
        return None
    return row, min(column, width - 1)


def place(app: App[Any]) -> tuple[int, int] | None:
    """Return the cursor's column and row, which may lie off the screen, or None to hide it.

    It stands at the app's ``cursor_point``, a column and a row, if it has one that is not None;
    else at the insertion point of the text that is being written.
    """
    named: tuple[int, int] | None = getattr(app, "cursor_point", None)
    if named is not None:
        return named
    text = written_text(app)
    if text is None:
        return None
    column, row = text.cursor_screen_offset
    # Input counts one too many there.
    return column - getattr(text, "cursor_at_end", False), row


def written_text(app: App[Any]) -> Any:
    """Return the focused widget if it is a text that is being written, else None.

    One has a ``cursor_screen_offset`` (:class:`textual.widgets.Input` and ``TextArea`` do) and is
    not ``read_only``.
    """
    try:
        widget = app.focused
    except ScreenStackError:
        return None
    written = hasattr(widget, "cursor_screen_offset")
    return widget if written and not getattr(widget, "read_only", False) else None
