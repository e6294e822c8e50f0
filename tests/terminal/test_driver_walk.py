"""The program's own screens, one after the other: this driver's terminal beside the stock one's."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from e33tui.app import E33App
from e33tui.screens.base import PlaceScreen
from e33tui.terminal.ability import Ability
from e33tui.terminal.driver import E33Driver
from tests.screens.support import STAGES, Juror, go_to_stage, quiet, sitting
from tests.support.domain import FakeClock
from tests.terminal.beside import Held
from tests.terminal.emulator import Emulator

SIZE = (80, 24)
SIZES = [(80, 24), (60, 20), (60, 40), (120, 40), (70, 22)]
NEUTRAL, HELP, COMMANDS, LEVELS, REPAINT = "ctrl+o", "ctrl+g", "ctrl+p", "tab", "ctrl+l"
LETTERS = "été à l’œuvre +−?&é\"'(1234"
ANY = [NEUTRAL, NEUTRAL, HELP, "escape", COMMANDS, "escape", LEVELS, REPAINT, "shift+tab"]
ANY += ["up", "down", "left", "right", "enter", "backspace", "home", "end", "ctrl+n", "ctrl+r"]


class Watched(E33Driver):
    """Writes to an emulator, and all that it is given to another, as the stock driver would."""

    able = Ability()
    stock: Emulator
    ours: Emulator
    wanted = SIZE

    def start_application_mode(self) -> None:
        self.stock, self.ours = Emulator(*SIZE, raw=False), Emulator(*SIZE)
        self._line = self.line = Held(self.ours)  # type: ignore[assignment]
        self.line.on_free = self.flush
        self._active = True
        self.full_repaint()
        self._post(self._resize_event())

    def stop_application_mode(self) -> None:
        self._active = False

    def close(self) -> None: ...

    def _terminal_size(self) -> tuple[int, int]:
        return self.wanted

    def write(self, data: str) -> None:
        self.stock.feed(data.encode())
        super().write(data)

    def resize(self, size: tuple[int, int]) -> None:
        """Give both terminals another size; the signal comes."""
        self.wanted = size
        self.stock.resize(*size)
        self.ours.resize(*size)
        self._resized()

    def compare(self) -> None:
        """Compare what both terminals show, once nothing waits.

        Raises:
            AssertionError: they show different things.
        """
        if self.line.busy:
            return
        assert self.ours.lines == self.stock.lines
        assert self.ours.looks() == self.stock.looks()
        place = self._cursor()
        assert self.ours.cursor_visible == (place is not None)
        assert place is None or self.ours.cursor == place


Hands = Callable[[Juror, Watched], Awaitable[None]]


async def walk(folder: Path, state: str, hands: Hands, clock: FakeClock | None = None) -> None:
    """Run the program on a séance with a passage in some state, and let somebody press keys."""
    with sitting(folder, state=state, clock=clock) as service:
        app = E33App(service, driver_class=Watched)

        async def pilot_walk(pilot: Pilot[object]) -> None:
            driver = app._driver
            assert isinstance(driver, Watched)
            app._watcher.stop()
            await pilot.pause()
            driver.compare()
            await hands(Juror(app, pilot), driver)
            app.exit()

        await app.run_async(size=SIZE, auto_pilot=pilot_walk)
        assert app._exception is None


async def press_and_compare(juror: Juror, driver: Watched, *keys: str) -> None:
    for key in keys:
        await juror.press(key)
        driver.compare()
        nothing_was_left_out(juror, driver)


def nothing_was_left_out(juror: Juror, driver: Watched) -> None:
    """Draw the whole screen: the parts that had changed were all drawn before.

    Raises:
        AssertionError: something looks different now.
    """
    before, app = driver.stock.looks(), juror.app
    compositor, below = app.screen._compositor, app._background_screens
    app._display(app.screen, compositor.render_update(full=True, screen_stack=below))
    assert driver.stock.looks() == before


async def change_size(juror: Juror, driver: Watched, size: tuple[int, int]) -> None:
    driver.resize(size)
    await juror.until(lambda: juror.app.screen.size == size, "the new size")
    driver.compare()


async def an_oral(juror: Juror, driver: Watched) -> None:
    """Type, place, look for help, blank the screen; with another size in between."""
    await go_to_stage(juror, "presentation")
    await press_and_compare(juror, driver, *"+é", "backspace", "t", "enter", "down", LEVELS)
    await press_and_compare(juror, driver, "3", HELP, HELP, LEVELS, "a", NEUTRAL)
    await change_size(juror, driver, (60, 20))
    await press_and_compare(juror, driver, NEUTRAL, "b", COMMANDS, "escape")
    driver.line.let(0)
    await juror.type("rien ne passe")
    assert driver.line.busy
    driver.line.let(None)
    driver.compare()
    await change_size(juror, driver, SIZE)
    for over in (REPAINT, HELP, NEUTRAL):
        await juror.press(over)
        driver.ours.feed(b"\x1b[2J\x1b[3;3H\x1b[41mMessage from root\x1b[5;9r\x1b[?25h")
        await press_and_compare(juror, driver, REPAINT)
        if over is not REPAINT:
            await press_and_compare(juror, driver, over)


async def look_at_screens(juror: Juror, driver: Watched, clock: FakeClock) -> None:
    """Look at screens on which no clock runs, the seconds passing."""
    await juror.until(lambda: "✓" in juror.lines()[0], "the save mark")
    for keys in (
        (),
        (COMMANDS,),
        ("escape", HELP),
        (HELP, NEUTRAL),
        (NEUTRAL, "a"),
        ("ctrl+r", "q"),
    ):
        await juror.press(*keys)
        assert not [each for each in juror.app.screen.query(Input) if each.cursor_blink]
        sent = driver.line.bytes_sent
        for _ in range(4):
            clock.advance(1)
            for screen in juror.app.screen_stack:
                if isinstance(screen, PlaceScreen):
                    screen.tick()
            await quiet()
        assert driver.line.bytes_sent == sent


async def test_an_oral_shows_what_the_stock_driver_shows(tmp_path: Path) -> None:
    await walk(tmp_path, "presentation_running", an_oral)


async def test_where_nothing_changes_nothing_is_sent(tmp_path: Path) -> None:
    clock = FakeClock()
    await walk(tmp_path, "arrived", partial(look_at_screens, clock=clock), clock)


def wandering(stage: str, steps: int = 150) -> Hands:
    """Return hands that press whatever there is, from one screen on."""

    async def hands(juror: Juror, driver: Watched) -> None:
        chance = random.Random(stage)
        await go_to_stage(juror, stage)
        driver.compare()
        for _ in range(steps):
            if chance.random() < 1 / 20:
                await change_size(juror, driver, chance.choice(SIZES))
            elif chance.random() < 1 / 20:
                driver.line.let(chance.choice([0, 7, 300, None]))
            else:
                await juror.press(chance.choice(ANY + list(LETTERS)))
            await juror.pilot.pause()
            driver.compare()
            nothing_was_left_out(juror, driver)
        driver.line.let(None)
        driver.compare()

    return hands


async def test_a_short_walk_leaves_nothing_out(tmp_path: Path) -> None:
    stage = "interview"
    await walk(tmp_path, STAGES[stage][0], wandering(stage, 8))


@pytest.mark.campaign
@pytest.mark.parametrize("stage", STAGES)
async def test_wandering_shows_what_the_stock_driver_shows(tmp_path: Path, stage: str) -> None:
    await walk(tmp_path, STAGES[stage][0], wandering(stage))
