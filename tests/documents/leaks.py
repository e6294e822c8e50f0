"""All that can be read off a file that leaves the jury, wherever and however it is written in it."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from tests.documents.pdf import opened, pages
from tests.support.marked import words_in

_STREAM = re.compile(rb"stream\r?\n")
_TAG = re.compile(r"<[^>]*>")


def leaks(folder: Path) -> dict[str, set[str]]:
    """Return the marked words in the files under ``folder``, by file and by place in it."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*")):
        for place, words in leaks_of(path.name, path.read_bytes() if path.is_file() else b""):
            found.setdefault(f"{path.name}, {place}", set()).update(words)
    return found


def leaks_of(name: str, data: bytes) -> Iterator[tuple[str, set[str]]]:
    """Yield the marked words of one file, with the place in which they stand."""
    for place, text in told(name, data):
        words = words_in(text)
        if words:
            yield place, words


def told(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield every text of a file that leaves the jury, with the place in which it stands."""
    yield "name", name
    yield from (("bytes", text) for text in _readings(data))
    if data.startswith(b"%PDF"):
        yield from _told_by_pdf(data)
    else:
        page = data.decode("utf-8", "replace")
        yield "entities", html.unescape(page)
        yield "text", html.unescape(_TAG.sub("", page))


def _told_by_pdf(data: bytes) -> Iterator[tuple[str, str]]:
    yield from (("page", text) for text in pages(data))
    with opened(data) as pdf:
        for item in (*pdf.objects, pdf.trailer):
            yield from _told_by_object(item)
        for drawn in pdf.pages:
            yield from _told_by_content(drawn)
    # What no table of the file leads to any more, such as an earlier revision.
    for start in _STREAM.finditer(data):
        yield from (("old stream", text) for text in _readings(_inflated(data[start.end() :])))


def _told_by_object(item: object) -> Iterator[tuple[str, str]]:
    if isinstance(item, pikepdf.Stream):
        yield from (("stream", text) for text in _readings(item.read_bytes()))
        if item.get("/Subtype") == "/Form":
            yield from _told_by_content(item)
        item = item.stream_dict
    if isinstance(item, pikepdf.String):
        yield "string", str(item)
        yield from (("string", text) for text in _readings(bytes(item)))
    elif isinstance(item, pikepdf.Name):
        yield "name in the file", str(item)
    elif isinstance(item, pikepdf.Array):
        for part in item:
            yield from _direct(part)
    elif isinstance(item, pikepdf.Dictionary):
        for key, part in item.items():
            yield "key", key
            yield from _direct(part)


def _direct(part: object) -> Iterator[tuple[str, str]]:
    # What is an object of the file's own is met as such.
    if not (isinstance(part, pikepdf.Object) and part.is_indirect):
        yield from _told_by_object(part)


def _told_by_content(page: pikepdf.Page | pikepdf.Stream) -> Iterator[tuple[str, str]]:
    """Yield the properties of marked content, such as the text that stands for a picture."""
    for instruction in pikepdf.parse_content_stream(page):
        for operand in instruction.operands:
            yield from _told_by_object(operand)


def _readings(data: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "latin-1", "utf-16-be"):
        yield data.decode(encoding, "ignore")
    # Two bytes a letter, the other way round or one byte further on.
    yield data[1:].decode("utf-16-be", "ignore")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""
