"""Importing a roster: a file or pasted lines, what they would change, and then one key to do it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.errors import E33Error
from e33tui.domain.roster_plan import Plan
from e33tui.domain.roster_words import Section, sections, verdict
from e33tui.domain.text import LINE_LIMIT
from e33tui.domain.wording import counted
from e33tui.screens.base import PlaceScreen, bindings
from e33tui.screens.fields import Choice, LineInput, Refused
from e33tui.screens.form import labelled
from e33tui.screens.in_thread import in_thread
from e33tui.screens.keybar import Labels
from e33tui.screens.panes import reading_width
from e33tui.screens.view import STRONG, lines, say, wrap
from e33tui.service import importing

_FIELD, _LINES = "source", "lines"
MOST_KEPT = 100_000
"""Characters of pasted lines that are kept while they are not taken: a few hundred candidates."""
MOST_SHOWN = 200
"""Lines of one section of the preview; the command line shows all."""
_BEGIN = (
    "Le fichier : un CSV ou un texte de tableur, une ligne de titres en tête, avec au moins « Numéro » "
    "et « Nom ». Ou collez ici les lignes copiées d’un tableur, titres compris."
)
_NO_SOURCE = "Tapez le nom du fichier, ou collez les lignes d’un tableur."


class SourceInput(LineInput):
    """Where the name of a file is typed, or the lines themselves are pasted."""

    class Pasted(Message):
        """Lines were pasted, not a name."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def _on_paste(self, event: events.Paste) -> None:
        if "\n" not in event.text.strip():
            super()._on_paste(event)
            return
        event.prevent_default()
        event.stop()
        self.post_message(self.Pasted(event.text))


class ImportScreen(PlaceScreen):
    """Importer la liste."""

    TITLE = "importer la liste"
    PLACE = Place.IMPORT
    HINT = "{enter} lit le fichier et montre ce qui changerait ; {next} reprend la liste."
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Place.IMPORT),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    _plan: Plan | None = None
    _sections: tuple[Section, ...] = ()
    _pasted = ""
    _reading = False

    def body(self) -> ComposeResult:
        yield labelled("Fichier", SourceInput(name=_FIELD, field="Fichier", limit=LINE_LIMIT))
        schools = (("no", "laissé de côté"), ("yes", "repris"))
        yield labelled("Établissement", Choice(schools, "no", name="school"))
        yield Static("", id="state", classes="text")
        with VerticalScroll(id="scroll"):
            yield Static("", id="preview", classes="text")

    def ready(self) -> None:
        self._put_back()
        self._source.focus()

    def _put_back(self) -> None:
        """Put back what was given when the screen was left, or cut short: a name, or lines."""
        forms = self.service.forms
        forms.pass_over(self.PLACE, forms.begun(self.PLACE).keys() - {_FIELD, _LINES})
        begun = forms.begun(self.PLACE)
        self._source.value = begun.get(_FIELD, "")
        self._pasted = begun.get(_LINES, "")
        if forms.damage:
            self.notice(f"! {forms.damage}")
        if self._pasted:
            self._read()

    @property
    def _source(self) -> SourceInput:
        return self.query_one(SourceInput)

    @property
    def _given(self) -> str:
        """The lines that were pasted, or what stands in the field."""
        return self._pasted or self._source.value

    @property
    def _asked(self) -> tuple[str, bool]:
        """What is to be read, and whether with the school."""
        return self._given, self.query_one("#school", Choice).value == "yes"

    # -- What is shown ------------------------------------------------------------------------

    def show_body(self) -> None:
        width = reading_width(self.size.width - 3)
        said = verdict(self._plan) if self._plan else ""
        if said and self._pasted:
            rows = counted(self._pasted.count("\n") + 1, "ligne collée", "lignes collées")
            said = f"{rows}. {said}"
        state = self.query_one("#state", Static)
        state.set_class(not said, "hidden")
        state.update(lines(say(row, STRONG) for row in wrap(said, width)))
        shown = _preview(self._sections, width) if self._plan else map(say, wrap(_BEGIN, width))
        self.query_one("#preview", Static).update(lines(shown))

    def labels(self) -> Labels:
        ready = self._plan is not None and self._can_take
        return {
            "next": ("reprendre la liste", "reprendre") if ready else ("lire le fichier", "lire")
        }

    @property
    def _can_take(self) -> bool:
        return self._plan is not None and self._plan.changes_something and not self._plan.faults

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (action == "next" and (self._reading or self._changing))

    # -- What is given --------------------------------------------------------------------------

    def keep_place(self) -> None:
        if self._shown:
            # A part of a list would be none.
            pasted = self._pasted if len(self._pasted) <= MOST_KEPT else ""
            given = {_FIELD: self._source.value, _LINES: pasted}
            self.service.forms.keep(
                self.PLACE, {name: text for name, text in given.items() if text}
            )
            self.service.forms.show(self.PLACE)

    def keep_entry(self) -> None:
        self.keep_place()

    def on_input_changed(self) -> None:
        # Another name is another file: what was read of the first is not offered under it.
        if self._source.value:
            self._pasted = ""
        if not self._pasted:
            self._show(None)

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self._read()

    def on_source_input_pasted(self, event: SourceInput.Pasted) -> None:
        self._take_lines(event.text)

    def on_paste(self, event: events.Paste) -> None:
        # The focus is elsewhere, as on the preview: lines are meant all the same.
        if "\n" in event.text.strip():
            self._take_lines(event.text)

    def _take_lines(self, text: str) -> None:
        self._source.value = ""
        self._pasted = text.strip("\n")
        self._read()

    def on_choice_changed(self) -> None:
        if self._plan is not None:
            self._read()

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def _read(self) -> None:
        """Read what is given, beside the interface, and show what it would change."""
        if self._reading or self._changing:
            return
        if not (self._pasted or self._source.value.strip()):
            self.notice(_NO_SOURCE)
            return
        self._reading = True
        self.show_keys()
        self.run_worker(self._look())

    async def _look(self) -> None:
        given, with_school = asked = self._asked
        try:
            read = importing.planned if self._pasted else importing.planned_of_file
            found = await in_thread(
                lambda: _worded(read(self.service, given, with_school=with_school))
            )
        except E33Error as error:
            self._reading = False
            self._show(None)
            self.refuse(error)
            return
        self._reading = False
        if self.going:
            return
        if asked != self._asked:
            # Something else was given meanwhile; lines that were pasted wait for no key, nor does
            # what was shown of the same file.
            self.show_keys()
            if self._pasted or given == self._given:
                self._read()
            return
        self.notice("")
        self._show(*found)

    def _show(self, plan: Plan | None, worded: tuple[Section, ...] = ()) -> None:
        if self.going or plan is self._plan is None:
            return
        self._plan, self._sections = plan, worded
        self.refresh_all()
        self.query_one("#scroll", VerticalScroll).scroll_home(animate=False)

    # -- Keys -----------------------------------------------------------------------------------

    def action_next(self) -> None:
        """Read what is given; once it was shown, take it over."""
        plan = self._plan
        if plan is None or not self._can_take:
            self._read()
            return
        self.change_sitting(
            lambda: importing.take_over(self.service, plan), lambda: self._taken(plan)
        )

    def _taken(self, plan: Plan) -> None:
        if self._plan is plan:
            # Not another name, typed while the disk was busy.
            self._source.value = self._pasted = ""
        self.e33.ways.go_home(_done(plan))

    def refuse(self, error: E33Error) -> None:
        """Say why; what the list was compared with may have changed, so it is to be read again."""
        self._show(None)
        super().refuse(error)

    def action_page_up(self) -> None:
        self.query_one("#scroll", VerticalScroll).scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        self.query_one("#scroll", VerticalScroll).scroll_page_down(animate=False)


def _worded(plan: Plan) -> tuple[Plan, tuple[Section, ...]]:
    """Return a plan with its preview, which of ten thousand lines takes a while to word."""
    return plan, sections(plan)


def _done(plan: Plan) -> str:
    added = counted(len(plan.new), "candidat ajouté", "candidats ajoutés")
    changed = counted(len(plan.changed), "ligne modifiée", "lignes modifiées")
    said = [words for words, of in ((added, plan.new), (changed, plan.changed)) if of]
    return f"Liste reprise : {', '.join(said)}."


def _preview(found: Iterable[Section], width: int) -> Iterable[Content]:
    """Yield the lines of a preview, each section under its title."""
    for place, section in enumerate(found):
        if place:
            yield Content("")
        yield from (say(row, STRONG) for row in wrap(section.title, width))
        for line in section.lines[:MOST_SHOWN]:
            yield from map(say, wrap(line, width, "  ", "    "))
        if len(section.lines) > MOST_SHOWN:
            left = len(section.lines) - MOST_SHOWN
            yield say(f"et {counted(left, 'autre', 'autres')}")
