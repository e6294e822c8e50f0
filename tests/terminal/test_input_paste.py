"""Pastes, with brackets and without; and what was typed ahead, which stays keys."""

from __future__ import annotations

import pytest

from e33tui.terminal import keys_in
from e33tui.terminal.keys_in import BURST_BYTES, FLOOD_CHARACTERS, PASTE_LIMIT, Decoder
from tests.terminal.input_streams import cuts, feed_all, names, spell

START, END = b"\x1b[200~", b"\x1b[201~"
HOSTILE = "é\x1b[A\x1b\x1b[20\x1b[200~\x00\x07\x1b[201\x1b]0;x\x07\x03\r\n\x1bx"


def _paste(text: str) -> bytes:
    return START + text.encode() + END


def test_a_paste_is_text_whatever_is_in_it_and_wherever_it_is_cut() -> None:
    expected = [
        ("key", "a", "a"),
        ("paste", HOSTILE.replace("\r\n", "\n")),
        ("key", "b", "b"),
    ]
    for chunks in cuts(b"a" + _paste(HOSTILE) + b"b"):
        decoder = Decoder()
        assert spell(feed_all(decoder, chunks)) == expected, chunks
        assert not decoder.pending
        assert not decoder.pasting


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("", ""),
        ("un\rdeux\r\ntrois\nquatre\r", "un\ndeux\ntrois\nquatre\n"),
        ("\r\r\n\n", "\n\n\n"),
        ("\x1b", "\x1b"),
        ("\x1b[201", "\x1b[201"),
        ("fin\x1b[20", "fin\x1b[20"),
        ("\ttab\0", "\ttab\0"),
    ],
)
def test_only_line_ends_change_in_a_paste(pasted: str, text: str) -> None:
    for chunks in cuts(_paste(pasted)):
        assert spell(feed_all(Decoder(), chunks)) == [("paste", text)], chunks


def test_two_pastes_in_one_read() -> None:
    messages = Decoder().feed(_paste("un") + b"x" + _paste("deux"))
    assert spell(messages) == [("paste", "un"), ("key", "x", "x"), ("paste", "deux")]


@pytest.mark.parametrize(
    ("before", "keys"),
    [
        (b"\x1b", ["escape"]),
        (b"\x1b[", ["escape", "left_square_bracket"]),
        (b"\x1b[1;", []),
        (b"\x1b]11;rgb", []),
    ],
)
def test_a_paste_breaks_off_an_unfinished_sequence(before: bytes, keys: list[str]) -> None:
    for chunks in cuts(before + _paste("x")):
        messages = feed_all(Decoder(), chunks)
        assert names(messages[:-1]) == keys
        assert spell(messages[-1:]) == [("paste", "x")]


def test_a_megabyte_is_one_paste() -> None:
    text = "Compétence évaluée : l’analyse des résultats.\n" * 25_000
    data = _paste(text)
    chunks = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    assert spell(feed_all(Decoder(), chunks)) == [("paste", text)]


def test_invalid_bytes_in_a_paste() -> None:
    assert spell(Decoder().feed(START + b"caf\xe9\xc3" + END)) == [("paste", "caf\ufffd\ufffd")]


def test_an_open_paste_outlasts_silences() -> None:
    decoder = Decoder()
    decoder.feed(START + b"un")
    assert decoder.pasting
    assert not decoder.pending
    assert decoder.flush() == []
    assert spell(decoder.feed(b" deux" + END)) == [("paste", "un deux")]


def test_a_paste_without_end_gives_the_keyboard_back_when_abandoned() -> None:
    decoder = Decoder()
    decoder.feed(START + b"un\r\x1b[20")
    assert spell(decoder.flush(abandon_paste=True)) == [("paste", "un\n\x1b[20")]
    assert not decoder.pasting
    assert names(decoder.feed(b"x\x1b[A" + END)) == ["x", "up"]


def test_abandoning_when_nothing_is_pasted_is_a_flush() -> None:
    decoder = Decoder()
    decoder.feed(b"\x1b")
    assert names(decoder.flush(abandon_paste=True)) == ["escape"]


@pytest.mark.parametrize("step", [1, 3, 1000])
def test_too_long_a_paste_is_marked_and_never_shorter_than_the_limit(
    monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(keys_in, "PASTE_LIMIT", 20)
    data = _paste(" " * 500 + "x") + b"y"
    messages = spell(
        feed_all(Decoder(), [data[at : at + step] for at in range(0, len(data), step)])
    )
    assert messages == [("paste", " " * 20 + "\ufffd"), ("key", "y", "y")]


def test_a_paste_of_just_the_limit_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_in, "PASTE_LIMIT", 20)
    assert spell(Decoder().feed(_paste("x" * 20))) == [("paste", "x" * 20)]


def test_the_limit_is_far_over_every_field() -> None:
    assert PASTE_LIMIT > 1_000_000


BURST = "Première ligne.\rDeuxième ligne, plus longue.\r\nEt la troisième.\n"


def test_a_large_read_of_text_and_enter_is_one_paste() -> None:
    decoder = Decoder()
    assert len(BURST.encode()) >= BURST_BYTES
    assert decoder.feed(BURST.encode()) == []
    assert decoder.pending
    assert not decoder.pasting
    text = "Première ligne.\nDeuxième ligne, plus longue.\nEt la troisième.\n"
    assert spell(decoder.flush()) == [("paste", text)]
    assert names(decoder.feed(b"x\r")) == ["x", "enter"]


def test_a_burst_goes_on_over_the_next_reads() -> None:
    decoder = Decoder()
    decoder.feed(b"abc\r" * 1024)
    decoder.feed(b"fin\r")
    decoder.feed(b"\x1b[A")
    assert spell(decoder.flush()) == [("paste", "abc\n" * 1024 + "fin\n\x1b[A")]


def test_a_burst_ends_where_a_bracketed_paste_begins() -> None:
    for chunks in cuts(_paste("b") + b"x"):
        decoder = Decoder()
        messages = [*decoder.feed(b"a\r" * 40), *feed_all(decoder, chunks)]
        expected = [("paste", "a\n" * 40), ("paste", "b"), ("key", "x", "x")]
        assert spell(messages) == expected, chunks
    assert spell(Decoder().feed(b"a\r" * 40 + _paste("b")))[1] == ("paste", "b")


def test_what_follows_a_bracketed_paste_in_a_large_read_may_be_a_burst() -> None:
    decoder = Decoder()
    messages = decoder.feed(_paste("a") + b"rm -rf\r" * 20)
    assert spell(messages) == [("paste", "a")]
    assert spell(decoder.flush()) == [("paste", "rm -rf\n" * 20)]


@pytest.mark.parametrize("control", ["\r", "\n", "\t", "\x03", "\x00", "\x0e", "\x1b"])
def test_any_control_in_a_large_text_makes_it_a_paste(control: str) -> None:
    decoder = Decoder()
    text = "x" * 40 + control + "y" * 40
    assert decoder.feed(text.encode()) == []
    assert spell(decoder.flush()) == [("paste", text.replace("\r", "\n"))]


def _typed_ahead() -> list[tuple[str, list[str]]]:
    return [
        ("bonjour\r" * 7 + "bonjour", [*list("bonjour"), "enter"] * 7 + list("bonjour")),
        ("\x1b[A" * 30, ["up"] * 30),
        ("abc" * 300, list("abc") * 300),
        ("abc" * 30 + "\x7f" * 5 + "d", list("abc") * 30 + ["backspace"] * 5 + ["d"]),
        ("\r" * 80, ["enter"] * 80),
        ("\x0e" * 80, ["ctrl+n"] * 80),
        ("\x1b[B3\r" * 20, ["down", "3", "enter"] * 20),  # levels, one after another
        ("abc" * 30 + "\x1b[C" * 5, list("abc") * 30 + ["right"] * 5),
        ("\x1b[I" + "abc" * 30 + "\x1b[?62;4c", list("abc") * 30),
        ("abc" * 30 + "\x1bOM", list("abc") * 30 + ["enter"]),
    ]


@pytest.mark.parametrize(("typed", "expected"), _typed_ahead())
def test_what_was_typed_ahead_stays_keys(typed: str, expected: list[str]) -> None:
    decoder = Decoder()
    assert names(decoder.feed(typed.encode())) == expected
    assert not decoder.pending


@pytest.mark.parametrize("size", [FLOOD_CHARACTERS, 4095])
def test_a_flood_of_text_alone_is_one_paste(size: int) -> None:
    decoder = Decoder()
    text = "é" * size
    assert decoder.feed(text.encode()) == []
    for _ in range(3):
        assert decoder.feed(b"suite") == []
    assert spell(decoder.flush()) == [("paste", text + "suite" * 3)]
    assert names(decoder.feed(b"x")) == ["x"]


def test_one_character_less_is_typed_ahead() -> None:
    decoder = Decoder()
    assert len(decoder.feed(b"a" * (FLOOD_CHARACTERS - 1))) == FLOOD_CHARACTERS - 1
    assert not decoder.pending


def test_a_flood_of_keys_that_are_no_text_stays_keys() -> None:
    assert names(Decoder().feed(b"\x1b[A" * FLOOD_CHARACTERS)) == ["up"] * FLOOD_CHARACTERS
    assert names(Decoder().feed(b"\x7f" * FLOOD_CHARACTERS)) == ["backspace"] * FLOOD_CHARACTERS


def test_a_sequence_cut_by_the_end_of_a_large_read_is_no_control() -> None:
    decoder = Decoder()
    assert names(decoder.feed(b"abc" * 30 + b"\x1b[")) == list("abc") * 30
    assert names(decoder.feed(b"A")) == ["up"]


def test_a_burst_needs_a_read_of_64_bytes() -> None:
    small = b"x" * (BURST_BYTES - 2) + b"\r"
    assert names(Decoder().feed(small)) == ["x"] * (BURST_BYTES - 2) + ["enter"]
    decoder = Decoder()
    decoder.feed(b"\x1b")  # what the read before left does not count
    assert names(decoder.feed(small))[0] == "escape"
    decoder = Decoder()
    assert decoder.feed(b"x" + small) == []
    assert spell(decoder.flush()) == [("paste", "x" * (BURST_BYTES - 1) + "\n")]
