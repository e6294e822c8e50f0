"""Letters of a terminal that does not speak UTF-8: é is é, whatever sends it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from e33tui.terminal.charset import Reader
from e33tui.terminal.keys_in import Decoder

FRENCH = "Très bien : l'élève a été à l'écoute, çà et là, où naïveté, forêt, Noël"
SAMPLES = {
    "iso8859-1": FRENCH,
    "iso8859-15": FRENCH + " œuvre 12 €",
    "cp1252": FRENCH + " l’œuvre… 12 €",
}


def typed(messages: list[Message]) -> str:
    return "".join(
        message.character or ""
        if isinstance(message, events.Key)
        else message.text
        if isinstance(message, events.Paste)
        else "?"
        for message in messages
    )


def by_byte(data: bytes, charset: str) -> str:
    decoder = Decoder(charset=charset)
    found = [message for place in data for message in decoder.feed(bytes([place]))]
    return typed([*found, *decoder.flush()])


@pytest.mark.parametrize("charset", SAMPLES)
def test_letters_are_read_in_the_locales_charset(charset: str) -> None:
    text = SAMPLES[charset]
    assert by_byte(text.encode(charset), charset) == text


@pytest.mark.parametrize("charset", SAMPLES)
def test_utf_8_wins_where_it_is_some(charset: str) -> None:
    text = SAMPLES["cp1252"]
    assert by_byte(text.encode(), charset) == text


def test_a_letter_alone_waits_only_for_silence() -> None:
    decoder = Decoder(charset="iso8859-15")
    assert decoder.feed(b"\xe9") == []
    assert (decoder.pending, typed(decoder.flush()), decoder.pending) == (True, "é", False)
    assert decoder.flush() == []


def test_a_level_is_placed_by_the_key_as_a_latin_terminal_sends_it() -> None:
    decoder = Decoder(charset="iso8859-15")
    assert typed([*decoder.feed(b"&\xe9\"'(")]) == "&é\"'("


def test_in_utf_8_what_a_slow_line_has_cut_goes_on() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\xc3") == []
    assert not decoder.pending
    assert decoder.flush() == []
    assert typed(decoder.feed(b"\xa9")) == "é"
    assert typed(decoder.feed(b"\xe9a")) == "\ufffda"


def test_a_paste_is_read_in_the_charset_too() -> None:
    decoder = Decoder(charset="iso8859-15")
    pasted = b"\x1b[200~" + "déjà à".encode("iso8859-15")
    assert decoder.feed(pasted) == []
    assert not decoder.pending
    assert typed(decoder.feed(b"\x1b[201~")) == "déjà à"
    assert decoder.feed(pasted + b" \xe9") == []
    assert typed(decoder.flush(abandon_paste=True)) == "déjà à é"


@given(st.lists(st.binary(max_size=8), max_size=6), st.sampled_from([*SAMPLES, "utf-8"]))
def test_any_bytes_are_read_whole_and_in_any_pieces(pieces: list[bytes], charset: str) -> None:
    whole, parts = Reader(charset), Reader(charset)
    text = whole.decode(b"".join(pieces)) + whole.flush()
    assert "".join(map(parts.decode, pieces)) + parts.flush() == text
    if charset != "utf-8":
        assert not whole.pending
        assert len(text) >= len(b"".join(pieces).decode("utf-8", "ignore"))
