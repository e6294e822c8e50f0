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
    """A screen of fields; what is typed stays in them until it is taken."""

    def body(self) -> ComposeResult:
        yield from self.rows()

    def rows(self) -> Iterable[Widget]:
        """Return the form's lines."""
        return ()

    def ready(self) -> None:
        first = next(iter(self.query(LineInput)), None)
        if first is not None:
            first.focus()

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
