"""The five texts: each beside the observations of its competence; the appraisal is obligatory."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from e33tui.actions import Place
from e33tui.domain.commands import Command, DeclareNothing, WriteText
from e33tui.domain.insertion import Offered
from e33tui.domain.passage import Step
from e33tui.domain.rubric import TextPlan
from e33tui.domain.undone import Undone
from e33tui.domain.walk import missing
from e33tui.keymap import key, way
from e33tui.look import look
from e33tui.screens.base import bindings
from e33tui.screens.beside_text import competence_lines, placed_lines
from e33tui.screens.editor import TextEditor
from e33tui.screens.keybar import Labels
from e33tui.screens.panes import is_wide, list_width, reading_width
from e33tui.screens.spelled import Spelled
from e33tui.screens.texts import TextsScreen
from e33tui.screens.view import QUIET, STRONG, lines, say
from e33tui.service.draft import TEXT
from e33tui.signs import GIVEN, NAMELY, NTH, OWED, SEPARATOR

TYPING = "typing:"
"""Begins the place of a text that is being typed."""
NARROW_LINES = 6
"""Lines of observations above the text, where there is no room for them beside it, at least."""


class AppraisalScreen(TextsScreen):
    """One text at a time beside its observations, Tab to the next."""

    TITLE = "appréciation"
    HINT = "{next_text} : texte suivant ; {insert} : observations et phrases ; {next} : la suite."
    PLACE = Place.APPRAISAL
    STEP = Step.APPRAISAL
    BINDINGS = bindings(Place.APPRAISAL)

    page = 0
    full = False
    _pages = 1
    _stands: bool | None = None

    def __init__(self) -> None:
        super().__init__()
        self._spelled = Spelled(self)

    def body(self) -> ComposeResult:
        with Container(id="panes"):
            with Vertical(id="side"):
                yield Static("", id="remarks")
            with Vertical(id="writing"):
                yield Static("", id="heading")
                yield TextEditor("editor")
                yield Static("", id="count")

    def labels(self) -> Labels:
        nothing = self.state.comment(self.plan.id).nothing
        return {
            "nothing": ("annuler « rien à signaler »", "annuler RAS")
            if nothing
            else ("rien à signaler", "RAS"),
            "full_text": ("observations à côté", "à côté")
            if self.full
            else ("plein écran", "agrandir"),
        }

    def ready(self) -> None:
        texts = self.state.rubric.texts
        ids = self.text_ids
        open_ones = [text.id for text in texts if not self.state.comment(text.id).given]
        owed = [item.id for item in missing(self.state) if item.step is Step.APPRAISAL]
        # Where a key led to, where one was typing when it was cut short, what is owed.
        led = [name for name in ids if self.desk.place == f"{TEXT}{name}"]
        typing = [
            name
            for name in ids
            if self.desk.place == f"{TYPING}{name}" and self.desk.draft(f"{TEXT}{name}") is not None
        ]
        self.place = ids.index((*led, *typing, *owed, *open_ones, *ids)[0])
        if led:
            self.desk.set_place("")
        self.load()
        self.editor.focus()

    @property
    def plan(self) -> TextPlan:
        """The text being written."""
        return self.state.rubric.texts[self.place]

    @property
    def focus_id(self) -> str:
        return self.plan.id

    @property
    def text_ids(self) -> tuple[str, ...]:
        return tuple(text.id for text in self.state.rubric.texts)

    def field_of(self, text_id: str) -> str:
        return self.plan.heading

    def committed(self, text_id: str) -> str:
        return self.state.comment(text_id).text

    def draft_of(self, text_id: str) -> str:
        return f"{TEXT}{text_id}"

    def typing_at(self, text_id: str) -> str:
        return f"{TYPING}{text_id}"

    def written(self, text_id: str, text: str) -> Command:
        return WriteText(text_id, text)

    # -- What is shown ----------------------------------------------------------------------

    def title_left(self) -> Content:
        return super().title_left() + say(
            f"{NAMELY}{self.place + 1}{NTH}{len(self.state.rubric.texts)}"
        )

    def title_right(self) -> Content:
        """Return which texts are given: a tick, or a dash; the present one in brackets."""
        stands = [self.stands(text) for text in self.state.rubric.texts]
        if look().plain:
            owed = [number for number, there in enumerate(stands, 1) if not there]
            return say(f"à écrire : {', '.join(map(str, owed))}" if owed else "tout est écrit")
        marks = (GIVEN if there else OWED for there in stands)
        return say(
            " ".join(
                f"[{place + 1}{mark}]" if place == self.place else f" {place + 1}{mark} "
                for place, mark in enumerate(marks)
            )
        )

    def stands(self, plan: TextPlan) -> bool:
        """Tell whether a text is there, or declared needless: the one being written as it is typed."""
        comment = self.state.comment(plan.id)
        if plan.id != self.plan.id:
            return comment.given
        return comment.nothing or not self.is_empty

    def show_body(self) -> None:
        if self.touch:
            self.touch.show_body()
        width = self.size.width
        lead = ""
        if self.plan.competence_id is not None and is_wide(width):
            lead = f"{self.state.rubric.verso.comments_lead} : "
        self.query_one("#heading", Static).update(say(lead, QUIET) + say(self.plan.heading, STRONG))
        self.query_one("#remarks", Static).update(lines(self._remarks()))
        self.show_count()

    def _remarks(self) -> list[Content]:
        """Return the page of observations and descriptors that is read, and that there is more."""
        wide = is_wide(self.size.width)
        width = list_width(self.size.width) if wide else reading_width(self.size.width)
        taken = self.touch.height if self.touch else 1
        height = self.size.height - 2 - taken - self.notice_height
        if not wide:
            height = max(height // 3, NARROW_LINES)
        competence = self.plan.competence_id
        found = [
            *competence_lines(self.state, competence, width - 2),
            *placed_lines(self.state, competence, width - 2),
        ]
        if len(found) <= height:
            self._pages = 1
            return found
        room = height - 1
        self._pages = -(-len(found) // room)
        self.page = min(self.page, self._pages - 1)
        where = say(
            f"page {self.page + 1} sur {self._pages} : {key('earlier')} {key('later')}", QUIET
        )
        return [*found[self.page * room : (self.page + 1) * room], where]

    def action_earlier(self) -> None:
        self._turn(-1)

    def action_later(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        self.page = min(max(self.page + by, 0), self._pages - 1)
        self.show_body()

    def show_count(self) -> None:
        comment = self.state.comment(self.plan.id)
        count = self.words
        words = f"{count} mot{'s' if count > 1 else ''}"
        if comment.nothing and self.is_empty:
            words = "Rien à signaler (imprimé ainsi)"
        elif self.is_empty:
            words = "Texte vide"
            if not self.plan.nothing_allowed:
                words += f"{SEPARATOR}obligatoire"
            elif self.is_left_empty:
                words += f"{SEPARATOR}{way('nothing', 'rien à signaler')}"
        words += self._spelled.words(self.editor.text)
        self.query_one("#count", Static).update(say(words, QUIET))

    def can(self, action: str) -> bool:
        if action == "nothing" and self.is_mounted:
            return self.plan.nothing_allowed and self.is_left_empty
        if self.full and action in ("earlier", "later"):
            return False
        if action == "earlier":
            return self.page > 0
        if action == "later":
            return self.page < self._pages - 1
        return super().can(action)

    # The framework calls the handlers of the classes above by itself.
    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        if self.writable:
            self._spelled.look_soon()
        stood, self._stands = self._stands, self.stands(self.plan)
        if self._stands is not stood:
            self.show_title()
            if self.touch:
                self.touch.show_body()

    def on_unmount(self) -> None:
        self._spelled.close()

    # -- Writing ------------------------------------------------------------------------------

    def go_to_text(self, place: int) -> None:
        self.page = 0
        super().go_to_text(place)

    def action_previous_text(self) -> None:
        self.go_to_text(self.place - 1)

    def action_full_text(self) -> None:
        """Give the whole screen to the text, or show again what stands beside it."""
        self.full = not self.full
        self.set_class(self.full, "-full")
        self.refresh_all()

    def action_insert(self) -> None:
        """Offer observations and phrases, and put in what is chosen."""
        from e33tui.screens.insert import Insert

        aids, state, text_id = self.service.aids, self.state, self.plan.id

        def read() -> tuple[Offered, str]:
            # Their files are read, and their words folded, when they are first asked for.
            return Offered(state, text_id, aids.phrases).prepare(), aids.fault_of_phrases

        self.app.push_screen(Insert(read), self._put)

    def _put(self, words: str | None) -> None:
        if words and not self.going:
            self.editor.put(words)

    def action_nothing(self) -> None:
        if not self.commit():
            return
        nothing = not self.state.comment(self.plan.id).nothing
        if self.do(DeclareNothing(self.plan.id, nothing)) and nothing:
            self._go_to_open()

    def _go_to_open(self) -> None:
        texts = self.state.rubric.texts
        later = [
            i
            for i, text in enumerate(texts)
            if i > self.place and not self.state.comment(text.id).given
        ]
        if later:
            self.go_to_text(later[0])

    def action_next(self) -> None:
        if self.commit():
            self.go_after()

    def show_undone(self, undone: Undone) -> None:
        """Go to the text that an undo changed: nothing is taken back out of sight."""
        ids = self.text_ids
        if undone.id in ids:
            self.place = ids.index(undone.id)
        self.load()
        super().show_undone(undone)
