"""Digits that are typed and not shown: what any keyboard gives for them, and their stars."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Static

from e33tui.domain.screen_code import LONGEST
from e33tui.level_keys import clears_level, level_of
from e33tui.screens.view import lines, say

_OTHER_ROWS = {"§": "6", "!": "8"}
"""What Belgian and Apple AZERTY keyboards give where the French ones give « - » and « _ »."""


def digit_of(character: str | None) -> str:
    """Return the digit of a key: of any layout, or AZERTY's without Shift, or with Caps Lock."""
    small = (character or "").lower()
    if small in _OTHER_ROWS:
        return _OTHER_ROWS[small]
    if clears_level("", small):
        return "0"
    level = level_of(small, 9)
    return "" if level is None else str(level)


class Digits:
    """What was typed so far.

    Attributes:
        text: the digits; one more than any code has is kept, so that it is told from a code.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.text = ""

    def press(self, key: str, character: str | None) -> bool:
        """Take a key; tell whether it changed anything."""
        before = self.text
        if key == "backspace":
            self.text = before[:-1]
        elif key == "delete":
            self.text = ""
        else:
            self.text = (before + digit_of(character))[: LONGEST + 1]
        return self.text != before

    def paste(self, text: str) -> None:
        """Take what a keyboard without digits of its own may send at once."""
        for character in text.strip()[: LONGEST + 1]:
            self.press("", character)


class Stars(Static, can_focus=True):
    """A line with a star for each digit, the terminal's cursor behind the last one."""

    _above = 0
    _along = 0

    def show(self, content: Content) -> None:
        """Show something else, where nothing is typed."""
        self._above = self._along = 0
        self.update(content)

    def ask(self, above: list[Content], question: str, digits: Digits, below: Content) -> None:
        """Show the question between lines ``above`` and ``below`` it."""
        self._above, self._along = len(above), len(question) + len(digits.text)
        line = say(f"{question}{'*' * len(digits.text)}")
        self.update(lines([*above, line, below]))

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor stands while this has the focus."""
        return self.content_region.offset + (self._along, self._above)
