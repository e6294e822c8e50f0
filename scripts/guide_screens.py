"""Make the pictures of the jurors' guide: one passage of a practice séance, by the keys it names.

    .venv/bin/python -m scripts.guide_screens [FOLDER]

Writes ``docs/screens/guide/<name>.svg``; `make screenshots` calls it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from textual.pilot import Pilot

from e33tui import demo, rubric
from e33tui.app import E33App
from e33tui.domain.clock import Instant
from e33tui.service import Service
from e33tui.store import SaveStatus, Store
from scripts import svg
from scripts.screenshots import NOW, Shot, View, settle, shown

TARGET = Path("docs/screens/guide")
VIEW = View("guide", (80, 24))
NAMES = (
    "1-accueil",
    "2-presentation",
    "3-entretien",
    "4-profil",
    "5-appreciation",
    "6-verrouillage",
)
"""The pictures, as the guide shows them."""


class _Clock:
    """A clock that goes on when the walk says so."""

    def __init__(self) -> None:
        self._seconds = 0

    def now(self) -> Instant:
        passed = self._seconds * 1000
        return Instant(NOW.boot, NOW.ticks + passed, NOW.wall + passed)

    def advance(self, seconds: int) -> None:
        self._seconds += seconds


async def walk(pilot: Pilot[int], pass_time: Callable[[int], None], shot: Shot) -> None:
    """Follow the guide from the list to the lock; ``pass_time`` takes seconds."""

    async def keys(*names: str) -> None:
        await pilot.press(*names)
        await settle(pilot)

    shot(NAMES[0])
    await keys("n")
    await keys("ctrl+n")
    await keys("1", "ctrl+n")
    await _oral(keys, pass_time, shot)
    await keys("ctrl+n")
    await keys(*"334233433")
    shot(NAMES[3])
    await keys("3", *"12,5", "enter")
    await keys(*"Les sources sont variées et datées.")
    shot(NAMES[4])
    for text in ("Des outils adaptés.", "Un bilan chiffré.", "Un exposé clair."):
        await keys("tab", *text)
    await keys("tab", *"Une action réelle, bien présentée.", "ctrl+n")
    shot(NAMES[5])


async def _oral(
    keys: Callable[..., Awaitable[None]], pass_time: Callable[[int], None], shot: Shot
) -> None:
    """Both temps: an observation, a question, then what is still to cover."""
    await keys("ctrl+n")
    pass_time(25)
    await keys(*"+ enquête clients et fichier caisse croisés", "enter")
    await keys("down", "down")
    pass_time(40)
    await keys(*"? coût estimé", "enter")
    await keys(*"carte testée en PFMP")
    shot(NAMES[1])
    await keys("enter")
    pass_time(60)
    await keys("ctrl+n")
    await keys("ctrl+n")
    pass_time(20)
    await keys("right", "left")
    await keys(*"+ client rappelé")
    shot(NAMES[2])
    await keys("enter")
    pass_time(165)
    await keys("ctrl+n")


async def pictures(target: Path) -> None:
    """Take the pictures."""
    with tempfile.TemporaryDirectory() as work:
        sitting, clock = Path(work) / "seance", _Clock()
        ids = (f"{number:016x}" for number in range(0xE33001, 0xE33999))
        salts = SimpleNamespace(token_hex=lambda size: "33" * size)
        with (
            patch("e33tui.demo.new_passage_id", lambda: next(ids)),
            patch("e33tui.service.desk.secrets", salts),
        ):
            demo.prepare(sitting, NOW, practice=True)
        service = Service(Store.open(sitting), rubric.load(), clock)
        app = E33App(service, look=VIEW.look)
        app.keeping.save_status = lambda: SaveStatus(saved_at=clock.now().wall)  # type: ignore[method-assign]

        def shot(name: str) -> None:
            picture = svg.picture(shown(app, VIEW))
            (target / f"{name}.svg").write_text(picture, encoding="utf-8")

        async with app.run_test(size=VIEW.size) as pilot:
            await pilot.pause()
            await walk(pilot, clock.advance, shot)
        service.close()


def main() -> None:
    """Make all pictures of the guide."""
    os.environ["TZ"] = "Europe/Paris"
    time.tzset()
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.svg"):
        old.unlink()
    asyncio.run(pictures(target))


if __name__ == "__main__":
    main()
