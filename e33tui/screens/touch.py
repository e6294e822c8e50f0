"""What the touch layout adds to a screen: targets of three rows and eight columns at least.

Nothing of a screen goes when its layout changes: the targets stand beside its widgets, and the
style sheet shows the ones or the others, so that what is typed, and where, stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.widget import Widget

from e33tui.actions import Place
from e33tui.keymap import fill
from e33tui.screens.base import PlaceScreen
from e33tui.screens.keybar import KeyBar
from e33tui.screens.notices import NOTICE_LINES
from e33tui.screens.touch_bar import Slot, bar_rows, own_names, page_slots, scrolled, slots_of
from e33tui.screens.touch_board import Bar, Board

_LAYERS = {
    Place.EXAM: ("touch_exam", "ExamLayer"),
    Place.PROFILE: ("touch_profile", "ProfileLayer"),
    Place.APPRAISAL: ("touch_appraisal", "AppraisalLayer"),
}


_HINTS = {
    Place.HOME: "Touchez un candidat, puis touchez-le de nouveau : son passage s’ouvre.",
    Place.SETUP: "Touchez un champ pour l’écrire, un choix pour le changer.",
    Place.CANDIDATE: "Touchez un champ pour l’écrire, un choix pour le changer.",
    Place.GATE: "Touchez une réponse ; le premier bouton la donne.",
    Place.EXAM: "Tapez, puis « enregistrer ». « degrés » : les descripteurs, à toucher.",
    Place.PROFILE: "Toucher un descripteur place la croix. « note » : note et profil global.",
    Place.APPRAISAL: "Touchez en haut le texte à écrire ; « rien à signaler » est en bas.",
    Place.LOCK: "Touchez ce qui manque ; quand tout est là, le premier bouton verrouille.",
    Place.HARMONISATION: "Touchez un candidat, puis le premier bouton : sa fiche se montre.",
    Place.OBSERVATIONS: "Touchez une observation, puis ce qu’il faut en faire.",
    Place.IMPORT: "Touchez le champ, tapez le nom du fichier ; le premier bouton le lit.",
    Place.PAPERS: "Touchez un document, puis le premier bouton : il se fait.",
    Place.CLOSING: "Chaque membre touche sa ligne, puis le premier bouton clôt la séance.",
}
"""What a finger does first, by screen."""

_NAMES = {
    # What a finger cannot do otherwise: an observation's mark is in its text, and it is found by eye.
    Place.OBSERVATIONS: (
        *("back", "remove_remark", "filter_remarks", "move_remark", "all_remarks"),
        *("mark_remark", "search_remarks", "tick", "help"),
    ),
}
"""The actions of a screen's bar where the footer's order would leave no room for what matters."""

_ABOUT = (
    (
        "bouton",
        "Un appui, levé au même endroit, fait ce qu’il dit. « plus… » : toutes les commandes.",
    ),
    ("champ", "Le toucher met le curseur dedans ; le clavier de la tablette y écrit."),
)
"""What a tap does on every screen, for its help."""


def layer_of(screen: PlaceScreen) -> Layer:
    """Return the targets of a screen, put on it."""
    if screen.PLACE not in _LAYERS:
        return Layer(screen)
    module, name = _LAYERS[screen.PLACE]
    kind: type[Layer] = getattr(import_module(f"e33tui.screens.{module}"), name)
    return kind(screen)


class Layer:
    """The targets of any screen: its bar.

    Attributes:
        boards: the names of the boards above the bar, each with the widget that it stands before.
        names: the actions that have a place in the bar, the first ones first; empty: the footer's.
        reading: the widget in which a tap shows the observations before, and then the last again.
        about: what a tap does here, for the help: a word, and a sentence.
        notice_room: the lines that a notice may take.
    """

    boards: ClassVar[tuple[tuple[str, str], ...]] = ()
    names: ClassVar[tuple[str, ...]] = ()
    reading: ClassVar[str] = ""
    about: ClassVar[tuple[tuple[str, str], ...]] = ()
    notice_room = NOTICE_LINES

    def __init__(self, screen: PlaceScreen) -> None:
        """Put the targets on ``screen``."""
        self.screen = screen
        self.bar = Bar("bar")
        # A size at which pages had to be turned: their targets keep their places.
        self._paged: Size | None = None
        for name, before in self.boards:
            screen.mount(Board(name), before=screen.query_one(before, Widget))
        screen.mount(self.bar, after=screen.query_one(KeyBar))

    def board(self, name: str) -> Board:
        """Return one of the boards above the bar."""
        return self.screen.query_one(f"#{name}", Board)

    def show(self) -> None:
        """Show what the screen can do now; once it is laid out, the pages that it has too."""
        self._show_bar()
        self.screen.call_after_refresh(self._show_laid_out)

    def _show_laid_out(self) -> None:
        if not self.screen.going and scrolled(self.screen) is not None:
            self._paged = self.screen.size
        self._show_bar()

    def _show_bar(self) -> None:
        screen, before = self.screen, self.bar_height
        if screen.going or not screen.size:
            return
        width, kept = screen.size.width, self._paged == screen.size
        pages = page_slots(screen) if kept else []
        slots = slots_of(screen, self._bar_names(), self.own_slots())
        self.bar.show(bar_rows(screen, slots, pages, width), width)
        if self.bar_height != before:
            screen.show_body()

    def _bar_names(self) -> Sequence[str]:
        return self.names or _NAMES.get(self.screen.PLACE) or own_names(self.screen)

    def hint(self) -> str:
        """Return what somebody sees who is here for the first time."""
        return _HINTS.get(self.screen.PLACE) or fill(self.screen.HINT)

    def help(self) -> tuple[tuple[str, str], ...]:
        """Return what a tap does here."""
        hint = _HINTS.get(self.screen.PLACE)
        return (*(self.about or ((("ici", hint),) if hint else ())), *_ABOUT)

    def own_slots(self) -> dict[str, Slot]:
        """Return the places of targets that the action table does not have, by name."""
        return {}

    def tapped(self, event: events.Click) -> None:
        """Show the observations before the ones that are touched, or the last ones again."""
        if not self.reading or event.widget is not self.screen.query_one(self.reading):
            return
        event.stop()
        can, act = self.screen.check_action, self.screen
        if can("earlier", ()):
            getattr(act, "action_earlier")()  # noqa: B009
        else:
            while can("later", ()):
                getattr(act, "action_later")()  # noqa: B009

    @property
    def bar_height(self) -> int:
        """The rows of the bar as it was shown last."""
        return max((one.region.bottom for one in self.bar.placed), default=3)

    def board_height(self, name: str) -> int:
        """Return the rows of one of the boards above the bar."""
        return max((one.region.bottom for one in self.board(name).placed), default=0)

    @property
    def height(self) -> int:
        """The rows of all targets."""
        return self.bar_height + sum(self.board_height(name) for name, _ in self.boards)

    def show_body(self) -> None:
        """Show the state in the boards above the bar."""

    def show_entry(self) -> None:
        """Show what follows from a text that is being typed."""
