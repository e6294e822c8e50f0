"""Fields that take a few characters: whatever is pasted there is taken whole or refused whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.screens.support import Juror, at_work, sitting
from tests.screens.test_text import LINES, MEGABYTE, SAFE, UNSAFE


async def to_field(juror: Juror, name: str) -> Input:
    """Go to a field of the screen by its name, and empty it."""
    await focus(juror, name)
    await juror.press("end", *["backspace"] * 20)
    field = juror.app.screen.focused
    assert isinstance(field, Input)
    return field


async def focus(juror: Juror, name: str) -> None:
    """Press Tab until a field has the focus."""
    for _ in range(30):
        focused = juror.app.screen.focused
        if focused is not None and focused.id == name:
            return
        await juror.press("tab")
    raise AssertionError(f"no way to {name}")


async def note(juror: Juror) -> Input:
    await juror.open()
    await juror.press("ctrl+r", "ctrl+r")
    return await to_field(juror, "note")


async def date(juror: Juror) -> Input:
    await juror.press("s")
    return await to_field(juror, "date")


async def keep(juror: Juror) -> Input:
    await juror.press("s")
    return await to_field(juror, "keep")


async def band(juror: Juror) -> Input:
    await juror.press("s")
    return await to_field(juror, "band1")


async def number(juror: Juror) -> Input:
    await juror.press("a")
    return await to_field(juror, "number")


async def duration(juror: Juror) -> Input:
    await juror.press("m")
    await focus(juror, "extra")
    await juror.press("space", "space")
    return await to_field(juror, "extra1")


Way = Callable[[Juror], Awaitable[Input]]
FIELDS: dict[str, tuple[Way, str, str]] = {
    "note": (note, "complete", "13,5"),
    "date": (date, "", "22/06/2026"),
    "keep": (keep, "", "22/06/2027"),
    "band": (band, "", "0 à 5"),
    "number": (number, "", "0260117"),
    "duration": (duration, "", "05:00"),
}


IN_THE_CAMPAIGN = ("keep", "band", "number", "duration")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.campaign] if name in IN_THE_CAMPAIGN else [])
        for name in FIELDS
    ],
)
async def test_hostile_and_endless_text_is_refused_whole(tmp_path: Path, name: str) -> None:
    way, state, value = FIELDS[name]
    with sitting(tmp_path, state=state) as service:
        async with at_work(service) as juror:
            field = await way(juror)
            await juror.paste(value)
            assert field.value == value
            for text in (*UNSAFE, "".join(SAFE), MEGABYTE, LINES):
                await juror.paste(text)
                assert field.value == value
                assert f"! {field.field} :" in juror.text().replace("\u00a0", " ")  # type: ignore[attr-defined]
                assert juror.app.screen.focused is field


async def test_the_program_goes_on_while_a_megabyte_is_refused(tmp_path: Path) -> None:
    """Whatever else waits has its turn many times over: the loop never stands still for long."""
    with sitting(tmp_path, state="interview_running") as service:
        async with at_work(service) as juror:
            await juror.open()
            loop, turns = asyncio.get_running_loop(), [0.0]
            done = asyncio.Event()

            async def beat() -> None:
                last = loop.time()
                while not done.is_set():
                    await asyncio.sleep(0)
                    now = loop.time()
                    turns.append(now - last)
                    last = now

            beating = asyncio.create_task(beat())
            for text in (MEGABYTE, LINES):
                await juror.paste(text)
            done.set()
            await beating
            # Two seconds is what it took before; a busy machine may take a good part of one.
            assert max(turns) < 1.0
            assert "500 au plus" in juror.text()
