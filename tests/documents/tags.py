"""Read a PDF's tags back: the tree, what each page marks, who is tied to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from tests.documents.pdf import opened


@dataclass
class Tag:
    """One structure element.

    Attributes:
        name: its type, as ``/P``.
        key: its identifier, empty without one.
        scope: of a header cell.
        headers: the identifiers of a cell's header cells.
        kids: what it holds: tags, and (page, number) of marked contents.
    """

    name: str
    key: str
    scope: str
    headers: tuple[str, ...]
    kids: list[Tag | tuple[int, int]] = field(default_factory=list)

    def under(self) -> Iterator[Tag]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.under()

    def marks(self) -> Iterator[tuple[int, int]]:
        """Yield (page, number) of the marked contents, in the order in which they are read."""
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.marks()
            else:
                yield kid


@dataclass(frozen=True)
class Shown:
    """One piece of a page's contents that shows text.

    Attributes:
        mark: its number, ``None`` for an artifact.
        artifact: the artifact's kind, as ``/Pagination``; empty for a tagged piece.
    """

    mark: int | None
    artifact: str


def tree(data: bytes) -> Tag:
    """Return the tag of the whole document."""
    pdf = opened(data)
    pages: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
    (top,) = pdf.Root.StructTreeRoot.K
    return _tag(top, pages)


def identifiers(data: bytes) -> list[str]:
    """Return the keys of the tree in which header cells are looked up."""
    pdf = opened(data)
    looked_up: Any = pdf.Root.StructTreeRoot.get("/IDTree", {})
    return [str(name) for name in list(looked_up.get("/Names", ()))[::2]]


def owners(data: bytes) -> list[tuple[int, int]]:
    """Return (page, number) of the marked contents that the file gives a tag."""
    pdf = opened(data)
    numbers: Any = pdf.Root.StructTreeRoot.ParentTree.Nums
    return [
        (page, mark)
        for page in range(len(pdf.pages))
        for mark, tag in enumerate(numbers[2 * page + 1])
        if tag is not None
    ]


def shown(data: bytes) -> list[list[Shown]]:
    """Return, page by page, what shows text, in the order in which it is drawn.

    Raises:
        AssertionError: something is shown that is neither tagged nor an artifact.
    """
    return [list(_shown(page)) for page in opened(data).pages]


def _tag(entry: Any, pages: dict[Any, int]) -> Tag:
    told = entry.get("/A", {})
    tag = Tag(
        name=str(entry.S),
        key=str(entry.get("/ID", "")),
        scope=str(told.get("/Scope", "")),
        headers=tuple(map(str, told.get("/Headers", ()))),
    )
    for kid in entry.K:
        if isinstance(kid, pikepdf.Dictionary):
            assert kid.P.objgen == entry.objgen, "a tag knows its parent"
            tag.kids.append(_tag(kid, pages))
        else:
            tag.kids.append((pages[entry.Pg.objgen], int(kid)))
    return tag


def _shown(page: pikepdf.Page) -> Iterator[Shown]:
    open_marks: list[Shown] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BMC", "BDC"):
            told = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
            mark = int(told["/MCID"]) if "/MCID" in told else None
            kind = str(told.get("/Type", "/None")) if str(operands[0]) == "/Artifact" else ""
            open_marks.append(Shown(mark, kind))
        elif operator == "EMC":
            open_marks.pop()
        elif operator in ("Tj", "TJ", "Do"):
            assert open_marks, "neither tagged nor an artifact"
            yield open_marks[-1]
