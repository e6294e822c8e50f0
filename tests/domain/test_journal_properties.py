"""Random commands, legal or not, on a clock that does what machines do: nothing illegal follows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from e33tui.domain.commands import (
    Accommodate,
    AddRemark,
    AdjustClock,
    Amend,
    AnswerGate,
    Arrive,
    CandidateLeft,
    Close,
    Command,
    Countersign,
    DeclareNothing,
    DeferQuestion,
    DeleteRemark,
    EditRemark,
    EndOtherwise,
    EndPart,
    EraseRemark,
    ExplainPause,
    Lock,
    MarkAbsent,
    PausePart,
    PlaceLevel,
    PlaceProfile,
    RecordIncident,
    Reopen,
    ReopenPart,
    ResumePart,
    SetNote,
    StartPart,
    StateCandidate,
    StateMember,
    TickRemark,
    Undo,
    UnmarkAbsent,
    WriteText,
)
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.history import Change, Fact, changes, facts, replay
from e33tui.domain.identity import Accommodation
from e33tui.domain.incident import Countersignature, IncidentKind
from e33tui.domain.journal import Journal, fold, load, to_data
from e33tui.domain.passage import Ending, GateAnswer, Passage, Presence
from e33tui.domain.remark import Mark, PartId
from e33tui.domain.walk import holds
from tests.support.domain import (
    STATES,
    FakeClock,
    journal_at,
    lock_at_closing,
    locking,
    remark_numbers,
    rubric,
)

MARK = "obs-"
"""Every observation's text of these runs begins so; nothing else does."""

Make = Callable[["Run"], Command]


def _about(make: Callable[[int, str], Command], nth: int) -> Make:
    def command(run: Run) -> Command:
        made = remark_numbers(run.journal)
        return make(made[nth % len(made)] if made else nth, run.fresh_text())

    return command


def _add(mark: Mark, criterion: str | None) -> Make:
    return lambda run: AddRemark(run.fresh_text(), mark, criterion)


def _edit(mark: Mark, nth: int) -> Make:
    return _about(lambda number, text: EditRemark(number, text, mark, "c3"), nth)


def _on(kind: Callable[[int], Command], nth: int) -> Make:
    return _about(lambda number, text: kind(number), nth)


FIXED: tuple[Command, ...] = (
    *(Arrive(shown) for shown in (True, False)),
    MarkAbsent(),
    UnmarkAbsent(),
    *(AnswerGate(answer, times) for answer in GateAnswer for times in (1, 2)),
    *(StartPart(part, ago) for part in PartId for ago in (-1, 0, 60_000)),
    *(kind(part) for part in PartId for kind in (PausePart, ResumePart, ReopenPart)),
    *(EndPart(part, confirmed) for part in PartId for confirmed in (True, False)),
    *(ExplainPause(part, reason) for part in PartId for reason in ("Autre", "Malaise")),
    *(AdjustClock(part, by) for part in PartId for by in (-600_000, -30_000, 1_600_000)),
    *(Accommodate(Accommodation(300, seconds)) for seconds in (-1, 500)),
    *(PlaceLevel(name, level) for name in ("c1", "c2", "c99") for level in (None, 0, 2, 4)),
    *(PlaceProfile(level) for level in (None, 3, 5)),
    *(SetNote(note) for note in (None, -1, 0, 27, 40, 41)),
    *(WriteText("traiter", text) for text in ("", "Deux\nlignes", "\x1b[2J", "x" * 4001)),
    *(WriteText("appraisal", text) for text in ("", "Motivée.")),
    *(DeclareNothing(name, on) for name in ("traiter", "appraisal") for on in (True, False)),
    *(EndOtherwise(ending, reason) for ending in Ending for reason in ("", "Motif")),
    *(RecordIncident(text) for text in ("", "Alarme")),
    *(RecordIncident("Alarme", kind) for kind in IncidentKind),
    *(StateMember("Mme DURAND Claire", text) for text in ("", "Vu.", "\x1b[2J", "x" * 4001)),
    *(StateCandidate(text, on) for text in ("", "Non.") for on in (True, False)),
    *(Countersign(answer) for answer in Countersignature),
    *(Reopen(reason) for reason in ("", "Motif", "Harmonisation")),
    *(Amend("Motif", members) for members in ((), ("Mme DURAND",), ("M. MARTIN",))),
    *(Undo(line) for line in (0, 1, 5, 9)),
    *[CandidateLeft(), Close()] * 2,
)
MAKES: tuple[Make, ...] = (
    *(lambda _, command=command: command for command in FIXED),
    *(_add(mark, name) for mark in Mark for name in (None, "c3", "c99")),
    *(_edit(mark, nth) for mark in Mark for nth in (0, 3)),
    *(
        _on(kind, nth)
        for kind in (EraseRemark, DeleteRemark, TickRemark, DeferQuestion)
        for nth in (0, 1, 2)
    ),
    *[lambda run: locking(run.journal), lambda run: lock_at_closing(run.journal)] * 5,
)
tempers = st.sampled_from(["tick", "tick", "tick", "long", "step", "reboot"])


@dataclass
class Run:
    """One passage under random commands, with all that must stay true of it."""

    journal: Journal
    clock: FakeClock
    start: dict[str, Fact] = field(default_factory=dict)
    history: list[Change] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)
    made: int = 0

    def fresh_text(self) -> str:
        self.made += 1
        return f"{MARK}{self.made:04d}"

    def live(self, temper: str) -> None:
        moves: dict[str, Callable[[], object]] = {
            "tick": lambda: self.clock.advance(7),
            "long": lambda: self.clock.advance(1600),
            "step": lambda: self.clock.step_wall(-3600),
            "reboot": lambda: self.clock.reboot(30),
        }
        moves[temper]()

    def do(self, command: Command) -> None:
        before = self.journal
        try:
            after = before.then(command, self.clock.now(), "j1")
        except (RuleError, InputError):
            return
        self.journal = after
        self._remember(command, before)
        check_change(command, before.state, after.state)
        check_state(after.state)
        self._check_undo(command, before)
        self._check_forgotten(command)

    def undo(self) -> None:
        before = self.journal
        try:
            self.journal, taken = before.undo(self.clock.now())
        except RuleError:
            return
        assert taken.words
        assert taken.step is None or holds(self.journal.state, taken.step)
        self._remember(Undo(0), before)
        check_state(self.journal.state)

    def _remember(self, command: Command, before: Journal) -> None:
        if isinstance(command, AddRemark):
            self.texts[command.text] = len(self.journal.lines)
        if isinstance(command, EditRemark):
            self.texts[command.text] = command.remark
        if self.journal.state.versions and not before.state.versions:
            self.start, self.history = dict(facts(before.state)), []
        told = changes(before.state, self.journal.state, self.clock.now(), "j1")
        self.history.extend(told)

    def _check_undo(self, command: Command, before: Journal) -> None:
        if command.undo_label:
            undone, taken = self.journal.undo(self.clock.now())
            assert undone.state == before.state
            assert taken.words

    def _check_forgotten(self, command: Command) -> None:
        if isinstance(command, EraseRemark):
            gone = [text for text, number in self.texts.items() if number == command.remark]
        elif isinstance(command, Lock):
            kept = {remark.text for remark in self.journal.state.remarks}
            gone = [text for text in self.texts if text not in kept]
        else:
            return
        written = json.dumps([to_data(line) for line in self.journal.lines])
        assert [text for text in gone if text in written] == []

    def check_end(self) -> None:
        journal = self.journal
        assert fold(rubric(), journal.lines) == journal.state
        written = json.dumps([to_data(line) for line in journal.lines])
        assert load(rubric(), json.loads(written)) == journal
        if journal.state.versions:
            now = {name: value for name, value in facts(journal.state).items() if value is not None}
            assert replay(self.start, self.history) == now
            assert MARK not in repr(self.history)


def check_state(state: Passage) -> None:
    """No state that the rules forbid."""
    if state.presence is Presence.ABSENT:
        assert (state.note, state.remarks, dict(state.levels)) == (None, (), {})
        assert state.gate is None
    if state.not_examined:
        assert (state.note, state.remarks, dict(state.levels)) == (0, (), {})
        assert not any(comment.given for comment in state.comments.values())
    if state.gate is GateAnswer.TECHNICAL:
        assert state.note is None
    if state.ending in (Ending.INTERRUPTED, Ending.EXCLUDED):
        assert state.note is None
        assert state.ending_reason
    if state.locked:
        assert state.versions
        assert not state.amending
    if state.closed:
        assert state.versions
    if state.amending:
        assert state.closed
    assert set(state.levels.values()) <= {1, 2, 3, 4}
    assert state.note is None or 0 <= state.note <= 40
    numbers = [version.number for version in state.versions]
    assert numbers == list(range(1, len(numbers) + 1))
    for part in PartId:
        assert state.timing(part).elapsed(FakeClock().now()) >= 0
    if state.interview.started:
        assert state.presentation.ended


def check_change(command: Command, before: Passage, after: Passage) -> None:
    """What may change what."""
    if after.note != before.note and after.note is not None:
        zero = isinstance(command, AnswerGate) and command.answer is GateAnswer.NONE
        assert isinstance(command, SetNote | Undo) or (zero and after.note == 0)
    if before.locked and not isinstance(command, Reopen | Amend):
        same = replace(after, remarks=before.remarks, closed=before.closed)
        assert same == before
        assert set(after.remarks) <= set(before.remarks)
        assert after.remarks == before.remarks or isinstance(command, EraseRemark)
        assert after.closed == before.closed or isinstance(command, Close)
    if before.closed:
        assert after.presentation.status == before.presentation.status
        assert after.interview.status == before.interview.status


moments = st.tuples(tempers, st.sampled_from([*MAKES, *[None] * 12]))


@settings(max_examples=160)
@given(st.sampled_from(STATES), st.lists(moments, min_size=20, max_size=40))
def test_nothing_illegal_follows_from_any_commands(
    state: str, steps: list[tuple[str, Make | None]]
) -> None:
    clock = FakeClock()
    run = Run(journal_at(state, clock), clock)
    if run.journal.state.versions:
        run.start = dict(facts(run.journal.state))
    for temper, make in steps:
        run.live(temper)
        if make is None:
            run.undo()
        else:
            run.do(make(run))
    run.check_end()


@settings(max_examples=60)
@given(st.sampled_from(STATES), st.lists(st.integers(0, 200), min_size=1, max_size=3), st.data())
def test_a_damaged_record_is_refused_or_means_exactly_what_it_says(
    state: str, cuts: list[int], data: st.DataObject
) -> None:
    lines = [to_data(line) for line in journal_at(state).lines]
    for cut in cuts:
        at = cut % len(lines)
        kind = data.draw(st.sampled_from(["drop", "double", "swap"]))
        if kind == "drop":
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        else:
            lines[at], lines[-1] = lines[-1], lines[at]
        if not lines:
            return
    try:
        journal = load(rubric(), lines)
    except ValueError:
        return
    assert [to_data(line) for line in journal.lines] == lines
    check_state(journal.state)
