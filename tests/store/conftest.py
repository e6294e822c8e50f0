from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.persistence.files import make_folder
from e33tui.persistence.layout import Layout
from e33tui.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "seance", create=True)
    yield opened
    assert opened.writer.close(5) or opened.writer.status().error is not None


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A séance's folder in which nothing lies yet but the place of its locks."""
    found = Layout(tmp_path / "séance")
    make_folder(found.locks)
    return found
