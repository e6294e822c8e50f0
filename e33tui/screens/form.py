"""A form: labelled fields, one line each; Enter or Tab goes to the next."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from e33tui.screens.base import PlaceScreen
from e33tui.screens.fields import Choice, LineInput, Refused
from e33tui.screens.view import say

PUT_BACK = "Votre saisie, pas encore enregistrée, est de nouveau là : ^N l’enregistre."


class Row(Horizontal):
    """One line of a form; its label stands out while its field has the focus."""

    def on_descendant_focus(self) -> None:
        self.query_one(".label").add_class("-here")

    def on_descendant_blur(self) -> None:
        self.query_one(".label").remove_class("-here")


def labelled(label: str, field: Widget) -> Row:
    """Return one line of a form."""
    return Row(Static(say(label), classes="label"), field, classes="row")


def heading(text: str) -> Static:
    """Return a heading between the lines of a form."""
    return Static(say(text), classes="part")


class FormScreen(PlaceScreen):
    """A screen of fields; what is typed stays in them until it is taken.

    Going back keeps it for the program's life, and the same form has it again.
    """

    def body(self) -> ComposeResult:
        yield from self.rows()

    def rows(self) -> Iterable[Widget]:
        """Return the form's lines."""
        return ()

    @property
    def form(self) -> str:
        """What tells this form from any other."""
        return self.PLACE

    def ready(self) -> None:
        names = [field.id or "" for field in self.query("LineInput, Choice")]
        self._blank = {name: self.value(name) for name in names}
        self._put_back()
        first = next(iter(self.query(LineInput)), None)
        if first is not None:
            first.focus()

    def _put_back(self) -> None:
        """Put what was typed and not taken into its fields again, and say so."""
        begun = self.e33.begun_forms.get(self.form, {})
        for name, value in begun.items():
            field = self.query_one(f"#{name}")
            if isinstance(field, Choice):
                field.choose(value)
            elif isinstance(field, LineInput):
                field.value = value
        if begun:
            self.notice(PUT_BACK)

    def keep(self) -> None:
        """Keep what was typed and not taken, until this form is shown again."""
        typed = {name: self.value(name) for name in self._blank}
        begun = {name: value for name, value in typed.items() if value != self._blank[name]}
        self.e33.begun_forms[self.form] = begun

    def taken(self, said: str) -> None:
        """Go to the list: what was typed is on the disk."""
        self.e33.begun_forms.pop(self.form, None)
        self.e33.go_home(said)

    def action_back(self) -> None:
        self.keep()
        super().action_back()

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        field = self.query_one(f"#{name}")
        if isinstance(field, Choice):
            return field.value
        assert isinstance(field, LineInput)
        return field.value

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self.focus_next()

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def action_save(self) -> None:
        """Take what was typed, or say what is wrong with it."""

    def extra_help(self) -> tuple[tuple[str, str], ...]:
        return (("Tab  ⏎", "Passe au champ suivant."), ("Espace", "Change un choix ‹ … ›."))
