"""What a run of the benchmark leaves for its readers: ``docs/performance.md``.

The page says nothing but what ``docs/performance.json`` holds, which is kept beside it: the same
figures as in ``results.json`` with their tables, the date and the machine's size.

python -m benchmarks.report: write the page anew from what is kept.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Self

from benchmarks.figures import (
    Figure,
    Peer,
    Result,
    Table,
    as_data,
    short,
    tables_as_data,
)

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
KEPT: Final = PAGE.with_suffix(".json")
_HEADS: Final = ("figure", "value", "unit", "limit", "", "peer", "of")
_INTRODUCTION: Final = """\
# Performance

<!-- Written by `make bench` from performance.json, never by hand. -->

Each part was measured in one run, from outside, in pseudo-terminals of 80×24 with
`TERM=xterm-256color`, on {date}: {machine}. Each peer was measured in the same run.
What a figure is, and how it is measured, stands in [benchmarks](../benchmarks/README.md).
Another machine has other times; bytes and keys are the same everywhere.
"""


@dataclass(frozen=True)
class Section:
    """What one part of the benchmark found.

    Attributes:
        title: what the part is about.
        figures: judged or merely told.
        tables: what goes beside them.
        complete: whether all of it could be measured.
    """

    title: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    complete: bool = True

    @classmethod
    def of(cls, title: str, results: Iterable[Result]) -> Self:
        """Sort what a part handed back."""
        found = tuple(results)
        return cls(
            title,
            tuple(each for each in found if isinstance(each, Figure)),
            tuple(each for each in found if isinstance(each, Table)),
        )


@dataclass(frozen=True)
class Machine:
    """The size of what was measured on; never its name.

    Attributes:
        cores: processors that the run could use.
        memory_gb: memory in gigabytes (10⁹ bytes).
        system: the kind of system.
        python, textual: their versions.
    """

    cores: int
    memory_gb: float
    system: str
    python: str
    textual: str

    @classmethod
    def here(cls) -> Self:
        """Return this machine."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
        cores = len(os.sched_getaffinity(0))
        system, python = platform.system(), platform.python_version()
        return cls(cores, round(memory, 1), system, python, version("textual"))

    def __str__(self) -> str:
        cores = "one core" if self.cores == 1 else f"{self.cores} cores"
        return (
            f"{cores}, {short(self.memory_gb)} GB of memory, {self.system}, "
            f"Python {self.python}, Textual {self.textual}"
        )


@dataclass(frozen=True)
class Run:
    """One run of the whole benchmark: the day, the machine and what every part found."""

    date: str
    machine: Machine
    sections: tuple[Section, ...]

    @classmethod
    def of_this_machine(cls, sections: Iterable[Section]) -> Self:
        """Return today's run on this machine."""
        return cls(time.strftime("%Y-%m-%d"), Machine.here(), tuple(sections))

    def as_data(self) -> dict[str, Any]:
        """Return what is kept of it."""
        sections = [
            {
                "title": section.title,
                "complete": section.complete,
                "figures": as_data(section.figures),
                "tables": tables_as_data(section.tables),
            }
            for section in self.sections
        ]
        return {"date": self.date, "machine": asdict(self.machine), "sections": sections}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return the run that was kept."""
        sections = [
            Section(
                each["title"],
                tuple(_figure(figure) for figure in each["figures"]),
                tuple(Table(**table) for table in each["tables"]),
                each["complete"],
            )
            for each in data["sections"]
        ]
        return cls(data["date"], Machine(**data["machine"]), tuple(sections))

    def page(self) -> str:
        """Return the page in Markdown."""
        begun = _INTRODUCTION.format(date=self.date, machine=self.machine)
        return "\n".join([begun, *map(_section, self.sections)])


def write(run: Run) -> None:
    """Keep a run, and write its page."""
    text = json.dumps(run.as_data(), indent=1, ensure_ascii=False, allow_nan=False)
    KEPT.write_text(text + "\n", encoding="utf-8")
    PAGE.write_text(run.page(), encoding="utf-8")


def kept() -> Run:
    """Return the run that the page is about."""
    return Run.from_data(json.loads(KEPT.read_text(encoding="utf-8")))


def _figure(data: dict[str, Any]) -> Figure:
    peer = data["peer"]
    return Figure(**{**data, "peer": Peer(**peer) if peer else None})


def _section(section: Section) -> str:
    parts = [f"## {section.title.rstrip('.')}\n"]
    if not section.complete:
        parts.append("Not measured in this run.\n")
    if section.figures:
        parts.append(_grid(_HEADS, [_cells(figure) for figure in section.figures]))
    for table in section.tables:
        parts.append(f"### {table.title}\n\n{table.note}\n")
        parts.append(_grid(table.heads, [[*map(_cell, row)] for row in table.rows]))
    return "\n".join(parts)


def _cells(figure: Figure) -> list[str]:
    limit = "" if figure.limit is None else f"{figure.sign} {short(figure.limit)}"
    peer = (short(figure.peer.value), figure.peer.name) if figure.peer else ("", "")
    value = short(figure.value)
    return [f"`{figure.name}`", value, figure.unit, limit, figure.verdict, *peer]


def _cell(value: str | float | None) -> str:
    return value if isinstance(value, str) else short(value)


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


if __name__ == "__main__":
    write(kept())
