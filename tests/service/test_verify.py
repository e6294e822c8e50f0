"""Seals and register, checked through the service."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest

from e33tui import demo
from e33tui.domain.rubric import Rubric
from e33tui.service import Service
from e33tui.service.day import read_journal
from e33tui.store import Store, is_sound
from tests.service.support import PATIENCE, Day, every_byte, opened, print_as_data
from tests.support.domain import FakeClock

SEALED = "passages/*/scelles/*.json"


@pytest.fixture
def demonstration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(demo, "Service", functools.partial(Service, renderer=print_as_data))
    folder = tmp_path / "demonstration"
    demo.prepare(folder)
    return folder


def test_the_demonstration_is_intact(demonstration: Path) -> None:
    service = opened(demonstration, FakeClock())
    assert service.verify() == []
    count, head = service.checks.register_summary()
    assert count == 1
    assert service.verify(head) == []
    assert [row.problem for row in service.rows()] == [""] * 6
    locked = [row for row in service.rows() if row.passage and row.passage.locked]
    assert [service.exports.verso_path(row.entry.passage) is not None for row in locked] == [True]
    assert service.close(PATIENCE)


def test_checking_changes_nothing(demonstration: Path) -> None:
    before = dict(every_byte(demonstration))
    service = opened(demonstration, FakeClock())
    service.verify()
    service.checks.register_summary()
    assert service.close(PATIENCE)
    assert dict(every_byte(demonstration)) == before


@pytest.mark.parametrize("pattern", [SEALED, "registre.json"])
@pytest.mark.parametrize("place", [0, 0.3, 0.7, 1])
def test_a_changed_byte_is_found(demonstration: Path, pattern: str, place: float) -> None:
    (path,) = demonstration.glob(pattern)
    data = bytearray(path.read_bytes())
    data[int(place * (len(data) - 1))] ^= 0x01
    path.chmod(0o600)
    path.write_bytes(data)
    service = opened(demonstration, FakeClock())
    findings = service.verify()
    assert not is_sound(findings)
    assert path.name in findings[0].message
    assert service.close(PATIENCE)


def test_a_removed_version_is_found(demonstration: Path) -> None:
    (path,) = demonstration.glob(SEALED)
    path.unlink()
    service = opened(demonstration, FakeClock())
    assert [(f.kind, f.serious) for f in service.verify()] == [("removed", True)]
    assert service.close(PATIENCE)


def test_a_removed_register_is_found_by_a_printed_head(demonstration: Path) -> None:
    service = opened(demonstration, FakeClock())
    _, head = service.checks.register_summary()
    for name in ("registre.json", "documents.json"):
        for path in demonstration.glob(f"{name}*"):
            path.unlink()
    assert [f.kind for f in service.verify()] == ["pending"]
    assert not is_sound(service.verify(head))
    assert service.close(PATIENCE)


def test_a_version_added_by_hand_is_found(day: Day) -> None:
    assert day.locked().leave()
    first = day.files / "scelles" / "0001.json"
    (day.files / "scelles" / "0002.json").write_bytes(first.read_bytes())
    findings = day.restart().verify()
    assert [(finding.kind, finding.serious) for finding in findings] == [("added", True)]


def test_a_passage_that_cannot_be_read_does_not_hide_the_others(day: Day) -> None:
    assert day.locked().leave()
    (day.files / "passage.json").write_bytes(b"")
    service = day.restart()
    (finding,) = service.verify()
    assert (finding.kind, finding.serious) == ("damaged", True)
    assert finding.file == f"passages/{day.passage}/passage.json"
    assert f"{finding.file} est endommagé" in finding.message
    sealed = day.files / "scelles" / "0001.json"
    sealed.chmod(0o600)
    sealed.write_bytes(b"{}")
    assert [finding.kind for finding in service.verify()] == ["changed", "damaged"]


def test_what_follows_a_printed_head_is_told_not_blamed(day: Day) -> None:
    desk = day.locked()
    _, head = day.service.checks.register_summary()
    desk.reopen("Harmonisation")
    desk.lock().result(PATIENCE)
    findings = day.service.verify(head[:16])
    assert [(finding.kind, finding.serious) for finding in findings] == [("later", False)] * 2


def test_seals_and_register_taken_away_after_an_issue_are_missed(day: Day) -> None:
    assert day.locked().leave()
    day.service.exports.verso(day.passage)
    for path in day.folder.glob("registre.json*"):
        path.unlink()
    (day.files / "scelles" / "0001.json").unlink()
    findings = day.restart().verify()
    assert [(finding.kind, finding.serious) for finding in findings] == [("removed", True)]


def test_without_an_issue_their_absence_is_told_all_the_same(day: Day) -> None:
    assert day.locked().leave()
    for path in day.folder.glob("registre.json*"):
        path.unlink()
    (day.files / "scelles" / "0001.json").unlink()
    (finding,) = day.restart().verify()
    assert finding.kind == "pending"
    assert "en attente de scellement" in finding.message


def test_passages_whose_versions_are_registered_are_not_read_line_by_line(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert day.locked().leave()
    service, read = day.restart(), []

    def reading(store: Store, rubric: Rubric, passage: str) -> Any:
        read.append(passage)
        return read_journal(store, rubric, passage)

    monkeypatch.setattr("e33tui.service.day.read_journal", reading)
    assert service.verify() == []
    assert read == []
    for path in day.folder.glob("registre.json*"):
        path.unlink()
    assert [finding.kind for finding in service.verify()] == ["pending"]
    assert read == [day.passage]


@pytest.mark.parametrize("number", ['"1"', "[1]", "null", "1.5"])
def test_a_lock_that_cannot_be_read_announces_nothing(day: Day, number: str) -> None:
    assert day.locked().leave()
    for path in day.folder.glob("registre.json*"):
        path.unlink()
    record = day.files / "passage.json"
    text = record.read_text(encoding="utf-8")
    assert text.count('"number":1,"salt"') == 1
    record.write_text(text.replace('"number":1,"salt"', f'"number":{number},"salt"'), "utf-8")
    assert [finding.kind for finding in day.restart().verify()] == ["added", "damaged"]


def test_a_damaged_list_of_documents_is_told_though_every_version_is_registered(day: Day) -> None:
    assert day.locked().leave()
    day.service.exports.verso(day.passage)
    (day.folder / "documents.json").write_text("{", encoding="utf-8")
    (finding,) = day.restart().verify()
    assert (finding.kind, finding.serious) == ("changed", True)
    assert "documents.json" in finding.message
