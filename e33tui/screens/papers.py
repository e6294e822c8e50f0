"""The documents of the séance: each kind with what of it is there, made by one key.

Making many takes a while and waits for nobody: the screen may be left, and what is left to make is made
when it is asked for again.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.errors import E33Error
from e33tui.keymap import fill
from e33tui.look import look
from e33tui.screens import papers_view
from e33tui.screens.base import PlaceScreen, bindings
from e33tui.screens.closing_view import closed_words
from e33tui.screens.dialogs import confirm
from e33tui.screens.fields import PickList
from e33tui.screens.in_thread import in_thread
from e33tui.screens.view import QUIET, STRONG, say
from e33tui.service.papers import TITLES, Outcome, Paper
from e33tui.signs import SEPARATOR
from e33tui.store import DocumentInTheWay

_GOING_ON = "Documents en préparation ; {back} laisse le reste à faire."
_LEFT = "Documents : {done} sur {total} faits. {{papers}} fait le reste."
_UNFINISHED = "Des documents sont en préparation : les autres seraient à redemander."
_KINDS = tuple(TITLES)


class PapersScreen(PlaceScreen):
    """Documents de la séance."""

    TITLE = "documents de la séance"
    PLACE = Place.PAPERS
    HINT = "{up+down} choisissent un document, {make} le fait."
    BINDINGS = bindings(Place.PAPERS)

    def __init__(self, kind: str = "", said: str = "") -> None:
        """Show what can be made; ``kind``: make this at once, after saying ``said``."""
        super().__init__()
        self._first = kind
        self._said = said

    def body(self) -> ComposeResult:
        yield PickList(name="papers", choose_first=True)
        yield Static("", id="chosen", classes="text")

    def ready(self) -> None:
        self._papers: dict[str, Paper] = {}
        # The kind that is being made, what became of its files so far, and how many they are.
        self._making = ""
        self._done: list[Outcome] = []
        self._total = 0
        self._stopped = Event()
        self._looking = self._asked = False
        self.query_one("#papers").focus()
        self.run_worker(self._look())
        if self._first:
            self._begin(self._first)

    def on_unmount(self) -> None:
        self._stopped.set()

    async def _look(self) -> None:
        self._looking = True
        try:
            papers = await in_thread(self.service.exports.papers.survey)
        except E33Error as error:
            self.refuse(error)
            return
        finally:
            self._looking = False
        self._papers = {paper.kind: paper for paper in papers}
        self.refresh_all()
        if self._asked and not self.going:
            self._asked = False
            self.action_make()

    # -- What is shown ------------------------------------------------------------------------

    def show_body(self) -> None:
        listed = self.query_one("#papers", PickList)
        place = listed.highlighted
        if place is None:
            place = _KINDS.index(self._first) if self._first else 0
        listed.clear_options()
        listed.add_options(Option(say(self._line(kind))) for kind in _KINDS)
        listed.highlighted = place
        self._show_chosen()

    def _line(self, kind: str) -> str:
        return papers_view.line(kind, self._papers.get(kind), making=kind == self._making)

    def _show_chosen(self) -> None:
        paper = self._papers.get(self._chosen)
        told = papers_view.about(paper) if paper else ""
        if look().plain:
            told = f"{_KINDS.index(self._chosen) + 1} sur {len(_KINDS)}. {told}"
        self.query_one("#chosen", Static).update(say(told))

    def title_left(self) -> Content:
        closed = closed_words(self.service.sitting.closing).replace("séance ", "")
        return super().title_left() + say(f"{SEPARATOR}{closed}" if closed else "", STRONG)

    def title_right(self) -> Content:
        """Return how far the making has come."""
        if not self._making:
            return Content("")
        return say(f"{len(self._done)} sur {self._total}" if self._total else "préparation", QUIET)

    @property
    def _chosen(self) -> str:
        return _KINDS[self.query_one("#papers", PickList).highlighted or 0]

    def on_option_list_option_highlighted(self) -> None:
        self._show_chosen()

    def on_option_list_option_selected(self) -> None:
        self.action_make()

    # -- Making -------------------------------------------------------------------------------

    def action_make(self) -> None:
        """Make what is chosen, or say why that cannot be yet."""
        paper = self._papers.get(self._chosen)
        if self._making:
            self.notice(fill(_GOING_ON))
        elif paper and paper.why:
            self.notice(f"! {paper.why}")
        elif paper:
            self._begin(paper.kind)
        else:
            # Asked for before it is known what is there.
            self._asked = True
            if not self._looking:
                self.run_worker(self._look())

    def _begin(self, kind: str) -> None:
        self._making, self._done, self._total = kind, [], 0
        self.notice(f"{self._said} {fill(_GOING_ON)}".strip())
        self.run_worker(self._make(kind), group="making")
        if self.is_shown:
            self.refresh_all()

    async def _make(self, kind: str) -> None:
        try:
            await in_thread(self._make_all, kind)
            outcomes = await self._replaced(self._done)
            whole = not any(each.error for each in outcomes)
            said = filter(None, (self._said, papers_view.told(outcomes)))
            self.notice(("" if whole else "! ") + " ".join(said))
        except E33Error as error:
            self.refuse(error)
        finally:
            self._making, self._said = "", ""
        await self._look()

    def _make_all(self, kind: str) -> None:
        """Make one file after another, until the screen is left."""
        work = self.service.exports.papers.make(kind)
        self._total = work.total
        with work:
            for outcome in work.outcomes:
                self._done.append(outcome)
                if self._stopped.is_set():
                    return

    async def _replaced(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Make again, once somebody agreed, what a file that is not ours kept from being made."""
        barred = [each for each in outcomes if isinstance(each.error, DocumentInTheWay)]
        others = [each for each in outcomes if each not in barred]
        if not barred:
            return others
        several = len(barred) > 1
        question = confirm(
            "Remplacer ces fichiers ?" if several else "Remplacer ce fichier ?",
            papers_view.in_the_way(barred),
            yes="Oui, les remplacer" if several else "Oui, le remplacer",
        )
        if await self.app.push_screen_wait(question) != "yes":
            return [*others, *barred]
        again = self.service.exports.papers.again
        return [*others, *[await in_thread(again, each) for each in barred]]

    def unfinished(self) -> str:
        return _UNFINISHED if self._making else ""

    def action_back(self) -> None:
        left = self._making and len(self._done) < self._total
        said = _LEFT.format(done=len(self._done), total=self._total)
        self.e33.ways.go_home(fill(said) if left else "")
