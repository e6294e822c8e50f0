"""The same text typed into several programs at once, the bytes of every key counted."""

from __future__ import annotations

import select
from collections.abc import Sequence
from time import perf_counter
from typing import Final

from benchmarks import scene, walk
from benchmarks.looks import Looking
from benchmarks.terminal import NotMeasured, Terminal
from e33tui import rubric
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock

RHYTHM: Final = 0.15
"""Seconds from one key to the next: somebody who types fast. Whatever is sent meanwhile counts."""


class Typing(Looking):
    """The candidate in mid-interview, the clock running and saving on."""

    def begin(self) -> None:
        """Open the candidate and let the clock run."""
        self.wait_for_list()
        self.open_examined()
        self.press(scene.key("pause"))
        self.settle(0.5)

    def check(self) -> None:
        """Check that what was typed was saved meanwhile.

        Raises:
            NotMeasured: it was not.
        """
        expected = [text.lstrip("+-? ") for text in walk.OBSERVATIONS]
        self.until(lambda: self._saved()[-len(expected) :] == expected, "not saved as typed")

    def _saved(self) -> list[str]:
        service = Service(Store.open(self.folder, read_only=True), rubric.load(), SystemClock())
        try:
            passage = service.rows()[self.place.examined].passage
        finally:
            service.close()
        return [remark.text for remark in passage.remarks] if passage else []


def check_editor(editor: Terminal, text: str) -> None:
    """Check that an editor that was typed into shows all of it.

    Raises:
        NotMeasured: it does not.
    """
    shown = [row.rstrip() for row in editor.picture().split("\n")]
    lost = [line for line in text.split("\r") if line and not _shows(shown, line)]
    if lost:
        raise NotMeasured(f"not shown: {lost}\n{editor.picture()}")


def _shows(rows: Sequence[str], line: str) -> bool:
    """Tell whether a line is shown; of a long one that was left, the editor shows the beginning."""
    return any(row == line or (row[-1:] == ">" and line.startswith(row[:-1])) for row in rows)


def type_in_all(terminals: Sequence[Terminal], text: str) -> list[list[int]]:
    """Type a text key by key into all of them; return the bytes that each sent after each key."""
    sizes: list[list[int]] = [[] for _ in terminals]
    for character in text:
        before = [len(terminal.received) for terminal in terminals]
        for terminal in terminals:
            terminal.press(character)
        read_all(terminals, RHYTHM)
        for terminal, size, start in zip(terminals, sizes, before, strict=True):
            size.append(len(terminal.received) - start)
    for terminal, size in zip(terminals, sizes, strict=True):
        if sum(size) < len(text):
            raise NotMeasured(f"not every key was shown:\n{terminal.picture()}")
    return sizes


def read_all(terminals: Sequence[Terminal], seconds: float) -> None:
    """Read whatever comes from any of them for so many seconds."""
    end = perf_counter() + seconds
    waiting = {terminal.descriptor: terminal for terminal in terminals}
    while (left := end - perf_counter()) > 0:
        for descriptor in select.select(waiting, [], [], left)[0]:
            waiting[descriptor].read(0)
