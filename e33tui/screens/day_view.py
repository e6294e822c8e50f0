"""The list of the day in words: présence, avancement and mentions, each by symbol and word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from rich.cells import cell_len

from e33tui import signs
from e33tui.domain.clock import Instant, PartStatus, clock_time, minutes_seconds
from e33tui.domain.identity import NO_EXTRA_TIME, Accommodation, Candidate, Juror
from e33tui.domain.passage import Mention, Passage, Presence, Progress
from e33tui.keymap import key
from e33tui.look import look
from e33tui.screens.panes import is_wide
from e33tui.screens.view import fit

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
_MENTIONS = {
    Mention.NO_IDENTITY: (signs.NO_IDENTITY, "sans pièce"),
    Mention.NOT_EXAMINED: (signs.NOT_EXAMINED, "non interrogé"),
    Mention.INTERRUPTED: (signs.INTERRUPTED, "interrompu"),
    Mention.WITHDREW: (signs.WITHDREW, "abandon"),
    Mention.EXCLUDED: (signs.EXCLUDED, "exclu"),
    Mention.INCIDENT: (signs.INCIDENT, "incident"),
    Mention.TO_RESUMMON: (signs.TO_RESUMMON, "à reconvoquer"),
    Mention.AMENDED: (signs.AMENDED, "rectifié"),
}
"""A sign that any terminal has, and as few words as tell it from the others."""
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
    known = [_MENTIONS[mention] for mention in mentions]
    if look().plain:
        return ", ".join(word for _, word in known)
    words = "  ".join(f"{symbol} {word}" for symbol, word in known)
    symbols = [str(symbol) for symbol, _ in known]
    spaced = " ".join(symbols)
    return next((text for text in (words, spaced) if cell_len(text) <= room), "".join(symbols))


# -- The columns ------------------------------------------------------------------------------

_PRESENCE = 9
_PROGRESS = 17
_NAME = 26
"""The name that the list has room for before mentions get words."""
_WORDS = 15
_SIGNS = 5
_NUMBER = 20
_NARROW_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the columns of the list are.

    Attributes:
        number: the candidate's number.
        name: *nom et prénom*.
        mentions: what is left for the mentions.
        wide: présence and avancement have a column each, and mentions their words.
        gap: the blanks between two columns.
    """

    number: int
    name: int
    mentions: int
    wide: bool
    gap: int

    def join(self, *cells: str) -> str:
        """Return cells as one line."""
        return (" " * self.gap).join(cells)


def columns(rows: Sequence[DayRow], width: int) -> Columns:
    """Return the columns for these candidates on a terminal of ``width`` columns."""
    wide = is_wide(width)
    number = min(_widest((row.candidate.number for row in rows), "Numéro"), _NUMBER)
    name = _widest((row.candidate.full_name for row in rows), "Nom et prénom")
    for gap in (2, 1) if wide else (1,):
        fixed = _PRESENCE + gap + _PROGRESS + gap if wide else _PROGRESS + gap
        # A blank at each side and a scroll bar.
        room = width - 3 - 2 * gap - fixed
        if room >= number + min(name, _NAME) + _SIGNS:
            break
    number = min(number, room - min(name, _NAME) - _SIGNS if wide else _NARROW_NUMBER)
    wanted = _WORDS if wide else _SIGNS
    name = min(name, max(room - number - wanted, min(_NAME, room - number - _SIGNS)))
    return Columns(number, name, room - number - name, wide, gap)


def _widest(texts: Iterable[str], title: str) -> int:
    return max([cell_len(title), *(cell_len(text) for text in texts)])


def heading(shape: Columns) -> str:
    """Return the line above the list."""
    if look().plain:
        return "Candidats : nom, numéro, état"
    who = (fit("Numéro", shape.number), fit("Nom et prénom", shape.name))
    if not shape.wide:
        return shape.join(*who, "État")
    return shape.join(*who, fit("Présence", _PRESENCE), fit("Avancement", _PROGRESS), "Mentions")


def who_text(row: DayRow, shape: Columns) -> str:
    """Return the first columns of a candidate's line."""
    who = row.candidate
    if look().plain:
        return f"{who.full_name}, {who.number}, "
    return shape.join(fit(who.number, shape.number), fit(who.full_name, shape.name), "")


def state_text(row: DayRow, shape: Columns, now: Instant) -> str:
    """Return the other columns of a candidate's line."""
    passage = row.passage
    mentions = mentions_text(passage.mentions if passage else (), shape.mentions)
    if look().plain:
        return ", ".join(filter(None, (status_text(passage, now), mentions)))
    if not shape.wide:
        return shape.join(fit(status_text(passage, now), _PROGRESS), mentions).rstrip()
    presence = presence_text(passage.presence if passage else Presence.EXPECTED)
    progress = progress_text(passage, now)
    return shape.join(fit(presence, _PRESENCE), fit(progress, _PROGRESS), mentions).rstrip()


# -- In words -----------------------------------------------------------------------------------


def chosen_text(row: DayRow) -> str:
    """Return all that the list says of one candidate, in words."""
    passage = row.passage
    said = [row.candidate.full_name]
    if row.problem:
        return f"{said[0]}{signs.SEPARATOR}fichier endommagé"
    if row.unread:
        return said[0]
    said += lost_text(row.candidate)
    if passage is None:
        return str(signs.SEPARATOR).join(
            [*said, str(Presence.EXPECTED), *_extra(row.entry.accommodation)]
        )
    said += [arrival_text(passage), *_extra(passage.accommodation)]
    if passage.mentions:
        said.append(", ".join(passage.mentions))
    return str(signs.SEPARATOR).join([*said, *_left(passage)])


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

    count = len(missing(passage))
    points = f"{count} point{'s' if count > 1 else ''}"
    reopened = [_REOPENED[passage.amending]] if passage.versions else []
    return [*reopened, f"à rédiger : {points}" if count else "fiche complète, à verrouiller"]


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
        return f"Passage interrompu : {name}. {key('open')} le reprend à l’endroit quitté."
    return f"Passage ouvert dans un autre terminal ({holder}) : {name}. {key('open')} pour le reprendre ici."
