"""What the system's own description of a terminal says of it.

The compiled entries are read here: the standard library's ``curses`` can look up one name in the
life of a process, and loads a library of which nothing else is used.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from e33tui.domain.frozen import dataclass
from e33tui.plain_file import read_beginning

FOLDERS: Final = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo")

_LONGEST: Final = 32768  # the largest that ncurses writes
_HEADER: Final = struct.Struct("<6h")
_NUMBER_FORMATS: Final = {0o432: "h", 0o1036: "i"}
"""How the numbers are stored, by the magic number."""

# Places in the arrays of <term.h>, the same on every system.
_COLOURS: Final = 13
_MOVE, _BOLD, _ALTERNATE, _DIM, _REVERSE, _UNDERLINE, _ITALIC = 10, 27, 28, 30, 34, 36, 311


@dataclass(frozen=True)
class Entry:
    """One terminal's description, as far as it matters here; absent is empty.

    Attributes:
        colours: how many it has.
        move: what moves the cursor.
        bold, dim, italic, underline, reverse: what switches the attribute on.
        alternate: what shows the alternate screen.
    """

    colours: int
    move: bytes
    bold: bytes
    dim: bytes
    italic: bytes
    underline: bytes
    reverse: bytes
    alternate: bytes


def find(name: str, environment: Mapping[str, str]) -> Entry | None:
    """Return the entry of a terminal's name, or None where there is none that can be read.

    The account's own entry comes first, if it says how the cursor moves: one that does not is
    damaged or unfinished, and must not shut out who has a terminal that the system knows.
    """
    if not name or name.startswith(".") or not name.isascii() or "/" in name:
        return None
    for folder in _private(environment):
        found = _entry(folder, name)
        if found is not None and found.move:
            return found
    return next(filter(None, (_entry(folder, name) for folder in FOLDERS)), None)


def _private(environment: Mapping[str, str]) -> list[str]:
    own = [environment.get("TERMINFO", "")]
    if home := environment.get("HOME", ""):
        own.append(f"{home}/.terminfo")
    listed = environment.get("TERMINFO_DIRS", "").split(":")
    return [folder for folder in (*own, *listed) if folder.startswith("/")]


def _entry(folder: str, name: str) -> Entry | None:
    for beginning in (name[0], f"{ord(name[0]):x}"):
        try:
            found = parse(read_beginning(Path(folder) / beginning / name, _LONGEST))
        except (OSError, ValueError):
            continue
        if found is not None:
            return found
    return None


def parse(data: bytes) -> Entry | None:
    """Read a compiled entry; None if ``data`` is none, or not a whole one."""
    try:
        magic, *counts = _HEADER.unpack_from(data)
        kind = _NUMBER_FORMATS[magic]
        if min(counts) < 0:
            return None
        names, booleans, numbers, strings, table = counts
        start = _HEADER.size + names + booleans
        start += start % 2
        values = struct.unpack_from(f"<{numbers}{kind}", data, start)
        start += numbers * struct.calcsize(f"<{kind}")
        offsets = struct.unpack_from(f"<{strings}h", data, start)
    except (KeyError, struct.error):
        return None
    start += 2 * strings
    texts = data[start : start + table]
    if not names or len(texts) < table:
        return None

    def text(place: int) -> bytes:
        offset = offsets[place] if place < strings else -1
        return texts[offset:].partition(b"\0")[0] if offset >= 0 else b""

    return Entry(
        colours=max(values[_COLOURS], 0) if numbers > _COLOURS else 0,
        move=text(_MOVE),
        bold=text(_BOLD),
        dim=text(_DIM),
        italic=text(_ITALIC),
        underline=text(_UNDERLINE),
        reverse=text(_REVERSE),
        alternate=text(_ALTERNATE),
    )
