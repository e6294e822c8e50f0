"""Several texts, one in the editor at a time: what the appraisal and the procès-verbal share."""

from __future__ import annotations

from textual.widgets import TextArea

from e33tui.domain.commands import Command
from e33tui.domain.drafting import word_count
from e33tui.domain.text import is_blank
from e33tui.keymap import key
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.editor import TextEditor
from e33tui.screens.fields import Refused


class TextsScreen(DeskScreen):
    """One text at a time; leaving it takes it as written, and until then it is a draft.

    Attributes:
        place: the text that is written, by its place in :attr:`text_ids`.
    """

    place = 0

    # -- What a screen says of its texts --------------------------------------------------------

    @property
    def text_ids(self) -> tuple[str, ...]:
        """The texts, in their order."""
        raise NotImplementedError

    def field_of(self, text_id: str) -> str:
        """Return what a text is called in a refusal."""
        raise NotImplementedError

    def committed(self, text_id: str) -> str:
        """Return a text as it is committed."""
        raise NotImplementedError

    def draft_of(self, text_id: str) -> str:
        """Return the name of a text's draft."""
        raise NotImplementedError

    def typing_at(self, text_id: str) -> str:
        """Return the place that a start after a cut leads to; nothing leaves that as it is."""
        return ""

    def written(self, text_id: str, text: str) -> Command:
        """Return the command that takes a text as written."""
        raise NotImplementedError

    def show_count(self) -> None:
        """Say how much stands in the editor."""

    def meant_to_copy(self) -> bool:
        """Let go of what is selected, so that the same key leaves the next time."""
        editor = self.editor
        if editor.selection.is_empty:
            return False
        editor.move_cursor(editor.cursor_location)
        self.notice(f"Rien n’est copié ; encore une fois {key('leave')} quitte e33tui.")
        return True

    # -- The editor -----------------------------------------------------------------------------

    @property
    def text_id(self) -> str:
        """The text being written."""
        return self.text_ids[self.place]

    @property
    def editor(self) -> TextEditor:
        """The editor, with its own type."""
        return self.query_one(TextEditor)

    @property
    def words(self) -> int:
        """How many words stand in the editor."""
        return word_count(self.editor.text)

    @property
    def typed(self) -> str:
        """What the editor's text is once it is taken: nothing, where nothing of it can be seen."""
        text = self.editor.text
        return "" if is_blank(text) else text.strip()

    @property
    def is_empty(self) -> bool:
        """Whether nothing but blanks stands in the editor."""
        return not self.typed

    @property
    def is_left_empty(self) -> bool:
        """Whether nothing stands there, and no undo has emptied it.

        The key that declares there is nothing to write is, in every editor, the one that gives what
        was undone back: it does that first.
        """
        return self.is_empty and not self.editor.can_redo()

    def load(self) -> None:
        """Put the present text into the editor, as it was being typed or as it is committed."""
        draft = self.desk.draft(self.draft_of(self.text_id)) if self.writable else None
        editor = self.editor
        editor.field = self.field_of(self.text_id)
        editor.load_text(self.committed(self.text_id) if draft is None else draft)
        editor.move_cursor(editor.document.end)
        editor.read_only = self.desk.read_only or self.state.locked

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        text = self.editor.text
        typed = None if text == self.committed(self.text_id) else text
        self.keep_draft(self.draft_of(self.text_id), typed, self.typing_at(self.text_id))
        self.show_count()
        self.show_keys()

    def keep_entry(self) -> None:
        if self.writable and self.typed != self.committed(self.text_id):
            name = self.draft_of(self.text_id)
            self.keep_draft(name, self.editor.text, self.typing_at(self.text_id))

    def on_refused(self, event: Refused) -> None:
        self.refuse(event.error)

    def commit(self) -> bool:
        """Take the text as written; ``False`` when it was refused, and it stays in the editor."""
        if not self.writable:
            return True
        text, name = self.typed, self.text_id
        if text != self.committed(name) and not self.do(self.written(name, text)):
            return False
        self.keep_draft(self.draft_of(name), None)
        return True

    def take_entry(self) -> bool:
        return self.commit()

    def go_to_text(self, place: int) -> None:
        """Take the text as written and go to another, unless it was refused."""
        if self.commit():
            self.place = place % len(self.text_ids)
            self.load()
            self.refresh_all()

    def action_next_text(self) -> None:
        self.go_to_text(self.place + 1)

    @property
    def is_typing(self) -> bool:
        """Whether undo belongs to the editor: what stands there was typed, and is not taken yet."""
        return self.typed != self.committed(self.text_id) and self.editor.can_undo()

    def action_undo(self) -> None:
        """In the text first, as every editor does; then among the committed changes."""
        if self.is_typing:
            self.editor.undo()
        else:
            super().action_undo()
