"""The clôture: what is missing, each line leading to its candidate, or a key for each member."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.closing import Assent, Closing
from e33tui.domain.errors import E33Error
from e33tui.domain.wording import head_named
from e33tui.keymap import enter, fill, key
from e33tui.screens.base import PlaceScreen, bindings
from e33tui.screens.closing_view import TRANSMITTED, closed_words
from e33tui.screens.fields import PickList
from e33tui.screens.in_thread import in_thread
from e33tui.screens.keybar import Labels
from e33tui.screens.members import Answer, MemberList, member_name
from e33tui.screens.panes import reading_width
from e33tui.screens.view import STRONG, lines, say, wrap
from e33tui.service.closing import NotReady, Obstacle, locked_by_closing
from e33tui.signs import NAMELY

AFTERWARDS = (
    "Ensuite, une fiche ne se corrige que par une rectification : un motif, les membres qui la "
    "décident, la mention « Rectifié » sur le verso."
)
NO_PROOF = "Ces touches ne prouvent aucune identité : les signatures sur papier, oui."
DONE = "Séance close."
MADE = "{papers}, sur la liste, montre les documents de la séance et fait ceux qui manquent."
MAKES = (
    "La clôture fait ensuite les versos (dans communicable), "
    "les dossiers et le bordereau de notes (dans commission)."
)
_READING = "Lecture des passages…"
_BEGUN = "Clôture commencée, pas achevée : {next} l’achève."


class ClosingScreen(PlaceScreen):
    """Clôture."""

    TITLE = "clôture"
    PLACE = Place.CLOSING
    HINT = "Chaque membre appuie sur sa touche, puis {next} clôt la séance."
    BINDINGS = bindings(Place.CLOSING)

    def body(self) -> ComposeResult:
        yield Static("", id="state", classes="text")
        yield PickList(name="missing", classes="hidden")
        members = self.service.sitting.commission.members
        with VerticalScroll(id="confirming", classes="hidden", can_focus=False):
            yield MemberList(members, name="members")
            yield Static("", id="about", classes="text gap")

    def ready(self) -> None:
        self._obstacles: tuple[Obstacle, ...] | None = None
        self._put_off = 0
        self._under_way = False
        if self._on_record is not None:
            self._members.settle(self._on_record.assents)
            # A séance file that was lost and made again no longer knows who confirmed.
            self._members.set_class(not self._on_record.assents, "hidden")
        if self.service.sitting.closed:
            self._list(())
        else:
            self.run_worker(self._look())

    @property
    def _on_record(self) -> Closing | None:
        return self.service.sitting.closing

    @property
    def _members(self) -> MemberList:
        return self.query_one(MemberList)

    # -- What is missing ----------------------------------------------------------------------

    async def _look(self) -> None:
        found = await in_thread(self.service.obstacles)
        rows = await in_thread(self.service.rows)
        if self.going:
            return
        states = (row.passage for row in rows)
        self._put_off = sum(locked_by_closing(state) for state in states if state)
        self._list(found)

    def _list(self, found: tuple[Obstacle, ...]) -> None:
        """Show what is missing, or whom the clôture waits for."""
        self._obstacles = found
        missing = self.query_one("#missing", PickList)
        missing.clear_options()
        missing.add_options(Option(self._line(each)) for each in found)
        missing.set_class(not found, "hidden")
        self.query_one("#confirming").set_class(bool(found), "hidden")
        if found:
            missing.highlighted = 0
        (missing if found else self._members).focus()
        self.refresh_all()

    @staticmethod
    def _line(obstacle: Obstacle) -> Content:
        who = obstacle.row.candidate
        return say(f"{who.number}  {who.full_name}{NAMELY}{obstacle.why}")

    # -- What is shown ------------------------------------------------------------------------

    def show_body(self) -> None:
        self.query_one("#state", Static).update(say(self._state_words(), STRONG))
        width = reading_width(self.size.width - 4)
        about = [line for text in self._about() for line in wrap(text, width)]
        self.query_one("#about", Static).update(lines(say(line) for line in about))

    def _state_words(self) -> str:
        if self._obstacles is None:
            return _READING
        if closed := closed_words(self._on_record):
            return f"{closed[0].upper()}{closed[1:]}."
        if count := len(self._obstacles):
            led = enter("toucher le nom")
            return f"Avant la clôture : {count} candidat{'s' if count > 1 else ''}, {led} y mène."
        if self._on_record is not None:
            return fill(_BEGUN)
        return "Tout est terminé. Chaque membre confirme par sa propre touche :"

    def _about(self) -> tuple[str, ...]:
        locked = (
            f"La clôture verrouille aussi les passages sans oral (absents, à reconvoquer) : "
            f"{self._put_off}."
        )
        put_off = (locked,) if self._put_off else ()
        makes = fill(MADE) if self.service.sitting.closed else MAKES
        return (NO_PROOF, *put_off, AFTERWARDS, head_named(self.service.rubric, TRANSMITTED), makes)

    def labels(self) -> Labels:
        return {"next": "ouvrir" if self._obstacles else ("clore la séance", "clore")}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or self.e33.ways.opening or self._under_way:
            return False
        if action == "next":
            return self._obstacles is not None and not self.service.sitting.closed
        if action == "member_absent":
            return self._confirming and self._on_record is None
        return True

    @property
    def _confirming(self) -> bool:
        return self._obstacles == () and not self._under_way

    def unfinished(self) -> str:
        return "La clôture n’est pas achevée : elle le sera en la recommençant." * self._under_way

    # -- Keys ---------------------------------------------------------------------------------

    def on_key(self, event: Key) -> None:
        if self._confirming and self._on_record is None:
            self._members.take_key(event.character)

    def on_member_list_answered(self) -> None:
        self.notice("")

    def on_option_list_option_selected(self) -> None:
        self.action_next()

    def action_member_absent(self) -> None:
        place = self._members.highlighted
        if place is not None:
            self._members.put(place, Answer.ABSENT)

    def action_next(self) -> None:
        if not self.check_action("next", ()):
            return
        if self._obstacles:
            place = self.query_one("#missing", PickList).highlighted or 0
            self.e33.ways.open_passage(self._obstacles[place].row.entry.passage)
        elif self._on_record is None and self._members.waiting:
            self.notice(self._waiting_words(), warning=True)
        else:
            self._under_way = True
            self.show_keys()
            self.run_worker(self._close())

    def _waiting_words(self) -> str:
        names = ", ".join(
            f"{member_name(self._members.members[place])} (touche {place + 1})"
            for place in self._members.waiting
        )
        absent = f"Membre absent : {key('member_absent')} sur sa ligne."
        return f"Attend une confirmation : {names}. {absent}"

    def _assents(self) -> tuple[Assent, ...]:
        answered = zip(self._members.members, self._members.answers, strict=True)
        return tuple(
            Assent(member_name(member), absent=said is Answer.ABSENT) for member, said in answered
        )

    async def _close(self) -> None:
        self.notice("Clôture en cours…")
        try:
            await in_thread(self.service.close_sitting, self._assents())
        except NotReady as error:
            self._under_way = False
            self._list(error.obstacles)
            self.refuse(error)
        except E33Error as error:
            self._under_way = False
            self.refresh_all()
            self.refuse(error)
        else:
            self._under_way = False
            self._show_papers()

    def _show_papers(self) -> None:
        """Make what the clôture gives: whatever becomes of it, the séance is closed by now."""
        from e33tui.screens.papers import PapersScreen
        from e33tui.service.papers import CLOSING

        self.e33.ways.switch_to(PapersScreen(CLOSING, DONE))
