"""What is known of a terminal from its name and the user's settings, without asking it."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from e33tui.terminal import terminfo
from e33tui.terminal.ability import TRUE_COLOUR, Ability, Letters, ability, as_set, of_this_terminal
from e33tui.terminal.style import BOLD, DIM, ITALIC, REVERSE, STRIKE, UNDERLINE

LEAST = BOLD | UNDERLINE | REVERSE
ALL, CONSOLE, ASCII = Letters
FRENCH = {"LANG": "fr_FR.UTF-8"}


@pytest.fixture(autouse=True)
def _no_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know a terminal by its name alone, whatever this machine describes."""
    monkeypatch.setattr(terminfo, "FOLDERS", ())


# What each terminal of an exam centre has: colours, attributes, letters, an alternate screen.
TERMINALS = [
    ("xterm-256color", 256, LEAST | DIM | ITALIC | STRIKE, ALL, True),
    ("xterm", 8, LEAST | DIM | ITALIC | STRIKE, ALL, True),
    ("tmux-256color", 256, LEAST | DIM | ITALIC | STRIKE, ALL, True),
    ("tmux", 8, LEAST | DIM | ITALIC | STRIKE, ALL, True),
    ("screen", 8, LEAST, ALL, True),
    ("screen.xterm-256color", 256, LEAST, ALL, True),
    ("putty", 8, LEAST, ALL, True),
    ("linux", 8, LEAST, CONSOLE, False),
    ("linux-16color", 8, LEAST, CONSOLE, False),
    ("screen.linux", 8, LEAST, CONSOLE, True),
    ("vt220", 0, LEAST, ASCII, False),
    ("screen.vt220", 8, LEAST, ASCII, True),
    ("vt100", 0, LEAST, ASCII, False),
    ("unknown", 0, LEAST, ASCII, False),
    ("", 0, LEAST, ASCII, False),
    ("alacritty", 256, LEAST | DIM | ITALIC | STRIKE, ALL, True),
]


@pytest.mark.parametrize(("name", "colours", "attributes", "letters", "alternate"), TERMINALS)
def test_a_terminal_is_known_by_its_name(
    name: str, colours: int, attributes: int, letters: Letters, alternate: bool
) -> None:
    able = ability({"TERM": name, **FRENCH})
    assert (able.colours, able.letters, able.alternate) == (colours, letters, alternate)
    assert able.attributes == attributes
    assert able.placeable


@pytest.mark.parametrize("name", ["xterm-256color", "xterm", "linux", "vt220", "screen"])
def test_the_systems_own_entry_says_no_less(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = ability({"TERM": name, **FRENCH})
    monkeypatch.undo()
    if terminfo.find(name, {}) is None:
        pytest.skip("no entry of that name here")
    found = ability({"TERM": name, **FRENCH})
    assert (found.colours, found.letters, found.alternate) == (
        known.colours,
        known.letters,
        known.alternate,
    )
    assert found.attributes & known.attributes == known.attributes


@pytest.mark.parametrize(
    ("name", "pale"),
    [("xterm", True), ("linux", True), ("putty-256color", True), ("xterm-256color", False)],
)
def test_bold_may_be_a_brighter_colour(name: str, pale: bool) -> None:
    assert ability({"TERM": name, **FRENCH}).pale_bold is pale


def test_an_unset_term_is_a_terminal_all_the_same() -> None:
    assert ability({}) == ability({"TERM": "unknown"})


@pytest.mark.parametrize("name", ["linux", "vt220", "screen", "screen-256color", "", "unknown"])
def test_true_colours_are_not_sent_to_what_cannot_read_them(name: str) -> None:
    assert ability({"TERM": name, "COLORTERM": "truecolor"}) == ability({"TERM": name})


@pytest.mark.parametrize("said", ["truecolor", "24bit"])
@pytest.mark.parametrize("name", ["xterm-256color", "xterm", "tmux-256color", "foot"])
def test_true_colours_where_the_terminal_says_so(name: str, said: str) -> None:
    assert ability({"TERM": name, "COLORTERM": said}).colours == TRUE_COLOUR


def test_no_color_takes_the_colours_only() -> None:
    coloured = ability({"TERM": "xterm-256color", **FRENCH})
    bare = ability({"TERM": "xterm-256color", "NO_COLOR": "1", **FRENCH})
    assert bare == Ability(0, coloured.attributes)
    assert ability({"TERM": "xterm-256color", "NO_COLOR": "", **FRENCH}) == coloured


# Letters and the keyboard's charset follow from the locale's first variable that says something.
LOCALES = [
    ({"LANG": "fr_FR.UTF-8"}, ALL, "utf-8"),
    ({"LANG": "C.UTF-8"}, ALL, "utf-8"),
    ({"LANG": "fr_FR.utf8"}, ALL, "utf-8"),
    ({"LC_CTYPE": "UTF-8"}, ALL, "utf-8"),
    ({"LANG": "C", "LC_CTYPE": "fr_FR.UTF-8"}, ALL, "utf-8"),
    ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, ASCII, "iso8859-15"),
    ({"LANG": "POSIX"}, ASCII, "iso8859-15"),
    ({"LANG": "fr_FR.ISO-8859-1"}, ASCII, "iso8859-1"),
    ({"LANG": "fr_FR@euro"}, ASCII, "iso8859-15"),
    ({"LANG": "fr_FR"}, ASCII, "iso8859-1"),
    ({"LANG": "fr_FR.CP1252"}, ASCII, "cp1252"),
    ({"LANG": "ja_JP.EUC-JP"}, ASCII, "iso8859-15"),
    ({"LANG": "ja_JP.SJIS"}, ASCII, "iso8859-15"),
    ({"LANG": "fr_FR.US-ASCII"}, ASCII, "iso8859-15"),
    ({"LANG": "ru_RU.KOI8-R"}, ASCII, "iso8859-15"),
    ({"LANG": "fr_FR.n'importe\0quoi"}, ASCII, "iso8859-15"),
]


@pytest.mark.parametrize(("locale", "letters", "charset"), LOCALES)
def test_letters_follow_the_locale(locale: dict[str, str], letters: Letters, charset: str) -> None:
    able = ability({"TERM": "xterm-256color", **locale})
    assert (able.letters, able.charset) == (letters, charset)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("xterm-256color", ALL),
        ("linux", CONSOLE),
        ("xterm", ASCII),
        ("tmux-256color", ASCII),
        ("screen.xterm-256color", ASCII),
        ("vt220", ASCII),
    ],
)
def test_without_any_locale_a_recent_terminal_alone_is_trusted(name: str, letters: Letters) -> None:
    assert ability({"TERM": name}).letters is letters


def test_a_vt220_types_latin_letters_whatever_the_server_speaks() -> None:
    assert ability({"TERM": "vt220", **FRENCH}).charset == "iso8859-15"


def test_what_python_put_into_the_locale_is_not_the_users() -> None:
    coerced = {"LANG": "C", "LC_CTYPE": "C.UTF-8"}
    assert ability(as_set(coerced, {"LANG": "C"})).letters is ASCII
    assert as_set(coerced, coerced) == coerced
    assert as_set(coerced, None) == coerced
    assert as_set({"LC_CTYPE": "C.UTF-8"}, {"LC_CTYPE": "fr_FR@euro"}) == {"LC_CTYPE": "fr_FR@euro"}
    everything = {"LC_ALL": "fr_FR.UTF-8", "LC_CTYPE": "C.UTF-8"}
    assert as_set(everything, {}) == everything


def test_a_fresh_python_knows_the_locale_it_was_given() -> None:
    code = "from e33tui.terminal.ability import of_this_terminal as a; print(a().letters.value)"
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "ascii\n"


# -- The system's descriptions ---------------------------------------------------------------------


def compiled(strings: dict[int, bytes], colours: int = -1, *, wide: bool = False) -> bytes:
    """Return a compiled entry, as ``tic`` writes it."""
    names, booleans = b"some|terminal\0", b"\0\1\0"
    numbers = [-1] * 13 + [colours]
    offsets, table = [-1] * 320, b""
    for place, text in strings.items():
        offsets[place] = len(table)
        table += text + b"\0"
    head = (0o1036 if wide else 0o432, len(names), len(booleans), len(numbers), len(offsets))
    data = struct.pack("<6h", *head, len(table)) + names + booleans
    data += b"\0" * (len(data) % 2)
    data += struct.pack(f"<{len(numbers)}{'i' if wide else 'h'}", *numbers)
    return data + struct.pack(f"<{len(offsets)}h", *offsets) + table


MOVE = b"\x1b[%i%p1%d;%p2%dH"


def written(folder: Path, name: str, data: bytes, *, under: str = "") -> dict[str, str]:
    place = folder / (under or name[0])
    place.mkdir(exist_ok=True)
    (place / name).write_bytes(data)
    return {"TERM": name, "TERMINFO": str(folder), **FRENCH}


@pytest.mark.parametrize("under", ["m", "6d"])
@pytest.mark.parametrize("wide", [False, True])
def test_an_entry_decides(tmp_path: Path, under: str, wide: bool) -> None:
    data = compiled({10: MOVE, 27: b"b", 30: b"d", 34: b"r"}, 16, wide=wide)
    able = ability(written(tmp_path, "mine", data, under=under))
    assert (able.colours, able.attributes) == (16, BOLD | DIM | REVERSE)
    assert not able.alternate
    assert able.placeable


def test_colours_beyond_256_are_true_ones(tmp_path: Path) -> None:
    data = compiled({10: MOVE, 28: b"a", 36: b"u", 311: b"i"}, 1 << 24, wide=True)
    able = ability(written(tmp_path, "direct", data))
    assert (able.colours, able.alternate) == (TRUE_COLOUR, True)
    assert able.attributes == UNDERLINE | ITALIC | STRIKE


@pytest.mark.parametrize("strings", [{}, {10: b"\x1b=%p1%' '%+%c%p2%' '%+%c"}])
def test_a_terminal_that_is_driven_otherwise_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strings: dict[int, bytes]
) -> None:
    monkeypatch.setattr(terminfo, "FOLDERS", (str(tmp_path),))
    written(tmp_path, "wyse50", compiled(strings))
    assert not ability({"TERM": "wyse50"}).placeable


WHOLE = compiled({10: MOVE}, 8)


@pytest.mark.parametrize(
    "own",
    [
        compiled({}),
        b"\x1a\1" + b"\0" * 200,
        b"\x1a\1" + struct.pack("<5h", 14, 3, 14, -320, -1) + WHOLE[12:],
        WHOLE[:-1],
        None,
    ],
)
def test_an_accounts_own_entry_that_is_none_leaves_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: bytes | None
) -> None:
    """A pipe would hold the start for ever, a damaged entry keep the account out."""
    system = tmp_path / "system"
    system.mkdir()
    written(system, "mine", compiled({10: MOVE}, 16))
    monkeypatch.setattr(terminfo, "FOLDERS", (str(system),))
    environment = written(tmp_path, "mine", own or b"")
    if own is None:
        (tmp_path / "m" / "mine").unlink()
        os.mkfifo(tmp_path / "m" / "mine")
    able = ability(environment)
    assert (able.colours, able.placeable) == (16, True)


def test_a_start_finds_its_terminal_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(terminfo, "find", lambda name, _: asked.append(name))
    for name in ("once-1", "once-2"):
        monkeypatch.setenv("TERM", name)
        assert of_this_terminal() is of_this_terminal()
    assert asked == ["once-1", "once-2"]


def test_a_dumb_terminal_is_told_by_its_name() -> None:
    assert not ability({"TERM": "dumb"}).placeable


@given(st.binary(max_size=600), st.integers(0, 700))
def test_a_damaged_entry_never_harms(noise: bytes, cut: int) -> None:
    data = compiled({10: MOVE, 27: b"b"}, 8)
    for damaged in (noise, data[:cut], data[: cut // 2] + noise, data[:12] + noise):
        terminfo.parse(damaged)
    assert terminfo.parse(noise[:1]) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", ".", "", "é", "a\0b"])
def test_a_name_that_is_none_finds_nothing(tmp_path: Path, name: str) -> None:
    assert terminfo.find(name, {"TERMINFO": str(tmp_path), "HOME": str(tmp_path)}) is None
