"""Header cells tied to the cells they speak for: scope, identifiers, the tree of identifiers.

The engine numbers header cells and lists them with data cells, but loses count where cells span
rows, takes a group's header for a column's, and writes neither scopes nor the tree in which
ISO 32000-1, 14.7.2, has identifiers looked up. So all of it is done here, from the boxes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pydyf

Box: TypeAlias = Any
"""A box of the engine's layout."""


@dataclass(frozen=True)
class _Cell:
    """One cell in its table: the rows and the columns that it covers, the bands it stands under."""

    tag: Any
    header: bool
    scope: str
    rows: range
    columns: range
    bands: tuple[_Cell, ...] = ()

    @property
    def across(self) -> bool:
        return self.scope in ("row", "rowgroup")

    def speaks_for(self, other: _Cell) -> bool:
        """Tell whether this is a header of the other: beside it, or above it."""
        if not self.header:
            return False
        if self.across:
            before = self.columns.stop <= other.columns.start
            return (before or not other.header) and _meet(self.rows, other.rows)
        return self.rows.stop <= other.rows.start and _meet(self.columns, other.columns)


class _Bands:
    """The headers that take a whole row of a group of rows and speak for what is below them.

    Two in a row are one within the other; a later one takes the place of the innermost.
    """

    def __init__(self) -> None:
        self._open: list[_Cell] = []
        self._last = False

    def under(self, row: Sequence[_Cell]) -> list[_Cell]:
        """Return the cells of the next row with the bands that they stand under."""
        band = len(row) == 1 and row[0].header and row[0].scope == "rowgroup"
        if band and not self._last:
            self._open = self._open[:-1]
        self._last = band
        told = [replace(cell, bands=tuple(self._open)) for cell in row]
        if band:
            self._open += told
        return told


def tie_tables(document: Any, root: Any) -> None:
    """Tie the cells of every table to their headers.

    Args:
        document: what the engine laid out.
        root: the root of its file's tree of tags.
    """
    identified: dict[str, Any] = {}
    # A group of rows may go on with the next page, under the same bands.
    bands: dict[Any, _Bands] = defaultdict(_Bands)
    for page in document.pages:
        for table in _tables(page._page_box):
            cells = _cells(table, bands)
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


def _cells(table: Box, bands: dict[Any, _Bands]) -> list[_Cell]:
    cells: list[_Cell] = []
    taken: set[tuple[int, int]] = set()
    top = 0
    for group in table.children:
        for row in group.children:
            left = 0
            placed = []
            for box in row.children:
                while (top, left) in taken:
                    left += 1
                placed.append(_cell(box, top, left))
                taken |= {(i, j) for i in placed[-1].rows for j in placed[-1].columns}
            cells += bands[group.element].under(placed)
            top += 1
    return cells


def _cell(box: Box, top: int, left: int) -> _Cell:
    return _Cell(
        tag=box.mark,
        header=box.element_tag == "th",
        scope=box.element.get("scope", ""),
        rows=range(top, top + box.rowspan),
        columns=range(left, left + box.colspan),
    )


def _tie(cells: Sequence[_Cell]) -> None:
    for cell in cells:
        if cell.header:
            cell.tag["ID"] = pydyf.String(f"h{cell.tag.number:06}")
            cell.tag["A"]["Scope"] = "/Row" if cell.across else "/Column"
    for cell in cells:
        cell.tag["A"].pop("Headers", None)
        headers = [*cell.bands, *(other for other in cells if other.speaks_for(cell))]
        if headers:
            cell.tag["A"]["Headers"] = pydyf.Array(header.tag["ID"] for header in headers)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
