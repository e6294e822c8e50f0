"""One making of each sample for all tests of documents, whichever process runs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from e33tui.documents import Rendered
from tests.documents import samples
from tests.documents.made import Maker
from tests.service.support import Day

CANARY = "THE-CANARY-HAS-BEEN-READ"


@pytest.fixture(scope="session")
def maker(shared: Path) -> Iterator[Maker]:
    """What makes a document for a test that only reads it."""
    made = Maker(shared / "documents")
    yield made
    made.rest()


@pytest.fixture
def no_child(maker: Maker) -> None:
    """Nothing of the maker's is running: the test looks at all children, or ends them."""
    maker.rest()


@pytest.fixture(scope="session")
def usual(maker: Maker) -> Rendered:
    return maker.pdf(samples.USUAL)


@pytest.fixture(scope="session")
def long(maker: Maker) -> Rendered:
    return maker.pdf(samples.LONG)


@pytest.fixture(scope="session")
def factual(maker: Maker) -> Rendered:
    return maker.pdf(samples.FACTUAL)


@pytest.fixture(scope="session")
def rare(maker: Maker) -> Rendered:
    return maker.pdf(samples.RARE)


@pytest.fixture(scope="session")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("canary") / "canary.txt"
    file.write_text(CANARY, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def hostile(maker: Maker, canary: Path) -> Rendered:
    return maker.pdf(samples.hostile(canary.as_uri()))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path / "seance")
    yield made
    made.end()
