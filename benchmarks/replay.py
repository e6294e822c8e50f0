"""A commission's hands on the real keys, counted as they press them.

A script is a sequence of tokens. Keys are counted; what is typed inside a text field is not, nor
the Enter that commits an observation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks import scene
from benchmarks.interface import Listed
from benchmarks.scene import Day

CLOCK_SPEED: Final = 60
"""A second of the replay is a minute of the exam: a *temps* is not ended in its first minute."""
QUIET: Final = 0.1
"""Seconds without output after which the screen is taken as answering to the last key."""
QUESTION: Final = "Échap : annuler"
"""What every question's last line says."""
YES: Final = "o"
_ECHO: Final = 12
"""Characters at a text's end that must be shown before the next key."""


@dataclass(frozen=True)
class Key:
    """One key, counted.

    Attributes:
        sent: what the terminal sends for it.
        may_ask: whether a question may follow; *yes* is then one more key.
    """

    sent: str
    may_ask: bool = False


@dataclass(frozen=True)
class Typed:
    """A text typed into the field that has the focus, not counted."""

    text: str


@dataclass(frozen=True)
class Observed(Typed):
    """The same with the Enter that commits it as an observation."""


@dataclass(frozen=True)
class Elapse:
    """Seconds at least in which the commission touches nothing."""

    seconds: float


Token = Key | Typed | Elapse


def action(name: str, *, may_ask: bool = False) -> Key:
    """Return the first key of an action, as the table of actions has it."""
    return Key(scene.key(name), may_ask)


class Replay(Listed):
    """The program on a day that begins, from its list of candidates on.

    Attributes:
        count: the keys pressed so far that count.
    """

    def __init__(self, place: Day) -> None:
        super().__init__(place, "--clock-speed", str(CLOCK_SPEED))
        self.count = 0

    def open(self) -> None:
        """Open the candidate on whom the list stands, which takes one key."""
        self.wait_for_list()
        self._press(action("open"))
        self.wait_until_names_are(shown=False)

    def play(self, script: Sequence[Token]) -> None:
        """Play the tokens one after the other, each once the screen has answered to the last."""
        for token in script:
            match token:
                case Key():
                    self._press(token)
                case Typed(text):
                    self._type(text, commit=isinstance(token, Observed))
                case Elapse(seconds):
                    self.settle(seconds, seconds)

    def _press(self, key: Key) -> None:
        self.press(key.sent)
        self.count += 1
        self.settle(QUIET)
        if key.may_ask and QUESTION in self.picture():
            self._press(Key(YES))

    def _type(self, text: str, *, commit: bool) -> None:
        self.press(text)
        self.until(lambda: text[-_ECHO:].strip() in self.picture(), f"“{text}” was not taken")
        if commit:
            self.press(scene.ENTER)
        self.settle(QUIET)
