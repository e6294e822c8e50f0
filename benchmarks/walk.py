"""A passage from the list of candidates to its lock, key by key, with what each key must show.

The terminals that play it measure what it sends, or how long it takes on a slow line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from benchmarks import scene
from benchmarks.scene import BACKSPACE, DOWN, ENTER

ESCAPE: Final = "\x1b"
UP: Final = "\x1b[A"
YES: Final = "o"
NEXT: Final = scene.key("next")
LEVELS: Final = scene.key("levels")
BACK: Final = scene.key("back")

OBSERVATIONS: Final = (
    "+ enquête clientèle datée, croisée avec le fichier de caisse",
    "- pas de lien avec la stratégie ; l’étude manque, mais les coûts sont chiffrés : 240 €",
    "? coût réel de la carte de fidélité, après remise",
)
"""What is typed: accents, signs, marks, and a line that is longer than its field."""
COMMENT: Final = "Sources variées et datées ; l’action répond à un besoin du magasin."

_DIGITS: Final = re.compile(r"\d")


class Kind(StrEnum):
    """What a key changes."""

    SCREEN = "screen"
    """Another screen, or what opens over one and closes again."""
    CRITERION = "criterion"
    """The criterion in focus, with or without a level placed."""
    TEXT = "text"
    """Letters in a field."""
    STATE = "state"
    """Something on the same screen."""


@dataclass(frozen=True)
class Step:
    """One key, or a text, and what it shows.

    Attributes:
        name: what is done.
        keys: what the terminal sends for it.
        kind: what it changes.
        shows: words that are on the screen once it is done.
        hides: words that no longer are.
    """

    name: str
    keys: str
    kind: Kind
    shows: str = ""
    hides: str = ""

    def is_done(self, before: str, now: str) -> bool:
        """Tell whether a screen's text, that was another before, is what the step shows.

        Digits alone are a clock that ticks.
        """
        shown, hidden, text = flat(self.shows), flat(self.hides), flat(now)
        moved = _DIGITS.sub("0", before) != _DIGITS.sub("0", now)
        return moved and shown in text and not (hidden and hidden in text)


def flat(text: str) -> str:
    """Return a screen's text without blanks: where it is wrapped says nothing."""
    return "".join(text.split())


def _screen(name: str, keys: str, shows: str = "", hides: str = "") -> Step:
    return Step(name, keys, Kind.SCREEN, shows, hides)


def _over(name: str, keys: str) -> tuple[Step, Step]:
    """Something that opens over a screen, and Escape."""
    return _screen(name, keys), _screen(f"{name}: close", ESCAPE)


def _typed(name: str, text: str) -> Step:
    return Step(name, text, Kind.TEXT, text[-12:].strip())


def _move(name: str, keys: str) -> Step:
    return Step(name, keys, Kind.CRITERION)


# One candidate, from the list to the lock

ARRIVING: Final = (
    _screen("open a candidate", ENTER, "émargement"),
    _screen("identity checked", NEXT, "Présentation numérique"),
    _screen("the presentation is there", NEXT, "1er temps"),
)
STARTING: Final = Step("start the clock", NEXT, Kind.STATE, hides="démarrer")
OBSERVING: Final = tuple(
    step
    for place, text in enumerate(OBSERVATIONS, 1)
    for step in (
        _typed(f"observation {place}", text),
        Step(f"enter observation {place}", ENTER, Kind.STATE),
        _move("the next criterion", DOWN),
    )
)
PLACING: Final = (
    *[_move("the criterion before", UP)] * 3,
    Step("to the levels", LEVELS, Kind.CRITERION),
    *(_move(f"place level {level}", level) for level in "2343"),
    Step("back to the observations", LEVELS, Kind.CRITERION),
)
INTERVIEW: Final = (
    _screen("end the 1er temps: it asks", NEXT, "La terminer"),
    _screen("yes", YES, "2nd temps"),
)
OUT: Final = (
    _screen("end the 2nd temps: it asks", NEXT, "Terminer ce temps"),
    _screen("yes, the candidate leaves", YES, "sorti"),
    _screen("the candidate has left", NEXT, "Profil"),
)
JUDGING: Final = (
    *[_move("a level that was missing", "3")] * 6,
    _typed("the note", "13,5"),
    _screen("enter the note", ENTER, "Appréciation"),
)
WRITING: Final = (
    _typed("a comment", COMMENT),
    _screen("the next text", scene.key("next_text")),
    *[_screen("nothing to report", scene.key("nothing"))] * 3,
    _typed("the appraisal", COMMENT),
)
LOCKING: Final = (
    _screen("to the lock", NEXT, "Tout est là"),
    _screen("lock it, the verso is made", NEXT, ".pdf"),
)
PASSAGE: Final = (
    *ARRIVING,
    STARTING,
    *OBSERVING,
    *PLACING,
    *INTERVIEW,
    STARTING,
    *OBSERVING[:2],
    *OUT,
    *JUDGING,
    *WRITING,
    *LOCKING,
)
"""The whole of it."""
BEGINNING: Final = (
    *(*ARRIVING, STARTING, _typed("a word", "prix")),
    Step("enter it", ENTER, Kind.STATE),
    _move("the next criterion", DOWN),
    Step("to the levels", LEVELS, Kind.CRITERION),
    _move("place a level", "2"),
)
"""A few of its steps, one of each kind."""


# What else has a screen

LIST: Final = (
    _screen("the séance's form", scene.key("settings")),
    _screen("back from the form", BACK),
    _screen("add a candidate", scene.key("add")),
    _screen("back from the candidate", BACK),
    _screen("the clôture", scene.key("closing")),
    _screen("back from the clôture", BACK),
    *_over("help on the list", scene.key("help")),
    *_over("commands on the list", scene.key("command_palette")),
)
"""From the list and back."""
OVER: Final = (
    *_over("help on a timed screen", scene.key("help")),
    *_over("commands on a timed screen", scene.key("command_palette")),
    *_over("correct the clock", scene.key("clock")),
    *_over("end otherwise", scene.key("ending")),
    *_over("an incident", scene.key("incident")),
    _screen("the neutral screen", scene.key("blank")),
    _screen("back from the neutral screen", scene.key("blank")),
)
"""What opens over a timed screen."""
AFTERWARDS: Final = (
    _screen("history", scene.key("history")),
    _screen("back from the history", BACK),
    _screen("the list again", scene.key("home")),
)
"""Once a passage is locked."""


def criteria(count: int) -> tuple[Step, ...]:
    """Return the moves over all criteria of a timed screen, and a level placed on each.

    Args:
        count: how many places the focus has.
    """
    down = [_move("down", DOWN)] * (count - 1)
    up = [_move("up", UP)] * (count - 1)
    placed = [_move("place", "3")] * (count - 1)
    cleared = [_move("up", UP), _move("clear", BACKSPACE)]
    return (
        *(*down, *up, _move("to the levels", LEVELS), *down, *up),
        *(*placed, *cleared, _move("back to the observations", LEVELS)),
    )
