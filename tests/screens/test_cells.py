"""Columns, not characters: what a terminal shows wide must not push a descriptor off the screen."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from e33tui.domain.commands import AddRemark
from e33tui.screens.grid_view import Detail
from e33tui.screens.view import fit, wrap
from tests.support.domain import FakeClock, journal_at, play, rubric

WIDE = "日本語で書かれた観察 " * 6
TEXTS = (
    "une observation ordinaire, sans rien de particulier, mais assez longue",
    WIDE,
    "🎓" * 90,
    "e\u0301" * 120,
    "mot " * 30 + "日本",
    "x" * 200 + "語",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [20, 44, 58])
def test_wrapped_text_stays_within_its_columns_and_loses_nothing(text: str, width: int) -> None:
    rows = wrap(text, width, "00:10 · ")
    assert max(cell_len(row) for row in rows) <= width
    assert rows[0].startswith("00:10 · ")
    assert all(row.startswith(" " * 8) for row in rows[1:])
    shown = "".join(row[8:] for row in rows).replace(" ", "")
    assert shown == text.replace(" ", "")


@pytest.mark.parametrize("text", [*TEXTS, "", "court", "日"])
def test_a_fitted_text_takes_exactly_its_columns(text: str) -> None:
    for width in (1, 2, 7, 34):
        assert cell_len(fit(text, width)) == width
    assert fit(text, 400).rstrip() == text.rstrip()


@pytest.mark.parametrize("text", TEXTS)
def test_wide_observations_leave_the_descriptors_whole(text: str) -> None:
    journal = play(journal_at("interview_running"), FakeClock(), AddRemark(text, criterion="c1"))
    criterion = rubric().criteria[0]
    shown = Detail(journal.state, criterion, 44, 19, named=False).lines(levels_first=True)
    assert len(shown) <= 19
    assert max(line.cell_length for line in shown) <= 44
    words = " ".join(" ".join(line.plain for line in shown).split())
    assert " ".join(rubric().descriptor("c1", 4).split()) in words
