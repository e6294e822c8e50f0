"""Header cells tied to the cells they speak for: scope, identifiers, the tree of identifiers.

The engine numbers header cells and lists them with data cells, but loses count where cells span
rows, takes a group's header for a column's, and writes neither scopes nor the tree in which
ISO 32000-1, 14.7.2, has identifiers looked up. So all of it is done here, from the boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pydyf

Box: TypeAlias = Any
"""A box of the engine's layout."""


@dataclass(frozen=True)
class _Cell:
    """One cell in its table: the rows and the columns that it covers."""

    tag: Any
    header: bool
    across: bool
    rows: range
    columns: range

    def speaks_for(self, other: _Cell) -> bool:
        """Tell whether this is a header of the other: beside it, or above it."""
        if not self.header:
            return False
        if self.across:
            return self.columns.stop <= other.columns.start and _meet(self.rows, other.rows)
        return self.rows.stop <= other.rows.start and _meet(self.columns, other.columns)


def tie_tables(document: Any, pdf: Any, root: Any) -> None:
    """Tie the cells of every table to their headers.

    Args:
        document: what the engine laid out.
        pdf: the finished file as its writer holds it.
        root: the root of its tree of tags.
    """
    identified: dict[str, Any] = {}
    for page in document.pages:
        for table in _tables(page._page_box):
            cells = list(_cells(table))
            _tie(cells)
            identified |= {cell.tag["ID"].string: cell.tag for cell in cells if cell.header}
    if identified:
        names = pydyf.Array()
        for identifier in sorted(identified):
            names += [pydyf.String(identifier), identified[identifier].reference]
        root["IDTree"] = pydyf.Dictionary({"Names": names})


def _tables(box: Box) -> Iterator[Box]:
    if getattr(box, "is_table_wrapper", False) and box.element_tag == "table":
        yield box.get_wrapped_table()
    for child in getattr(box, "children", ()):
        yield from _tables(child)


def _cells(table: Box) -> Iterator[_Cell]:
    rows = [row for group in table.children for row in group.children]
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        left = 0
        for box in row.children:
            while (top, left) in taken:
                left += 1
            cell = _cell(box, top, left)
            taken |= {(i, j) for i in cell.rows for j in cell.columns}
            left = cell.columns.stop
            # A cell that only the style sheet makes one has no tag of its own.
            if cell.tag is not None:
                yield cell


def _cell(box: Box, top: int, left: int) -> _Cell:
    scope = "" if box.element is None else box.element.get("scope", "")
    return _Cell(
        tag=getattr(box, "mark", None),
        header=box.element_tag == "th",
        across=scope in ("row", "rowgroup"),
        rows=range(top, top + box.rowspan),
        columns=range(left, left + box.colspan),
    )


def _tie(cells: Sequence[_Cell]) -> None:
    for cell in cells:
        if cell.header:
            number = f"{cell.tag.number}"
            cell.tag["ID"] = pydyf.String(f"h{number:>06}")
            cell.tag["A"]["Scope"] = "/Row" if cell.across else "/Column"
    for cell in cells:
        cell.tag["A"].pop("Headers", None)
        headers = [other.tag["ID"] for other in cells if other.speaks_for(cell)]
        if headers:
            cell.tag["A"]["Headers"] = pydyf.Array(headers)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
