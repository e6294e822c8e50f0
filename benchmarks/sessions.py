"""Fifty interfaces at once on one machine: their memory, their processor, their answers."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Final

from benchmarks import scene, sessions_line
from benchmarks.draft_saves import percentile
from benchmarks.figures import Figure, Peer
from benchmarks.interface import INTERVIEW, Interface
from benchmarks.scene import Scene
from benchmarks.sessions_line import Ptys, Way, best_way, cpu_seconds, pss_mb
from benchmarks.sessions_typing import type_together, typists_at
from benchmarks.terminal import PATIENCE, NotMeasured

SESSIONS: Final = 50
WARMING: Final = 6.0
"""Seconds of typing that are not counted: each types for the first time."""
STEADY: Final = 40.0
"""Seconds that are."""
TURNS: Final = 4
"""How often each leaves its candidate and comes back before that: twenty changes of the screen."""
HANDS: Final = 8
"""How many of them do so at once."""
PAUSED: Final = "PAUSE"
"""What the screen shows while the clock stands still."""


class Session(Interface):
    """One interface behind its line, in mid-interview, its clock running."""

    def __init__(self, place: Scene, way: Way) -> None:
        self._way = way
        super().__init__(place)

    def behind(self, program: list[str], environment: dict[str, str]) -> list[str]:
        return self._way.command(program, environment)

    def begin(self) -> None:
        """Open the candidate in mid-interview and let the clock run on."""
        self.wait_for_list()
        # Where others type already, it takes a moment until the list stands on the next candidate.
        self.settle(0.4)
        self.open_examined()
        self.until(lambda: PAUSED in self.picture(), "the clock does not stand still")
        self.press(scene.key("pause"))
        self.until(lambda: PAUSED not in self.picture(), "the clock did not go on")
        self.settle()

    def leave_and_come_back(self) -> None:
        """Go back screen by screen to the list, and open the candidate again."""
        while not self._lists_all():
            before = self._title()
            self.press(scene.key("back"))
            self.until(partial(self._is_elsewhere, before), "another screen did not come")
            self.settle()
        self.press(scene.ENTER)
        self.wait_until_names_are(shown=False)
        self.until(lambda: INTERVIEW in self.picture(), "the interview did not come back")
        self.settle()

    def _title(self) -> str:
        """Return what names the screen: its second row, but for the clock."""
        return self.picture().split("\n")[1].split("   ")[0]

    def _is_elsewhere(self, before: str) -> bool:
        return self._lists_all() or self._title() != before

    def _lists_all(self) -> bool:
        return self.place.last_name in self.picture()

    def find_program(self) -> int:
        """Return the program's process id.

        Raises:
            NotMeasured: there is none, or more than one.
        """
        found = sessions_line.programs_on(self.folder)
        if len(found) != 1:
            raise NotMeasured(f"{len(found)} processes serve one séance")
        return found[0]


@dataclass
class Measured:
    """What a run tells of each session.

    Attributes:
        way: how they were reached.
        pss: each program's part of the memory, in megabytes.
        server_pss: the same of what the server holds for it.
        cpu: percent of one processor that all the programs took together.
        load_cpu: the same of the load itself.
        waits: milliseconds of every key.
    """

    way: str
    pss: list[float] = field(default_factory=list)
    server_pss: float | None = None
    cpu: float = 0.0
    load_cpu: float = 0.0
    waits: list[float] = field(default_factory=list)


def measure(place: Scene) -> list[Figure]:
    """Start fifty, let them type, and ask the system what they take."""
    return figures(run(place, SESSIONS, STEADY))


def figures(found: Measured) -> list[Figure]:
    """Return what a run is judged by, each figure beside the way that it came."""
    count = len(found.pss)
    name = f"sessions{count}"
    usual = Peer(f"median, ms, through {found.way}", median(found.waits))
    least = Peer("median of the sessions, MB", median(found.pss))
    load = Peer("the load itself, percent", found.load_cpu)
    return [
        Figure(f"{name}_p99_ms", percentile(found.waits, 99), "ms", 100.0, peer=usual),
        Figure(f"{name}_pss_mb", max(found.pss), "MB", 30.0, peer=least),
        Figure(f"{name}_cpu_percent", found.cpu / count, "percent", peer=load),
        Figure(f"{name}_server_pss_mb", found.server_pss, "MB"),
    ]


def run(place: Scene, count: int, seconds: float, warming: float = WARMING) -> Measured:
    """Let ``count`` sessions type for so many seconds."""
    with Session(place, Ptys()) as first:
        first.begin()  # It compiles what was not compiled yet, and is not measured.
    with (
        best_way(place.folder.parent / "ssh") as way,
        _sessions(place, count, way) as sessions,
    ):
        _turn(sessions)
        pids = [session.find_program() for session in sessions]
        typists = typists_at([session.descriptor for session in sessions])
        type_together(typists, warming)
        for typist in typists:
            typist.waits.clear()
        began, before, own = perf_counter(), _cpu(pids), cpu_seconds(os.getpid())
        type_together(typists, seconds)
        took = perf_counter() - began
        found = Measured(
            way.name,
            pss=[pss_mb(pid) for pid in pids],
            cpu=(_cpu(pids) - before) / took * 100,
            load_cpu=(cpu_seconds(os.getpid()) - own) / took * 100,
            waits=[wait for typist in typists for wait in typist.waits],
        )
        if way.server is not None:
            found.server_pss = _server_mb(way.server, pids) / count
        return found


@contextmanager
def _sessions(place: Scene, count: int, way: Way) -> Iterator[list[Session]]:
    """Yield sessions whose candidate is open; their programs have ended afterwards."""
    sessions: list[Session] = []
    with ExitStack() as stack:
        for _ in range(count):
            session = stack.enter_context(Session(place, way))
            sessions.append(session)
            session.begin()
        yield sessions
    for session in sessions:
        _until_ended(session.folder)


def _turn(sessions: Sequence[Session]) -> None:
    """Have each change its screens as in an oral: what a session keeps of them is measured too."""
    with ThreadPoolExecutor(HANDS) as pool:
        for _ in range(TURNS):
            for done in [pool.submit(session.leave_and_come_back) for session in sessions]:
                done.result()


def _until_ended(folder: Path) -> None:
    """Wait until a program has saved and ended, as it does when its terminal is gone."""
    end = perf_counter() + PATIENCE
    while sessions_line.programs_on(folder):
        if perf_counter() > end:
            raise NotMeasured("a program did not end when its terminal was gone")
        sleep(0.05)


def _cpu(pids: Sequence[int]) -> float:
    return sum(map(cpu_seconds, pids))


def _server_mb(server: int, programs: Sequence[int]) -> float:
    """Return what the server's processes hold together, the programs left out."""
    others = set(sessions_line.descendants(server)) - set(programs)
    return sum(pss_mb(pid) for pid in others if sessions_line.command_name(pid).startswith("sshd"))
