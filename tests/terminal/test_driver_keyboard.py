"""Reading keys in the event loop: silence, the end, the last keys."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import pytest
from textual import events
from textual.message import Message

from e33tui.terminal import keyboard
from e33tui.terminal.keyboard import Keyboard
from e33tui.terminal.keys_in import Decoder
from tests.terminal.waiting import until


class Desk:
    """A keyboard behind a pipe."""

    def __init__(self) -> None:
        read, self.write = os.pipe()
        os.set_blocking(read, False)
        self.got: list[str] = []
        self.lost = 0
        self.keyboard = Keyboard(
            read,
            asyncio.get_running_loop(),
            Decoder(),
            on_message=self._note,
            on_lost=self._on_lost,
        )
        self.keyboard.start()

    def _note(self, message: Message) -> None:
        if isinstance(message, events.Key):
            self.got.append(message.key)
        elif isinstance(message, events.Paste):
            self.got.append(f"paste {message.text}")

    def _on_lost(self) -> None:
        self.lost += 1

    def type(self, data: bytes) -> None:
        os.write(self.write, data)

    def end(self) -> None:
        if self.write >= 0:
            os.close(self.write)
        self.write = -1

    async def wait_for(self, *expected: str, lost: int = 0) -> None:
        await until(lambda: len(self.got) >= len(expected) and self.lost >= lost)
        assert self.got == list(expected)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    made.keyboard.close()
    made.end()


async def test_keys_are_handed_over_in_order(desk: Desk) -> None:
    desk.type(b"a\x1b[A\r")
    await desk.wait_for("a", "up", "enter")


async def test_silence_makes_a_lone_escape_a_key(desk: Desk) -> None:
    desk.type(b"a\x1b")
    await desk.wait_for("a", "escape")


async def test_silence_ends_a_paste_whose_end_was_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyboard, "PASTE_DELAY", 0.01)
    desk.type(b"\x1b[200~abc")
    await desk.wait_for("paste abc")


async def test_the_end_of_input_is_reported_once_after_the_last_keys(desk: Desk) -> None:
    desk.type(b"ab\x1b")
    desk.end()
    await desk.wait_for("a", "b", "escape", lost=1)
    desk.keyboard.read_last()
    assert desk.lost == 1


async def test_the_last_keys_are_read_without_waiting(desk: Desk) -> None:
    desk.type(b"mot\x1b")
    desk.keyboard.read_last()
    assert desk.got == ["m", "o", "t", "escape"]
    desk.type(b"x")
    await asyncio.sleep(0)
    assert desk.got[4:] == []
    assert desk.lost == 0


async def test_a_plain_file_counts_as_a_terminal_that_is_gone() -> None:
    lost: list[bool] = []
    descriptor = os.open(__file__, os.O_RDONLY)
    reader = Keyboard(
        descriptor,
        asyncio.get_running_loop(),
        Decoder(),
        on_message=lambda message: None,
        on_lost=lambda: lost.append(True),
    )
    reader.start()
    await asyncio.sleep(0)
    reader.close()
    assert lost == [True]
