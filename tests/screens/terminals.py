"""What each terminal shows of a few screens: through the real driver, into an emulator.

The interface runs once a look, its frames are kept, and each terminal gets them as it would have
got them from the interface itself.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from e33tui.app import E33App
from e33tui.domain.passage import Step as WalkStep
from e33tui.look import DEFAULT, Look, use
from e33tui.terminal.ability import ability
from e33tui.terminal.caret import place
from e33tui.terminal.driver import E33Driver
from tests.screens.support import Juror, go_to_stage, sitting
from tests.terminal.emulator import Emulator

SIZE = (80, 24)
ATTRIBUTES = ("bold", "dim", "italic", "underlined", "struck", "reversed")
LETTERS = {
    (): " ",
    ("bold",): "b",
    ("dim",): "d",
    ("reversed",): "r",
    ("bold", "reversed"): "R",
    ("underlined",): "u",
    ("bold", "underlined"): "U",
}
"""How a look is written beneath a row; any other gets a digit."""
_SAVED_AT = re.compile(r"\d\d:\d\d:\d\d")
"""The time of the last save is the machine's own."""


@dataclass
class Step:
    """What the interface wrote up to one screen.

    Attributes:
        name: the screen, if it is one to look at.
        frames: the framework's own sequences, since the step before.
        point: column and row of the insertion point; None where nothing is typed.
    """

    name: str
    frames: list[str] = field(default_factory=list)
    point: tuple[int, int] | None = None


class Recorder(E33Driver):
    """Keeps the frames instead of showing them."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.steps = [Step("")]

    def write(self, data: str) -> None:
        self.steps[-1].frames.append(data)

    def flush(self) -> None:
        pass

    def start_application_mode(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass

    def disable_input(self) -> None:
        pass

    def mark(self, name: str) -> None:
        """Say that a screen is complete."""
        self.steps[-1].name, self.steps[-1].point = name, place(self._app)
        self.steps.append(Step(""))


async def recorded(folder: Path, look: Look) -> list[Step]:
    """Walk through a few screens in one look; return what was written, key by key."""
    with sitting(folder, state="interview_running") as service:
        app = E33App(service, Recorder, look=look)
        try:
            async with app.run_test(headless=False, size=SIZE) as pilot:
                app._watcher.stop()
                juror = Juror(app, pilot)
                await juror.pause()
                await _walk(juror)
        finally:
            use(DEFAULT)
        assert isinstance(app._driver, Recorder)
        return app._driver.steps[:-1]


def screens(steps: list[Step]) -> Iterator[Step]:
    """Return the steps that end on a screen to look at, with all that was written before."""
    frames: list[str] = []
    for step in steps:
        frames += step.frames
        if step.name:
            yield Step(step.name, frames, step.point)
            frames = []


async def _walk(juror: Juror) -> None:
    driver = juror.app._driver
    assert isinstance(driver, Recorder)

    async def press(*keys: str) -> None:
        for key in keys:
            await juror.press(key)
            driver.mark("")

    driver.mark("accueil")
    await press("down", "up")
    await go_to_stage(juror, "interview")
    driver.mark("2nd temps")
    await press("down", "+", "é")
    await juror.press(*" l’Œ", "enter", *"à ")
    driver.mark("observation")
    await press("enter", "tab", "2", "up", "0", "ctrl+t", "ctrl+t")
    driver.mark("degrés")
    await press("ctrl+n")
    driver.mark("question")
    await press("down", "escape")
    juror.app.ways.go_to(WalkStep.PROFILE)
    await juror.until(lambda: juror.where == "profile", "the profile")
    driver.mark("profil")
    await press("down", "2", "tab")


class Nobody:
    """What the driver knows of an app that only ever wrote frames."""

    no_color = False
    focused = None

    def __init__(self) -> None:
        self.cursor_point: tuple[int, int] | None = None

    def post_message(self, message: object) -> None:
        pass


class Terminal:
    """A terminal of one kind, and the driver that serves it.

    Attributes:
        emulator: what is shown.
        sent: every byte that came.
    """

    def __init__(self, environment: dict[str, str], look: Look) -> None:
        use(look)
        self.emulator = Emulator(*SIZE)
        self.sent = b""
        self._master, self._line = os.openpty()
        os.set_blocking(self._master, False)
        self._app = Nobody()
        made = type(
            "Driver",
            (E33Driver,),
            {
                "able": ability(environment),
                "input_descriptor": self._line,
                "output_descriptors": (self._line,),
            },
        )
        self._driver: E33Driver = made(self._app, size=SIZE)
        self._driver.start_application_mode()
        self._read()

    async def show(self, step: Step) -> None:
        """Show what the interface wrote."""
        for frame in step.frames:
            self._driver.write(frame)
        self._app.cursor_point = step.point
        self._driver.flush()
        self._read()
        while self._driver.bytes_waiting:
            await asyncio.sleep(0)
            self._read()

    def close(self) -> None:
        """Leave; what the terminal gets then is sent too."""
        self._driver.stop_application_mode()
        self._read()
        self._driver.close()
        use(DEFAULT)
        for descriptor in (self._master, self._line):
            os.close(descriptor)

    def _read(self) -> None:
        with suppress(BlockingIOError):
            while data := os.read(self._master, 65536):
                self.emulator.feed(data)
                self.sent += data


class Drawing:
    """Screens as text: each row, and beneath it how its cells look, where any looks special."""

    def __init__(self) -> None:
        self._looks: dict[tuple[str, ...], str] = {}
        self._lines: list[str] = []

    def add(self, name: str, emulator: Emulator) -> None:
        """Draw what a terminal shows now."""
        row, column = emulator.cursor
        cursor = f"cursor {row},{column}" if emulator.cursor_visible else "no cursor"
        self._lines.append(f"== {name}, {cursor}")
        for y, text in enumerate(emulator.lines):
            cells = [emulator.screen.buffer[y][x] for x in range(emulator.screen.columns)]
            looks = "".join(map(self._letter, cells)).rstrip()
            self._lines.append(f"|{_SAVED_AT.sub('hh:mm:ss', text.rstrip())}")
            self._lines += [f":{looks}"] * bool(looks)

    def text(self) -> str:
        """Return everything drawn, and what the letters mean."""
        legend = [f"{letter!r} {' '.join(look)}" for look, letter in self._looks.items()]
        return "\n".join([*self._lines, "== looks", *sorted(legend)]) + "\n"

    def _letter(self, cell: Any) -> str:
        on = [
            cell.bold,
            cell.blink,
            cell.italics,
            cell.underscore,
            cell.strikethrough,
            cell.reverse,
        ]
        attributes = tuple(name for name, is_on in zip(ATTRIBUTES, on, strict=True) if is_on)
        look = (*attributes, f"{cell.fg} on {cell.bg}")
        if look not in self._looks:
            letter = LETTERS.get(attributes, "")
            if not letter or letter in self._looks.values():
                letter = next(c for c in "123456789" if c not in self._looks.values())
            self._looks[look] = letter
        return self._looks[look]
