"""Terminals that are closed whatever happens, and a séance that is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the program in a terminal of its own; arguments as for :class:`Terminal`."""
    terminals: list[Terminal] = []

    def begin(*arguments: str, **options: object) -> Terminal:
        terminal = Terminal(*arguments, **options)  # type: ignore[arg-type]
        terminals.append(terminal)
        return terminal

    yield begin
    for terminal in terminals:
        terminal.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the séance lies; nothing is there yet."""
    return tmp_path / "séance"
