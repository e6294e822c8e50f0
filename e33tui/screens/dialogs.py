"""Questions: yes or no, one of a few, a short text. The safe answer has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Event, Key, Mount, Resize, ScreenResume
from textual.screen import ModalScreen, Screen
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import level_of
from e33tui.domain.errors import InputError
from e33tui.domain.text import LINE_LIMIT, accept
from e33tui.keymap import DOWN, ENTER, ESCAPE, UP, key, over
from e33tui.look import look
from e33tui.screens.fields import BLANK, FieldLine, LineInput, PickList, Refused
from e33tui.screens.in_thread import in_thread
from e33tui.screens.styled_once import StyledOnce
from e33tui.screens.view import QUIET, STRONG, WARNING, lines, say
from e33tui.signs import AFTER_KEYS, ATTENTION, PROMPT

if TYPE_CHECKING:
    from e33tui.app import E33App

    _Mixed = StyledOnce[Any]
else:
    # A base that is a widget would put its own styles and keys in the place of the other's.
    _Mixed = object


TAP = "Touchez une réponse."
"""What to do once letters answer nothing, in the touch layout."""


class KeyLine(Static):
    """What the keys do on what stands over a screen; the touch layout has targets instead."""

    def __init__(self, words: str) -> None:
        super().__init__(say(words, QUIET), classes="keys")


def touch_targets() -> ComposeResult:
    """Yield what a finger needs over a screen, in the touch layout."""
    if look().touch:
        from e33tui.screens.touch_sheet import SheetBar

        yield SheetBar()


def comes_too_late(event: Event, screen: Screen[Any]) -> bool:
    """Tell whether there is nothing left to prepare on what stood over a screen.

    Answered or left by a key typed ahead, it may go before any of its widgets came.
    """
    return isinstance(event, Mount | Resize) and not (screen.is_attached and screen.display)


class Sheet(StyledOnce[str | None], ModalScreen[str | None]):
    """What stands over a screen, in both layouts."""

    @property
    def e33(self) -> E33App:
        """The application."""
        return cast("E33App", self.app)

    async def on_event(self, event: Event) -> None:
        if not comes_too_late(event, self):
            await super().on_event(event)

    def lay_out(self) -> None:
        """Show the same in the layout that is in force now."""
        for listed in self.query(PickList):
            listed.lay_out()
        if look().touch and not self.query("#sheet-bar"):
            # Where they stand from the start: below all else.
            box = next(iter(self.query("#dialog, #help")), self)
            box.mount_all(touch_targets())


class Passing(_Mixed):
    """What can be asked for again, and belongs to one layout: it goes when the layout turns."""

    _turned = False

    def lay_out(self) -> None:
        """Go, as soon as nothing stands over it."""
        self._turned = True
        self._go()

    def on_screen_resume(self, event: ScreenResume) -> None:
        self._go()

    def _go(self) -> None:
        if self._turned and self.is_active:
            self.dismiss(None)


class Dialog(Sheet):
    """A box over the screen; the screen's first line stays in sight."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", show=False, priority=True),
        Binding("ctrl+r", "give_up", id=over("back"), show=False, priority=True),
    ]

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Static(say(self._title, STRONG), id="question")
            if self._text:
                yield Static(say_paragraphs(self._text), id="explanation")
            yield from self.answers()
            yield Static("", id="dialog-notice")
            yield from touch_targets()

    def answers(self) -> ComposeResult:
        """Yield the widgets that take the answer."""
        yield from ()

    def refuse(self, error: InputError) -> None:
        """Say why an answer cannot be taken."""
        self.query_one("#dialog-notice", Static).update(say(f"{ATTENTION}{error.message}", WARNING))

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def action_give_up(self) -> None:
        self.answer(None)

    def answer(self, answer: str | None) -> None:
        """Give the answer, once: a second touch of a finger is none."""
        # What is under the neutral screen counts as current too, and would take that one away.
        if self.is_active:
            self.dismiss(answer)


def say_paragraphs(text: str) -> Content:
    """Return a text of several lines as content."""
    return lines(say(line) for line in text.split("\n"))


class Menu(Dialog):
    """One of a few answers; the first is the safe one. A letter or Enter chooses.

    Who goes on typing a text while the question comes up answers nothing by it: once a letter was
    none of the answers, no letter is one any more.
    """

    _typing = False

    def __init__(
        self, title: str, options: tuple[tuple[str, str, str], ...], text: str = ""
    ) -> None:
        """Offer ``options``: value, key, words."""
        super().__init__(title, text)
        self._options = options

    def answers(self) -> ComposeResult:
        yield PickList(
            *(
                Option(say(f"{key}  ", STRONG) + say(words), id=value)
                for value, key, words in self._options
            ),
            name="answers",
            classes="-explained" if self._text else "",
        )
        yield KeyLine(f"{ENTER} : choisir   {key('back')} ou {ESCAPE} : annuler")

    def on_mount(self) -> None:
        answers = self.query_one("#answers", PickList)
        answers.highlighted = 0
        answers.focus()

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        self.answer(event.option_id)

    def on_key(self, event: Key) -> None:
        if not event.is_printable:
            return
        # Once it is answered, it is no key of the screen that is there then.
        event.stop()
        value = None if self._typing else self._answer_of(event.character or "")
        if value is not None:
            self.answer(value)
        elif not self._typing:
            self._typing = True
            way = TAP if look().touch else f"{ENTER} pour choisir."
            self.query_one("#dialog-notice", Static).update(say(way))

    def _answer_of(self, character: str) -> str | None:
        typed = (character.lower(), str(level_of(character, 9)))
        found = (value for value, letter, _ in self._options if letter.lower() in typed)
        return next(found, None)


def confirm(title: str, text: str = "", *, yes: str = "Oui") -> Menu:
    """Return a question whose safe answer is no; ``dismiss`` gives ``"yes"`` or something else."""
    return Menu(title, (("no", "n", "Non"), ("yes", "o", yes)), text)


class Ask(Dialog):
    """A short text, such as a reason; until it is taken or given up it is a draft of the passage.

    Attributes:
        REPLACES: whether the first letter takes the place of what stands there to begin with.
    """

    REPLACES: ClassVar[bool] = True

    def __init__(
        self,
        title: str,
        field: str,
        text: str = "",
        *,
        draft: str,
        check: Callable[[str], object] | None = None,
        check_waits: bool = False,
        proposed: str = "",
    ) -> None:
        """Ask for ``field``.

        Args:
            title: the question.
            field: what the answer is called.
            text: what explains it.
            draft: tells this question's draft from any other.
            check: raises :class:`InputError` for an answer that cannot be taken.
            check_waits: whether the check waits for a disk.
            proposed: what stands there to begin with.
        """
        super().__init__(title, text)
        self._field = field
        self._check = check
        self._check_waits = check_waits
        self._proposed = proposed
        self._draft = draft
        self._answered = False

    def answers(self) -> ComposeResult:
        self._desk = self.e33.desk
        begun = (self._desk and self._desk.draft(self._draft)) or self._proposed
        with FieldLine(id="ask"):
            yield Static(say(f"{self._field}{PROMPT}"), id="ask-prompt")
            yield LineInput(begun, name="answer", field=self._field, limit=LINE_LIMIT, hint=BLANK)
        yield KeyLine(f"{ENTER} : valider   {key('back')} ou {ESCAPE} : annuler")

    def on_mount(self) -> None:
        field = self.query_one(LineInput)
        field.focus()
        if self.REPLACES and self._proposed and field.value == self._proposed:
            field.select_all()

    def on_input_changed(self, event: LineInput.Changed) -> None:
        self.keep_entry()

    def keep_entry(self) -> None:
        """Keep what stands in the field, until it is taken or given up."""
        if not self._answered:
            self._keep(self.query_one(LineInput).value or None)

    def _keep(self, text: str | None) -> None:
        if self._desk is not None:
            self.e33.keep_draft(self._desk, self._draft, text)

    def answer(self, answer: str | None) -> None:
        """Take the text or give it up: either way it is no draft any more."""
        if self.is_active:
            self._answered = True
            self._keep(None)
            super().answer(answer)

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        try:
            text = accept(self._field, event.value, limit=LINE_LIMIT)
            if not text:
                raise InputError(self._field, f"{self._field} : tapez quelques mots.")
            if self._check is not None and not self._check_waits:
                self._check(text)
        except InputError as error:
            self.refuse(error)
            return
        if self._check is not None and self._check_waits:
            self.run_worker(self._answer_checked(self._check, text), exclusive=True)
        else:
            self.answer(text)

    async def _answer_checked(self, check: Callable[[str], object], text: str) -> None:
        try:
            await in_thread(check, text)
        except InputError as error:
            self.refuse(error)
            return
        # Blanked meanwhile, it is to be given once more.
        self.answer(text)


class Given(Sheet):
    """What stands over the list once another terminal has taken the passage over.

    Whoever was typing goes on typing for a moment: no letter, and no Enter, may then mean anything.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False, priority=True),
        Binding("ctrl+r", "close", id=over("back"), show=False, priority=True),
        Binding("ctrl+n", "close", id=over("next"), show=False, priority=True),
    ]

    def __init__(self, text: str, *, warning: bool = False) -> None:
        super().__init__()
        self._text = text
        self._warning = warning

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Static(say("Passage repris ailleurs", STRONG), id="question")
            yield Static("", id="explanation")
            yield KeyLine(f"{key('back')} ou {ESCAPE} : revenir à la liste")
            yield from touch_targets()

    def on_mount(self) -> None:
        self.tell(self._text, warning=self._warning)

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say how it went."""
        self.query_one("#explanation", Static).update(say(text, WARNING if warning else ""))

    def action_close(self) -> None:
        self.dismiss(None)


class Help(Sheet):
    """The keys of a screen, from the action table."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,space,q", "close", show=False, priority=True),
        Binding("ctrl+g", "close", id=over("help"), show=False, priority=True),
        Binding("ctrl+r", "close", id=over("back"), show=False, priority=True),
    ]

    def __init__(self, title: str, rows: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._title = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Static(say(f" {self.e33.code}  {self._title}", STRONG))
            with VerticalScroll(id="help-body"):
                for keys, words in self._rows:
                    with Horizontal(classes="help-row"):
                        yield Static(say(f"{keys}{AFTER_KEYS}", STRONG), classes="help-key")
                        yield Static(say(words), classes="help-words")
            yield KeyLine(f"{ESCAPE} ou {key('help')} : fermer   {UP} {DOWN} : défiler")
            yield from touch_targets()

    def on_mount(self) -> None:
        self.query_one("#help-body").focus()

    def action_close(self) -> None:
        self.dismiss(None)
