"""The program with a fault in it: ``crashing WHERE ARGUMENTS…`` runs ``e33tui ARGUMENTS``.

WHERE the fault is: ``key`` (an action), ``help`` (one that every screen has), ``tick`` (a timer),
``worker`` (a task of the screen), ``thread`` (a task’s thread), ``compose`` (the next screen),
``save`` (the writer’s own thread).
The words that must never show stand in its message, its locals and the error behind it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

from e33tui import cli
from e33tui.app import E33App
from e33tui.screens.exam import ExamScreen
from e33tui.screens.home import HomeScreen
from e33tui.service.desk import Desk

SECRETS = ("Marguerite", "bégaie", "17,5")


def fail(*_: Any, **__: Any) -> Any:
    name, observation, note = SECRETS
    try:
        raise KeyError(f"{name} {observation}")
    except KeyError as error:
        raise ValueError(f"{name} {note} {observation}") from error


async def fail_later() -> None:
    fail()


def run(screen: ExamScreen) -> None:
    screen.run_worker(fail_later())


def run_in_thread(screen: ExamScreen) -> None:
    screen.run_worker(asyncio.to_thread(fail))


FAULTS: dict[str, tuple[type[Any], str, Callable[..., Any]]] = {
    "key": (ExamScreen, "action_levels", fail),
    "help": (E33App, "action_help", fail),
    "tick": (ExamScreen, "tick", fail),
    "worker": (ExamScreen, "action_levels", run),
    "thread": (ExamScreen, "action_levels", run_in_thread),
    "compose": (ExamScreen, "body", fail),
    "start": (HomeScreen, "body", fail),
    "save": (Desk, "save_draft", fail),
}

if __name__ == "__main__":
    target, name, fault = FAULTS[sys.argv[1]]
    setattr(target, name, fault)
    sys.exit(cli.main(sys.argv[2:]))
