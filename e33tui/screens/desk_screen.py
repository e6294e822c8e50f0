"""A screen of the walk: it shows the passage on the desk and gives it commands."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content

from e33tui.domain.commands import Command
from e33tui.domain.errors import E33Error
from e33tui.domain.passage import Passage, Progress, Step
from e33tui.domain.undone import Undone
from e33tui.domain.walk import after, before, holds, step
from e33tui.keymap import key
from e33tui.screens.base import PlaceScreen
from e33tui.screens.clock_view import clock_shown, clock_within
from e33tui.screens.view import fit, say
from e33tui.service.desk import Desk
from e33tui.signs import SEPARATOR

KEPT = "! La saisie refusée est gardée telle quelle sur son écran : corrigez-la plus tard."
ACROSS = "Rien à annuler dans ce temps."
CHANGES = frozenset(
    (
        "absent",
        "clock",
        "countersign",
        "declined",
        "defer",
        "ending",
        "incident",
        "insert",
        "no_identity",
        "nothing",
        "pause",
        "move_remark",
        "mark_remark",
        "edit_remark",
        "erase_remark",
        "remove_remark",
        "reopen_part",
        "tick",
        "undo",
    )
)
"""The actions that change the passage: none of them where it is only looked at."""


class DeskScreen(PlaceScreen):
    """A screen of the walk: it shows the passage on its desk and gives it commands.

    Attributes:
        desk: set as the screen is made, and the screen's to its end: a passage that another
            terminal takes over is off the program's desk before its screen is gone.
    """

    STEP: ClassVar[Step]
    desk: Desk

    @property
    def state(self) -> Passage:
        """The passage's committed state."""
        return self.desk.state

    @property
    def step(self) -> Step:
        """The step of the walk this screen stands for."""
        return self.STEP

    def head_left(self) -> Content:
        who = self.state.identification.candidate
        amending = f"rectification{SEPARATOR}" if self.state.amending else ""
        number = f"  n° {who.number}"
        taken = self.code().cell_length + self.head_right().cell_length + 2 + cell_len(number)
        room = self.size.width - taken - len(amending)
        name = who.full_name if cell_len(who.full_name) <= room else fit(who.full_name, room)
        return self.code() + say(f"{amending}{name}{number}")

    def title_right(self) -> Content:
        """Return the clock that runs, wherever one stands in the walk meanwhile."""
        state, now = self.state, self.desk.now()
        part = state.clock_on
        if part is None:
            return Content("")
        room = self.size.width - self.title_left().cell_length - 2
        title = state.rubric.part(part.value).title
        clock = clock_within(state, part, now, room - len(title) - 1)
        named = f"{title} {clock}"
        return clock_shown(named if len(named) <= room else clock, state, part, now)

    @property
    def focus_id(self) -> str:
        """What has the focus on this step: a criterion's or a text's id, for example."""
        return ""

    def keep_place(self) -> None:
        super().keep_place()
        # One that is let go keeps nothing: its way to the disk is over.
        if self.e33.desk is self.desk:
            self.desk.stand_at(self.step, self.focus_id)

    def keep_draft(self, field: str, text: str | None, place: str = "") -> None:
        """Keep a text that is being typed here, with the passage of this screen."""
        self.e33.keeping.keep_draft(self.desk, field, text, place)

    def do(self, command: Command) -> bool:
        """Give a command; show the new state, or why it was refused."""
        try:
            self.desk.do(command)
        except E33Error as error:
            self.refuse(error)
            return False
        self.notice("")
        self.refresh_all()
        return True

    def action_undo(self) -> None:
        across = self.desk.undo_across()
        asked = f"{ACROSS} {key('undo')} encore : annuler {across}."
        if across and self._notice.text != asked:
            self.notice(asked, warning=True)
            return
        try:
            undone = self.desk.undo()
        except E33Error as error:
            self.notice(error.message)
            return
        words = f"Annulé : {undone.words}."
        if undone.step in (None, self.step) and holds(self.state, self.step):
            self.notice(words)
            self.show_undone(undone)
            return
        # Nothing is taken back out of sight.
        self.e33.ways.show_place(undone.step or step(self.state), undone.id, words)

    def show_undone(self, undone: Undone) -> None:
        """Show what was taken back, here on this screen."""
        self.refresh_all()

    def take_entry(self) -> bool:
        """Take what is being typed, if anything; ``False`` when it was refused and stays."""
        return True

    def settle_entry(self) -> str:
        """Take what is being typed, and return what to say elsewhere if it was refused.

        Going elsewhere is always possible: what was refused stays a draft of this screen.
        """
        return "" if self.take_entry() else KEPT

    def action_back(self) -> None:
        said = self.settle_entry()
        target, way = before(self.state, self.step), self.e33.ways.back
        if target is None or (way is not None and way.step is self.step):
            self.e33.ways.go_back_out(said)
            return
        self.e33.ways.go_to(target)
        if said:
            self.e33.notice(said)

    def action_home(self) -> None:
        self.e33.ways.go_home(self.settle_entry())

    def action_history(self) -> None:
        """Show what has changed since the first lock; from there one comes back here."""
        from e33tui.screens.routes import history

        said = self.settle_entry()
        screen = history(self.desk, self.step)
        self.e33.ways.switch_to(screen)
        if said:
            screen.notice(said)

    def action_observations(self) -> None:
        """Show all observations; from there one comes back to where one was."""
        from e33tui.screens.routes import observations

        said = self.settle_entry()
        screen = observations(self)
        self.e33.ways.switch_to(screen)
        if said:
            screen.notice(said)

    def action_incident(self) -> None:
        """Record what happens beside the oral, or lead to the procès-verbal of a fraud."""
        from e33tui.screens.incident import record_incident

        self.run_worker(record_incident(self), group="incident", exclusive=True)

    def action_reports(self) -> None:
        """Offer the documents of this passage beside verso and dossier."""
        from e33tui.screens.reports import choose_report

        self.run_worker(choose_report(self), group="reports", exclusive=True)

    def action_next_candidate(self) -> None:
        """Leave this passage as it is and open the next candidate's."""
        self.settle_entry()
        self.e33.ways.go_next()

    def go_after(self) -> None:
        """Go on to the step that follows."""
        self.e33.ways.go_to(after(self.state, self.step))

    @property
    def writable(self) -> bool:
        """Whether anything of this passage can be changed here and now."""
        return not (self.state.locked or self.desk.read_only)

    def hint(self) -> None:
        # Where nothing can be done there is nothing to begin with.
        if self.writable or self.step is Step.VERSO:
            super().hint()

    def title_left(self) -> Content:
        return super().title_left() + say(self.closed_words())

    def closed_words(self) -> str:
        """Return why nothing can be changed, to stand after the screen's name."""
        if self.state.locked:
            return f"{SEPARATOR}verrouillé"
        return f"{SEPARATOR}lecture seule" if self.desk.read_only else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in CHANGES and self.is_mounted and not self.writable:
            return False
        if self.e33.ways.opening:
            # Another passage is on its way here: no key may still lead or change this one.
            return False
        return self.can(action)

    def in_help(self, action: str) -> bool:
        # Nothing is sealed before the first lock, however long one waits on this screen.
        return action != "history" or self.can(action)

    def can(self, action: str) -> bool:
        """Tell whether an action of this screen makes sense now."""
        if action == "next_candidate":
            return self.state.progress is Progress.TO_WRITE
        if action == "history":
            return bool(self.state.versions)
        if action == "observations":
            return bool(self.state.remarks)
        return True
