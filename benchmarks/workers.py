"""Processes of their own for what is measured without a terminal."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Final

from benchmarks.terminal import NotMeasured

PATIENCE: Final = 60.0
"""Seconds that an answer may take."""
# Each begins as a program does that has loaded its modules, and has nothing of its siblings'.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["benchmarks.large_folder", "benchmarks.draft_saves"])


@contextmanager
def worker(work: Callable[..., None], *arguments: Any) -> Iterator[Connection]:
    """Run ``work(connection, *arguments)`` in a process; it ends once the connection is closed."""
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_run, args=(work, theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()


def _run(work: Callable[..., None], connection: Connection, *arguments: Any) -> None:
    try:
        work(connection, *arguments)
    except NotMeasured as error:
        connection.send(error)


def ask(connection: Connection) -> Any:
    """Return a worker's next answer.

    Raises:
        NotMeasured: it had none.
    """
    try:
        answer = connection.recv() if connection.poll(PATIENCE) else None
    except EOFError:
        answer = None
    if isinstance(answer, NotMeasured):
        raise answer
    if answer is None:
        raise NotMeasured("a worker did not answer")
    return answer
