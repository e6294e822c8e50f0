"""The neutral screen: one key puts it over anything, the same key takes it away, or a code.

It hides, it does not protect. It stays on top whatever comes up under it, and nothing that is typed
goes past it. A code that cannot be read counts as none: it may never keep an oral closed.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.worker import Worker

from e33tui.keymap import ENTER, key, own_key
from e33tui.look import look
from e33tui.screens.digits import Digits, Stars
from e33tui.screens.in_thread import in_thread
from e33tui.screens.view import QUIET, say, wrap

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.domain.screen_code import ScreenCode

PATIENCE: Final = 1.0
"""Seconds within which the disk must say which code it is."""
LOOK: Final = 1.0
"""Seconds between two looks at whether another terminal has set a code, or taken it away."""
DELAY: Final = 0.5
"""Seconds after which a wrong code is told."""
TOLD_AFTER: Final = 3
"""Wrong codes after which it is told how a forgotten one goes."""

ASKED: Final = "Code : "
WRONG: Final = "Ce n’est pas le code : réessayez."
FORGOTTEN: Final = "Code oublié ? Dans un autre terminal du même compte :"
UNREADABLE: Final = (
    "! Le code de l’écran neutre n’a pas pu être lu : l’écran s’est ouvert sans lui. "
    "Choisissez un autre code, ou retirez-le."
)


class Blank(ModalScreen[None]):
    """The neutral screen; :meth:`again` is its key, pressed once more."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "hide_question", show=False, priority=True)
    ]

    def __init__(self) -> None:
        super().__init__()
        self._typed: Digits | None = None
        self._checking = False
        self._ahead = False
        self._looking = False
        self._wrong = 0

    @property
    def _e33(self) -> E33App:
        return cast("E33App", self.app)

    def compose(self) -> ComposeResult:
        yield Stars(id="blank")
        # A tablet's own keyboard, open now, may be gone when the screen is to come back.
        if self._e33.layout.touch:
            from e33tui.screens.touch_board import Board

            yield Board("blank-pads")

    def on_mount(self) -> None:
        self._show()
        self.call_after_refresh(self._look)
        self.set_interval(LOOK, self._look)

    def on_resize(self) -> None:
        self._show()

    def point(self) -> Offset:
        """Return where the cursor stands in the plain mode."""
        return self.query_one(Stars).cursor_screen_offset

    # -- Keys -------------------------------------------------------------------------------

    def again(self) -> None:
        """Take the screen away, or ask for the code; asked already, hide the question."""
        if self._typed is not None:
            self.action_hide_question()
        elif self._e33.service.screen_code.is_set:
            self._typed = Digits()
            self._show()
            # It may be gone since, or unreadable: then this key was enough.
            self._begin(None)
        else:
            self._reveal()

    def action_hide_question(self) -> None:
        """Show nothing again but the key."""
        self.workers.cancel_group(self, "code")
        self._typed, self._checking, self._ahead = None, False, False
        self._show()

    def on_key(self, event: Key) -> None:
        event.stop()
        self._press(event.key, event.character)

    def _press(self, key: str, character: str | None) -> None:
        if self._typed is None:
            return
        if key == "enter":
            self._submit()
        elif self._typed.press(key, character):
            self._show()

    def on_paste(self, event: Paste) -> None:
        event.stop()
        if self._typed is not None:
            self._typed.paste(event.text)
            self._show()

    def _submit(self) -> None:
        if self._typed is None or not self._typed.text:
            return
        if self._checking:
            # Typed ahead, as on a slow line: it is looked at once the code before it has been.
            self._ahead = True
            return
        typed, self._typed, self._checking = self._typed.text, Digits(), True
        self._begin(typed)

    # -- The code -----------------------------------------------------------------------------

    def _begin(self, typed: str | None) -> Worker[None]:
        # Made by the worker itself: cut short before that, there is nothing to come to an end.
        return self.run_worker(partial(self._try, typed), exclusive=True, group="code")

    async def _try(self, typed: str | None) -> None:
        """Reveal the screen if there is no code, or if ``typed`` is the code."""
        try:
            code = await self._read()
            right = code is None or (typed is not None and await in_thread(code.opens, typed))
        except Exception:  # noqa: BLE001 (whatever is wrong with the code, the oral goes on)
            self._reveal(UNREADABLE)
            return
        if right:
            self._reveal()
        elif typed is not None:
            await asyncio.sleep(DELAY)
            self._wrong += 1
            self._checking = False
            self._show()
            if self._ahead:
                self._ahead = False
                self._submit()

    async def _read(self) -> ScreenCode | None:
        read = in_thread(self._e33.service.screen_code.read)
        return await asyncio.wait_for(read, PATIENCE)

    def _look(self) -> None:
        """Look whether there is a code now; one that is asked for may have been taken away."""
        if not self._looking:
            self._looking = True
            self.run_worker(self._look_once())

    async def _look_once(self) -> None:
        try:
            code = await in_thread(self._e33.service.screen_code.read)
            if code is None and self._typed is not None:
                self._reveal()
        except Exception:  # noqa: BLE001 (the next attempt to come back tells)
            pass
        finally:
            self._looking = False

    def _reveal(self, said: str = "") -> None:
        if self.is_active:
            self.dismiss(None)
            if said:
                self._e33.notice(said)

    # -- What is shown ------------------------------------------------------------------------

    def _show(self) -> None:
        if not self.query(Stars):
            return  # Keys came together: it is shown in a moment.
        self.set_class(self._typed is not None, "-asking")
        self._show_pads()
        stars = self.query_one(Stars)
        if self._typed is None:
            # Dim blanks would all be sent, where bare ones are erased.
            stars.show(say(own_key("blank"), QUIET))
            self.set_focus(None)
            return
        said = [WRONG] * bool(self._wrong)
        if self._wrong >= TOLD_AFTER:
            code = self._e33.service.screen_code
            room = self.size.width - 2
            said += [row for text in (FORGOTTEN, code.removal) for row in wrap(text, room)]
        ways = "" if look().touch else f"{ENTER} : valider   {key('blank')} : cacher"
        stars.ask([say(line) for line in said], ASKED, self._typed, say(ways, QUIET))
        stars.focus()

    def _show_pads(self) -> None:
        """Show what a finger can do, where it can do anything; elsewhere a touch does nothing."""
        if not self.size or not self.query("#blank-pads"):
            return
        from e33tui.screens import touch_code as pads
        from e33tui.screens.touch_board import Board

        rows = [[pads.coming_back(self.again)]]
        if self._typed is not None:
            rows = pads.digit_pads(self._press)
            last = [pads.hiding(self.action_hide_question), *rows[-1]]
            rows = [*rows[:-1], [*last, pads.taking(partial(self._press, "enter", None))]]
        self.query_one("#blank-pads", Board).show(rows, self.size.width)
