"""``python -m tests.campaign``: every promise about what is typed, attacked for some twenty minutes.

A real interface in a pseudo-terminal is typed into and killed at random moments, a thousand times;
ended in every other way, on a free line and on a stalled one; and TinyDB's own storage is killed as
this project's is. It prints the counts, and ends with code 1 if a promise was broken.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.campaign import endings, kills
from tests.campaign.verdict import Verdict, total

LIMIT = 1.0
"""Seconds of typing that a kill may cost."""
LANGUAGE = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
Series = Callable[[Path, int], Verdict]


def words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="of the interface")
    parser.add_argument("--endings", type=int, default=10, help="times every other ending")
    parser.add_argument("--peers", type=int, default=500, help="kills of each storage")
    parser.add_argument("--ptys", type=int, default=10, help="terminals side by side")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    return parser.parse_args()


def run(series: Series, folder: Path, seeds: range, ptys: int) -> Iterator[Verdict]:
    """Yield the count of each seed's series, several at a time."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(ptys, context) as pool:
        folders = [folder / str(seed) for seed in seeds]
        for number, verdict in enumerate(pool.map(series, folders, seeds), 1):
            print(f"\r  {number} of {len(seeds)} series", end="", file=sys.stderr, flush=True)
            yield verdict
    print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)


def tell(title: str, verdict: Verdict, took: float) -> None:
    """Print one count."""
    rows: dict[str, object] = {
        "characters typed": verdict.typed,
        "covered by the save mark, or by an end": verdict.acknowledged,
        "covered and lost": verdict.lost_acknowledged,
        "not covered and lost": verdict.lost - verdict.lost_acknowledged,
        "texts altered or doubled": verdict.altered,
        "unreadable files": verdict.unreadable,
        "other faults": verdict.unseen,
        "seconds lost at most": f"{verdict.seconds:.2f}",
        "slowest key on the screen, in seconds": f"{verdict.lag:.2f}",
    }
    print(f"\n{title} ({verdict.kills} lives, {took:.0f} s)")
    for name, value in rows.items():
        print(f"  {name:42}{value:>10}")
    for sentence in verdict.told:
        print(f"  ! {sentence}")


def attack(title: str, series: Series, folder: Path, seeds: range, ptys: int) -> Verdict:
    """Run some series, print their count and return it."""
    began = time.monotonic()
    folder.mkdir()
    verdict = total(run(series, folder, seeds, ptys))
    tell(title, verdict, time.monotonic() - began)
    return verdict


def compare(folder: Path, count: int, seed: int) -> None:
    """Print the storages' table."""
    folder.mkdir()
    print("\nStorages killed while they save", flush=True)
    program = [sys.executable, "-m", "tests.campaign.peers"]
    subprocess.run([*program, str(folder), str(count), str(seed)], check=True)


def main() -> int:
    asked = words()
    for name in [name for name in os.environ if name.startswith(("E33TUI_", "TEXTUAL"))]:
        del os.environ[name]
    os.environ |= LANGUAGE
    print(f"seed {asked.seed}, {asked.ptys} terminals, {os.cpu_count()} processors", flush=True)
    with tempfile.TemporaryDirectory(prefix="e33tui-campaign-") as name:
        folder = Path(name)
        os.environ["HOME"] = name
        seeds = range(asked.seed, asked.seed + -(-asked.kills // kills.LIVES))
        lives = min(kills.LIVES, asked.kills)
        killed = attack(
            "Killed", partial(kills.series, lives=lives), folder / "kills", seeds, asked.ptys
        )
        ways = range(asked.seed, asked.seed + asked.endings)
        ended = attack("Ended", endings.series, folder / "endings", ways, asked.ptys)
        compare(folder / "peers", asked.peers, asked.seed)
    kept = killed.sound and ended.sound and killed.seconds <= LIMIT and not ended.lost
    print("\nEvery promise kept." if kept else "\nA promise was broken.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
