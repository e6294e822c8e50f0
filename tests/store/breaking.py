"""Try to break the one-writer lock, and count what is lost, mixed, or held twice.

``python breaking.py FOLDER TRIES SEED`` prints one JSON object of counts. In each try writers compete
for a fresh passage: they take it, ask for it, end whoever is silent, and save numbered lines which
they acknowledge once they are on the disk. Meanwhile writers are stopped, woken and killed, and the
lock's file is removed, exchanged, garbled, or made to name a process that was given the number of
one that ended.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import monotonic

from e33tui.persistence.layout import Layout
from e33tui.persistence.ownership import Ownership
from e33tui.persistence.processes import ProcessId, start_of, this_process
from e33tui.store import Store, StoreError, new_passage_id
from tests.store.competing import begin, line

WRITERS = 3
HARMS = 5
"""How often something is done to the writers or the lock in one try."""
PATIENCE = 20.0
"""Seconds after which a passage that nobody can take any more is found to be blocked."""


@dataclass
class Try:
    """One passage, the writers that compete for it, and what they said.

    Attributes:
        counts: what happened.
        saved: the last line that each writer acknowledged.
    """

    folder: Path
    passage: str
    bystander: ProcessId
    chance: random.Random
    counts: Counter[str]
    running: dict[int, tuple[int, int]] = field(default_factory=dict)
    stopped: set[int] = field(default_factory=set)
    saved: Counter[int] = field(default_factory=Counter)
    heard: dict[int, bytes] = field(default_factory=dict)
    names: int = 0

    @property
    def lock(self) -> Path:
        return Layout(self.folder).passage(self.passage).lock

    def fill_up(self) -> None:
        """Start writers until there are enough, for those that were ended as well."""
        self.listen(0)
        while len(self.running) < WRITERS:
            self.names += 1
            witness = self.folder.with_name("witness")
            seed = f"{self.chance.random()}"
            self.running[self.names] = begin(self.folder, self.passage, self.names, witness, seed)
            self.heard[self.names] = b""

    def listen(self, seconds: float) -> int:
        """Hear what writers say, for so long at most; return how many lines were acknowledged."""
        before, until = self.saved.total(), monotonic() + seconds
        while True:
            pipes = {pipe: name for name, (_, pipe) in self.running.items()}
            ready, _, _ = select.select(pipes, [], [], max(0.0, until - monotonic()))
            for pipe in ready:
                self.hear(pipes[pipe])
            if not ready or monotonic() > until:
                return self.saved.total() - before

    def hear(self, name: int) -> None:
        _, pipe = self.running[name]
        data = os.read(pipe, 65536)
        *lines, self.heard[name] = (self.heard[name] + data).split(b"\n")
        for words in (said.decode().split() for said in lines):
            if words[0] == "saved":
                self.saved[name] = int(words[1])
            self.counts["_".join(words) if words[0] == "refused" else words[0].lower()] += 1
        if not data:
            self.reap(name)

    def reap(self, name: int) -> None:
        pid, pipe = self.running.pop(name)
        self.stopped.discard(pid)
        os.close(pipe)
        os.waitpid(pid, 0)

    def harm(self) -> None:
        """Do one thing, chosen at random, that might break the lock."""
        name = self.chance.choice(sorted(HARM))
        # What was done before may have left nothing to do it to.
        with contextlib.suppress(FileNotFoundError, ValueError, KeyError):
            for step in HARM[name]:
                step(self)
            self.counts[name] += 1

    def somebody(self) -> int:
        pids = [pid for pid, _ in self.running.values()]
        holder = Ownership(Layout(self.folder)).holder(self.passage)
        if holder is not None and holder.process.pid in pids and self.chance.random() < 0.7:
            return holder.process.pid
        return self.chance.choice(pids)

    def stop(self) -> None:
        pid = self.somebody()
        os.kill(pid, signal.SIGSTOP)
        self.stopped.add(pid)

    def wake(self) -> None:
        for pid in self.stopped:
            os.kill(pid, signal.SIGCONT)
        self.stopped.clear()

    def kill(self) -> None:
        os.kill(self.somebody(), signal.SIGKILL)

    def end(self) -> None:
        os.kill(self.somebody(), signal.SIGTERM)

    def remove(self) -> None:
        self.lock.unlink()

    def exchange(self) -> None:
        self._put(b"")

    def copy(self) -> None:
        self._put(self.lock.read_bytes())

    def _put(self, data: bytes) -> None:
        other = self.lock.with_name("autre")
        other.write_bytes(data)
        other.replace(self.lock)

    def truncate(self) -> None:
        os.truncate(self.lock, self.chance.randrange(200))

    def garble(self) -> None:
        self.lock.write_bytes(self.chance.randbytes(self.chance.randrange(3000)))

    def recycle(self) -> None:
        """Make the lock name a process that ended, whose number another one has by now."""
        found = json.loads(self.lock.read_bytes())
        del found["process"]
        earlier = replace(self.bystander, start=self.bystander.start - self.chance.randrange(1, 9))
        if self.chance.random() < 0.3:
            earlier = replace(self.bystander, boot="another boot")
        self.lock.write_text(json.dumps({**found, "process": asdict(earlier)}))


HARM: dict[str, tuple[Callable[[Try], None], ...]] = {
    "race": (),
    "stop": (Try.stop,),
    "stop_and_remove": (Try.stop, Try.remove),
    "stop_and_exchange": (Try.stop, Try.exchange),
    "stop_and_recycle": (Try.stop, Try.recycle),
    "wake": (Try.wake,),
    "kill": (Try.kill,),
    "end": (Try.end,),
    "remove": (Try.remove,),
    "exchange": (Try.exchange,),
    "copy": (Try.copy,),
    "truncate": (Try.truncate,),
    "garble": (Try.garble,),
    "recycle": (Try.recycle,),
}


def carry_out(attempt: Try) -> None:
    """Let writers compete while harm is done, then end them all in the midst of their work."""
    for _ in range(HARMS):
        attempt.fill_up()
        attempt.listen(attempt.chance.random() / 20)
        attempt.harm()
    attempt.wake()
    attempt.fill_up()
    until = monotonic() + PATIENCE
    while not attempt.listen(0.02):
        attempt.fill_up()
        if monotonic() > until:
            attempt.counts["blocked"] += 1
            break
    for pid, _ in attempt.running.values():
        os.kill(pid, signal.SIGKILL)
    while attempt.running:
        attempt.listen(0.01)


def judge(attempt: Try) -> None:
    """Count what is missing, mixed or unreadable on the disk."""
    counts, files = attempt.counts, Layout(attempt.folder).passage(attempt.passage)
    store = Store.open(attempt.folder, read_only=True)
    try:
        lines = store.passages.read(attempt.passage).lines
        store.passages.previous(attempt.passage)
    except StoreError as error:
        print(error.message, file=sys.stderr)
        counts["unreadable"] += 1
        return
    finally:
        store.close(0)
    counts["lines"] += len(lines)
    found: Counter[int] = Counter()
    for each in lines:
        found[each["w"]] += 1
        if each != line(each["w"], found[each["w"]]):
            counts["mixed"] += 1
    counts["mixed"] += len(store.passages.set_aside_of(attempt.passage))
    for name in range(1, attempt.names + 1):
        counts["lost"] += max(0, attempt.saved[name] - found[name])
        # A writer killed between its save and its word wrote one line that it did not tell of.
        counts["untold"] += max(0, found[name] - attempt.saved[name] - 1)
    held = Ownership(Layout(attempt.folder)).acquire(attempt.passage, "after all")
    held.release()
    shutil.rmtree(files.folder)


def main() -> None:
    folder, tries, seed = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    # A process with threads must not fork: this one only reads.
    Store.open(folder, create=True).close(0)
    counts: Counter[str] = Counter(tries=tries)
    command = [sys.executable, "-S", "-c", "input()"]
    bystander = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        known = replace(this_process(), pid=bystander.pid, start=start_of(bystander.pid) or 0)
        for number in range(tries):
            chance = random.Random(f"{seed} {number}")
            attempt = Try(folder, new_passage_id(), known, chance, counts)
            carry_out(attempt)
            judge(attempt)
        counts["bystanders_killed"] += bystander.poll() is not None
    finally:
        bystander.kill()
        bystander.communicate()
    print(json.dumps(counts, sort_keys=True))


if __name__ == "__main__":
    main()
