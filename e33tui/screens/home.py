"""Accueil: one key to go on with a candidate, and what a key changes of the day."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeVar

from e33tui.actions import Place
from e33tui.domain.handing import may_be_handed
from e33tui.domain.passage import Passage
from e33tui.domain.sitting_commands import RemoveCandidate
from e33tui.keymap import key
from e33tui.screens.base import bindings
from e33tui.screens.day_list import DayList
from e33tui.screens.keybar import Labels
from e33tui.screens.routes import harmonisation
from e33tui.service.day import DayRow, next_of_day

T = TypeVar("T")


class HomeScreen(DayList):
    """Accueil: the roster, and one key to go on with a candidate."""

    TITLE = "accueil"
    HINT = "{up+down} choisissent un candidat, {open} ouvre son passage."
    BINDINGS = bindings(Place.HOME)

    def ready(self) -> None:
        self._moves: deque[tuple[str, bool]] = deque()
        super().ready()

    def labels(self) -> Labels:
        row = self.chosen()
        absent = row is not None and row.passage is not None and row.passage.absent
        return {"absent": "annuler l’absence"} if absent else {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # A change from here holds a passage for a moment: it must not be opened meanwhile.
        if self.e33.ways.opening or self._changing:
            return action in ("move_later", "move_earlier") and self._changing
        row = self.chosen() if self.is_mounted else None
        match action:
            case "open" | "closing" | "harmonisation" | "search":
                return row is not None
            case "examine_next":
                return self.awaits
            case "add" | "import_list":
                return self.service.sitting.closing is None
            case "edit" | "remove":
                return row is not None and not (row.unread or row.passage or row.problem)
            case "absent" | "hand_over" | "move_later" | "move_earlier":
                open_still = self.service.sitting.closing is None
                return open_still and row is not None and self._can(action, row)
        return True

    def _can(self, action: str, row: DayRow) -> bool:
        """Tell what can be done from here with a candidate."""
        handed, state = row.entry.handed_to, row.passage
        if action == "move_later":
            return row is not self._rows[-1]
        if action == "move_earlier":
            return row is not self._rows[0]
        if row.unread or row.problem:
            return False
        if action == "hand_over":
            return bool(handed) or may_be_handed(state)
        return not handed and _may_be_absent(state)

    # -- Going on -------------------------------------------------------------------------------

    def action_examine_next(self) -> None:
        """Open the passage of whoever is to be examined now."""
        if any(row.unread for row in self._rows):
            self._once_read = self.action_examine_next
            return
        passage = next_of_day(self._rows)
        if passage is None:
            from e33tui.screens.opening import NOBODY_LEFT

            self.notice(NOBODY_LEFT)
        else:
            self.stand_on(passage)
            self.e33.ways.open_passage(passage)

    def action_search(self) -> None:
        """Look for a candidate by name or number, and open whom was found."""
        from e33tui.screens.search import Search

        def found(passage: str | None) -> None:
            if passage is not None:
                self.stand_on(passage)
                self.action_open()

        self.app.push_screen(Search(self._rows), found)

    def action_add(self) -> None:
        from e33tui.screens.candidate import CandidateScreen

        self.e33.ways.switch_to(CandidateScreen(None))

    def action_import_list(self) -> None:
        from e33tui.screens.importing import ImportScreen

        self.e33.ways.switch_to(ImportScreen())

    def action_closing(self) -> None:
        from e33tui.screens.closing import ClosingScreen

        self.e33.ways.switch_to(ClosingScreen())

    def action_harmonisation(self) -> None:
        self.e33.ways.switch_to(harmonisation())

    def action_papers(self) -> None:
        from e33tui.screens.papers import PapersScreen

        self.e33.ways.switch_to(PapersScreen())

    def action_edit(self) -> None:
        from e33tui.screens.candidate import CandidateScreen

        if row := self.chosen():
            self.e33.ways.switch_to(CandidateScreen(row.entry))

    def action_settings(self) -> None:
        from e33tui.screens.setup import SetupScreen

        self.e33.ways.switch_to(SetupScreen())

    # -- What a key changes ---------------------------------------------------------------------

    def action_remove(self) -> None:
        from e33tui.screens.dialogs import confirm

        row = self.chosen()
        if row is None:
            return
        name = row.entry.candidate.full_name

        def remove(answer: str | None) -> None:
            if answer == "yes":
                self._remove(row)

        self.app.push_screen(confirm(f"Retirer {name} de la liste ?"), remove)

    def _remove(self, row: DayRow) -> None:
        said = f"{row.candidate.full_name} n’est plus sur la liste."
        self.change_day(
            lambda: self.service.change(RemoveCandidate(row.entry.passage)), lambda _: said
        )

    def action_absent(self) -> None:
        """Declare the candidate absent, or expect them again."""
        row = self.chosen()
        if row is None:
            return
        absent = not (row.passage and row.passage.absent)
        set_absent = self.service.from_list.set_absent
        said = f"absent. {key('absent')} annule l’absence." if absent else "attendu de nouveau."
        self.change_day(
            lambda: set_absent(row.entry.passage, absent=absent),
            lambda _: f"{row.candidate.full_name} : {said}",
        )

    def change_day(self, change: Callable[[], T], told: Callable[[T], str]) -> None:
        """Change the day while the interface goes on, show what it is then, and say a sentence.

        Args:
            change: called in a thread.
            told: gives the sentence for what that returned.
        """
        found: list[T] = []

        def done() -> None:
            self.show_known()
            self.notice(told(found[0]))

        self.change_sitting(lambda: found.append(change()), done)

    async def _change_sitting(self, change: Callable[[], object], done: Callable[[], None]) -> None:
        await super()._change_sitting(change, done)
        # Most keys did nothing meanwhile.
        self.show_keys()

    def action_move_later(self) -> None:
        self._move(later=True)

    def action_move_earlier(self) -> None:
        self._move(later=False)

    def _move(self, *, later: bool) -> None:
        """Move the candidate by one place; what is pressed while the disk is busy comes after it."""
        if row := self.chosen():
            self._moves.append((row.entry.passage, later))
            self._move_all()

    def _move_all(self) -> None:
        move = self.service.from_list.move

        def change() -> None:
            try:
                while self._moves:
                    passage, later = self._moves[0]
                    move(passage, later=later)
                    self._moves.popleft()
            except BaseException:
                self._moves.clear()
                raise

        def done() -> None:
            self.show_known()
            if self._moves:
                self.call_later(self._move_all)

        self.change_sitting(change, done)

    def action_hand_over(self) -> None:
        """Have another commission examine the candidate, or another day; or take them back."""
        from e33tui.screens.handing import hand_over

        if row := self.chosen():
            self.run_worker(hand_over(self, row))


def _may_be_absent(state: Passage | None) -> bool:
    return state is None or (state.gate is None and not state.locked)
