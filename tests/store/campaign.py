"""Kill processes while they save, and count what is missing.

``python campaign.py FOLDER KILLS`` prints kills, acknowledged saves lost, files unreadable.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
from pathlib import Path

from e33tui.store import PassageRecord, Store, StoreError

PASSAGE = "0123456789abcdef"


def save_for_ever(store: Store, first: int, acknowledge: int) -> None:
    """Save, draft, seal and register, and acknowledge each round once it is on the disk."""
    held = store.acquire(PASSAGE, "victim")
    number = first
    while True:
        number += 1
        text = f"{number}".ljust(2000, "x")
        store.save_passage(PassageRecord(PASSAGE, ({"n": number, "x": text},)), held)
        os.write(acknowledge, f"{number}\n".encode())
        if number % 4 == 0:
            data = f"version {number}".encode()
            version = len(store.seals.list_sealed(PASSAGE)) + 1
            seal = store.seals.write_sealed(PASSAGE, version, data)
            store.register.append("lock", at=number, passage=PASSAGE, version=version, seal=seal)
            store.append_sitting(lambda lines: [{"n": len(lines)}])


def last_acknowledged(store: Store, first: int) -> int:
    """Let a child save, kill it at a random moment, and return what it acknowledged last."""
    acknowledged, acknowledge = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            save_for_ever(store, first, acknowledge)
        finally:
            os._exit(1)
    os.close(acknowledge)
    received = b""
    for _ in range(random.randrange(1, 8)):
        received += os.read(acknowledged, 64)
    select.select([], [], [], random.random() / 200)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WTERMSIG(status) != signal.SIGKILL:
        sys.exit("the child ended by itself")
    while more := os.read(acknowledged, 4096):
        received += more
    os.close(acknowledged)
    return int(received.split()[-1])


def register_what_was_sealed(store: Store) -> None:
    """Do what an opening does after a crash between the sealed file and the register."""
    for version in store.seals.list_sealed(PASSAGE):
        if store.register.sealed_entry(PASSAGE, version) is None:
            seal = store.seals.write_sealed(
                PASSAGE, version, store.seals.read_sealed(PASSAGE, version)
            )
            store.register.append("lock", at=0, passage=PASSAGE, version=version, seal=seal)


def main() -> None:
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    random.seed(33)
    # A process with threads must not fork: this one reads, and its writer was never asked.
    store = Store.open(folder)
    store.close(0)
    lost = unreadable = last = 0
    for _ in range(kills):
        acknowledged = last_acknowledged(store, last)
        try:
            last = store.read_passage(PASSAGE).lines[0]["n"]
            store.previous_passage(PASSAGE)
            store.sitting_lines()
            register_what_was_sealed(store)
            unreadable += len(store.verify())
        except StoreError as error:
            print(error.message, file=sys.stderr)
            unreadable += 1
        lost += max(0, acknowledged - last)
    print(kills, lost, unreadable)


main()
