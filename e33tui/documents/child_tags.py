"""What the engine's tags lack for PDF/UA-1, put right before the file is written.

The engine tags every line of text it draws, those in the margins included. Here running heads and
feet and the blanks between words become artifacts, and no tag is left empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import pydyf

from e33tui.documents.child_tables import tie_tables

Tag: TypeAlias = Any
"""A structure element: a dictionary of the engine's writer."""

_EMPTY_ALLOWED = ("/TD", "/TH", "/TR")
"""What keeps a table regular, with or without text."""


def repair(document: Any, pdf: Any) -> None:
    """Put the tags of a file right.

    Args:
        document: what the engine laid out.
        pdf: the finished file as its writer holds it.
    """
    contents = _Contents(pdf)
    contents.hide_unread()
    contents.drop_empty()
    tie_tables(document, pdf, contents.root)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


class _Contents:
    """The contents of the pages, and the tree of tags that stands for them."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self.root: Tag = self._object(pdf.catalog["StructTreeRoot"])
        self._top: Tag = self._object(self.root["K"][0])
        numbers = self._object(self.root["ParentTree"])["Nums"]
        self._parents = dict(zip(numbers[::2], numbers[1::2], strict=True))

    def hide_unread(self) -> None:
        """Make an artifact of what is outside the tree, as margins are, or shows nothing."""
        told = {id(tag) for tag in self._under(self._top)}
        for number in self._pdf.pages["Kids"][::3]:
            page = self._pdf.objects[number]
            stream = self._object(page["Contents"]).stream
            tags = self._parents[page["StructParents"]]
            for start, mark in _marks(stream):
                tag = self._object(tags[mark])
                if id(tag) not in told:
                    _hide(stream, start, "Pagination")
                elif not _shows(stream, start):
                    _hide(stream, start, "Layout")
                    tag["K"].remove(mark)
                else:
                    continue
                tags[mark] = b"null"

    def drop_empty(self) -> None:
        """Take the tags without content from the tree, and those outside it from the file."""
        self._prune(self._top)
        kept = {id(tag) for tag in self._under(self._top)}
        for number, entry in enumerate(self._pdf.objects):
            tag = isinstance(entry, pydyf.Dictionary) and entry.get("Type") == "/StructElem"
            if tag and id(entry) not in kept:
                # Something stays in its place: the others keep their numbers.
                self._pdf.objects[number] = pydyf.Dictionary()
                self._pdf.objects[number].number = number

    def _object(self, reference: bytes) -> Any:
        return self._pdf.objects[_number(reference)]

    def _kids(self, tag: Tag) -> list[Tag]:
        kids = [self._object(kid) for kid in tag["K"] if isinstance(kid, bytes)]
        return [kid for kid in kids if kid["Type"] == "/StructElem"]

    def _under(self, tag: Tag) -> Iterator[Tag]:
        yield tag
        for kid in self._kids(tag):
            yield from self._under(kid)

    def _prune(self, tag: Tag) -> None:
        for kid in self._kids(tag):
            self._prune(kid)
            if not kid["K"] and kid["S"] not in _EMPTY_ALLOWED:
                tag["K"].remove(kid.reference)


def _marks(stream: list[Any]) -> list[tuple[int, int]]:
    """Return where each marked content begins in a page's operators, and its number."""
    return [
        (place - 1, item["MCID"])
        for place, item in enumerate(stream)
        if isinstance(item, pydyf.Dictionary) and "MCID" in item
    ]


def _shows(stream: list[Any], start: int) -> bool:
    """Tell whether the marked content that begins at ``start`` shows text or a picture."""
    for operator in stream[start + 3 :]:
        if operator == b"EMC":
            return False
        if isinstance(operator, bytes) and operator.endswith((b"Tj", b"TJ", b"Do")):
            return True
    return False


def _hide(stream: list[Any], start: int, kind: str) -> None:
    stream[start : start + 2] = ["/Artifact", pydyf.Dictionary({"Type": f"/{kind}"})]
