"""The entry widgets: a line, a text, a choice. Each takes pasted text whole or refuses it whole."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual._widget_navigation import Direction
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from e33tui.domain.errors import InputError
from e33tui.domain.text import NAME_LIMIT, accept
from e33tui.look import look
from e33tui.screens.view import FOCUS, lines, say
from e33tui.signs import CHOICE_BEGINS, CHOICE_ENDS

TALL = 3
"""Rows that a line of a list takes in the touch layout."""
BESIDE = 2
"""Columns of the blanks at both ends of a line, at most."""
BLANK = "_" * 24
"""What an empty field shows, dim: where one can write."""


class Refused(Message):
    """A paste that a field could not take; the screen says why."""

    def __init__(self, error: InputError) -> None:
        super().__init__()
        self.error = error


class LineInput(Input):
    """One line of text. What is too long or unsafe is refused with a sentence, never cut."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("home", "home", show=False)]
    # What is typed changes no widget's size: no key lays the screen out anew.
    virtual_size = Reactive(Size(0, 0))

    def __init__(
        self, value: str = "", *, name: str, field: str, limit: int = NAME_LIMIT, hint: str = ""
    ) -> None:
        if hint == BLANK and look().plain:
            hint = ""
        super().__init__(value, id=name, compact=True, select_on_focus=False, placeholder=hint)
        self.cursor_blink = False
        self.field = field
        self.limit = limit

    def on_resize(self) -> None:
        """Keep the insertion point in sight: Textual 8.2.8 looks after it when a key is pressed.

        A text that was there from the start, or a line that became shorter, would hide it.
        """
        point = Region(self._cursor_offset, 0, width=1, height=1)
        self.call_after_refresh(self.scroll_to_region, point, force=True, animate=False)

    @property
    def content_width(self) -> int:
        """The width that can be scrolled over: where there is more text than room, half a line more."""
        width = super().content_width
        return width + self._step if self.value and width > self.size.width else width

    @property
    def _step(self) -> int:
        return self.size.width // 2

    def scroll_to_region(self, region: Region, **options: Any) -> Offset:
        """Bring the insertion point into sight, with half a line before it where it leaves the field.

        Each move of the text sends the whole line: by a cell at every key it would be sixty bytes.
        """
        window = self.scrollable_content_region.at_offset(self.scroll_offset)
        if region.x < window.x:
            region = Region.from_corners(max(0, region.x - self._step), 0, region.right, 1)
        elif region.right > window.right:
            region = Region.from_corners(region.x, 0, region.right + self._step, 1)
        return super().scroll_to_region(region, **options)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        try:
            accept(self.field, event.text, limit=self.limit)
        except InputError as error:
            self.post_message(Refused(error))
            return
        # The line break or tab that a copied cell ends with goes; blanks between two words stay.
        self.replace(event.text.strip("\r\n\t"), *self.selection)

    # The framework's clipboard is not the terminal's: its keys would do nothing, or worse.
    def action_copy(self) -> None: ...

    def action_cut(self) -> None: ...

    def action_paste(self) -> None: ...


class PickList(OptionList):
    """A list of which one line is chosen, shown in reverse video."""

    _pressed: int | None = None

    def __init__(
        self, *options: Option, name: str, classes: str = "", choose_first: bool = False
    ) -> None:
        """Offer ``options``; ``choose_first``: a tap on another line than the chosen one only chooses."""
        super().__init__(*options, id=name, classes=classes or None, compact=True)
        self._choose_first = choose_first

    # The framework goes round: two presses « to the top » would stand on somebody else.
    def action_cursor_up(self) -> None:
        if self.highlighted != 0:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        if self.highlighted != self.option_count - 1:
            super().action_cursor_down()

    def lay_out(self) -> None:
        """Show the lines in the layout that is in force now."""
        self._clear_caches()
        self.refresh(layout=True)

    def _get_visual(self, option: Option) -> Visual:
        visual = super()._get_visual(option)
        if look().touch and isinstance(visual, Content):
            rows = visual.split("\n", allow_blank=True)
            missing = max(TALL - len(rows), 0)
            rows = [
                *[Content("")] * (missing // 2),
                *rows,
                *[Content("")] * (missing - missing // 2),
            ]
            from e33tui.screens.touch_pads import EDGE, with_edges

            # In reverse video it is told by the list itself.
            chosen = look().plain and option is self.highlighted_option
            room = self.scrollable_content_region.width - EDGE - BESIDE
            return lines(with_edges(rows, room, chosen=chosen))
        return visual

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        self._pressed = event.style.meta.get("option")

    async def _on_click(self, event: events.Click) -> None:
        # The framework's own would take a press that slid here from another line.
        event.prevent_default()
        if look().touch:
            from e33tui.screens.touch_board import seen

            if not seen(self.screen):
                return  # It was meant for what stood there before.
        line, pressed = event.style.meta.get("option"), self._pressed
        self._pressed = None
        if line is None or line != pressed or event.chain > 1:
            return
        chosen = line == self.highlighted
        self.highlighted = line
        if chosen or not self._choose_first:
            self.action_select()

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        # Textual 8.2.8 leaves "reverse" out here, the one attribute every terminal can show.
        style = super().get_visual_style(*component_classes, partial=partial)
        chosen = "option-list--option-highlighted" in component_classes
        return style + Style(reverse=True) if chosen and not look().plain else style

    def _move_page(self, direction: Direction) -> None:
        # Textual 8.2.8 looks the line up that is chosen, and before the first layout there is none.
        if (self.highlighted or 0) in self._index_to_line:
            super()._move_page(direction)


class Choice(Widget, can_focus=True):
    """One of a few words; space or the arrows go round."""

    DEFAULT_CSS = "Choice { height: 1; width: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("enter", "app.focus_next", show=False),
    ]

    index: reactive[int] = reactive(0, layout=True)

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, options: tuple[tuple[str, str], ...], value: str, *, name: str) -> None:
        """Offer ``options``, pairs of value and words."""
        super().__init__(id=name)
        self.options = options
        values = [option for option, _ in options]
        self.set_reactive(Choice.index, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """The value chosen."""
        return self.options[self.index][0]

    def choose(self, value: str) -> None:
        """Choose a value, if it is offered, without a message."""
        values = [option for option, _ in self.options]
        if value in values:
            self.index = values.index(value)

    def render(self) -> object:  # type: ignore[override]
        words = self.options[self.index][1]
        if self.disabled:
            # Nothing to choose: told as a field of the form that is settled.
            return say(words)
        return say(f"{CHOICE_BEGINS}{words}{CHOICE_ENDS}", FOCUS if self.has_focus else "")

    def action_step(self, by: int) -> None:
        self.index = (self.index + by) % len(self.options)
        self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        # A second tap at once is the trembling of a finger: it would undo the first.
        if event.chain == 1:
            self.action_step(1)


class FieldLine(Horizontal):
    """A label beside its field; a tap anywhere on it goes to the field, or changes a choice."""

    def on_click(self, event: events.Click) -> None:
        for field in self.query("LineInput, Choice"):
            if field.focusable and event.widget is not field:
                field.focus()
                if isinstance(field, Choice) and event.chain == 1:
                    field.action_step(1)
