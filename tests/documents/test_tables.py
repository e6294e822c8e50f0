"""Which headers a cell has: what a table means to somebody who hears it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pydyf

from e33tui.documents.child_tables import tie_tables

HEAD = "<thead><tr><th scope='col'>n</th><th scope='col'>A</th><th scope='col'>B</th></tr></thead>"


class Laid:
    """Tables as the engine lays them out: boxes whose cells have a tag."""

    def __init__(self) -> None:
        self.tags: dict[str, Any] = {}

    def page(self, table: Element, *parts: tuple[int, slice]) -> Any:
        """Return a page with a table, or with some rows of some of its groups."""
        boxes = [
            self._group(table[place], rows)
            for place, rows in parts or ((place, slice(None)) for place in range(len(table)))
        ]
        wrapped = SimpleNamespace(children=boxes)
        wrapper = SimpleNamespace(
            is_table_wrapper=True, element_tag="table", get_wrapped_table=lambda: wrapped
        )
        return SimpleNamespace(_page_box=SimpleNamespace(children=[wrapper]))

    def _group(self, group: Element, rows: slice) -> Any:
        boxes = [SimpleNamespace(children=[*map(self._cell, row)]) for row in list(group)[rows]]
        return SimpleNamespace(element=group, children=boxes)

    def _cell(self, cell: Element) -> Any:
        tag = pydyf.Dictionary({"A": pydyf.Dictionary()})
        tag.number = len(self.tags) + 1
        self.tags[cell.text or ""] = tag
        return SimpleNamespace(
            element=cell,
            element_tag=cell.tag,
            mark=tag,
            rowspan=int(cell.get("rowspan", "1")),
            colspan=int(cell.get("colspan", "1")),
        )

    def headers(self, *pages: Any) -> dict[str, set[str]]:
        """Return the texts of each cell's headers, by the cell's text."""
        self.root = pydyf.Dictionary()
        tie_tables(SimpleNamespace(pages=pages), self.root)
        names = {tag["ID"].string: text for text, tag in self.tags.items() if "ID" in tag}
        return {
            text: {names[key.string] for key in tag["A"].get("Headers", ())}
            for text, tag in self.tags.items()
        }


def headers_of(table: str) -> dict[str, set[str]]:
    laid = Laid()
    return laid.headers(laid.page(fromstring(f"<table>{table}</table>")))


def test_a_cell_has_its_column_s_and_its_row_s_header_on_either_side() -> None:
    found = headers_of(f"{HEAD}<tbody><tr><td>1</td><th scope='row'>a</th><td>b</td></tr></tbody>")
    assert found["1"] == {"n", "a"}
    assert found["a"] == {"A"}
    assert found["b"] == {"B", "a"}
    assert found["n"] == set()


def test_a_header_that_spans_rows_speaks_for_all_of_them() -> None:
    found = headers_of(
        f"{HEAD}<tbody><tr><th scope='rowgroup' rowspan='2'>G</th><td>a1</td><td>b1</td></tr>"
        "<tr><td>a2</td><td>b2</td></tr>"
        "<tr><th scope='row'>H</th><td>a3</td><td>b3</td></tr></tbody>"
    )
    assert (found["a1"], found["b1"]) == ({"A", "G"}, {"B", "G"})
    assert (found["a2"], found["b2"]) == ({"A", "G"}, {"B", "G"})
    assert (found["a3"], found["b3"]) == ({"A", "H"}, {"B", "H"})


def test_a_header_that_spans_columns_speaks_for_all_of_them() -> None:
    found = headers_of(
        "<thead><tr><th scope='col' rowspan='2'>C</th><th scope='colgroup' colspan='2'>P</th></tr>"
        "<tr><th scope='col'>1</th><th scope='col'>2</th></tr></thead>"
        "<tbody><tr><th scope='row'>x</th><td>x1</td><td>x2</td></tr></tbody>"
    )
    assert (found["1"], found["2"], found["x"]) == ({"P"}, {"P"}, {"C"})
    assert (found["x1"], found["x2"]) == ({"P", "1", "x"}, {"P", "2", "x"})


BANDS = fromstring(
    f"<table>{HEAD}<tbody><tr><th scope='rowgroup' colspan='3'>G</th></tr>"
    "<tr><th scope='rowgroup' colspan='3'>c1</th></tr><tr><td>x</td><td>y</td><td>z</td></tr>"
    "<tr><th scope='rowgroup' colspan='3'>c2</th></tr><tr><td>u</td><td>v</td><td>w</td></tr>"
    "</tbody><tbody><tr><th scope='rowgroup' colspan='3'>c3</th></tr>"
    "<tr><td>r</td><td>s</td><td>t</td></tr></tbody></table>"
)


def test_bands_speak_for_the_rows_below_them_each_at_its_level() -> None:
    laid = Laid()
    found = laid.headers(laid.page(BANDS))
    assert (found["y"], found["v"], found["s"]) == ({"A", "G", "c1"}, {"A", "G", "c2"}, {"A", "c3"})
    assert found["c2"] >= {"G"}
    assert "c1" not in found["c2"]


def test_a_group_goes_on_under_its_bands_on_the_next_page() -> None:
    laid = Laid()
    first = laid.page(BANDS, (0, slice(None)), (1, slice(4)))
    found = laid.headers(first, laid.page(BANDS, (1, slice(4, None)), (2, slice(None))))
    assert found["v"] == {"G", "c2"}
    assert found["s"] == {"c3"}


def test_identifiers_are_looked_up_in_order() -> None:
    laid = Laid()
    laid.headers(laid.page(BANDS))
    names = laid.root["IDTree"]["Names"]
    keys = [key.string for key in names[::2]]
    assert keys == sorted(keys)
    tags = {tag["ID"].string: tag.reference for tag in laid.tags.values() if "ID" in tag}
    assert dict(zip(keys, names[1::2], strict=True)) == tags
