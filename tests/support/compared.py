"""Candidates to compare, without an oral each: a locked passage with another note and other crosses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from e33tui.domain.harmonisation import Comparison, Entrant, compare
from e33tui.domain.identity import Candidate
from e33tui.domain.note import NoteBand
from e33tui.domain.passage import Passage
from tests.support.domain import journal_at, rubric


@cache
def at(state: str) -> Passage:
    """The passage at one of the domain's named states."""
    return journal_at(state).state


def marked(
    note: int,
    profile: int | None = None,
    levels: Mapping[str, int] | None = None,
    state: str = "locked_complete",
) -> Passage:
    """A locked passage with these, whatever its journal says."""
    kept = at(state).levels if levels is None else levels
    return replace(at(state), note=note, global_profile=profile, levels=kept)


def entrants(*passages: Passage) -> list[Entrant]:
    """Candidates NOM0, NOM1 …, with ids id0, id1 …"""
    return [
        Entrant(f"id{place}", Candidate(f"{place:07}", f"NOM{place}"), passage)
        for place, passage in enumerate(passages)
    ]


def compared(*passages: Passage, bands: tuple[NoteBand, ...] = ()) -> Comparison:
    """These passages side by side."""
    return compare(rubric(), bands, entrants(*passages))
