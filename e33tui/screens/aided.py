"""The help to lead an interview: the criteria still to cover, *relances*, what stands behind a criterion.

It is there for the one who asks: the line in which one types keeps the focus. Its keys are those
that do nothing in an empty line.
"""

from __future__ import annotations

from textual.content import Content

from e33tui.domain.coverage import Coverage, coverage, next_open
from e33tui.domain.remark import PartId
from e33tui.look import look
from e33tui.screens.aid_view import (
    Aid,
    Sheet,
    coverage_words,
    least_coverage,
    prompt_sheet,
    reference_sheet,
)
from e33tui.screens.fields import LineInput
from e33tui.screens.in_thread import in_thread
from e33tui.screens.keybar import Labels
from e33tui.screens.panes import DETAIL_ROWS
from e33tui.screens.part_screen import PartScreen

_APART = 3
"""Columns between the name of the *temps*, what is to cover, and the clock."""


class RemarkLine(LineInput):
    """The line of an observation; while it is empty, what would move or delete in it is the screen's."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.value) or action == "submit"


class AidedScreen(PartScreen):
    """One *temps* with its aids.

    Attributes:
        aid: what the panel shows beside the criteria, in the place of observations; mostly nothing.
    """

    aid: Aid | None = None

    def __init__(self, part: PartId) -> None:
        super().__init__(part)
        self._read: set[Aid] = set()

    # -- What is still to cover -------------------------------------------------------------------

    @property
    def _coverage(self) -> Coverage:
        return coverage(self.state, self.desk.now())

    def title_ends(self) -> tuple[Content, Content]:
        if self.part is not PartId.INTERVIEW:
            return super().title_ends()
        rubric, found = self.state.rubric, self._coverage
        least = least_coverage(rubric, found)
        # A blank after the name, and one at the end of the line, are there in any case.
        left, right = self.ends_apart(len(least) + 2 * _APART - 2 if least else 0)
        room = self.size.width - left.cell_length - right.cell_length - 2 * _APART
        told = coverage_words(rubric, found, room)
        if not told:
            return left, right
        if look().plain:
            # Heard or felt line by line, the clock comes first.
            return left, right + ", " + told
        return left + " " * _APART + told, right

    def action_cover(self) -> None:
        found = next_open(self._coverage, self.criterion.id)
        if found is not None:
            self.go_to_place([criterion.id for criterion in self.criteria].index(found))

    # -- The panel --------------------------------------------------------------------------------

    def action_prompts(self) -> None:
        self._turn_to(Aid.PROMPTS)

    def action_reference(self) -> None:
        self._turn_to(Aid.REFERENCE)

    def _turn_to(self, aid: Aid) -> None:
        """Open the panel at a tab, or close it where that is what it shows."""
        self.aid, self.page = (None if self.aid is aid else aid), 0
        self.make_room()
        if self.aid is None or aid in self._read:
            self.refresh_all()
        else:
            self.run_worker(self._show_read(aid), group="aid")

    def make_room(self) -> None:
        """Prepare the screen for the panel, which stands where descriptors may stand in full."""

    async def _show_read(self, aid: Aid) -> None:
        aids, about = self.service.aids, self.criterion.id
        if aid is Aid.REFERENCE:
            await in_thread(aids.panel, about)
        elif fault := await in_thread(lambda: aids.fault_of_prompts):
            self.notice(f"! {fault}")
        self._read.add(aid)
        self.refresh_all()

    @property
    def shown_aid(self) -> Aid | None:
        """The tab that can stand on the screen: the one that was asked for, once it is read."""
        return self.aid if self.aid in self._read else None

    def detail(
        self, width: int, height: int, *, levels_first: bool, descriptors: bool = True
    ) -> list[Content]:
        """Return the lines of the panel while it is open, else those about the criterion."""
        aid = self.shown_aid
        if aid is None or levels_first:
            return super().detail(width, height, levels_first=levels_first, descriptors=descriptors)
        pages = self._sheet(aid, width).pages(width, height)
        self._pages = len(pages) - 1
        self.page = min(self.page, self._pages)
        return pages[self.page]

    def least_detail(self, width: int, *, levels_first: bool) -> int:
        # The panel is read at a stretch: the list gives way to it.
        if self.shown_aid is not None and not levels_first:
            return DETAIL_ROWS
        return super().least_detail(width, levels_first=levels_first)

    def turn_round(self) -> None:
        """Show the next page of the panel, after the last one the first."""
        self.page = (self.page + 1) % (self._pages + 1)
        self.show_body()
        self.show_keys()

    def _sheet(self, aid: Aid, width: int) -> Sheet:
        criterion, aids = self.criterion, self.service.aids
        if aid is Aid.PROMPTS:
            return prompt_sheet(aids.prompts.on(self.state.rubric.id, criterion.id), width)
        return reference_sheet(criterion, aids.panel(criterion.id), width)

    def labels(self) -> Labels:
        aid = self.shown_aid
        return {**super().labels(), **({aid.value: "fermer"} if aid else {})}

    def can(self, action: str) -> bool:
        if not self.is_mounted:
            return True
        if action == "cover":
            return bool(self._coverage.open)
        if self.shown_aid is not None and action in ("earlier", "later"):
            return self.page > 0 if action == "earlier" else self.page < self._pages
        return super().can(action)

    # What is read from its beginning is turned the other way round than observations.
    def action_earlier(self) -> None:
        self._turn(1 if self.shown_aid is None else -1)

    def action_later(self) -> None:
        self._turn(-1 if self.shown_aid is None else 1)
