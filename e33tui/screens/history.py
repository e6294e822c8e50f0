"""What has changed since the first lock, and every sealed version read again; nothing is written."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.errors import E33Error
from e33tui.domain.identity import Candidate
from e33tui.domain.passage import Step
from e33tui.domain.walk import holds, step
from e33tui.domain.wording import RESERVED
from e33tui.keymap import DOWN, ESCAPE, UP, key
from e33tui.screens.base import bindings
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.fields import PickList
from e33tui.screens.help import Help
from e33tui.screens.history_view import change_lines, version_lines, version_option
from e33tui.screens.in_thread import in_thread
from e33tui.screens.keybar import Labels
from e33tui.screens.panes import reading_width
from e33tui.screens.sheet import KeyLine, touch_targets
from e33tui.screens.view import QUIET, STRONG, fit, lines, say
from e33tui.service.desk import Desk
from e33tui.service.past import SealedText
from e33tui.signs import NAMELY, SEPARATOR

CHANGES = "Changements depuis le premier verrouillage"


class HistoryScreen(DeskScreen):
    """Historique: the sealed versions to choose from, the changes below them."""

    TITLE = "historique"
    PLACE = Place.HISTORY
    BINDINGS = bindings(Place.HISTORY)

    def __init__(self, desk: Desk, origin: Step) -> None:
        """Show the history of the passage on ``desk``; going back leads to ``origin``."""
        super().__init__()
        self.desk = desk
        self._origin = origin
        self._reading = False
        self._told = (0, 0, 0)

    @property
    def step(self) -> Step:
        """The step that one came from: a start after a cut leads there, not to crosses."""
        return self._origin

    def body(self) -> ComposeResult:
        yield Static(say(RESERVED, QUIET), classes="text")
        yield PickList(name="versions", choose_first=True)
        yield Static(say(CHANGES, STRONG), classes="text gap")
        with VerticalScroll(id="scroll"):
            yield Static("", id="preview", classes="text")

    def ready(self) -> None:
        self.query_one("#versions").focus()

    def show_body(self) -> None:
        self._versions = self.desk.versions
        # Coming back from a version or a blanked screen, nothing is worded anew.
        told = (self.size.width, len(self._versions), len(self.desk.history))
        if told != self._told:
            self._told = told
            width = reading_width(self.size.width - 3)
            self._show_versions(width)
            changes = change_lines(self.desk.history, self.state.rubric, width)
            self.query_one("#preview", Static).update(lines(changes))

    def _show_versions(self, width: int) -> None:
        listed = self.query_one("#versions", PickList)
        place = listed.highlighted
        listed.clear_options()
        listed.add_options(Option(version_option(each, width)) for each in self._versions)
        listed.highlighted = len(self._versions) - 1 if place is None else place

    def title_left(self) -> Content:
        count = len(self.desk.versions)
        words = f" Historique{NAMELY}{count} version{'s' if count > 1 else ''} scellée"
        return say(words + ("s" if count > 1 else ""), STRONG)

    def labels(self) -> Labels:
        in_list = self.is_mounted and self.query_one("#versions").has_focus
        return {"panes": "changements" if in_list else "versions"}

    def on_descendant_focus(self) -> None:
        self.show_keys()

    def on_option_list_option_selected(self) -> None:
        self.action_open_version()

    def action_open_version(self) -> None:
        """Show what the chosen version says, once its bytes were compared with its seal."""
        if not self._reading:
            self._reading = True
            self.run_worker(self._open_version())

    async def _open_version(self) -> None:
        version = self._versions[self.query_one("#versions", PickList).highlighted or 0]
        try:
            text = await in_thread(self.service.sealed_text, self.desk.id, version)
        except E33Error as error:
            self.refuse(error)
            return
        finally:
            self._reading = False
        # Blanked meanwhile, or left, nothing may come up over it.
        if self.app.screen is self:
            self.notice("")
            self.app.push_screen(VersionSheet(text, self.state.identification.candidate))

    def action_panes(self) -> None:
        """Go from the versions to the changes, and back."""
        in_list = self.query_one("#versions").has_focus
        self.query_one("#scroll" if in_list else "#versions").focus()

    def action_page_up(self) -> None:
        """Scroll back in the changes, wherever the focus is."""
        self.query_one("#scroll", VerticalScroll).scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll on in the changes."""
        self.query_one("#scroll", VerticalScroll).scroll_page_down(animate=False)

    def action_back(self) -> None:
        self.e33.ways.go_to(self._origin if holds(self.state, self._origin) else step(self.state))


class VersionSheet(Help):
    """What one sealed version says; it stands over the history like the help over any screen."""

    def __init__(self, text: SealedText, candidate: Candidate) -> None:
        super().__init__("", ())
        self._text = text
        self._candidate = candidate

    def compose(self) -> ComposeResult:
        yield Static("", id="head")
        with VerticalScroll(id="help-body"):
            yield Static("", id="version", classes="text")
        yield KeyLine(f"{ESCAPE} ou {key('back')} : fermer   {UP} {DOWN} : défiler")
        yield from touch_targets()

    def on_resize(self) -> None:
        who = f"{self._candidate.full_name}  n° {self._candidate.number}"
        head = f" {self.e33.code}  {who}{SEPARATOR}version {self._text.version.number}"
        self.query_one("#head", Static).update(say(fit(head, self.size.width), STRONG))
        told = version_lines(self._text, reading_width(self.size.width - 3))
        self.query_one("#version", Static).update(lines(told))
