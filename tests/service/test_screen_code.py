"""The neutral screen's code on the disk: kept as a hash alone, shared, removable, never in the way."""

from __future__ import annotations

import hashlib
import json
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from e33tui import cli
from e33tui.domain.errors import InputError, StoreError
from e33tui.domain.screen_code import RULE, ScreenCode, is_code, seal_code
from e33tui.persistence.layout import Layout
from e33tui.persistence.screen_code import LARGEST, ScreenCodeFile
from e33tui.service.purge import Purge
from e33tui.service.screen_code import NOT_HERE
from e33tui.store import Store
from tests.service.support import Day, every_byte, holding

CODE = "48151623"


def code_file(day: Day) -> Path:
    return Layout(day.folder).screen_code


def test_a_code_opens_with_its_own_digits_alone() -> None:
    code = seal_code("0427")
    assert code.opens("0427")
    for other in ("0428", "427", "04270", "", "٠٤٢٧", "0427 "):
        assert not code.opens(other)


def test_the_hash_is_salted_slow_and_the_same_for_ever() -> None:
    first, second = seal_code("0427"), seal_code("0427")
    assert first.salt != second.salt
    assert first.digest != second.digest
    # As a file of format 1 has it: another way of making it would know no code again.
    kept = "483a07fd42da830b1c3e79f33677e0c86a0a17da3e549bba43a18ec991d34158"
    assert ScreenCode(bytes(16), bytes.fromhex(kept)).opens("0427")


@pytest.mark.parametrize(
    ("text", "taken"),
    [("0000", True), ("12345678", True), ("123", False), ("123456789", False), ("", False)]
    + [(text, False) for text in ("12a4", "1 234", "-123", "１２３４", "²²²²")],
)
def test_a_code_is_four_to_eight_digits(text: str, taken: bool) -> None:
    assert is_code(text) is taken
    if not taken:
        with pytest.raises(InputError, match=RULE):
            seal_code(text)


def test_nothing_is_kept_until_a_code_is_set_and_nothing_once_it_is_removed(day: Day) -> None:
    code = day.service.screen_code
    seen = [code.is_set, code.read() is not None]
    code.change(CODE)
    seen += [code.is_set, code.read() is not None]
    code.remove()
    seen += [code.is_set, code.read() is not None]
    assert seen == [False, False, True, True, False, False]
    code.remove()
    assert not code_file(day).exists()


def test_every_terminal_of_the_seance_asks_for_the_last_code(day: Day) -> None:
    other = day.again()
    day.service.screen_code.change("1234")
    found = other.screen_code.read()
    assert other.screen_code.is_set
    assert found is not None
    assert found.opens("1234")
    other.screen_code.change(CODE)
    assert day.service.screen_code.read() == other.screen_code.read() != found
    assert day.again().screen_code.is_set


def test_the_digits_stand_nowhere_and_the_file_is_its_owners_alone(day: Day) -> None:
    before = {path for path, _ in every_byte(day.folder)}
    day.service.screen_code.change(CODE)
    assert holding(day.folder, CODE) == []
    assert {path for path, _ in every_byte(day.folder)} - before == {code_file(day)}
    assert stat.S_IMODE(code_file(day).stat().st_mode) == 0o600
    (row,) = json.loads(code_file(day).read_bytes())["code"].values()
    assert set(row) == {"salt", "hash"}


def test_it_goes_with_a_purge_and_no_copy_takes_it_along(day: Day, tmp_path: Path) -> None:
    day.service.screen_code.change(CODE)
    day.service.copying(tmp_path / "copie")()
    assert not Layout(tmp_path / "copie").screen_code.exists()
    assert day.service.verify() == []
    day.end()
    assert code_file(day) not in Purge(day.folder).holdings.stay
    assert Purge(day.folder).carry_out(0).complete
    assert not code_file(day).exists()


def spoilt(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" " * LARGEST)


def newer(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"format":1', b'"format":2'))


def shortened(path: Path) -> None:
    tables = json.loads(path.read_bytes())
    tables["code"]["1"]["salt"] = "00"
    path.write_bytes(json.dumps(tables).encode())


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": spoilt(b""),
    "garbled": spoilt(b"\xff\x00{"),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "foreign": spoilt(b'{"meta":{"1":{"kind":"seance","format":1}}}'),
    "without a code": spoilt(b'{"meta":{"1":{"kind":"code","format":1}}}'),
    "too long": lengthen,
    "newer": newer,
    "short salt": shortened,
}


@pytest.mark.parametrize("harm", DAMAGE.values(), ids=DAMAGE)
def test_a_file_that_cannot_be_understood_is_told_replaced_or_removed(
    day: Day, harm: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    code = day.service.screen_code
    code.change(CODE)
    harm(code_file(day))
    with pytest.raises(StoreError):
        day.again().screen_code.read()
    assert cli.main(["code", str(day.folder)]) == 0
    assert "s’ouvre sans lui" in capsys.readouterr().out
    code.change("1234")
    found = code.read()
    assert found is not None
    assert found.opens("1234")
    harm(code_file(day))
    assert cli.main(["code", "--retirer", str(day.folder)]) == 0
    assert code.read() is None


def test_what_lies_behind_a_link_is_neither_read_nor_removed(day: Day, tmp_path: Path) -> None:
    outside = tmp_path / "ailleurs.json"
    outside.write_bytes(b"{}")
    code_file(day).symlink_to(outside)
    with pytest.raises(StoreError):
        day.again().screen_code.read()
    day.service.screen_code.change(CODE)
    assert outside.read_bytes() == b"{}"
    assert not code_file(day).is_symlink()


@pytest.mark.parametrize("error", [AttributeError, ValueError, MemoryError])
def test_a_system_without_the_hash_says_so_and_keeps_nothing(
    day: Day, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setattr(hashlib, "scrypt", fail)
    with pytest.raises(StoreError, match=NOT_HERE):
        day.service.screen_code.change(CODE)
    assert not code_file(day).exists()


# -- The command line -------------------------------------------------------------------------


def test_a_forgotten_code_is_removed_from_the_command_line_while_others_work(
    day: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = day.open()
    day.service.screen_code.change(CODE)
    assert cli.main(["code", str(day.folder)]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "demande un code" in said
    assert CODE not in said
    assert code_file(day).exists()
    assert cli.main(["code", "--retirer", str(day.folder)]) == 0
    assert "retiré" in capsys.readouterr().out
    assert day.service.screen_code.read() is None
    assert desk.leave()
    for words in ([], ["--retirer"]):
        assert cli.main(["code", *words, str(day.folder)]) == 0
        assert "ne demande pas de code" in capsys.readouterr().out


def test_a_damaged_seance_does_not_keep_a_code(day: Day) -> None:
    day.service.screen_code.change(CODE)
    Layout(day.folder).sitting.write_bytes(b"")
    assert cli.main(["code", "--retirer", str(day.folder)]) == 0
    assert not code_file(day).exists()


def test_without_a_folder_it_is_todays(
    day: Day, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("E33TUI_DOSSIER", str(day.folder))
    day.service.screen_code.change(CODE)
    assert cli.main(["code", "--retirer"]) == 0
    assert not code_file(day).exists()
    monkeypatch.setenv("E33TUI_DOSSIER", str(day.folder / "nulle-part"))
    assert cli.main(["code"]) == 1
    assert capsys.readouterr().err.startswith("Dossier : Il n’y a pas de séance")


@pytest.mark.parametrize("name", ["jour", "Oral d’été", "l'oral; x", ""])
def test_the_command_that_removes_it_is_told_as_a_shell_takes_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / name
    for home in (tmp_path, tmp_path / "elsewhere"):
        monkeypatch.setenv("HOME", str(home))
        command = ScreenCodeFile(Layout(folder)).removal
        assert command.startswith("e33tui code --retirer ~") is (home == tmp_path)
        told = ["sh", "-c", f"printf '%s|' {command}"]
        shell = subprocess.run(told, capture_output=True, check=True)
        assert shell.stdout.decode() == f"e33tui|code|--retirer|{folder}|"


def test_a_disk_that_keeps_the_file_is_named(day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    code_file(day).mkdir()
    assert cli.main(["code", "--retirer", str(day.folder)]) == 1
    assert capsys.readouterr().err.startswith("Enregistrement : ")


def test_a_seance_opened_to_be_read_only_says_whether_there_is_a_code(day: Day) -> None:
    day.service.screen_code.change(CODE)
    store = Store.open(day.folder, read_only=True)
    assert store.has_screen_code
    found = ScreenCodeFile(Layout(day.folder)).read()
    assert found is not None
    assert found.opens(CODE)
