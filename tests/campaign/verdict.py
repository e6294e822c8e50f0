"""What one life of the program lost: what was typed beside what was found, and the counts of many."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from tests.campaign.typist import Entry, Found, Stroke


@dataclass(frozen=True)
class Verdict:
    """The count of one life, or the sum of several.

    Attributes:
        kills: lives that were cut short.
        typed: characters entered.
        acknowledged: those of them that the save mark on the screen covered.
        lost: characters entered that were not there afterwards.
        lost_acknowledged: acknowledged ones that were not there.
        altered: texts found that nobody typed so, or found again beside their committed selves.
        unreadable: files that could not be read.
        unseen: starts whose screen did not show what the disk held.
        seconds: the largest age of a character that was not there, when the program was cut short.
        lag: the largest time in seconds that a key took to be seen on the screen.
        told: a sentence for each thing that is wrong.
    """

    kills: int = 0
    typed: int = 0
    acknowledged: int = 0
    lost: int = 0
    lost_acknowledged: int = 0
    altered: int = 0
    unreadable: int = 0
    unseen: int = 0
    seconds: float = 0.0
    lag: float = 0.0
    told: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is missing that was promised, however slow the machine."""
        return not (self.lost_acknowledged or self.altered or self.unreadable or self.unseen)


def told_by(name: str, verdict: Verdict) -> Verdict:
    """Return the count with its sentences headed by a name."""
    return replace(verdict, told=tuple(f"{name}: {what}" for what in verdict.told))


def total(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the sum of several counts."""
    known = list(verdicts)
    sums: dict[str, Any] = {}
    for each in fields(Verdict):
        values = [getattr(verdict, each.name) for verdict in known]
        largest = each.name in ("seconds", "lag")
        nothing = () if each.name == "told" else 0
        sums[each.name] = max(values) if largest else sum(values, nothing)
    return Verdict(**sums)


def judge(
    strokes: Sequence[Stroke],
    entries: Sequence[Entry],
    found: Found,
    *,
    ended: float,
    mark: float | None,
) -> Verdict:
    """Compare what was typed with what was found.

    Args:
        strokes: every key, the first one standing for what the life began with.
        entries: what was committed, as the typist knows it.
        found: what was there afterwards.
        ended: when the program was cut short, in seconds of the wall clock.
        mark: the time of the last save that the screen showed; ``None`` if it showed none.
    """
    missing = strokes[_kept(strokes, entries, found) :]
    gone = [stroke for stroke in missing if stroke.weight]
    known = sum(stroke.weight for stroke in gone if _is_covered(stroke, mark))
    wrong = [*_altered(strokes, entries, found)]
    told = [f"{known} characters were covered by the mark and are not there"] if known else []
    return Verdict(
        kills=1,
        typed=sum(stroke.weight for stroke in strokes),
        acknowledged=sum(stroke.weight for stroke in strokes if _is_covered(stroke, mark)),
        lost=sum(stroke.weight for stroke in gone),
        lost_acknowledged=known,
        altered=len(wrong),
        seconds=ended - gone[0].at if gone else 0.0,
        told=(*wrong, *told),
    )


def _is_covered(stroke: Stroke, mark: float | None) -> bool:
    return mark is not None and stroke.at < mark


def _kept(strokes: Sequence[Stroke], entries: Sequence[Entry], found: Found) -> int:
    """Return how many strokes' effect is there."""
    for number in range(len(strokes), 0, -1):
        if _is_there(strokes[number - 1], entries, found):
            return number
    return 0


def _is_there(stroke: Stroke, entries: Sequence[Entry], found: Found) -> bool:
    if stroke.entries > len(found.entries):
        return False
    in_draft = found.drafts.get(stroke.field, "") == stroke.text
    return in_draft or _was_committed(stroke, entries, found)


def _was_committed(stroke: Stroke, entries: Sequence[Entry], found: Found) -> bool:
    later = entries[stroke.entries : len(found.entries)]
    return any(entry[0] == stroke.field for entry in later)


def _altered(strokes: Sequence[Stroke], entries: Sequence[Entry], found: Found) -> Iterator[str]:
    """Yield what is there and was never typed so, or is there twice."""
    expected = tuple(entries[: len(found.entries)])
    if found.entries != expected:
        pairs = itertools.zip_longest(found.entries, expected)
        number, (there, typed) = next((n, p) for n, p in enumerate(pairs) if p[0] != p[1])
        yield f"entry {number} is {there!r}, typed was {typed!r}"
    for field, text in found.drafts.items():
        same = [each for each in strokes if (each.field, each.text) == (field, text)]
        if not same:
            yield f"the draft {field} is {text!r}, which nobody typed"
        elif all(_was_committed(stroke, entries, found) for stroke in same):
            yield f"the draft {field} is {text!r}, which was committed since"
