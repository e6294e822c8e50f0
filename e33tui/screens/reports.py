"""The documents of one passage beside verso and dossier, asked for from its own screens."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from e33tui.domain.errors import E33Error
from e33tui.screens.desk_screen import DeskScreen
from e33tui.screens.dialogs import Menu, confirm
from e33tui.screens.in_thread import in_thread
from e33tui.screens.view import near_home
from e33tui.store import DocumentInTheWay

if TYPE_CHECKING:
    from e33tui.app import E33App

FRAUD_REPORT = "proces-verbal"
_NAMES = {
    "constat": ("c", "Constat d’absence de présentation numérique"),
    "incident": ("i", "Fiche d’incident"),
    FRAUD_REPORT: ("p", "Procès-verbal"),
    "formulaire": ("f", "Formulaire officiel, à remplir à la main"),
}


async def choose_report(screen: DeskScreen) -> None:
    """Offer the documents that the passage gives, and make the one that is chosen."""
    from e33tui.service.sheets import given_by

    # A statement being typed belongs on its report; an observation waits in its line.
    if screen.settle_entry():
        return
    options = (
        ("", "n", "Aucun"),
        *((kind, *_NAMES[kind]) for kind in given_by(screen.state)),
    )
    kind = await screen.app.push_screen_wait(Menu("Documents du passage", options))
    if kind:
        begin_report(screen, kind)


def begin_report(screen: DeskScreen, kind: str) -> None:
    """Make a document; where it lies is told on the screen that is there by then."""
    make = partial(screen.service.exports.report, kind, screen.desk.id)
    name = _NAMES[kind][1].partition(",")[0]
    screen.notice(f"{name} : en préparation…")
    # The program's own work: this screen may be left meanwhile.
    screen.e33.run_worker(_make(screen.e33, name, make))


async def _make(app: E33App, name: str, make: partial[Path]) -> None:
    try:
        path = await _made(app, make)
    except E33Error as error:
        app.notice(f"! {error.message}")
        return
    app.notice(f"{name} : {near_home(path)}" if path else f"{name} : rien n’a été remplacé.")


async def _made(app: E33App, make: partial[Path]) -> Path | None:
    """Return where it lies; nothing if it may not replace a file that is not the séance's."""
    try:
        return await in_thread(make)
    except DocumentInTheWay as error:
        question = confirm("Remplacer ce fichier ?", error.message, yes="Oui, le remplacer")
    if await app.push_screen_wait(question) != "yes":
        return None
    return await in_thread(make, replace=True)
