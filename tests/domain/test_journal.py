"""The working journal: what a line looks like, what undo reaches, what an erasure leaves."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from e33tui.domain.commands import (
    AddRemark,
    Arrive,
    CandidateLeft,
    DeleteRemark,
    EditRemark,
    EndOtherwise,
    EraseRemark,
    OpenPassage,
    PlaceLevel,
    Reopen,
    SetNote,
    TickRemark,
    Undo,
    WriteText,
)
from e33tui.domain.errors import RuleError
from e33tui.domain.journal import Journal, fold, from_data, load, to_data, undo_target
from e33tui.domain.passage import Ending
from e33tui.domain.remark import Mark
from tests.support.domain import (
    STATES,
    FakeClock,
    identification,
    journal_at,
    locking,
    play,
    remark_numbers,
    rubric,
)


def written(journal: Journal) -> str:
    """The journal as a file holds it."""
    lines = [to_data(line) for line in journal.lines]
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_read_back_from_its_lines(state: str) -> None:
    journal = journal_at(state)
    assert fold(rubric(), journal.lines) == journal.state
    assert load(rubric(), json.loads(written(journal))) == journal


def test_a_line_is_short_and_holds_moment_author_and_fields_that_say_something() -> None:
    clock = FakeClock()
    journal = journal_at("presentation_running", clock)
    journal = play(journal, clock, AddRemark("vu", Mark.PLUS), AddRemark("vu"), by="j1")
    now = clock.now()
    assert to_data(journal.lines[-2])["mark"] == "+"
    assert to_data(journal.lines[-1]) == {
        "do": "remark",
        "at": [now.boot, now.ticks, now.wall],
        "by": "j1",
        "text": "vu",
    }


def test_400_observations_of_60_characters_stay_under_100_kb() -> None:
    clock = FakeClock()
    journal = journal_at("complete", clock)
    journal = replace(
        journal,
        lines=tuple(
            line._replace(at=replace(line.at, boot="0123456789ab")) for line in journal.lines
        ),
    )
    text = "Le candidat cite le panier moyen, mais pas le taux d’attriti"
    remark = journal.lines[0]._replace(command=AddRemark(text, Mark.MINUS, "c10"), by="j1")
    many = replace(journal, lines=(*journal.lines, *[remark] * 400))
    assert len(text) == 60
    # Some bytes a line are left for the file's own numbering of its rows.
    assert len(written(many).encode()) + 400 * 10 < 100_000


def test_undo_takes_back_the_last_change_and_names_it() -> None:
    clock = FakeClock()
    journal = play(journal_at("candidate_left", clock), clock, PlaceLevel("c1", 2), SetNote(20))
    journal, taken = journal.undo(clock.advance(1), "j1")
    assert (taken.words, journal.state.note, journal.state.levels) == ("note", None, {"c1": 2})
    assert journal.lines[-1].by == "j1"
    journal, taken = journal.undo(clock.advance(1))
    assert (taken.words, dict(journal.state.levels)) == ("croix du critère 1", {})


def test_undo_goes_back_step_by_step_to_where_the_clocks_began() -> None:
    clock = FakeClock()
    journal = journal_at("complete", clock)
    labels: list[str] = []
    for _ in journal.lines:
        with suppress(RuleError):
            journal, taken = journal.undo(clock.advance(1))
            labels.append(taken.words)
    with pytest.raises(RuleError, match="rien à annuler"):
        journal.undo(clock.advance(1))
    assert labels[-4:] == [
        "croix du critère 1",
        "sortie du candidat",
        "observation (critère 4)",
        "observation (critère 3)",
    ]
    assert (journal.state.remarks, journal.state.note) == ((), None)
    assert journal.state.interview == journal_at("interview_ended").state.interview


def test_an_ending_by_mistake_is_undone_even_after_the_candidate_left() -> None:
    clock = FakeClock()
    journal = play(journal_at("withdrew", clock), clock, CandidateLeft(), SetNote(3))
    for _ in range(3):
        journal, taken = journal.undo(clock.advance(1))
    assert (taken.words, taken.step) == ("abandon", None)
    assert journal.state == journal_at("interview_running").state


def test_undo_never_passes_a_lock_nor_a_reopening() -> None:
    clock = FakeClock()
    journal = play(journal_at("reopened", clock), clock, SetNote(30))
    journal, _ = journal.undo(clock.advance(1))
    assert journal.state.note == 27
    with pytest.raises(RuleError):
        journal.undo(clock.advance(1))
    assert undo_target(journal.lines) is None


@pytest.mark.parametrize("line", [0, -1, 1, 2, 9, 99])
def test_an_undo_of_another_line_than_the_last_change_is_refused(line: int) -> None:
    clock = FakeClock()
    journal = play(journal_at("gate_open", clock), clock, PlaceLevel("c1", 2))
    assert undo_target(journal.lines) == 4
    with pytest.raises(RuleError):
        journal.then(Undo(line), clock.now())


def test_a_deleted_observation_comes_back_by_undo_in_its_place() -> None:
    clock = FakeClock()
    journal = journal_at("interview_running", clock)
    (first, _) = remark_numbers(journal)
    deleted = play(journal, clock, DeleteRemark(first))
    assert [entry.id for entry in deleted.state.remarks] != [first]
    assert deleted.undo(clock.now())[0].state == journal.state


SECRET, SECOND_SECRET = "marque-un", "marque-deux"


def _with_secret(state: str = "interview_running") -> tuple[Journal, FakeClock, int]:
    clock = FakeClock()
    journal = play(journal_at(state, clock), clock, AddRemark(SECRET, Mark.QUESTION))
    number = remark_numbers(journal)[-1]
    return play(journal, clock, EditRemark(number, SECOND_SECRET, Mark.PLUS, "c2")), clock, number


def test_an_erased_observation_is_gone_from_every_line() -> None:
    journal, clock, number = _with_secret()
    assert SECRET in written(journal)
    erased = play(journal, clock, EraseRemark(number))
    assert "marque" not in written(erased)
    assert erased.state.remark(number) is None
    assert load(rubric(), json.loads(written(erased))) == erased


def test_an_observation_deleted_or_undone_can_still_be_erased() -> None:
    journal, clock, number = _with_secret()
    deleted = play(journal, clock, DeleteRemark(number))
    assert "marque" not in written(play(deleted, clock, EraseRemark(number)))
    undone = journal.undo(clock.now())[0].undo(clock.now())[0]
    assert undone.state.remark(number) is None
    erased = play(undone, clock, EraseRemark(number))
    assert "marque" not in written(erased)
    assert fold(rubric(), erased.lines) == erased.state


def test_after_an_erasure_undo_goes_on_with_what_was_done_before() -> None:
    journal, clock, number = _with_secret()
    journal = play(journal, clock, PlaceLevel("c1", 1), TickRemark(remark_numbers(journal)[0]))
    journal = play(journal, clock, EraseRemark(number))
    labels = []
    for _ in range(3):
        journal, taken = journal.undo(clock.advance(1))
        labels.append(taken.words)
    assert labels == [
        "question cochée (critère 3)",
        "croix du critère 1",
        "observation (critère 4)",
    ]
    assert "marque" not in written(journal)


def test_an_erasure_touches_nothing_else() -> None:
    journal, clock, _ = _with_secret()
    for number in (0, -1, 1, 2, 99):
        with pytest.raises(RuleError, match="n’existe plus") as refused:
            play(journal, clock, EraseRemark(number))
        assert refused.value.rule == "R15"


def test_an_observation_is_erased_once() -> None:
    journal, clock, number = _with_secret()
    erased = play(journal, clock, EraseRemark(number))
    with pytest.raises(RuleError):
        play(erased, clock, EraseRemark(number))


def test_a_locked_passage_lets_its_observations_be_erased_and_nothing_else_changes() -> None:
    clock = FakeClock()
    journal = journal_at("locked_complete", clock)
    erased = journal
    for number in remark_numbers(journal):
        erased = play(erased, clock, EraseRemark(number))
    assert erased.state == replace(journal.state, remarks=())
    assert load(rubric(), json.loads(written(erased))) == erased


def test_the_lock_forgets_what_only_undo_could_have_brought_back() -> None:
    journal, clock, number = _with_secret("complete")
    journal = play(journal, clock, DeleteRemark(number), AddRemark("marque-annulée"))
    journal = journal.undo(clock.now())[0]
    kept = remark_numbers(journal)[0]
    journal = play(journal, clock, EditRemark(kept, "marque-modifiée", Mark.PLUS, None))
    journal = journal.undo(clock.now())[0]
    assert written(journal).count("marque") == 4
    locked = play(journal, clock, locking)
    assert "marque" not in written(locked)
    assert locked.state.remarks == journal.state.remarks
    assert load(rubric(), json.loads(written(locked))) == locked


def test_the_lock_forgets_what_an_observation_said_before_it_was_corrected() -> None:
    journal, clock, number = _with_secret("complete")
    journal = play(
        journal,
        clock,
        TickRemark(remark_numbers(journal)[0]),
        EditRemark(number, "à garder", Mark.QUESTION, "c3"),
        TickRemark(number),
        EditRemark(number, "à garder", Mark.PLUS, "c3"),
    )
    locked = play(journal, clock, locking)
    assert "marque" not in written(locked)
    assert locked.state.remarks == journal.state.remarks
    assert locked.state.remarks[-1].text == "à garder"
    assert fold(rubric(), locked.lines) == locked.state
    assert load(rubric(), json.loads(written(locked))) == locked


def test_it_says_when_earlier_lines_have_changed_so_that_no_older_file_is_kept() -> None:
    journal, clock, number = _with_secret("complete")
    assert play(journal, clock, locking).rewrote(journal), "what it said before it was corrected"
    as_typed = journal_at("complete")
    assert not play(as_typed, clock, locking).rewrote(as_typed)
    assert not journal.undo(clock.now())[0].rewrote(journal)
    assert play(journal, clock, EraseRemark(number)).rewrote(journal)
    deleted = play(journal, clock, DeleteRemark(number))
    assert not deleted.rewrote(journal)
    locked = play(deleted, clock, locking)
    assert locked.rewrote(deleted)
    reopened = play(locked, clock, Reopen("Harmonisation"))
    assert not play(reopened, clock, locking).rewrote(reopened)


def test_the_second_lock_forgets_too_and_the_earlier_lines_still_fold() -> None:
    clock = FakeClock()
    journal = play(journal_at("complete", clock), clock, AddRemark(SECRET), locking)
    number = remark_numbers(journal)[-1]
    assert SECRET in written(journal)
    again = play(journal, clock, Reopen("Harmonisation"), DeleteRemark(number), locking)
    assert "marque" not in written(again)
    assert fold(rubric(), again.lines) == again.state


def test_an_author_stands_on_every_line_that_has_one() -> None:
    clock = FakeClock()
    journal = play(journal_at("gate_open", clock), clock, PlaceLevel("c1", 2), by="j2")
    assert [line.by for line in journal.lines] == ["", "", "", "j2"]
    assert from_data(to_data(journal.lines[-1])) == journal.lines[-1]


def test_what_was_accepted_is_read_back_without_being_asked_again() -> None:
    clock = FakeClock()
    journal = play(journal_at("interview_running", clock), clock, EndOtherwise(Ending.WITHDREW))
    assert load(rubric(), json.loads(written(journal))).state.ending is Ending.WITHDREW


AT = ["boot-1", 1, 2]
DAMAGED: dict[str, Any] = {
    "no command": {"at": AT},
    "unknown command": {"do": "fly", "at": AT},
    "command of another type": {"do": ["note"], "at": AT},
    "not an object": "note",
    "no moment": {"do": "absent"},
    "moment too short": {"do": "absent", "at": AT[:2]},
    "moment of another type": {"do": "absent", "at": ["boot-1", "1", 2]},
    "moment as a truth value": {"do": "absent", "at": ["boot-1", True, 2]},
    "author of another type": {"do": "absent", "at": AT, "by": 1},
    "field missing": {"do": "note", "at": AT},
    "field unknown": {"do": "absent", "at": AT, "why": ""},
    "field of another type": {"do": "arrive", "at": AT, "identity_shown": 1},
    "note as text": {"do": "note", "at": AT, "note": "13"},
    "unknown answer": {"do": "gate", "at": AT, "answer": "maybe"},
    "list as text": {"do": "amend", "at": AT, "reason": "x", "members": "Mme"},
    "object as text": {"do": "identify", "at": AT, "identification": "x"},
    "refused by a rule": {"do": "note", "at": AT, "note": 20},
    "opened twice": to_data(journal_at("expected").lines[0]),
    "undo of the opening": {"do": "undo", "at": AT, "line": 1},
    "undo of itself": {"do": "undo", "at": AT, "line": 3},
    "undo of what comes": {"do": "undo", "at": AT, "line": 4},
    "undo of nothing": {"do": "undo", "at": AT, "line": 0},
}


@pytest.mark.parametrize("line", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_line_is_named_and_nothing_is_half_understood(line: Any) -> None:
    good = [to_data(entry) for entry in journal_at("arrived").lines]
    with pytest.raises(ValueError, match=r"^line 3: "):
        load(rubric(), [*good, line, to_data(journal_at("arrived").lines[1])])


def test_a_record_whose_lock_was_undone_is_damaged() -> None:
    lines = [to_data(entry) for entry in journal_at("locked_complete").lines]
    with pytest.raises(ValueError, match=f"^line {len(lines) + 1}: "):
        load(rubric(), [*lines, {"do": "undo", "at": AT, "line": len(lines)}])


def test_a_journal_begins_with_its_opening() -> None:
    clock = FakeClock()
    for lines in (
        [],
        [to_data(Journal((), journal_at("expected").state).then(Arrive(), clock.now()).lines[0])],
    ):
        with pytest.raises(ValueError, match="does not open a passage"):
            load(rubric(), lines)


def test_a_record_is_not_read_with_another_rubric() -> None:
    lines = [to_data(line) for line in journal_at("arrived").lines]
    with pytest.raises(ValueError, match=r"^line 1: .*autre grille"):
        load(replace(rubric(), id="bloc3"), lines)


def test_texts_of_any_language_are_read_back_exactly() -> None:
    clock = FakeClock()
    text = "[/b] {x} ção محمد 王 👩‍💼 e\u0301\n\tfin"
    journal = play(journal_at("complete", clock), clock, WriteText("appraisal", text))
    assert load(rubric(), json.loads(written(journal))).state.comment("appraisal").text == text
    assert load(rubric(), json.loads(json.dumps([to_data(x) for x in journal.lines]))) == journal


def test_an_opening_is_read_back_with_its_identification() -> None:
    command = journal_at("expected").lines[0].command
    assert isinstance(command, OpenPassage)
    assert command.identification == identification()
