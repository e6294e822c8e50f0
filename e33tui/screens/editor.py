"""The text editor: soft wrap, no markup, pasted text whole or refused."""

from __future__ import annotations

from textual import events
from textual.document._document import Document, EditResult
from textual.document._edit import Edit
from textual.widgets import TextArea

from e33tui.domain.drafting import inserted
from e33tui.domain.errors import InputError
from e33tui.domain.text import TEXT_LIMIT, accept
from e33tui.screens.fields import Refused

UNDONE_AT_ONCE = 20
"""Characters from which one undo takes back no word more of what was typed: a few of them."""


class TextEditor(TextArea):
    """A comment or the appraisal."""

    _typed = 0
    """Characters typed since the last step of undo was closed."""

    def __init__(self, name: str) -> None:
        super().__init__("", id=name, soft_wrap=True, tab_behavior="focus", compact=True)
        self.cursor_blink = False
        self.highlight_cursor_line = False
        self.field = "Texte"

    def on_resize(self) -> None:
        """Keep the insertion point where the text ends: Textual 8.2.8 leaves it where it was.

        A text that was there before its first layout, or one that is wrapped anew, would have the
        cursor some lines off, until the next key.
        """
        self._rewrap_and_refresh_virtual_size()
        self._recompute_cursor_offset()  # type: ignore[no-untyped-call]
        self.call_after_refresh(self.scroll_cursor_visible)

    def edit(self, edit: Edit) -> EditResult:
        """Do it, and end the step of undo behind a word: the framework's hundred letters are a sentence."""
        done = super().edit(edit)
        self._typed += len(edit.text)
        if edit.text.isspace() and self._typed >= UNDONE_AT_ONCE:
            self.history.checkpoint()
            self._typed = 0
        return done

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        try:
            accept(self.field, event.text, limit=TEXT_LIMIT, multiline=True)
            accept(self.field, self.text + event.text, limit=TEXT_LIMIT, multiline=True)
        except InputError as error:
            self.post_message(Refused(error))
            return
        if not self.read_only:
            self.replace(event.text.replace("\r\n", "\n").replace("\r", "\n"), *self.selection)

    def put(self, words: str) -> bool:
        """Put a phrase or a draft where one writes, in the place of what is selected.

        Returns:
            Whether it stands there; where there is no room for all of it the screen says so.
        """
        if self.read_only:
            return False
        start, end = sorted(self.selection)
        document = self.document
        assert isinstance(document, Document)
        at, behind = (document.get_index_from_location(each) for each in (start, end))
        kept = self.text[:at] + self.text[behind:]
        whole, place = inserted(kept, at, words)
        try:
            accept(self.field, whole, limit=TEXT_LIMIT, multiline=True)
        except InputError as error:
            self.post_message(Refused(error))
            return False
        self.replace(whole[at : at + len(whole) - len(kept)], start, end)
        self.move_cursor(document.get_location_from_index(place))
        return True

    def can_undo(self) -> bool:
        """Tell whether typing can be undone in the editor itself."""
        return bool(self.history.undo_stack)

    def can_redo(self) -> bool:
        """Tell whether something that was undone can still be given back."""
        return bool(self.history.redo_stack)

    # The framework's clipboard is not the terminal's.
    def action_copy(self) -> None: ...

    def action_cut(self) -> None: ...

    def action_paste(self) -> None: ...
