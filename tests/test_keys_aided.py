"""The passage that the benchmark leads and writes with the aids: its texts are what the aids give."""

from __future__ import annotations

import pytest

from benchmarks import keys_aided
from benchmarks.key_counts import CRITERIA
from benchmarks.keys_aided import DRAFTS, OBSERVED
from benchmarks.replay import Key, Token
from e33tui.aids import Aids
from e33tui.domain.commands import AddRemark
from e33tui.domain.insertion import Offer, Offered, draft_of
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark
from tests.support.domain import FakeClock, journal_at, play, rubric

KEYS = (keys_aided._lead(), keys_aided._write())


def observed() -> Passage:
    """The observations as the replay makes them: of the 1st temps first, then round the form."""
    first, second, asked, *others = CRITERIA
    clock = FakeClock()
    made = (
        AddRemark(OBSERVED[each], Mark.NEUTRAL, each) for each in (first, asked, *others, second)
    )
    return play(journal_at("interview_running", clock), clock, *made).state


@pytest.mark.parametrize("text_id", DRAFTS)
def test_each_text_is_what_its_letters_find(text_id: str) -> None:
    passage, draft = observed(), DRAFTS[text_id]
    offered = Offered(passage, text_id, Aids(rubric()).phrases)
    mine = (offer for offer in offered.find("") if offer.text in OBSERVED.values())
    chosen: list[Offer] = list(mine)[: draft.remarks]
    found = [offered.find(letters)[0] for letters in draft.letters]
    if draft.remarks:
        assert draft_of((*chosen, *found)) == draft.text
    else:
        assert " ".join(draft_of((each,)) for each in found) == draft.text


def count(tokens: tuple[Token, ...]) -> int:
    return sum(isinstance(token, Key) for token in tokens)


def test_the_keys_could_be_kept_within_their_limits() -> None:
    led, wrote = map(count, KEYS)
    asked = sum(token.may_ask for token in KEYS[0] if isinstance(token, Key))
    assert 1 + led + asked <= keys_aided.MOST_LED
    assert wrote <= keys_aided.IN_FULL / keys_aided.SPARED
