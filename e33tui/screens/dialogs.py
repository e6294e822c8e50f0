"""Questions: yes or no, one of a few, a short text. The safe answer has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.domain.errors import InputError
from e33tui.domain.text import LINE_LIMIT, accept
from e33tui.keymap import ENTER, ESCAPE, key, over
from e33tui.level_keys import level_of
from e33tui.look import look
from e33tui.screens.fields import BLANK, FieldLine, LineInput, PickList, Refused
from e33tui.screens.in_thread import in_thread
from e33tui.screens.sheet import KeyLine, Sheet, touch_targets
from e33tui.screens.view import STRONG, WARNING, lines, say
from e33tui.signs import ATTENTION, PROMPT

TAP = "Touchez une réponse."
"""What to do once letters answer nothing, in the touch layout."""


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
        """Offer ``options``: value, key (``""`` for one that only the arrows reach), words."""
        super().__init__(title, text)
        self._options = options

    def answers(self) -> ComposeResult:
        yield PickList(
            *(
                Option(say(f"{key:1}  ", STRONG) + say(words), id=value)
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
        if self._typing:
            self._say_how()

    def expect_typing(self) -> None:
        """Have no letter answer: the question came up in the middle of a word."""
        self._typing = True

    def _say_how(self) -> None:
        way = TAP if look().touch else f"{ENTER} pour choisir."
        self.query_one("#dialog-notice", Static).update(say(way))

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
            self._say_how()

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
            typed = self.query_one(LineInput).value
            # What stands there to begin with nobody has typed.
            self._keep(typed if typed not in ("", self._proposed) else None)

    def _keep(self, text: str | None) -> None:
        if self._desk is not None:
            self.e33.keeping.keep_draft(self._desk, self._draft, text)

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
