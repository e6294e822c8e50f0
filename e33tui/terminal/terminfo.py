"""What the system's own description of a terminal says of it.

The compiled entries are read here: the standard library's ``curses`` can look up one name in the
life of a process, and loads a library of which nothing else is used.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDERS: Final = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo")

_LONGEST: Final = 32768
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
    """Return the entry of a terminal's name, or None where there is none that can be read."""
    if not name or name.startswith(".") or not name.isascii() or "/" in name:
        return None
    for folder in _folders(environment):
        for beginning in (name[0], f"{ord(name[0]):x}"):
            try:
                with (Path(folder) / beginning / name).open("rb") as file:
                    found = parse(file.read(_LONGEST))
            except (OSError, ValueError):
                continue
            if found is not None:
                return found
    return None


def _folders(environment: Mapping[str, str]) -> list[str]:
    own = [environment.get("TERMINFO", "")]
    if home := environment.get("HOME", ""):
        own.append(f"{home}/.terminfo")
    listed = environment.get("TERMINFO_DIRS", "").split(":")
    return [folder for folder in (*own, *listed, *FOLDERS) if folder.startswith("/")]


def parse(data: bytes) -> Entry | None:
    """Read a compiled entry; None if ``data`` is none."""
    try:
        magic, names, booleans, numbers, strings, table = _HEADER.unpack_from(data)
        kind = _NUMBER_FORMATS[magic]
        start = _HEADER.size + names + booleans
        start += start % 2
        values = struct.unpack_from(f"<{numbers}{kind}", data, start)
        start += numbers * struct.calcsize(f"<{kind}")
        offsets = struct.unpack_from(f"<{strings}h", data, start)
    except (KeyError, struct.error):
        return None
    start += 2 * strings
    texts = data[start : start + table]

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
