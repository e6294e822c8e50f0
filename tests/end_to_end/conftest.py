"""Terminals that are closed whatever happens, a folder for a séance, and a day of candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end import midway
from tests.end_to_end.day import Day
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


@pytest.fixture
def examining(folder: Path) -> None:
    """Put two candidates there, the second in the 1er temps."""
    midway.examining(folder)


@pytest.fixture(scope="module")
def whole_day(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Day]:
    """One program on a séance of the module's own ``PEOPLE``."""
    day = Day(tmp_path_factory.mktemp("day") / "séance", request.module.PEOPLE)
    yield day
    day.stop()


@pytest.fixture
def day(whole_day: Day) -> Day:
    """The day's program, on its list, whatever became of the branch before."""
    whole_day.recover()
    return whole_day
