from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "seance", create=True)
    yield opened
    assert opened.writer.close(5) or opened.writer.status().error is not None
