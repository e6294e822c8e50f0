"""What a text can be helped along with: its observations first, then phrases, found by their words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from e33tui.domain.drafting import bearing_on, drafted
from e33tui.domain.folding import beginnings, folded, matches
from e33tui.domain.passage import Passage
from e33tui.domain.phrases import Phrase, PhraseBank
from e33tui.domain.remark import Remark

Offer = Remark | Phrase
"""Something that can be put into a text."""


@dataclass(frozen=True)
class Offered:
    """What one text can draw on.

    Attributes:
        passage: whose text it is.
        text_id: which of the five.
        bank: the phrases there are.
    """

    passage: Passage
    text_id: str
    bank: PhraseBank

    @cached_property
    def _remarks(self) -> tuple[tuple[str, Remark], ...]:
        bearing = bearing_on(self.passage, self.text_id)
        return tuple((folded(remark.text), remark) for remark in bearing)

    def prepare(self) -> Self:
        """Do once what the first search would wait for, and return this."""
        self.find("a")
        return self

    def find(self, typed: str) -> tuple[Offer, ...]:
        """Return what begins as was typed: the text's observations in time, then phrases.

        Args:
            typed: beginnings of words in any order, accents and case apart; nothing typed finds
                all that was made for this text.
        """
        wanted = beginnings(typed)
        remarks = (remark for words, remark in self._remarks if matches(words, wanted))
        return (*remarks, *self.bank.find(typed, self.text_id))


def draft_of(chosen: Collection[Offer]) -> str:
    """Return what is put into the text: a sentence an observation, then the phrases, a line each."""
    remarks = drafted(offer for offer in chosen if isinstance(offer, Remark))
    phrases = [offer.text for offer in chosen if isinstance(offer, Phrase)]
    return "\n".join([*([remarks] if remarks else []), *phrases])
