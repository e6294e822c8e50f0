"""Candidates found by name or number."""

from __future__ import annotations

import pytest

from e33tui.domain.finding import Finder
from e33tui.domain.identity import Candidate

FINDER = Finder(
    [
        Candidate("0123456", "LEFÈVRE", "Zoé"),
        Candidate("0123457", "N’GUYEN-BAÏLE", "Maëlys"),
        Candidate("B-77/é", "DE L’ŒUVRE", "Jean-Noël"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [0, 1, 2]),
        ("  ", [0, 1, 2]),
        ("lefevre", [0]),
        ("LEF", [0]),
        ("zoé", [0]),
        ("maelys nguyen", []),
        ("maelys n guyen", [1]),
        ("bai", [1]),
        ("évr", []),
        ("oeuv", [2]),
        ("noel", [2]),
        ("0123", [0, 1]),
        ("457", [1]),
        ("77", [2]),
        ("b 77", [2]),
        ("lef 456", [0]),
        ("lef 457", []),
        ("[/b]", [1, 2]),
        ("***", [0, 1, 2]),
    ],
)
def test_each_word_begins_one_of_theirs_or_stands_in_the_number(
    typed: str, found: list[int]
) -> None:
    assert FINDER.find(typed) == found
