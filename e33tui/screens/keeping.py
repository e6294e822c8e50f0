"""What is typed, on its way to the disk: drafts as they grow, and where one stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from e33tui.screens.base import PlaceScreen
from e33tui.screens.dialogs import Ask
from e33tui.store import SaveStatus

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.service.desk import Desk

DRAFT_DELAY = 0.4
"""Seconds after a key at which drafts go to the disk: under the half second promised."""


class Keeping:
    """Keeps what stands on the screens, until the program ends.

    Attributes:
        ended: whether nothing is taken any more, since the program ends.
    """

    def __init__(self, app: E33App) -> None:
        self._app = app
        self._typed_since: int | None = None
        self.ended = False

    def save_status(self) -> SaveStatus:
        """Return what is saved, what waits, and what fails.

        What is typed and not on its way to the disk yet is newer than any save that is told.
        """
        status = self._app.service.save_status()
        if self._typed_since is None or status.saved_at is None:
            return status
        return replace(status, saved_at=min(status.saved_at, self._typed_since))

    def keep_draft(self, desk: Desk, field: str, text: str | None, place: str = "") -> None:
        """Keep a text that is being typed; it is on the disk within half a second.

        Args:
            desk: the passage of the screen that it is typed on.
            field: which text it is.
            text: as far as it is typed; ``None`` once it is committed or given up.
            place: where the focus is.
        """
        if desk.read_only:
            return
        desk.set_draft(field, text, place)
        if self._typed_since is None:
            self._typed_since = self._app.now().wall
            self._app.set_timer(DRAFT_DELAY, self.save_drafts)

    def save_drafts(self) -> None:
        """Have what is typed, and where, on its way to the disk."""
        self._typed_since = None
        if self.ended:
            return
        self.keep_place()
        self._app.service.save_drafts()

    def keep_place(self) -> None:
        """Keep where one stands: a start after a cut leads there."""
        screen = self._app.place()
        if screen is not None and screen.is_shown and not screen.going:
            screen.keep_place()

    def keep_all(self) -> None:
        """Keep what stands in every field too: the last letter's message may be on its way yet."""
        self.keep_place()
        for screen in self._app.screen_stack:
            if isinstance(screen, PlaceScreen | Ask) and screen.is_mounted and screen.display:
                screen.keep_entry()

    def end(self) -> None:
        """Keep everything once more; what is typed from now on is no longer taken."""
        self.keep_all()
        if not self.ended:
            self.ended = True
            # On its way to the disk before anything else has to be waited for.
            self._app.service.save_drafts()
