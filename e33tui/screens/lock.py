"""Before the lock: what is missing, each line leading to its place, and the verso as text."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static
from textual.widgets.option_list import Option

from e33tui.actions import Place
from e33tui.domain.errors import DocumentError, E33Error
from e33tui.domain.note import show
from e33tui.domain.passage import Step
from e33tui.domain.report_content import stating
from e33tui.domain.undone import Undone
from e33tui.domain.verso_content import preview
from e33tui.domain.walk import Missing, holds, missing, text_label
from e33tui.keymap import ENTER, key
from e33tui.look import look
from e33tui.screens.base import bindings
from e33tui.screens.fields import PickList
from e33tui.screens.in_thread import in_thread
from e33tui.screens.incident import open_fraud_report
from e33tui.screens.keybar import Labels
from e33tui.screens.panes import reading_width
from e33tui.screens.profile import outside_words
from e33tui.screens.reading import ReadingScreen
from e33tui.screens.remark_entry import correction, half_corrected
from e33tui.screens.verso_text import course_lines, verso_lines
from e33tui.screens.view import QUIET, STRONG, lines, say, shorten, wrap
from e33tui.service.desk import Desk
from e33tui.service.draft import FRAUD, NOTE, REMARK, TEXT
from e33tui.signs import OF

if TYPE_CHECKING:
    from e33tui.domain.guard import GuardRemark

_MARKED = "Rectification : le verso portera « Rectifié » et la date du verrouillage."


def open_entries(desk: Desk) -> tuple[Missing, ...]:
    """Return what was typed and never taken, each with its place: no lock passes over it."""
    state = desk.state
    found = [
        Missing(Step.APPRAISAL, text.id, f"ce qui est tapé pour {text_label(state.rubric, text)}")
        for text in state.rubric.texts
        if desk.draft(f"{TEXT}{text.id}") is not None
    ]
    if desk.draft(NOTE) is not None and state.takes_note:
        found.insert(0, Missing(Step.PROFILE, NOTE, "la note tapée"))
    typed = desk.draft(REMARK)
    if typed and not state.not_examined:
        step = Step(state.remark_part.value)
        found.append(Missing(step, desk.place, f"l’observation « {shorten(typed, 30)} »"))
    if begun := half_corrected(desk):
        told = f"la correction de l’observation « {shorten(begun.text, 30)} »"
        found.append(Missing(Step.LOCK, correction(begun), told))
    found += [
        Missing(Step.LOCK, name, "ce qui est tapé dans le procès-verbal")
        for name in (f"{FRAUD}{member}" for member in (*stating(state), ""))
        if desk.draft(name) is not None
    ]
    return tuple(item for item in found if holds(state, item.step))


class LockScreen(ReadingScreen):
    """Verrouillage."""

    TITLE = "verrouillage"
    HINT = "{enter} mène à ce qui manque ; quand tout est là, {next} verrouille."
    PLACE = Place.LOCK
    STEP = Step.LOCK
    BINDINGS = bindings(Place.LOCK)

    _reread: tuple[GuardRemark, ...] = ()
    _sealing = False

    def body(self) -> ComposeResult:
        yield Static("", id="state", classes="text")
        yield PickList(name="missing")
        with VerticalScroll(id="scroll"):
            yield Static("", id="preview", classes="text")

    def ready(self) -> None:
        super().ready()
        self._list_missing()
        self._look_again()

    def _look_again(self) -> None:
        """Look in the texts for what had better not be communicated, while one reads."""
        if self.writable:
            self.run_worker(self._guard(), group="guard", exclusive=True)

    async def _guard(self) -> None:
        from e33tui.service.rereading import to_reread

        try:
            self._reread = await in_thread(to_reread, self.service, self.desk.id, self.state)
        except E33Error:
            # It is an aid: a folder that cannot be read is told where it matters.
            return
        if not self.going:
            self.show_body()

    def _list_missing(self) -> None:
        waiting = open_entries(self.desk)
        self._missing: tuple[Missing, ...] = (*missing(self.state), *waiting)
        options = [
            Option(say(f"{'à valider' if item in waiting else 'manque'} : {item.label}"))
            for item in self._missing
        ]
        listed = self.query_one("#missing", PickList)
        listed.clear_options()
        listed.add_options(options)
        listed.set_class(not self._missing, "hidden")
        self.query_one("#scroll").set_class(bool(self._missing), "hidden")
        if self._missing:
            listed.highlighted = 0
            listed.focus()
        else:
            self.query_one("#scroll").focus()

    def show_undone(self, undone: Undone) -> None:
        self._list_missing()
        self._look_again()
        super().show_undone(undone)

    def show_body(self) -> None:
        if self._missing:
            count = len(self._missing)
            title = f"Avant le verrouillage : {count} point{'s' if count > 1 else ''} à compléter"
        else:
            note = self.state.note
            scale = self.state.rubric.note
            shown = "" if note is None else f" Note : {show(note, scale)}{OF}{scale.maximum}."
            title = f"Tout est là.{shown}"
            if not self._sealing:
                title += f" Relisez la fiche, puis {key('next')} verrouille."
        outside = outside_words(self.state, self.service.sitting.bands)
        about = [say(title, STRONG), *([say(outside)] if outside else [])]
        if self.state.amending and self.state.gives_verso:
            about.append(say(_MARKED))
        if said := self._told_to_reread():
            about.append(say(said, QUIET))
        self.query_one("#state", Static).update(lines(about))
        if not self._missing:
            self.query_one("#preview", Static).update(self._preview())

    def _told_to_reread(self) -> str:
        """Return the line on what may be read again, and how one comes to it; mostly nothing."""
        if not self._reread or self.state.locked:
            return ""
        from e33tui.domain.guard import one_line

        said = one_line(self._reread, self.state.rubric)
        # By finger the way is the one back; above what is missing Enter leads to that.
        return said if look().touch or self._missing else f"{said} {ENTER} y mène."

    def on_key(self, event: Key) -> None:
        settled = self._missing or self._sealing or self.state.locked
        if event.key == "enter" and self._reread and not settled:
            event.stop()
            self.e33.ways.show_place(Step.APPRAISAL, self._reread[0].text_id, "")

    def unfinished(self) -> str:
        return "Le verso n’est pas encore fait." if self._sealing else ""

    def _preview(self) -> Content:
        width = reading_width(self.size.width - 4)
        try:
            shown = verso_lines(preview(self.state), width)
        except DocumentError as error:
            shown = [say(line) for line in wrap(error.message, width)]
        return lines([*shown, *course_lines(self.state, width)])

    def labels(self) -> Labels:
        return {"next": "compléter" if self._missing else "verrouiller"}

    def can(self, action: str) -> bool:
        return super().can(action) and not (action == "next" and self._sealing)

    def on_option_list_option_selected(self) -> None:
        self.action_next()

    def action_next(self) -> None:
        if self._missing:
            place = self.query_one("#missing", PickList).highlighted or 0
            wanted = self._missing[place]
            if wanted.id.startswith(FRAUD):
                open_fraud_report(self)
                return
            if wanted.id.startswith(f"{REMARK}:"):
                self.action_observations()
                return
            self.e33.ways.show_place(wanted.step, wanted.id, "")
        elif self.state.locked:
            self.e33.ways.go_on()
        else:
            self._sealing = True
            self.run_worker(self._lock())

    async def _lock(self) -> None:
        try:
            sealed = self.desk.lock()
            self.refresh_all()
            self.notice("Verrouillage…")
            # Leaving the screen meanwhile must not take the seal back.
            await asyncio.shield(asyncio.wrap_future(sealed))
        except E33Error as error:
            self._sealing = False
            self.refresh_all()
            self.refuse(error)
        else:
            self._sealing = False
            self.e33.ways.go_on()
