"""One of several processes that compete for a passage, and write numbered lines when they have it."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import random
import signal
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from types import FrameType

from e33tui.persistence.ownership import Sign
from e33tui.persistence.processes import start_of
from e33tui.store import Held, HeldElsewhere, OwnershipLost, PassageRecord, Row, Store, StoreError

_DIE_WITH_PARENT = 1
"""The number of ``prctl``'s option."""


@dataclass
class Writer:
    """One process that competes for a passage; its name is in every line that it writes."""

    name: int
    store: Store
    passage: str
    witness: int
    acknowledge: int
    chance: random.Random
    told_to_end: bool = False

    def compete(self) -> None:
        """Take the passage, write in it, let go; for ever, or until it is told to end."""
        signal.signal(signal.SIGTERM, self.end)
        while not self.told_to_end:
            held = self.take()
            if held is None:
                continue
            self.be_alone()
            with contextlib.suppress(OwnershipLost):
                self.write(held)
            fcntl.flock(self.witness, fcntl.LOCK_UN)
            held.release()

    def end(self, number: int, frame: FrameType | None) -> None:
        """Save once more before it ends, as the program does."""
        self.told_to_end = True

    def say(self, *words: object) -> None:
        os.write(self.acknowledge, (" ".join(map(str, words)) + "\n").encode())

    def be_alone(self) -> None:
        """Say so when another living process holds the passage as well."""
        while True:
            try:
                fcntl.flock(self.witness, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                other = int(os.pread(self.witness, 16, 0))
                if start_of(other) is not None:
                    # It goes on all the same, to show what comes of it.
                    self.say("two")
                    return
            else:
                os.pwrite(self.witness, f"{os.getpid():16}".encode(), 0)
                return

    def take(self) -> Held | None:
        try:
            if self.chance.random() < 0.6:
                return self.store.acquire(self.passage, str(self.name))
            return self.ask()
        except HeldElsewhere:
            sleep(self.chance.random() / 500)
        except StoreError as error:
            self.say("refused", type(error).__name__)
        finally:
            self.store.ownership.withdraw(self.passage)
        return None

    def ask(self) -> Held:
        """Take it over as a person would: ask, and end whoever gives no sign."""
        ownership = self.store.ownership
        ownership.patience = self.chance.random() / 10
        holder = ownership.holder(self.passage)
        if holder is not None:
            question = ownership.question(holder)
            while (sign := question.sign()) is None:
                sleep(0.001)
            question.close()
            self.say(sign.name)
            if sign is Sign.SILENT:
                ownership.end_holder(holder, grace=self.chance.random() / 20)
        return self.store.take_over(self.passage, str(self.name), holder)

    def write(self, held: Held) -> None:
        lines: list[Row] = []
        if self.store.passages.has(self.passage):
            lines += self.store.passages.read(self.passage).lines
        number = sum(line["w"] == self.name for line in lines)
        for _ in range(self.chance.randrange(1, 12)):
            number += 1
            lines.append(line(self.name, number))
            try:
                self.store.passages.save(PassageRecord(self.passage, tuple(lines)), held)
            except OwnershipLost:
                self.say("gave_up")
                raise
            except StoreError as error:
                self.say("refused", type(error).__name__)
                return
            self.say("saved", number)
            held.answer()
            if held.requested():
                self.say("gave_way")
                return


def line(writer: int, number: int) -> Row:
    """Return a line whose text follows from who wrote it and which it is."""
    return {"w": writer, "n": number, "x": f"{writer}.{number} ".ljust(60 + number % 7, "é")}


def begin(folder: Path, passage: str, name: int, witness: Path, seed: str) -> tuple[int, int]:
    """Start a writer; return its process id and where it acknowledges."""
    acknowledged, acknowledge = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child:
        os.close(acknowledge)
        return child, acknowledged
    try:
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == parent:
            # Opened first, so that a process that is killed is no witness longer than a holder.
            saw = os.open(witness, os.O_RDWR | os.O_CREAT, 0o600)
            store = Store.open(folder)
            Writer(name, store, passage, saw, acknowledge, random.Random(seed)).compete()
    finally:
        os._exit(0)
