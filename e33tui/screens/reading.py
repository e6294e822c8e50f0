"""A fiche that is read before the lock and after it: by pages, which the second line tells of."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content

from e33tui.keymap import way
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.view import QUIET, say


class ReadingScreen(DeskScreen):
    """Shows a text in ``#scroll``."""

    def ready(self) -> None:
        # Whether all of it is in sight is known once it is laid out.
        self.watch(self._sheet, "virtual_size", self._show_pages, init=False)

    @property
    def _sheet(self) -> VerticalScroll:
        return self.query_one("#scroll", VerticalScroll)

    @property
    def turns(self) -> bool:
        """Whether there is more of the text than is in sight."""
        return self._sheet.is_on_screen and self._sheet.max_scroll_y > 0

    def title_right(self) -> Content:
        """Return how the rest of the text comes into sight; by finger there are targets for it."""
        if self.turns and not self.touch:
            return say(way("page_down", "tout lire"), QUIET)
        return super().title_right()

    def _show_pages(self) -> None:
        if not self.going:
            self.show_title()

    def can(self, action: str) -> bool:
        if action in ("page_up", "page_down"):
            return self.is_mounted and self.turns
        return super().can(action)

    def action_page_up(self) -> None:
        """Scroll back in the text."""
        self._sheet.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll on in the text."""
        self._sheet.scroll_page_down(animate=False)
