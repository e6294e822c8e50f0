"""Whatever a commission does after a lock, the history tells all that two sealed versions differ in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from e33tui.domain.clock import Instant
from e33tui.domain.commands import (
    Accommodate,
    Amend,
    AnswerGate,
    Arrive,
    Close,
    Command,
    Countersign,
    DeclareNothing,
    EndOtherwise,
    Identify,
    Lock,
    PausePart,
    PlaceLevel,
    PlaceProfile,
    RecordIncident,
    Reopen,
    SetNote,
    StartPart,
    StateCandidate,
    StateMember,
    UnmarkAbsent,
    WriteText,
)
from e33tui.domain.history import Change, changes, facts
from e33tui.domain.history_text import tell
from e33tui.domain.identity import Accommodation
from e33tui.domain.incident import Countersignature, IncidentKind
from e33tui.domain.passage import Ending, GateAnswer
from e33tui.domain.remark import PartId
from e33tui.domain.seal import content
from tests.domain.test_journal_properties import MAKES, Make, Run
from tests.support.domain import (
    PASSAGE_ID,
    FakeClock,
    candidate,
    canonical,
    identification,
    journal_at,
    lock_at_closing,
    rubric,
)

TOLD_BY = {
    "identification": ("session", "centre", "date", "name", "number", "commission"),
    "accommodation": ("presentation.allowed", "interview.allowed"),
    "arrived": ("arrived",),
    "presence": ("presence",),
    "mentions": ("mentions",),
    "ending_reason": ("ending_reason",),
    "times": ("presentation.", "interview."),
    "incidents": ("incident.",),
    "fraud": ("fraud.",),
    "levels": ("level.",),
    "global_profile": ("global_profile",),
    "note": ("note",),
    "texts": ("text.", "nothing."),
    "amended": ("amended_by",),
    "amended_by": ("amended_by",),
    "reopen_reason": ("reopen_reason",),
}
"""By which facts the history tells of a change of what is sealed."""
OF_THE_SEAL = {"version", "previous", "salt", "remarks_hash"}
"""What differs from one version to the next by itself, and the observations, which stay out."""
NEVER = {"format", "passage", "rubric", "rubric_digest"}

LIKELY: tuple[Command, ...] = (
    Identify(identification(candidate("0123457", "PETIT"))),
    *(Accommodate(Accommodation(0, extra)) for extra in (0, 500)),
    *(PlaceLevel(name, level) for name in ("c1", "c2") for level in (1, 3)),
    *(PlaceProfile(level) for level in (None, 2)),
    *(SetNote(note) for note in (20, 27, 33)),
    *(WriteText("traiter", text) for text in ("Net.", "Deux\nlignes")),
    *(WriteText("communiquer", text) for text in ("", "Clair.")),
    DeclareNothing("communiquer"),
    WriteText("appraisal", "Motivée."),
    RecordIncident("Alarme"),
    RecordIncident("Alarme", IncidentKind.HEALTH),
    RecordIncident("Un téléphone", IncidentKind.FRAUD),
    StateMember("Mme DURAND Claire", "Vu."),
    *(StateCandidate("", declined=declined) for declined in (True, False)),
    *(Countersign(answer) for answer in Countersignature),
    UnmarkAbsent(),
    Arrive(identity_shown=False),
)


def _do(command: Command) -> Make:
    return lambda _: command


@dataclass
class Sealing(Run):
    """One passage, with what each lock sealed and how long the history was before it."""

    sealed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def do(self, command: Command) -> None:
        before, told = self.journal, len(self.history)
        super().do(command)
        if isinstance(command, Lock) and self.journal is not before:
            # What is sealed is the state before the lock.
            found = content(before.state, PASSAGE_ID, "0" * 32, canonical)
            self.sealed.append((told, found))

    def reopen(self, reason: str) -> None:
        """Reopen as rule 10 has it, before the clôture or after."""
        closed = self.journal.state.closed
        self.do(Amend(reason, ("Mme DURAND",)) if closed else Reopen(reason))


rounds = st.tuples(
    st.sampled_from(["Harmonisation", "Report"]),
    st.lists(
        st.one_of(st.sampled_from([_do(each) for each in LIKELY]), st.sampled_from(MAKES)),
        min_size=5,
        max_size=10,
    ),
    st.booleans(),
)
STARTS = [
    "locked_complete",
    "locked_not_examined",
    "locked_withdrew",
    "locked_interrupted",
    "locked_absent",
    "locked_technical",
    "amended",
]


COME_AFTER_ALL = [
    _do(command) for command in (UnmarkAbsent(), Arrive(), AnswerGate(GateAnswer.TECHNICAL))
]

CUT_SHORT = [
    _do(command)
    for command in (
        AnswerGate(GateAnswer.OPEN),
        StartPart(PartId.PRESENTATION),
        PausePart(PartId.PRESENTATION),
        EndOtherwise(Ending.INTERRUPTED, "Alarme"),
    )
]
"""What random hands would seldom come to, between a lock and the next."""


@settings(max_examples=40)
@example("locked_absent", [("Report", COME_AFTER_ALL, False)])
@example("locked_not_examined", [("Report", CUT_SHORT, False)])
@given(st.sampled_from(STARTS), st.lists(rounds, min_size=1, max_size=3))
def test_every_difference_between_two_versions_is_told(
    state: str, sequence: list[tuple[str, list[Make], bool]]
) -> None:
    clock = FakeClock()
    journal = journal_at(state, clock)
    run = Sealing(journal, clock)
    run.start = dict(facts(journal.state))
    # What this state's last lock sealed: reopened at once, the passage says it still.
    run.reopen("Harmonisation")
    again = content(run.journal.state, PASSAGE_ID, "0" * 32, canonical)
    run.sealed.append((len(run.history), again))
    for reason, makes, closing in sequence:
        for make in makes:
            run.live("tick")
            run.do(make(run))
        run.live("tick")
        run.do(lock_at_closing(run.journal))
        if closing:
            run.do(Close())
        run.reopen(reason)
    run.check_end()
    for (start, old), (end, new) in zip(run.sealed, run.sealed[1:], strict=False):
        check_told(old, new, run.history[start:end])
    check_words(run.history)


def check_told(old: dict[str, Any], new: dict[str, Any], told: list[Change]) -> None:
    """Every field that differs has a line between the two locks that speaks of it."""
    # What is said of a suspected fraud is sealed where anything is.
    assert set(old) | {"fraud"} == set(TOLD_BY) | OF_THE_SEAL | NEVER
    names = [change.what for change in told]
    for name in {**old, **new}:
        if name in NEVER:
            assert old[name] == new[name]
        elif name not in OF_THE_SEAL and old.get(name) != new.get(name):
            assert any(what.startswith(TOLD_BY[name]) for what in names), (name, names)


def check_words(history: list[Change]) -> None:
    """Every line has words, in the order of the lines."""
    lines = tell(history, rubric())
    assert not any("Donnée" in line.what for line in lines)
    assert all(line.who == "j1" for line in lines)


def test_a_difference_that_nobody_tells_would_be_seen() -> None:
    old = content(journal_at("complete").state, PASSAGE_ID, "0" * 32, canonical)
    line = Change(Instant("b", 1, 2), "j1", "note", 27, 28)
    check_told(old, old | {"note": 28}, [line])
    for told in ([], [Change(line.at, "j1", "presence")]):
        try:
            check_told(old, old | {"note": 28}, told)
        except AssertionError:
            continue
        raise AssertionError("a change of the note was passed over")


def test_nothing_is_told_where_nothing_changes() -> None:
    state = journal_at("reopened").state
    assert changes(state, state, Instant("b", 1, 2), "j1") == ()
