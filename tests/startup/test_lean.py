"""Lean modules: what they lack, and when Python's own are loaded in their place."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from e33tui.startup import lean, prepare
from e33tui.startup.lean import LeanLoader, lean_path

TEXT = '''"""A module."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Pair:
    """Two of a kind."""

    left: int
    right: int

    def total(self, more: int = 0) -> int:
        """Return the sum."""
        assert more >= 0, "less"
        return self.left + self.right + more


class Bare:
    def only(self):
        """Only this."""


async def wait(*rest: int, key: str = "k", **others: str) -> None:
    """Wait."""
'''


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module of the project's, and nowhere for its lean form but the test's own folder."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    path = tmp_path / "module.py"
    path.write_text(TEXT, encoding="utf-8")
    return path


def loaded(source: Path, name: str = "e33tui.module") -> Mapping[str, Any]:
    code = LeanLoader(name, str(source)).get_code(name)
    assert code is not None
    space: dict[str, Any] = {"__name__": name}
    # A dataclass looks for its module.
    sys.modules.setdefault(name, sys)
    try:
        exec(code, space)
    finally:
        del sys.modules[name]
    return space


def is_lean(source: Path) -> bool:
    return bool(loaded(source)["wait"].__doc__ is None)


def test_docstrings_and_annotations_of_functions_are_gone_and_nothing_else(source: Path) -> None:
    prepare.write("e33tui.module", str(source))
    space = loaded(source)
    pair = space["Pair"](1, 2)
    assert (pair.total(), pair.total(4)) == (3, 7)
    assert space["__doc__"] == ""
    assert space["Pair"].__doc__ == " "
    assert space["Bare"].only.__doc__ is space["wait"].__doc__ is None
    assert space["Pair"].total.__annotations__ == space["wait"].__annotations__ == {}
    assert space["Pair"].__annotations__ == {"left": "int", "right": "int"}
    assert repr(pair) == "Pair(left=1, right=2)"


def test_asserts_stay_and_tell_their_line(source: Path) -> None:
    prepare.write("e33tui.module", str(source))
    with pytest.raises(AssertionError, match="less") as caught:
        loaded(source)["Pair"](1, 2).total(-1)
    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (frame.filename, frame.lineno, frame.name) == (str(source), 17, "total")


def test_another_package_keeps_its_annotations(source: Path) -> None:
    prepare.write("other.module", str(source))
    wait = loaded(source, "other.module")["wait"]
    assert wait.__doc__ is None
    assert wait.__annotations__["rest"] == "int"


def test_without_lean_code_python_loads_its_own(source: Path) -> None:
    assert loaded(source)["wait"].__doc__ == "Wait."


def test_a_source_that_changed_is_loaded_as_it_is(source: Path) -> None:
    prepare.write("e33tui.module", str(source))
    assert is_lean(source)
    source.write_text(TEXT + "\n", encoding="utf-8")
    assert not is_lean(source)
    prepare.write("e33tui.module", str(source))
    os.utime(source, (1, 1))
    assert not is_lean(source)


@pytest.mark.parametrize("damage", [b"", b"\0" * 12, b"other", None])
def test_lean_code_that_is_damaged_or_of_another_python_is_passed_over(
    source: Path, damage: bytes | None
) -> None:
    prepare.write("e33tui.module", str(source))
    path = Path(lean_path(str(source)))
    data = path.read_bytes()
    head = data[:12]
    found = {
        b"": data[:40],
        b"\0" * 12: damage,
        b"other": head + b"i\1\0\0\0",
        None: b"x" + data[1:],
    }
    path.write_bytes(found[damage] or b"")
    assert not is_lean(source)


def test_a_folder_that_cannot_be_written_is_told_and_changes_nothing(
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "compiled").touch()  # a folder without the right to write stops nobody who is root
    monkeypatch.setitem(sys._xoptions, "no_debug_ranges", True)
    assert prepare.main(["json"]) == 1
    assert capsys.readouterr().err.startswith("Not all lean modules could be written: ")
    assert loaded(source)["wait"].__doc__ == "Wait."


def test_what_could_not_be_finished_leaves_nothing(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="full"):
        prepare.write("e33tui.module", str(source))
    assert [*Path(lean_path(str(source))).parent.iterdir()] == []


def test_lean_code_is_for_every_account_whatever_the_umask(source: Path) -> None:
    before = os.umask(0o077)
    try:
        prepare.write("e33tui.module", str(source))
    finally:
        os.umask(before)
    path = Path(lean_path(str(source)))
    assert path.stat().st_mode & 0o777 == 0o644
    assert [*path.parent.iterdir()] == [path]


def test_lean_code_lies_in_the_package_that_the_program_is_installed_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", None)
    package = Path(lean.__file__).parents[1]
    tag = sys.implementation.cache_tag
    assert lean_path("/a/b.py") == f"{package}/__pycache__/lean/{tag}/a/b.pyc"


SCRIPT = """
import sys
from e33tui.startup import lean
lean.use()
from e33tui.domain import codec, commands, text
import json, dataclasses
assert text.accept.__doc__ is None, "not lean"
assert json.dumps.__doc__ is None, "the library is not lean"
command = commands.PlaceLevel("c1", 3)
found = codec.decode(commands.PlaceLevel, codec.encode(command))
assert found == command
"""


def test_the_program_runs_on_what_is_prepared(tmp_path: Path) -> None:
    place = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    main = [sys.executable, "-m", "e33tui.startup.prepare", "e33tui.domain.commands", "json"]
    subprocess.run(main, check=True, env=place)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, env=place, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_interface_is_prepared_with_every_screen() -> None:
    names = prepare.interface_modules()
    assert {"e33tui.app", "e33tui.screens.exam", "e33tui.service.desk"} <= set(names)
    assert {"e33tui.cli.interface", "e33tui.terminal.driver"} <= set(names)
