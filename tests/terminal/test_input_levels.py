"""What each keyboard and terminal sends for a digit's key places that level; `0`'s key takes it off."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from e33tui.level_keys import clears_level, level_of
from e33tui.terminal.keys_in import Decoder
from tests.screens.support import at_work, go_to_stage, sitting
from tests.terminal.input_streams import cuts

AZERTY = "AZERTY without Shift"
LATIN = "AZERTY, ISO-8859-15"
PAD = "number pad in application mode: xterm, PuTTY, Linux console, rxvt, tmux, screen, vt220"

ROWS: dict[str, tuple[str, list[bytes], list[bytes]]] = {
    # A charset, what the keys of 1 to 4 send, and what takes a cross off.
    AZERTY: ("utf-8", [b"&", b"\xc3\xa9", b'"', b"'"], [b"\xc3\xa0"]),
    "AZERTY with Caps Lock, as X has it": (
        "utf-8",
        [b"&", b"\xc3\x89", b'"', b"'"],
        [b"\xc3\x80"],
    ),
    LATIN: ("iso8859-15", [b"&", b"\xe9", b'"', b"'"], [b"\xe0"]),
    "AZERTY, Windows-1252": ("cp1252", [b"&", b"\xe9", b'"', b"'"], [b"\xe0"]),
    "AZERTY with Shift, QWERTY, BÉPO with Shift": (
        "utf-8",
        [b"1", b"2", b"3", b"4"],
        [b"0", b"\x7f", b"\x08", b"\x1b[3~"],
    ),
    "number pad": ("utf-8", [b"1", b"2", b"3", b"4"], [b"0"]),
    PAD: (
        "utf-8",
        [b"\x1bOq", b"\x1bOr", b"\x1bOs", b"\x1bOt"],
        [b"\x1bOp"],
    ),
    "number pad under kitty's protocol": (
        "utf-8",
        [b"\x1b[57400u", b"\x1b[57401u", b"\x1b[57402u", b"\x1b[57403u"],
        [b"\x1b[57399u"],
    ),
    "number pad under kitty's protocol, Num Lock told": (
        "utf-8",
        [b"\x1b[57400;129u", b"\x1b[57401;129u", b"\x1b[57402;129u", b"\x1b[57403;129u"],
        [b"\x1b[57399;129u", b"\x1b[57426;129u"],
    ),
    "AZERTY where xterm reports modified keys": (
        "utf-8",
        [b"\x1b[27;2;49~", b"\x1b[27;2;50~", b"\x1b[27;2;51~", b"\x1b[27;2;52~"],
        [b"\x1b[27;2;48~"],
    ),
}


def typed(charset: str, chunks: list[bytes]) -> list[events.Key]:
    """The keys of some reads, and of the silence after them."""
    decoder = Decoder(charset=charset)
    messages = [message for chunk in chunks for message in decoder.feed(chunk)]
    messages += decoder.flush()
    keys = [message for message in messages if isinstance(message, events.Key)]
    assert len(keys) == len(messages)
    return keys


@pytest.mark.parametrize("row", ROWS)
def test_the_keys_of_one_to_four_place_their_levels_wherever_they_are_cut(row: str) -> None:
    charset, levels, clearing = ROWS[row]
    for wanted, data in enumerate(levels, 1):
        for chunks in cuts(data):
            (key,) = typed(charset, chunks)
            assert level_of(key.character, 4) == wanted, chunks
            assert not clears_level(key.key, key.character)
    for data in clearing:
        for chunks in cuts(data):
            (key,) = typed(charset, chunks)
            assert clears_level(key.key, key.character), chunks
            assert level_of(key.character, 4) is None


@pytest.mark.parametrize("charset", ["utf-8", "iso8859-15", "cp1252"])
def test_the_rest_of_an_azerty_row_places_no_level_there_is_not(charset: str) -> None:
    for character in "(-è_ç":
        (key,) = typed(charset, [character.encode(charset)])
        assert key.character == character
        assert level_of(key.character, 4) is None
        assert not clears_level(key.key, key.character)


async def test_they_do_so_on_the_screen(tmp_path: Path) -> None:
    with sitting(tmp_path, state="presentation_running") as service:
        async with at_work(service) as juror:
            await go_to_stage(juror, "presentation")
            await juror.press("tab")
            first = [criterion.id for criterion in juror.state.rubric.criteria[:4]]
            for row in (AZERTY, LATIN, PAD):
                charset, levels, clearing = ROWS[row]
                for key in typed(charset, levels):
                    await juror.key(key.key, key.character)
                await juror.pilot.pause()
                assert [juror.state.levels.get(each) for each in first] == [1, 2, 3, 4], row
                for _ in first:
                    await juror.press("up")
                    (key,) = typed(charset, clearing)
                    await juror.key(key.key, key.character)
                await juror.pilot.pause()
                assert juror.state.levels == {}, row
