"""Words as they are looked for: without accents, case or punctuation, each found by its beginning."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Return the words of ``text`` in small plain letters, a space before each: ``" cote client"``."""
    letters = text.casefold()
    if not letters.isascii():
        letters = letters.replace("œ", "oe").replace("æ", "ae")
        letters = _MARKS.sub("", unicodedata.normalize("NFKD", letters))
    words = _BETWEEN_WORDS.sub(" ", letters).strip()
    return f" {words}" if words else ""


def beginnings(typed: str) -> tuple[str, ...]:
    """Return what :func:`matches` looks for: the beginning of each word that was typed."""
    return tuple(f" {word}" for word in folded(typed).split())


def matches(found_in: str, wanted: tuple[str, ...]) -> bool:
    """Tell whether each beginning, in any order, begins a word of a :func:`folded` text."""
    return all(word in found_in for word in wanted)
