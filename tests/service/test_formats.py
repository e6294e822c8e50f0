"""A séance that another version wrote: a later one's is refused, an earlier one's taken over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from e33tui import cli
from e33tui.cli import interface
from e33tui.domain.commands import AddRemark
from e33tui.persistence import storage
from e33tui.persistence.register import Register
from e33tui.persistence.storage import FORMATS, MIGRATIONS, Row, Tables
from e33tui.store import DamagedFile
from tests.service.damaging import LOCKED, RUNNING, TYPED, WAITING, Case
from tests.service.support import PATIENCE, commands_to, every_byte, saved

FILES = {
    "seance": "seance.json",
    "passage": "running/passage.json",
    "brouillon": "running/brouillon.json",
    "registre": "registre.json",
    "documents": "documents.json",
}


# An earlier version, for the test: its rows had every word of today's under one key, "was".


def _today(row: Row) -> Row:
    found: Row = row["was"]
    return found


def _step(tables: Tables) -> Tables:
    rows = {name: table for name, table in tables.items() if name != "meta"}
    found = {name: {n: _today(row) for n, row in table.items()} for name, table in rows.items()}
    return {"meta": tables["meta"], **found}


def _aged(path: Path) -> bytes:
    """Rewrite a file as that earlier version would have, and return its bytes."""
    tables: dict[str, Any] = json.loads(path.read_bytes())
    meta = tables.pop("meta")
    meta["1"]["format"] = 0
    rows = {
        name: {number: {"was": row} for number, row in table.items()}
        for name, table in tables.items()
    }
    data = storage.encode_tables({"meta": meta, **rows})
    path.write_bytes(data)
    return data


@pytest.fixture
def earlier(case: Case, monkeypatch: pytest.MonkeyPatch) -> dict[Path, bytes]:
    """Every file of the day as an earlier version wrote it."""
    for kind in FORMATS:
        monkeypatch.setitem(MIGRATIONS, (kind, 0), _step)
    names = [*FILES.values(), "locked/passage.json"]
    return {case.file(name): _aged(case.file(name)) for name in names}


def test_an_earlier_seance_is_opened_and_nothing_is_written_by_looking(
    case: Case, earlier: dict[Path, bytes]
) -> None:
    service = case.open()
    assert [row.problem for row in service.rows()] == [""] * 3
    assert service.verify() == []
    assert service.look(case.passages[RUNNING]).state.running
    assert {path: path.read_bytes() for path in earlier} == earlier


def test_its_files_are_taken_over_one_by_one_and_each_is_kept(
    case: Case, earlier: dict[Path, bytes]
) -> None:
    service = case.open()
    desk = case.work(service, RUNNING)
    assert desk.draft("remark") == TYPED
    desk.set_draft("remark", "la suite")
    assert desk.leave()
    service.add_candidate("4", "PETIT", "Ana")
    waiting = service.open(case.passages[WAITING])
    for command in commands_to("complete"):
        case.clock.advance(10)
        waiting.do(command)
    waiting.lock().result(PATIENCE)
    service.exports.verso(case.passages[WAITING])
    service.open(case.passages[LOCKED]).reopen("Une coquille")
    assert saved(service)
    for path, before in earlier.items():
        assert json.loads(path.read_bytes())["meta"]["1"]["format"] == 1
        assert path.with_name(f"{path.name}.format-0").read_bytes() == before
    assert service.verify() == []
    assert service.close(PATIENCE)
    again = case.open()
    assert len(again.rows()) == 4
    assert again.open(case.passages[RUNNING]).draft("remark") == "la suite"
    assert again.news() == ()


def test_the_chain_and_a_printed_head_hold_across_a_migration(
    case: Case, earlier: dict[Path, bytes]
) -> None:
    service = case.open()
    count, head = service.checks.register_summary()
    service.open(case.passages[LOCKED]).reopen("Une coquille")
    assert saved(service)
    (later,) = service.verify(head)
    assert (later.kind, later.serious) == ("later", False)
    assert service.checks.register_summary()[0] == count + 1


def test_an_earlier_register_that_was_changed_is_found(
    case: Case, earlier: dict[Path, bytes]
) -> None:
    path = case.file("registre.json")
    for changed in (earlier[path] + b"\n", earlier[path].replace(b"lock", b"loc\\u006b", 1)):
        path.write_bytes(changed)
        (first, *_) = case.open().verify()
        assert (first.kind, first.file) == ("changed", "registre.json")


@pytest.mark.parametrize("kind", FILES)
def test_what_only_claims_to_be_of_an_earlier_version_is_damage(
    case: Case, kind: str, earlier: dict[Path, bytes]
) -> None:
    path = case.file(FILES[kind])
    tables = json.loads(path.read_bytes())
    name = next(name for name in tables if name != "meta")
    tables[name]["1"] = {"other": 1}
    data = storage.encode_tables(tables)
    path.write_bytes(data)
    said = case.told(DamagedFile)
    assert any(f"{path.name} est endommagé" in s or "registre.json a été" in s for s in said), said
    assert any("n’est pas du format 0" in sentence for sentence in said)


# A later version


def _later(path: Path) -> None:
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"] |= {"format": 2, "version": "9.1"}
    path.write_bytes(storage.encode_tables(tables))


Said = Callable[..., str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Said:
    """Run a command that is refused and return its sentences."""
    monkeypatch.setattr(interface, "require_terminal", lambda: None)

    def run(*words: str | Path) -> str:
        capsys.readouterr()
        assert cli.main([str(word) for word in words]) == 1
        out, err = capsys.readouterr()
        return out + err

    return run


def test_a_later_seance_is_refused_by_interface_and_commands(case: Case, said: Said) -> None:
    _later(case.file("seance.json"))
    before = {path: data for path, data in every_byte(case.folder) if path.suffix == ".json"}
    for words in ([case.folder], ["verifier", case.folder], ["exporter", case.folder, "0260117"]):
        assert "seance.json a été écrit par une version plus récente d’e33tui (9.1)" in said(*words)
    assert {path: path.read_bytes() for path in before} == before


def test_a_later_file_of_one_kind_is_refused_where_it_is_needed(case: Case, said: Said) -> None:
    for name in ("running/passage.json", "registre.json", "documents.json"):
        path = case.file(name)
        before = path.read_bytes()
        _later(path)
        assert f"{path.name} a été écrit par une version plus récente" in said(
            "verifier", case.folder
        )
        path.write_bytes(before)
    assert Register(case.open()._store._layout).entries()


def test_a_passage_of_a_later_version_is_not_written_by_this_one(case: Case) -> None:
    service = case.open()
    desk = case.work(service, RUNNING)
    assert saved(service)
    path = case.file("running/passage.json")
    _later(path)
    later = path.read_bytes()
    desk.do(AddRemark("encore", criterion="c3"))
    assert saved(service)
    (aside,) = path.parent.glob("passage.json.endommage-*")
    assert aside.read_bytes() == later, "kept, with what another program put there"
