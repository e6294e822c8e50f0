"""The lasting history only grows, in memory and on the disk, whatever is done to the passage."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from e33tui.domain.commands import (
    AddRemark,
    Close,
    Command,
    DeclareNothing,
    DeleteRemark,
    EraseRemark,
    Identify,
    PlaceLevel,
    RecordIncident,
    SetNote,
    WriteText,
)
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.history import Change, Fact, facts, replay
from e33tui.service import Service
from e33tui.service.day import read_journal
from e33tui.service.desk import Desk
from e33tui.store import Row
from tests.service.support import PATIENCE, Day, opened, saved
from tests.support.domain import FakeClock, candidate, identification, rubric

Move = Callable[["Hands"], object]
MARK = "observation Opale"


@dataclass
class Hands:
    """A passage after its first lock, and what its history was so far.

    Attributes:
        folder: the séance's folder.
        passage: the passage's id.
        known: the lines there were, in memory.
        rows: the same on the disk.
    """

    folder: Path
    passage: str
    clock: FakeClock = field(default_factory=FakeClock)
    known: tuple[Change, ...] = ()
    rows: tuple[Row, ...] = ()

    def __post_init__(self) -> None:
        self.service, self.desk = self._open()
        self.known = self.desk.history
        self.rows = self.service._store.passages.read(self.passage).history
        assert self.rows

    def _open(self) -> tuple[Service, Desk]:
        service = opened(self.folder, self.clock)
        return service, service.open(self.passage)

    def do(self, move: Move) -> None:
        """Make a move, allowed or not; earlier lines stay as they were, here and on the disk."""
        self.clock.advance(7)
        with contextlib.suppress(RuleError, InputError):
            move(self)
        assert self.desk.history[: len(self.known)] == self.known
        assert saved(self.service)
        rows = self.service._store.passages.read(self.passage).history
        assert rows[: len(self.rows)] == self.rows
        assert len(rows) == len(self.desk.history)
        self.known, self.rows = self.desk.history, rows

    def restart(self) -> None:
        """End the program and start it again."""
        assert self.desk.leave()
        assert self.service.close(PATIENCE)
        self.service, self.desk = self._open()
        assert self.desk.history == self.known


def _do(command: Command) -> Move:
    return lambda hands: hands.desk.do(command)


def _forget(kind: Callable[[int], Command]) -> Move:
    def move(hands: Hands) -> None:
        for remark in hands.desk.state.remarks[:1]:
            hands.desk.do(kind(remark.id))

    return move


MOVES: tuple[Move, ...] = (
    *[lambda hands: hands.desk.lock().result(PATIENCE)] * 3,
    *[lambda hands: hands.desk.reopen("Harmonisation")] * 3,
    lambda hands: hands.desk.amend("Report", ("Mme DURAND",)),
    *[lambda hands: hands.desk.undo()] * 3,
    lambda hands: hands.restart(),
    *(_do(PlaceLevel("c1", level)) for level in (None, 1, 4)),
    *(_do(SetNote(note)) for note in (20, 33)),
    *(_do(WriteText("traiter", text)) for text in ("Net.", "Deux\nlignes")),
    _do(DeclareNothing("communiquer", nothing=False)),
    _do(RecordIncident("Alarme")),
    _do(Identify(identification(candidate("0123457", "PETIT")))),
    _do(AddRemark(MARK)),
    _forget(EraseRemark),
    _forget(DeleteRemark),
    _do(Close()),
)


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, Fact]]:
    """A passage just locked, its facts before that, and nobody at work on it."""
    day = Day(tmp_path_factory.mktemp("grows") / "jour")
    start = dict(facts(day.at("complete").state))
    day.open().lock().result(PATIENCE)
    day.end()
    return day.folder, day.passage, start


@settings(max_examples=10)
@given(st.lists(st.sampled_from(MOVES), min_size=10, max_size=20))
def test_earlier_lines_stay_and_all_of_them_lead_to_what_is_now(
    locked: tuple[Path, str, dict[str, Fact]], moves: list[Move]
) -> None:
    folder, passage, start = locked
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(folder, Path(temporary) / "jour"))
        hands = Hands(copy, passage)
        for move in moves:
            hands.do(move)
        assert hands.service.close(PATIENCE)
        journal, history = read_journal(hands.service._store, rubric(), passage)
        now = {name: value for name, value in facts(journal.state).items() if value is not None}
        assert replay(start, history) == now
        assert MARK not in str(history)
        assert all(change.by for change in history)
