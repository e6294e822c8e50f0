"""Where a screen opens and where a key leads: no dead end, and the next thing at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from e33tui.domain.commands import CandidateLeft, EndOtherwise, SetNote
from e33tui.domain.passage import Ending, Step
from e33tui.domain.rubric import LABEL_LIMIT
from e33tui.domain.walk import after, before, steps
from e33tui.screens.grid_view import criteria_list
from e33tui.screens.home import HomeScreen
from e33tui.screens.panes import LIST_WIDTH, ROOMY_LIST_WIDTH
from e33tui.screens.profile_view import crosses
from tests.screens.support import FIRST, SECOND, THIRD, Juror, at_work, bring, sitting
from tests.support.domain import FakeClock, journal_at, play


def highlighted(juror: Juror) -> str:
    screen = juror.app.place()
    assert isinstance(screen, HomeScreen)
    row = screen.chosen()
    assert row is not None
    return row.entry.passage


def test_after_an_abandon_the_walk_leaves_out_what_was_never_started() -> None:
    clock = FakeClock()
    abandon = EndOtherwise(Ending.WITHDREW)
    early = play(journal_at("presentation_ended", clock), clock, abandon).state
    assert Step.INTERVIEW not in steps(early)
    assert before(early, Step.CANDIDATE_OUT) is Step.PRESENTATION
    assert after(early, Step.PRESENTATION) is Step.CANDIDATE_OUT
    at_once = play(journal_at("gate_open", clock), clock, abandon).state
    assert before(at_once, Step.CANDIDATE_OUT) is Step.GATE
    assert Step.INTERVIEW in steps(journal_at("withdrew").state)


async def test_one_goes_back_and_forth_after_an_abandon_before_the_interview(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path, state="presentation_ended") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+k", "a", "o")
            assert juror.at(Step.CANDIDATE_OUT)
            await juror.press("ctrl+r")
            assert juror.at(Step.PRESENTATION)
            await juror.press("ctrl+n")
            assert juror.at(Step.CANDIDATE_OUT)


async def test_after_an_abandon_the_texts_open_on_the_one_that_is_owed(tmp_path: Path) -> None:
    with sitting(tmp_path, state="withdrew") as service:
        async with at_work(service) as juror:
            await juror.open()
            juror.desk.do(CandidateLeft())
            juror.desk.do(SetNote(9))
            juror.app.ways.go_on()
            await juror.until(lambda: juror.at(Step.APPRAISAL))
            assert "Appréciation · 5/5" in juror.text()


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [("", "", SECOND), ("absent", "", THIRD), ("absent", "locked_complete", "")],
)
async def test_one_key_opens_the_next_candidate_to_examine(
    tmp_path: Path, first: str, last: str, wanted: str
) -> None:
    """After the verso of the first; a passage that is over or put off is passed over."""
    clock = FakeClock()
    with sitting(tmp_path, state="locked_complete", clock=clock) as service:
        for passage, state in ((SECOND, first), (THIRD, last)):
            if state:
                bring(service, clock, state, passage)
        async with at_work(service) as juror:
            await juror.open()
            await juror.press("ctrl+n")
            if wanted:
                await juror.until(lambda: juror.desk.id == wanted, "the next on the desk")
                await juror.until(lambda: juror.at(Step.IDENTIFICATION), "the next")
            else:
                await juror.at_home()
                assert "Aucun autre candidat à examiner." in juror.text()
                assert highlighted(juror) == FIRST


async def test_the_next_candidate_may_stand_before_this_one(tmp_path: Path) -> None:
    clock = FakeClock()
    with sitting(tmp_path, clock=clock) as service:
        bring(service, clock, "interview_ended", THIRD)
        bring(service, clock, "gate_technical", FIRST)
        async with at_work(service) as juror:
            await juror.open(THIRD)
            assert juror.at(Step.CANDIDATE_OUT)
            await juror.press("ctrl+f")
            await juror.at_home()
            assert highlighted(juror) == SECOND


@pytest.mark.parametrize(
    ("key", "said"), [("escape", "60:00 comptées ;"), ("o", "comptée dans"), ("n", "retirée de")]
)
async def test_what_was_decided_about_an_interruption_is_said(
    tmp_path: Path, key: str, said: str
) -> None:
    clock = FakeClock()
    with sitting(tmp_path, state="interview_running", clock=clock) as service:
        clock.advance(3600)
        async with at_work(service) as juror:
            await juror.press("enter")
            await juror.until(lambda: juror.asked, "the question")
            await juror.press(key)
            await juror.until(lambda: juror.at(Step.INTERVIEW), "the oral")
            assert said in juror.text()
            assert (juror.desk.gap is None) is (key != "escape"), "no answer settles nothing"


def test_the_lists_of_criteria_cut_no_label_that_a_rubric_may_have() -> None:
    passage = journal_at("complete").state
    label = "M" * (LABEL_LIMIT - 1) + "!"
    competences = tuple(
        replace(each, criteria=tuple(replace(c, label=label) for c in each.criteria))
        for each in passage.rubric.competences
    )
    passage = replace(passage, rubric=replace(passage.rubric, competences=competences))
    for width in (LIST_WIDTH, ROOMY_LIST_WIDTH):
        grid = crosses(passage, "c1", width, choosing=False)
        for lines in (criteria_list(passage, "c1", width), grid):
            rows = [line.plain for line in lines]
            assert sum(label in row for row in rows) == len(passage.rubric.criteria)
            assert {len(row) for row in rows} == {width}
