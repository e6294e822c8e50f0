"""What a second of a running clock costs on the line, and that the cursor stays where one types."""

from __future__ import annotations

import pytest

from e33tui.terminal.paint import Painter
from e33tui.terminal.screen import Picture
from tests.terminal.emulator import Emulator

CLOCK = (1, 66)
"""Row and column of the clock on the timed screens at 80×24; the entry is far below."""
ENTRY = (21, 20)
LIMIT = 16
ROLLS = [("07:41", "07:42"), ("07:49", "07:50"), ("07:59", "08:00"), ("09:59", "10:00")]
ROLLS += [("+0:09", "+0:10"), ("+9:59", "10:00")]
"""Usual, ten seconds, a minute, ten minutes; overrun."""
PLAIN, BOLD, ALERT = "0", "1", "1;7"


class Screen:
    """A timed screen: a clock in a style, and letters typed."""

    def __init__(self, clock: str, style: str = PLAIN) -> None:
        self.picture, self.painter = Picture(80, 24), Painter()
        self.stock, self.terminal = Emulator(), Emulator()
        self.style, self.typed = style, 0
        self.cursor: tuple[int, int] | None = ENTRY
        self.tick(clock)

    def at(self, place: tuple[int, int], text: str, style: str = PLAIN) -> None:
        row, column = place
        frame = f"\x1b[{row + 1};{column + 1}H\x1b[{style}m{text}\x1b[0m"
        self.picture.draw(frame)
        self.stock.feed(frame.encode())

    def paint(self) -> bytes:
        picture = self.picture
        data = self.painter.paint(picture.grid, picture.take_changed(), self.cursor)
        self.terminal.feed(data)
        assert self.terminal.looks() == self.stock.looks()
        assert not self.cursor or self.terminal.cursor == self.cursor
        return data

    def tick(self, clock: str) -> bytes:
        self.at(CLOCK, f"{clock} / 15:00", self.style)
        return self.paint()

    def type(self, letter: str, clock: str = "") -> bytes:
        row, column = ENTRY
        self.at((row, column + self.typed), letter)
        self.typed += 1
        self.cursor = row, column + self.typed
        return self.tick(clock) if clock else self.paint()


@pytest.mark.parametrize(("before", "after"), ROLLS)
def test_a_tick_is_thin_whatever_rolls_over(before: str, after: str) -> None:
    assert len(Screen(before).tick(after)) <= LIMIT


@pytest.mark.parametrize(("before", "after"), ROLLS)
def test_a_tick_after_a_letter_is_as_thin_and_leaves_the_next_at_one_byte(
    before: str, after: str
) -> None:
    screen = Screen(before)
    assert screen.type("a") == b"a"
    assert len(screen.tick(after)) <= LIMIT
    assert screen.type("b") == b"b"


def test_a_letter_and_a_tick_in_one_frame_cost_what_they_cost_apart() -> None:
    apart, together = Screen("07:42"), Screen("07:42")
    cost = len(apart.type("a") + apart.tick("07:43"))
    assert len(together.type("a", "07:43")) == cost


@pytest.mark.parametrize(("before", "after"), ROLLS)
def test_a_tick_is_thin_after_something_was_drawn_in_another_style(before: str, after: str) -> None:
    """The pen waits in the style of what is typed, which is the clock's."""
    screen = Screen(before)
    screen.at((10, 0), "a title", BOLD)
    screen.type("a")
    assert len(screen.tick(after)) <= LIMIT
    assert screen.type("b") == b"b"


@pytest.mark.parametrize("style", [PLAIN, BOLD, ALERT])
def test_what_changes_with_the_clock_keeps_its_own_style(style: str) -> None:
    screen = Screen("14:10", style)
    screen.at((0, 70), "✓ 12:00")
    screen.type("a")
    screen.tick("14:11")
    screen.at((0, 70), "✓ 12:01")
    screen.at((22, 5), "n° 2", BOLD)
    screen.tick("14:12")
    assert screen.type("b") == b"b"


@pytest.mark.parametrize("style", [BOLD, ALERT])
def test_a_tick_in_another_style_leaves_the_letters_theirs(style: str) -> None:
    screen = Screen("14:10", style)
    screen.type("a")
    screen.tick("14:11")
    assert screen.type("b") == b"b"
    assert screen.terminal.looks()[ENTRY[0]][ENTRY[1] + 1][3] is False


def test_without_an_insertion_point_a_tick_stays_with_the_clock() -> None:
    screen = Screen("07:41")
    screen.cursor = None
    screen.tick("07:42")
    assert screen.tick("07:43") == b"\b3"


def test_typing_in_the_style_of_the_clock_needs_no_change_of_it() -> None:
    screen = Screen("07:41", BOLD)
    screen.at((ENTRY[0], ENTRY[1] - 1), "a", BOLD)
    screen.at((ENTRY[0] + 1, 0), "below")
    screen.paint()
    assert len(screen.tick("07:42")) < LIMIT
