"""What a terminal can show, as far as its name and the user's settings tell.

Pure, and nothing is asked of the terminal: an answer that comes late, or not at all, is a line's
ordinary fault. What is known decides; where nothing is known, the least is taken for granted.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

from e33tui.domain.frozen import dataclass
from e33tui.terminal import terminfo
from e33tui.terminal.style import BOLD, DIM, ITALIC, REVERSE, STRIKE, UNDERLINE

TRUE_COLOUR: Final = 1 << 24

_LEAST: Final = BOLD | UNDERLINE | REVERSE
_MOST: Final = _LEAST | DIM | ITALIC | STRIKE
_LATIN: Final = "iso8859-15"
_FRENCH: Final = "éèêàçùô"  # without œ and capitals, which even some of France's charsets lack
_POSIX: Final = ("C", "POSIX")
_COERCED: Final = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python puts into ``LC_CTYPE`` by itself where the locale is C."""

_MODERN: Final = re.compile(
    r"(?:alacritty|contour|foot|ghostty|gnome|iterm|kitty|konsole|mintty|putty|rxvt|st|vte|wezterm"
    r"|xterm|tmux|screen)(?:[-.].*|\d?)$"
)
_MANY_COLOURS: Final = re.compile(r"256color|alacritty|contour|foot|ghostty|iterm|kitty|wezterm")
_LATER: Final = re.compile(r"screen|tmux")  # shows what its own terminal can
_NO_TRUE_COLOURS: Final = re.compile(r"vt\d|linux|cons\d|ansi|pc|sun|cygwin|screen")
_NAMELESS: Final = ("", "unknown", "network", "dialup")


class Letters(Enum):
    """Which characters a terminal shows."""

    ALL = "all"
    CONSOLE = "console"
    """Those of western languages and boxes: a text console's font has 256 or 512 shapes."""
    ASCII = "ascii"


@dataclass(frozen=True)
class Ability:
    """What a terminal can show.

    Attributes:
        colours: 0, 8, 16, 256 or :data:`TRUE_COLOUR`.
        attributes: the bits of :mod:`e33tui.terminal.style` that it shows, readably.
        pale_bold: bold may come as a brighter colour, which in reverse video is pale on pale.
        letters: the characters.
        charset: what its keyboard sends where that is not UTF-8.
        alternate: whether it has a screen apart for programs like this one.
        paste: whether it may mark a paste.
        placeable: whether the cursor can be placed at all, by the standard's sequences.
    """

    colours: int = TRUE_COLOUR
    attributes: int = _MOST
    pale_bold: bool = False
    letters: Letters = Letters.ALL
    charset: str = "utf-8"
    alternate: bool = True
    paste: bool = True
    placeable: bool = True


def ability(environment: Mapping[str, str]) -> Ability:
    """Return what the terminal can show that ``environment`` describes.

    Args:
        environment: ``TERM``, ``COLORTERM``, ``NO_COLOR`` and the locale's variables; as the user
            set them (:func:`as_set`).
    """
    name = environment.get("TERM", "")
    entry = terminfo.find(name, environment)
    placeable = name != "dumb"
    if entry is not None and name not in _NAMELESS:
        placeable = entry.move.startswith(b"\x1b[%i%p1%d;%p2%dH")
    charset = _charset(environment)
    shown = _colours(name, entry, environment)
    letters = _letters(name, charset, shown)
    if letters is Letters.ASCII:
        charset = charset.replace("utf-8", "") or _LATIN
    return Ability(
        colours=0 if environment.get("NO_COLOR") else shown,
        attributes=_attributes(name, entry),
        pale_bold=8 <= shown <= 16 or name.startswith("putty"),
        letters=letters,
        charset=charset or "utf-8",
        alternate=_has_alternate(name, entry),
        paste=not _is_hardware(name) and name not in _NAMELESS,
        placeable=placeable,
    )


def of_this_terminal() -> Ability:
    """Return what the terminal can show on which this process was started."""
    return _found_out(tuple(os.environ.items()))


@lru_cache(maxsize=1)
def _found_out(environment: tuple[tuple[str, str], ...]) -> Ability:
    """Return it, found out once as long as the environment stays what it is."""
    return ability(as_set(dict(environment), begun_with()))


def as_set(environment: Mapping[str, str], begun_with: Mapping[str, str] | None) -> dict[str, str]:
    """Return the environment without what Python has put into it.

    Where the locale is C, or one that the system does not have, Python sets ``LC_CTYPE`` to one
    with UTF-8, for itself and for its children (PEP 538).

    Args:
        environment: the process's.
        begun_with: the one that it was started with; None if that is not known.
    """
    found = dict(environment)
    if begun_with is not None and found.get("LC_CTYPE") in _COERCED and not found.get("LC_ALL"):
        found["LC_CTYPE"] = begun_with.get("LC_CTYPE", "")
    return found


def begun_with() -> dict[str, str] | None:
    """Return the environment that this process was started with, if the system tells."""
    try:
        data = Path("/proc/self/environ").read_bytes()
    except OSError:
        return None
    pairs = (pair.partition("=") for pair in data.decode("utf-8", "replace").split("\0"))
    return {name: value for name, _, value in pairs if name}


def _colours(name: str, entry: terminfo.Entry | None, environment: Mapping[str, str]) -> int:
    if entry is not None:
        count = entry.colours
    elif _MANY_COLOURS.search(name):
        count = 256
    else:
        count = 8 if _MODERN.match(name) or _is_console(name) else 0
    # Screen takes the parts of a colour it does not know for attributes; a console has its sixteen.
    mixed = _NO_TRUE_COLOURS.match(name) is not None
    if environment.get("COLORTERM") in ("truecolor", "24bit") and count and not mixed:
        count = TRUE_COLOUR
    return max(step for step in (0, 8, 16, 256, TRUE_COLOUR) if step <= max(count, 0))


def _attributes(name: str, entry: terminfo.Entry | None) -> int:
    if _is_console(name):
        return _LEAST  # dim is dark grey there: nobody can read it
    if entry is None:
        known = _MODERN.match(name) is not None and not name.startswith(("screen", "putty"))
        return _MOST if known else _LEAST
    found = BOLD * bool(entry.bold) | UNDERLINE * bool(entry.underline)
    found |= REVERSE * bool(entry.reverse) | DIM * bool(entry.dim)
    return found | (ITALIC | STRIKE) * bool(entry.italic) if found else _LEAST


def _has_alternate(name: str, entry: terminfo.Entry | None) -> bool:
    return bool(entry.alternate) if entry is not None else _MODERN.match(name) is not None


def _is_console(name: str) -> bool:
    """Tell whether it is Linux's text console, be it below GNU screen."""
    return re.match(r"(?:screen\.)?linux", name) is not None


def _is_hardware(name: str) -> bool:
    """Tell whether it is one of DEC's, or set to be like one."""
    return re.match(r"(?:screen\.)?vt\d", name) is not None


def _letters(name: str, charset: str, colours: int) -> Letters:
    if _is_hardware(name) or name in _NAMELESS or name == "dumb":
        return Letters.ASCII
    # No locale at all tells nothing. What has 256 colours draws UTF-8, and so does Linux's console;
    # a program between the terminal and this one shows what its own locale tells it.
    recent = colours >= 256 and _LATER.match(name) is None
    if charset != "utf-8" and not (charset == "" and (recent or name == "linux")):
        return Letters.ASCII
    return Letters.CONSOLE if _is_console(name) else Letters.ALL


def _charset(environment: Mapping[str, str]) -> str:
    """Return the locale's charset in Python's name; empty where there is no locale at all."""
    variables = ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((value for name in variables if (value := environment.get(name, ""))), "")
    if not locale:
        return ""
    if locale in _POSIX:
        return _LATIN
    base, _, variant = locale.partition("@")
    written = base.partition(".")[2] or ("UTF-8" if base == "UTF-8" else "")
    with suppress(LookupError, UnicodeError, ValueError):
        found = codecs.lookup(written or (_LATIN if variant == "euro" else "iso8859-1")).name
        if found == "utf-8" or _is_latin(found):
            return found
    return _LATIN


def _is_latin(charset: str) -> bool:
    """Tell whether each letter of French is one byte there, and those of English are ASCII's.

    Raises:
        UnicodeError: it lacks some.
    """
    data = f"az{_FRENCH}".encode(charset)
    return len(data) == 2 + len(_FRENCH) and data.startswith(b"az")
