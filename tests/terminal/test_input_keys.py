"""Keys: each real terminal's bytes, whole and cut everywhere, under Textual's names."""

from __future__ import annotations

import pytest
from textual._xterm_parser import XTermParser

from e33tui.terminal.keys_in import Decoder
from tests.terminal.input_streams import REPORTS, TERMINALS, cuts, feed_all, names, spell

_SEQUENCES = [key for keys in TERMINALS.values() for key in keys]
# Where Textual's table slips, or reads a key as another terminal's.
_NOT_LIKE_TEXTUAL = {
    *("\x1b[7$", "\x1b[7^", "\x1b[8^", "\x1b[8@", "\x1bOb", "\x1b[5A", "\x1bO5C", "\x1bO1;2P"),
    *("\x1bOM", "\x1bOZ", "\x1bOl", "\x1b[25~", "\x1b[34~"),
}


def test_a_terminals_key_wherever_it_is_cut() -> None:
    for name, sequence in _SEQUENCES:
        for chunks in cuts(f"é{sequence}b".encode()):
            decoder = Decoder()
            assert names(feed_all(decoder, chunks)) == ["é", name, "b"], chunks
            assert not decoder.pending


@pytest.mark.parametrize("terminal", TERMINALS)
def test_a_whole_keyboard_cut_at_every_position(terminal: str) -> None:
    keys = TERMINALS[terminal]
    data = "".join(sequence for _, sequence in keys).encode()
    expected = [name for name, _ in keys]
    for at in range(len(data) + 1):
        assert names(feed_all(Decoder(), [data[:at], data[at:]])) == expected


def test_sequences_have_textuals_names_and_characters() -> None:
    sequences = {sequence for keys in TERMINALS.values() for _, sequence in keys}
    for sequence in sorted(sequences - _NOT_LIKE_TEXTUAL):
        assert spell(Decoder().feed(sequence.encode())) == spell(XTermParser().feed(sequence))


def test_characters_have_textuals_names() -> None:
    controls = "".join(chr(code) for code in range(32) if chr(code) not in "\n\x1b")
    latin = "".join(chr(code) for code in [*range(32, 127), *range(0xA0, 0x180)])
    for character in controls + "\x7f" + latin + "’«»œ€…–漢😀\u0301":
        ours = spell(Decoder().feed(character.encode()))
        assert ours == spell(XTermParser().feed(character)), character


def test_an_azerty_row_without_shift_is_typed_as_it_is() -> None:
    typed = spell(Decoder().feed("&é\"'(-è_çà".encode()))
    assert [character for _, _, character in typed] == list("&é\"'(-è_çà")


@pytest.mark.parametrize("data", [b"\r", b"\n", b"\x1bOM", b"\x1b[13u", b"\x1b[57414u"])
def test_every_enter_is_the_enter_key(data: bytes) -> None:
    assert spell(Decoder().feed(data)) == [("key", "enter", "\r")]


@pytest.mark.parametrize("data", [b"\x7f", b"\x08", b"\x1b[127u"])
def test_every_backspace_is_the_backspace_key(data: bytes) -> None:
    assert names(Decoder().feed(data)) == ["backspace"]


def test_the_number_pad_types_digits() -> None:
    application = b"".join(b"\x1bO%c" % code for code in b"pqrstuvwxy")
    kitty = b"".join(b"\x1b[%du" % code for code in range(57399, 57409))
    for data in (application, kitty):
        assert spell(Decoder().feed(data)) == [("key", digit, digit) for digit in "0123456789"]


_TYPED_AFTER_ESCAPE = [chr(code) for code in range(32, 127) if chr(code) not in "[O"] + list("éà€")


def test_escape_and_a_printable_are_two_keys() -> None:
    for character in _TYPED_AFTER_ESCAPE:
        plain = spell(Decoder().feed(character.encode()))
        for chunks in cuts(b"\x1b" + character.encode()):
            decoder = Decoder()
            messages = [*feed_all(decoder, chunks), *decoder.flush()]
            assert spell(messages) == [("key", "escape", "\x1b"), *plain], chunks


@pytest.mark.parametrize("character", ["[", "O", "]", "P", "_"])
def test_escape_and_what_could_open_a_sequence_are_two_keys_after_a_silence(character: str) -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x1b" + character.encode()) == []
    assert decoder.pending
    messages = decoder.flush()
    assert spell(messages)[0] == ("key", "escape", "\x1b")
    assert spell(messages)[1:] == spell(Decoder().feed(character.encode()))
    assert not decoder.pending


def test_words_typed_after_escape_are_not_taken_for_a_reply() -> None:
    for word in ("Pertinent", "]rien", "_note", "^a", "Xy", "\\n"):
        typed = spell(Decoder().feed(word.encode()))
        decoder = Decoder()
        assert spell(decoder.feed(b"\x1b" + word.encode()))[1:] == typed
        assert not decoder.pending


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x1b", ["escape"]),
        (b"\x1b\x1b", ["escape", "escape"]),
        (b"\x1b\x1b\x1b", ["escape"] * 3),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x1b\x1bOA", ["escape", "up"]),
        (b"\x1b\r", ["escape", "enter"]),
        (b"\x1b\x7f", ["escape", "backspace"]),
        (b"\x1b[\x1b[A", ["escape", "left_square_bracket", "up"]),
        (b"\x1b[\r", ["escape", "left_square_bracket", "enter"]),
        ("\x1b[é".encode(), ["escape", "left_square_bracket", "é"]),
        ("\x1bOé".encode(), ["escape", "O", "é"]),
        (b"\x1b[1;\x1b[B", ["down"]),
        (b"\x1b[1\r", ["enter"]),
        (b"\x1b]11;rgb\r", ["enter"]),
        (b"\x1b]11;rgb\x1b[A", ["up"]),
        (b"\x1bP1$r\x1bx", ["escape", "x"]),
        (b"\x1b[M \rx", ["enter", "x"]),
        (b"\x1b[1;", []),
        (b"\x1bO1", []),
        (b"\x1b]11;rgb:00", []),
    ],
)
def test_what_is_broken_off_is_read_as_itself(data: bytes, expected: list[str]) -> None:
    for chunks in cuts(data):
        decoder = Decoder()
        assert names([*feed_all(decoder, chunks), *decoder.flush()]) == expected, chunks
        assert not decoder.pending
        assert decoder.flush() == []


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_never_leaks_as_text(report: str) -> None:
    for chunks in cuts(f"a{report}b".encode()):
        assert names(feed_all(Decoder(), chunks)) == ["a", "b"], chunks


def test_an_endless_reply_is_let_go() -> None:
    decoder = Decoder()
    decoder.feed(b"\x1b]52;c;")
    for _ in range(3):
        decoder.feed(b"A" * 2000)
    assert not decoder.pending
    assert names(decoder.feed(b"ok")) == ["o", "k"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("\x1b[97u", ("a", "a")),
        ("\x1b[97;1:2u", ("a", "a")),
        ("\x1b[97;2u", ("A", "A")),
        ("\x1b[38:49;2u", ("1", "1")),
        ("\x1b[33;129u", ("exclamation_mark", "!")),  # Num Lock and Caps Lock are no modifiers
        ("\x1b[13;65u", ("enter", "\r")),
        ("\x1b[233;;233u", ("é", "é")),
        ("\x1b[223;2u", ("ß", "ß")),
        ("\x1b[32;2u", ("space", " ")),
        ("\x1b[97;5u", ("ctrl+a", None)),
        ("\x1b[97;3u", ("alt+a", None)),
        ("\x1b[27;6;65~", ("ctrl+shift+a", None)),
        ("\x1b[27;2;49~", ("1", "1")),
        ("\x1b[9;2u", ("shift+tab", None)),
        ("\x1b[27u", ("escape", "\x1b")),
        ("\x1b[127;5u", ("ctrl+backspace", None)),
        ("\x1b[57417u", ("left", None)),
        ("\x1b[1;1:1A", ("up", None)),
        ("\x1b[1;0A", ("up", None)),
        ("\x1b[57409u", ("full_stop", ".")),
    ],
)
def test_keys_sent_by_number(data: str, expected: tuple[str, str | None]) -> None:
    assert spell(Decoder().feed(data.encode())) == [("key", *expected)]


@pytest.mark.parametrize(
    "data",
    [
        *("\x1b[97;1:3u", "\x1b[1;1:3A", "\x1b[3;1:3~"),  # released
        *("\x1b[57441u", "\x1b[57428u", "\x1b[1u", "\x1b[u", "\x1b[128u"),  # no one's typing
        *("\x1b[55296u", "\x1b[1114112u", "\x1b[97;;55296u", f"\x1b[{'9' * 5000}u"),
        *("\x1b[27;5~", "\x1b[2;3A", "\x1b[3;5;7~", "\x1b[~", "\x1b[^"),
    ],
)
def test_numbers_that_are_no_key_are_swallowed(data: str) -> None:
    assert names(Decoder().feed(f"{data}x".encode())) == ["x"]


def test_utf8_cut_anywhere() -> None:
    text = "é€😀œ"
    for chunks in cuts(text.encode()):
        assert [character for _, _, character in spell(feed_all(Decoder(), chunks))] == list(text)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xe9t\xe9t", "\ufffdt\ufffdt"),
        (b"\xff\xfea", "\ufffd\ufffda"),
        (b"\xc3a", "\ufffda"),
        (b"\xed\xa0\x80a", "\ufffd\ufffd\ufffda"),  # a lone surrogate
        (b"\xc2\x9ba", "a"),  # a C1 control
    ],
)
def test_bytes_that_are_not_utf8_are_shown_as_such(data: bytes, text: str) -> None:
    for chunks in cuts(data):
        assert "".join(str(key[2]) for key in spell(feed_all(Decoder(), chunks))) == text


def test_a_key_after_a_broken_character_is_not_lost() -> None:
    assert names(Decoder().feed(b"\xe2\x82\x1b[A")) == ["replacement_character", "up"]


def test_a_silence_does_not_break_a_character() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\xc3") == []
    assert not decoder.pending
    assert decoder.flush() == []
    assert names(decoder.feed(b"\xa9")) == ["é"]
