"""Ask for documents: one, or many by as many child processes as the machine can run at once.

Whatever goes wrong is one French sentence, and touches no other document.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from queue import SimpleQueue

from e33tui.documents.kinds import Content
from e33tui.documents.press import Press, Rendered
from e33tui.domain.errors import DocumentError

_MOST_CHILDREN = 2
"""Children at work at once: others work on the same machine."""
_SECONDS = 30.0
_MEMORY = 512
_SECONDS_MORE = 2.0
_MEMORY_MORE = 8
"""What each further content of one document may take, in seconds and mebibytes."""


def make_pdf(
    content: Content, *more: Content, timeout: float = _SECONDS, memory_mb: int = _MEMORY
) -> Rendered:
    """Make a document's PDF; the same contents always give the same bytes.

    Blocks for about a second: call it in a thread.

    Args:
        content: what the document holds.
        more: what follows it in the same file, each beginning on a sheet of its own; such a file
            proposes to be printed on one side.
        timeout: the most seconds the child process may take for the first of them.
        memory_mb: the most memory it may take, in mebibytes.

    Raises:
        DocumentError: no document; its sentence says why and what to do. The record is untouched.
    """
    with Press() as press:
        return _made(press, content, *more, timeout=timeout, memory_mb=memory_mb)


@contextmanager
def one_child() -> Iterator[Callable[..., Rendered]]:
    """Yield what makes document after document as :func:`make_pdf` does, by one child process.

    Beginning a process takes longer than most documents. One thread at a time may call it.
    """
    with Press() as press:
        yield partial(_made, press)


def _made(
    press: Press,
    content: Content,
    *more: Content,
    timeout: float = _SECONDS,
    memory_mb: int = _MEMORY,
) -> Rendered:
    timeout += _SECONDS_MORE * len(more)
    memory_mb += _MEMORY_MORE * len(more)
    return press.make(content, *more, timeout=timeout, memory_mb=memory_mb)


def make_pdfs(
    contents: Sequence[Content], *, timeout: float = _SECONDS, memory_mb: int = _MEMORY
) -> Iterator[Rendered | DocumentError]:
    """Yield each document as :func:`make_pdf` would make it, or why there is none, in order.

    Args:
        contents: what each holds.
        timeout: the most seconds for each.
        memory_mb: the most memory that a child process may take, in mebibytes.
    """
    idle: SimpleQueue[Press] = SimpleQueue()

    def one(content: Content) -> Rendered | DocumentError:
        press = idle.get()
        try:
            return press.make(content, timeout=timeout, memory_mb=memory_mb)
        except DocumentError as error:
            return error
        finally:
            idle.put(press)

    with ExitStack() as stack:
        count = max(1, min(len(contents), len(os.sched_getaffinity(0)), _MOST_CHILDREN))
        presses = [stack.enter_context(Press()) for _ in range(count)]
        pool = stack.enter_context(ThreadPoolExecutor(count))
        for press in presses:
            idle.put(press)
            # Whoever wants no more of them waits for none.
            stack.callback(press.stop)
        yield from pool.map(one, contents)
