"""A process that saves and says so, killed at a random moment; for processes without threads alone."""

from __future__ import annotations

import os
import random
import select
import signal
import sys
from collections.abc import Callable


def kill_while(
    save: Callable[[int], None], chance: random.Random, most: int, pause: float
) -> list[int]:
    """Let a child save, kill it, and return the numbers that it acknowledged, in order.

    Args:
        save: saves for ever; each number is written as a line to the descriptor it is given.
        chance: chooses the moment.
        most: acknowledgements to wait for, at most and without this one.
        pause: seconds to wait after them, at most.
    """
    acknowledged, acknowledge = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            save(acknowledge)
        finally:
            os._exit(1)
    os.close(acknowledge)
    received = b""
    for _ in range(chance.randrange(1, most)):
        received += os.read(acknowledged, 64)
    select.select([], [], [], chance.random() * pause)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
        sys.exit("the process that saves ended by itself")
    while more := os.read(acknowledged, 4096):
        received += more
    os.close(acknowledged)
    return [int(number) for number in received.split()]
