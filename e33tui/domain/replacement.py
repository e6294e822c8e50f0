"""A member who is replaced during the day: when, and who sat until and from when."""

from __future__ import annotations

import time
from collections.abc import Iterable

from e33tui.domain.errors import InputError
from e33tui.domain.frozen import dataclass
from e33tui.domain.identity import Commission, Juror, parse_hour


@dataclass(frozen=True)
class Replacement:
    """A member who was replaced during the day.

    Attributes:
        member: who left.
        place: 0 or 1, in the commission's order.
        wall: when, wall-clock milliseconds.
    """

    member: Juror
    place: int
    wall: int


Replacements = tuple[Replacement, ...]


def hour(wall: int) -> str:
    """Return a wall time as an hour of the day in the machine's zone: ``"10:30"``."""
    return time.strftime("%H:%M", time.localtime(wall // 1000))


def since(text: str, field: str, date: str, now: int) -> int:
    """Return when a replacement took place, wall-clock milliseconds.

    Args:
        text: the hour as typed.
        field: the field's French name, for the message.
        date: the séance's ISO date; a séance prepared for a later day is rehearsed today.
        now: the present moment, wall-clock milliseconds.

    Raises:
        InputError: no hour of the day, or one that is still to come.
    """
    typed = parse_hour(text, field)
    if not typed:
        raise InputError(field, f"{field} : tapez une heure comme 10h30.")
    day = min(date, time.strftime("%Y-%m-%d", time.localtime(now // 1000)))
    wall = int(time.mktime(time.strptime(f"{day} {typed}", "%Y-%m-%d %H:%M"))) * 1000
    if wall > now:
        raise InputError(
            field,
            f"{field} : cette heure n’est pas encore passée. Notez le remplacement quand il a lieu.",
        )
    return wall


def last_at(place: int, replaced: Replacements) -> Replacement | None:
    """Return the last replacement at one place of the commission, if there was one."""
    return next((each for each in reversed(replaced) if each.place == place), None)


def corrected(before: Commission, after: Commission, replaced: Replacements) -> Replacements:
    """Return the replacements that stand once the commission is corrected.

    Whoever is given back the place that they had left was not replaced: it was a slip.
    """
    for place, (was, member) in enumerate(zip(before.members, after.members, strict=False)):
        last = last_at(place, replaced)
        if last is not None and was != member == last.member:
            replaced = tuple(each for each in replaced if each is not last)
    return replaced


def who_sat(commission: Commission, replaced: Replacements) -> dict[Juror, str]:
    """Return who sat that day, in the commission's order, and when: « jusqu’à 10:30 ».

    Whoever sat all day has no words.
    """
    found: dict[Juror, list[str]] = {}
    for place, member in enumerate(commission.members):
        begun = ""
        for each in (each for each in replaced if each.place == place):
            found.setdefault(each.member, []).append(_between(begun, hour(each.wall)))
            begun = hour(each.wall)
        found.setdefault(member, []).append(_between(begun, ""))
    return {member: " et ".join(filter(None, words)) for member, words in found.items()}


def described(sat: dict[Juror, str]) -> Iterable[str]:
    """Yield each of :func:`who_sat` as a document names them, the hours at the end."""
    for member, when in sat.items():
        yield f"{member.described} ({when})" if when else member.described


def _between(begun: str, ended: str) -> str:
    if begun and ended:
        return f"de {begun} à {ended}"
    return f"jusqu’à {ended}" if ended else f"à partir de {begun}" if begun else ""
