"""A candidate handed over to another commission, or to another day."""

from __future__ import annotations

import pytest

from e33tui.domain.errors import RuleError
from e33tui.domain.handing import check_hand_over, check_here, owes_nothing
from e33tui.domain.identity import Candidate
from e33tui.domain.roster import ANOTHER_DAY, Entry
from tests.support.domain import journal_at

WHO = Candidate("0123456", "LEFÈVRE", "Zoé")


@pytest.mark.parametrize("state", ["expected", "arrived", "gate_technical"])
def test_who_was_not_heard_yet_can_be_handed_over(state: str) -> None:
    check_hand_over(journal_at(state).state)


def test_nothing_is_needed_to_hand_over_who_has_no_passage_yet() -> None:
    check_hand_over(None)
    assert owes_nothing(None)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("absent", "annulez d’abord l’absence"),
        ("gate_open", "a commencé ici"),
        ("gate_none", "a commencé ici"),
        ("presentation_running", "a commencé ici"),
        ("complete", "a commencé ici"),
        ("locked_technical", "a commencé ici"),
    ],
)
def test_an_oral_that_has_begun_stays_here(state: str, why: str) -> None:
    with pytest.raises(RuleError, match=why):
        check_hand_over(journal_at(state).state)


@pytest.mark.parametrize(
    ("state", "nothing"),
    [("expected", True), ("arrived", True), ("gate_technical", False), ("complete", False)],
)
def test_only_what_the_cloture_would_lock_is_owed(state: str, nothing: bool) -> None:
    assert owes_nothing(journal_at(state).state) is nothing


def test_where_a_candidate_is_examined_instead_is_said_in_words() -> None:
    assert Entry("p", WHO).elsewhere == ""
    assert Entry("p", WHO, handed_to="commission 2").elsewhere == "confié : commission 2"
    assert Entry("p", WHO, handed_to=ANOTHER_DAY).elsewhere == "à reconvoquer"


def test_who_is_handed_over_is_not_examined_here() -> None:
    check_here(Entry("p", WHO))
    with pytest.raises(RuleError, match=r"LEFÈVRE Zoé \(confié : commission 2\)"):
        check_here(Entry("p", WHO, handed_to="commission 2"))
