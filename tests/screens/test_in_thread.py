"""What waits for a disk keeps neither the interface nor the end from going on."""

from __future__ import annotations

import asyncio
import threading

import pytest

from e33tui.screens.in_thread import in_thread


async def test_it_returns_and_raises_what_the_work_does() -> None:
    assert await in_thread(int, "17", base=8) == 15
    with pytest.raises(ValueError, match="invalid literal"):
        await in_thread(int, "dix-sept")


def test_the_end_waits_for_no_work_however_much_is_stuck() -> None:
    go_on, stuck = threading.Event(), 50
    begun = threading.Semaphore(0)

    def never() -> None:
        begun.release()
        go_on.wait(30)

    async def program() -> int:
        waiting = [asyncio.create_task(in_thread(never)) for _ in range(stuck)]
        await asyncio.sleep(0)
        for _ in waiting:
            assert begun.acquire(timeout=10)
        return await in_thread(lambda: 17)

    try:
        # Whatever asyncio or the interpreter joins at their ends would be waited for.
        assert asyncio.run(program()) == 17
        left = [each for each in threading.enumerate() if each.name == "e33tui-disk"]
        assert len(left) >= stuck
        assert all(each.daemon for each in left)
    finally:
        go_on.set()


def test_work_that_ends_after_the_program_says_nothing(
    recwarn: pytest.WarningsRecorder,
) -> None:
    go_on = threading.Event()

    async def program() -> None:
        work = asyncio.create_task(in_thread(go_on.wait, 30))
        await asyncio.sleep(0)
        work.cancel()

    asyncio.run(program())
    go_on.set()
    for thread in threading.enumerate():
        if thread.name == "e33tui-disk":
            thread.join(10)
    assert not recwarn.list
