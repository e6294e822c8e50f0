"""Every test runs in one zone and one locale, in a home of its own, without the user's settings."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.service.damaging import Case

# What a developer has set must not change a test: the séance and exports folders, the
# terminal's size and colours, Textual's own switches.
FOREIGN = (
    *("E33TUI_", "TEXTUAL", "XDG_", "LC_", "COLUMNS", "LINES", "COLORTERM", "NO_COLOR"),
    # A program that may keep no bytecode compiles itself at each start: a second of work.
    "PYTHONDONTWRITEBYTECODE",
)
FIXED = {"TZ": "Europe/Paris", "LANG": "C.UTF-8", "TERM": "xterm-256color"}

# A screen is many objects that live as long as it does. To look through them at Python's own pace
# is a fifth of the work of a screen's test.
gc.set_threshold(200_000, 20, 20)


def pytest_collection_finish() -> None:
    """Take what collecting has made out of what is looked through: it lives as long as the run."""
    gc.freeze()


def pytest_runtest_teardown() -> None:
    """Turn the collector on again: the interface begins without, until its first screen is there."""
    gc.enable()


# No timed assertion, and the same examples each time: a red test stays red until cured.
# `pytest --hypothesis-profile explore` looks for new ones.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def _fixed_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fix the environment before any fixture of the session makes something of it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(FOREIGN)]:
            patch.delenv(name)
        for name, value in FIXED.items():
            patch.setenv(name, value)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        time.tzset()
        yield
    time.tzset()


class Homes:
    """Empty home directories, each given again while nobody has put anything into it."""

    def __init__(self, folder: Path) -> None:
        """Have none yet; all will lie in ``folder``."""
        self._folder = folder
        self._made = 0

    def empty(self) -> Path:
        """Return one in which nothing is."""
        last = self._folder / str(self._made)
        if last.is_dir() and not any(last.iterdir()):
            return last
        self._made += 1
        last = self._folder / str(self._made)
        last.mkdir()
        return last


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Homes:
    # One numbered folder, not one a test: to number it pytest reads the names of all that are there.
    return Homes(tmp_path_factory.mktemp("homes"))


@pytest.fixture(autouse=True)
def home(homes: Homes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty home directory, apart from its ``tmp_path``."""
    folder = homes.empty()
    monkeypatch.setenv("HOME", str(folder))
    return folder


# What several folders of tests begin from, copied for a test.


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run have, and no other run."""
    base = tmp_path_factory.getbasetemp()
    # The workers' own folders lie in the run's.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def prepared(shared: Path) -> Path:
    """The demonstration, written once a run; tests only look at it."""
    from e33tui import cli

    folder = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            assert cli.main(["demo", "--preparer", str(folder)]) == 0
    return folder


@pytest.fixture
def demo(prepared: Path, tmp_path: Path) -> Path:
    """A demonstration to do anything to: three passages begun, one locked, one in mid-oral."""
    return Path(shutil.copytree(prepared, tmp_path / "demonstration"))


@pytest.fixture(scope="module")
def whole_day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A day with one passage of each kind, written once, and its passages' ids."""
    from tests.service.damaging import a_whole_day

    folder = tmp_path_factory.mktemp("jour") / "seance"
    return folder, a_whole_day(folder)


@pytest.fixture
def case(
    whole_day: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Case]:
    """A copy of that day, to be damaged; the command line reads it with the tests' rubric."""
    from e33tui.cli import opening
    from tests.service.damaging import Case, copied
    from tests.support.domain import rubric

    monkeypatch.setattr(opening, "grid", rubric)
    source, passages = whole_day
    made = Case(copied(source, tmp_path / "seance"), passages)
    yield made
    made.end()
