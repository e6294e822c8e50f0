"""Setting the neutral screen's code, changing it, and taking it away: the commission's own choice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.events import Key, Paste
from textual.geometry import Offset
from textual.widgets import Static

from e33tui.domain.errors import E33Error, InputError
from e33tui.domain.screen_code import FIELD, LONGEST, RULE, SHORTEST, is_code
from e33tui.keymap import ENTER, ESCAPE, key
from e33tui.look import look
from e33tui.screens.dialogs import Dialog, Menu
from e33tui.screens.digits import Digits, Stars
from e33tui.screens.in_thread import in_thread
from e33tui.screens.view import QUIET, say

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.service import Service

PATIENCE: Final = 0.5
"""Seconds that the question waits at most for what the disk says."""

TITLE: Final = "Code de l’écran neutre"
EXPLAINED: Final = (
    f"De {SHORTEST} à {LONGEST} chiffres, pour cette séance. Il cache l’écran, il ne le protège pas. "
    "Oublié, il se retire : l’écran neutre dit comment."
)
FIRST: Final = "Code : "
AGAIN: Final = "Le même code : "
DIFFERENT: Final = "Les deux codes diffèrent : tapez-le de nouveau, deux fois."
SET: Final = "L’écran neutre demande maintenant ce code, sur tous les terminaux de la séance."
REMOVED: Final = "L’écran neutre ne demande plus de code."
CHOICES: Final = (
    ("keep", "g", "Garder le code"),
    ("change", "c", "Changer le code"),
    ("remove", "r", "Retirer le code"),
)


class AskCode(Dialog):
    """A new code, typed twice; it is no draft, and stands nowhere in clear."""

    def __init__(self) -> None:
        super().__init__(TITLE, EXPLAINED)
        self._digits = Digits()
        self._first = ""

    def answers(self) -> ComposeResult:
        yield Stars(id="code")
        yield from _touch_digits()

    def lay_out(self) -> None:
        super().lay_out()
        if not self.query("#code-pads"):
            self.mount_all(_touch_digits(), after=self.query_one(Stars))
        self._show()
        self.call_after_refresh(self._show_pads)

    def point(self) -> Offset:
        """Return where the cursor stands in the plain mode."""
        return self.query_one(Stars).cursor_screen_offset

    def on_mount(self) -> None:
        self._show()
        self.query_one(Stars).focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_pads)

    def on_key(self, event: Key) -> None:
        # It is not for the screen that is there once the answer is given.
        event.stop()
        self._press(event.key, event.character)

    def _press(self, key: str, character: str | None) -> None:
        if key == "enter":
            self._take()
        elif self._digits.press(key, character):
            self._show()

    def on_paste(self, event: Paste) -> None:
        event.stop()
        self._digits.paste(event.text)
        self._show()

    def _take(self) -> None:
        """Take the code the first time, and compare it the second."""
        typed, self._digits = self._digits.text, Digits()
        self.query_one("#dialog-notice", Static).update("")
        if not self._first and is_code(typed):
            self._first = typed
        elif self._first and typed == self._first:
            self.answer(typed)
            return
        else:
            self.refuse(InputError(FIELD, DIFFERENT if self._first else RULE))
            self._first = ""
        self._show()

    def _show(self) -> None:
        touch = look().touch
        ways = "" if touch else f"{ENTER} : valider   {key('back')} ou {ESCAPE} : annuler"
        stars = self.query_one(Stars)
        stars.ask([], AGAIN if self._first else FIRST, self._digits, say(ways, QUIET))

    def _show_pads(self) -> None:
        """Show a finger its digits, in the touch layout."""
        for board in self.query("#code-pads"):
            from e33tui.screens import touch_code as pads
            from e33tui.screens.touch_board import Board

            assert isinstance(board, Board)
            rows = pads.digit_pads(self._press)
            rows[-1].append(pads.taking(self._take))
            board.show(rows, self.query_one("#dialog").content_region.width)


def _touch_digits() -> ComposeResult:
    """Yield where a finger's digits stand, in the touch layout."""
    if look().touch:
        from e33tui.screens.touch_board import Board

        yield Board("code-pads")


async def change_code(app: E33App) -> None:
    """Ask what the neutral screen shall ask for, and have it so."""
    code = app.service.screen_code
    answer: str | None = "change"
    if await _is_set(app.service):
        answer = await app.push_screen_wait(Menu(TITLE, CHOICES))
    try:
        if answer == "remove":
            await in_thread(code.remove)
            app.notice(REMOVED)
        elif answer == "change" and (typed := await app.push_screen_wait(AskCode())):
            await in_thread(code.change, typed)
            app.notice(SET)
    except E33Error as error:
        app.notice(f"! {error.message}")


async def _is_set(service: Service) -> bool:
    """Tell whether there is a code, as far as the disk says so soon."""
    try:
        await asyncio.wait_for(in_thread(service.screen_code.read), PATIENCE)
    except (TimeoutError, E33Error):
        return True  # One that cannot be read can be changed or removed.
    return service.screen_code.is_set
