"""Waiting in an event loop for something that will come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE = 20.0
"""Seconds after which something awaited is taken as never coming."""


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop run until ``condition`` holds.

    Raises:
        TimeoutError: it did not come.
    """
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 (what is watched knows no events)
            await asyncio.sleep(0.001)
