"""A figure, what it is judged by, and how a run is printed and written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final, Literal

DIGITS: Final = 3
"""Decimals kept in the results: more would be noise."""

Better = Literal["lower", "higher"]


@dataclass(frozen=True)
class Peer:
    """What a figure is compared with, measured in the same run.

    Attributes:
        name: what it is, with its unit where that is not the figure's.
        value: ``None`` where the peer is not installed or could not be measured.
    """

    name: str
    value: float | None = None


@dataclass(frozen=True)
class Figure:
    """One line of the results.

    Attributes:
        name: stable from release to release.
        value: ``None`` where it could not be measured.
        unit: ``ms``, ``MB``, ``ratio``, ``count``.
        limit: the target, kept when ``value`` reaches exactly it; ``None`` for a mere report.
        better: which way is better.
        peer: what it is compared with.
    """

    name: str
    value: float | None
    unit: str
    limit: float | None = None
    better: Better = "lower"
    peer: Peer | None = None

    @property
    def sign(self) -> str:
        """How the value must compare with the limit."""
        return "≤" if self.better == "lower" else "≥"

    @property
    def verdict(self) -> str:
        """``ok``, ``MISSED``, ``not measured``, or nothing where there is no limit."""
        if self.value is None:
            return "not measured"
        if self.limit is None:
            return ""
        # The value as it is printed: 1.0004 beside a limit of 1.0 would read as a contradiction.
        value = round(self.value, DIGITS)
        kept = value <= self.limit if self.better == "lower" else value >= self.limit
        return "ok" if kept else "MISSED"


@dataclass(frozen=True)
class Table:
    """Numbers beside the figures, without limits: what a figure is made of, or how it varies.

    Attributes:
        title: what the rows are.
        note: one sentence on how to read them.
        heads: the columns' names; the first column names the row.
        rows: as many cells each.
    """

    title: str
    note: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | float | None]]


Result = Figure | Table
"""What a part of the benchmark hands back, in any order."""


def paired_ratio(ours: Sequence[float], peers: Sequence[float]) -> float:
    """Return the median of the ratios of values that were measured in turn.

    A machine that slows down during a run slows both of a pair, and leaves their ratio.

    Raises:
        ValueError: the values are not pairs, or there are none.
    """
    ratios = [our / peer for our, peer in zip(ours, peers, strict=True)]
    if not ratios:
        raise ValueError("no pair to compare")
    return median(ratios)


def as_data(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Return what ``results.json`` holds: a list of flat objects, each with its peer or null."""
    return [
        {
            "name": figure.name,
            "value": _rounded(figure.value),
            "unit": figure.unit,
            "limit": figure.limit,
            "better": figure.better,
            "peer": figure.peer
            and {"name": figure.peer.name, "value": _rounded(figure.peer.value)},
        }
        for figure in figures
    ]


def tables_as_data(tables: Iterable[Table]) -> list[dict[str, Any]]:
    """Return tables as JSON has them, their numbers rounded as the figures' are."""
    return [
        {
            "title": table.title,
            "note": table.note,
            "heads": list(table.heads),
            "rows": [
                [cell if isinstance(cell, str) else _rounded(cell) for cell in row]
                for row in table.rows
            ],
        }
        for table in tables
    ]


def write(figures: Iterable[Figure], path: Path) -> None:
    """Write the results as JSON."""
    text = json.dumps(as_data(figures), indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def table(figures: Iterable[Figure]) -> str:
    """Return the results as a table for a terminal."""
    return _aligned(("name", "value", "unit", "limit", "", "peer"), map(_cells, figures))


def columns(table: Table) -> str:
    """Return a table for a terminal."""
    rows = ([each if isinstance(each, str) else short(each) for each in row] for row in table.rows)
    return _aligned(table.heads, rows)


def _aligned(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [heads, *lines]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    rows.insert(1, tuple("─" * width for width in widths))
    return "\n".join(_line(row, widths) for row in rows)


def _cells(figure: Figure) -> tuple[str, ...]:
    limit = "" if figure.limit is None else f"{figure.sign} {short(figure.limit)}"
    peer = "" if figure.peer is None else f"{short(figure.peer.value)}  {figure.peer.name}"
    return figure.name, short(figure.value), figure.unit, limit, figure.verdict, peer


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, value, *rest = (
        cell.rjust(width) if place == 1 else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join((name, value, *rest)).rstrip()


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def short(value: float | None) -> str:
    """Return a number as tables show it."""
    return "–" if value is None else f"{round(value, DIGITS):.6g}"
