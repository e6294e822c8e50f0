"""What a juror's terminal sends in a row, whole and cut at every byte: the same keys, in order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from e33tui.terminal.keys_in import Decoder
from tests.terminal.input_streams import Spelling, cuts, feed_all, spell

ENTER = ("key", "enter", "\r")
OBSERVATION = "+ déjà vu « à l’œil »"
PASTED = "collé\nsur deux lignes \x1b[A\x0e"


@dataclass(frozen=True)
class Keyboard:
    """How one terminal sends what a juror presses in an oral."""

    up: str
    down: str
    home: str
    end: str
    delete: str = "\x1b[3~"
    page_up: str = "\x1b[5~"
    page_down: str = "\x1b[6~"
    backspace: str = "\x7f"
    enter: str = "\r"
    pad: str = "4"
    shift_tab: str = "\x1b[Z"
    brackets: bool = True
    tap: str = ""


KEYBOARDS = {
    "PuTTY": Keyboard("\x1b[A", "\x1b[B", "\x1b[1~", "\x1b[4~", pad="\x1bOt"),
    "PuTTY, Control-H and application cursor": Keyboard(
        "\x1bOA", "\x1bOB", "\x1b[7~", "\x1b[8~", backspace="\x08"
    ),
    "xterm": Keyboard("\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", tap="\x1b[<0;7;9M\x1b[<0;7;9m"),
    "xterm in application mode": Keyboard("\x1bOA", "\x1bOB", "\x1bOH", "\x1bOF", pad="\x1bOt"),
    "Linux console": Keyboard(
        "\x1b[A", "\x1b[B", "\x1b[1~", "\x1b[4~", shift_tab="\x1b\t", brackets=False
    ),
    "tmux": Keyboard("\x1bOA", "\x1bOB", "\x1b[1~", "\x1b[4~", tap="\x1b[<0;7;9M\x1b[<0;7;9m"),
    "Termius": Keyboard(
        "\x1b[A", "\x1b[B", "\x1bOH", "\x1bOF", tap="\x1b[<0;7;9M\x1b[<0;7;9m\x1b[<65;7;9M"
    ),
    "vt220, line feed for Enter": Keyboard(
        "\x1b[A", "\x1b[B", "\x1b[1~", "\x1b[4~", backspace="\x08", enter="\n", brackets=False
    ),
}


def oral(keyboard: Keyboard) -> tuple[str, list[Spelling]]:
    """Some minutes of an oral: what is sent, and the keys that are meant."""
    k = keyboard
    named = [
        (k.down, ("key", "down", None)),
        (k.home, ("key", "home", None)),
        (k.end, ("key", "end", None)),
        (k.backspace, ("key", "backspace", None)),
        (k.delete, ("key", "delete", None)),
        (k.enter, ENTER),
        ("\t", ("key", "tab", "\t")),
        (k.pad, ("key", "4", "4")),
        ("é", ("key", "é", "é")),
        ('"', ("key", "quotation_mark", '"')),
        (k.up, ("key", "up", None)),
        (k.shift_tab, ("key", "shift+tab", None)),
        (k.page_up, ("key", "pageup", None)),
        (k.page_down, ("key", "pagedown", None)),
        ("\x1a", ("key", "ctrl+z", "\x1a")),
        ("\x0e", ("key", "ctrl+n", "\x0e")),
    ]
    typed = spell(Decoder().feed(OBSERVATION.encode()))
    sent = OBSERVATION + "".join(sequence for sequence, _ in named)
    meant = [*typed, *(spelling for _, spelling in named)]
    if k.brackets:
        sent += f"\x1b[200~{PASTED}\x1b[201~"
        meant.append(("paste", PASTED))
    if k.tap:
        sent += k.tap
        meant += spell(Decoder(mouse=True).feed(k.tap.encode()))
    return sent + "x", [*meant, ("key", "x", "x")]


def plain(spellings: list[Spelling]) -> list[Spelling]:
    """The same, where a name says which key it is: some have a character besides."""
    alone = {"backspace"}
    return [(*s[:2], None) if s[1] in alone else s for s in spellings]


@pytest.mark.parametrize("terminal", KEYBOARDS)
def test_an_oral_as_each_terminal_sends_it(terminal: str) -> None:
    sent, meant = oral(KEYBOARDS[terminal])
    for chunks in cuts(sent.encode()):
        decoder = Decoder(mouse=True)
        assert plain(spell(feed_all(decoder, chunks))) == meant, chunks
        assert not decoder.pending
