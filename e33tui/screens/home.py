"""The day: every candidate with présence, avancement and mentions."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.identity import french_date
from e33tui.domain.passage import Progress
from e33tui.domain.sitting import RemoveCandidate
from e33tui.screens.base import PlaceScreen, bindings
from e33tui.screens.day_view import mentions_text, status_text
from e33tui.screens.fields import PickList
from e33tui.screens.view import QUIET, STRONG, WARNING, fit, say
from e33tui.service import DayRow

NUMBER_WIDTH = 12
STATUS_WIDTH = 20


class HomeScreen(PlaceScreen):
    """Accueil: the roster, and one key to go on with a candidate."""

    TITLE = "accueil"
    PLACE = Place.HOME
    BINDINGS = bindings(Place.HOME)

    def __init__(self, *, onward: bool = False) -> None:
        """Show the day; ``onward``: stand on the next candidate to examine."""
        super().__init__()
        self._onward = onward

    def body(self) -> ComposeResult:
        yield Static("", id="summary", classes="text")
        yield Static("", id="columns", classes="text")
        yield PickList(name="roster")
        yield Static("", id="empty", classes="text hidden")

    def ready(self) -> None:
        # At the start the roster is shown at once, and what the passages say a moment later.
        first = not self.e33.passages_read
        self._rows = self.service.roster() if first else self.service.rows()
        if self._onward:
            last = self.e33.last_passage
            self.e33.last_passage = self.service.next_to_examine(last) or last
        self._tells_problem = self._open_once_read = False
        self.query_one("#roster").focus()
        if self.service.warning and not self._notice[0]:
            self.notice(self.service.warning, warning=True)
        if first:
            self.call_after_refresh(self._begin_reading)

    def _begin_reading(self) -> None:
        self.run_worker(self._read_passages())

    def head_left(self) -> Content:
        sitting = self.service.sitting
        demo = "DÉMONSTRATION · " if sitting.demonstration else ""
        day = french_date(sitting.date)
        return super().head_left() + say(f"{demo}Séance du {day} · {sitting.centre}")

    async def _read_passages(self) -> None:
        self._rows = await asyncio.to_thread(self.service.rows)
        self.e33.passages_read = True
        roster = self.query_one("#roster", PickList)
        if not roster.highlighted:
            # Nobody has moved yet: stand on the oral that is on.
            roster.highlighted = None
        self.refresh_all()
        if self._open_once_read:
            self.action_open()

    def on_screen_resume(self) -> None:
        if self.is_mounted and self.e33.passages_read:
            self._rows = self.service.rows()
        super().on_screen_resume()

    def show_body(self) -> None:
        roster = self.query_one("#roster", PickList)
        place = roster.highlighted
        roster.clear_options()
        roster.add_options([Option(self._line(row), id=row.entry.passage) for row in self._rows])
        roster.highlighted = self._place(place)
        self.query_one("#summary", Static).update(self._summary())
        self.query_one("#columns", Static).update(self._columns())
        empty = self.query_one("#empty", Static)
        empty.set_class(bool(self._rows), "hidden")
        roster.set_class(not self._rows, "hidden")
        empty.update(say("Aucun candidat. Tapez A pour en ajouter un."))

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

    def _name_width(self) -> int:
        return max(min(self.size.width - NUMBER_WIDTH - STATUS_WIDTH - 4, 34), 16)

    def _columns(self) -> Content:
        text = fit("Numéro", NUMBER_WIDTH) + " " + fit("Nom et prénom", self._name_width()) + " "
        return say(text + "État", QUIET)

    def _line(self, row: DayRow) -> Content:
        who = row.candidate
        text = fit(who.number, NUMBER_WIDTH) + " " + fit(who.full_name, self._name_width()) + " "
        if row.problem:
            return say(text) + say("! fichier endommagé", WARNING)
        if row.unread:
            return say(text + "…")
        mentions = mentions_text(row.passage.mentions) if row.passage else ""
        status = status_text(row.passage)
        return say(text + (fit(status, STATUS_WIDTH) + mentions if mentions else status))

    def _summary(self) -> Content:
        to_write = sum(
            1 for row in self._rows if row.passage and row.passage.progress is Progress.TO_WRITE
        )
        count = f"{len(self._rows)} candidat{'s' if len(self._rows) > 1 else ''}"
        left = f"  ·  à rédiger : {to_write}" if to_write else ""
        members = " et ".join(
            f"{member.title} {member.name}" for member in self.service.sitting.commission.members
        )
        return say(f"{count}{left}", STRONG) + say(f"  ·  commission : {members}", QUIET)

    def _chosen(self) -> DayRow | None:
        place = self.query_one("#roster", PickList).highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def on_option_list_option_highlighted(self) -> None:
        row = self._chosen()
        problem = row.problem if row else ""
        if problem or self._tells_problem:
            self.notice(f"! {problem}" if problem else "", warning=True)
        self._tells_problem = bool(problem)
        self.show_keys()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        row = self._chosen() if self.is_mounted else None
        if self.e33.opening:
            return False
        if action == "open":
            return row is not None
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
            self._rows = self.service.rows()
            self.refresh_all()
            self.notice(f"{row.candidate.full_name} n’est plus sur la liste.")

        self.change_sitting(lambda: self.service.change(RemoveCandidate(row.entry.passage)), done)

    def action_settings(self) -> None:
        from e33tui.screens.setup import SetupScreen

        self.e33.switch_to(SetupScreen())

    def extra_help(self) -> tuple[tuple[str, str], ...]:
        return (("↑ ↓", "Choisit un candidat."),)
