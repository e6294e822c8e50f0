"""Kill processes while they save, and count what is missing.

``python campaign.py FOLDER KILLS`` prints kills, acknowledged saves lost, files unreadable.
"""

from __future__ import annotations

import os
import random
import sys
from functools import partial
from pathlib import Path

from e33tui.store import PassageRecord, Store, StoreError
from tests.support.killing import kill_while

PASSAGE = "0123456789abcdef"


def save_for_ever(store: Store, first: int, acknowledge: int) -> None:
    """Save, draft, seal and register, and acknowledge each round once it is on the disk."""
    held = store.acquire(PASSAGE, "victim")
    number = first
    while True:
        number += 1
        text = f"{number}".ljust(2000, "x")
        store.passages.save(PassageRecord(PASSAGE, ({"n": number, "x": text},)), held)
        os.write(acknowledge, f"{number}\n".encode())
        if number % 4 == 0:
            data = f"version {number}".encode()
            version = len(store.seals.list_sealed(PASSAGE)) + 1
            seal = store.seals.write_sealed(PASSAGE, version, data)
            store.register.append("lock", at=number, passage=PASSAGE, version=version, seal=seal)
            store.sitting.append(lambda lines: [{"n": len(lines)}])


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
    chance = random.Random(33)
    # A process with threads must not fork: this one reads, and its writer was never asked.
    store = Store.open(folder)
    store.close(0)
    lost = unreadable = last = 0
    for _ in range(kills):
        acknowledged = kill_while(partial(save_for_ever, store, last), chance, 8, 0.005)[-1]
        try:
            last = store.passages.read(PASSAGE).lines[0]["n"]
            store.passages.previous(PASSAGE)
            store.sitting.lines()
            register_what_was_sealed(store)
            unreadable += len(store.verify())
        except StoreError as error:
            print(error.message, file=sys.stderr)
            unreadable += 1
        lost += max(0, acknowledged - last)
    print(kills, lost, unreadable)


main()
