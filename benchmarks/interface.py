"""The program's interface, led by its keys to the screens that are measured."""

from __future__ import annotations

import string

from benchmarks import scene
from benchmarks.scene import Day, Scene
from benchmarks.terminal import NotMeasured, Terminal

FEWEST_LETTERS = 3
INTERVIEW = "Entretien"
"""What the title says of the candidate in mid-interview."""


class Listed(Terminal):
    """The program on a fresh copy of a séance, its list of candidates shown.

    Attributes:
        place: the séance that was copied.
        folder: the copy it works on.
    """

    def __init__(self, place: Day, *options: str) -> None:
        self.folder = place.copy()
        self.place = place
        environment = scene.environment(place.folder.parent)
        command = self.behind(scene.program(self.folder, *options), environment)
        super().__init__(command, environment, scene.ROOT)

    def behind(self, program: list[str], environment: dict[str, str]) -> list[str]:
        """Return what the terminal runs, so that the program runs behind it: that itself here."""
        return program

    def wait_for_list(self) -> None:
        """Wait until the list of candidates stands there."""
        self.until_text(self.place.first_name)
        self.wait_until_names_are(shown=True)

    def wait_until_names_are(self, *, shown: bool) -> None:
        """Wait until the list, and with it the last candidate's name, is shown or is not."""
        words = "did not come" if shown else "did not go"
        self.settle()
        self.until(lambda: (self.place.last_name in self.picture()) is shown, f"the list {words}")


class Interface(Listed):
    """The program on a copy of the demonstration."""

    place: Scene

    def __init__(self, place: Scene, *options: str) -> None:
        super().__init__(place, *options)
        self._letters = ""
        self._typed = 0

    def choose(self, line: int) -> None:
        """Go to a line of the list, once it is shown."""
        self.wait_until_names_are(shown=True)
        for key in (scene.FIRST, *[scene.DOWN] * line):
            self.press(key)
            self.settle(0.03)

    def open(self, line: int) -> None:
        """Open the passage on a line of the list and wait until it is shown."""
        self.choose(line)
        self.press(scene.ENTER)
        self.wait_until_names_are(shown=False)

    def open_examined(self) -> None:
        """Open the candidate in mid-interview; what is typed goes into an observation."""
        self.open(self.place.examined)
        # On a busy machine the screen comes in parts, and the focus a moment after it.
        self.until(lambda: INTERVIEW in self.picture(), "the interview did not come")
        self.settle()
        self._letters = unseen_letters(self.picture())

    def type_letter(self, before: str = "") -> float:
        """Type a letter; return the milliseconds until it is sent to the screen.

        Some drivers send the whole line for one letter, so each is one that was not there.

        Args:
            before: keys sent with it, just before.
        """
        if before:
            self._typed = 0  # What was typed is entered with it.
        elif self._typed == len(self._letters):
            self.settle(0.05)
            self.press(scene.BACKSPACE * self._typed)
            self.settle(0.05)
            self._typed = 0
        letter = self._letters[self._typed]
        self._typed += 1
        return self.echo(before + letter, letter)

    def enter_and_type(self) -> float:
        """Enter the observation and type a letter of the next; the milliseconds for both."""
        return self.type_letter(before=scene.ENTER)

    def repaint(self) -> float:
        """Ask for a full repaint; return the milliseconds until its first line comes."""
        return self.echo(scene.key("repaint"), "E33")


def unseen_letters(text: str) -> str:
    """Return the letters that a screen does not show.

    Raises:
        NotMeasured: there are too few to tell one key from the next.
    """
    found = "".join(letter for letter in string.ascii_letters if letter not in text)
    if len(found) < FEWEST_LETTERS:
        raise NotMeasured(f"the screen shows nearly every letter:\n{text[-2000:]}")
    return found
