"""The choice of a séance's grid, as its form has it."""

from __future__ import annotations

from e33tui.domain.errors import E33Error, InputError
from e33tui.domain.identity import DATE_FIELD
from e33tui.domain.rubric import Rubric
from e33tui.screens.base import PlaceScreen
from e33tui.screens.fields import Choice
from e33tui.service import Service
from e33tui.signs import NAMELY

_FIELDS = {"Session": "session", "Centre d’examen": "centre", DATE_FIELD: "date"}
_USES = {"exam": "épreuve", "training": "entraînement"}


def grid_choice(service: Service) -> Choice:
    """Return the choice among the grids that there are; the present one alone once it is settled."""
    used, open_to_choice = service.rubric, service.may_change_grid
    grids = service.grids if open_to_choice else (used,)
    choice = Choice(tuple((each.id, _words(each)) for each in grids), used.id, name="rubric")
    choice.disabled = not open_to_choice
    return choice


def chosen_grid(screen: PlaceScreen) -> Rubric:
    """Return the grid that a form's choice stands on."""
    service, wanted = screen.service, screen.query_one("#rubric", Choice).value
    used = service.rubric
    return used if wanted == used.id else next(each for each in service.grids if each.id == wanted)


def in_words_of(error: E33Error, rubric: Rubric) -> E33Error:
    """Return what is wrong with a field, called as the grid's own form calls it."""
    if not isinstance(error, InputError) or error.field not in _FIELDS:
        return error
    label = getattr(rubric.identification, _FIELDS[error.field])
    return InputError(error.field, error.message.replace(error.field, label))


def _words(rubric: Rubric) -> str:
    return f"{rubric.code}{NAMELY}{_USES[rubric.use]}"
