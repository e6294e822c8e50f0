"""The other process of the tests: it opens a séance and does what standard input says."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from e33tui.store import Held, PassageRecord, Store, StoreError


class Worker:
    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder)
        self.held: Held | None = None

    def acquire(self, passage: str) -> str:
        self.held = self.store.acquire(passage, "agent")
        return "held"

    def save(self, text: str) -> str:
        assert self.held is not None
        self.store.passages.save(PassageRecord(self.held.id, ({"x": text},)), self.held)
        return "saved"

    def serve(self, _: str) -> str:
        """Hold until somebody asks, then save, let go and say so, as the service does."""
        assert self.held is not None
        while not self.held.requested():
            time.sleep(0.01)
        self.save("saved on request")
        self.held.release()
        return "released"

    def answer(self, _: str) -> str:
        """Look once at who knocks, as the interface does twice a second."""
        assert self.held is not None
        self.held.answer()
        return "looked"

    def request(self, passage: str) -> str:
        self.store.ownership.request(passage)
        return "asked"

    def check(self, _: str) -> str:
        assert self.held is not None
        self.held.check()
        return "mine"

    def save_when_told_to_end(self, _: str) -> str:
        def end(number: int, frame: FrameType | None) -> None:
            self.save("saved at the end")
            sys.exit(0)

        signal.signal(signal.SIGTERM, end)
        return "ok"

    def ignore_the_end(self, _: str) -> str:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        return "ok"

    def count(self, argument: str) -> str:
        """Add one to the passage's number, as often as told, taking it anew each time."""
        passage, _, times = argument.partition(" ")
        done = 0
        while done < int(times):
            try:
                held = self.store.acquire(passage, "agent")
            except StoreError:
                time.sleep(0.001)
                continue
            number = int(self.store.passages.read(passage).lines[0]["n"])
            self.store.passages.save(PassageRecord(passage, ({"n": number + 1},)), held)
            held.release()
            done += 1
        return "counted"

    def append(self, times: str) -> str:
        def add_one(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
            return [{"n": len(lines)}]

        for _ in range(int(times)):
            self.store.sitting.append(add_one)
            self.store.register.append("close", at=0)
        return "appended"


def main() -> None:
    worker = Worker(Path(sys.argv[1]))
    print("ready", flush=True)
    for line in sys.stdin:
        name, _, argument = line.strip().partition(" ")
        try:
            print(getattr(worker, name)(argument), flush=True)
        except StoreError as error:
            print(type(error).__name__, flush=True)


main()
