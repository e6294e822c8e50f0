"""What every screen shares: two lines above, notice and keys below, and how errors are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from e33tui.actions import Place, actions_at
from e33tui.domain.errors import E33Error
from e33tui.domain.identity import french_date
from e33tui.domain.wording import capitalised
from e33tui.keymap import binding_id, fill
from e33tui.look import look
from e33tui.screens.composing import PartialCompositor
from e33tui.screens.fields import PickList
from e33tui.screens.in_thread import aside, in_thread
from e33tui.screens.keybar import KeyBar, Labels
from e33tui.screens.notices import NOTICE_LINES, Notice
from e33tui.screens.panes import ROOMY, is_wide, reading_width
from e33tui.screens.save_view import save_alert
from e33tui.screens.styled_once import StyledOnce
from e33tui.screens.view import (
    STRONG,
    lines,
    say,
    shorten,
    spread,
)
from e33tui.signs import SEPARATOR

if TYPE_CHECKING:
    from textual.css.styles import RulesMap

    from e33tui.app import E33App
    from e33tui.screens.touch import Layer
    from e33tui.service import Service


def bindings(place: Place) -> list[BindingType]:
    """Return the bindings of one screen's own actions."""
    return [
        # Where a text is being typed the field takes it; the key of the help helps there too.
        Binding("question_mark", "app.help", show=False),
        *(
            Binding(
                # One without a key has a place in the table where an account can give it one.
                ",".join(action.keys) or f"no.{action.id}",
                action.id,
                action.label,
                id=binding_id(place, action.id),
                show=False,
                priority=action.priority,
            )
            for action in actions_at(place)
            if Place.EVERYWHERE not in action.places
        ),
    ]


def put(widget: Static, content: Content, *, layout: bool = True) -> None:
    """Show ``content``, unless that is what stands there: only what changed is drawn again.

    Args:
        widget: where.
        content: the text with its styles, which ``==`` would not compare.
        layout: whether the widget's size may depend on it.
    """
    shown = widget.content
    if not (isinstance(shown, Content) and shown.is_same(content)):
        widget.update(content, layout=layout)


def put_as_high(widget: Static, content: Content) -> None:
    """Show ``content``; the screen is laid out anew only if it takes more lines, or fewer."""
    shown, width = widget.content, widget.size.width
    rules = cast("RulesMap", widget.styles)
    same = (
        width > 0
        and isinstance(shown, Content)
        and shown.get_height(rules, width) == content.get_height(rules, width)
    )
    put(widget, content, layout=not same)


class PlaceScreen(StyledOnce[None]):
    """A screen of the program: head and title, body, notice, keys.

    Attributes:
        HINT: what somebody sees who is here for the first time; one short sentence, keys in braces.
        notice_height: the lines that the notice takes now.
    """

    AUTO_FOCUS = ""
    PLACE: ClassVar[Place]
    HINT: ClassVar[str] = ""
    notice_height = 1
    _hinted = False
    _shown = False
    _settled = False
    _changing = False
    _layer: Layer | None = None

    def __init__(self) -> None:
        super().__init__()
        self._compositor = PartialCompositor()
        self._notice = Notice()

    @property
    def e33(self) -> E33App:
        """The application, with its own type."""
        from e33tui.app import E33App

        return cast(E33App, self.app)

    @property
    def service(self) -> Service:
        """The séance at work."""
        return self.e33.service

    def compose(self) -> ComposeResult:
        # Known before its widgets are styled: changed later, all of them would be styled anew.
        self._set_widths(self.app.size.width, update=False)
        yield Static("", id="head")
        yield Static("", id="title")
        with Container(id="body"):
            yield from self.body()
        yield Static("", id="notice")
        yield KeyBar(actions_at(self.PLACE))

    def body(self) -> ComposeResult:
        """Yield what stands between head and notice."""
        yield from ()

    @property
    def going(self) -> bool:
        """Whether this screen is being taken away: its widgets may be gone already.

        Keys typed ahead can replace a screen that is hardly there; what was on its way to it, such
        as its size, still comes.
        """
        return not (self.is_attached and self.display)

    @property
    def is_shown(self) -> bool:
        """Whether this screen has shown its state once: before, it has no place to keep."""
        return self._shown

    @property
    def takes_keys(self) -> bool:
        """Whether this screen was shown, and what it gave the focus to has it."""
        return self._shown and self._settled

    def _settle(self) -> None:
        self._settled = True

    def on_click(self, event: events.Click) -> None:
        if self.touch:
            self.touch.tapped(event)

    @property
    def is_leaving(self) -> bool:
        """Whether a passage is on its way to take this screen's place."""
        return self.e33.ways.opening

    def on_mount(self) -> None:
        if self.going:
            return
        self.ready()
        # The framework gives the focus a moment later, and this comes after it.
        self.app.call_later(self._settle)
        self.hint()
        # The size, which comes next, shows the state for the first time.
        self.set_interval(1.0, self.tick)

    def ready(self) -> None:
        """Prepare the screen once its widgets are there."""

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        if self.is_mounted and self._shown:
            self.refresh_all()

    def on_screen_suspend(self) -> None:
        if self.is_mounted and self._shown:
            self.show_keys()

    def on_resize(self) -> None:
        if self.going:
            return
        self._set_widths(self.size.width)
        self._shown = True
        self.notice(self._notice.text, warning=self._notice.warning)
        self.refresh_all()

    def _set_widths(self, width: int, *, update: bool = True) -> None:
        self.set_class(is_wide(width), "-wide", update=update)
        self.set_class(width >= ROOMY, "-roomy", update=update)

    def tick(self) -> None:
        """Repaint what time changes; nothing else."""
        if self.going:
            return
        self.show_head()
        self.show_title()
        self._show_alert()
        # Under the neutral screen nobody could have read it.
        if self._notice.is_over(seen=not self.e33.blanked):
            self.notice("")

    def _show_alert(self) -> None:
        """Show why nothing is saved, as long as that is so, whenever no notice is in its place.

        Else, in a practice séance, what to do next.
        """
        alert = save_alert(self.e33.keeping.save_status(), self.service.copy_folder)
        if self._notice.stand_in(alert, self._next_step()):
            self.notice("")

    # -- What is shown ----------------------------------------------------------------------

    def refresh_all(self) -> None:
        """Show the present state everywhere; widgets are updated in place."""
        if self.going:
            return
        self._shown = True
        self.show_head()
        self.show_title()
        self._show_alert()
        self.show_body()
        self.show_keys()

    def show_head(self) -> None:
        """Repaint the first line, if it changed."""
        head = spread(self.head_left(), self.head_right() + " ", self.size.width)
        put(self.query_one("#head", Static), head, layout=False)

    def show_title(self) -> None:
        """Repaint the second line, if it changed."""
        left, right = self.title_ends()
        title = spread(left, right + " ", self.size.width)
        put(self.query_one("#title", Static), title, layout=False)

    def title_ends(self) -> tuple[Content, Content]:
        """Return both ends of the second line, which may have to share its room."""
        return self.title_left(), self.title_right()

    def title_left(self) -> Content:
        """Return the left of the second line: which screen this is."""
        return say(f" {capitalised(self.TITLE or '')}", STRONG)

    def title_right(self) -> Content:
        """Return the right of the second line."""
        return Content("")

    def code(self) -> Content:
        """Return the rubric's code, with which the first line begins."""
        return say(f" {self.e33.code}  ", "bold")

    def head_left(self) -> Content:
        """Return the left of the first line: the séance, its centre as far as there is room."""
        sitting = self.service.sitting
        if not sitting.is_set_up:
            return self.code()
        kind = "ENTRAÎNEMENT" if self.service.is_practice else "DÉMONSTRATION"
        demo = f"{kind}{SEPARATOR}" if sitting.demonstration else ""
        begun = self.code() + say(f"{demo}Séance du {french_date(sitting.date)}")
        room = self.size.width - begun.cell_length - self.head_right().cell_length - 5
        centre = shorten(sitting.centre, room)
        return begun + say(f"{SEPARATOR}{centre}" if centre else "")

    def head_right(self) -> Content:
        """Return the right of the first line: the save state."""
        return self.e33.save_mark.show(self.e33.keeping.save_status(), self.e33.now())

    def lay_out(self) -> None:
        """Show the same state in the layout that is in force now, the keyboard's or the finger's."""
        for listed in self.query(PickList):
            listed.lay_out()
        self.refresh_all()

    @property
    def touch(self) -> Layer | None:
        """The targets for a finger; none in the keyboard's layout, which never loads them."""
        if not look().touch:
            return None
        if self._layer is None:
            from e33tui.screens.touch import layer_of

            self._layer = layer_of(self)
        return self._layer

    def show_body(self) -> None:
        """Show the state in the body's widgets."""

    def show_keys(self) -> None:
        """Repaint the footer."""
        if self.going:
            return
        if self.touch:
            self.touch.show()
            return
        bar = self.query_one(KeyBar)
        # While a question is open only its own keys do anything.
        top = self.is_active
        bar.show(
            lambda name: top and bool(self.check_action(name, ())), self.labels(), self.size.width
        )

    def labels(self) -> Labels:
        """Return words for what keys do right now, in place of the table's."""
        return {}

    # -- Notices ----------------------------------------------------------------------------

    def notice(self, text: str, *, warning: bool = False) -> None:
        """Say one sentence above the keys, at once or with the screen's first showing.

        Args:
            text: the sentence; one that begins with « ! » is a warning in any case.
            warning: whether it stands out, and stays until something is done.
        """
        self._notice.say(text, warning=warning)
        if not self._shown or self.going:
            return
        rows = self._notice.rows(reading_width(self.size.width - 1), lambda: self.notice_room)
        before, self.notice_height = self.notice_height, len(rows)
        put(self.query_one("#notice", Static), lines(rows))
        if self.notice_height != before and look().touch:
            # What no longer fits the body needs targets that turn its pages.
            self.show_keys()

    @property
    def notice_room(self) -> int:
        """The lines that a notice may take now."""
        return NOTICE_LINES

    def says(self, text: str) -> bool:
        """Tell whether that is the present notice."""
        return self._notice.text == text

    def hint(self) -> None:
        """Tell somebody who is here for the first time what to do; the next time it is known."""
        if self.service.is_practice:
            # There it is told at every visit, and what comes after it too.
            return
        if self.HINT and not self._notice.text and self.e33.hints.wanted(self.PLACE):
            self._hinted = True
            self.notice(self.own_hint())

    def own_hint(self) -> str:
        """Return what this screen's hint says in the layout that is in force."""
        return self.touch.hint() if self.touch else fill(self.HINT)

    def _next_step(self) -> str:
        if not self.service.is_practice:
            return ""
        from e33tui.screens.practice import next_step

        return next_step(self)

    def on_unmount(self) -> None:
        if self._hinted:
            aside(self.e33.hints.seen, self.PLACE)

    def refuse(self, error: E33Error) -> None:
        """Say why something was refused."""
        self.notice(f"! {error.message}")

    def change_sitting(self, change: Callable[[], object], done: Callable[[], None]) -> None:
        """Change the séance, which waits for the disk, while the interface goes on.

        Args:
            change: called in a thread.
            done: called once the change is on the disk.
        """
        if not self._changing:
            self._changing = True
            self.run_worker(self._change_sitting(change, done))

    async def _change_sitting(self, change: Callable[[], object], done: Callable[[], None]) -> None:
        try:
            await in_thread(change)
        except E33Error as error:
            self.refuse(error)
        else:
            done()
        finally:
            self._changing = False

    def keep_entry(self) -> None:
        """Keep what stands in the fields, before the screen goes.

        The message of a letter typed a moment ago may still be on its way to it.
        """

    def begins_text(self, character: str | None) -> bool:
        """Tell whether a key begins a text here, though none has the focus, and does nothing else."""
        return False

    def keep_place(self) -> None:
        """Keep that this screen is shown and what has the focus, for a start after a cut."""
        self.service.show_no_form()

    def meant_to_copy(self) -> bool:
        """Say that nothing is copied, where the key that leaves was pressed on a selected text."""
        return False

    def unfinished(self) -> str:
        """Return what leaving the program now would leave undone, one sentence; nothing as a rule."""
        return ""

    def action_back(self) -> None:
        """Go back without losing anything."""
        self.e33.ways.go_home()

    def in_help(self, action: str) -> bool:
        """Tell whether the help names an action: one that makes no sense here would only mislead."""
        return True

    def extra_help(self) -> tuple[tuple[str, str], ...]:
        """Return keys that the action table does not hold, such as the digits of the levels."""
        from e33tui.fixed_keys import on_screen

        return on_screen(self.PLACE)
