"""What a record said when it was written, it says for ever, whatever the rules have become."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from e33tui.domain import sitting
from e33tui.domain.commands import AddRemark, OpenPassage, PausePart, RecordIncident, SetNote
from e33tui.domain.errors import E33Error, RuleError
from e33tui.domain.history import facts
from e33tui.domain.journal import Journal, Line, load, to_data
from e33tui.domain.machine import Context
from e33tui.domain.passage import Passage
from e33tui.domain.remark import PartId
from e33tui.domain.rules.base import HANDLERS
from tests.support.domain import STATES, FakeClock, journal_at, play, rubric

FOLDER = Path(__file__).parent.parent / "data" / "journals"
RECORDS = sorted(path.stem for path in FOLDER.glob("*.json"))
EARLIER = [name for name in RECORDS if name.startswith("earlier_")]


def _record(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _loaded(name: str) -> Journal:
    return load(rubric(), _record(name)["lines"])


def test_the_corpus_has_every_state_and_records_that_today_would_refuse() -> None:
    assert set(STATES) <= set(RECORDS)
    assert len(EARLIER) >= 4


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_ever_written_is_read_and_says_what_it_said(name: str) -> None:
    record, journal = _record(name), _loaded(name)
    now = facts(journal.state)
    assert {what: now.get(what) for what in record["facts"]} == record["facts"]
    assert load(rubric(), [to_data(line) for line in journal.lines]) == journal


@pytest.mark.parametrize("name", EARLIER)
def test_an_earlier_record_holds_a_line_that_today_refuses(name: str) -> None:
    with pytest.raises(E33Error):
        _entered_today(_loaded(name).lines)


def _entered_today(lines: Sequence[Line]) -> Journal:
    first, *others = lines
    assert isinstance(first.command, OpenPassage)
    today = Journal.begin(rubric(), first.command, first.at)
    for line in others:
        today = today.then(line.command, line.at, line.by)
    return today


@pytest.mark.parametrize("name", EARLIER)
def test_an_earlier_record_goes_on_and_its_changes_are_taken_back(name: str) -> None:
    journal, clock = _loaded(name), FakeClock()
    further = play(journal, clock, RecordIncident("Panne"))
    undone, taken = further.undo(clock.now())
    assert (undone.state, taken.words) == (journal.state, "incident")


def test_a_rule_of_tomorrow_refuses_new_lines_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    journal = journal_at("complete", clock)
    lines, today = [to_data(line) for line in journal.lines], HANDLERS[SetNote]

    def tomorrow(passage: Passage, command: SetNote, context: Context) -> Passage:
        context.forbid(True, "R7", "Plus de note.")
        return today(passage, command, context)

    monkeypatch.setitem(HANDLERS, SetNote, tomorrow)
    assert load(rubric(), lines) == journal
    assert play(journal, clock, RecordIncident("Panne")).undo(clock.now())[0].state == journal.state
    with pytest.raises(RuleError, match="Plus de note"):
        play(journal, clock, SetNote(20))


def test_a_roster_with_a_name_that_today_refuses_is_read() -> None:
    who = {"number": "001", "surname": "\u2800"}
    line = {"do": "add", "at": ["boot", 1, 2], "passage": "p1", "candidate": who}
    assert sitting.load([line]).entry("p1").candidate.surname == "\u2800"


MEANINGLESS: dict[str, tuple[str, dict[str, Any]]] = {
    "unknown criterion": ("complete", {"do": "level", "criterion": "c99", "level": 2}),
    "unknown level": ("complete", {"do": "profile", "level": 9}),
    "unknown text": ("complete", {"do": "text", "text_id": "x", "text": "y"}),
    "note off the scale": ("complete", {"do": "note", "note": 41}),
    "clock not running": ("gate_open", {"do": "pause", "part": PartId.PRESENTATION}),
    "no pause to explain": ("gate_open", {"do": "pause-reason", "part": "interview", "reason": ""}),
    "no such observation": ("complete", {"do": "tick", "remark": 2}),
    "change of a locked sheet": ("locked_complete", {"do": "note", "note": 3}),
    "not examined": ("arrived", {"do": "start", "part": "presentation"}),
    "number of a lock": ("complete", {"do": "lock", "number": 7, "salt": "", "seal": ""}),
    "terminal command": ("complete", {"do": "incident", "text": "\x1b[2J"}),
    "half a character": ("complete", {"do": "incident", "text": "\ud800"}),
    "endless number": ("complete", {"do": "adjust", "part": "interview", "delta": 10**400}),
}


@pytest.mark.parametrize(("state", "line"), MEANINGLESS.values(), ids=MEANINGLESS)
def test_what_means_nothing_is_damage_whenever_it_was_written(
    state: str, line: dict[str, Any]
) -> None:
    lines = [to_data(entry) for entry in journal_at(state).lines]
    with pytest.raises(ValueError, match=f"^line {len(lines) + 1}: "):
        load(rubric(), [*lines, {**line, "at": ["boot-1", 1, 2]}])


def test_an_undo_is_refused_where_a_rule_needs_what_it_takes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, today = FakeClock(), HANDLERS[PausePart]

    def tomorrow(passage: Passage, command: PausePart, context: Context) -> Passage:
        context.forbid(len(passage.remarks) < 2, "R4", "Deux observations d’abord.")
        return today(passage, command, context)

    monkeypatch.setitem(HANDLERS, PausePart, tomorrow)
    running = play(journal_at("presentation_running", clock), clock, AddRemark("vu"))
    paused = play(running, clock, PausePart(PartId.PRESENTATION))
    with pytest.raises(RuleError, match="rien à annuler"):
        paused.undo(clock.now())
