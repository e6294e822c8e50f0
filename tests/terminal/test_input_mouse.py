"""The mouse and the finger: presses, releases and the wheel; never motion."""

from __future__ import annotations

import pytest
from textual._xterm_parser import XTermParser

from e33tui.terminal.keys_in import Decoder
from tests.terminal.input_streams import cuts, feed_all, names, spell

_TAPS = "\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<2;12;3M\x1b[<2;12;3m\x1b[<1;1;1M\x1b[<20;80;24M"
_WHEEL = "\x1b[<64;10;5M\x1b[<65;10;5M\x1b[<66;1;2M\x1b[<67;223;100M"


def test_presses_are_what_textual_makes_of_them() -> None:
    expected = spell(XTermParser().feed(_TAPS + _WHEEL))
    assert len(expected) == 10
    for chunks in cuts((_TAPS + _WHEEL).encode()):
        assert spell(feed_all(Decoder(mouse=True), chunks)) == expected, chunks


def test_a_press_says_where_and_with_what() -> None:
    message = spell(Decoder(mouse=True).feed(b"\x1b[<0;10;5M"))
    assert message == [("MouseDown", 9, 4, 9, 4, 9, 4, 1, False, False, False)]


@pytest.mark.parametrize(
    "report",
    [
        "\x1b[<32;10;5M",  # dragged
        "\x1b[<35;10;5M",  # moved
        "\x1b[<35;10;5m",
        "\x1b[<3;10;5M",  # no button
        "\x1b[<128;10;5M",  # a button no one has
        "\x1b[<64;10;5m",  # a wheel is not released
        "\x1b[<0;0;5M",  # outside
        "\x1b[<0;-3;5M",
        "\x1b[<0;99999;5M",
        "\x1b[<0;10M",
        "\x1b[M !!",
    ],
)
def test_all_else_is_swallowed(report: str) -> None:
    assert names(Decoder(mouse=True).feed(f"{report}x".encode())) == ["x"]


def test_without_the_mouse_nothing_of_it_is_reported() -> None:
    assert Decoder().feed((_TAPS + _WHEEL).encode()) == []


def test_many_taps_in_one_read_stay_taps() -> None:
    messages = Decoder(mouse=True).feed(_TAPS.encode() * 5 + b"x\r")
    assert len(messages) == 6 * 5 + 2
