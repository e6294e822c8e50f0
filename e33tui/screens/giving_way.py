"""Giving a passage up to another terminal, which asks for it, and what is said here meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from e33tui.keymap import ESCAPE, key, over
from e33tui.screens.in_thread import in_thread
from e33tui.screens.sheet import KeyLine, Sheet, touch_targets
from e33tui.screens.view import STRONG, WARNING, say

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.service.desk import Desk

ASKED = "Un autre terminal demande ce passage : enregistrement en cours…"
TAKEN_SAVED = "Ce passage a été repris dans un autre terminal ; tout est enregistré."
TAKEN_UNSAVED = (
    "! Ce passage a été repris dans un autre terminal ; ce qui venait d’être saisi ici n’a pas "
    "pu être enregistré. Vérifiez-le là-bas."
)
NOT_GIVEN = (
    "! Un autre terminal demande ce passage, mais tout n’est pas encore enregistré ici : "
    "vérifiez le disque. Il sera cédé dès que tout sera enregistré."
)


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


async def give_way(app: E33App, desk: Desk, given: Given) -> None:
    """Let a passage go that another terminal asks for; say how that went once it is known."""
    left = await in_thread(desk.leave)
    text = TAKEN_SAVED if left else TAKEN_UNSAVED if desk.read_only else NOT_GIVEN
    if given.is_attached:
        given.tell(text, warning=not left)
    app.notice(text, warning=not left)
