"""Make the pictures of every screen, at each size and look, from the demonstration on a fixed clock.

    .venv/bin/python -m scripts.screenshots [FOLDER]

Writes ``docs/screens/<view>/<name>.svg``; `make screenshots` calls it.
"""

from __future__ import annotations

import asyncio
import errno
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple
from unittest.mock import patch

from textual import events
from textual.pilot import Pilot

from e33tui import demo, rubric
from e33tui.app import E33App
from e33tui.domain.clock import Instant
from e33tui.look import DEFAULT, Look, ThemeName
from e33tui.persistence.errors import explain
from e33tui.screens.dialogs import Dialog
from e33tui.service import Service
from e33tui.store import SaveStatus, Store
from e33tui.terminal.ability import ability
from e33tui.terminal.dress import dressing
from e33tui.terminal.letters import spelling
from e33tui.terminal.screen import Grid, Picture
from scripts import svg


class View(NamedTuple):
    """One way of seeing the screens: its folder, columns and rows, look, terminal, which screens."""

    folder: str
    size: tuple[int, int]
    look: Look = DEFAULT
    terminal: str = "xterm-256color"
    shots: Collection[str] = ()


SOME = (
    "01-accueil",
    "03-commandes",
    "06-identification",
    "07-presentation-numerique",
    "11-2nd-temps-observation",
    "12-2nd-temps-degres",
    "16-terminer",
    "20-profil-et-note",
    "21-appreciation",
    "22-verrouillage",
    "29-disque-plein",
    "30-harmonisation",
    "32-importer",
    "33-relances",
)
"""What a look changes most."""

VIEWS = (
    View("60x20", (60, 20)),
    View("80x24", (80, 24)),
    View("120x40", (120, 40)),
    View("60x40-portrait", (60, 40), shots=SOME),
    View("80x24-contraste", (80, 24), Look(theme=ThemeName.CONTRAST), shots=SOME),
    View("80x24-monochrome", (80, 24), Look(theme=ThemeName.MONOCHROME), shots=SOME),
    View("80x24-sobre", (80, 24), Look(plain=True), shots=SOME),
    View("80x24-vt220", (80, 24), Look(ascii=True), "vt220", SOME),
    View("60x24-tactile", (60, 24), Look(touch=True), shots=SOME),
    View("80x24-tactile", (80, 24), Look(touch=True), shots=SOME),
)
# Monday 14 June 2027, 11:07 in Paris.
NOW = Instant("screenshots", 36_000_000, 1_812_964_020_000)
ROSTER = (
    "N° candidat\tNom de naissance\tPrénom\tHeure\tAménagement\tClasse\n"
    "0260052\tMARTIN\tZoé\t9h30\t\tT1\n"
    "0260075\tPETIT\tLéo\t10h15\ttiers temps\tT2\n"
)
Shot = Callable[[str], None]


class FixedClock:
    """The moment at which every picture is taken."""

    def now(self) -> Instant:
        return NOW


Keys = Callable[..., Awaitable[None]]


async def walk(pilot: Pilot[int], shot: Shot) -> None:
    """Go through the demonstration and take a picture of each screen."""

    async def keys(*names: str) -> None:
        await pilot.press(*names)
        await settle(pilot)

    shot("01-accueil")
    await keys("?")
    shot("02-aide")
    await keys("escape", "ctrl+p")
    shot("03-commandes")
    await keys("escape", "s")
    shot("04-seance")
    await keys("ctrl+r", "a")
    shot("05-candidat")
    await keys("ctrl+r", "down", "down", "down", "enter")
    shot("06-identification")
    await keys("ctrl+n")
    shot("07-presentation-numerique")
    await pilot.press("3", "ctrl+n")
    await pilot.pause()
    shot("08-aucune-presentation")
    await keys("escape", "1", "ctrl+n")
    shot("09-1er-temps-a-demarrer")
    await keys("ctrl+f")
    await _interview(pilot, keys, shot)
    await _writing(keys, shot)
    await _locked(pilot, keys, shot)
    await _harmonisation(keys, shot)
    await _importing(pilot, keys, shot)
    assert isinstance(pilot.app, E33App)
    await _full_disk(pilot.app, keys, shot)


async def settle(pilot: Pilot[int]) -> None:
    """Wait for what the last key set going, unless it asks something."""
    await pilot.pause()
    for worker in list(pilot.app.workers):
        if not isinstance(pilot.app.screen, Dialog):
            await worker.wait()
    await pilot.pause()


async def _interview(pilot: Pilot[int], keys: Keys, shot: Shot) -> None:
    """The third candidate of the demonstration is in mid-interview, paused."""
    await keys("home", "down", "down", "enter")
    await keys("ctrl+u")
    shot("10-horloge")
    await keys("escape", "ctrl+t", "down", "down")
    await keys(*"+ chiffre le retour attendu")
    shot("11-2nd-temps-observation")
    await keys("enter", "tab", "3", "up")
    shot("12-2nd-temps-degres")
    await keys("tab", "up", "up", "up")
    shot("13-2nd-temps-question")
    await keys("left")
    shot("33-relances")
    await keys("home")
    shot("34-reperes")
    await keys("home")
    await keys("ctrl+d", "a", *"alarme incendie, salle évacuée")
    shot("14-incident")
    await keys("escape", "ctrl+k")
    shot("15-fin-particuliere")
    await keys("escape", "ctrl+n")
    shot("16-terminer")
    await keys("o")
    shot("17-candidat-sorti")
    await keys("ctrl+n")
    shot("18-profil")
    await keys("ctrl+x")
    shot("35-observations")
    await keys("ctrl+r")


async def _writing(keys: Keys, shot: Shot) -> None:
    """The second candidate is to be written up."""
    await keys("ctrl+f", "home", "down", "enter", "ctrl+n", "ctrl+n")
    shot("19-a-completer")
    await keys("enter", "3", "2", "3", "3")
    await keys(*"12,5")
    shot("20-profil-et-note")
    await keys("enter", *"Des sources variées et datées.")
    shot("21-appreciation")
    for text in ("Des outils adaptés.", "Un bilan à chiffrer.", "Un exposé clair."):
        await keys("tab", "ctrl+u", *text)
    await keys("tab", *"Une action réelle, bien présentée.", "ctrl+n")
    shot("22-verrouillage")


async def _locked(pilot: Pilot[int], keys: Keys, shot: Shot) -> None:
    """The first candidate is locked."""
    await keys("ctrl+f", "home", "enter")
    shot("23-verso")
    await keys("ctrl+y")
    shot("24-rouvrir")
    await keys("escape", "ctrl+o")
    shot("25-ecran-neutre")
    await keys("ctrl+o", "ctrl+t")
    shot("26-historique")
    await keys("enter")
    shot("27-version-scellee")
    await keys("escape", "ctrl+r", "ctrl+f", "c")
    shot("28-cloture")
    await keys("ctrl+r")


async def _harmonisation(keys: Keys, shot: Shot) -> None:
    """The second candidate is locked too, and compared with the first."""
    await keys("home", "down", "enter")
    await keys("ctrl+n")
    await keys("ctrl+f")
    await keys("h")
    await keys("ctrl+e", "home")
    shot("30-harmonisation")
    await keys("tab")
    shot("31-questions")
    await keys("tab", "ctrl+r")


async def _importing(pilot: Pilot[int], keys: Keys, shot: Shot) -> None:
    """Lines copied from a spreadsheet, pasted and looked at; nothing is taken over."""
    await keys("i")
    pilot.app.post_message(events.Paste(ROSTER))
    await settle(pilot)
    shot("32-importer")
    await keys("ctrl+r")


async def _full_disk(app: E33App, keys: Keys, shot: Shot) -> None:
    """The third candidate's oral is over; the disk has been full for a while."""
    await keys("home", "down", "down", "enter")
    error = explain(OSError(errno.ENOSPC, ""), "passage.json", "enregistré")
    status = SaveStatus(NOW.wall - 45_000, NOW.wall - 40_000, error=error)
    app.keeping.save_status = lambda: status  # type: ignore[method-assign]
    if screen := app.place():
        screen.refresh_all()
    await keys("down")
    shot("29-disque-plein")


def shown(app: E33App, view: View) -> Grid:
    """Return what the view's terminal shows now."""
    able = ability({"TERM": view.terminal, "LANG": "fr_FR.UTF-8"})
    shown = Picture(*view.size, dress=dressing(view.look, able), spell=spelling(able.letters))
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        shown.draw(f"\x1b[{row + 1};1H{strip.render(app.console)}")
    return shown.grid


async def picture(folder: Path, view: View) -> None:
    """Take the pictures of one view."""
    target = folder / view.folder
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.svg"):
        old.unlink()
    with tempfile.TemporaryDirectory() as work:
        # The path of the verso is shown from the account's own folder on.
        os.environ["HOME"] = work
        sitting = Path(work) / "seance"
        ids = (f"{number:016x}" for number in range(0xE33001, 0xE33999))
        with (
            patch("e33tui.demo.new_passage_id", lambda: next(ids)),
            patch("e33tui.service.seating.author", lambda: "jury1@salle3 pts/2"),
            # A salt would give the seal that is shown another value each time.
            patch(
                "e33tui.service.desk.secrets", SimpleNamespace(token_hex=lambda size: "33" * size)
            ),
        ):
            demo.prepare(sitting, NOW)
        service = Service(Store.open(sitting), rubric.load(), FixedClock())
        app = E33App(service, look=view.look)
        app.keeping.save_status = lambda: SaveStatus(saved_at=NOW.wall)  # type: ignore[method-assign]

        def shot(name: str) -> None:
            if view.shots and name not in view.shots:
                return
            (target / f"{name}.svg").write_text(svg.picture(shown(app, view)), encoding="utf-8")

        async with app.run_test(size=view.size) as pilot:
            await pilot.pause()
            await walk(pilot, shot)
        service.close()


def main() -> None:
    """Make all pictures."""
    os.environ["TZ"] = "Europe/Paris"
    time.tzset()
    os.environ.pop("E33TUI_EXPORTS", None)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/screens")
    for view in VIEWS:
        asyncio.run(picture(folder, view))


if __name__ == "__main__":
    main()
