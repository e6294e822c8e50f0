"""The set-up: what it asks the system for, when it does nothing, how it repairs itself."""

from __future__ import annotations

import fcntl
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from e33tui.documents.resources import EXTRA_FONTS, SYSTEM_FONTS

ROOT = Path(__file__).resolve().parent.parent
PANGO = "libpango-1.0-0"


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load scripts/setup.py for a checkout of its own, with nothing that it could install."""
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "scripts" / "setup.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its own module up by name.
    monkeypatch.setitem(sys.modules, "setup_script", module)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "requirements-dev.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    venv = tmp_path / ".venv"
    places = {"ROOT": tmp_path, "VENV": venv, "PYTHON": venv / "bin" / "python"}
    places |= {"STAMP": venv / "setup.json", "LOCK": tmp_path / "requirements-dev.lock"}
    for name, place in places.items():
        monkeypatch.setattr(module, name, place)
    return module


@pytest.fixture
def ran(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put a fake in the place of venv and pip; return the list of what they were told."""
    commands: list[str] = []

    def run(*command: str) -> None:
        commands.append(" ".join(command))
        if command[2:4] == ("-m", "venv"):
            setup.PYTHON.parent.mkdir(parents=True)
            setup.PYTHON.symlink_to(sys.executable)

    monkeypatch.setattr(setup, "run", run)
    monkeypatch.setattr(setup, "find_lacks", list)
    return commands


def lacking(setup: ModuleType, *packages: str) -> Callable[[], list[object]]:
    """Return a `find_lacks` that always finds the same packages lacking."""
    lacks = [setup.Lack(f"what {name} brings", name, "fonts" not in name) for name in packages]
    return lambda: list(lacks)


def interrupt(*_: str) -> None:
    """Stand for a step during which Ctrl+C is pressed."""
    raise KeyboardInterrupt


def test_the_first_call_installs_by_hash_and_the_second_does_nothing(
    setup: ModuleType, ran: list[str]
) -> None:
    assert setup.main(["--check"]) == 1
    assert setup.main([]) == 0
    made, locked, project, proof, lean = ran
    assert f"-m venv {setup.VENV}" in made
    assert f"--require-hashes --requirement {setup.LOCK}" in locked
    assert "--no-deps --no-build-isolation --editable" in project
    assert "weasyprint" in proof
    assert "-m e33tui.startup.prepare" in lean
    ran.clear()
    assert setup.main(["--check"]) == 0
    assert setup.main([]) == 0
    assert ran == []


def test_a_changed_lock_makes_the_environment_anew(setup: ModuleType, ran: list[str]) -> None:
    setup.main([])
    (setup.VENV / "left-over").touch()
    setup.LOCK.write_text("textual==9\n")
    ran.clear()
    assert setup.main(["--check"]) == 1
    assert setup.main([]) == 0
    assert len(ran) == 5
    assert not (setup.VENV / "left-over").exists()


def test_a_changed_project_only_installs_the_project_again(
    setup: ModuleType, ran: list[str]
) -> None:
    setup.main([])
    (setup.ROOT / "pyproject.toml").write_text("[project]\n")
    ran.clear()
    assert setup.main([]) == 0
    assert ["--editable" in command for command in ran] == [True, False, False]


def test_a_project_that_failed_to_install_is_not_taken_for_the_one_before(
    setup: ModuleType, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.main([])
    (setup.ROOT / "pyproject.toml").write_text("[project]\n")
    with monkeypatch.context() as patch:
        patch.setattr(setup, "pip", interrupt)
        assert setup.main([]) == 130
    (setup.ROOT / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    assert setup.main(["--check"]) == 1


def test_an_interrupted_attempt_is_begun_again(
    setup: ModuleType, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(setup, "pip", interrupt)
        assert setup.main([]) == 130
    assert setup.VENV.exists()
    ran.clear()
    assert setup.main([]) == 0
    assert len(ran) == 5


def test_an_environment_whose_python_is_gone_is_made_anew(
    setup: ModuleType, ran: list[str]
) -> None:
    setup.main([])
    setup.PYTHON.unlink()
    setup.PYTHON.symlink_to("/nowhere/python3")
    ran.clear()
    assert setup.main([]) == 0
    assert len(ran) == 5


def test_a_moved_checkout_is_set_up_anew(
    setup: ModuleType, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.main([])
    moved = setup.ROOT / "moved"
    moved.mkdir()
    (moved / "pyproject.toml").write_bytes((setup.ROOT / "pyproject.toml").read_bytes())
    monkeypatch.setattr(setup, "ROOT", moved)
    ran.clear()
    assert setup.main(["--check"]) == 1
    assert setup.main([]) == 0
    assert len(ran) == 5


def test_two_set_ups_at_once_take_turns(
    setup: ModuleType, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with (setup.ROOT / ".setup.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        def say(message: str) -> None:
            said.append(message)
            assert ran == [] or message == "ready."
            fcntl.flock(other, fcntl.LOCK_UN)  # The other one ends while this one waits.

        def remove(_: Path) -> None:
            with pytest.raises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)

        monkeypatch.setattr(setup, "say", say)
        monkeypatch.setattr(setup, "remove", remove)
        assert setup.main([]) == 0
    assert [message.split()[0] for message in said] == ["waiting", "making", "ready."]


def test_a_pip_that_outlives_its_set_up_still_holds_the_lock(setup: ModuleType) -> None:
    with setup.alone():
        left = subprocess.Popen(["cat"], stdin=subprocess.PIPE, close_fds=False)
    with left, (setup.ROOT / ".setup.lock").open("a") as file:
        with pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        left.communicate()
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_failing_step_is_named_and_leaves_no_stamp(
    setup: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "find_lacks", list)
    monkeypatch.setattr(setup, "make_environment", lambda: setup.run("false", "at pip"))
    assert setup.main([]) == 1
    assert "this failed: false 'at pip'" in capsys.readouterr().err
    assert setup.main(["--check"]) == 1


def test_without_rights_it_prints_the_one_command_and_touches_nothing(
    setup: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "find_lacks", lacking(setup, PANGO, "fonts-dejavu-core"))
    monkeypatch.setattr(setup, "find_rights", lambda: None)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert setup.main([]) == 1
    command = (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends"
        " libpango-1.0-0 fonts-dejavu-core\n"
    )
    assert command in capsys.readouterr().err
    assert not setup.VENV.exists()


def test_the_command_does_without_sudo_where_there_is_none(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup.shutil, "which", lambda _: None)
    assert setup.apt_command([PANGO]) == (
        "su - -c 'apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0'"
    )


@pytest.mark.parametrize("rights", [[], ["sudo", "-n"]])
def test_with_rights_it_updates_the_list_and_installs(
    setup: ModuleType, rights: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed: list[list[str]] = []

    def record(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        typed.append(command)
        return subprocess.CompletedProcess(command, 0, b"")

    monkeypatch.setattr(setup, "find_rights", lambda: rights)
    monkeypatch.setattr(setup.subprocess, "run", record)
    setup.install_with_apt(lacking(setup, PANGO, "fonts-dejavu-core")())
    assert all(command[: len(rights)] == rights for command in typed)
    assert all("DEBIAN_FRONTEND=noninteractive" in command for command in typed)
    asked = [command[command.index("DPkg::Lock::Timeout=300") + 1 :] for command in typed]
    install = ["install", "--no-install-recommends"]
    assert asked == [["update"], [*install, PANGO], [*install, "fonts-dejavu-core"]]


@pytest.mark.parametrize(("packages", "stops"), [([PANGO], True), (["fonts-dejavu-core"], False)])
def test_without_apt_it_stops_only_for_what_is_indispensable(
    setup: ModuleType, packages: Sequence[str], stops: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "find_lacks", lacking(setup, *packages))
    monkeypatch.setattr(setup.shutil, "which", lambda _: None)
    if stops:
        with pytest.raises(setup.SetupError, match="still lacks what libpango"):
            setup.complete_system()
    else:
        setup.complete_system()


def test_it_sees_which_libraries_and_fonts_are_there(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert setup.loads("libc.so.6")
    assert not setup.loads("libnowhere.so.6")
    monkeypatch.setattr(setup, "FONTS", tmp_path / "fonts")
    arabic, _ = setup.FALLBACK_FONTS
    assert not setup.is_there(arabic)
    (tmp_path / "fonts" / "truetype").mkdir(parents=True)
    (tmp_path / "fonts" / "truetype" / "DejaVuSans.ttf").touch()
    assert setup.is_there(arabic)


def test_it_installs_the_fonts_that_documents_look_for(setup: ModuleType) -> None:
    assert setup.FONTS == SYSTEM_FONTS
    assert [font.file for font in setup.FALLBACK_FONTS] == list(EXTRA_FONTS.values())


def test_a_python_too_old_is_refused_in_a_sentence(tmp_path: Path) -> None:
    checkout, programs = tmp_path / "checkout", tmp_path / "bin"
    (checkout / "scripts").mkdir(parents=True)
    programs.mkdir()
    (checkout / "scripts" / "setup").write_bytes((ROOT / "scripts" / "setup").read_bytes())
    for name in ("python3", "python3.11"):
        # The one that an old Python takes part in: it says its version and refuses the rest.
        (programs / name).write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\n')
        (programs / name).chmod(0o700)
    (programs / "dirname").symlink_to(shutil.which("dirname") or "/usr/bin/dirname")
    done = subprocess.run(
        ["/bin/sh", str(checkout / "scripts" / "setup")],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": str(programs)},
    )
    assert done.returncode == 1
    assert "e33tui needs Python 3.11 or newer; python3 here is: Python 3.9.2." in done.stderr
