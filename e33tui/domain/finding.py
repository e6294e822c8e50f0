"""Candidates found by the beginning of a name or by a piece of a number."""

from __future__ import annotations

from collections.abc import Iterable

from e33tui.domain.folding import beginnings, folded, matches
from e33tui.domain.identity import Candidate


class Finder:
    """Candidates as they are looked for: letters without accents or case, words in any order."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        """Prepare to find ``candidates``; whoever is found is told by their place among them."""
        self._known = [(folded(who.full_name), folded(who.number)) for who in candidates]

    def find(self, typed: str) -> list[int]:
        """Return the places of all whom every word typed tells, in order; nothing tells everybody.

        A word tells whose name or number begins with it, or whose number has it within: the last
        figures are what one remembers.
        """
        words = beginnings(typed)
        return [place for place, known in enumerate(self._known) if _is_told(known, words)]


def _is_told(known: tuple[str, str], words: tuple[str, ...]) -> bool:
    name, number = known
    return all(matches(name, (word,)) or word.strip() in number for word in words)
