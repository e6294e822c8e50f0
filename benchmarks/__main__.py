"""Measure everything, print a table, write ``benchmarks/results.json``.

A figure is no test: a missed limit is printed as such and the code is 0. Code 1 says that something
could not be measured, and is missing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks import (
    draft_saves,
    figures,
    first_screen,
    key_counts,
    keys_to_screen,
    large_folder,
    sessions,
    slow_disk,
)
from benchmarks.scene import Scene
from benchmarks.terminal import NotMeasured

RESULTS = Path(__file__).with_name("results.json")
PARTS = (first_screen, keys_to_screen, slow_disk, key_counts, large_folder, draft_saves, sessions)


def main() -> int:
    """Run every part on copies of one demonstration séance."""
    found: list[figures.Figure] = []
    complete = True
    with tempfile.TemporaryDirectory(prefix="e33tui-bench-") as folder:
        place = Scene.prepare(Path(folder) / "demonstration")
        for part in PARTS:
            began = perf_counter()
            print(f"{(part.__doc__ or '').splitlines()[0]}", end="", file=sys.stderr, flush=True)
            try:
                found += part.measure(place)
            except NotMeasured as error:
                complete = False
                print(f"\n{part.__name__}: {error}", file=sys.stderr)
            print(f" ({perf_counter() - began:.0f} s)", file=sys.stderr)
    figures.write(found, RESULTS)
    print(figures.table(found))
    missed = sum(figure.verdict == "MISSED" for figure in found)
    print(f"{missed} limit{'s' if missed > 1 else ''} missed." if missed else "Every limit kept.")
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
