"""Keys take effect one after the other."""

from __future__ import annotations

import asyncio

import pytest

from e33tui.terminal import pace
from e33tui.terminal.pace import Pace
from tests.terminal.waiting import until


@pytest.mark.parametrize("patience", [pace.PATIENCE, -1.0])
async def test_the_next_waits_for_all_that_the_one_before_set_going(
    monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    """On a machine that gives no time, the wall's has passed before anything is done."""
    monkeypatch.setattr(pace, "PATIENCE", patience)
    done: list[str] = []

    async def climb(name: str, steps: int) -> None:
        for _ in range(steps):
            await asyncio.sleep(0)
        done.append(name)

    tasks: list[asyncio.Task[None]] = []

    def key(name: str, steps: int) -> None:
        tasks.append(asyncio.create_task(climb(name, steps)))

    keys = Pace(asyncio.get_running_loop())
    keys.add(lambda: key("tab", 50))
    keys.add(lambda: key("digit", 1))
    keys.add(lambda: key("arrow", 20))
    await until(lambda: len(done) == 3)
    assert done == ["tab", "digit", "arrow"]


async def test_the_first_is_handed_over_at_once() -> None:
    done: list[str] = []
    keys = Pace(asyncio.get_running_loop())
    keys.add(lambda: done.append("a"))
    assert done == ["a"]


async def test_something_never_done_holds_up_one_key_for_a_while_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pace, "PATIENCE", -1.0)
    done: list[str] = []

    loop = asyncio.get_running_loop()

    def restless() -> None:
        if len(done) < 2:
            loop.call_soon(restless)

    restless()
    keys = Pace(loop)
    keys.add(lambda: done.append("a"))
    keys.add(lambda: done.append("b"))
    await until(lambda: len(done) == 2)
    assert done == ["a", "b"]


async def test_one_that_fails_does_not_keep_the_next_waiting() -> None:
    done: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: done.append(str(context["exception"])))

    def fail() -> None:
        raise LookupError("b")

    keys = Pace(loop)
    for action in (lambda: done.append("a"), fail, lambda: done.append("c")):
        keys.add(action)
    await until(lambda: done == ["a", "b", "c"])


async def test_everything_that_waits_can_be_released() -> None:
    done: list[str] = []
    keys = Pace(asyncio.get_running_loop())
    for name in "abc":
        keys.add(lambda name=name: done.append(name))  # type: ignore[misc]
    keys.release()
    assert done == ["a", "b", "c"]


@pytest.mark.parametrize("writing", [True, False])
async def test_in_a_hurry_letters_go_together_where_a_text_takes_them(writing: bool) -> None:
    """The others still wait for what the one before set going."""
    done: list[str] = []

    async def climb(name: str) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        done.append(name)

    tasks: list[asyncio.Task[None]] = []

    def key(name: str) -> None:
        done.append(f"{name} begins")
        tasks.append(asyncio.create_task(climb(name)))

    keys = Pace(asyncio.get_running_loop())
    keys.hurry(lambda: writing)
    keys.add(lambda: key("tab"))
    keys.add(lambda: key("a"), letter=True)
    keys.add(lambda: key("b"), letter=True)
    keys.add(lambda: key("enter"))
    await until(lambda: "enter" in done)
    together = ["a begins", "b begins", "a", "b"]
    apart = ["a begins", "a", "b begins", "b"]
    letters = together if writing else apart
    assert done == ["tab begins", "tab", *letters, "enter begins", "enter"]
