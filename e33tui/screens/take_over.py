"""Taking over a passage that another terminal has (*Reprendre ici*): one question, one answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from e33tui.domain.errors import StoreError
from e33tui.screens.dialogs import Menu, confirm, say_paragraphs
from e33tui.screens.fields import PickList
from e33tui.screens.in_thread import in_thread
from e33tui.screens.view import STRONG, say
from e33tui.store import HeldElsewhere, Holder, Sign

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.service import Service
    from e33tui.service.desk import Desk
    from e33tui.store import Question

LOOK = 0.1
"""Seconds between two looks at whether the holder has answered."""
AGAIN = 2.0
"""Seconds after which one that answered is asked once more, as long as nobody has chosen."""

TITLE = "Passage ouvert ailleurs"
KEPT = "Ce qu’il a enregistré est gardé ; la dernière seconde de frappe peut manquer."
STATES = {
    None: f"L’autre terminal est interrogé… S’il ne répond pas, « Reprendre ici » l’arrêtera. {KEPT}",
    Sign.ANSWERS: "L’autre terminal répond : il enregistrera tout, puis cédera le passage.",
    Sign.SILENT: f"L’autre terminal ne répond pas : « Reprendre ici » l’arrêtera. {KEPT}",
    Sign.GONE: "L’autre terminal a laissé ce passage : il est libre.",
}
UNKNOWN = "L’autre terminal ne peut pas être interrogé."
CONSEQUENCES: dict[Sign | None, str] = {
    Sign.ANSWERS: " : il cède le passage",
    Sign.SILENT: " : il sera arrêté",
}
GIVING = "L’autre terminal enregistre et cède le passage…"
ENDING = "L’autre terminal ne répond pas : il est arrêté…"
ASKING = "L’autre terminal est interrogé…"
FIX_THERE = "L’autre terminal ne répond pas. Fermez-le sur place."
NOT_GIVEN = "L’autre terminal n’a pas cédé le passage. L’arrêter ?"
NOT_GIVEN_WHY = (
    "Il n’a pas pu tout enregistrer, ou ne répond plus. Ce qu’il a enregistré est gardé, le reste "
    "serait perdu. « Non » le laisse travailler : réessayez un peu plus tard."
)


class HeldMenu(Menu):
    """Leave a passage to its holder, look at it, or take it over; it says what that would mean.

    Attributes:
        sign: what is known of the holder; ``None`` while it is being asked.
    """

    def __init__(self, service: Service, error: HeldElsewhere) -> None:
        """Offer what can be done about a passage that ``error`` says is held."""
        self.sign: Sign | None = None
        self._service = service
        self._holder = error.holder
        self._error = error
        options = (
            ("no", "n", "Revenir à la liste"),
            ("look", "c", "Consulter seulement"),
            ("take", "r", "Reprendre ici"),
        )
        super().__init__(TITLE, options, self._explanation())

    def _explanation(self) -> str:
        state = STATES[self.sign] if self._holder else UNKNOWN
        return f"{self._error.message}\n{state}"

    def on_mount(self) -> None:
        super().on_mount()
        if self._holder is not None:
            self.run_worker(self._ask(self._holder))

    async def _ask(self, holder: Holder) -> None:
        """Ask again and again: what is said must not be old when somebody chooses."""
        while True:
            before, self.sign = self.sign, await ask(self._service, holder)
            if not self.is_attached:
                return
            if self.sign is not before:
                self._tell()
            if self.sign is not Sign.SILENT:
                await asyncio.sleep(AGAIN)

    def _tell(self) -> None:
        # The answer may come when a choice has just been made, and nothing stands here any more.
        for explanation in self.query("#explanation").results(Static):
            explanation.update(say_paragraphs(self._explanation()))
        for answers in self.query("#answers").results(PickList):
            answers.replace_option_prompt("take", self._take_prompt())

    def _take_prompt(self) -> Content:
        return say("r  ", STRONG) + say(f"Reprendre ici{CONSEQUENCES.get(self.sign, '')}")


async def ask(service: Service, holder: Holder) -> Sign:
    """Ask a holder whether it is there, and wait for what comes of it; three seconds at most."""
    question = await in_thread(service.seating.question, holder)
    try:
        return await _heard(question)
    finally:
        question.close()


async def _heard(question: Question) -> Sign:
    # Another process answers: there is nothing here that could tell of it.
    while (sign := await in_thread(question.sign)) is None:  # noqa: ASYNC110
        await asyncio.sleep(LOOK)
    return sign


async def offer_take_over(app: E33App, passage: str, error: HeldElsewhere) -> Desk | None:
    """Offer to take over a passage, to look at it, or to leave it; ``None`` when it is left.

    Raises:
        HeldElsewhere: another terminal was quicker; that one was not asked for anything.
        E33Error: it cannot be opened.
    """
    menu = HeldMenu(app.service, error)
    answer = await app.push_screen_wait(menu)
    if answer == "look":
        return await in_thread(app.service.look, passage)
    if answer != "take":
        return None
    if error.holder is not None and await _is_silent(app, error.holder, menu.sign):
        # What was chosen said so: that was the confirmation.
        app.notice(ENDING)
        return await _end_and_open(app, passage, error.holder)
    app.notice(GIVING)
    return await _take_over(app, passage, error.holder)


async def _is_silent(app: E33App, holder: Holder, known: Sign | None) -> bool:
    if known is None:
        app.notice(ASKING)
        known = await ask(app.service, holder)
    return known is Sign.SILENT


async def _end_and_open(app: E33App, passage: str, holder: Holder) -> Desk:
    await in_thread(app.service.seating.end_holder, holder)
    return await in_thread(app.service.open, passage)


async def _take_over(app: E33App, passage: str, holder: Holder | None) -> Desk | None:
    """Take a passage over; a request that came to nothing is taken back, whatever the reason."""
    desk = None
    try:
        desk = await _ask_holder(app, passage, holder)
    finally:
        if desk is None:
            await in_thread(app.service.seating.withdraw, passage)
    return desk


async def _ask_holder(app: E33App, passage: str, shown: Holder | None) -> Desk | None:
    try:
        return await in_thread(app.service.seating.take_over, passage, shown)
    except HeldElsewhere as error:
        holder = error.holder
        if holder is not None and (shown is None or holder.token != shown.token):
            # Nobody was asked about this one.
            raise
    if holder is None:
        raise StoreError("", FIX_THERE)
    if await app.push_screen_wait(confirm(NOT_GIVEN, NOT_GIVEN_WHY)) != "yes":
        return None
    return await _end_and_open(app, passage, holder)
