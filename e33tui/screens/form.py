"""A form: labelled fields, one line each; Enter or Tab goes to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from e33tui.domain.errors import E33Error, InputError
from e33tui.keymap import fill, key
from e33tui.look import look
from e33tui.screens.base import PlaceScreen
from e33tui.screens.fields import BLANK, Choice, FieldLine, LineInput, Refused
from e33tui.screens.view import say

PUT_BACK = "Votre saisie, pas encore enregistrée, est de nouveau là : {save} l’enregistre."


class Row(FieldLine):
    """One line of a form; its label stands out while its field has the focus."""

    def on_descendant_focus(self) -> None:
        self.query_one(".label").add_class("-here")

    def on_descendant_blur(self) -> None:
        self.query_one(".label").remove_class("-here")


FORM_KEYS: tuple[BindingType, ...] = (
    Binding("up", "app.focus_previous", show=False),
    Binding("down", "app.focus_next", show=False),
    Binding("pageup", "turn(-1)", show=False),
    Binding("pagedown", "turn(1)", show=False),
)
"""Keys that move about in a form, besides Tab and Enter."""


class Rows(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The lines of a form; those that do not fit are scrolled to, by their fields or by pages."""

    def on_resize(self) -> None:
        # Blank lines only where all fits with them: else a message that comes or goes would move
        # every field.
        heights = ((child, child.styles.height) for child in self.children)
        shown = [child for child, height in heights if height is None or height.value]
        blank = sum(child.has_class("gap") or child.has_class("part") for child in shown)
        self.set_class(len(shown) + blank > self.size.height, "-low")


class WithRows(PlaceScreen):
    """A screen whose body is the lines of a form."""

    def body(self) -> ComposeResult:
        with Rows(classes="form"):
            yield from self.rows()

    def rows(self) -> Iterable[Widget]:
        """Return the form's lines."""
        return ()

    def action_turn(self, pages: int) -> None:
        """Scroll the lines, where they do not all fit."""
        rows = self.query_one(Rows)
        rows.scroll_relative(y=pages * rows.size.height, animate=False)

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        fields = [field for field in self.query("LineInput, Choice") if field.focusable]
        if fields[-1:] == [event.input]:
            # Enter after the last field is no way back to the first.
            self.notice(f"C’est le dernier champ ; {key('next')} : la suite.")
        else:
            self.focus_next()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        if self._notice.warning and event.input.has_focus:
            # What was refused is being corrected.
            self.notice("")

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def refuse(self, error: E33Error) -> None:
        """Say why, and go to the field at fault."""
        super().refuse(error)
        go_to_fault(self, error)


def labelled(label: str, field: Widget) -> Row:
    """Return one line of a form; an entry shows where one can write."""
    if isinstance(field, LineInput) and not field.placeholder and not look().plain:
        field.placeholder = BLANK
    kind = "row"
    if isinstance(field, Static):
        # What cannot be written is no shorter for it: it takes the lines it needs.
        kind = "row fixed"
        field.add_class("value")
    return Row(Static(_label(label), classes="label"), field, classes=kind)


def relabel(field: Widget, label: str) -> None:
    """Give one line of a form another label."""
    if isinstance(field.parent, Row):
        field.parent.query_one(".label", Static).update(_label(label))


def _label(label: str) -> Content:
    return say(f"{label} :" if look().plain else label)


def offer(field: Widget, *, when: bool) -> None:
    """Show one line of a form, or leave it out where it makes no sense; what it holds stays."""
    field.disabled = not when
    if isinstance(field.parent, Row):
        # Laid out all the same: the framework goes from field to field by their places, and the
        # next Tab may come before the next layout.
        field.parent.styles.height = None if when else 0


def go_to_fault(screen: PlaceScreen, error: E33Error) -> None:
    """Put the cursor into the field that an entry was refused for, if it is on the screen."""
    if not isinstance(error, InputError):
        return
    for field in screen.query(LineInput):
        if field.field == error.field and field.focusable:
            field.focus()
            return


def heading(text: str) -> Static:
    """Return a heading between the lines of a form."""
    return Static(say(text), classes="part")


class FormScreen(WithRows):
    """A screen of fields; what is typed stays in them until it is taken.

    Going back keeps it, and so does a cut: the same form has it again.
    """

    HINT = "{enter}, {tab} ou {down} : champ suivant ; {save} enregistre."
    _at: Widget | None = None

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
        forms = self.service.forms
        forms.pass_over(self.form, forms.begun(self.form).keys() - self._blank.keys())
        begun = forms.begun(self.form)
        for name, value in begun.items():
            field = self.query_one(f"#{name}")
            if isinstance(field, Choice):
                field.choose(value)
            elif isinstance(field, LineInput):
                field.value = value
        if forms.damage:
            self.notice(f"! {forms.damage}")
        elif begun:
            self.notice(fill(PUT_BACK))

    def keep(self) -> None:
        """Keep what was typed and not taken, until this form is shown again."""
        typed = {name: self.value(name) for name in self._blank}
        begun = {name: value for name, value in typed.items() if value != self._blank[name]}
        self.service.forms.keep(self.form, begun)

    def keep_place(self) -> None:
        if not self._changing and self._shown:
            self.keep()
            self.service.forms.show(self.form)

    def keep_entry(self) -> None:
        self.keep_place()

    def change_sitting(self, change: Callable[[], object], done: Callable[[], None]) -> None:
        """Change the séance; until it answers nothing can be typed: it would go with the form."""
        if not self._changing:
            self._at = self.focused
            self.set_focus(None)
            self.query_one(Rows).disabled = True
        super().change_sitting(change, done)

    def refuse(self, error: E33Error) -> None:
        """Give the form back as it was left, and go to the field at fault."""
        rows = self.query_one(Rows)
        if rows.disabled:
            rows.disabled = False
            self.set_focus(self._at)
        super().refuse(error)

    def taken(self, said: str) -> None:
        """Go to the list: what was typed is on the disk."""
        self.service.forms.keep(self.form, {})
        self.e33.ways.go_home(said)

    def action_back(self) -> None:
        if self._changing:
            return  # On its way to the list anyway.
        self.keep()
        super().action_back()

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        field = self.query_one(f"#{name}")
        if isinstance(field, Choice):
            return field.value
        assert isinstance(field, LineInput)
        return field.value

    def action_save(self) -> None:
        """Take what was typed, or say what is wrong with it."""
