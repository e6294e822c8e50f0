"""The project's files agree with each other, and the package carries its data."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

import pytest

import e33tui

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)( ; [^-]+)?(\s+--hash=sha256:[0-9a-f]{64})+\s*"
)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def requirements(lock: str) -> list[str]:
    """Return a lock's requirements, each on one line with its hashes."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def pins(lock: str) -> dict[str, str]:
    """Return the version that a lock gives to each package."""
    matches = [PIN.match(line) for line in requirements(lock)]
    return {match["name"]: match["version"] for match in matches if match}


# The locks


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_once_and_hashed(lock: str) -> None:
    assert [line for line in requirements(lock) if not PIN.fullmatch(line)] == []
    assert len(pins(lock)) == len(requirements(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text("utf-8")


def test_what_is_tested_is_what_is_deployed() -> None:
    deployed, tested = pins("requirements.lock"), pins("requirements-dev.lock")
    assert deployed.items() <= tested.items()
    assert {"pytest", "mypy", "ruff"} <= tested.keys() - deployed.keys()


def test_the_locks_hold_every_requirement_of_the_project(project: dict[str, Any]) -> None:
    groups = project["dependency-groups"]
    needed = project["project"]["dependencies"] + groups["build"]
    tools = [entry for entry in groups["dev"] if isinstance(entry, str)]
    for lock, wanted in zip(LOCKS, (needed, needed + tools), strict=True):
        names = {re.split(r"[<>=]", entry)[0].replace("_", "-") for entry in wanted}
        assert names <= pins(lock).keys()


def test_textual_is_pinned_exactly_and_alike(project: dict[str, Any]) -> None:
    version = pins("requirements.lock")["textual"]
    assert f"textual=={version}" in project["project"]["dependencies"]


# The package


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the package from a plain copy of its files, without git and without an index."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    shutil.copytree(ROOT / "e33tui", copy / "e33tui", ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path_factory.mktemp("installed")
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--no-compile"]
    command = [sys.executable, "-m", "pip", "install", "--quiet", *options]
    subprocess.run([*command, "--target", str(target), str(copy)], check=True)
    return target


def test_the_installed_package_holds_every_file(installed: Path) -> None:
    def files(folder: Path) -> set[Path]:
        found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
        return {path for path in found if "__pycache__" not in path.parts}

    assert Path("rubric.toml") in files(installed / "e33tui")
    assert Path("py.typed") in files(installed / "e33tui")
    assert files(installed / "e33tui") == files(ROOT / "e33tui")


def test_the_installed_package_says_what_it_is(installed: Path) -> None:
    (folder,) = installed.glob("e33tui-*.dist-info")
    metadata = HeaderParser().parsestr((folder / "METADATA").read_text("utf-8"))
    assert metadata["Version"] == e33tui.__version__
    assert metadata["License-Expression"] == "EUPL-1.2 AND OFL-1.1"
    for licence in ("LICENSE", "e33tui/documents/fonts/OFL.txt"):
        assert (folder / "licenses" / licence).read_bytes() == (ROOT / licence).read_bytes()
    assert "e33tui=e33tui.__main__:main" in (folder / "entry_points.txt").read_text()


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert all(re.search(rf"^{article}\. [A-Z]", text, re.MULTILINE) for article in range(1, 16))
    assert text.rstrip().endswith("require the production of a new\nEUPL version.")


# The commands


def make(*arguments: str) -> str:
    """Return the commands that make would type."""
    environment = {"PATH": os.environ["PATH"]}
    options = ["--dry-run", "--no-print-directory", "--directory", str(ROOT)]
    command = ["make", *options, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return done.stdout


@pytest.mark.parametrize("target", ["run", "test", "lint", "format", "bench"])
def test_every_command_sets_up_first(target: str) -> None:
    first, *rest = make(target).splitlines()
    assert first == "sh scripts/setup"
    assert rest


def test_run_opens_the_demonstration_with_its_documents_in_the_checkout() -> None:
    command = make("run")
    assert f'E33TUI_EXPORTS="{ROOT}/exports"' in command
    assert "-m e33tui demo .demo" in command


def test_ci_checks_before_it_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.findall(r"^make .*?(\w+)$", script, re.MULTILINE) == ["lint", "test"]
    assert "set -euo pipefail" in script
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert re.findall(r"-m (.*)", make("lint")) == ["ruff check", "ruff format --check", "mypy"]
