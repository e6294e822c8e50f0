"""The five texts: each beside the observations of its competence; the appraisal is obligatory."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from e33tui.actions import Place
from e33tui.domain.commands import DeclareNothing, WriteText
from e33tui.domain.passage import Comment, Step
from e33tui.domain.remark import Remark
from e33tui.domain.rubric import TextPlan
from e33tui.domain.walk import missing
from e33tui.screens.base import bindings
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.editor import TextEditor
from e33tui.screens.fields import Refused
from e33tui.screens.grid_view import remark_lines
from e33tui.screens.view import QUIET, STRONG, lines, say

REMARK_LINES = 6


class AppraisalScreen(DeskScreen):
    """One text at a time, Tab to the next."""

    TITLE = "appréciation"
    PLACE = Place.APPRAISAL
    STEP = Step.APPRAISAL
    BINDINGS = bindings(Place.APPRAISAL)

    def body(self) -> ComposeResult:
        yield Static("", id="heading", classes="text")
        yield Static("", id="remarks")
        yield TextEditor("editor")
        yield Static("", id="count", classes="text")

    def ready(self) -> None:
        texts = self.state.rubric.texts
        place = self.desk.place.removeprefix("text:")
        ids = [text.id for text in texts]
        open_ones = [text.id for text in texts if not self.state.comment(text.id).given]
        owed = [item.id for item in missing(self.state) if item.step is Step.APPRAISAL]
        wanted = place if place in ids else (owed or open_ones or ids)[0]
        self.place = ids.index(wanted)
        self._load()
        self.query_one(TextEditor).focus()

    @property
    def plan(self) -> TextPlan:
        """The text being written."""
        return self.state.rubric.texts[self.place]

    @property
    def _draft(self) -> str:
        return f"text:{self.plan.id}"

    def _load(self) -> None:
        draft = self.desk.draft(self._draft)
        text = self.state.comment(self.plan.id).text if draft is None else draft
        editor = self.query_one(TextEditor)
        editor.field = self.plan.heading
        editor.load_text(text)
        editor.move_cursor(editor.document.end)
        editor.read_only = self.desk.read_only or self.state.locked

    # -- What is shown ----------------------------------------------------------------------

    def show_body(self) -> None:
        texts = self.state.rubric.texts
        lead = "" if self.plan.competence_id is None else f"{self._lead()} : "
        where = f"{self.place + 1} / {len(texts)}  "
        self.query_one("#heading", Static).update(
            say(where, QUIET) + say(lead, QUIET) + say(self.plan.heading, STRONG)
        )
        self.query_one("#remarks", Static).update(lines(self._remarks()))
        self.show_count()

    def _lead(self) -> str:
        return self.state.rubric.verso.comments_lead

    def _remarks(self) -> list[Content]:
        mine = self._mine()
        if not mine:
            return [say("Aucune observation.", QUIET)]
        found = [
            line
            for remark in mine
            for line in remark_lines(remark, self.size.width - 4, with_part=True)
        ]
        return found[-REMARK_LINES:]

    def _mine(self) -> tuple[Remark, ...]:
        """The observations of the text's competence; of the whole oral for the appraisal."""
        if self.plan.competence_id is None:
            return self.state.remarks
        criteria = self.state.rubric.competence(self.plan.competence_id).criteria
        ids = {criterion.id for criterion in criteria}
        return tuple(remark for remark in self.state.remarks if remark.criterion in ids)

    def show_count(self) -> None:
        """Say how many words stand there, and whether nothing is declared."""
        comment = self.state.comment(self.plan.id)
        count = len(self.query_one(TextEditor).text.split())
        words = f"{count} mot{'s' if count > 1 else ''}"
        if comment.nothing and not count:
            words = "Rien à signaler (imprimé ainsi)"
        elif not count:
            optional = "obligatoire" if not self.plan.nothing_allowed else "^Y : rien à signaler"
            words = f"Texte vide · {optional}"
        self.query_one("#count", Static).update(say(words, QUIET))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "nothing" and self.is_mounted:
            return self.plan.nothing_allowed
        return super().check_action(action, parameters)

    # -- Writing ------------------------------------------------------------------------------

    def on_text_area_changed(self) -> None:
        text = self.query_one(TextEditor).text
        committed = self.state.comment(self.plan.id).text
        self.e33.keep_draft(self._draft, None if text == committed else text, self._draft)
        self.show_count()

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def commit(self) -> bool:
        """Take the text as written; ``False`` when it was refused, and it stays in the editor."""
        editor = self.query_one(TextEditor)
        committed = self.state.comment(self.plan.id).text
        if editor.text.strip() != committed and not self.do(WriteText(self.plan.id, editor.text)):
            return False
        self.e33.keep_draft(self._draft, None)
        return True

    def _go(self, place: int) -> None:
        if self.commit():
            self.place = place % len(self.state.rubric.texts)
            self._load()
            self.refresh_all()

    def action_next_text(self) -> None:
        self._go(self.place + 1)

    def action_previous_text(self) -> None:
        self._go(self.place - 1)

    def action_nothing(self) -> None:
        if not self.commit():
            return
        nothing = not self.state.comment(self.plan.id).nothing
        if self.do(DeclareNothing(self.plan.id, nothing)) and nothing:
            self._go_to_open()

    def _go_to_open(self) -> None:
        texts = self.state.rubric.texts
        later = [
            i
            for i, text in enumerate(texts)
            if i > self.place and not self.state.comment(text.id).given
        ]
        if later:
            self._go(later[0])

    def action_next(self) -> None:
        if self.commit():
            self.go_after()

    def action_back(self) -> None:
        if self.commit():
            super().action_back()

    def action_home(self) -> None:
        if self.commit():
            super().action_home()

    def action_undo(self) -> None:
        """In the text first, as every editor does; then among the committed changes."""
        editor = self.query_one(TextEditor)
        if editor.text.strip() != self.state.comment(self.plan.id).text and editor.can_undo():
            editor.undo()
            return
        before = self.state.comments
        super().action_undo()
        self._show_change(before)

    def _show_change(self, before: Mapping[str, Comment]) -> None:
        """Go to the text that an undo changed: nothing is taken back out of sight."""
        for place, text in enumerate(self.state.rubric.texts):
            if before.get(text.id) != self.state.comments.get(text.id):
                self.place = place
        self._load()
        self.show_body()
        self.show_keys()
