"""The lasting history: what changed, from the first lock on; never an observation (rule 15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from e33tui.domain.clock import Instant
from e33tui.domain.frozen import dataclass
from e33tui.domain.incident import (
    DECLINED_WORDS,
    KIND_WORDS,
    SIGNATURE_WORDS,
    Countersignature,
    FraudReport,
)
from e33tui.domain.passage import Passage
from e33tui.domain.remark import PartId

Fact = str | int | bool | None


@dataclass(frozen=True)
class Change:
    """One line of the history.

    Attributes:
        at: when.
        by: the author's id.
        what: the fact's name, such as ``level.c3`` or ``text.appraisal``.
        old: its value before.
        new: its value after.
    """

    at: Instant
    by: str
    what: str
    old: Fact = None
    new: Fact = None


def facts(passage: Passage) -> Mapping[str, Fact]:
    """Return everything the history speaks of: times, statuses, crosses, note and texts."""
    found: dict[str, Fact] = {
        "presence": passage.presence.value,
        "progress": passage.progress.value,
        "mentions": ", ".join(mention.value for mention in passage.mentions),
        "ending_reason": passage.ending_reason,
        "reopen_reason": passage.reopen_reason,
        "amended_by": " ; ".join(passage.amended_by),
        "arrived": _wall(passage.arrived),
        "incidents": len(passage.incidents),
        "version": len(passage.versions),
        "closed": passage.closed,
        "global_profile": passage.global_profile,
        "note": passage.note,
    }
    for part in PartId:
        found.update(_times(passage, part))
    for number, incident in enumerate(passage.incidents, 1):
        found[f"incident.{number}"] = incident.text
        found[f"incident.{number}.kind"] = KIND_WORDS[incident.kind] if incident.kind else None
    found.update(_fraud(passage.fraud))
    found |= {f"level.{criterion}": level for criterion, level in passage.levels.items()}
    found.update(_texts(passage))
    found.update(_identification(passage))
    return MappingProxyType(found)


def _fraud(report: FraudReport) -> dict[str, Fact]:
    found: dict[str, Fact] = {
        f"fraud.{number}": f"{said.member}\u00a0: {said.text}"
        for number, said in enumerate(report.statements, 1)
    }
    found["fraud.candidate"] = DECLINED_WORDS if report.declined else report.candidate or None
    answered = report.countersignature is not Countersignature.NOT_ASKED
    found["fraud.signature"] = SIGNATURE_WORDS[report.countersignature] if answered else None
    return found


def _times(passage: Passage, part: PartId) -> dict[str, Fact]:
    timing, name = passage.timing(part), part.value
    found: dict[str, Fact] = {
        f"{name}.started": _wall(timing.started),
        f"{name}.ended": _wall(timing.ended),
        f"{name}.adjustment": timing.adjustment,
        f"{name}.allowed": passage.allowed(part),
    }
    for number, pause in enumerate(timing.pauses, 1):
        found[f"{name}.pause.{number}.started"] = pause.start.wall
        found[f"{name}.pause.{number}.ended"] = _wall(pause.end)
        found[f"{name}.pause.{number}.reason"] = pause.reason or None
    return found


def _wall(instant: Instant | None) -> int | None:
    return instant.wall if instant else None


def _texts(passage: Passage) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for text_id, comment in passage.comments.items():
        found[f"text.{text_id}"] = comment.text
        found[f"nothing.{text_id}"] = comment.nothing
    return found


def _identification(passage: Passage) -> dict[str, str]:
    who = passage.identification
    members = " ; ".join(member.described for member in who.commission.members)
    return {
        "session": who.session,
        "centre": who.centre,
        "date": who.date,
        "number": who.candidate.number,
        "name": who.candidate.full_name,
        "commission": members,
    }


def changes(before: Passage, after: Passage, at: Instant, by: str) -> tuple[Change, ...]:
    """Return the history lines of one change; none before the first lock.

    A reopening tells its reason, and a rectification its members, even where an earlier one had
    the same.
    """
    if not after.versions:
        return ()
    old, new = facts(before), facts(after)
    told = _told_anyway(before, after)
    names = [*old, *(name for name in new if name not in old)]
    return tuple(
        Change(at, by, name, old.get(name), new.get(name))
        for name in names
        if old.get(name) != new.get(name) or name in told
    )


def _told_anyway(before: Passage, after: Passage) -> tuple[str, ...]:
    if not before.locked or after.locked:
        return ()
    return ("reopen_reason", "amended_by") if after.amending else ("reopen_reason",)


def replay(start: Mapping[str, Fact], history: Iterable[Change]) -> dict[str, Fact]:
    """Return the facts that ``history`` leads to from ``start``; absent and ``None`` are one."""
    found: dict[str, Fact] = {name: value for name, value in start.items() if value is not None}
    for change in history:
        if change.new is None:
            found.pop(change.what, None)
        else:
            found[change.what] = change.new
    return found
