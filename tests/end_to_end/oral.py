"""How a commission leads one candidate of the day up to the end of the oral."""

from __future__ import annotations

from tests.end_to_end import commission as act
from tests.end_to_end.day import Day, Person
from tests.end_to_end.terminal import Terminal

OBSERVATION = "+ enquête Quartz auprès des abonnés"


def arrive(day: Day, person: Person) -> Terminal:
    """Open a candidate, identity checked."""
    day.open(person, "émargement signé")
    day.terminal.press("^N", until="Présentation numérique ?")
    return day.terminal


def examine(day: Day, person: Person, *left: str) -> Terminal:
    """Take a candidate to the end of the oral, of which almost all the time is left."""
    arrive(day, person)
    return talk(day, *left)


def talk(day: Day, *left: str) -> Terminal:
    """Go from the question of the presentation to the end of the oral."""
    terminal = day.terminal
    act.start_presentation(terminal)
    act.observe(terminal, OBSERVATION)
    act.start_interview(terminal)
    act.end_early(terminal, *left)
    return terminal


def end_otherwise(day: Day, person: Person, letter: str, reason: str = "") -> Terminal:
    """End the presentation of a candidate by one of the other endings."""
    terminal = arrive(day, person)
    act.start_presentation(terminal)
    act.observe(terminal, OBSERVATION)
    terminal.press("^K", until="Fin particulière")
    terminal.press(letter)
    if reason:
        terminal.wait_for("Motif ▸")
        terminal.type(reason)
        terminal.press("⏎")
    terminal.wait_for("Le candidat est-il sorti ?")
    return terminal
