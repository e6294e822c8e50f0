"""Frames of real screens: what this driver shows is what the stock driver shows."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.driver import Driver
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Input, Label, Static, TextArea

from e33tui.terminal.paint import Painter
from e33tui.terminal.screen import Picture
from tests.terminal.emulator import Emulator

Size = tuple[int, int]
SIZE = (80, 24)


class Recorder(Driver):
    """Keeps what the app writes, between marks."""

    steps: list[str | Size | None]

    def write(self, data: str) -> None:
        self.steps.append(data)

    def start_application_mode(self) -> None:
        self.steps = []

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass


class Question(ModalScreen[None]):
    """A box over the dimmed screen below."""

    CSS = "Question { align: center middle; } Label { border: round red; padding: 1 4; }"
    BINDINGS = [("escape", "dismiss", "Non")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Label("Terminer le 1er temps ?")


class Gallery(App[None]):
    """Widgets of many colours, styles and cuts."""

    CSS = "#wide { width: 30; dock: right; background: $primary; }"
    BINDINGS = [("ctrl+b", "ask", "Question")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Static(
            "[bold red]E33[/] [italic]Nom[/] [u]souligné[/] [reverse]inverse[/]", id="wide"
        )
        yield Input(placeholder="observation", id="field")
        yield TextArea("première ligne\nseconde, plus longue que la première", id="text")
        yield DataTable(id="table")
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("critère", "niveau")
        for number in range(30):
            table.add_row(f"critère n° {number}", "•" * (number % 4))

    def action_ask(self) -> None:
        self.push_screen(Question())


async def recorded(*walk: str | Size) -> list[str | Size | None]:
    """Return what a walk through the gallery wrote, with None after each step."""
    app = Gallery(driver_class=Recorder)

    async def pilot_walk(pilot: Pilot[object]) -> None:
        driver = app._driver
        assert isinstance(driver, Recorder)
        for step in walk:
            if isinstance(step, tuple):
                driver.steps.append(step)
                await pilot.resize_terminal(*step)
            else:
                await pilot.press(step)
            await pilot.pause()
            driver.steps.append(None)
        app.exit()

    await app.run_async(size=SIZE, auto_pilot=pilot_walk)
    assert isinstance(app._driver, Recorder)
    return app._driver.steps


WALKS: dict[str, tuple[str | Size, ...]] = {
    "typing": ("a", "é", "b", "left", "x", "backspace", "tab", "down", "end", "enter", "z"),
    "moving": (
        *("tab", "tab", "down", "down", "pagedown", "end", "shift+tab"),
        *("ctrl+b", "escape", "q"),
    ),
    "resizing": (
        *("m", (60, 20), "o", (120, 40), "t", "ctrl+b", (50, 10), "escape", (80, 24), "s"),
    ),
}
SHORT = (
    "a",
    "left",
    "é",
    "tab",
    "down",
    (60, 20),
    "tab",
    "down",
    "ctrl+b",
    (50, 10),
    "escape",
    "q",
)
"""Something of each of the long walks."""


@pytest.mark.parametrize(
    "walk",
    [
        SHORT,
        *(pytest.param(walk, marks=pytest.mark.campaign, id=name) for name, walk in WALKS.items()),
    ],
)
async def test_a_walk_shows_what_the_stock_driver_shows(walk: tuple[str | Size, ...]) -> None:
    stock, ours = Emulator(*SIZE, raw=False), Emulator(*SIZE)
    picture, painter = Picture(*SIZE), Painter()
    sent = written = 0
    for step in await recorded(*walk):
        if step is None:
            assert ours.looks() == stock.looks()
            assert ours.cursor == stock.cursor
        elif isinstance(step, tuple):
            for terminal in (stock, ours, picture):
                terminal.resize(*step)
            painter.forget()
        else:
            data = step.encode()
            stock.feed(data)
            picture.draw(step)
            painted = painter.paint(picture.grid, picture.take_changed(), picture.cursor)
            ours.feed(painted)
            sent, written = sent + len(painted), written + len(data)
    assert 0 < sent < written / 2
