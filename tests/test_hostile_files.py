"""What is in the record's files, in names and in the environment: kept, refused, never obeyed."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from e33tui import cli
from e33tui.cli import opening, words
from e33tui.domain.errors import E33Error
from e33tui.domain.text import visible
from e33tui.service import Service, documents
from e33tui.service.authorship import terminal_label
from e33tui.store import DamagedFile, Store
from tests.service.damaging import LOCKED, RUNNING, Case
from tests.service.support import PATIENCE, print_as_data
from tests.support.domain import rubric

UNSAFE = ("a\x1b[2Jb", "a\x00b", "a\ud800b", "a\u202eb", "a\x9b2Jb", "a\x07b")
SAFE = ("مرحبا بكم", "e\u0301a\u0323\u0308", "[/b]", "%s {0}", "👩🏽\u200d🏫")
OTHER: tuple[Any, ...] = (None, True, -1, 10**30, 1.5, [], {}, [[]], {"a": 1}, "")
SHARE = 149
"""Of all places and values together one in so many is tried in the suite."""


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every value in a file that holds no other."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


def put(tables: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The tables with one value changed."""
    if not path:
        return value
    changed = dict(tables) if isinstance(tables, dict) else list(tables)
    changed[path[0]] = put(tables[path[0]], path[1:], value)
    return changed


def looked_at(case: Case) -> list[str]:
    """Look at everything without writing; every text that a screen or a terminal would get."""
    said: list[str] = []

    def tried(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except E33Error as error:
            said.append(error.message)

    store = tried(lambda: Store.open(case.folder, read_only=True))
    if store is None:
        return said
    service = Service(store, rubric(), case.clock, print_as_data, tolerant=True)
    said.append(service.damage)
    for row in service.rows():
        said += [row.problem, row.candidate.full_name, row.candidate.number]
    for passage in case.passages.values():
        desk = tried(lambda passage=passage: service.look(passage))  # type: ignore[misc]
        if desk is not None:
            said += [remark.text for remark in desk.state.remarks]
            said += [desk.state.identification.centre]
        tried(lambda passage=passage: service.exports.verso_path(passage))  # type: ignore[misc]
    said += [finding.message for finding in tried(service.verify) or []]
    tried(lambda: service.passage_of("2"))
    assert service.close(PATIENCE)
    return said


FILES = ("seance.json", "running/passage.json", "locked/passage.json", "documents.json")


def changes(
    case: Case, names: Sequence[str], share: int
) -> Iterator[tuple[Path, tuple[Any, ...], Any, bytes]]:
    """Each value of each file with each strange one in its place, or one in ``share`` of them."""
    count = 0
    for name in names:
        path = case.file(name)
        tables = json.loads(path.read_bytes())
        for place in leaves(tables):
            for value in (*UNSAFE, *SAFE, *OTHER):
                count += 1
                if count % share == 0:
                    yield path, place, value, json.dumps(put(tables, place, value)).encode()


def check_every(case: Case, names: Sequence[str], share: int) -> int:
    tried = 0
    for path, place, value, data in changes(case, names, share):
        before = path.read_bytes()
        path.write_bytes(data)
        try:
            said = looked_at(case)
        except Exception as error:
            raise AssertionError(f"{path.name} {place} {value!r}") from error
        for text in said:
            assert visible(text, multiline=True) == text, (path.name, place, value, text)
        assert path.read_bytes() == data
        path.write_bytes(before)
        tried += 1
    return tried


def test_no_value_in_a_file_ends_the_program_or_reaches_a_terminal(case: Case) -> None:
    assert check_every(case, FILES, SHARE) > 20


@pytest.mark.campaign
@pytest.mark.parametrize("name", FILES)
def test_every_value_in_every_file(case: Case, name: str) -> None:
    print(f"{name}: {check_every(case, (name,), 1)} changes looked at")


@pytest.mark.parametrize("text", UNSAFE)
def test_a_command_in_a_record_is_damage(case: Case, text: str) -> None:
    path = case.file("running/passage.json")
    data = path.read_text("utf-8")
    path.write_text(data.replace('"la dernière"', json.dumps(text)), "utf-8")
    with pytest.raises(DamagedFile):
        case.open().open(case.passages[RUNNING])


@pytest.mark.parametrize("text", SAFE)
def test_other_letters_in_a_record_are_kept(case: Case, text: str) -> None:
    path = case.file("running/passage.json")
    data = path.read_text("utf-8")
    path.write_text(data.replace('"la dernière"', json.dumps(text)), "utf-8")
    desk = case.open().open(case.passages[RUNNING])
    assert desk.state.remarks[-1].text == text


# Names and the environment

NAMES = (
    b"a\x1b]0;titre\x07b",
    b"a\nb",
    "a\u202eb".encode(),
    "é\u0301".encode(),
    b"caf\xe9",
    b"a\x9bb",
    b"[b]a[",
)


GRID = opening.grid
Said = Callable[..., tuple[int, bytes]]


@pytest.fixture
def said(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Said:
    """Run a command and return its code and every byte that it wrote."""
    monkeypatch.setattr(documents, "make_pdf", print_as_data)

    def run(*words: str) -> tuple[int, bytes]:
        capsysbinary.readouterr()
        code = cli.main(list(words))
        out, err = capsysbinary.readouterr()
        return code, out + err

    return run


def harmless(data: bytes) -> bool:
    text = data.decode()
    return visible(text, multiline=True) == text


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_folder_of_a_hostile_name(case: Case, name: bytes, tmp_path: Path, said: Said) -> None:
    folder = tmp_path / os.fsdecode(name)
    for command in (["verifier", str(folder)], ["exporter", str(folder), "1"], [str(folder), "x"]):
        code, text = said(*command)
        assert code in (1, 2)
        assert harmless(text)
    case.folder.rename(folder)
    case.folder = folder
    code, text = said("verifier", str(folder))
    assert code == 0
    service = case.open()
    case.work(service, RUNNING)
    assert service.exports.verso(case.passages[LOCKED]).is_file()


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_grid_and_exports_of_hostile_names(
    case: Case,
    name: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: Said,
) -> None:
    monkeypatch.setenv("E33TUI_EXPORTS", str(tmp_path / os.fsdecode(name)))
    monkeypatch.setattr(opening, "grid", rubric)
    number = case.open().rows()[0].candidate.number
    code, text = said("exporter", str(case.folder), number)
    assert (code, name in text) == (0, True), "for a program that reads it the path is exact"
    monkeypatch.setattr(opening, "grid", GRID)
    monkeypatch.setenv("E33TUI_GRILLE", str(tmp_path / os.fsdecode(name + b".toml")))
    code, text = said("verifier", str(case.folder))
    assert code == 1
    assert harmless(text)


def test_a_path_is_harmless_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(shown, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdout", shown)
    for name in NAMES:
        words.say_path(Path(os.fsdecode(name)))
    assert harmless(shown.getvalue().encode())


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_an_account_of_a_hostile_name(name: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", os.fsdecode(name))
    assert visible(terminal_label()) == terminal_label()
