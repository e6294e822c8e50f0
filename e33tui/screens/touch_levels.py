"""Criteria, levels and descriptors as targets, alike on the timed screens and on the grid."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from textual.content import Content
from textual.widgets import Static

from e33tui.domain.commands import PlaceLevel
from e33tui.domain.rubric import Criterion
from e33tui.screens.base import PlaceScreen
from e33tui.screens.grid_view import level_mark, remark_dots
from e33tui.screens.levels import LevelScreen, Stop
from e33tui.screens.notices import LEAST_NOTICE
from e33tui.screens.touch import Layer
from e33tui.screens.touch_bar import Slot
from e33tui.screens.touch_pads import EDGE, ROWS, Pad
from e33tui.screens.view import fit, lines

ABOVE_AND_BELOW: Final = 2
"""Rows of head and title."""
DETAIL_ROWS: Final = 3
"""Rows that every arrangement leaves to the criterion's title and its last two observations."""
ARRANGEMENTS: Final = ((5, 80), (2, 60), (10, 80))
"""Criteria in a row, and the columns that this takes at least; the richest first."""
STEP_COLUMNS: Final = 9
"""Columns of the ways to the criterion before and after."""
DOTS: Final = 2
"""Columns that the observations of one criterion have where all criteria are one target."""
PLACES: Final = (
    "Toucher un descripteur place son degré et passe au critère suivant ; "
    "toucher le même le garde. « effacer le degré » le retire."
)
READS: Final = (
    ("lire", "Toucher les observations montre celles d’avant, puis de nouveau les dernières."),
)
"""What a tap does, for the help."""


class LevelLayer(Layer):
    """The targets of a screen with a focused criterion."""

    boards: ClassVar[tuple[tuple[str, str], ...]] = (("criteria", "#panes"), ("levels", "#entry"))
    reading = "#detail"
    notice_room = LEAST_NOTICE
    """Lines that a notice may take: it stands between the boards, and moves none of them."""

    def __init__(self, screen: PlaceScreen) -> None:
        assert isinstance(screen, LevelScreen)
        self.levels: LevelScreen = screen
        screen.add_class("-levels")
        super().__init__(screen)

    # -- Rows ---------------------------------------------------------------------------------

    @property
    def _room(self) -> int:
        """The rows between title and bar."""
        return self.screen.size.height - ABOVE_AND_BELOW - self.bar_height

    @property
    def _in_a_row(self) -> int:
        """How many criteria stand in a row; 0 where one goes from one to the next."""
        room = self._room - DETAIL_ROWS - ROWS * len(self.levels.state.rubric.levels) - 1
        count = len(self.levels.criteria)
        fitting = (
            each
            for each, columns in ARRANGEMENTS
            if self.screen.size.width >= columns and -(-count // each) * ROWS <= room
        )
        return next(fitting, 0)

    def between(self, below: int) -> int:
        """Return the rows between the criteria and what stands ``below``, a number of rows."""
        return max(self._room - below - self.board_height("criteria"), 0)

    def show_detail(self, below: int, *, placing: bool) -> None:
        """Show what there is about the criterion between the boards; ``below`` rows stand under it."""
        width = self.screen.size.width - 2

        def detail(room: int) -> list[Content]:
            found = self.levels.detail
            return found(width, room, levels_first=placing, descriptors=not placing)

        self.show_lines(detail, below)

    def show_lines(self, about: Callable[[int], list[Content]], below: int) -> None:
        """Show lines between the boards, and under them what the screen has to say.

        Args:
            about: makes the lines, for the rows that there are.
            below: the rows under them.
        """
        rows = self.between(below)
        self.notice_room = rows
        said = self._said()[:rows]
        room = rows - len(said)
        shown = about(room) if room > 0 else []
        blank = [Content("")] * (room - len(shown))
        self.screen.query_one("#detail", Static).update(lines([*shown, *blank, *said]))

    def _said(self) -> list[Content]:
        """Return the lines of the notice, whose own place would push the targets up."""
        notice = self.screen.query_one("#notice", Static).content
        if not isinstance(notice, Content) or not notice.plain.strip():
            return []
        return [line[1:] for line in notice.split("\n", allow_blank=True)]

    # -- Criteria -----------------------------------------------------------------------------

    def show_criteria(self, focus: str) -> None:
        """Show the criteria; ``focus`` is the id of the one that has the focus."""
        each, width = self._in_a_row, self.screen.size.width
        pads = [
            self._criterion_pad(place, focus, each) for place in range(len(self.levels.criteria))
        ]
        rows = [pads[first : first + each] for first in range(0, len(pads), each)] if each else []
        self.board("criteria").show(rows or [self._steps(focus)], width)

    def _criterion_pad(self, place: int, focus: str, each: int) -> Pad:
        criterion = self.levels.criteria[place]
        count = len(self.levels.state.remarks_on(criterion.id))
        told = f"degré {level_mark(self.levels.state, criterion)}"
        seen = f"{count} obs." if count else ""
        short = f"n° {criterion.number}\n{told}\n{seen}"
        named = f"{criterion.number} {criterion.label}"
        words = {5: (f"{named}\n{told}  {seen}", short), 2: (f"{named}\n{told}  {seen}", short)}
        return Pad(
            f"criterion-{criterion.id}",
            words.get(each, (short,)),
            partial(self.choose, place),
            self.screen.size.width // each if each else 0,
            chosen=criterion.id == focus,
        )

    def _steps(self, focus: str) -> list[Pad]:
        """Return the way to the criterion before, all of them with their levels, and the next."""
        width = self.screen.size.width
        room = width - 2 * STEP_COLUMNS
        criteria = self.levels.criteria
        half = -(-len(criteria) // 2)
        cell = (room - EDGE) // half
        rows = [
            "".join(fit(self._short(criterion), cell) for criterion in row).rstrip()
            for row in (criteria[:half], criteria[half:])
        ]
        named = f"{self.levels.criterion.number} {self.levels.criterion.label}" if focus else ""
        middle = "\n".join((*rows, named))
        return [
            Pad(
                "before",
                ("critère d’avant",),
                lambda: self.step(-1),
                STEP_COLUMNS,
                solid=True,
                again=True,
            ),
            Pad("criteria-all", (middle,), self.offer_all, room),
            Pad(
                "after",
                ("critère d’après",),
                lambda: self.step(1),
                STEP_COLUMNS,
                solid=True,
                again=True,
            ),
        ]

    def _short(self, criterion: Criterion) -> str:
        """Return the criterion's level and observations as on a small screen: a dot each."""
        state = self.levels.state
        dots = remark_dots(state, criterion)
        dots = dots if len(dots) <= DOTS else f"{dots[:1]}…"
        return f"{criterion.number}: {level_mark(state, criterion)} {dots}"

    def choose(self, place: int) -> None:
        """Put the focus on a criterion."""
        self.levels.go_to_place(place)

    def step(self, by: int) -> None:
        """Go to the criterion before or after."""
        self.levels.move(by)

    def offer_all(self) -> None:
        """Offer every criterion, and the questions still to raise after them."""
        self._offer("Critères", 0)

    def offer_questions(self) -> None:
        """Offer the questions still to raise."""
        self._offer("Questions à poser", len(self.levels.criteria))

    def _offer(self, title: str, first: int) -> None:
        from e33tui.screens.touch_more import Pick

        stops = self.levels.stops[first:]
        options = [(str(first + n), *self._told(stop)) for n, stop in enumerate(stops)]

        def choose(answer: str | None) -> None:
            if answer is not None:
                self.choose(int(answer))

        self.screen.app.push_screen(Pick(title, options), choose)

    def _told(self, stop: Stop) -> tuple[str, str]:
        """Return what a stop is, and what there is to say of it."""
        criterion = stop.criterion
        named = f"{criterion.number} {criterion.label}"
        if stop.question is not None:
            return f"? {stop.question.text}", named
        return named, f"degré {level_mark(self.levels.state, criterion)}"

    # -- Levels -------------------------------------------------------------------------------

    def show_levels(self, *, shown: bool) -> int:
        """Show the four levels of the criterion with their descriptors; return their rows."""
        rows = [[pad] for pad in self._level_pads()] if shown else []
        self.board("levels").show(rows, self.screen.size.width)
        return self.board_height("levels")

    def _level_pads(self) -> list[Pad]:
        screen, criterion = self.levels, self.levels.criterion
        chosen = screen.state.levels.get(criterion.id)
        rubric = screen.state.rubric
        # A grid may leave a level without words: its name stands alone.
        told = {each.number: rubric.described(criterion.id, each.number) for each in rubric.levels}
        return [
            Pad(
                f"level-{level.number}",
                (told[level.number],),
                partial(self.place_level, level.number),
                lead=f" {level.number} {level.name}{' : ' if told[level.number] else ''}",
                chosen=level.number == chosen,
            )
            for level in rubric.levels
        ]

    def place_level(self, level: int) -> None:
        """Put the cross and move on, as its key does."""
        self.levels.place_level(level)

    def clear_slot(self) -> Slot:
        """Return the place of what takes the criterion's cross off, if it has one."""
        screen, words = self.levels, ("effacer le degré",)
        if not screen.writable or screen.criterion.id not in screen.state.levels:
            return Slot(words, None)
        clear = partial(screen.do, PlaceLevel(screen.criterion.id, None))
        return Slot(words, Pad("clear-level", words, clear, solid=True))
