"""Harmonisation: the commission's own candidates side by side, and what is worth a second look.

It opens once all are finished, else by a key of its own: no candidate is in the room then, and crosses
are never shown by reflex (rule 12). Notes are changed where they are: the passage is reopened, with its
reason (rule 10).
"""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.harmonisation import Apart, Compared, Comparison, Line
from e33tui.domain.second_look import Question, questions
from e33tui.domain.wording import RESERVED, counted
from e33tui.keymap import enter, key
from e33tui.look import look
from e33tui.screens import harmonisation_view as view
from e33tui.screens.base import PlaceScreen, bindings
from e33tui.screens.comparing import WayBack
from e33tui.screens.fields import PickList
from e33tui.screens.in_thread import in_thread
from e33tui.screens.keybar import Labels
from e33tui.screens.panes import reading_width
from e33tui.screens.view import QUIET, STRONG, lines, say, wrap
from e33tui.service import Service
from e33tui.signs import NAMELY

BOTH = 32
"""Rows of the terminal from which on the questions stand below the candidates."""
_READING = "Lecture des passages…"
_WAITING = (
    "Pas encore terminé{s} : {count}, {way} y mène. Pour comparer sans attendre, aucun candidat dans "
    "la salle : {key}."
)
_PARTLY = "Comparaison partielle : {count} à terminer."


def _read(service: Service) -> tuple[Comparison, tuple[Question, ...]]:
    comparison = service.comparison()
    return comparison, questions(comparison)


def _unfinished_text(line: Apart) -> Content:
    return say(f"{line.candidate.number}  {line.candidate.full_name}{NAMELY}{line.why}")


class HarmonisationScreen(PlaceScreen):
    """Harmonisation."""

    TITLE = "harmonisation"
    PLACE = Place.HARMONISATION
    HINT = "{up+down} choisissent un candidat, {open_compared} montre sa fiche."
    BINDINGS = bindings(Place.HARMONISATION)

    def __init__(self, way: WayBack | None = None) -> None:
        """Compare the day's candidates; ``way``: as they were left for one of them."""
        super().__init__()
        self._way = way or WayBack()
        self._came_back = way is not None
        self._found: Comparison | None = None
        self._questions: tuple[Question, ...] = ()
        self._rows: tuple[Line, ...] = ()
        self._asked: dict[str, list[int]] = {}
        self._texts: dict[str, Content] = {}
        # The width and layout for which all is worded, and the order in which it is listed.
        self._drawn = (0, False)
        self._listed: WayBack | None = None
        self._covered = self._on_text = False

    def body(self) -> ComposeResult:
        yield Static("", id="state", classes="text")
        yield Static("", id="columns", classes="text")
        yield PickList(name="compared", choose_first=True)
        yield Static("", id="chosen", classes="text")
        with VerticalScroll(id="scroll"):
            yield Static("", id="preview", classes="text")

    def ready(self) -> None:
        self.query_one("#compared").focus()
        self._look()

    # -- What is compared ----------------------------------------------------------------------

    def _look(self) -> None:
        """Read what the passages say now: other terminals may have gone on meanwhile."""
        self.run_worker(self._read(), exclusive=True, group="looking")

    async def _read(self) -> None:
        found = await in_thread(_read, self.service)
        if self.going or found[0] == self._found:
            return
        self._found, self._questions = found
        self._asked = {}
        for number, question in enumerate(self._questions, 1):
            for passage in question.passages:
                self._asked.setdefault(passage, []).append(number)
        self._drawn = (0, False)
        if self._waiting:
            self._on_text = False
            self.query_one("#compared").focus()
        self.refresh_all()

    def on_screen_suspend(self) -> None:
        self._covered = True

    def on_screen_resume(self, event: ScreenResume) -> None:
        if self.is_mounted and self._covered:
            self._look()
        self._covered = False

    @property
    def _waiting(self) -> bool:
        """Whether somebody is not finished, and nobody has chosen to compare all the same."""
        return self._found is not None and bool(self._found.unfinished) and not self._way.now

    @property
    def _comparing(self) -> bool:
        return self._found is not None and not self._waiting

    @property
    def _both(self) -> bool:
        """Whether there is room for candidates and questions at once."""
        return self.size.height >= BOTH

    @property
    def _shows_list(self) -> bool:
        return self._both or not self._on_text

    # -- What is shown --------------------------------------------------------------------------

    def title_left(self) -> Content:
        return super().title_left() + say(f"{NAMELY}cette commission seulement", STRONG)

    def title_right(self) -> Content:
        return say("notes proposées", QUIET)

    def show_body(self) -> None:
        self.set_class(self._both, "-both")
        shown = {
            "columns": self._comparing and self._shows_list,
            "compared": self._found is not None and self._shows_list,
            "chosen": self._comparing and self._shows_list,
            "scroll": self._comparing and (self._both or self._on_text),
        }
        for name, there in shown.items():
            self.query_one(f"#{name}").set_class(not there, "hidden")
        width = reading_width(self.size.width - 3)
        state = [say(row, STRONG) for row in wrap(self._state_words(), width) if row]
        self.query_one("#state", Static).update(lines([say(RESERVED, QUIET), *state]))
        self._list()
        self._show_chosen()

    def _state_words(self) -> str:
        if self._found is None:
            return _READING
        number = len(self._found.unfinished)
        left, s = counted(number, "candidat", "candidats"), "s" * (number > 1)
        if self._waiting:
            way = enter("toucher le nom")
            return _WAITING.format(s=s, count=left, way=way, key=key("compare_now"))
        return _PARTLY.format(count=left) if self._found.unfinished else ""

    def _list(self) -> None:
        """Show the candidates, unless that is what stands there."""
        found, layout = self._found, (self.size.width, look().touch)
        if found is None:
            return
        if self._drawn != layout:
            self._draw(found)
            self._drawn, self._listed = layout, None
        if self._listed != self._way:
            self._listed = self._way
            self._offer(found)

    def _offer(self, found: Comparison) -> None:
        """Put the candidates into the list, in the order asked for; the chosen one stays chosen."""
        listed = self.query_one("#compared", PickList)
        line = self._chosen()
        if self._waiting:
            self._rows = found.unfinished
            texts = [_unfinished_text(line) for line in found.unfinished]
        else:
            self._rows = found.by_note if self._way.by_note else found.lines
            texts = [self._texts[line.passage] for line in self._rows]
        chosen = line.passage if line else self._first_chosen()
        listed.clear_options()
        listed.add_options(map(Option, texts))
        places = [n for n, line in enumerate(self._rows) if line.passage == chosen]
        listed.highlighted = (*places, 0)[0] if self._rows else None

    def _first_chosen(self) -> str:
        """Return who is chosen first: whose sheet one comes back from, else who is asked about."""
        if self._came_back:
            return self.e33.last_passage
        asked = (row.passage for row in self._rows if row.passage in self._asked)
        return next(asked, self.e33.last_passage)

    def _draw(self, found: Comparison) -> None:
        """Word everything for the present width, once whatever the order is."""
        shape = view.columns(found, self.size.width)
        heading = (say(row, QUIET) for row in view.heading(found, shape))
        self.query_one("#columns", Static).update(lines(heading))
        text = view.below(found, self._questions, reading_width(self.size.width - 3))
        self.query_one("#preview", Static).update(lines(text))
        self._texts = {
            line.passage: say(view.line_text(line, found, shape, self._asked.get(line.passage, ())))
            for line in found.lines
        }

    def _show_chosen(self) -> None:
        """Spell out under the list what a line of it says by signs."""
        line = self._chosen()
        told = ""
        if line is not None and self._found is not None and not self._waiting:
            asked = self._asked.get(line.passage, ())
            told = view.chosen_words(line, self._found.rubric, asked)
            if look().plain:
                # No bar beside the list shows how far down it one is.
                place = self.query_one("#compared", PickList).highlighted or 0
                told = f"{place + 1} sur {len(self._rows)} : {told}"
        rows = (say(row) for row in told.split("\n"))
        self.query_one("#chosen", Static).update(lines(rows))

    def _chosen(self) -> Line | None:
        place = self.query_one("#compared", PickList).highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def on_option_list_option_highlighted(self) -> None:
        self._show_chosen()
        self.show_keys()

    def on_descendant_focus(self) -> None:
        self._on_text = self.query_one("#scroll").has_focus
        self.show_keys()

    def labels(self) -> Labels:
        count = len(self._questions)
        line = self._chosen() if self.is_mounted else None
        locked = self._comparing and isinstance(line, Compared)
        closed = self.service.sitting.closed
        questions = (counted(count, "question", "questions"), "questions")
        return {
            "open_compared": ("voir la fiche", "voir") if locked else "ouvrir",
            "questions": "candidats" if self._on_text else questions if count else "répartition",
            "sort_notes": "par liste" if self._way.by_note else "par note",
            "reopen": "rectifier" if closed else "rouvrir",
        }

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or self.e33.ways.opening:
            return False
        match action:
            case "open_compared":
                return self._shows_list and self._chosen() is not None
            case "reopen":
                chosen = self._chosen()
                return self._comparing and self._shows_list and isinstance(chosen, Compared)
            case "compare_now":
                return self._waiting
            case "questions":
                return self._comparing
            case "sort_notes":
                return self._comparing and self._shows_list
        return True

    def in_help(self, action: str) -> bool:
        if action == "compare_now":
            return self._waiting
        return not self._waiting or action not in ("reopen", "questions", "sort_notes")

    # -- Keys -----------------------------------------------------------------------------------

    def on_option_list_option_selected(self) -> None:
        self.action_open_compared()

    def action_open_compared(self) -> None:
        self._open(reopening=False)

    def action_reopen(self) -> None:
        self._open(reopening=True)

    def _open(self, *, reopening: bool) -> None:
        line = self._chosen()
        if line is not None:
            self.e33.ways.open_compared(line.passage, self._way, reopening=reopening)

    def action_compare_now(self) -> None:
        self._way = replace(self._way, now=True)
        self.refresh_all()

    def action_sort_notes(self) -> None:
        self._way = replace(self._way, by_note=not self._way.by_note)
        self.refresh_all()

    def action_questions(self) -> None:
        """Go from the candidates to the questions, and back."""
        self._on_text = not self._on_text
        self.show_body()
        self.query_one("#scroll" if self._on_text else "#compared").focus()
