"""The list of the day: what is known of every candidate at once, and what the disk says a moment later."""

from __future__ import annotations

from collections.abc import Callable, Container

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key, ScreenResume
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.delay import NO_DELAY, delay
from e33tui.domain.passage import Progress
from e33tui.keymap import fill
from e33tui.look import look
from e33tui.screens import day_columns, day_view
from e33tui.screens.base import PlaceScreen, put_as_high
from e33tui.screens.closing_view import CUT_SHORT, closed_words, is_cut_short
from e33tui.screens.fields import PickList
from e33tui.screens.in_thread import in_thread
from e33tui.screens.panes import is_wide
from e33tui.screens.view import QUIET, STRONG, say
from e33tui.service.day import DayRow, next_to_examine
from e33tui.store import Holder

_NOBODY = "Aucun candidat : {add} en ajoute un, {import_list} importe une liste."
_MOVES = frozenset({"up", "down", "home", "end", "pageup", "pagedown"})


class DayList(PlaceScreen):
    """The list of candidates as it was last known, read from the disk beside the interface."""

    PLACE = Place.HOME

    _once_read: Callable[[], object] | None = None
    awaits = True

    def __init__(self, *, onward: bool = False) -> None:
        """Show the day; ``onward``: stand on the next candidate to examine."""
        super().__init__()
        self._onward = onward

    def body(self) -> ComposeResult:
        yield Static("", id="columns", classes="text")
        yield PickList(name="roster", choose_first=True)
        yield Static("", id="empty", classes="text hidden")
        yield Static("", id="chosen", classes="text")

    def ready(self) -> None:
        # What is known is shown at once, and what the disk says a moment later.
        self._rows = self.service.known_rows()
        self._left = self.e33.last_passage
        self._stand_onward()
        self._placed: int | None = None
        self._moved = False
        self._covered = self._reading = self._read_again = False
        self._tells_problem = False
        self._lines: list[Content] = []
        self._made = day_columns.Lines()
        self._clocks_on: tuple[int, ...] = ()
        self._shown_rows: tuple[str, ...] = ()
        self._delay, self._delay_minute = NO_DELAY, -1
        self._told: tuple[object, int, str, int, Content] = ((), 0, "", 0, Content(""))
        self.query_one("#roster").focus()
        if self.service.warning and not self._notice.text:
            self.notice(self.service.warning, warning=True)
        if is_cut_short(self.service.sitting.closing) and not self._notice.text:
            self.notice(fill(CUT_SHORT), warning=True)
        self.call_after_refresh(self._begin_reading)

    def _stand_onward(self) -> None:
        """Mean to stand on the next candidate to examine, if that was asked for."""
        if self._onward:
            self.e33.last_passage = next_to_examine(self._rows, self._left) or self._left

    def _begin_reading(self) -> None:
        """Read what the passages say now: other terminals may have gone on meanwhile."""
        self._read_again = self._reading
        if not (self._reading or self.going):
            self._reading = True
            self.run_worker(self._read_passages())

    async def _read_passages(self) -> None:
        first = not self.e33.passages_read
        rows = await in_thread(self.service.rows)
        resumable = await in_thread(self.service.to_resume, rows) if first else None
        self._reading = False
        # Until both are known, Enter waits: it would open the first of the list.
        self.e33.passages_read = True
        if self.going:
            return  # Another screen has come meanwhile.
        if resumable is not None and not self.e33.last_passage:
            self._offer(*resumable)
        self._take_read(first=first)
        self._do_once_read()
        if self._read_again:
            self._begin_reading()

    def _do_once_read(self) -> None:
        """Do what was asked for before the passages were known."""
        asked, self._once_read = self._once_read, None
        if asked is not None:
            asked()

    def _take_read(self, *, first: bool) -> None:
        """Show what is known now; what was done here while the disk was read is newer."""
        rows = self.service.known_rows()
        if rows == self._rows and not first:
            self.show_title()
            return
        self._rows = rows
        roster = self.query_one("#roster", PickList)
        if self._stays(roster) and (first or self._onward):
            # Nobody has moved yet: stand on the oral that is on, or on the next one.
            self._stand_onward()
            roster.highlighted = None
        self.refresh_all()

    @property
    def is_leaving(self) -> bool:
        return super().is_leaving or self._once_read is not None

    def on_key(self, event: Key) -> None:
        if event.key in _MOVES:
            self._moved = True

    def _stays(self, roster: PickList) -> bool:
        """Tell whether nobody has chosen a line yet, not even the one that the list began with."""
        return not self._moved and roster.highlighted == self._placed

    def _offer(self, row: DayRow, holder: Holder | None) -> None:
        """Stand on the passage that was cut short, and say how to take it up."""
        self.e33.last_passage = row.entry.passage
        if not self._notice.text:
            self.notice(day_view.offer_text(row, holder.label if holder else None))

    def on_screen_suspend(self) -> None:
        self._covered = True

    def on_screen_resume(self, event: ScreenResume) -> None:
        if self.is_mounted and self._covered:
            self._rows = self.service.known_rows()
            self._begin_reading()
        self._covered = False

    def tick(self) -> None:
        if self.going:
            return
        late = self._delay.late
        if self._look_at_delay():
            late = late ^ self._delay.late
            self._show_chosen()
        else:
            late = frozenset()
        super().tick()
        self._show_clocks(late)

    def _show_clocks(self, changed: Container[str]) -> None:
        """Show the time of the clocks that run, and who ``changed``; nothing else is touched."""
        roster = self.query_one("#roster", PickList)
        late = [place for place, passage in enumerate(self._shown_rows) if passage in changed]
        for place in (*self._clocks_on, *late):
            self._put_line(roster, place, self._line(self._rows[place]))

    def _look_at_delay(self) -> bool:
        """Know how late the day is, each minute anew; tell whether a minute has begun."""
        now = self.e33.now()
        before, self._delay_minute = self._delay_minute, now.wall // 60_000
        if self._delay_minute == before:
            return False
        day = ((row.entry, row.passage) for row in self._rows)
        self._delay = delay(day, self.service.sitting.date, now)
        return True

    def refresh_all(self) -> None:
        if not self.going:
            self._delay_minute = -1
            self._look_at_delay()
            self.awaits = any(row.to_examine or row.unread for row in self._rows)
        super().refresh_all()

    def _put_line(self, roster: PickList, place: int, line: Content) -> None:
        if line != self._lines[place]:
            self._lines[place] = line
            roster.replace_option_prompt_at_index(place, line)

    def show_body(self) -> None:
        self._shape = day_columns.columns(self._rows, self.size.width)
        self._show_roster(self.query_one("#roster", PickList))
        self.query_one("#columns", Static).update(say(day_columns.heading(self._shape), QUIET))
        empty = self.query_one("#empty", Static)
        empty.set_class(bool(self._rows), "hidden")
        for name in ("roster", "columns", "chosen"):
            self.query_one(f"#{name}").set_class(not self._rows, "hidden")
        empty.update(say(fill(_NOBODY)))
        self._show_chosen()

    def _show_roster(self, roster: PickList) -> None:
        """Show the candidates; those who stand where they stood have their own lines changed."""
        place, lines = self._kept_place(roster), [self._line(row) for row in self._rows]
        passages = tuple(row.entry.passage for row in self._rows)
        self._clocks_on = tuple(at for at, row in enumerate(self._rows) if row.running)
        if passages == self._shown_rows:
            for at, line in enumerate(lines):
                self._put_line(roster, at, line)
        else:
            self._lines, self._shown_rows = lines, passages
            roster.clear_options()
            roster.add_options(map(Option, lines, passages))
        roster.highlighted = self._place(place)
        if place is None:
            self._placed = roster.highlighted

    def _show_chosen(self) -> None:
        """Spell out under the list what a line of it says by signs."""
        row = self.chosen()
        told = day_view.chosen_text(row, late=self._is_late(row)) if row else ""
        if row and look().plain:
            # No bar beside the list shows how far down it one is.
            told = f"{self._rows.index(row) + 1} sur {len(self._rows)} : {told}"
        put_as_high(self.query_one("#chosen", Static), say(told))

    def _kept_place(self, roster: PickList) -> int | None:
        """Return where the candidate chosen now stands, even if others came or went before."""
        place = roster.highlighted
        if place is None:
            return None
        chosen = self._shown_rows[place]
        places = [i for i, row in enumerate(self._rows) if row.entry.passage == chosen]
        return (*places, place)[0]

    def _place(self, place: int | None) -> int | None:
        """Return the line to stand on: where one was, the passage open last, or the oral that is on."""
        if not self._rows:
            return None
        if place is not None:
            return min(place, len(self._rows) - 1)
        rows = tuple(enumerate(self._rows))
        last = [at for at, row in rows if row.entry.passage == self.e33.last_passage]
        states = [(at, row.passage) for at, row in rows if row.passage]
        on = [at for at, state in states if state.progress is Progress.IN_PROGRESS]
        return (*last, *on, 0)[0]

    def _is_late(self, row: DayRow) -> bool:
        return row.entry.passage in self._delay.late

    def _line(self, row: DayRow) -> Content:
        return self._made.line(row, self._shape, self.e33.now(), late=self._is_late(row))

    def title_left(self) -> Content:
        closed = closed_words(self.service.sitting.closing)
        about = (self._rows, self._delay.minutes, closed, self.size.width)
        # Each second it is asked for; a long day is not counted anew for that.
        if self._told[0] is not about[0] or self._told[1:-1] != about[1:]:
            self._told = (*about, say(day_view.title_text(*about), STRONG))
        return self._told[-1]

    def title_right(self) -> Content:
        """Return the commission where there is room for it."""
        room = self.size.width - self.title_left().cell_length - len("commission : ") - 3
        names = day_view.commission_text(self.service.sitting.commission.members, room)
        return say(f"commission : {names}" if names and is_wide(self.size.width) else "", QUIET)

    def chosen(self) -> DayRow | None:
        """Return the candidate whose line is chosen."""
        place = self.query_one("#roster", PickList).highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def action_open(self) -> None:
        """Open the passage of the candidate whose line is chosen."""
        row = self.chosen()
        if row is not None and row.unread:
            self._once_read = self.action_open
        elif row is not None:
            self.e33.ways.open_passage(row.entry.passage)

    def stand_on(self, passage: str) -> None:
        """Choose the line of a candidate."""
        if passage in self._shown_rows:
            self._moved = True
            self.query_one("#roster", PickList).highlighted = self._shown_rows.index(passage)

    def show_known(self) -> None:
        """Show what is known now, after a change, and read what the disk says."""
        self._rows = self.service.known_rows()
        self.refresh_all()
        self._begin_reading()

    def on_option_list_option_highlighted(self) -> None:
        row = self.chosen()
        problem = row.problem if row else ""
        if problem or self._tells_problem:
            self.notice(f"! {problem}" if problem else "", warning=True)
        self._tells_problem = bool(problem)
        self._show_chosen()
        self.show_keys()

    def on_option_list_option_selected(self) -> None:
        if self.check_action("open", ()):
            self.action_open()
