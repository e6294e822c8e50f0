"""The day: every candidate with présence, avancement and mentions."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key, ScreenResume
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.passage import Progress
from e33tui.domain.sitting_commands import RemoveCandidate
from e33tui.keymap import fill
from e33tui.look import look
from e33tui.screens import day_view
from e33tui.screens.base import PlaceScreen, bindings
from e33tui.screens.closing_view import CUT_SHORT, closed_words, is_cut_short
from e33tui.screens.fields import PickList
from e33tui.screens.in_thread import in_thread
from e33tui.screens.panes import is_wide
from e33tui.screens.routes import harmonisation
from e33tui.screens.view import QUIET, STRONG, WARNING, say
from e33tui.service.day import DayRow, next_to_examine
from e33tui.signs import APART, SEPARATOR
from e33tui.store import Holder

_MOVES = frozenset({"up", "down", "home", "end", "pageup", "pagedown"})


class HomeScreen(PlaceScreen):
    """Accueil: the roster, and one key to go on with a candidate."""

    TITLE = "accueil"
    PLACE = Place.HOME
    HINT = "{up+down} choisissent un candidat, {open} ouvre son passage."
    BINDINGS = bindings(Place.HOME)

    _open_once_read = False

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
        self.query_one("#roster").focus()
        if self.service.warning and not self._notice[0]:
            self.notice(self.service.warning, warning=True)
        if is_cut_short(self.service.sitting.closing) and not self._notice[0]:
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
        if self._open_once_read:
            self._open_once_read = False
            self.action_open()
        if self._read_again:
            self._begin_reading()

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
        return super().is_leaving or self._open_once_read

    def on_key(self, event: Key) -> None:
        if event.key in _MOVES:
            self._moved = True

    def _stays(self, roster: PickList) -> bool:
        """Tell whether nobody has chosen a line yet, not even the one that the list began with."""
        return not self._moved and roster.highlighted == self._placed

    def _offer(self, row: DayRow, holder: Holder | None) -> None:
        """Stand on the passage that was cut short, and say how to take it up."""
        self.e33.last_passage = row.entry.passage
        if not self._notice[0]:
            self.notice(day_view.offer_text(row, holder.label if holder else None))

    def on_screen_suspend(self) -> None:
        self._covered = True

    def on_screen_resume(self, event: ScreenResume) -> None:
        if self.is_mounted and self._covered:
            self._rows = self.service.known_rows()
            self._begin_reading()
        self._covered = False

    def tick(self) -> None:
        super().tick()
        if not self.going:
            self._show_clocks()

    def _show_clocks(self) -> None:
        """Show the time of the clocks that run; nothing else is touched, and nothing if none does."""
        roster = self.query_one("#roster", PickList)
        for place, row in enumerate(self._rows):
            if row.running and (line := self._line(row)) != self._lines[place]:
                self._lines[place] = line
                roster.replace_option_prompt_at_index(place, line)

    def show_body(self) -> None:
        roster = self.query_one("#roster", PickList)
        place = self._kept_place(roster)
        self._shape = day_view.columns(self._rows, self.size.width)
        self._lines = [self._line(row) for row in self._rows]
        roster.clear_options()
        roster.add_options(
            Option(line, id=row.entry.passage)
            for line, row in zip(self._lines, self._rows, strict=True)
        )
        roster.highlighted = self._place(place)
        if place is None:
            self._placed = roster.highlighted
        self.query_one("#columns", Static).update(say(day_view.heading(self._shape), QUIET))
        empty = self.query_one("#empty", Static)
        empty.set_class(bool(self._rows), "hidden")
        for name in ("roster", "columns", "chosen"):
            self.query_one(f"#{name}").set_class(not self._rows, "hidden")
        empty.update(
            say(fill("Aucun candidat : {add} en ajoute un, {import_list} importe une liste."))
        )
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Spell out under the list what a line of it says by signs."""
        row = self._chosen()
        told = day_view.chosen_text(row) if row else ""
        if row and look().plain:
            # No bar beside the list shows how far down it one is.
            told = f"{self._rows.index(row) + 1} sur {len(self._rows)} : {told}"
        self.query_one("#chosen", Static).update(say(told))

    def _kept_place(self, roster: PickList) -> int | None:
        """Return where the candidate chosen now stands, even if others came or went before."""
        place = roster.highlighted
        if place is None:
            return None
        chosen = roster.get_option_at_index(place).id
        places = [i for i, row in enumerate(self._rows) if row.entry.passage == chosen]
        return (*places, place)[0]

    def _place(self, place: int | None) -> int | None:
        """Return the line to stand on: where one was, the passage open last, or the oral that is on."""
        if not self._rows:
            return None
        if place is not None:
            return min(place, len(self._rows) - 1)
        last = [i for i, r in enumerate(self._rows) if r.entry.passage == self.e33.last_passage]
        on = [
            i
            for i, row in enumerate(self._rows)
            if row.passage and row.passage.progress is Progress.IN_PROGRESS
        ]
        return (*last, *on, 0)[0]

    def _line(self, row: DayRow) -> Content:
        who = day_view.who_text(row, self._shape)
        if row.problem:
            return say(who) + say(day_view.DAMAGED, WARNING)
        if row.unread:
            return say(f"{who}…")
        return say(who + day_view.state_text(row, self._shape, self.e33.now()))

    def title_left(self) -> Content:
        states = [row.passage for row in self._rows if row.passage]
        to_write = sum(state.progress is Progress.TO_WRITE for state in states)
        gap = str(APART if is_wide(self.size.width) else SEPARATOR)
        count = f"{len(self._rows)} candidat{'s' if len(self._rows) > 1 else ''}"
        left = f"{gap}à rédiger : {to_write}" if to_write else ""
        closed = closed_words(self.service.sitting.closing)
        title = f" {count}{left}{gap + closed if closed else ''}"
        return say(title if len(title) < self.size.width else title.replace("séance ", ""), STRONG)

    def title_right(self) -> Content:
        """Return the commission where there is room for it."""
        room = self.size.width - self.title_left().cell_length - len("commission : ") - 3
        names = day_view.commission_text(self.service.sitting.commission.members, room)
        return say(f"commission : {names}" if names and is_wide(self.size.width) else "", QUIET)

    def _chosen(self) -> DayRow | None:
        place = self.query_one("#roster", PickList).highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def on_option_list_option_highlighted(self) -> None:
        row = self._chosen()
        problem = row.problem if row else ""
        if problem or self._tells_problem:
            self.notice(f"! {problem}" if problem else "", warning=True)
        self._tells_problem = bool(problem)
        self._show_chosen()
        self.show_keys()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        row = self._chosen() if self.is_mounted else None
        if self.e33.opening:
            return False
        if action == "open":
            return row is not None
        if action in ("closing", "harmonisation"):
            return row is not None
        if action in ("add", "import_list"):
            return self.service.sitting.closing is None
        if action in ("edit", "remove"):
            return row is not None and not (row.unread or row.passage or row.problem)
        return True

    def action_open(self) -> None:
        row = self._chosen()
        if row is not None and row.unread:
            self._open_once_read = True
        elif row is not None:
            self.e33.open_passage(row.entry.passage)

    def action_add(self) -> None:
        from e33tui.screens.candidate import CandidateScreen

        self.e33.switch_to(CandidateScreen(None))

    def action_import_list(self) -> None:
        from e33tui.screens.importing import ImportScreen

        self.e33.switch_to(ImportScreen())

    def action_closing(self) -> None:
        from e33tui.screens.closing import ClosingScreen

        self.e33.switch_to(ClosingScreen())

    def action_harmonisation(self) -> None:
        self.e33.switch_to(harmonisation())

    def action_papers(self) -> None:
        from e33tui.screens.papers import PapersScreen

        self.e33.switch_to(PapersScreen())

    def action_edit(self) -> None:
        from e33tui.screens.candidate import CandidateScreen

        if row := self._chosen():
            self.e33.switch_to(CandidateScreen(row.entry))

    def action_remove(self) -> None:
        from e33tui.screens.dialogs import confirm

        row = self._chosen()
        if row is None:
            return
        name = row.entry.candidate.full_name

        def remove(answer: str | None) -> None:
            if answer == "yes":
                self._remove(row)

        self.app.push_screen(confirm(f"Retirer {name} de la liste ?"), remove)

    def _remove(self, row: DayRow) -> None:
        def done() -> None:
            self._rows = self.service.known_rows()
            self.refresh_all()
            self._begin_reading()
            self.notice(f"{row.candidate.full_name} n’est plus sur la liste.")

        self.change_sitting(lambda: self.service.change(RemoveCandidate(row.entry.passage)), done)

    def action_settings(self) -> None:
        from e33tui.screens.setup import SetupScreen

        self.e33.switch_to(SetupScreen())
