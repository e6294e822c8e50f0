"""Things that happen to both drivers: frames, resizes, a line that stalls, a terminal that is spoilt.

To this one alone also: the mouse is switched on and off, and the bell rings.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from e33tui.terminal import sequences
from tests.terminal.beside import Beside
from tests.terminal.frames import (
    WIDE,
    Letters,
    cursors,
    few_frames,
    nothing,
    part_frames,
    whole,
    whole_frames,
)

Compare = Callable[[Beside], None]
GARBAGE = (
    b"\x1b[2J\x1b[H\x1b[41;5mother output\r\n",
    b"\x1b[2;2H\x1b[7mgarbage\r\n\n\n\n\nand\x1b(0\x1b[2;3r\x1b[4h\x1b[?7h\x1b[?25h\x1b7",
    b"\x1b[3;1r\x1b[?6h\x1b[1mwrite: message of the day\x1b[K\x1b[?25l",
)
SIZES = st.tuples(st.integers(4, 30), st.integers(3, 6))
LARGE = (60, 10)
"""Wide enough for ways that are longer than keeping the place and coming back to it."""


class Story:
    """What happens to both drivers, one event after the other."""

    def __init__(
        self, data: st.DataObject, pair: Beside, compare: Compare, letters: Letters
    ) -> None:
        """Prepare to draw it.

        Args:
            data: where the choices come from.
            pair: what it happens to.
            compare: raises if the two terminals differ.
            letters: of what the frames are made.
        """
        self.draw = data.draw
        self.pair = pair
        self.compare = compare
        self.letters = letters
        self.rung = 0

    def tell(self) -> None:
        """Draw a first picture and some events; compare whenever nothing waits.

        Raises:
            AssertionError: the terminals differ.
        """
        self.move()
        self.whole()
        events = [self.part, self.part, self.part, self.whole, self.resize, self.stall, self.some]
        events += [self.spoil, self.stop, self.blank, self.mouse, self.bell, self.few, self.few]
        for event in self.draw(st.lists(st.sampled_from(events), min_size=3, max_size=12)):
            event()
            if not self.pair.line.busy:
                self.compare(self.pair)
        self.pair.settle()
        self.compare(self.pair)
        assert self.pair.line.received.count(b"\a") == self.rung
        self.pair.driver.flush()
        assert not self.pair.line.busy

    def screen(self) -> None:
        """Change a few cells at a time on a larger terminal, where one types and a clock runs.

        Raises:
            AssertionError: the terminals differ.
        """
        self.place, self.shown = self.draw(cursors(self.pair.size)), True
        self.blank()
        for event in self.draw(
            st.lists(st.sampled_from([self.few] * 7 + [self.mouse]), min_size=6, max_size=9)
        ):
            event()
        self.compare(self.pair)

    def move(self) -> None:
        """Another place for the cursor, which is shown there or not."""
        self.place = self.draw(cursors(self.pair.size))
        self.shown = self.draw(st.integers(0, 3)) > 0

    def _show(self, frame: str) -> None:
        self.pair.show(frame, self.place if self.shown else None)

    def whole(self) -> None:
        self._show(self.draw(whole_frames(self.pair.size, self.place, self.letters)))

    def part(self) -> None:
        if self.draw(st.integers(0, 3)) == 0:
            self.move()
        self._show(self.draw(part_frames(self.pair.size, self.place, self.letters)))

    def few(self) -> None:
        """A few cells change; the cursor stays."""
        frames = part_frames(self.pair.size, self.place, self.letters)
        if self.letters is not WIDE:  # one of those would be cut
            frames = few_frames(self.pair.size, self.place)
        self._show(self.draw(frames))

    def mouse(self) -> None:
        """The other layout, in which the mouse is on, or off."""
        self.pair.driver.set_mouse(not self.pair.driver.mouse_on)

    def bell(self) -> None:
        """It rings where nothing waits: one that is late says nothing any more."""
        self.rung += not self.pair.line.busy
        self.pair.driver.write(sequences.BELL)

    def blank(self) -> None:
        """Show nothing but blanks, as the key for a neutral screen does."""
        self._show(whole(nothing(self.pair.size), self.place))

    def resize(self) -> None:
        """Another size: the old picture may still be shown in it, then comes the new one."""
        self.pair.resize(*self.draw(SIZES))
        if self.draw(st.booleans()):
            self.pair.driver.flush()
        self.move()
        self.whole()

    def stall(self) -> None:
        """From now on the line takes some bytes, then none."""
        self.pair.line.let(self.draw(st.integers(0, 60)))

    def some(self) -> None:
        """The terminal reads a part, or all."""
        self.pair.line.let(self.draw(st.none() | st.integers(0, 300)))

    def spoil(self) -> None:
        """Another program writes on the terminal; the key for that is pressed."""
        self.pair.settle()
        self.pair.ours.feed(self.draw(st.sampled_from(GARBAGE)))
        self.pair.driver.full_repaint()

    def stop(self) -> None:
        """The program is stopped, the shell has the terminal, the program goes on."""
        self.pair.settle()
        self.pair.ours.feed(self.draw(st.sampled_from(GARBAGE)))
        self.pair.stop_and_continue()
        self.pair.driver.flush()
