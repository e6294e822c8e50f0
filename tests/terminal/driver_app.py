"""A small interface for the driver's tests: run in a pseudo-terminal, it notes what reaches it.

``python driver_app.py NOTES [flood] [mouse] [deaf]``: NOTES is a file that gets one JSON line per
event. ``flood`` repaints the whole screen without end; ``deaf`` has no ``terminal_lost``.
"""

from __future__ import annotations

import fcntl
import json
import sys
import termios
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label, Static

from e33tui.terminal.driver import E33Driver

_CSS = """
Screen { background: ansi_default; color: ansi_default; }
Input, Input:focus { border: none; height: 1; padding: 0; background: ansi_default; }
Input > .input--cursor { text-style: none; background: ansi_default; color: ansi_default; }
#label { color: ansi_bright_yellow; background: ansi_blue; text-style: bold; }
#noise { height: 18; }
"""


class Noise(Static):
    """Text that is different everywhere at each turn."""

    turn = 0

    def next_turn(self) -> None:
        self.turn += 1
        rows = [chr(33 + (self.turn + row) % 90) * 79 for row in range(17)]
        self.update("\n".join([f"tour {self.turn}", *rows]), layout=False)


class DriverApp(App[None]):
    """One field, one label, and notes of what happens."""

    CSS = _CSS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+x", "quit", priority=True),
        Binding("ctrl+t", "stop_typing", priority=True),
        Binding("ctrl+g", "calm", priority=True),
        Binding("ctrl+o", "switch_mouse", priority=True),
        Binding("ctrl+r", "repaint", priority=True),
    ]

    def __init__(self, notes: Path, modes: list[str]) -> None:
        super().__init__(driver_class=E33Driver, ansi_color=True)
        self.notes = notes
        self.modes = modes

    def compose(self) -> ComposeResult:
        yield Label("Bonjour, très bien", id="label")
        field = Input(id="field")
        field.cursor_blink = False
        yield field
        yield Noise("", id="noise", markup=False)

    def on_mount(self) -> None:
        if "flood" in self.modes:
            self.timer = self.set_interval(1 / 60, self.query_one(Noise).next_turn)
        self.call_after_refresh(self.note, "ready")

    def note(self, name: str, **values: Any) -> None:
        with self.notes.open("a") as file:
            file.write(json.dumps({"name": name, **values}) + "\n")

    def on_input_changed(self, event: Input.Changed) -> None:
        driver = self._driver
        assert isinstance(driver, E33Driver)
        self.note("typed", text=event.value, sent=driver.bytes_sent, waiting=driver.bytes_waiting)

    def on_resize(self, event: events.Resize) -> None:
        self.note("resized", size=list(event.size))

    def on_paste(self, event: events.Paste) -> None:
        self.note("pasted", text=event.text)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.note("pressed", at=[event.screen_x, event.screen_y])

    def action_stop_typing(self) -> None:
        self.query_one("#field", Input).disabled = True

    def action_calm(self) -> None:
        """End the flood."""
        self.timer.stop()
        self.query_one(Noise).update("calme")

    def action_switch_mouse(self) -> None:
        assert isinstance(self._driver, E33Driver)
        self._driver.set_mouse(not self._driver.mouse_on)

    def action_repaint(self) -> None:
        assert isinstance(self._driver, E33Driver)
        self._driver.full_repaint()


class HookedApp(DriverApp):
    """The same with the hook for a terminal that is gone."""

    async def terminal_lost(self, reason: str) -> None:
        text = self.query_one("#field", Input).value
        self.note("lost", reason=reason, text=text)
        self.exit()


def main() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    notes, modes = Path(sys.argv[1]), sys.argv[2:]
    E33Driver.mouse_reports = "mouse" in modes
    app = (DriverApp if "deaf" in modes else HookedApp)(notes, modes)
    app.run()
    app.note("ended", code=app.return_code)


if __name__ == "__main__":
    main()
