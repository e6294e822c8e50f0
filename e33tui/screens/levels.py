"""Moving among criteria and placing levels, alike on the timed screens and on the grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Static

from e33tui.domain.commands import PlaceLevel
from e33tui.domain.remark import Remark
from e33tui.domain.rubric import Criterion
from e33tui.domain.undone import Undone
from e33tui.keymap import undoes
from e33tui.level_keys import clears_level, level_of
from e33tui.look import look
from e33tui.screens.base import put
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.grid_view import Detail, descriptor_lines
from e33tui.screens.notices import LEAST_NOTICE
from e33tui.screens.panes import Panes, divide
from e33tui.screens.view import begin_of, lines
from e33tui.signs import FOCUS

LAST_REMARKS = 2
"""Observations that stay while a level is placed."""
AROUND = 4
"""Lines of head, title, entry and keys."""


@dataclass(frozen=True)
class Stop:
    """Where the focus can stand: a criterion, or a question still to raise about it."""

    criterion: Criterion
    question: Remark | None = None


class LevelScreen(DeskScreen):
    """A screen with a focused criterion.

    Attributes:
        NAMED: whether the screen names that criterion outside its detail.
        place: the place of the focus among the stops.
        page: the page of observations that is read; 0 for the usual view.
    """

    NAMED: ClassVar[bool] = False
    place = 0
    page = 0
    _pages = 0
    _row: int | None = None

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say it, and show the descriptors whole in what is left of the screen."""
        before = self.notice_height
        super().notice(text, warning=warning)
        if self.notice_height != before or (look().touch and self.is_shown and not self.going):
            self.show_body()

    def start_at(self, criterion: str) -> None:
        """Put the focus on a criterion, or the first."""
        ids = [entry.id for entry in self.criteria]
        self.place = ids.index(criterion) if criterion in ids else 0

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The rubric's criteria, in order."""
        return self.state.rubric.criteria

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Where the focus can stand, in order."""
        return tuple(Stop(criterion) for criterion in self.criteria)

    @property
    def stop(self) -> Stop:
        """Where the focus stands."""
        return self.stops[min(self.place, len(self.stops) - 1)]

    @property
    def criterion(self) -> Criterion:
        """The focused criterion."""
        return self.stop.criterion

    def move(self, by: int) -> None:
        """Move the focus; past the last stop comes the first."""
        count = len(self.stops)
        self.go_to_place((min(self.place, count - 1) + by) % count)

    def go_to_place(self, place: int) -> None:
        """Put the focus on the stop at ``place``."""
        self.place, self.page = place, 0
        self.refresh_all()

    def show_undone(self, undone: Undone) -> None:
        ids = [entry.id for entry in self.criteria]
        if undone.id in ids and self.criterion.id != undone.id:
            self.place = ids.index(undone.id)
        super().show_undone(undone)

    # -- The focused criterion ----------------------------------------------------------------

    @property
    def notice_room(self) -> int:
        """What the longest descriptors leave on a small screen: where one chooses none is cut."""
        if self.touch is not None:
            return max(min(super().notice_room, self.touch.notice_room), LEAST_NOTICE)
        height = self.size.height - AROUND
        panes = divide(self.size.width, height, ())
        width = panes.detail_width
        longest = max(len(descriptor_lines(self.state, c, width)) for c in self.criteria)
        above = 0 if panes.beside else panes.rows
        return max(min(super().notice_room, height - above - longest - LAST_REMARKS), LEAST_NOTICE)

    def divided(self, height: int, rows: tuple[int, ...], *, levels_first: bool) -> Panes:
        """Divide the screen; in the plain mode the list stands wherever the detail has room below.

        Args:
            height: the lines for both.
            rows: the lines that the list takes, in its longer and shorter forms.
            levels_first: whether the descriptors must stand there in full.
        """
        found = divide(self.size.width, height, rows)
        if not (look().plain and found.strip):
            return found
        least = self.least_detail(found.detail_width, levels_first=levels_first)
        # The competences' headings give way first.
        return divide(self.size.width, height, rows[-1:], least)

    def least_detail(self, width: int, *, levels_first: bool) -> int:
        """Return the lines that the plain mode needs below the list, in columns of ``width``."""
        from e33tui.screens.plain_grid import least_detail

        least = least_detail(self.state, self.criterion, width, levels_first=levels_first)
        return least + (self.stop.question is not None)

    def show_criteria(self, rows: list[Content], *, strip: bool) -> None:
        """Show the criteria; a list tells them in a line each, a strip in two."""
        put(self.query_one("#list", Static), lines(rows))
        marked = [n for n, row in enumerate(rows) if row.plain.startswith(str(FOCUS))]
        self._row = marked[0] if marked and not strip else None

    def list_point(self) -> Offset | None:
        """Return the beginning of the line of the list that has the focus, if there is one."""
        if self._row is None:
            return None
        return begin_of(self.query_one("#list")) + Offset(1, self._row)

    def detail(
        self, width: int, height: int, *, levels_first: bool, descriptors: bool = True
    ) -> list[Content]:
        """Return the lines about the focused criterion, on the page that is read."""
        found = Detail(
            self.state, self.criterion, width, height, named=self._named, descriptors=descriptors
        )
        lines = found.lines(levels_first=levels_first, page=self.page)
        self._pages = found.pages if found.hidden or self.page else 0
        self.page = min(self.page, self._pages)
        return lines

    @property
    def _named(self) -> bool:
        """Whether the criterion is named beside its detail, so that its title may give way there."""
        listed = self._row is not None
        if look().plain:
            # The line of the cursor names it, or the list just above.
            return self.NAMED or listed
        return self.NAMED and (listed or look().touch or self.notice_height > 1)

    def action_earlier(self) -> None:
        self._turn(1)

    def action_later(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        page = min(max(self.page + by, 0), self._pages)
        if page != self.page:
            self.page = page
            self.show_body()
            self.show_keys()

    def can(self, action: str) -> bool:
        if action == "earlier":
            return self.page < self._pages
        if action == "later":
            return self.page > 0
        return super().can(action)

    # -- Levels ---------------------------------------------------------------------------------

    def level_key(self, key: str, character: str | None) -> bool:
        """Place or clear a level if the key says so; return whether it did."""
        level = level_of(character, len(self.state.rubric.levels))
        if level is not None:
            self.place_level(level)
            return True
        if clears_level(key, character):
            self._clear_level()
            return True
        return False

    def _clear_level(self) -> None:
        """Take the cross off, and say so: the key may have been meant as the letter of a word."""
        criterion = self.criterion
        if criterion.id in self.state.levels and self.do(PlaceLevel(criterion.id, None)):
            self.notice(f"Critère {criterion.number} : croix retirée, {undoes()}.")

    def place_level(self, level: int) -> None:
        """Put the cross and move on; the same level again keeps it and moves on all the same."""
        criterion, before = self.criterion, self.state.levels.get(self.criterion.id)
        if before != level and not self.do(PlaceLevel(criterion.id, level)):
            return
        name = self.state.rubric.level(level).name
        self.after_level()
        # The focus has moved on: what was placed is said, all the more if it replaces another.
        instead = f" au lieu de {before}, {undoes()}" if before not in (None, level) else ""
        self.notice(f"Critère {criterion.number} : {level} {name}{instead}.")

    def after_level(self) -> None:
        """Move on to the next criterion; from the last one nowhere."""
        if self.place < len(self.stops) - 1:
            self.move(1)
        else:
            self.refresh_all()

    def extra_help(self) -> tuple[tuple[str, str], ...]:
        from e33tui.fixed_keys import on_screen

        return on_screen(self.PLACE, [level.name for level in self.state.rubric.levels])
