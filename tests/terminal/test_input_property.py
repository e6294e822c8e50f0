"""Whatever the reads: the same keys. Whatever the bytes: no error, and the next key is heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from e33tui.terminal.keys_in import BURST_BYTES, Decoder
from tests.terminal.input_streams import REPORTS, TERMINALS, Spelling, feed_all, names, spell

_KEYS = sorted({(sequence, name) for keys in TERMINALS.values() for name, sequence in keys})
_Piece = tuple[str, list[Spelling]]


def _pieces() -> st.SearchStrategy[list[_Piece]]:
    letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
    text = st.text(letters, max_size=20)
    pasted = text.map(lambda inside: inside.replace("\x1b[201~", ""))
    return st.lists(
        st.sampled_from(_KEYS).map(_key_piece)
        | st.sampled_from(REPORTS).map(lambda report: (report, []))
        | text.map(_text_piece)
        | pasted.map(lambda inside: (f"\x1b[200~{inside}\x1b[201~", [("paste", inside)])),
        max_size=30,
    )


def _key_piece(key: tuple[str, str]) -> _Piece:
    spelling = spell(Decoder().feed(key[0].encode()))
    assert [spelt[1] for spelt in spelling] == [key[1]]
    return key[0], spelling


def _text_piece(text: str) -> _Piece:
    keys = [spell(Decoder().feed(character.encode())) for character in text]
    assert [key[2] for spelling in keys for key in spelling] == list(text)
    return text, [key for spelling in keys for key in spelling]


def _cut(data: bytes, sizes: list[int]) -> list[bytes]:
    chunks = []
    for size in sizes:
        chunks.append(data[:size])
        data = data[size:]
    small = BURST_BYTES - 1
    return [*chunks, *(data[at : at + small] for at in range(0, len(data), small))]


_SIZES = st.lists(st.integers(0, BURST_BYTES - 1))


@given(_pieces(), _SIZES)
def test_small_reads_of_any_size_give_the_same(pieces: list[_Piece], sizes: list[int]) -> None:
    data = "".join(sent for sent, _ in pieces).encode()
    expected = [spelling for _, spellings in pieces for spelling in spellings]
    decoder = Decoder()
    assert spell(feed_all(decoder, _cut(data, sizes))) == expected
    assert not decoder.pending


_GARBAGE = st.binary(max_size=300) | st.lists(
    st.sampled_from([b"\x1b", b"[", b"O", b"]", b"P", b"_G", b"200~", b"201~", b"1;5", b"<0;"])
    | st.sampled_from([b"\xc3", b"\x07", b"\\", b"M", b"u", b"27;", b"9" * 70, b"$", b":", b"a\r"]),
    max_size=60,
).map(b"".join)


@given(_GARBAGE, st.lists(st.integers(1, 200)), st.booleans())
def test_garbage_never_raises_nor_loses_the_keys_after_it(
    garbage: bytes, sizes: list[int], mouse: bool
) -> None:
    decoder = Decoder(mouse)
    feed_all(decoder, _cut(garbage, sizes))
    decoder.flush(abandon_paste=True)
    assert not decoder.pending
    assert not decoder.pasting
    messages = decoder.feed(b"\x1b[Bn3\x1b[1;5C\r")
    assert names(messages[-5:]) == ["down", "n", "3", "ctrl+right", "enter"]
    assert len(messages) <= 6  # at most the character that the garbage left unfinished


@given(st.text(), _SIZES)
def test_a_paste_is_its_text(text: str, sizes: list[int]) -> None:
    pasted = text.replace("\x1b[201~", "").encode(errors="replace")
    data = b"\x1b[200~" + pasted + b"\x1b[201~"
    expected = pasted.decode().replace("\r\n", "\n").replace("\r", "\n")
    assert spell(feed_all(Decoder(), _cut(data, sizes))) == [("paste", expected)]
