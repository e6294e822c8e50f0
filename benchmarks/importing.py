"""A roster of ten thousand lines taken over from a file, beside reading it with csv and writing JSON."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.figures import Figure, Peer
from benchmarks.scene import Scene, environment
from benchmarks.terminal import NotMeasured
from e33tui import rubric
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

LINES: Final = 10_000
ROUNDS: Final = 5
_HEADS: Final = "N° candidat;Nom de naissance;Prénom(s);Heure de convocation;Aménagement;Classe"
_ALONE: Final = (
    "import csv, json, os, sys\n"
    "with open(sys.argv[1], encoding='cp1252', newline='') as file:\n"
    "    rows = list(csv.DictReader(file, delimiter=';'))\n"
    "with open(sys.argv[2], 'w') as file:\n"
    "    json.dump(rows, file)\n"
    "    file.flush()\n"
    "    os.fsync(file.fileno())\n"
)


def measure(place: Scene) -> list[Figure]:
    """Import the file into an empty folder by the program's own command, and by the bare modules."""
    folder = place.folder.parent / "importing"
    folder.mkdir()
    file = folder / "liste.csv"
    file.write_bytes(roster(LINES))
    target = folder / "seance"
    ours, theirs = [], []
    for _ in range(ROUNDS):
        shutil.rmtree(target, ignore_errors=True)
        ours.append(_run(["-m", "e33tui", "importer", str(target), str(file), "--oui"], folder))
        theirs.append(_run(["-c", _ALONE, str(file), str(folder / "rows.json")], folder))
        _check(target)
    peer = Peer("csv and json alone, s", median(theirs))
    return [Figure("import_10000_s", median(ours), "s", 2.0, peer=peer)]


def roster(lines: int) -> bytes:
    """Return a file as Excel for Windows writes it, an hour and some extra time in it."""
    rows = (
        f"{number:07d};BŒUF-{number};Zoé;{8 + number % 9}h{number % 60:02d};"
        f"{'tiers temps' if number % 8 == 0 else ''};T{number % 5}"
        for number in range(lines)
    )
    return "\r\n".join((_HEADS, *rows, "")).encode("cp1252")


def _run(words: Sequence[str], folder: Path) -> float:
    """Return the seconds that a command takes, its start included."""
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, *words],
        env=environment(folder),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    seconds = perf_counter() - began
    if done.returncode:
        raise NotMeasured(f"{words[1]}: code {done.returncode}")
    return seconds


def _check(folder: Path) -> None:
    """Make sure that every line is in the séance.

    Raises:
        NotMeasured: some are not.
    """
    service = Service(Store.open(folder), rubric.load(), SystemClock())
    try:
        entries = service.sitting.roster
    finally:
        service.close()
    late = [e for e in entries if e.convocation and e.candidate.surname.startswith("BŒUF-")]
    if len(late) != LINES:
        raise NotMeasured(f"{LINES - len(late)} lines are missing")
