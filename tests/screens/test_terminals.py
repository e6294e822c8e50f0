"""Exact screens under each kind of terminal: characters, looks, cursor, and every byte that left.

They are kept in ``tests/data/screens``; after a change of what is seen, write them anew and look at
the difference:

    RENEW_SCREENS=1 make test ARGS="tests/screens/test_terminals.py"
"""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from e33tui.look import Look, ThemeName
from e33tui.terminal import terminfo
from e33tui.terminal.ability import Letters, ability
from e33tui.terminal.sequences import ALLOWED
from tests.screens.terminals import Drawing, Step, Terminal, recorded, screens

KEPT = Path(__file__).parents[1] / "data" / "screens"
RENEW = bool(os.environ.get("RENEW_SCREENS"))

UTF8 = {"LANG": "fr_FR.UTF-8"}
STANDARD, CONTRAST, MONOCHROME = ThemeName


@dataclass(frozen=True)
class Kind:
    """One kind of terminal.

    Attributes:
        environment: what tells of it.
        attributes: the SGR codes that it knows.
        colours: what its colours look like in SGR; empty for none.
        modes: the private modes that it may be put into.
        theme: what the juror chose.
    """

    environment: dict[str, str]
    attributes: str
    colours: str = ""
    modes: str = "6 7 25 1049 2004"
    theme: ThemeName = STANDARD


LEAST = "0 1 4 7 22 24 27"
MOST = f"{LEAST} 2 3 9 23 29"

KINDS = {
    "xterm-256color": Kind({"TERM": "xterm-256color", **UTF8}, MOST),
    "xterm": Kind({"TERM": "xterm", **UTF8}, MOST),
    "linux": Kind({"TERM": "linux", **UTF8}, LEAST, modes="6 7 25 2004"),
    "screen": Kind({"TERM": "screen", **UTF8}, LEAST),
    "tmux": Kind({"TERM": "tmux-256color", **UTF8}, MOST),
    "putty": Kind({"TERM": "putty", **UTF8}, LEAST),
    "vt220": Kind({"TERM": "vt220", **UTF8}, LEAST, modes="6 7 25"),
    "unknown": Kind({}, LEAST, modes="6 7 25"),
    "latin": Kind({"TERM": "xterm", "LANG": "fr_FR.ISO-8859-15"}, MOST),
    "monochrome": Kind({"TERM": "xterm-256color", **UTF8}, LEAST, theme=MONOCHROME),
    "no-color": Kind({"TERM": "xterm-256color", "NO_COLOR": "1", **UTF8}, LEAST, theme=CONTRAST),
    "contrast-8": Kind({"TERM": "xterm", **UTF8}, LEAST, "[34][0-7]|39|49", theme=CONTRAST),
    "contrast-16": Kind(
        {"TERM": "xterm-16color", **UTF8}, LEAST, "[349][0-7]|10[0-7]|39|49", theme=CONTRAST
    ),
    "contrast-256": Kind(
        {"TERM": "xterm-256color", **UTF8}, LEAST, r"[34]8;5;\d+|39|49", theme=CONTRAST
    ),
    "contrast-true": Kind(
        {"TERM": "xterm-256color", "COLORTERM": "truecolor", **UTF8},
        LEAST,
        r"[34]8;2;\d+;\d+;\d+|39|49",
        theme=CONTRAST,
    ),
}


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, list[Step]]:
    """What the interface writes, by whether its signs are ASCII ones."""
    return {
        signs: asyncio.run(recorded(tmp_path_factory.mktemp("walk"), Look(ascii=signs)))
        for signs in (False, True)
    }


@pytest.fixture(autouse=True)
def _known_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know a terminal by its name alone, whatever this machine describes."""
    monkeypatch.setattr(terminfo, "FOLDERS", ())


Walks = dict[bool, list[Step]]


def signs_of(kind: Kind) -> bool:
    return ability(kind.environment).letters is not Letters.ALL


@pytest.mark.parametrize("name", KINDS)
async def test_a_terminal_shows_exactly_this(name: str, walks: Walks) -> None:
    kind = KINDS[name]
    drawing = Drawing()
    terminal = Terminal(kind.environment, Look(kind.theme, ascii=signs_of(kind)))
    try:
        for step in screens(walks[signs_of(kind)]):
            await terminal.show(step)
            drawing.add(step.name, terminal.emulator)
    finally:
        terminal.close()
    check_bytes(terminal.sent, kind)
    kept = KEPT / f"{name}.txt"
    if RENEW:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(drawing.text())
    assert drawing.text() == kept.read_text()


STYLE = re.compile(r"\x1b\[([\d;]*)m")
CODE = re.compile(r"[34]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+")
CONSOLE = re.compile(r"[ -~\xa0-\xffŒœ€\u2500-\u25a0]*")
"""What the fonts of text consoles draw."""


def check_bytes(sent: bytes, kind: Kind) -> None:
    """Every sequence is listed and known to the terminal; the rest is text that it shows."""
    text = ALLOWED.sub(b"", sent).decode()
    assert text.isprintable()
    if signs_of(kind):
        assert CONSOLE.fullmatch(text) if "linux" in kind.environment.values() else text.isascii()
    modes = set(re.findall(rb"\x1b\[\?(\d+)[hl]", sent))
    assert modes == set(kind.modes.encode().split())
    codes = {code for style in STYLE.findall(sent.decode()) for code in CODE.findall(style)}
    coloured = codes - set(kind.attributes.split())
    assert all(re.fullmatch(kind.colours, code) for code in coloured), coloured
    assert bool(coloured) == bool(kind.colours)


def test_the_kept_screens_are_those_of_the_terminals() -> None:
    assert {path.stem for path in KEPT.iterdir()} == set(KINDS)


async def test_no_change_shows_by_colour_or_dimness_alone(walks: Walks) -> None:
    """Each row that a key changes in colours changes without any, too."""
    coloured, bare = (
        Terminal(KINDS[name].environment, Look(KINDS[name].theme))
        for name in ("contrast-256", "no-color")
    )
    try:
        before = coloured.emulator.looks(), bare.emulator.looks()
        for step in walks[False]:
            await coloured.show(step)
            await bare.show(step)
            after = coloured.emulator.looks(), bare.emulator.looks()
            changed = [
                {y for y, (old, new) in enumerate(zip(*rows, strict=True)) if old != new}
                for rows in zip(before, after, strict=True)
            ]
            assert changed[0] <= changed[1] or before[0][0][0][1] == "default", step.name
            before = after
    finally:
        coloured.close()
        bare.close()
