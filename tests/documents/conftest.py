"""One rendering of each sample for all tests of documents: each costs about a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.documents import Rendered, make_pdf
from tests.documents import samples
from tests.service.support import Day

CANARY = "THE-CANARY-HAS-BEEN-READ"


@pytest.fixture(scope="session")
def usual() -> Rendered:
    return make_pdf(samples.USUAL)


@pytest.fixture(scope="session")
def long() -> Rendered:
    return make_pdf(samples.LONG)


@pytest.fixture(scope="session")
def factual() -> Rendered:
    return make_pdf(samples.FACTUAL)


@pytest.fixture(scope="session")
def rare() -> Rendered:
    return make_pdf(samples.RARE)


@pytest.fixture(scope="session")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("canary") / "canary.txt"
    file.write_text(CANARY, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def hostile(canary: Path) -> Rendered:
    return make_pdf(samples.hostile(canary.as_uri()))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path / "seance")
    yield made
    made.end()
