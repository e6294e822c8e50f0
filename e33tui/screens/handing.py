"""A candidate handed over from the list: to another commission, to another day, or taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain.roster import ANOTHER_DAY, TO_FIELD
from e33tui.domain.text import NAME_LIMIT, required
from e33tui.screens.dialogs import Ask, Menu
from e33tui.service.day import DayRow

if TYPE_CHECKING:
    from e33tui.screens.home import HomeScreen

_GO = (
    ("no", "n", "Ne rien changer"),
    ("other", "c", "À une autre commission"),
    ("day", "r", "À reconvoquer un autre jour"),
)
_COME = (
    ("no", "n", "Ne rien changer"),
    ("file", "f", "Refaire le fichier pour l’autre séance"),
    ("back", "i", "Examiner ici finalement"),
)
_ABOUT = "Un fichier est écrit pour l’autre séance, qui l’importe ; ici, plus rien n’est attendu."
_TAKEN_BACK = "{} est de nouveau attendu ici. Le fichier déjà remis n’est plus valable."


async def hand_over(screen: HomeScreen, row: DayRow) -> None:
    """Ask what is to become of a candidate, and do it."""
    name, passage = row.candidate.full_name, row.entry.passage
    work = screen.service.from_list
    elsewhere = row.entry.elsewhere
    title = f"{name}, {elsewhere}" if elsewhere else f"Transmettre {name}"
    answer = await screen.app.push_screen_wait(Menu(title, _COME if elsewhere else _GO, _ABOUT))
    if answer == "back":
        screen.change_day(lambda: work.take_back(passage), lambda _: _TAKEN_BACK.format(name))
    elif answer == "file":
        to = row.entry.handed_to
        screen.change_day(lambda: work.write_file(to), lambda path: _file(screen, path))
    elif answer in ("other", "day"):
        to = ANOTHER_DAY if answer == "day" else await _ask_where(screen, name)
        if to:
            screen.change_day(
                lambda: work.hand_over(passage, to), lambda path: _file(screen, path, name)
            )


async def _ask_where(screen: HomeScreen, name: str) -> str:
    """Return which commission it is, in words; nothing if that was given up."""
    answer = await screen.app.push_screen_wait(
        Ask(
            f"Confier {name} à une autre commission",
            TO_FIELD,
            "Par exemple : commission 2.",
            draft="ask:hand",
            check=lambda text: required(TO_FIELD, text, limit=NAME_LIMIT),
        )
    )
    return answer or ""


def _file(screen: HomeScreen, path: Path, name: str = "") -> str:
    """Return where the file lies: what the other séance imports."""
    folder = screen.service.folder
    shown = path.relative_to(folder) if path.is_relative_to(folder) else path
    begun = f"{name} n’est plus attendu ici. " if name else ""
    return f"{begun}Fichier à importer dans l’autre séance : {shown}"
