"""Measure everything, print a table, write ``benchmarks/results.json`` and ``docs/performance.md``.

python -m benchmarks [PART…]: named parts (``wire``, ``sessions``, …) are only printed.

A figure is no test: a missed limit is printed as such and the code is 0. Code 1 says that something
could not be measured, and is missing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from types import ModuleType

from benchmarks import (
    batch,
    day_screen,
    draft_saves,
    figures,
    first_screen,
    importing,
    key_counts,
    keys_aided,
    keys_to_screen,
    large_folder,
    observations,
    panel,
    phrases,
    report,
    scene,
    sessions,
    slow_disk,
    slow_line,
    verso,
    wire,
)
from benchmarks.scene import Scene
from benchmarks.terminal import NotMeasured

RESULTS = Path(__file__).with_name("results.json")
PARTS = (
    first_screen,
    keys_to_screen,
    slow_disk,
    key_counts,
    keys_aided,
    large_folder,
    importing,
    day_screen,
    panel,
    observations,
    phrases,
    draft_saves,
    sessions,
    wire,
    slow_line,
    verso,
    batch,
)


def main(words: Sequence[str] | None = None) -> int:
    """Run the parts on copies of one demonstration séance."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("part", nargs="*", choices=[[], *map(name_of, PARTS)], metavar="PART")
    named = parser.parse_args(words).part
    found = _run([part for part in PARTS if not named or name_of(part) in named])
    measured = [figure for section in found for figure in section.figures]
    if not named:
        figures.write(measured, RESULTS)
        report.write(report.Run.of_this_machine(found))
    print(figures.table(measured))
    for table in (table for section in found for table in section.tables):
        print(f"\n{table.title}\n{figures.columns(table)}")
    missed = sum(figure.verdict == "MISSED" for figure in measured)
    print(f"{missed} limit{'s' if missed > 1 else ''} missed." if missed else "Every limit kept.")
    return 0 if all(section.complete for section in found) else 1


def name_of(part: ModuleType) -> str:
    """Return what a part is called on the command line."""
    return part.__name__.rpartition(".")[2]


def _run(parts: Iterable[ModuleType]) -> list[report.Section]:
    found: list[report.Section] = []
    with tempfile.TemporaryDirectory(prefix="e33tui-bench-") as folder:
        place = Scene.prepare(Path(folder) / "demonstration")
        scene.prepare_program(place.folder.parent)
        for part in parts:
            began = perf_counter()
            title = (part.__doc__ or "").splitlines()[0]
            print(title, end="", file=sys.stderr, flush=True)
            try:
                found.append(report.Section.of(title, part.measure(place)))
            except NotMeasured as error:
                found.append(report.Section(title, complete=False))
                print(f"\n{part.__name__}: {error}", file=sys.stderr)
            print(f" ({perf_counter() - began:.0f} s)", file=sys.stderr)
    return found


if __name__ == "__main__":
    sys.exit(main())
