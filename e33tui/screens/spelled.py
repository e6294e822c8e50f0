"""What of a text the dictionary does not know: looked up while nobody types, said in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.timer import Timer

from e33tui.domain.spelling import words_of
from e33tui.domain.wording import counted
from e33tui.screens.in_thread import aside, in_thread
from e33tui.signs import SEPARATOR

if TYPE_CHECKING:
    from e33tui.screens.texts import TextsScreen
    from e33tui.service.spelling import Spelling

PAUSE: Final = 1.5
"""Seconds without a key after which a text is looked up: never while one types."""
NAMED: Final = 3
"""Words that are named at most."""


class Spelled:
    """The spelling of the text on a screen; nothing is loaded before it is first looked up."""

    def __init__(self, screen: TextsScreen) -> None:
        """Look up what is written on ``screen``."""
        self._screen = screen
        self._unknown: tuple[str, ...] = ()
        self._timer: Timer | None = None
        self._spelling: Spelling | None = None
        self._closed = False

    def look_soon(self) -> None:
        """Look the text up once nobody has typed for a moment."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(PAUSE, self._look)

    def words(self, text: str) -> str:
        """Return what is said of ``text`` beside its length; nothing as a rule."""
        if not self._unknown:
            return ""
        # Neither what was put right meanwhile nor what was only half typed is told of.
        found = [word for word in words_of(text) if word in self._unknown]
        if not found:
            return ""
        more = len(found) - NAMED
        others = f" et {counted(more, 'autre', 'autres')}" if more > 0 else ""
        return f"{SEPARATOR}orthographe à vérifier : {', '.join(found[:NAMED])}{others}"

    def close(self) -> None:
        """End what looks words up."""
        self._closed = True
        if self._spelling is not None:
            aside(self._spelling.close)

    def _look(self) -> None:
        screen = self._screen
        if not screen.going:
            screen.run_worker(self._ask(screen.editor.text), group="spelling", exclusive=True)

    async def _ask(self, text: str) -> None:
        if self._spelling is None:
            self._spelling = await in_thread(self._begin)
        if self._closed:
            self.close()
            return
        unknown = await in_thread(self._spelling.unknown, text)
        if unknown != self._unknown and not self._screen.going:
            self._unknown = unknown
            self._screen.show_count()

    def _begin(self) -> Spelling:
        from e33tui.service.spelling import Spelling

        # The trade's own words are in the phrases, and in no dictionary.
        phrases = self._screen.service.aids.phrases.phrases
        return Spelling(phrase.text for phrase in phrases)
