"""Which words of a text a dictionary is asked about: those that it can know anything of."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*[’']?")
_ELIDED: Final = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[’'](?=\w)", re.IGNORECASE
)
_BEGINS: Final = frozenset(".!?…:\n•«")
"""What stands before the first word of a sentence."""
LONGEST: Final = 60
"""Letters of a word at most: a longer one is no word."""


def words_of(text: str) -> tuple[str, ...]:
    """Return each word worth looking up, once, in the text's order.

    Names and abbreviations are none: a word with a capital is only asked about where a sentence
    begins, with a small letter, and one in capitals or beside a digit never.
    """
    found: dict[str, None] = {}
    for match in _WORD.finditer(text):
        beside = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        word = _ELIDED.sub("", match.group()).replace("’", "'").rstrip("'")
        if len(word) < 2 or len(word) > LONGEST or any(each.isdigit() for each in beside):
            continue
        if word[1:] != word[1:].lower():
            continue
        if word[0].isupper():
            if not _begins_a_sentence(text, match.start()):
                continue
            word = word[0].lower() + word[1:]
        found[word] = None
    return tuple(found)


def _begins_a_sentence(text: str, at: int) -> bool:
    """Tell whether nothing but signs stands between a word and a sentence's end, or the beginning."""
    begin = at
    while begin and not (text[begin - 1].isalnum() or text[begin - 1] == "_"):
        begin -= 1
    return begin == 0 or not _BEGINS.isdisjoint(text[begin:at])
