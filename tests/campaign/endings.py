"""Every way in which the program may be ended while it can still act: nothing typed is lost.

The line is free, or stalled: stopped by the terminal, or full because nobody reads.
"""

from __future__ import annotations

import itertools
import os
import random
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from e33tui.terminal.sequences import ALLOWED, leave
from tests.campaign import record
from tests.campaign.life import NUMBER, ORAL, WRITING, Life, Scene
from tests.campaign.verdict import Verdict, told_by, total
from tests.end_to_end.terminal import Terminal

LONGEST = 3.0
"""Seconds of the longest life, but for the last keys."""
LAST_KEYS = 24
"""Fewer bytes than the program takes for a paste, when there is a Tab or an Enter among them."""
PATIENCE = 12.0
"""Seconds in which the program must be gone, with up to 200 keys to take first."""
MOST_WORK = 5.0
"""Seconds of processor time that an end may take: one that spins takes them all."""
LINES = ("free", "stopped", "full")


@dataclass(frozen=True)
class Ending:
    """One way to end.

    Attributes:
        name: what the counts call it.
        end: what is done at the terminal or to the process.
        code: the program's code.
        fault: where the program has a fault, as ``crashing`` names it.
        controlling: whether the terminal is the program's own.
        closes: whether the terminal is gone afterwards.
        asks: whether the program asks first, where a clock runs.
    """

    name: str
    end: Callable[[Terminal], None]
    code: int = 0
    fault: str = ""
    controlling: bool = True
    closes: bool = False
    asks: bool = False


def _signal(number: signal.Signals) -> Callable[[Terminal], None]:
    return lambda terminal: terminal.signal(number)


ENDINGS = (
    Ending("SIGHUP", _signal(signal.SIGHUP)),
    Ending("SIGTERM", _signal(signal.SIGTERM)),
    Ending("SIGINT", _signal(signal.SIGINT)),
    Ending("the quit key", lambda terminal: terminal.press("^C"), asks=True),
    Ending("a closed terminal", Terminal.hang_up, closes=True),
    Ending("the end of input", Terminal.hang_up, controlling=False, closes=True),
    Ending("an error", lambda terminal: terminal.press("^G"), code=1, fault="help"),
)


class Ended(Life):
    """A life that is ended in one of these ways."""

    def __init__(self, folder: Path, scene: Scene, ending: Ending, seed: int) -> None:
        """Start the program on a séance made for it."""
        scene.prepare(folder)
        self._scene, self._ending = scene, ending
        super().__init__(folder, scene, record.read(folder, NUMBER), seed)

    def start(self, folder: Path, state: str) -> Terminal:
        """Return the terminal with the program, or with one that has the fault."""
        ending = self._ending
        fault = ("-m", "tests.end_to_end.crashing", ending.fault)
        return Terminal(
            str(folder),
            program=fault if ending.fault else ("-m", "e33tui"),
            controlling=ending.controlling,
            XDG_STATE_HOME=state,
        )

    def end(self, line: str) -> Verdict:
        """End the program; return what is lost, and whatever is not as it should be.

        Args:
            line: one of :data:`LINES`, as it already is.
        """
        terminal, ending = self.terminal, self._ending
        before, ended = _work_of_children() - _work_of(terminal.process.pid), time.time()
        ending.end(terminal)
        if ending.asks and self._scene.clock:
            terminal.press("↓", "⏎")
        code = terminal.wait_end(read=line == "free" and not ending.closes)
        took, work = time.time() - ended, _work_of_children() - before
        faults = {
            f"code {code}": code != ending.code,
            f"{took:.1f} s until the end": took > PATIENCE,
            f"{work:.1f} s of work at the end": work > MOST_WORK,
            "a process was left": bool(_session(terminal.process.pid)),
            "the terminal was not given back": not ending.closes and not _is_clean(terminal, line),
            "rubbish on the terminal": line == "free" and bool(_rubbish(terminal)),
        }
        wrong = tuple(what for what, so in faults.items() if so)
        _, verdict = self.judge(ended, float("inf"))
        both = total([verdict, Verdict(unseen=len(wrong), told=wrong)])
        return told_by(f"{ending.name}, {line}", both)


def end_once(
    folder: Path,
    scene: Scene,
    ending: Ending,
    line: str,
    seed: int,
    *,
    seconds: float = 0.0,
    bursts: int = 3,
) -> Verdict:
    """Type in one life, end it, and return what was lost and what else was wrong.

    Args:
        folder: where the séance will be.
        scene: where one types.
        ending: how it ends.
        line: one of :data:`LINES`.
        seed: what is typed.
        seconds: how long one types before the last keys.
        bursts: how often :data:`LAST_KEYS` come all at once, just before the end.
    """
    life = Ended(folder, scene, ending, seed)
    with life.terminal as terminal:
        life.sit_down()
        if line == "stopped":
            terminal.stall()
        elif line == "full":
            terminal.fill()
        life.type_until(time.time() + seconds)
        for _ in range(bursts):
            _until_taken(terminal, line)
            life.type_at_once(LAST_KEYS)
        if ending.closes:
            # What was not read by then the system drops, whatever the program does.
            _until_taken(terminal, line)
        return life.end(line)


def series(folder: Path, seed: int) -> Verdict:
    """End the program once in every way, on every line, in the oral or in the texts."""
    scene = WRITING if seed % 2 else ORAL
    chance = random.Random(seed)
    folder.mkdir()
    return total(
        end_once(
            folder / f"{number}",
            scene,
            ending,
            line,
            seed * 100 + number,
            seconds=chance.uniform(0.0, LONGEST),
            bursts=chance.randint(1, 8),
        )
        for number, (ending, line) in enumerate(itertools.product(ENDINGS, LINES))
    )


def _until_taken(terminal: Terminal, line: str) -> None:
    terminal.wait_until(lambda: terminal.taken, "all read", read=line == "free")


def _is_clean(terminal: Terminal, line: str) -> bool:
    """Tell whether the terminal is as it was before the program."""
    if line == "full":
        terminal.listen_out()
    # What a terminal has stopped does not reach it before it goes on.
    return terminal.given_back if line != "stopped" else terminal.has_own_attributes


def _rubbish(terminal: Terminal) -> bytes:
    """Return what came after the terminal was given back, a sentence excepted."""
    after = terminal.received.rpartition(leave().encode())[2]
    text = ALLOWED.sub(b"", after).decode()
    return b"" if all(character.isprintable() for character in text) else after


def _work_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _work_of_children() -> float:
    """Return the processor time of all children that have ended, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _session(leader: int) -> list[int]:
    """Return the processes that are left of a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found
