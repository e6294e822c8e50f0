"""A block of targets on the screen: one widget, however many targets, and no focus of its own."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget

from e33tui.screens.touch_pads import Pad, Placed, draw, place


class Board(Widget):
    """Targets in rows; a press and a release on the same one is a tap.

    What a field holds, and its focus, stay as they are while targets are tapped.

    Attributes:
        placed: the targets with their cells, as they are shown now.
    """

    DEFAULT_CSS = "Board { height: 0; width: 1fr; }"

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self.placed: list[Placed] = []
        self._drawn = Content("")
        self._pressed = ""

    def show(self, rows: Sequence[Sequence[Pad]], width: int) -> None:
        """Show rows of targets in ``width`` columns; nothing is repainted that stays as it was."""
        self.placed = place([row for row in rows if row], width)
        drawn = draw(self.placed)
        height = max((one.region.bottom for one in self.placed), default=0)
        # The framework's contents count as equal whose words are, whatever their styles.
        if (drawn.plain, drawn.spans) != (self._drawn.plain, self._drawn.spans):
            self._drawn = drawn
            self.refresh()
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def render(self) -> Content:
        return self._drawn

    def pad_at(self, offset: Offset) -> Pad | None:
        """Return the target that has the cell at ``offset``."""
        found = (one.pad for one in self.placed if one.region.contains_point(offset))
        return next(found, None)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        pad = self.pad_at(event.offset)
        self._pressed = pad.name if pad is not None and event.button == 1 else ""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        pad, pressed = self.pad_at(event.offset), self._pressed
        self._pressed = ""
        if pad is None or pad.name != pressed:
            return  # It slid off.
        if event.chain == 1 or pad.again:
            pad.press()
