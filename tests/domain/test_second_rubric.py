"""A whole passage with the rubric of bloc 3: no gate, other counts, no exam."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from e33tui.domain.blank_form import blank_form
from e33tui.domain.codec import encode
from e33tui.domain.commands import (
    AnswerGate,
    Arrive,
    Close,
    Command,
    DeclareNothing,
    DeleteRemark,
    EndOtherwise,
    MarkAbsent,
    OpenPassage,
    PlaceLevel,
    PlaceProfile,
    Reopen,
)
from e33tui.domain.course import course
from e33tui.domain.dossier_content import dossier
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.history import Change, facts
from e33tui.domain.history_text import tell
from e33tui.domain.journal import Journal, fold, load, to_data
from e33tui.domain.list_content import mark
from e33tui.domain.passage import Ending, GateAnswer, Progress, Step
from e33tui.domain.profile import picture
from e33tui.domain.report_content import fraud_report, incident_sheet
from e33tui.domain.seal import content
from e33tui.domain.sealed_text import sections
from e33tui.domain.verso_content import PROPOSAL, verso
from e33tui.domain.walk import after, holds, missing, step, steps
from tests.support.domain import PASSAGE_ID, FakeClock, canonical, identification, locking, play
from tests.support.training import (
    BLOC3,
    HEARD,
    PRESENTATION,
    WRITTEN,
    begun,
    locked,
    played,
)


def test_it_is_walked_from_opening_to_lock_without_a_gate() -> None:
    clock = FakeClock()
    journal, seen = begun(clock), []
    for command in (*HEARD, *WRITTEN):
        seen.append(step(journal.state))
        assert Step.GATE not in steps(journal.state)
        journal = play(journal, clock, command)
    seen += [step(journal.state), step(play(journal, clock, locking).state)]
    assert list(dict.fromkeys(seen)) == [
        Step.IDENTIFICATION,
        Step.PRESENTATION,
        Step.INTERVIEW,
        Step.CANDIDATE_OUT,
        Step.PROFILE,
        Step.APPRAISAL,
        Step.LOCK,
        Step.VERSO,
    ]


def test_the_record_is_read_back_and_folds_to_the_same() -> None:
    journal = played(*HEARD, *WRITTEN)
    lines = json.loads(json.dumps([to_data(line) for line in journal.lines]))
    assert load(BLOC3, lines) == journal
    assert fold(BLOC3, journal.lines) == journal.state


def test_the_lock_wants_every_one_of_its_own_rows_and_texts() -> None:
    wanted = [entry.id for entry in missing(played(*HEARD).state)]
    texts = ["traiter", "contribuer", "evaluer", "appraisal"]
    assert wanted == [*(criterion.id for criterion in BLOC3.criteria), "note", *texts]
    assert "la croix du critère 12" in [entry.label for entry in missing(played(*HEARD).state)]
    assert missing(played(*HEARD, *WRITTEN).state) == ()


def test_nothing_speaks_of_a_gate() -> None:
    waiting = played()
    with pytest.raises(RuleError, match="identité") as refused:
        waiting.then(PlaceLevel("c311", 2), FakeClock().now())
    assert "numérique" not in refused.value.message
    arrived = played(Arrive()).state
    assert (arrived.gate, arrived.progress) == (GateAnswer.OPEN, Progress.IN_PROGRESS)
    assert after(arrived, Step.IDENTIFICATION) is Step.PRESENTATION
    assert not holds(arrived, Step.GATE)
    assert "numérique" not in str(course(arrived))
    with pytest.raises(RuleError):
        played(Arrive()).then(AnswerGate(GateAnswer.TECHNICAL), FakeClock().now())


def test_an_arrival_by_mistake_is_undone_and_the_candidate_declared_absent() -> None:
    clock = FakeClock()
    journal, taken = play(begun(clock), clock, Arrive()).undo(clock.now())
    assert taken.words == "arrivée"
    assert play(journal, clock, MarkAbsent()).state.absent


def test_the_picture_shows_each_row_once_for_its_competence() -> None:
    *groups, whole = picture(played(*HEARD, *WRITTEN).state)
    assert [row.label for row in groups] == [group.label for group in BLOC3.competences]
    assert sorted(number for cell in whole.cells for number in cell) == list(range(1, 13))


def test_what_is_sealed_can_be_read_back() -> None:
    state = played(*HEARD, *WRITTEN).state
    data = canonical(content(state, PASSAGE_ID, "0" * 32, canonical))
    said = {section.title: section.rows for section in sections(data, BLOC3)}
    assert len(said["Grille"]) == len(BLOC3.criteria) + 1
    assert ("9 Enrichir et actualiser le SIC", "1 Novice") in said["Grille"]
    with pytest.raises(RuleError):
        Journal.begin(BLOC3, OpenPassage(identification(), "e33"), FakeClock().now())


def test_its_documents_say_entrainement_and_never_e33() -> None:
    state = locked()
    page, sheet = dossier(state), verso(state)
    assert [len(group.rows) for group in page.grid.groups] == [3, 7, 2] if page.grid else False
    assert page.degrees is not None
    (group,) = page.degrees.groups
    assert group.rows[8].descriptors == tuple(level.name for level in BLOC3.levels)
    recto, blank = blank_form(BLOC3)
    for document in (page, sheet, recto, blank):
        said = str(encode(document))
        assert "Entraînement" in said
        assert document.title.endswith("\u00a0–\u00a0BLOC 3, entraînement")
        assert "E33" not in said
        assert PROPOSAL not in said
        assert "numérique le jour" not in said


def test_the_papers_of_an_exclusion_name_no_chef_de_centre() -> None:
    excluded = played(*HEARD[:3], EndOtherwise(Ending.EXCLUDED, "Décision"))
    told = [str(encode(paper(excluded.state))) for paper in (incident_sheet, fraud_report)]
    told.append(str(mark(excluded.state)))
    told.append(str(encode(dossier(play(excluded, FakeClock(), locking).state))))
    for said in told:
        assert "chef de centre" not in said.lower()
        assert "chef d’établissement" in said


def test_every_fact_of_its_history_has_words() -> None:
    clock = FakeClock()
    journal = play(begun(clock), clock, *HEARD, *WRITTEN, locking, Reopen("Relecture"))
    at = clock.now()
    history = [Change(at, "", name, None, value) for name, value in facts(journal.state).items()]
    told = tell(history, BLOC3)
    assert not [line.what for line in told if line.what.startswith("Donnée")]
    assert any("Critère 9" in line.what for line in told)


COMMANDS: tuple[Command, ...] = (
    *HEARD,
    *WRITTEN,
    MarkAbsent(),
    *(AnswerGate(answer, 2) for answer in GateAnswer),
    *(PlaceLevel(name, level) for name in ("c311", "c1") for level in (None, 0, 4)),
    PlaceProfile(4),
    DeleteRemark(4),
    EndOtherwise(Ending.WITHDREW),
    EndOtherwise(Ending.EXCLUDED, "Décision"),
    DeclareNothing("appraisal"),
    Reopen("Relecture"),
    Close(),
)


@settings(max_examples=60)
@given(st.integers(0, len(HEARD)), st.lists(st.sampled_from((*COMMANDS, None, None)), max_size=25))
def test_nothing_illegal_follows_from_any_commands(
    heard: int, commands: list[Command | None]
) -> None:
    clock = FakeClock()
    journal = play(begun(clock), clock, *HEARD[:heard])
    for command in commands:
        try:
            if command is None:
                journal, _ = journal.undo(clock.advance(7))
            else:
                journal = journal.then(command, clock.advance(7))
        except (RuleError, InputError):
            continue
        state = journal.state
        assert state.gate in (None, GateAnswer.OPEN)
        assert not state.not_examined
        assert set(state.levels) <= BLOC3.criterion_ids
        assert holds(state, step(state))
        assert step(state) in steps(state)
    assert fold(BLOC3, journal.lines) == journal.state
    assert not any(isinstance(line.command, AnswerGate) for line in journal.lines)


def test_a_rubric_that_a_centre_changed_keeps_its_walk() -> None:
    """Durations are data: nothing else depends on them."""
    short = replace(BLOC3, parts=tuple(replace(part, seconds=300) for part in BLOC3.parts))
    clock = FakeClock()
    first = Journal.begin(short, OpenPassage(identification(), "bloc3"), clock.now())
    state = play(first, clock, *HEARD, *WRITTEN, locking).state
    assert state.allowed(PRESENTATION) == 300_000
    assert state.locked
