"""Taking up the version before the last: only where the last one is really lost."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark
from e33tui.domain.errors import StoreError
from e33tui.service import Service
from e33tui.store import DamagedFile, Store
from tests.service.support import PATIENCE, Day, every_byte
from tests.support.domain import rubric


def with_another_rubric(day: Day) -> Service:
    """The séance as a terminal that was started with another grid has it."""
    grid = dataclasses.replace(rubric(), id="autre-grille")
    return Service(Store.open(day.folder), grid, day.clock)


def records(day: Day) -> dict[Path, bytes]:
    """Every file but the locks, which name their holders."""
    return {path: data for path, data in every_byte(day.folder) if path.suffix}


def break_first_line(path: Path) -> None:
    """Make a record that is a sound file and no journal."""
    tables = json.loads(path.read_bytes())
    tables["journal"]["1"]["do"] = "inconnu"
    path.write_bytes(json.dumps(tables).encode())


def test_a_passage_of_another_rubric_is_told_and_is_not_a_damaged_file(day: Day) -> None:
    assert day.at("complete").leave()
    before = records(day)
    other = with_another_rubric(day)
    for act in (other.open, other.look, other.seating.restore):
        with pytest.raises(StoreError, match="une autre grille") as refused:
            act(day.passage)
        assert not isinstance(refused.value, DamagedFile), "no earlier version may be offered"
    assert "une autre grille" in other.rows()[0].problem
    assert other.close(1)
    assert records(day) == before


def test_a_criterion_of_a_centres_copy_is_told_where_that_is_not_at_hand(day: Day) -> None:
    """The copy has the name of what ships: only the criterion tells them apart."""
    grid = rubric()
    last = grid.competences[-1]
    more = (*last.criteria, dataclasses.replace(last.criteria[0], id="c11", number=11))
    copy = dataclasses.replace(last, criteria=more)
    grid = dataclasses.replace(grid, competences=(*grid.competences[:-1], copy), digest="copy")
    assert day.at("presentation_running").leave()
    assert day.service.close(PATIENCE)
    own = Service(Store.open(day.folder), grid, day.clock)
    own.open(day.passage).do(AddRemark("vu", criterion="c11"))
    assert own.close(PATIENCE)
    before = records(day)
    other = day.restart()
    with pytest.raises(DamagedFile, match="avec la grille de votre centre"):
        other.open(day.passage)
    assert "la grille de votre centre" in other.rows()[0].problem
    assert other.close(PATIENCE)
    assert records(day) == before


def test_a_record_that_can_be_read_is_not_replaced_by_an_older_one(day: Day) -> None:
    desk = day.at("complete")
    state = desk.state
    assert desk.leave()
    assert day.restart().seating.restore(day.passage).state == state
    assert day.service._store.passages.set_aside_of(day.passage) == ()


def test_a_version_before_that_adds_up_to_nothing_is_not_put_in_place(day: Day) -> None:
    assert day.at("complete").leave()
    record = day.files / "passage.json"
    earlier = record.with_name("passage.json.precedent")
    earlier.write_bytes(record.read_bytes())
    break_first_line(earlier)
    record.write_bytes(b"{")
    before = records(day)
    with pytest.raises(DamagedFile):
        day.restart().seating.restore(day.passage)
    assert records(day) == before
