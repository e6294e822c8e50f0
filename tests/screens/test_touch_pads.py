"""Targets laid out: large enough for a finger, none on another, their words whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from e33tui.actions import ACTIONS
from e33tui.screens.touch_bar import Slot, _in_cells
from e33tui.screens.touch_pads import COLUMNS, ROWS, Pad, Placed, draw, in_rows, place

WORDS = st.text("abcdé ’", min_size=1, max_size=24).map(str.strip).filter(bool)
PADS = st.lists(
    st.builds(
        lambda n, words, width, solid: Pad(str(n), (words,), lambda: None, width, solid=solid),
        st.integers(0, 99),
        WORDS,
        st.integers(0, 20),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)
SIZES = st.integers(60, 120)


@pytest.mark.parametrize("room", [1, 8, 14, 16, 40])
def test_a_bar_that_is_shown_once_more_while_its_terminal_shrinks_stays_a_bar(room: int) -> None:
    page = Pad("page-down", ("page d’après",), lambda: None)
    own, _ = _in_cells((), [Slot(page.words, page)] * 2, room)
    assert sum(pad.width for pad in own) == room


def laid(pads: list[Pad], width: int) -> list[Placed]:
    return place(in_rows(pads, width), width)


@given(pads=PADS, width=SIZES)
def test_every_target_is_large_enough_and_none_lies_on_another(pads: list[Pad], width: int) -> None:
    placed = laid(pads, width)
    assert [one.pad for one in placed] == pads
    for one in placed:
        assert one.region.width >= COLUMNS
        assert one.region.height >= ROWS
        assert one.region.x >= 0
        assert one.region.right <= width
    for n, one in enumerate(placed):
        assert not any(one.region.overlaps(other.region) for other in placed[n + 1 :])


@given(pads=PADS, width=SIZES)
def test_a_row_of_targets_leaves_no_cell_without_one(pads: list[Pad], width: int) -> None:
    placed = laid(pads, width)
    for top in {one.region.y for one in placed}:
        row = [one.region for one in placed if one.region.y == top]
        assert sum(region.width for region in row) == width


@given(pads=PADS, width=SIZES)
def test_what_is_drawn_has_the_size_of_the_targets(pads: list[Pad], width: int) -> None:
    placed = laid(pads, width)
    drawn = draw(placed).plain.split("\n")
    assert {cell_len(row) for row in drawn} == {width}
    assert len(drawn) == max(one.region.bottom for one in placed)


def test_every_action_says_its_words_whole_in_the_least_width() -> None:
    for action in ACTIONS:
        words = [action.label, *([action.short] if action.short else [])]
        pad = Pad("one", tuple(words), lambda: None)
        assert " ".join(pad.rows(pad.least)) in words


def test_the_first_words_that_fit_are_shown() -> None:
    pad = Pad("one", ("observation", "noter"), lambda: None)
    assert pad.least == COLUMNS
    assert pad.rows(8) == ["noter"]
    assert pad.rows(12) == ["observation"]


def test_a_text_starts_at_the_top_with_what_leads_it() -> None:
    pad = Pad("level-1", ("Ne propose pas une action de FDRC",), lambda: None, lead="1 Novice : ")
    assert pad.rows(30) == ["1 Novice : Ne propose pas une", "   action de FDRC"]
    assert pad.height(30) == ROWS


def test_a_second_row_of_blocks_is_parted_from_the_first() -> None:
    pads = [Pad(str(n), ("un",), lambda: None, 40, solid=True) for n in range(2)]
    placed = laid(pads, 60)
    assert placed[0].region.height == ROWS + 1
    assert placed[1].region.y == ROWS + 1
    row = draw(placed).divide([])[0].plain.split("\n")[ROWS]
    assert not row.strip()
