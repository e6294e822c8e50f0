"""What opens a séance leaves nothing of itself where it cannot."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from e33tui.domain.errors import StoreError
from e33tui.persistence import opening
from e33tui.persistence.errors import Purged
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.persistence.layout import Layout
from e33tui.persistence.presence import alone, visitors
from e33tui.service import Service
from e33tui.service.purge import Purge
from e33tui.store import DamagedFile, Store
from tests.service.support import PATIENCE, Day, opened
from tests.support.domain import FakeClock, rubric


@pytest.fixture
def closed(day: Day) -> Path:
    """A séance that nobody has open."""
    assert day.service.close(PATIENCE)
    return day.folder


def test_a_service_that_cannot_be_had_leaves_nobody_in_the_seance(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (closed / "seance.json").write_text("{")
    announced: list[str] = []
    monkeypatch.setattr(Store, "announce", lambda _, label: announced.append(label))
    before = threading.enumerate()
    with pytest.raises(DamagedFile) as failure:
        opened(closed, FakeClock())
    # What the error refers to is still there: nothing is left to the collector.
    assert failure.value.__traceback__ is not None
    with alone(Layout(closed)):
        pass
    assert announced == []
    for thread in (each for each in threading.enumerate() if each not in before):
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_who_is_announced_is_taken_back_when_the_label_cannot_be_had(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> str:
        raise OSError("no name")

    monkeypatch.setattr("e33tui.service.terminal_label", fails)
    store = Store.open(closed)
    with pytest.raises(OSError, match="no name"):
        Service(store, rubric(), FakeClock())
    with alone(Layout(closed)):
        pass
    assert visitors(Layout(closed)) == ()


class _NoCreation(FileSystem):
    def create(self, path: Path, mode: int) -> int:
        raise OSError(28, "")


def test_a_folder_that_cannot_be_made_a_seance_is_left(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as failure:
        Store.open(tmp_path / "seance", create=True, fs=_NoCreation())
    assert failure.value.__traceback__ is not None
    with alone(Layout(tmp_path / "seance")):
        pass


def test_a_purge_that_passes_while_the_seance_is_opened_is_noticed(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = opening.prepare

    def purged(layout: Layout, *, create: bool, fs: FileSystem = SYSTEM) -> None:
        prepare(layout, create=create, fs=fs)
        assert Purge(closed).carry_out(0).complete

    monkeypatch.setattr(opening, "prepare", purged)
    with pytest.raises(Purged) as failure:
        Store.open(closed)
    assert failure.value.__traceback__ is not None
    with alone(Layout(closed)):
        pass


@pytest.mark.parametrize(
    ("name", "ours"), [(".seance.json.0123456789abcdef.tmp", True), (".lettre.tmp", False)]
)
def test_only_an_unfinished_save_of_ours_may_be_in_the_way(
    tmp_path: Path, name: str, ours: bool
) -> None:
    (tmp_path / name).write_text("x")
    if ours:
        assert Store.open(tmp_path, create=True).close(PATIENCE)
    else:
        with pytest.raises(StoreError, match="autre chose"):
            Store.open(tmp_path, create=True)
    assert (tmp_path / name).exists() is not ours
