"""One verso from the command line, over the documents' engine alone on the same page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.figures import Figure, Peer, paired_ratio
from benchmarks.large_day import LargeDay
from benchmarks.scene import Scene, environment
from benchmarks.terminal import NotMeasured
from e33tui import rubric
from e33tui.documents import Content, Rendered
from e33tui.documents.page import page_html
from e33tui.documents.resources import RESOURCES
from e33tui.persistence.layout import Layout
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

ROUNDS: Final = 9
_NUMBER: Final = "0000001"
_ALONE: Final = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"


def measure(place: Scene) -> list[Figure]:
    """Make one verso by the program, and by the engine alone, in turn."""
    folder = place.folder.parent / "verso"
    folder.mkdir()
    day = LargeDay.write(folder / "seance", 1, sealed=True)
    page = _page(day, folder)
    rounds = [(_exported(day), _alone(page)) for _ in range(ROUNDS)]
    ours, bare = ([seconds for seconds, _, _ in each] for each in zip(*rounds, strict=True))
    ((_, peak, size), (_, bare_peak, bare_size)) = rounds[-1]
    return [
        Figure(
            "verso_ratio",
            paired_ratio(ours, bare),
            "ratio",
            1.3,
            peer=Peer("WeasyPrint alone, s", median(bare)),
        ),
        Figure("verso_s", median(ours), "s"),
        Figure("verso_kb", size, "kB", 40, peer=Peer("WeasyPrint alone", bare_size)),
        Figure("verso_peak_mb", peak, "MB", 120, peer=Peer("WeasyPrint alone", bare_peak)),
    ]


def _page(day: LargeDay, folder: Path) -> Path:
    """Write the verso's page with the files that it names, and return it."""
    asked: list[Content] = []

    def ask(content: Content, *_more: Content) -> Rendered:
        asked.append(content)
        return Rendered(b"%PDF", "0" * 64)

    service = Service(Store.open(day.folder), rubric.load(), SystemClock(), ask)
    try:
        service.exports.verso(day.passages[0])
    finally:
        service.close()
    for address, (file, kind) in RESOURCES.items():
        data, target = file.read_bytes(), folder / address.removeprefix("e33:")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.replace(b"e33:", b"") if kind == "text/css" else data)
    page = folder / "page.html"
    page.write_text(page_html(asked[0]).replace("e33:", ""), encoding="utf-8")
    return page


def _exported(day: LargeDay) -> tuple[float, float, float]:
    """Return the seconds, the megabytes and the file's kilobytes of the program's own command."""
    layout = Layout(day.folder)
    shutil.rmtree(layout.exports, ignore_errors=True)
    layout.issued.unlink(missing_ok=True)
    words = ["-m", "e33tui", "exporter", str(day.folder), _NUMBER]
    found = _run(words, day.folder.parent)
    (file,) = layout.exports.rglob("*.pdf")
    return *found, file.stat().st_size / 1000


def _alone(page: Path) -> tuple[float, float, float]:
    """Return the same of the engine on the same page."""
    target = page.with_suffix(".pdf")
    found = _run(["-W", "ignore", "-c", _ALONE, str(page), str(target)], page.parent)
    return *found, target.stat().st_size / 1000


def _run(words: Sequence[str], folder: Path) -> tuple[float, float]:
    """Return the seconds that a command takes, and the most megabytes of any process of it."""
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words],
        env=environment(folder),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # The system's own account of the process and of the children that it waited for.
    _, status, used = os.wait4(process.pid, 0)
    seconds = perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise NotMeasured(f"{words[-2]}: code {process.returncode}")
    return seconds, used.ru_maxrss * 1024 / 1e6
