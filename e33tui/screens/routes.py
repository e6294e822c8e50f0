"""The ways between screens, and the questions on them; screens are imported on first use."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from e33tui.actions import actions_at, key_name, key_names
from e33tui.domain.clock import PartStatus, minutes_seconds
from e33tui.domain.errors import E33Error
from e33tui.domain.passage import Passage, Step
from e33tui.domain.remark import PartId
from e33tui.screens.base import PlaceScreen
from e33tui.screens.dialogs import Help, Menu, confirm
from e33tui.store import DamagedFile, HeldElsewhere

if TYPE_CHECKING:
    from e33tui.app import E33App
    from e33tui.desk import Desk
    from e33tui.screens.desk_screen import DeskScreen
    from e33tui.service import Service

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


def step_screen(step: Step, desk: Desk) -> DeskScreen:
    """Return the screen of one step of the walk, for the passage on ``desk``."""
    module, name = _SCREENS[step]
    kind = getattr(import_module(f"e33tui.screens.{module}"), name)
    screen: DeskScreen = kind(PartId(step.value)) if name == "ExamScreen" else kind()
    screen.desk = desk
    return screen


def place_on(step: Step, place: str) -> str:
    """Return what tells a step's screen where to stand: on a criterion, a text or the note."""
    prefixes = {Step.PROFILE: "grid:", Step.APPRAISAL: "text:"}
    return f"{prefixes.get(step, '')}{place}" if place else ""


def home(*, onward: bool = False) -> PlaceScreen:
    """Return the list of the day's candidates, on the next one to examine or the last one open."""
    from e33tui.screens.home import HomeScreen

    return HomeScreen(onward=onward)


def first(service: Service) -> PlaceScreen:
    """Return the screen to begin with: setting up, or the day."""
    if service.sitting.is_set_up:
        return home()
    from e33tui.screens.setup import SetupScreen

    return SetupScreen()


def help_screen(screen: PlaceScreen) -> Help:
    """Return the help of one screen, from the action table."""
    rows = tuple((key_names(action), action.help) for action in actions_at(screen.PLACE))
    return Help(f"Touches · {screen.TITLE}", (*screen.extra_help(), *rows))


def commands(screen: PlaceScreen) -> Iterable[SystemCommand]:
    """Return the palette's commands: what the present screen can do now."""
    for action in actions_at(screen.PLACE):
        if action.id == "command_palette" or not screen.check_action(action.id, ()):
            continue
        name = f"{action.label[0].upper()}{action.label[1:]} ({key_name(action.keys[0])})"
        method = getattr(screen, f"action_{action.id}", None)
        method = method or getattr(screen.app, f"action_{action.id}", None)
        if method is not None:
            yield SystemCommand(name, action.help, method)


def running(passage: Passage) -> bool:
    """Tell whether a clock of this passage runs."""
    return any(passage.timing(part).status is PartStatus.RUNNING for part in PartId)


async def confirm_leaving(app: E33App) -> bool:
    """Ask before leaving while a clock runs, here or left; otherwise leaving needs no question."""
    if app.desk is not None and running(app.desk.state):
        # At once: the next key belongs to the question.
        names = app.desk.state.identification.candidate.full_name
    else:
        others = await asyncio.to_thread(app.service.others_running, None)
        names = ", ".join(row.candidate.full_name for row in others)
    screen = app.place()
    why = screen.unfinished() if screen else ""
    if names:
        why = f"Un oral est en cours, son horloge continuera de courir : {names}."
    if not why:
        return True
    return await app.push_screen_wait(confirm("Quitter e33tui ?", why)) == "yes"


async def tell_others(app: E33App, desk: Desk) -> str:
    """Return what to say while the oral of somebody else is on; nothing as a rule."""
    others = await asyncio.to_thread(app.service.others_running, desk.id)
    names = ", ".join(row.candidate.full_name for row in others)
    return f"! Un autre oral est en cours, son horloge court : {names}." if names else ""


async def settle_gap(app: E33App) -> str:
    """Ask whether the time nobody watched counts (design §7); return what was decided."""
    from e33tui.domain.commands import AdjustClock

    desk = app.desk
    if desk is None or desk.gap is None:
        return ""
    gap = desk.gap
    length = minutes_seconds(abs(gap.milliseconds))
    who = desk.state.identification.candidate.full_name
    precision = "" if gap.exact else " (machine redémarrée : mesure par l’heure)"
    answer = await app.push_screen_wait(
        Menu(
            "L’oral a-t-il continué pendant l’interruption ?",
            (
                ("count", "o", f"Oui : compter {length}"),
                ("drop", "n", f"Non : retirer {length} de l’horloge"),
            ),
            f"{who} : aucune activité vue pendant {length}{precision}.",
        )
    )
    desk.gap = None
    if answer != "drop":
        return f"Interruption de {length} comptée dans le temps ; ^U corrige l’horloge."
    try:
        desk.do(AdjustClock(gap.part, -gap.milliseconds))
    except E33Error as error:
        return f"! {error.message}"
    return f"Interruption de {length} retirée de l’horloge ; ^Z annule."


async def open_desk(app: E33App, passage: str) -> Desk | None:
    """Put a passage on the desk, or offer what can be done; ``None`` when it stays closed."""
    try:
        try:
            return await asyncio.to_thread(app.service.open, passage)
        except HeldElsewhere as error:
            return await offer_take_over(app, passage, error)
        except DamagedFile as error:
            return await offer_previous(app, passage, error)
    except E33Error as error:
        app.notice(f"! {error.message}", warning=True)
        return None


async def offer_take_over(app: E33App, passage: str, error: HeldElsewhere) -> Desk | None:
    """Offer to take over a passage, to look at it, or to leave it."""
    answer = await app.push_screen_wait(
        Menu(
            "Passage ouvert ailleurs",
            (
                ("no", "n", "Revenir à la liste"),
                ("look", "c", "Consulter seulement"),
                ("take", "r", "Reprendre ici"),
            ),
            error.message,
        )
    )
    if answer == "take":
        return await _take_over(app, passage)
    if answer == "look":
        return await asyncio.to_thread(app.service.look, passage)
    return None


async def _take_over(app: E33App, passage: str) -> Desk | None:
    """Take a passage over; a request that came to nothing is taken back, whatever the reason."""
    desk = None
    try:
        desk = await _ask_holder(app, passage)
    finally:
        if desk is None:
            app.service.withdraw(passage)
    return desk


async def _ask_holder(app: E33App, passage: str) -> Desk | None:
    try:
        return await asyncio.to_thread(app.service.take_over, passage)
    except HeldElsewhere as error:
        holder = error.holder
    if holder is None:
        app.notice("! L’autre terminal ne répond pas. Fermez-le sur place.", warning=True)
        return None
    answer = await app.push_screen_wait(
        confirm(
            "L’autre terminal ne répond pas. L’arrêter ?",
            "Ce qu’il a enregistré est gardé ; la dernière seconde de frappe peut manquer.",
        )
    )
    if answer != "yes":
        return None
    await asyncio.to_thread(app.service.end_holder, holder)
    return await asyncio.to_thread(app.service.open, passage)


async def offer_previous(app: E33App, passage: str, error: DamagedFile) -> Desk | None:
    """Offer the version before the last of a record that cannot be read."""
    answer = await app.push_screen_wait(
        Menu(
            "Fichier endommagé",
            (
                ("no", "n", "Revenir à la liste"),
                ("restore", "r", "Reprendre la version précédente"),
            ),
            error.message,
        )
    )
    if answer != "restore":
        return None
    return await asyncio.to_thread(app.service.restore, passage)
