"""A terminal emulator as the judge of what a byte stream shows."""

from __future__ import annotations

from typing import Any

import pyte

Look = tuple[str, str, str, bool, bool, bool, bool, bool, bool]


class _Screen(pyte.Screen):
    """pyte's, which knows nothing of dim: it is kept as blinking, and blinking as nothing."""

    def select_graphic_rendition(self, *codes: int) -> None:
        dim: list[int] = []
        values = iter(codes)
        for code in values:
            if code in (38, 48):
                kind = next(values, 0)
                dim += [code, kind, *(next(values, 0) for _ in range({5: 1, 2: 3}.get(kind, 0)))]
            else:
                dim += {2: [5], 22: [22, 25], 5: [], 6: []}.get(code, [code])
        if dim or not codes:
            super().select_graphic_rendition(*dim)


class Emulator:
    """pyte with the modes that both drivers set: no wrapping at the edge."""

    def __init__(self, width: int = 80, height: int = 24, *, raw: bool = True) -> None:
        """Take a size; with ``raw`` a line feed goes straight down, as without post-processing."""
        self.screen: Any = _Screen(width, height)
        self._stream: Any = pyte.ByteStream(self.screen)
        self._lines: list[str] | None = None
        self.screen.reset_mode(pyte.modes.DECAWM)
        if not raw:
            self.screen.set_mode(pyte.modes.LNM)

    def feed(self, data: bytes) -> None:
        if data:
            self._lines = None
            self._stream.feed(data)

    def resize(self, width: int, height: int) -> None:
        self._lines = None
        self.screen.resize(height, width)

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column, counted from 0."""
        return self.screen.cursor.y, min(self.screen.cursor.x, self.screen.columns - 1)

    @property
    def cursor_visible(self) -> bool:
        return not self.screen.cursor.hidden

    @property
    def mouse_on(self) -> bool:
        """Whether presses are reported, in the form that has no limit."""
        return all(mode << 5 in self.screen.mode for mode in (1000, 1006))

    @property
    def lines(self) -> list[str]:
        """The text of each row, read once until more is shown: pyte measures every cell for it."""
        if self._lines is None:
            self._lines = list(self.screen.display)
        return list(self._lines)

    def looks(self) -> list[list[Look]]:
        """Every cell with all that can be seen of it."""
        return [
            [self._look(row, column) for column in range(self.screen.columns)]
            for row in range(self.screen.lines)
        ]

    def _look(self, row: int, column: int) -> Look:
        cell = self.screen.buffer[row][column]
        return (
            cell.data,
            cell.fg,
            cell.bg,
            cell.bold,
            cell.italics,
            cell.underscore,
            cell.strikethrough,
            cell.reverse,
            cell.blink,
        )
