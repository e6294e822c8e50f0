"""A new séance's form filled from a previous one; nothing is saved until it is confirmed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from e33tui.domain.errors import InputError
from e33tui.domain.identity import french_date, parse_date
from e33tui.domain.note import show_band
from e33tui.domain.sitting import Sitting
from e33tui.keymap import key
from e33tui.screens.dialogs import Ask
from e33tui.screens.fields import Choice, LineInput
from e33tui.screens.in_thread import in_thread
from e33tui.service.model import FIELD, kept_on, latest_beside, read_model, session_on

if TYPE_CHECKING:
    from e33tui.screens.setup import SetupScreen

_TITLE = "Reprendre d’une autre séance"
_TEXT = (
    "Grille, session, centre, commission, plages et durée de conservation viennent dans le "
    "formulaire, sans aucun candidat. Rien n’est enregistré avant votre accord, et l’autre séance "
    "n’est que lue."
)
_TAKEN = "Repris de la séance du {}. Vérifiez, puis {} enregistre."


async def take_model(screen: SetupScreen) -> None:
    """Ask for the folder of a séance and fill the form with its settings."""
    beside = await in_thread(latest_beside, screen.service.folder)
    found: list[Sitting] = []

    def read(text: str) -> None:
        found[:] = [read_model(text)]

    question = Ask(
        _TITLE,
        FIELD,
        _TEXT,
        draft="ask:model",
        check=read,
        check_waits=True,
        proposed=str(beside or ""),
    )
    if await screen.app.push_screen_wait(question) is None or screen.going:
        return
    model = found[0]
    for name, value in _values(screen, model).items():
        field = screen.query_one(f"#{name}")
        if isinstance(field, Choice):
            field.choose(value)
        elif isinstance(field, LineInput):
            field.value = value
    screen.notice(_TAKEN.format(french_date(model.date), key("save")))
    screen.query_one("#date").focus()


def _values(screen: SetupScreen, model: Sitting) -> dict[str, str]:
    """Return what the model has for each field of the form, by its name."""
    try:
        date = parse_date(screen.value("date"))
    except InputError:
        date = time.strftime("%Y-%m-%d")
    first, second = model.commission.members[:2]
    grids = (each for each in screen.service.grids if each.id == model.rubric)
    rubric = screen.rubric
    session = session_on(model, date, next(grids, rubric))
    bands = {band.level: show_band(band, rubric.note) for band in model.bands}
    return {
        "rubric": model.rubric,
        # Else what is proposed stands there, the chosen grid's.
        **({"session": session} if session else {}),
        "centre": model.centre,
        "title1": first.title,
        "name1": first.name,
        "capacity2": second.capacity,
        "title2": second.title,
        "name2": second.name,
        "function2": second.function,
        "company2": second.company,
        **{f"band{level.number}": bands.get(level.number, "") for level in rubric.levels},
        "keep": french_date(kept_on(model, date)),
    }
