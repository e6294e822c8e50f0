"""A hint is told once and never again; where that cannot be kept, nothing is said of it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from e33tui.hints import NO_HINTS, STATE_VARIABLE, Hints, state_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the hints lie; neither it nor its parent is there yet."""
    return tmp_path / "state" / "e33tui"


def kept(folder: Path) -> list[str]:
    names: list[str] = json.loads((folder / "hints.json").read_text())
    return names


def test_a_hint_once_seen_is_wanted_in_no_later_run(folder: Path) -> None:
    first = Hints(folder)
    assert first.wanted("exam")
    first.seen("exam")
    assert not first.wanted("exam")
    assert first.wanted("profile")
    later = Hints(folder)
    assert not later.wanted("exam")
    assert later.wanted("profile")


def test_looking_alone_writes_nothing(folder: Path) -> None:
    assert Hints(folder).wanted("exam")
    assert not folder.parent.exists()


def test_nothing_is_read_before_the_first_use(folder: Path) -> None:
    early = Hints(folder)
    Hints(folder).seen("exam")
    assert not early.wanted("exam")


def test_only_the_account_reads_it_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        Hints(folder).seen("exam")
    finally:
        os.umask(before)
    modes = [path.stat().st_mode & 0o777 for path in (folder / "hints.json", folder, folder.parent)]
    assert modes == [0o600, 0o700, 0o700]
    assert [path.name for path in folder.iterdir()] == ["hints.json"]


def test_a_folder_that_others_could_look_into_is_closed(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    Hints(folder).seen("exam")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_two_terminals_keep_each_others_hints(folder: Path) -> None:
    one, two = Hints(folder), Hints(folder)
    assert one.wanted("exam")
    assert two.wanted("exam")
    one.seen("exam")
    two.seen("profile")
    assert kept(folder) == ["exam", "profile"]


def test_a_hint_seen_again_is_not_written_again(folder: Path) -> None:
    hints = Hints(folder)
    hints.seen("exam")
    before = (folder / "hints.json").stat().st_ino
    hints.seen("exam")
    assert (folder / "hints.json").stat().st_ino == before


@pytest.mark.parametrize(
    "garbage",
    [b"", b"{", b"\xff\xfe", b'{"exam": 1}', b"[1, null, [2]]", b"null", b"[" * 4000, b"1" * 9999],
    ids=("empty", "cut", "binary", "object", "no_names", "null", "deep", "long"),
)
def test_garbage_is_silent_and_replaced(folder: Path, garbage: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / "hints.json").write_bytes(garbage)
    hints = Hints(folder)
    assert hints.wanted("exam")
    hints.seen("exam")
    assert kept(folder) == ["exam"]


def a_file_for_a_folder(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("")


def a_file_for_a_parent(folder: Path) -> None:
    folder.parent.write_text("")


def a_folder_for_the_file(folder: Path) -> None:
    (folder / "hints.json" / "inside").mkdir(parents=True)


def a_pipe_for_the_file(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.mkfifo(folder / "hints.json")


def a_link_for_a_folder(folder: Path) -> None:
    elsewhere = folder.parent.with_name("elsewhere")
    elsewhere.mkdir()
    folder.parent.mkdir()
    folder.symlink_to(elsewhere)


TROUBLES = (
    a_file_for_a_folder,
    a_file_for_a_parent,
    a_folder_for_the_file,
    a_pipe_for_the_file,
    a_link_for_a_folder,
)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_is_silent_and_the_hint_told_once_in_this_run(
    folder: Path, trouble: Callable[[Path], None]
) -> None:
    trouble(folder)
    hints = Hints(folder)
    assert hints.wanted("exam")
    hints.seen("exam")
    assert not hints.wanted("exam")
    assert not list(folder.parent.parent.glob("elsewhere/*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_home_is_silent(folder: Path) -> None:
    folder.parent.mkdir()
    folder.parent.chmod(0o500)
    hints = Hints(folder)
    hints.seen("exam")
    assert not hints.wanted("exam")
    assert not folder.exists()


def test_nothing_of_another_account_is_believed_or_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Hints(folder).seen("exam")
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    hints = Hints(folder)
    assert hints.wanted("exam")
    hints.seen("profile")
    assert not hints.wanted("profile")
    assert kept(folder) == ["exam"]


def test_a_full_disk_leaves_what_was_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hints = Hints(folder)
    hints.seen("exam")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fchmod", full)
    hints.seen("profile")
    assert not hints.wanted("profile")
    assert kept(folder) == ["exam"]
    assert [path.name for path in folder.iterdir()] == ["hints.json"]


def test_it_lies_where_the_account_keeps_states(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state_folder() == home / ".local" / "state" / "e33tui"
    monkeypatch.setenv(STATE_VARIABLE, "relative")
    assert state_folder() == home / ".local" / "state" / "e33tui"
    monkeypatch.setenv(STATE_VARIABLE, str(tmp_path))
    assert state_folder() == tmp_path / "e33tui"
    Hints().seen("exam")
    assert kept(tmp_path / "e33tui") == ["exam"]


def test_an_account_without_a_home_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    hints = Hints()
    assert hints.wanted("exam")
    hints.seen("exam")
    assert not hints.wanted("exam")


def test_no_hints_wants_and_keeps_nothing(home: Path) -> None:
    assert not NO_HINTS.wanted("exam")
    NO_HINTS.seen("exam")
    assert list(home.iterdir()) == []
