"""The interview's list of questions: ticked off, put off, or turned into an observation."""

from __future__ import annotations

import pytest

from e33tui.domain.codec import encode
from e33tui.domain.commands import AddRemark, DeferQuestion, EditRemark, TickRemark
from e33tui.domain.errors import InputError, RuleError
from e33tui.domain.journal import Journal, fold, load, to_data
from e33tui.domain.questions import answered, meant
from e33tui.domain.remark import Mark
from tests.support.domain import FakeClock, journal_at, play, rubric

ASKED = ("coût ?", "délai ?", "partenaires ?")


def asked(clock: FakeClock) -> tuple[Journal, list[int]]:
    journal = journal_at("gate_open", clock)
    journal = play(journal, clock, *(AddRemark(text, Mark.QUESTION, "c3") for text in ASKED))
    return journal, [remark.id for remark in journal.state.remarks]


def listed(journal: Journal) -> list[str]:
    return [remark.text for remark in journal.state.open_questions]


def test_what_is_put_off_comes_last_and_what_is_put_off_again_last_of_all() -> None:
    clock = FakeClock()
    journal, (cost, delay, _) = asked(clock)
    assert listed(journal) == list(ASKED)
    journal = play(journal, clock, DeferQuestion(cost))
    assert listed(journal) == ["délai ?", "partenaires ?", "coût ?"]
    journal = play(journal, clock, DeferQuestion(delay))
    assert listed(journal) == ["partenaires ?", "coût ?", "délai ?"]
    journal = play(journal, clock, DeferQuestion(cost))
    assert listed(journal) == ["partenaires ?", "délai ?", "coût ?"]
    assert [remark.text for remark in journal.state.remarks] == list(ASKED), "in its place there"
    assert fold(rubric(), journal.lines) == journal.state
    assert load(rubric(), [to_data(line) for line in journal.lines]) == journal


def test_putting_off_is_undone_where_it_stands() -> None:
    clock = FakeClock()
    journal, (cost, *_) = asked(clock)
    journal = play(journal, clock, DeferQuestion(cost))
    back, taken = journal.undo(clock.now())
    assert listed(back) == list(ASKED)
    assert taken.words == "question reportée (critère 3)"
    assert taken.id == "c3"


def test_only_an_open_question_is_put_off() -> None:
    clock = FakeClock()
    journal, (cost, *_) = asked(clock)
    ticked = play(journal, clock, TickRemark(cost))
    with pytest.raises(RuleError, match="question ouverte"):
        ticked.then(DeferQuestion(cost), clock.now())
    plain = play(journal, clock, AddRemark("vu", Mark.PLUS, "c3"))
    with pytest.raises(RuleError, match="question ouverte"):
        plain.then(DeferQuestion(plain.state.remarks[-1].id), clock.now())


def test_an_answer_makes_an_observation_that_says_both() -> None:
    clock = FakeClock()
    journal, (cost, *_) = asked(clock)
    journal = play(journal, clock, DeferQuestion(cost))
    question = journal.state.remark(cost)
    assert question is not None
    command = answered(question, "  120 €\npar mois ", Mark.PLUS)
    journal = play(journal, clock, command)
    remark = journal.state.remark(cost)
    assert remark is not None
    assert (remark.text, remark.mark) == ("coût ? – 120 € par mois", Mark.PLUS)
    assert (remark.criterion, remark.elapsed) == ("c3", question.elapsed)
    assert remark.deferred == 0
    assert listed(journal) == list(ASKED[1:])
    assert listed(journal.undo(clock.now())[0]) == ["délai ?", "partenaires ?", "coût ?"]


def test_an_answer_too_long_is_refused_whole() -> None:
    clock = FakeClock()
    journal, (cost, *_) = asked(clock)
    question = journal.state.remark(cost)
    assert question is not None
    assert answered(question, " ") == EditRemark(cost, "coût ?", Mark.NEUTRAL, "c3")
    with pytest.raises(InputError, match="500 au plus"):
        journal.then(answered(question, "x" * 495), clock.now())


def test_the_question_meant_is_the_one_chosen_else_the_first_open_one_of_the_criterion() -> None:
    clock = FakeClock()
    journal, (cost, delay, partners) = asked(clock)
    state = play(journal, clock, TickRemark(cost), DeferQuestion(delay)).state
    chosen = state.remark(delay)
    assert meant(state, "c3", chosen) is chosen
    assert meant(state, "c3") == state.remark(partners)
    assert meant(state, "c4") is None, "no other criterion's"


def test_what_was_never_put_off_is_recorded_as_before() -> None:
    """The seal holds a hash of this: a record of an earlier version must keep its own."""
    journal, _ = asked(FakeClock())
    assert all("deferred" not in encode(remark) for remark in journal.state.remarks)
