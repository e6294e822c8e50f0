"""What a commission does with its keys, screen by screen, on any size of terminal."""

from __future__ import annotations

import re

from tests.end_to_end.terminal import Terminal

CENTRE = "Lycée Hélène-Boucher, Nœux-les-Mines"
NAME = "LE BŒUF-GUÉRIN"
GIVEN_NAME = "Anaïs Héloïse"
NUMBER = "0260117"
TEACHER = "Cécile D'Hœur"
PROFESSIONAL = "Loïc Père-Noël"
FUNCTION = "Gérante"
COMPANY = "Aux Délices d'Été"

OBSERVATIONS = ("+ enquête Quartz auprès des abonnés", "- chiffres Obsidienne non datés")
QUESTION = "? coût de la carte Saphir"
"""As typed: the sign before each is its mark."""
_CLOCK = re.compile(r"(\d\d):(\d\d) / 15:00")
PLAIN = "regarde ses diapositives Topaze"


def next_field(terminal: Terminal, label: str) -> None:
    """Go on to the field of that label."""
    row = terminal.emulator.cursor[0]
    terminal.press("Tab")
    terminal.wait_until(
        lambda: (
            terminal.emulator.cursor_visible
            and terminal.emulator.cursor[0] != row
            and terminal.before_cursor.strip().startswith(label)
        ),
        f"the field {label}",
    )


def set_up(terminal: Terminal, until: str = "Aucun candidat") -> None:
    """Fill the form of a new séance: a teacher and a professional."""
    terminal.wait_for("Nouvelle séance")
    terminal.type(CENTRE)
    next_field(terminal, "Date")
    terminal.press("Tab")
    next_field(terminal, "Nom")
    terminal.type(TEACHER)
    terminal.press("Tab", "Tab")
    next_field(terminal, "Nom")
    terminal.type(PROFESSIONAL)
    next_field(terminal, "Fonction")
    terminal.type(FUNCTION)
    next_field(terminal, "Entreprise")
    terminal.type(COMPANY)
    terminal.press("^N", until=until)


def add_candidate(
    terminal: Terminal, name: str = NAME, given: str = GIVEN_NAME, number: str = NUMBER
) -> None:
    """Add a candidate by hand, from the list."""
    terminal.press("a", until="Nouveau candidat")
    terminal.type(name)
    next_field(terminal, "Prénom")
    terminal.type(given)
    next_field(terminal, "Numéro")
    terminal.type(number)
    terminal.press("^N", until="Candidat enregistré")
    terminal.wait_for(name, number)


def sit_down(terminal: Terminal) -> None:
    """Go on with the oral that is under way: the list stands on it, so one key is enough."""
    terminal.wait_for("⏎ ouvrir")
    terminal.press("⏎", until="1er temps · Présentation")


def clock(terminal: Terminal) -> int:
    """Return the seconds that the screen's clock shows in the 1er temps."""
    terminal.wait_until(lambda: _CLOCK.search(terminal.flat) is not None, "a clock")
    found = _CLOCK.search(terminal.flat)
    assert found is not None
    return int(found[1]) * 60 + int(found[2])


def arrive(terminal: Terminal) -> None:
    """Open the chosen candidate, identity checked."""
    terminal.press("⏎", until="émargement signé")
    terminal.press("^N", until="Présentation numérique ?")


def start_presentation(terminal: Terminal) -> None:
    """Say that the presentation is there, and start the clock."""
    terminal.press("^N", until="1er temps · Présentation")
    terminal.wait_for("à démarrer")
    terminal.press("^N")
    terminal.wait_gone("à démarrer")


def observe(terminal: Terminal, text: str) -> None:
    """Make an observation on the criterion in focus."""
    terminal.type(text)
    terminal.press("⏎")
    words = text.lstrip("+-? ")
    terminal.wait_until(
        lambda: words not in terminal.before_cursor and words in terminal.flat, f"seen: {text}"
    )


def start_interview(terminal: Terminal) -> None:
    """End the 1er temps, begun less than a minute ago so that it asks, and start the 2nd."""
    terminal.press("^N", until="La terminer ?")
    # In 60 columns what is to cover takes the place of its other name.
    terminal.press("o", until="2nd temps")
    terminal.wait_for("2nd temps", "à démarrer")
    terminal.press("^N")
    terminal.wait_gone("à démarrer")


def place_levels(terminal: Terminal, *characters: str) -> None:
    """Place levels from the criterion in focus on, by the keys' characters."""
    terminal.press("Tab", until="▸ 1 Novice")
    terminal.press(*characters)
    terminal.press("Tab")
    terminal.wait_gone("▸ 1 Novice")


def end_early(terminal: Terminal, *left: str) -> None:
    """End the 2nd temps with most of its time left; it says so and asks.

    Args:
        terminal: where the clock runs.
        left: how what is left may begin; all of 25 minutes is, within the first second.
    """
    terminal.press("^N", until="Terminer ce temps ?")
    wanted = [f"Il reste {begins}" for begins in left or ("24:", "25:00")]
    terminal.wait_until(lambda: any(text in terminal.flat for text in wanted), repr(wanted))
    terminal.press("o", until="Le candidat est-il sorti ?")


def below(terminal: Terminal, row: int) -> None:
    """Wait until the cursor stands below a row."""
    terminal.wait_until(lambda: terminal.emulator.cursor[0] > row, "a new line")


def write(terminal: Terminal, text: str) -> None:
    """Write one of the five texts, a paragraph a line."""
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            row = terminal.emulator.cursor[0]
            terminal.press("⏎")
            below(terminal, row)
        terminal.type(paragraph)


def leave(terminal: Terminal) -> int:
    """Quit, and return the program's code."""
    terminal.press("^C")
    return terminal.wait_end()
