"""What a commission does once the oral is over: levels, note, texts, the lock."""

from __future__ import annotations

from collections.abc import Mapping

from e33tui import rubric
from tests.end_to_end.commission import write
from tests.end_to_end.terminal import Terminal

NOTHING: Mapping[int, str] = {}
TEXTS = len(rubric.load().texts)


def show_grid(terminal: Terminal) -> None:
    """Say that the candidate has left."""
    terminal.wait_for("Le candidat est-il sorti ?")
    terminal.press("^N", until="Profil global")


def place_crosses(terminal: Terminal, characters: str) -> None:
    """Place the ten crosses from the first on; the last leads to the note."""
    terminal.press(*characters)
    await_note(terminal)


def await_note(terminal: Terminal) -> None:
    """Wait for the cursor in the note's field."""
    terminal.wait_until(
        lambda: terminal.emulator.cursor_visible and "Note ▸" in terminal.before_cursor,
        "the note's field",
    )


def give_note(terminal: Terminal, note: str) -> None:
    """Type the note and go on to the texts."""
    terminal.type(note)
    terminal.press("⏎", until="Appréciation ·")


def write_texts(terminal: Terminal, texts: Mapping[int, str], appraisal: str) -> None:
    """Write the five texts, counted from 1; *rien à signaler* where there is none."""
    for place in range(1, TEXTS):
        terminal.wait_for(f"· {place}/{TEXTS}")
        if place in texts:
            write(terminal, texts[place])
            terminal.press("Tab")
        else:
            terminal.press("^Y")
    write_appraisal(terminal, appraisal)


def write_appraisal(terminal: Terminal, appraisal: str) -> None:
    """Write the last text, which is on the screen, and go on to the lock."""
    terminal.wait_for(f"· {TEXTS}/{TEXTS}")
    write(terminal, appraisal)
    terminal.press("^N", until="Tout est là")


def lock(terminal: Terminal, version: int = 1) -> None:
    """Lock, and wait until the document is there too."""
    terminal.press("^N", until=f"Fiche verrouillée et scellée (version {version})")
    # Wherever the path is wrapped.
    terminal.wait_until(lambda: ".pdf" in "".join(terminal.screen.split()), "the verso's path")
