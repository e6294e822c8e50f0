"""The painted difference shows what the frames themselves would have shown, for fewer bytes."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from e33tui.terminal.paint import Painter
from e33tui.terminal.screen import Picture
from e33tui.terminal.sequences import ALLOWED, CLEAR, MOUSE_ON
from tests.terminal.emulator import Emulator

_TEXT = st.text("aZ0 .éœÉ—’│─•", min_size=1, max_size=14)
_SGR = st.sampled_from(
    ["", "1", "3;4", "7", "9;31", "38;5;208;48;5;17", "1;38;2;9;9;9", "94;103", "39;49", "44"]
)


def styled(text: str, sgr: str) -> str:
    return f"\x1b[{sgr}m{text}\x1b[0m" if sgr else text


@st.composite
def frames(draw: st.DrawFn, width: int, height: int) -> str:
    """A frame as the compositor writes them: spans placed one by one, then the cursor."""
    spans = []
    rows = sorted(draw(st.lists(st.integers(0, height - 1), min_size=1, max_size=4)))
    for row in rows:
        column = draw(st.integers(0, width - 1))
        runs = draw(st.lists(st.tuples(_TEXT, _SGR), min_size=1, max_size=3))
        room = width - column
        text = ""
        for run, sgr in runs:
            text += styled(run[:room], sgr) if room else ""
            room -= len(run[:room])
        feed = "\n" if row != rows[-1] else ""
        spans.append(f"\x1b[{row + 1};{column + 1}H{text}{feed}")
    cursor = draw(st.integers(1, height)), draw(st.integers(1, width))
    return "".join(spans) + f"\x1b[{cursor[0]};{cursor[1]}H"


@st.composite
def full_frames(draw: st.DrawFn, width: int, height: int) -> str:
    """A frame of the whole screen, as it follows a resize."""
    pieces = []
    for row in range(height):
        text = draw(st.text("ab é│", max_size=width)).ljust(width)
        pieces.append(f"\x1b[{row + 1};1H{styled(text, draw(_SGR))}")
    return "\n".join(pieces) + "\x1b[1;1H"


class Pair:
    """The stock driver's stream and this driver's, each in a terminal of its own."""

    def __init__(self, width: int, height: int) -> None:
        self.stock = Emulator(width, height, raw=False)
        self.ours = Emulator(width, height)
        self.picture = Picture(width, height)
        self.painter = Painter()

    def show(self, frame: str) -> bytes:
        self.stock.feed(frame.encode())
        self.picture.draw(frame)
        return self.repaint()

    def repaint(self) -> bytes:
        data = self.painter.paint(
            self.picture.grid, self.picture.take_changed(), self.picture.cursor
        )
        self.ours.feed(data)
        return data

    def check(self) -> None:
        assert self.ours.looks() == self.stock.looks()
        assert self.ours.cursor == self.stock.cursor


def only_allowed(data: bytes) -> bool:
    """Say whether nothing but text is left once the listed sequences are taken out."""
    rest = ALLOWED.sub(b"", data).decode()
    return not re.search("[\x00-\x1f\x7f-\x9f]", rest)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_frames_that_were_skipped_are_not_missed(data: st.DataObject) -> None:
    pair = Pair(12, 4)
    pair.show(data.draw(full_frames(12, 4)))
    for frame in data.draw(st.lists(frames(12, 4), min_size=2, max_size=5)):
        pair.stock.feed(frame.encode())
        pair.picture.draw(frame)
    pair.repaint()
    pair.check()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_full_repaint_needs_nothing_from_before(data: st.DataObject) -> None:
    pair = Pair(12, 4)
    pair.show(data.draw(full_frames(12, 4)))
    pair.show(data.draw(frames(12, 4)))
    pair.ours.feed(b"\x1b[2;2H\x1b[41;5mgarbage\r\n\n\nand\x1b(0\x1b[2;3r\x1b[4h\x1b[?7h")
    pair.painter.forget()
    pair.repaint()
    pair.check()


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_wide_and_combining_characters_stand_where_the_picture_has_them(
    data: st.DataObject,
) -> None:
    clusters = st.sampled_from(["a", " ", "é", "日", "本", "e\u0301", "│"])
    texts = st.lists(clusters, min_size=1, max_size=8).map("".join)
    picture, painter, terminal = Picture(10, 3), Painter(), Emulator(10, 3)
    for text in data.draw(st.lists(texts, min_size=1, max_size=5)):
        row, column = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 10))
        picture.draw(f"\x1b[{row};{column}H{styled(text, data.draw(_SGR))}\x1b[1;1H")
        terminal.feed(painter.paint(picture.grid, picture.take_changed(), (0, 0)))
        assert terminal.lines == [
            unicodedata.normalize("NFC", "".join(row)) for row in picture.grid.characters
        ]
        assert terminal.cursor == (0, 0)


@given(st.lists(st.text() | st.text("\x1b[];0123456789Hmh?\a\\\x9b日", max_size=40), max_size=4))
def test_whatever_is_drawn_only_listed_sequences_leave(texts: list[str]) -> None:
    picture, painter = Picture(20, 4), Painter()
    for text in texts:
        picture.draw(text)
        assert only_allowed(painter.paint(picture.grid, picture.take_changed(), (1, 1)))


def shown(*frames: str, cursor: tuple[int, int] | None = None) -> bytes:
    """Return what the last frame costs after the others."""
    picture, painter, data = Picture(80, 24), Painter(), b""
    for frame in frames:
        picture.draw(frame)
        data = painter.paint(picture.grid, picture.take_changed(), cursor or picture.cursor)
    return data


def test_nothing_changed_costs_nothing() -> None:
    frame = "\x1b[5;5H" + styled("bonjour", "1;31") + "\x1b[5;12H"
    assert shown(frame, frame) == b""


def test_a_typed_character_costs_one_byte() -> None:
    assert shown("\x1b[5;1Habc\x1b[5;4H", "\x1b[5;1Habcd\x1b[5;5H") == b"d"


def test_a_typed_blank_costs_one_byte_where_a_blank_was() -> None:
    assert shown("\x1b[5;1Habc\x1b[5;4H", "\x1b[5;1Habc \x1b[5;5H") == b" "


def test_a_wide_character_on_the_way_is_passed_by() -> None:
    for here, there in ((2, 4), (3, 5)):
        way = shown(f"\x1b[5;1Ha日\x1b[5;{here}H", f"\x1b[5;{there}H")
        assert way == b"\x1b[2C"


def test_what_changes_before_a_character_of_doubtful_width_is_sent_by_itself() -> None:
    before = "\x1b[5;10H1, 2\x1b[5;40H‖ PAUSE\x1b[24;1H"
    assert shown(before, "\x1b[5;10H2   \x1b[24;1H") == b"\x1b7\x1b[5;10H2   \x1b8"
    # What stands after it may have been moved by it.
    assert "PAUSE" in shown(before, "\x1b[5;60Hx\x1b[24;1H").decode()
    assert b"\x1b[K" in shown(before, "\x1b[5;40H. RESTE\x1b[24;1H")


def test_a_clock_tick_moves_writes_and_comes_back() -> None:
    before = "\x1b[1;70H07:42\x1b[24;18H"
    tick = shown(before, "\x1b[1;70H07:43\x1b[24;18H")
    assert tick == b"\x1b7\x1b[1;74H3\x1b8"


def test_the_end_of_a_row_is_erased_not_overwritten() -> None:
    long = "\x1b[3;1H" + "x" * 60 + "\x1b[3;1H"
    assert shown(long, "\x1b[3;1H" + " " * 60 + "\x1b[3;1H") == b"\x1b[K"


def test_little_that_replaces_much_is_painted_anew() -> None:
    """Blanks before something at the end of a row would all have to be written."""
    picture, painter, terminal = Picture(80, 24), Painter(), Emulator()
    costs = []
    for text in ("x" * 79, " " * 79, " " * 78 + "y"):
        picture.draw("\n".join(f"\x1b[{row};1H{text}\x1b[1m│\x1b[0m" for row in range(1, 25)))
        data = painter.paint(picture.grid, picture.take_changed(), (3, 3))
        terminal.feed(data)
        costs.append(len(data))
        assert terminal.lines == [f"{text}│"] * 24
        assert (terminal.cursor, terminal.cursor_visible) == ((3, 3), True)
        assert [look[3] for look in terminal.looks()[23]] == [False] * 79 + [True]
    assert costs[0] > 1900
    assert costs[1] < 400


def test_the_last_column_is_left_by_a_safe_way() -> None:
    data = shown("\x1b[1;1H", "\x1b[1;80Hx\n\x1b[2;1Hy\x1b[2;2H")
    assert data == b"\x1b[79Cx\r\ny"


def test_the_cursor_is_hidden_and_shown_once() -> None:
    picture, painter = Picture(8, 2), Painter()
    first = painter.paint(picture.grid, picture.take_changed(), None)
    assert first.endswith(b"\x1b[?25l")
    assert painter.paint(picture.grid, [], None) == b""
    assert painter.paint(picture.grid, [], (1, 3)) == b"\x1b[2;4H\x1b[?25h"
    assert painter.paint(picture.grid, [], (1, 2)) == b"\b"
    assert painter.paint(picture.grid, [], None) == b"\x1b[?25l"


def test_the_cursor_does_not_run_about_during_a_long_repaint() -> None:
    picture, painter = Picture(80, 24), Painter()
    painter.paint(picture.grid, picture.take_changed(), (0, 0))
    picture.draw("".join(f"\x1b[{row};1H{'x' * 80}" for row in range(1, 24)))
    data = painter.paint(picture.grid, picture.take_changed(), (0, 0))
    assert data.startswith(b"\x1b[?25l")
    assert data.endswith(b"\x1b[H\x1b[?25h")


def test_a_queued_sequence_goes_out_before_the_picture() -> None:
    painter = Painter()
    painter.queue("\x1b[?1049h")
    assert painter.paint(Picture(2, 1).grid, [], None).startswith(b"\x1b[?1049h\x1b[r")


def test_a_queued_sequence_goes_out_though_everything_is_painted_anew() -> None:
    picture, painter = Picture(80, 24), Painter()
    for text in ("x" * 79 + "│", " " * 79 + "│"):
        picture.draw("\n".join(f"\x1b[{row};1H{text}" for row in range(1, 25)))
        painter.queue(MOUSE_ON)
        data = painter.paint(picture.grid, picture.take_changed(), None)
        assert data.startswith(MOUSE_ON.encode())
    assert CLEAR.encode() in data
