"""The lasting history: from the first lock on, never an observation (design rule 15)."""

from __future__ import annotations

from e33tui.domain.commands import (
    Accommodate,
    AddRemark,
    Amend,
    AnswerGate,
    Close,
    Command,
    DeleteRemark,
    EditRemark,
    EndPart,
    ExplainPause,
    Identify,
    PausePart,
    PlaceLevel,
    RecordIncident,
    Reopen,
    ResumePart,
    SetNote,
    StartPart,
    WriteText,
)
from e33tui.domain.history import Change, changes, facts, replay
from e33tui.domain.identity import Accommodation
from e33tui.domain.journal import Journal
from e33tui.domain.passage import GateAnswer
from e33tui.domain.remark import Mark, PartId
from tests.support.domain import (
    FakeClock,
    Step,
    candidate,
    identification,
    journal_at,
    locking,
    play,
    remark_numbers,
)


def _changes(journal: Journal, clock: FakeClock, command: Command) -> tuple[Change, ...]:
    after = journal.then(command, clock.advance(10), "j1")
    return changes(journal.state, after.state, clock.now(), "j1")


def test_before_the_first_lock_there_is_none() -> None:
    clock = FakeClock()
    assert _changes(journal_at("complete", clock), clock, SetNote(30)) == ()


def test_it_begins_with_the_first_lock() -> None:
    clock = FakeClock()
    journal = journal_at("complete", clock)
    found = {c.what: (c.old, c.new) for c in _changes(journal, clock, locking(journal))}
    assert found == {"progress": ("fiche à rédiger", "verrouillé"), "version": (0, 1)}


def test_a_change_says_who_when_what_old_and_new() -> None:
    clock = FakeClock()
    journal = journal_at("reopened", clock)
    assert _changes(journal, clock, SetNote(28)) == (Change(clock.now(), "j1", "note", 27, 28),)
    assert _changes(journal, clock, PlaceLevel("c4", None)) == (
        Change(clock.now(), "j1", "level.c4", 4, None),
    )
    assert _changes(journal, clock, WriteText("communiquer", "Clair.")) == (
        Change(clock.now(), "j1", "text.communiquer", "", "Clair."),
        Change(clock.now(), "j1", "nothing.communiquer", True, False),
    )


def test_it_names_what_else_changes_on_the_sheet() -> None:
    clock = FakeClock()
    journal = journal_at("reopened", clock)
    renamed = Identify(identification(candidate("0123457", "PETIT")))
    extra = Accommodate(Accommodation(0, 500))
    wanted: dict[Command, dict[str, tuple[object, object]]] = {
        renamed: {"number": ("0123456", "0123457"), "name": ("LEFÈVRE Zoé", "PETIT Zoé")},
        extra: {"interview.allowed": (1_500_000, 2_000_000)},
        RecordIncident("MARQUE"): {
            "mentions": ("", "incident"),
            "incidents": (0, 1),
            "incident.1": (None, "MARQUE"),
        },
    }
    for command, expected in wanted.items():
        found = {c.what: (c.old, c.new) for c in _changes(journal, clock, command)}
        assert found == expected


def test_cloture_and_rectification_are_in_it() -> None:
    clock = FakeClock()
    assert [c.what for c in _changes(journal_at("locked_complete"), clock, Close())] == ["closed"]
    told = facts(journal_at("amended").state)
    assert told["amended_by"] == "Mme DURAND Claire ; M. MARTIN Paul"
    assert (told["reopen_reason"], told["mentions"]) == ("Erreur de report", "rectifié")


def test_every_reopening_tells_its_reason_even_the_same_again() -> None:
    clock = FakeClock()
    locked = play(journal_at("reopened", clock), clock, locking)
    told = _changes(locked, clock, Reopen("Harmonisation"))
    assert Change(clock.now(), "j1", "reopen_reason", "Harmonisation", "Harmonisation") in told
    assert "amended_by" not in {change.what for change in told}
    amended = journal_at("amended", clock)
    same = Amend(amended.state.reopen_reason, amended.state.amended_by)
    again = {change.what: change.new for change in _changes(amended, clock, same)}
    assert again["reopen_reason"] == "Erreur de report"
    assert again["amended_by"] == "Mme DURAND Claire ; M. MARTIN Paul"
    assert replay(facts(amended.state), ()) | {"progress": "fiche à rédiger"} == replay(
        facts(amended.state), _changes(amended, clock, same)
    )


def test_an_oral_held_after_a_mistaken_lock_is_in_it_with_its_pauses() -> None:
    clock = FakeClock()
    journal = play(journal_at("locked_not_examined", clock), clock, Reopen("Clé retrouvée"))
    told: list[Change] = []
    start, presentation = facts(journal.state), PartId.PRESENTATION
    for step in (
        AnswerGate(GateAnswer.OPEN),
        StartPart(presentation),
        PausePart(presentation),
        ExplainPause(presentation, "Incident technique"),
        ResumePart(presentation),
        EndPart(presentation, confirmed=True),
    ):
        told += _changes(journal, clock, step)
        journal = journal.then(step, clock.now(), "j1")
    names = [change.what for change in told]
    wanted = ("started", "pause.1.started", "pause.1.reason", "pause.1.ended", "ended")
    places = [names.index(f"presentation.{name}") for name in wanted]
    assert places == sorted(places), names
    assert replay(start, told) == replay(facts(journal.state), ())


def test_an_observation_never_enters_it() -> None:
    clock = FakeClock()
    journal = journal_at("reopened", clock)
    number = remark_numbers(journal)[0]
    for command in (
        AddRemark("MARQUE"),
        EditRemark(number, "MARQUE", Mark.PLUS, None),
        DeleteRemark(number),
    ):
        assert _changes(journal, clock, command) == ()
    seen = play(journal, clock, AddRemark("MARQUE")).state
    assert "MARQUE" not in repr(dict(facts(seen)))


def test_replayed_over_the_first_facts_it_gives_the_facts_now() -> None:
    clock = FakeClock()
    journal = journal_at("complete", clock)
    start, told = facts(journal.state), list[Change]()
    steps: tuple[Step, ...] = (
        locking,
        Reopen("Harmonisation"),
        PlaceLevel("c1", 4),
        WriteText("communiquer", "Clair."),
        SetNote(29),
        RecordIncident("Alarme"),
        locking,
    )
    for step in steps:
        after = play(journal, clock, step)
        told += changes(journal.state, after.state, clock.now(), "")
        journal = after
    now = {name: value for name, value in facts(journal.state).items() if value is not None}
    assert replay(start, told) == now
    assert replay(start, told[:-1]) != now


def test_a_cross_taken_off_is_no_fact_any_more() -> None:
    clock = FakeClock()
    journal = journal_at("reopened", clock)
    told = _changes(journal, clock, PlaceLevel("c4", None))
    assert "level.c4" in replay(facts(journal.state), ())
    assert "level.c4" not in replay(facts(journal.state), told)
