"""How far a command has come, beside its output."""

from __future__ import annotations

import sys
from typing import Self

from e33tui.cli.words import leave_errors


class Progress:
    """A count: one line that changes on a terminal, else a line each time.

    Where nobody can be told any more, nothing is said and the work goes on.
    """

    def __init__(self, what: str, total: int) -> None:
        """Begin with nothing done; ``what`` is being counted, up to ``total``."""
        self._what = what
        self._total = total
        self._done = 0
        self._changes = sys.stderr.isatty()

    def __enter__(self) -> Self:
        if self._changes:
            self._say()
        return self

    def __exit__(self, *_: object) -> None:
        if self._changes:
            self._write("\n")

    def step(self) -> None:
        """Count one more."""
        self._done += 1
        self._say()

    def _say(self) -> None:
        said = f"{self._what} : {self._done} sur {self._total}"
        self._write(f"\r{said}" if self._changes else f"{said}\n")

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            leave_errors()
