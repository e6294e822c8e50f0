"""The ways of the program: from the list to a passage, from step to step of it, and back."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from e33tui.screens import routes
from e33tui.screens.base import PlaceScreen
from e33tui.screens.in_thread import in_thread
from e33tui.screens.too_small import TooSmall

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.domain.passage import Step
    from e33tui.screens.comparing import WayBack
    from e33tui.service.desk import Desk

OPENING_DELAY = 1.0
"""Seconds after which it is told that a passage is being opened."""

OPENING = "Ouverture…"


class Ways:
    """Goes from place to place; a passage let go on the way is on the disk first.

    Attributes:
        opening: whether a passage is on its way to the desk.
        back: the harmonisation that the passage on the desk was opened from, if it was.
    """

    def __init__(self, app: E33App) -> None:
        self._app = app
        self.opening = False
        self.back: WayBack | None = None

    def go_home(self, text: str = "", *, onward: bool = False) -> None:
        """Let the passage go, once it is on the disk, and show the list of candidates.

        Args:
            text: what to say there.
            onward: whether the list stands on the next candidate to examine, not on this one.
        """
        self._let_go()
        self._show_home(text, onward=onward)

    def _let_go(self) -> None:
        desk, self._app.desk = self._app.desk, None
        if desk is not None:
            self.leave(desk)

    def go_back_out(self, text: str = "") -> None:
        """Let the passage go and show what it was opened from: the harmonisation, or the list."""
        if self.back is None:
            self.go_home(text)
            return
        self._let_go()
        self.switch_to(routes.harmonisation(self.back))
        if text:
            self._app.notice(text)

    def _show_home(self, text: str, *, onward: bool = False) -> None:
        home = routes.home(onward=onward)
        self.switch_to(home)
        if text:
            home.notice(text)

    def go_next(self) -> None:
        """Let the passage go and open the next candidate to examine; the list if there is none."""
        from e33tui.screens.opening import open_next

        if self._app.desk is not None:
            self._open(open_next(self._app, self._app.desk))

    def open_passage(self, passage: str) -> None:
        """Open a passage where it stands."""
        from e33tui.screens.opening import open_passage

        self._open(open_passage(self._app, passage))

    def open_compared(self, passage: str, way: WayBack, *, reopening: bool = False) -> None:
        """Open a passage from the harmonisation, or reopen it there, and lead back to it."""
        from e33tui.screens.comparing import open_compared

        self._open(open_compared(self._app, passage, way, reopening=reopening))

    def _open(self, work: Coroutine[Any, Any, None]) -> None:
        """Open one passage after the other.

        A second call does nothing until the first has come to its end: cut short, that one could
        leave a passage held that nobody has on the desk.
        """
        if self.opening:
            work.close()
            return
        self.opening = True
        self._app.work(self._until_open(work))

    async def _until_open(self, work: Coroutine[Any, Any, None]) -> None:
        told = self._app.set_timer(OPENING_DELAY, self._tell_opening)
        try:
            await work
        finally:
            told.stop()
            self.opening = False
            screen = self._app.place()
            if screen is not None and screen.says(OPENING):
                screen.notice("")
            if screen is not None and screen.is_mounted:
                screen.show_keys()

    def _tell_opening(self) -> None:
        # Under a question about the passage it would not be true.
        screen = self._app.screen
        if self.opening and isinstance(screen, PlaceScreen):
            screen.notice(OPENING)

    def show(self, desk: Desk, text: str = "", at: Step | None = None) -> None:
        """Put a passage on the desk and show the step where it stands, or the one given."""
        self._app.desk, self._app.last_passage, self.back = desk, desk.id, None
        self.opening = False
        target, focus = (at, "") if at else desk.resume()
        if focus:
            desk.set_place(routes.place_on(target, focus))
        self.go_to(target)
        self._say_on_opening(desk, text)

    def leave(self, desk: Desk) -> None:
        """Let a passage go, once it is on the disk."""
        desk.stand_at(None)
        self._app.run_worker(in_thread(desk.leave))

    def show_place(self, target: Step, place: str, text: str) -> None:
        """Show a step, at the place on it that ``text`` is about."""
        if self._app.desk is not None:
            self._app.desk.set_place(routes.place_on(target, place))
            self.go_to(target)
            self._app.notice(text)

    def go_to(self, target: Step) -> None:
        """Show one step of the walk of the passage on the desk, if there is one."""
        if self._app.desk is not None:
            self.switch_to(routes.step_screen(target, self._app.desk))

    def go_on(self, text: str = "") -> None:
        """Show the step where the passage stands, with ``text`` or what matters more."""
        from e33tui.domain.walk import step

        if self._app.desk is not None:
            self.go_to(step(self._app.desk.state))
            self._say_on_opening(self._app.desk, text)

    def _say_on_opening(self, desk: Desk, text: str) -> None:
        if desk.warning:
            self._app.notice(desk.warning, warning=True)
        elif text:
            self._app.notice(text)

    def switch_to(self, screen: Screen[Any], *over: Screen[Any]) -> None:
        """Show ``screen`` in the place of the present one, with what stands ``over`` it.

        A question about the one that goes ends without an answer; a blanked screen stays blanked.
        """
        before = self._app.place()
        if before is not None and before.is_mounted and not before.going:
            before.keep_entry()
        with self._app.under_blank():
            covered = self._uncover()
            self._app.memory.look_soon(screen)
            self._app.switch_screen(screen)
            for each in over:
                self._app.push_screen(each)
            if covered:
                self._app.push_screen(TooSmall())

    def _uncover(self) -> bool:
        """End what stands over the place; tell whether the terminal was too small to show it."""
        covered = False
        while self._app.place() and not isinstance(self._app.screen, PlaceScreen):
            covered = covered or isinstance(self._app.screen, TooSmall)
            self._app.screen.dismiss(None)
        return covered
