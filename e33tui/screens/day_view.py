"""The list of the day in words: présence, avancement and mentions, each by symbol and word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from e33tui import signs
from e33tui.domain.clock import Instant, PartStatus, clock_time, minutes_seconds
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, Candidate, Juror
from e33tui.domain.passage import Mention, Passage, Presence, Progress
from e33tui.keymap import fill, key
from e33tui.look import look
from e33tui.screens.panes import is_wide

if TYPE_CHECKING:
    from e33tui.service import DayRow

DAMAGED = "! fichier endommagé"
_SYMBOLS = {
    Presence.EXPECTED: signs.EXPECTED,
    Presence.PRESENT: signs.PRESENT,
    Presence.ABSENT: signs.ABSENT,
    Progress.TO_COME: signs.NOT_YET,
    Progress.IN_PROGRESS: signs.IN_PROGRESS,
    Progress.TO_WRITE: signs.TO_WRITE,
    Progress.LOCKED: signs.LOCKED,
}
Told = tuple[signs.Sign, tuple[str, ...]]
"""A sign that any terminal has, and as few words as tell it from the others, the longest first."""

MENTIONS: Final[dict[Mention, Told]] = {
    Mention.NO_IDENTITY: (signs.NO_IDENTITY, ("sans pièce",)),
    Mention.NOT_EXAMINED: (signs.NOT_EXAMINED, ("non interrogé",)),
    Mention.INTERRUPTED: (signs.INTERRUPTED, ("interrompu",)),
    Mention.WITHDREW: (signs.WITHDREW, ("abandon",)),
    Mention.EXCLUDED: (signs.EXCLUDED, ("exclu",)),
    Mention.INCIDENT: (signs.INCIDENT, ("incident",)),
    Mention.TO_RESUMMON: (signs.TO_RESUMMON, ("à reconvoquer",)),
    Mention.AMENDED: (signs.AMENDED, ("rectifié",)),
}
LATE: Final[Told] = (signs.LATE, ("en retard",))
_REOPENED = {False: "fiche rouverte", True: "rectification en cours"}
_PARTS = {
    PartStatus.WAITING: "à démarrer",
    PartStatus.RUNNING: "en cours",
    PartStatus.PAUSED: "en pause",
    PartStatus.ENDED: "terminé",
}


def presence_symbol(presence: Presence) -> str:
    """Return the sign of a présence."""
    return str(_SYMBOLS[presence])


def beside(sign: object, words: object) -> str:
    """Return a sign with its words; the plain mode has the words alone."""
    return f"{sign} {words}".lstrip()


def presence_text(presence: Presence) -> str:
    """Return whether the candidate has come, by symbol and word."""
    return beside(_SYMBOLS[presence], presence)


def progress_text(passage: Passage | None, now: Instant) -> str:
    """Return how far the passage has come; a clock that is on tells its time."""
    progress = passage.progress if passage else Progress.TO_COME
    if passage is None or progress is not Progress.IN_PROGRESS:
        # Nothing is to come from somebody who is not there.
        gone = passage is not None and passage.absent and progress is Progress.TO_COME
        return str(signs.NOT_YET) if gone else beside(_SYMBOLS[progress], progress)
    part = passage.clock_on
    if part is None:
        return beside(_SYMBOLS[progress], progress)
    timing = passage.timing(part)
    symbol = signs.ON_PAUSE if timing.status is PartStatus.PAUSED else _SYMBOLS[progress]
    name = passage.rubric.part(part.value).name
    return beside(symbol, f"{name} {_elapsed(timing.elapsed(now))}")


def _elapsed(milliseconds: int) -> str:
    """Return the time of a clock; in the plain mode nothing that moves every second."""
    if look().plain:
        return f"{milliseconds // 60_000} min"
    return minutes_seconds(milliseconds)


def status_text(passage: Passage | None, now: Instant) -> str:
    """Return présence until the oral is on, and then avancement: for one narrow column."""
    presence = passage.presence if passage else Presence.EXPECTED
    if passage is None or passage.progress is Progress.TO_COME:
        return presence_text(presence)
    return progress_text(passage, now)


def mentions_text(mentions: Iterable[Mention], room: int) -> str:
    """Return the mentions by symbol and word; by symbol alone where there is no room for words."""
    return told_text([MENTIONS[mention] for mention in mentions], room)


def told_text(told: Sequence[Told], room: int) -> str:
    """Return mentions and their like, in as many words as there is room for."""
    if look().plain:
        return ", ".join(words[0] for _, words in told)
    shapes = (
        "  ".join(f"{symbol} {words[0]}" for symbol, words in told),
        "  ".join(f"{symbol} {words[-1]}" for symbol, words in told),
        " ".join(str(symbol) for symbol, _ in told),
    )
    close = "".join(str(symbol) for symbol, _ in told)
    return next((text for text in shapes if cell_len(text) <= room), close)


# -- In words -----------------------------------------------------------------------------------


def chosen_text(row: DayRow, *, late: bool = False) -> str:
    """Return all that the list says of one candidate, in words.

    Args:
        row: the candidate.
        late: whether their hour and turn have come, and they have not.
    """
    passage = row.passage
    said = [row.candidate.full_name]
    if row.problem:
        return f"{said[0]}{signs.SEPARATOR}fichier endommagé"
    if row.unread:
        return said[0]
    said += lost_text(row.candidate)
    extra = passage.accommodation if passage else row.entry.accommodation
    said += [*_presence(row, late=late), *_extra(extra)]
    mentions = passage.mentions if passage else ()
    if mentions:
        said.append(", ".join(mentions))
    if row.entry.handed_to and row.entry.elsewhere not in mentions:
        said.append(row.entry.elsewhere)
    return str(signs.SEPARATOR).join([*said, *(_left(passage) if passage else ())])


def _presence(row: DayRow, *, late: bool) -> list[str]:
    """Return whether the candidate has come, or for when they are awaited here."""
    state, hour = row.passage, row.entry.convocation
    if state is not None and state.presence is not Presence.EXPECTED:
        return [arrival_text(state)]
    if row.entry.handed_to:
        return []
    awaited = f"{Presence.EXPECTED} à {hour}" if hour else str(Presence.EXPECTED)
    return [f"{awaited}, en retard" if late else awaited]


def title_text(rows: Sequence[DayRow], minutes: int, closed: str, width: int) -> str:
    """Return what the list says of the whole day: how many, what is left, how late it is.

    Args:
        rows: the candidates.
        minutes: how late the day is; 0 says nothing.
        closed: since when the séance is closed; nothing while it is not.
        width: the terminal's columns.
    """
    states = [row.passage for row in rows if row.passage]
    to_write = sum(state.progress is Progress.TO_WRITE for state in states)
    to_examine = sum(row.to_examine for row in rows)
    count = f"{len(rows)} candidat{'s' if len(rows) > 1 else ''}"
    told = [
        # On a day that has not begun it would be said twice.
        f"à examiner : {to_examine}" if 0 < to_examine < len(rows) and not closed else "",
        f"à rédiger : {to_write}" if to_write else "",
        f"retard {_length(minutes)}" if minutes and not closed else "",
        closed,
    ]
    said = [count, *filter(None, told)]
    gap = str(signs.APART if is_wide(width) else signs.SEPARATOR)
    shapes = (
        gap.join(said),
        gap.join(said).replace("séance ", ""),
        str(signs.SEPARATOR).join(said[1:]),
    )
    return next((f" {text}" for text in shapes if len(text) < width - 2), f" {shapes[-1]}")


def _length(minutes: int) -> str:
    """Return « 12 min », or « 2 h 05 » from an hour on."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"


def arrival_text(passage: Passage) -> str:
    """Return the présence, with the time of arrival: « présent, arrivée à 10:02 »."""
    arrived = f", arrivée à {clock_time(passage.arrived)}" if passage.arrived else ""
    return f"{passage.presence}{arrived}"


def lost_text(candidate: Candidate) -> list[str]:
    """Return that a name is not spelt as on an identity document, where letters are replaced."""
    if not look().ascii:
        return []
    from e33tui.terminal.ability import of_this_terminal
    from e33tui.terminal.letters import lost_letters

    lost = lost_letters(candidate.full_name, of_this_terminal().letters)
    return [f"lettres remplacées, que le terminal n’a pas : {lost}"] if lost else []


def _extra(extra: Accommodation) -> list[str]:
    return [f"aménagement {extra_text(extra)}"] if extra != NO_EXTRA_TIME else []


def extra_text(extra: Accommodation) -> str:
    """Return the extra time of both *temps*: « + 05:00 et + 08:20 »."""
    both = (extra.presentation, extra.interview)
    return " et ".join(f"+ {minutes_seconds(seconds * 1000)}" for seconds in both)


def _left(passage: Passage) -> list[str]:
    """Return what is left to do, in words."""
    if passage.progress is Progress.IN_PROGRESS:
        plan = passage.rubric.part(passage.part.value)
        return [f"{plan.name} {_PARTS[passage.timing(passage.part).status]}"]
    if passage.progress is not Progress.TO_WRITE:
        amending = [_REOPENED[True]] if passage.amending else []
        return [str(passage.progress)] if passage.locked else amending
    from e33tui.domain.walk import missing
    from e33tui.domain.wording import counted

    count = len(missing(passage))
    # Never « points »: beside a name on this list, 12 points are a note.
    left = f"à rédiger : il manque {counted(count, 'élément', 'éléments')}"
    reopened = [_REOPENED[passage.amending]] if passage.versions else []
    return [*reopened, left if count else "fiche complète, à verrouiller"]


def commission_text(members: Sequence[Juror], room: int) -> str:
    """Return the commission's names as far as there is room: whole words, or nothing.

    Given names may be left out; a surname is never cut.
    """
    names = [member.name.split() for member in members]
    least = [_surname_words(name) for name in names]
    while True:
        whole = " et ".join(
            f"{member.title} {' '.join(name)}" for member, name in zip(members, names, strict=True)
        )
        if cell_len(whole) <= room:
            return whole
        longer = [name for name, kept in zip(names, least, strict=True) if len(name) > kept]
        if not longer:
            return ""
        max(longer, key=len).pop()


def _surname_words(words: Sequence[str]) -> int:
    """Return how many words in capitals a name begins with; all, where none tells its end."""
    capitals = list(takewhile(lambda word: word == word.upper(), words))
    return len(capitals or words)


def offer_text(row: DayRow, holder: str | None) -> str:
    """Return how to take up a passage that was cut short.

    Args:
        row: the passage.
        holder: which terminal has it open, ``None`` when none has.
    """
    name = row.candidate.full_name
    if holder is None:
        return f"Passage interrompu : {name}. {fill('{open}')} le reprend à l’endroit quitté."
    return f"Passage ouvert dans un autre terminal ({holder}) : {name}. {key('open')} pour le reprendre ici."
