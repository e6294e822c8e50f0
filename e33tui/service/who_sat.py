"""Who sat when, as the passages tell it, for a séance whose own file is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from e33tui.domain.identity import Accommodation, Commission, Identification, Juror
from e33tui.domain.sitting import Sitting
from e33tui.domain.sitting_commands import ReplaceMember, SetUp, SittingCommand


@dataclass(frozen=True)
class Begun:
    """What one passage says: when it was opened, whose it is, with which extra time and grid.

    Attributes:
        passage: its opaque id.
        opened: when, wall-clock milliseconds.
        who: its identification today.
        seated: the commission of the séance when it was opened.
        extra: the extra time today.
        rubric: the id of its grid.
    """

    passage: str
    opened: int
    who: Identification
    seated: Commission
    extra: Accommodation
    rubric: str


def settings(known: Sitting, until: int, begun: list[Begun]) -> list[SittingCommand]:
    """Return what sets a séance up as far as ``known`` lacks it: who sat first, and where.

    A name that no passage has any more was a slip, corrected since.

    Args:
        known: what the séance's file still says.
        until: up to when it does, wall-clock milliseconds.
        begun: the passages, in the order in which they were opened.
    """
    if not begun:
        return []
    used = known.rubric or begun[-1].rubric
    first: dict[int, Juror] = {}
    for opened, place, member in _seats(begun):
        if opened > until:
            first.setdefault(place, member)
    named = _named(begun)
    members = known.commission.members if known.is_set_up else begun[0].seated.members
    found = Commission(
        tuple(m if m.name in named else first.get(place, m) for place, m in enumerate(members))
    )
    if not known.is_set_up:
        who = begun[-1].who
        return [SetUp(who.session, who.centre, who.date, found, rubric=used)]
    if found == known.commission and known.rubric:
        return []
    return [SetUp(known.session, known.centre, known.date, found, known.demonstration, used)]


def replacements(start: Commission, until: int, begun: list[Begun]) -> list[SittingCommand]:
    """Return who replaced whom, at the opening of the first passage that says so.

    Args:
        start: who sat at ``until``.
        until: wall-clock milliseconds; what was opened before says nothing new.
        begun: the passages, in the order in which they were opened.
    """
    now = list(start.members)
    commands: list[SittingCommand] = []
    for opened, place, member in _seats(begun):
        if opened > until and place < len(now) and member.name != now[place].name:
            now[place] = member
            commands.append(ReplaceMember(place, member, opened))
    return commands


def _seats(begun: list[Begun]) -> Iterator[tuple[int, int, Juror]]:
    """Yield when a passage was opened, at which place, and who sat there."""
    named = _named(begun)
    for each in begun:
        for place, member in enumerate(each.seated.members):
            if member.name in named:
                yield each.opened, place, named[member.name]


def _named(begun: list[Begun]) -> dict[str, Juror]:
    """Return the members whom passages name today, each as the last one has them."""
    return {member.name: member for each in begun for member in each.who.commission.members}
