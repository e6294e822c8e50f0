"""From the harmonisation to a passage, and back to it: a note is changed where the passage is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from e33tui.domain.passage import Passage, Step
from e33tui.domain.walk import holds
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.opening import show_passage
from e33tui.screens.verso import VersoScreen

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.service.desk import Desk


@dataclass(frozen=True)
class WayBack:
    """The harmonisation from which a passage was opened.

    Attributes:
        now: it was opened without waiting for those who are not finished.
        by_note: its candidates stand in the order of their notes.
        step: the screen on which the passage was shown first: going back from there leads to it.
    """

    now: bool = False
    by_note: bool = False
    step: Step | None = None


async def open_compared(app: E33App, passage: str, way: WayBack, *, reopening: bool) -> None:
    """Show a passage from the harmonisation: its grid, or where it stands while it is unlocked.

    Args:
        app: the program.
        passage: whose it is.
        way: the harmonisation.
        reopening: ask at once for the reason for which it is reopened.
    """
    await show_passage(app, passage, None, partial(_show, app, way, reopening))


def _show(app: E33App, way: WayBack, reopening: bool, desk: Desk, said: str) -> None:
    state = desk.state
    at = None
    if state.locked:
        at = Step.VERSO if reopening or not holds(state, Step.PROFILE) else Step.PROFILE
    app.ways.show(desk, said, at)
    shown = app.place()
    if not isinstance(shown, DeskScreen) or not _leads_back(state):
        return
    app.ways.back = replace(way, step=shown.step)
    if isinstance(shown, VersoScreen) and reopening:
        shown.begin_by_reopening()


def _leads_back(state: Passage) -> bool:
    """Tell whether the candidate is gone: crosses are never shown by reflex (rule 12)."""
    return state.locked or (state.oral_over and state.candidate_left)
