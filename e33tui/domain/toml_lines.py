"""On which line of a TOML file something stands, for a sentence about it; a reader of TOML does not say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

# Each blank fits in one place alone: a long row of them is read once.
_HEADER = re.compile(r"\s*(\[\[?)([^\]\[]+)\]\]?\s*(?:#.*)?")
_ENTRY = re.compile(r"""\s*((?:[\w.-]|"[^"]*"|'[^']*')+)\s*=\s*(.*)""")
_QUOTED_OR_BLANK = re.compile(r"""\"([^"]*)"|'([^']*)'|\s""")
_ITEM = re.compile(r"\s*[\"']")
_MOST_DOTS = 40
"""Points on a line; no key needs any."""
_LONG_QUOTES = ('"""', "'''")


def line_of(text: str, key: str) -> int | None:
    """Return the line, from 1, where ``key`` stands, or what it should stand in; ``None`` for neither.

    It is for files written one entry or item to a line, as all of this program's are; one written
    otherwise gets the line of what holds it.

    Args:
        text: the file.
        key: a path as :class:`~e33tui.domain.rubric_table.Table` writes it, such as
            ``e33.c1[2].texte``.
    """
    best, longest = None, 0
    for number, path in _places(text):
        if path == key or path.startswith((f"{key}.", f"{key}[")):
            return number
        if key.startswith((f"{path}.", f"{path}[")) and len(path) > longest:
            best, longest = number, len(path)
    return best


def line_full_of_dots(data: bytes) -> int | None:
    """Return the number of a line that would keep a reader of TOML busy, if there is one.

    What reads a name in parts takes the square of their number, in time and in memory.
    """
    for number, entry in enumerate(data.split(b"\n"), 1):
        if entry.count(b".") > _MOST_DOTS and not entry.lstrip().startswith(b"#"):
            return number
    return None


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line that begins a table, an entry or an item of a list, with the path to it."""
    tables: Counter[str] = Counter()
    table, listed, items, quoted = "", "", 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if quoted:
            quoted = "" if quoted in line else quoted
        elif listed:
            items += bool(_ITEM.match(line))
            if _ITEM.match(line):
                yield number, f"{listed}[{items}]"
            listed = "" if line.lstrip().startswith("]") else listed
        elif header := _HEADER.fullmatch(line):
            table = _bare(header[2])
            if header[1] == "[[":
                tables[table] += 1
                table = f"{table}[{tables[table]}]"
            yield number, table
        elif entry := _ENTRY.match(line):
            path = f"{table}.{_bare(entry[1])}" if table else _bare(entry[1])
            yield number, path
            listed, items = (path, 0) if entry[2].rstrip() == "[" else ("", 0)
            quoted = next((mark for mark in _LONG_QUOTES if entry[2].count(mark) == 1), "")


def _bare(name: str) -> str:
    return _QUOTED_OR_BLANK.sub(r"\1\2", name)
