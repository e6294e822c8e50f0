"""The choice of a séance's grid, as its form has it."""

from __future__ import annotations

from e33tui.domain.rubric import Rubric
from e33tui.screens.base import PlaceScreen
from e33tui.screens.fields import Choice
from e33tui.service import Service
from e33tui.signs import NAMELY

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


def _words(rubric: Rubric) -> str:
    return f"{rubric.code}{NAMELY}{_USES[rubric.use]}"
