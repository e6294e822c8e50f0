"""Where the criteria stand on a screen of any size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from e33tui.look import DEFAULT, Look, use
from e33tui.screens.panes import DETAIL_ROWS, READING_WIDTH, Way, divide, is_wide

ROWS = (14, 10)
"""The list with the competences' headings, and without."""


@pytest.fixture
def plain() -> Iterator[None]:
    use(Look(plain=True))
    yield
    use(DEFAULT)


@pytest.mark.parametrize(
    ("size", "way", "rows"),
    [
        ((60, 20), Way.STRIP, 2),
        ((79, 28), Way.STRIP, 2),
        ((60, 30), Way.ABOVE, 10),
        ((60, 40), Way.ABOVE, 14),
        ((79, 60), Way.ABOVE, 14),
        ((80, 24), Way.BESIDE, 14),
        ((80, 60), Way.BESIDE, 14),
        ((200, 60), Way.BESIDE, 14),
    ],
)
def test_a_list_beside_the_detail_above_it_or_a_strip(
    size: tuple[int, int], way: Way, rows: int
) -> None:
    width, height = size
    found = divide(width, height - 5, ROWS)
    assert (found.way, found.rows) == (way, rows)
    if way is Way.ABOVE:
        assert height - 5 - found.rows >= DETAIL_ROWS
    assert found.list_width <= width
    assert found.detail_width <= READING_WIDTH
    assert found.detail_width + 2 + (found.list_width + 1) * found.beside <= width


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("size", "way"), [((80, 24), Way.STRIP), ((120, 30), Way.ABOVE), ((200, 60), Way.ABOVE)]
)
def test_in_the_plain_mode_nothing_stands_beside_anything(size: tuple[int, int], way: Way) -> None:
    width, height = size
    assert not is_wide(width)
    assert divide(width, height - 5, ROWS).way is way
