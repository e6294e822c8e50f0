"""What the engine's tags lack for PDF/UA-1, put right before the file is written.

The engine tags every line of text it draws, and leaves those in the margins out of the tree. Here
the head of a document's first page and the foot of its last are taken into it, since nothing else
may say who may read it, or its seal's fingerprint; other running heads and feet and the blanks
between words become artifacts, and no tag is left empty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import pydyf

from e33tui.documents.child_tables import tie_tables

Box: TypeAlias = Any
"""A box of the engine's layout."""
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
    contents.read_margins([page._page_box for page in document.pages])
    contents.hide_unread()
    contents.drop_empty()
    tie_tables(document, contents.root)


def _is_tag(entry: Any) -> bool:
    return isinstance(entry, pydyf.Dictionary) and entry.get("Type") == "/StructElem"


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

    def read_margins(self, boxes: Sequence[Box]) -> None:
        """Take into the tree what is said above a document's first page and below its last.

        Args:
            boxes: the pages as they were laid out; several documents each count theirs from 0.
        """
        told, loose = self._by_page()
        kids = pydyf.Array()
        firsts = [box.page_type.index == 0 for box in boxes]
        pages = self._pdf.page_references
        for box, page, first, last in zip(boxes, pages, firsts, [*firsts[1:], True], strict=True):
            heads, feet = _margins(box, loose[page])
            kids += [*(heads if first else ()), *told[page], *(feet if last else ())]
        self._top["K"] = pydyf.Array(tag.reference for tag in kids)

    def _by_page(self) -> tuple[dict[bytes, list[Tag]], dict[bytes, list[Tag]]]:
        """Return the document's own tags of each page, and those that are in no tree."""
        told: dict[bytes, list[Tag]] = defaultdict(list)
        loose: dict[bytes, list[Tag]] = defaultdict(list)
        for tag in self._kids(self._top):
            told[tag["Pg"]].append(tag)
        known = {id(tag) for tags in told.values() for tag in tags}
        for tag in filter(_is_tag, self._pdf.objects):
            if tag["P"] == self._top.reference and id(tag) not in known:
                loose[tag["Pg"]].append(tag)
        return told, loose

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
            if _is_tag(entry) and id(entry) not in kept:
                # Something stays in its place: the others keep their numbers.
                self._pdf.objects[number] = pydyf.Dictionary()
                self._pdf.objects[number].number = number

    def _object(self, reference: bytes) -> Any:
        return self._pdf.objects[_number(reference)]

    def _kids(self, tag: Tag) -> list[Tag]:
        kids = (self._object(kid) for kid in tag["K"] if isinstance(kid, bytes))
        return [kid for kid in kids if _is_tag(kid)]

    def _under(self, tag: Tag) -> Iterator[Tag]:
        yield tag
        for kid in self._kids(tag):
            yield from self._under(kid)

    def _prune(self, tag: Tag) -> None:
        for kid in self._kids(tag):
            self._prune(kid)
            if not kid["K"] and kid["S"] not in _EMPTY_ALLOWED:
                tag["K"].remove(kid.reference)


def _margins(page: Box, tags: Sequence[Tag]) -> tuple[list[Tag], list[Tag]]:
    """Return the tags of what stands above and below a page's text, but for numbers and the like.

    Args:
        page: as it was laid out.
        tags: one for each box in its margins, in their order.
    """
    margins = [box for box in page.children if hasattr(box, "at_keyword")]
    boxes = [(margin.at_keyword, box) for margin in margins for box in margin.children]
    heads: list[Tag] = []
    feet: list[Tag] = []
    for tag, (margin, box) in zip(tags, boxes, strict=True):
        if box.element_tag is not None:
            (heads if margin.startswith("@top") else feet).append(tag)
    return heads, feet


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
