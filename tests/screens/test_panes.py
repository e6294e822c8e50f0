"""Where the criteria stand on a screen of any size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.content import Content

from e33tui.domain.commands import AddRemark
from e33tui.domain.remark import Mark
from e33tui.look import DEFAULT, Look, use
from e33tui.screens.grid_view import Detail, remark_dots
from e33tui.screens.panes import DETAIL_ROWS, READING_WIDTH, Way, divide, is_wide
from e33tui.screens.view import shorten, wrap
from tests.support.domain import FakeClock, journal_at, play, rubric

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


def test_a_list_stands_above_a_detail_that_needs_little() -> None:
    found = divide(60, 15, ROWS[1:], 4)
    assert (found.way, found.rows) == (Way.ABOVE, 10)
    # One line of the five can be spared for something else, and of twenty what no detail needs.
    assert [found.spare(room) for room in (3, 4, 5, 20)] == [-1, 0, 1, 20 - DETAIL_ROWS]


def test_what_is_cut_says_so_where_it_has_room_for_words() -> None:
    centre = "Lycée Jean-Moulin, Draguignan"
    assert [shorten(centre, room) for room in (29, 28, 18, 5, 3)] == [
        centre,
        "Lycée Jean-Moulin…",
        "Lycée Jean-Moulin…",
        "",
        "",
    ]
    try:
        use(Look(ascii=True))
        assert wrap("il y a… longtemps", 9) == ["il y a...", "longtemps"]
    finally:
        use(DEFAULT)


def test_two_observations_are_two_dots_and_more_a_number() -> None:
    journal, clock = journal_at("interview_running"), FakeClock()
    criterion = next(each for each in rubric().criteria if each.id == "c5")
    shown = []
    for _ in range(4):
        shown.append(remark_dots(journal.state, criterion))
        journal = play(journal, clock, AddRemark("vu", Mark.NEUTRAL, "c5"))
    assert shown == ["", "•", "••", "•3"]


@pytest.mark.parametrize("count", range(4))
def test_a_criterion_without_a_list_beside_it_is_always_named(count: int) -> None:
    """In the room of the smallest screen, with the longest descriptors."""
    journal, clock = journal_at("presentation_running"), FakeClock()
    for number in range(count):
        journal = play(journal, clock, AddRemark(f"observation {number}", Mark.NEUTRAL, "c1"))
    criterion = rubric().criteria[0]
    for levels_first in (False, True):
        detail = Detail(journal.state, criterion, 58, 13, named=False)
        rows = [row.plain for row in detail.lines(levels_first=levels_first)]
        assert len(rows) <= 13
        assert rows[0].startswith(("1  Sources, données", f"1  {criterion.title[:20]}"))
        for number in range(max(count - 2, 0), count):
            assert any(row.endswith(f"observation {number}") for row in rows)


@pytest.mark.parametrize(
    ("size", "height", "blank"),
    [((60, 40), 35, True), ((60, 40), 14 + DETAIL_ROWS, False), ((80, 60), 55, False)],
)
def test_a_list_above_is_parted_from_a_detail_that_can_spare_a_line(
    size: tuple[int, int], height: int, blank: bool
) -> None:
    rows = [Content("un")] * 14
    found = divide(*size, ROWS).parted(rows, height)
    assert found == [*rows, *[Content("")] * blank]
