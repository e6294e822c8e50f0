"""Work that waits for a disk, beside the interface, which goes on; nothing of it outlives the end.

asyncio's own threads are few, and the end of a program waits for each of them: a disk that does
not answer would keep both the last save and the end from coming.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what ``work`` returns, called in a thread of its own.

    Cancelled, this returns at once and the thread comes to its end by itself.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def succeed(result: T) -> None:
        if not answer.done():
            answer.set_result(result)

    def fail(error: BaseException) -> None:
        if not answer.done():
            answer.set_exception(error)

    def run() -> None:
        try:
            result = work(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - whoever waits has it
            _tell(loop, fail, error)
        else:
            _tell(loop, succeed, result)

    aside(run)
    return await answer


def aside(work: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> None:
    """Have ``work`` called in a thread of its own, and wait for nothing."""
    threading.Thread(target=work, args=args, kwargs=kwargs, name="e33tui-disk", daemon=True).start()


def _tell(loop: asyncio.AbstractEventLoop, answer: Callable[[T], None], value: T) -> None:
    # The program may have ended meanwhile: nobody waits any more.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(answer, value)
