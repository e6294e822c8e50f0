"""Columns, not characters: what a terminal shows wide must not push a descriptor off the screen."""

from __future__ import annotations

import pytest
from rich._wrap import divide_line
from rich.cells import cell_len

from e33tui.domain.commands import AddRemark
from e33tui.screens.cells import divide_bound
from e33tui.screens.grid_view import Detail
from e33tui.screens.view import fit, say, wrap
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


@pytest.mark.parametrize("blank", [" ", "\u00a0"])
def test_no_line_breaks_within_french_quotation_marks_or_before_a_colon(blank: str) -> None:
    """Where the framework wraps too: what a widget shows is nowhere else divided."""
    text = (
        f"le texte «{blank}de la fiche{blank}»{blank}: il dit, bien{blank}; et 日本 aussi{blank}!"
    )
    for width in range(10, 60):
        rows = [row.plain for row in say(text).wrap(width)]
        assert " ".join(rows).replace("\u00a0", " ") == text.replace("\u00a0", " ")
        assert not [row for row in rows if row.endswith("«") or row[0] in ":;!»"], (width, rows)


@pytest.mark.parametrize("text", [*TEXTS, "a b ", "  a b", " ", ""])
def test_what_has_no_such_blank_is_divided_as_the_framework_does(text: str) -> None:
    for width in (4, 9, 30, 200):
        assert divide_bound(text, width) == divide_line(text, width)


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
