"""A finger on a tablet: presses and releases as the terminal's bytes, and what there is to touch."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widget import Widget

from e33tui import look as looks
from e33tui.app import E33App
from e33tui.look import Look
from e33tui.screens.fields import FieldLine, PickList
from e33tui.screens.touch_board import Board
from e33tui.service import Service
from e33tui.terminal.keys_in import Decoder
from tests.screens.support import Juror, quiet

LEAST = (8, 3)
"""Columns and rows that a finger hits."""


@dataclass(frozen=True)
class Target:
    """Something to touch: its name, and its cells on the screen."""

    name: str
    region: Region


def boards(screen: Screen[Any]) -> list[Target]:
    """The targets of every board that is shown."""
    return [
        Target(one.pad.name, one.region.translate(board.region.offset))
        for board in screen.query(Board)
        if board.is_on_screen and board.region.height
        for one in board.placed
        if one.pad.name
    ]


def lines_of(listed: PickList) -> list[Target]:
    """The lines of a list that are shown whole."""
    window = listed.content_region
    top = listed.scroll_offset.y
    found = []
    for place in range(listed.option_count):
        if place not in listed._index_to_line:
            continue
        first = listed._index_to_line[place] - top + window.y
        region = Region(window.x, first, window.width, listed._heights[place])
        if window.contains_region(region):
            found.append(Target(f"{listed.id}:{place}", region))
    return found


def fields(screen: Screen[Any]) -> list[Target]:
    """The lines of forms, and where one types, as far as they are shown whole."""
    found = []
    for line in screen.query(FieldLine):
        inner = [field for field in line.query("LineInput, Choice") if _is_open(field)]
        if inner and line.region and line.is_on_screen and _in_sight(line):
            found.append(Target(inner[0].id or "", line.region))
    found += [
        Target("editor", editor.region) for editor in screen.query("#editor") if _is_open(editor)
    ]
    return found


def _is_open(field: Widget) -> bool:
    return field.focusable and bool(field.region) and not getattr(field, "read_only", False)


def _in_sight(widget: Widget) -> bool:
    parent = widget.parent
    return isinstance(parent, Widget) and parent.content_region.contains_region(widget.region)


def targets(screen: Screen[Any]) -> list[Target]:
    """Everything on a screen that a finger can touch."""
    listed = [one for one in screen.query(PickList) if one.is_on_screen and one.region]
    return [
        *boards(screen),
        *(line for one in listed for line in lines_of(one)),
        *fields(screen),
    ]


def _middle(region: Region) -> Offset:
    return Offset(region.x + region.width // 2, region.y + region.height // 2)


@dataclass
class Finger(Juror):
    """Someone at a tablet: what they touch is sent as their terminal sends it."""

    moments: list[float] = field(default_factory=lambda: [0.0])
    """The seconds that the targets go by; they pass when the finger rests."""

    async def send(self, data: str) -> None:
        """Deliver what the terminal sent, through the decoder of the real driver."""
        for message in Decoder(mouse=True).feed(data.encode()):
            message.set_sender(self.app)
            self.app.post_message(message)
            await quiet()
        await self.pause()

    async def touch(self, point: Offset, *, release: Offset | None = None) -> None:
        """Press at one cell and release, there or elsewhere."""
        up = release or point
        await self.send(f"\x1b[<0;{point.x + 1};{point.y + 1}M\x1b[<0;{up.x + 1};{up.y + 1}m")

    async def tap(self, *names: str) -> None:
        """Tap targets by their names, one after the other, each as a tap of its own."""
        for name in names:
            self.rest()
            await self.touch(_middle(self.target(name).region))

    def rest(self) -> None:
        """Let the moment pass within which two taps are one double tap, or the first one's."""
        self.app._click_chain_last_time = None
        self.moments.append(self.moments[-1] + 1)

    def target(self, name: str) -> Target:
        """The target of that name."""
        found = targets(self.app.screen)
        named = [one for one in found if one.name == name]
        assert named, f"no {name} among {[one.name for one in found]}"
        return named[0]

    def has(self, name: str) -> bool:
        """Whether there is a target of that name."""
        return any(one.name == name for one in targets(self.app.screen))


@asynccontextmanager
async def at_tablet(
    service: Service, size: tuple[int, int] = (60, 24), *, touch: bool = True
) -> AsyncIterator[Finger]:
    """Run the interface in the touch layout; the look is put back at the end."""
    app = E33App(service, look=Look(touch=touch))
    moments = [0.0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Board, "clock", lambda: moments[-1])
        try:
            async with app.run_test(size=size) as pilot:
                app._watcher.stop()
                finger = Finger(app, pilot, moments)
                await finger.pause()
                finger.rest()
                yield finger
        finally:
            looks.use(looks.DEFAULT)
