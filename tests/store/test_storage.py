"""What cannot be read is named, never reset; formats are told apart; a passage stays small."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from e33tui.domain.errors import StoreError
from e33tui.persistence import storage as storage_module
from e33tui.persistence.damage import files_set_aside, restore_previous, set_aside
from e33tui.persistence.errors import DamagedFile, NewerFormat
from e33tui.persistence.own_file import OwnFile
from e33tui.persistence.passage_file import (
    PassageFile,
    PassageRecord,
    decode_passage,
    encode_passage,
)
from e33tui.persistence.storage import DurableStorage, Tables, encode_tables, meta_row
from tests.store.support import PASSAGE, Crash, WatchedFileSystem, record, remark, tree

OTHER = "fedcba9876543210"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "passage.json"


def saved(path: Path, *records: PassageRecord) -> PassageFile:
    file = PassageFile(path, PASSAGE)
    for each in records:
        file.write(each)
    return file


def test_a_record_comes_back_as_it_was(path: Path) -> None:
    given = PassageRecord(PASSAGE, tuple(map(remark, range(12))), ({"old": None, "new": 13.5},))
    saved(path, given)
    assert PassageFile(path, PASSAGE).read() == given
    assert decode_passage(encode_passage(given), PASSAGE, path) == given


def test_the_file_is_a_tinydb_file(path: Path) -> None:
    saved(path, record(1, 2))
    with TinyDB(path) as database:
        assert database.table("journal").get(doc_id=2) == remark(2)
        assert database.table("meta").all()[0]["format"] == 1


def test_tables_change_through_tinydb_itself(path: Path) -> None:
    storage = DurableStorage(path, "documents")
    database = TinyDB(storage=lambda: storage)
    database.table("documents").insert({"a": 1})
    database.table("documents").insert({"a": 2})
    again = DurableStorage(path, "documents")
    assert TinyDB(storage=lambda: again).table("documents").all() == [{"a": 1}, {"a": 2}]


def test_400_observations_of_60_characters_stay_under_100_kb(path: Path) -> None:
    saved(path, record(*range(400)))
    assert all(len(line["x"]) == 60 for line in record(*range(400)).lines)
    assert path.stat().st_size < 100_000


def test_a_save_never_parses_the_file_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(path, record(1))

    def refuse(*_: object) -> Tables:
        raise AssertionError("parsed again")

    monkeypatch.setattr(storage_module, "decode_tables", refuse)
    file.write(record(1, 2))
    assert file.read() == record(1, 2)


def test_a_change_that_could_not_be_saved_is_not_remembered(path: Path) -> None:
    fs = WatchedFileSystem()
    file = PassageFile(path, PASSAGE, fs)
    file.write(record(1))
    fs.fail_at = len(fs.calls)
    with pytest.raises(StoreError):
        file.write(record(1, 2))
    assert file.read() == record(1)


def test_a_row_that_could_not_be_saved_is_not_in_its_table(path: Path) -> None:
    fs = WatchedFileSystem()
    storage = DurableStorage(path, "documents", fs=fs)
    table = TinyDB(storage=lambda: storage).table("documents")
    table.insert({"a": 1})
    fs.fail_at = len(fs.calls)
    with pytest.raises(StoreError):
        table.insert({"a": 2})
    assert table.all() == [{"a": 1}]


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\u202e", "e\u0301", "🎓", "\\u0041\n"])
def test_no_text_is_altered_or_stops_a_save(path: Path, text: str) -> None:
    given = PassageRecord(PASSAGE, ({"x": text},))
    saved(path, given)
    assert PassageFile(path, PASSAGE).read() == given


def test_what_has_no_form_is_refused_and_the_file_left_alone(path: Path) -> None:
    file = saved(path, record(1))
    for value in (float("nan"), object()):
        with pytest.raises(StoreError):
            file.write(PassageRecord(PASSAGE, ({"x": value},)))
    assert PassageFile(path, PASSAGE).read() == record(1)


def good(**changes: Any) -> bytes:
    meta = {"kind": "passage", "format": 1, "id": PASSAGE} | changes
    return json.dumps({"meta": {"1": meta}, "journal": {"1": {"a": 1}}}).encode()


DAMAGED = {
    "empty": (b"", "il est vide"),
    "zeros": (b"\0" * 64, "il est brouillé"),
    "cut": (good()[:40], "il est coupé"),
    "cut in a string": (b'{"meta": {"1": {"kind": "pass', "il est coupé"),
    "cut in a letter": ('{"é'.encode()[:-1], "octet illisible en position 2"),
    "garbled": (good().replace(b":", b"\x07", 1), "il est brouillé"),
    "not utf-8": (good().replace(b"a", b"\xff", 1), "octet illisible"),
    "two in one": (good() + good(), "il est brouillé"),
    "not a number": (good().replace(b'{"a": 1}', b'{"a": NaN}'), "il est brouillé"),
    "huge number": (good().replace(b"1}}}", b"1" * 5000 + b"}}}"), "il est brouillé"),
    "deep": (b"[" * 100_000, "il est "),
    "a list": (b"[1, 2]", "ce n’est pas un fichier d’e33tui"),
    "another program's": (b'{"name": "x"}', "ce n’est pas un fichier d’e33tui"),
    "rows without number": (good().replace(b'{"1": {"a"', b'{"x": {"a"'), "d’e33tui"),
    "two names of a row": (good().replace(b'{"1": {"a"', b'{"01": {"a"'), "d’e33tui"),
    "rows that are none": (good().replace(b'{"a": 1}', b"3"), "d’e33tui"),
    "no meta": (b'{"journal": {}}', "ce n’est pas le fichier attendu"),
    "another kind": (good(kind="registre"), "ce n’est pas le fichier attendu"),
    "another passage": (good(id=OTHER), "ce n’est pas le fichier attendu"),
    "no format": (good(format=None), "son numéro de format est illisible"),
    "true as format": (good(format=True), "son numéro de format est illisible"),
    "never a format": (good(format=0), "le format 0 n’a jamais existé"),
}


@pytest.mark.parametrize(("data", "reason"), DAMAGED.values(), ids=DAMAGED)
def test_damage_is_named_and_nothing_is_overwritten(path: Path, data: bytes, reason: str) -> None:
    path.write_bytes(data)
    before = tree(path.parent)
    for attempt in (PassageFile(path, PASSAGE).read, lambda: saved(path, record(1))):
        with pytest.raises(DamagedFile) as caught:
            attempt()
        assert reason in caught.value.reason
        assert "passage.json est endommagé" in caught.value.message
        assert caught.value.path == str(path)
    assert tree(path.parent) == before


def test_a_sound_file_is_read(path: Path) -> None:
    path.write_bytes(good())
    assert PassageFile(path, PASSAGE).read().lines == ({"a": 1},)


def test_a_missing_file_is_damage_and_not_an_empty_record(path: Path) -> None:
    with pytest.raises(DamagedFile, match="introuvable"):
        PassageFile(path, PASSAGE).read()
    saved(path, record(1), record(1, 2))
    path.unlink()
    with pytest.raises(DamagedFile, match="introuvable"):
        saved(path, record(3))
    assert not path.exists()


def test_a_later_format_is_refused_with_its_version(path: Path) -> None:
    path.write_bytes(good(format=2, version="1.4.0"))
    before = tree(path.parent)
    for attempt in (PassageFile(path, PASSAGE).read, lambda: saved(path, record(1))):
        with pytest.raises(NewerFormat, match=r"plus récente d’e33tui \(1\.4\.0\).*mettez à jour"):
            attempt()
    assert tree(path.parent) == before


@pytest.fixture
def older(path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A file of a format that this program turns into its own."""

    def step(tables: Tables) -> Tables:
        return {"journal": {key: {"b": row["a"]} for key, row in tables["journal"].items()}}

    monkeypatch.setitem(storage_module.MIGRATIONS, ("passage", 0), step)
    path.write_bytes(good(format=0))
    return good(format=0)


def test_an_older_format_is_migrated_and_its_file_kept(path: Path, older: bytes) -> None:
    file = PassageFile(path, PASSAGE)
    found = file.read()
    assert found.lines == ({"b": 1},)
    assert path.read_bytes() == older
    file.write(found)
    file.write(found)
    assert path.with_name("passage.json.format-0").read_bytes() == older
    assert PassageFile(path, PASSAGE).read().lines == ({"b": 1},)


def test_a_migration_cut_short_keeps_the_older_file(path: Path, older: bytes) -> None:
    for number in range(9):
        path.write_bytes(older)
        with pytest.raises(Crash):
            PassageFile(path, PASSAGE, WatchedFileSystem(number, crash=True)).write(record(1))
        copy = path.with_name("passage.json.format-0")
        assert path.read_bytes() == older or copy.read_bytes() == older
        assert not copy.exists() or copy.read_bytes() == older


def test_what_is_erased_for_good_is_in_no_file(path: Path, older: bytes) -> None:
    file = PassageFile(path, PASSAGE)
    file.write(PassageRecord(PASSAGE, ({"x": "secret"},)))
    file.write(PassageRecord(PASSAGE, ({"x": "secret"}, {"x": "more"})))
    file.write(PassageRecord(PASSAGE, ({"x": "erased"},)), forget=True)
    assert not [each for each in path.parent.iterdir() if b"secret" in each.read_bytes()]
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "passage.json",
        "passage.json.precedent",
    ]


@pytest.mark.parametrize("number", range(10))
def test_an_erasure_cut_short_leaves_whole_files(path: Path, number: int) -> None:
    saved(path, record(1), record(1, 2))
    cut = PassageFile(path, PASSAGE, WatchedFileSystem(number, crash=True))
    with pytest.raises(Crash):
        cut.write(record(3), forget=True)
    found = PassageFile(path, PASSAGE).read()
    assert found in (record(1, 2), record(3))
    if found == record(3):
        assert "1 é" not in path.with_name("passage.json.precedent").read_text()


def test_a_damaged_file_is_set_aside_under_a_name_of_its_own(path: Path) -> None:
    for number, data in enumerate((b"one", b"two"), start=1):
        path.write_bytes(data)
        assert set_aside(path) == path.with_name(f"passage.json.endommage-{number}")
    assert [each.read_bytes() for each in files_set_aside(path.parent)] == [b"one", b"two"]
    assert not path.exists()
    with pytest.raises(StoreError):
        set_aside(path)


def test_a_disk_without_hard_links_sets_aside_as_well(path: Path) -> None:
    path.write_bytes(b"one")
    set_aside(path, WatchedFileSystem(0, errno.EPERM))
    path.write_bytes(b"two")
    set_aside(path, WatchedFileSystem(0, errno.EPERM))
    assert [each.read_bytes() for each in files_set_aside(path.parent)] == [b"one", b"two"]


def test_the_previous_version_comes_back(path: Path) -> None:
    saved(path, record(1), record(1, 2))
    path.write_bytes(b"garbled")
    assert restore_previous(path) == path.with_name("passage.json.endommage-1")
    assert PassageFile(path, PASSAGE).read() == record(1)
    path.unlink()
    assert restore_previous(path) is None
    assert PassageFile(path, PASSAGE).read() == record(1)


def test_without_a_previous_version_nothing_is_touched(path: Path) -> None:
    path.write_bytes(b"garbled")
    with pytest.raises(StoreError, match="pas de version précédente"):
        restore_previous(path)
    assert path.read_bytes() == b"garbled"


def test_the_meta_table_comes_first_and_the_form_is_compact() -> None:
    data = encode_tables({"a": {"1": {"é": [1, 2]}}, "meta": {"1": {"k": "v"}}})
    assert data == '{"meta":{"1":{"k":"v"}},"a":{"1":{"é":[1,2]}}}'.encode()


@pytest.mark.parametrize("numbers", [["1", "2", "10"], ["10", "2", "1"], ["2", "10"], ["3", "1"]])
def test_rows_come_in_the_order_of_their_numbers(path: Path, numbers: list[str]) -> None:
    rows = {number: {"n": int(number)} for number in numbers}
    data = encode_tables({"meta": {"1": meta_row("passage", PASSAGE)}, "journal": rows})
    record = decode_passage(data, PASSAGE, path)
    assert [row["n"] for row in record.lines] == sorted(map(int, numbers))


@pytest.mark.parametrize("key", ["0", "01", "-1", "1.0", "", " 1", "²", "1234567890"])
def test_a_row_without_a_number_is_damage(path: Path, key: str) -> None:
    tables: Tables = {"meta": {"1": meta_row("passage", PASSAGE)}, "journal": {"1": {}, key: {}}}
    with pytest.raises(DamagedFile):
        decode_passage(encode_tables(tables), PASSAGE, path)


# -- What one writer knows of its own file --


def test_a_disk_that_fails_for_hours_costs_no_memory(path: Path) -> None:
    own = OwnFile(path)
    for number in range(50):
        own.about_to_write(b"x" * number)
    assert len(own._ours) == 1


def test_what_a_folder_that_is_put_back_holds_is_still_ours(path: Path, tmp_path: Path) -> None:
    folder, away = tmp_path / "passage", tmp_path / "away"
    folder.mkdir()
    own = OwnFile(folder / path.name)
    own.about_to_write(b"one")
    (folder / path.name).write_bytes(b"one")
    folder.rename(away)
    for content in (b"two", b"two", b"three"):
        assert not own.about_to_write(content)
    away.rename(folder)
    assert not own.about_to_write(b"four")
    assert files_set_aside(folder) == ()


def test_what_was_kept_is_not_kept_again_by_the_next_try(path: Path) -> None:
    told: list[str] = []
    own = OwnFile(path, tell=told.append)
    path.write_bytes(b"somebody else's")
    for _ in range(3):
        assert own.about_to_write(b"ours")
    assert len(told) == len(files_set_aside(path.parent)) == 1
    path.unlink()
    path.write_bytes(b"ours")
    own.written(b"ours")
    path.write_bytes(b"again somebody else's")
    assert own.about_to_write(b"ours")
    assert len(told) == len(files_set_aside(path.parent)) == 2
