"""What the ways lead to, and the questions on them; screens are imported on first use."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from e33tui.actions import Action, Place, actions_at
from e33tui.domain.errors import E33Error
from e33tui.domain.passage import Step
from e33tui.domain.remark import PartId
from e33tui.domain.wording import head_named
from e33tui.keymap import key_names, keymap, own_key
from e33tui.screens.base import PlaceScreen
from e33tui.screens.dialogs import Ask, confirm
from e33tui.screens.fields import LineInput
from e33tui.screens.help import Help
from e33tui.screens.in_thread import in_thread
from e33tui.signs import NAMELY

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.screens.comparing import WayBack
    from e33tui.screens.desk_screen import DeskScreen
    from e33tui.service import DayRow, Service
    from e33tui.service.desk import Desk

_SCREENS = {
    Step.IDENTIFICATION: ("identification", "IdentificationScreen"),
    Step.GATE: ("gate", "GateScreen"),
    Step.PRESENTATION: ("exam", "ExamScreen"),
    Step.INTERVIEW: ("exam", "ExamScreen"),
    Step.CANDIDATE_OUT: ("candidate_out", "CandidateOutScreen"),
    Step.PROFILE: ("profile", "ProfileScreen"),
    Step.APPRAISAL: ("appraisal", "AppraisalScreen"),
    Step.LOCK: ("lock", "LockScreen"),
    Step.VERSO: ("verso", "VersoScreen"),
}

PATIENCE = 0.5
"""Seconds that a question waits at most for what the disk would add to it."""


def step_screen(step: Step, desk: Desk) -> DeskScreen:
    """Return the screen of one step of the walk, for the passage on ``desk``."""
    module, name = _SCREENS[step]
    kind = getattr(import_module(f"e33tui.screens.{module}"), name)
    screen: DeskScreen = kind(PartId(step.value)) if name == "ExamScreen" else kind()
    screen.desk = desk
    return screen


def history(desk: Desk, origin: Step) -> DeskScreen:
    """Return what was: the changes and versions of the passage on ``desk``, and back to ``origin``."""
    from e33tui.screens.history import HistoryScreen

    return HistoryScreen(desk, origin)


def observations(origin: DeskScreen) -> DeskScreen:
    """Return all observations of the passage that ``origin`` shows, and back to there."""
    from e33tui.screens.observations import ObservationsScreen

    return ObservationsScreen(origin.desk, origin.step, origin.focus_id)


def place_on(step: Step, place: str) -> str:
    """Return what tells a step's screen where to stand: on a criterion, a text or the note."""
    from e33tui.service.draft import GRID, TEXT

    prefixes = {Step.PROFILE: GRID, Step.APPRAISAL: TEXT}
    return f"{prefixes.get(step, '')}{place}" if place else ""


def home(*, onward: bool = False) -> PlaceScreen:
    """Return the list of the day's candidates, on the next one to examine or the last one open."""
    from e33tui.screens.home import HomeScreen

    return HomeScreen(onward=onward)


def harmonisation(way: WayBack | None = None) -> PlaceScreen:
    """Return the day's passages side by side, as they were left for one of them."""
    from e33tui.screens.harmonisation import HarmonisationScreen

    return HarmonisationScreen(way)


def first(service: Service) -> PlaceScreen:
    """Return the screen to begin with: setting up, a form that was cut short, or the day."""
    form = service.form_cut_short
    if form.startswith(Place.CANDIDATE):
        from e33tui.screens.candidate import CandidateScreen

        return CandidateScreen.again(form, service.sitting) or home()
    if form == Place.IMPORT and service.sitting.closing is None:
        from e33tui.screens.importing import ImportScreen

        return ImportScreen()
    if service.sitting.is_set_up and form != Place.SETUP:
        return home()
    from e33tui.screens.setup import SetupScreen

    return SetupScreen()


def help_screen(screen: PlaceScreen) -> Help:
    """Return the help of one screen, from the action table."""
    actions = [action for action in actions_at(screen.PLACE) if screen.in_help(action.id)]
    by_name = [action.label for action in actions if not keymap().keys(action)]
    rows = tuple(
        (" ".join(key_names(action)), _help(screen, action, by_name))
        for action in actions
        if keymap().keys(action)
    )
    touch, title = (
        screen.touch.help() if screen.touch else (),
        "Aide" if screen.touch else "Touches",
    )
    return Help(f"{title}{NAMELY}{screen.TITLE}", (*touch, *screen.extra_help(), *rows))


def _help(screen: PlaceScreen, action: Action, by_name: Sequence[str] = ()) -> str:
    """Return what an action does; the palette's says what is found by its name alone."""
    said = head_named(screen.service.rubric, action.help)
    if action.id == "command_palette" and by_name:
        return f"{said.removesuffix('.')} ; par là seulement : {', '.join(by_name)}."
    return said


def commands(screen: PlaceScreen) -> Iterable[SystemCommand]:
    """Return the palette's commands: what the present screen can do now."""
    for action in actions_at(screen.PLACE):
        if action.id == "command_palette" or not screen.check_action(action.id, ()):
            continue
        by = f" ({own_key(action.id)})" if keymap().keys(action) else ""
        name = f"{action.label[0].upper()}{action.label[1:]}{by}"
        method = getattr(screen, f"action_{action.id}", None)
        method = method or getattr(screen.app, f"action_{action.id}", None)
        if method is not None:
            yield SystemCommand(name, _help(screen, action), method)


async def confirm_leaving(app: E33App) -> bool:
    """Ask before leaving while a clock runs, here or left; otherwise leaving needs no question.

    Who copies by that key out of habit types on: « outil » would say yes.
    """
    typing = isinstance(app.focused, LineInput) and bool(app.focused.value)
    if app.desk is not None and app.desk.state.running is not None:
        # At once: the next key belongs to the question.
        names = app.desk.state.identification.candidate.full_name
    else:
        names = ", ".join(row.candidate.full_name for row in await _running(app.service))
    screen = app.place()
    why = screen.unfinished() if screen else ""
    if names:
        why = f"Un oral est en cours, son horloge continuera de courir : {names}."
    if not why:
        return True
    asked = confirm("Quitter e33tui ?", why)
    if typing:
        asked.expect_typing()
    return await app.push_screen_wait(asked) == "yes"


async def _running(service: Service) -> Iterable[DayRow]:
    """Return whose clock runs: as the disk says, if it does so soon, else as it was last known."""
    try:
        return await asyncio.wait_for(in_thread(service.others_running, None), PATIENCE)
    except TimeoutError:
        return [row for row in service.known_rows() if row.running]


async def save_copy(app: E33App) -> None:
    """Ask for a folder and copy the séance there, with what could not be saved in its own."""
    from e33tui.service import rescue

    try:
        proposed = str(await asyncio.wait_for(in_thread(rescue.proposed, app.service), PATIENCE))
    except (TimeoutError, RuntimeError):
        proposed = ""
    answer = await app.push_screen_wait(
        Ask(
            "Enregistrer une copie de la séance",
            rescue.FIELD,
            "Dans un autre dossier, vide ou à créer : sur une clé USB, par exemple.",
            draft="ask:copy",
            check=lambda text: rescue.parse_target(app.service, text),
            check_waits=True,
            proposed=proposed,
        )
    )
    if answer is None:
        return
    app.notice("Copie en cours…")
    try:
        target = await in_thread(rescue.parse_target, app.service, answer)
        app.notice((await in_thread(app.service.copying(target))).words)
    except E33Error as error:
        app.notice(f"! La copie n’a pas été enregistrée. {error.message}")
