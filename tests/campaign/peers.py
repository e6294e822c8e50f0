"""TinyDB's own JSON storage beside this project's: the same record, saved and killed alike.

``python -m tests.campaign.peers FOLDER KILLS SEED`` prints a table. A process of its own, without
threads, since it forks.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tinydb import TinyDB
from tinydb.storages import JSONStorage, Storage

from e33tui.persistence.storage import DurableStorage
from tests.support.killing import kill_while

LINES = 200
"""Observations of a record at its beginning."""
LONGEST = 400
"""Observations at which a record is full, and another one is begun."""
WORDS = "étude de zone, sources croisées, chiffres datés, fidélité à l’essai".ljust(60, ".")
HEAD = f"{'storage':32}{'kills':>8}{'saves':>9}{'unreadable':>12}{'saves lost':>12}"


@dataclass(frozen=True)
class Peer:
    """A storage under test: its name, and what makes it for a file."""

    name: str
    make: Callable[[Path], Storage]


PEERS = (
    Peer("TinyDB's JSONStorage", lambda path: JSONStorage(str(path), encoding="utf-8")),
    Peer("e33tui's DurableStorage", lambda path: DurableStorage(path, "passage", subject="x")),
)


@dataclass
class Count:
    """What became of one storage's files.

    Attributes:
        kills: processes killed while they saved.
        saves: saves acknowledged before that.
        unreadable: files that could not be read afterwards.
        lost: acknowledged saves that were not in a file; all of them, in an unreadable one.
    """

    kills: int = 0
    saves: int = 0
    unreadable: int = 0
    lost: int = 0


def save_for_ever(peer: Peer, path: Path, acknowledge: int) -> None:
    """Type a draft and commit it, as an oral is noted; say so each time the storage has saved."""
    base = TinyDB(storage=lambda: peer.make(path))
    drafts, lines = base.table("draft"), base.table("lines")
    if not len(drafts):
        drafts.insert({"n": 0, "text": ""})
        lines.insert_multiple({"do": "remark", "c": "c3", "x": WORDS} for _ in range(LINES))
    number = drafts.all()[0]["n"]
    while True:
        number += 1
        if number % 4 == 0:
            lines.insert({"do": "remark", "c": "c3", "x": WORDS})
        drafts.update({"n": number, "text": WORDS[: number % 4 * 20]})
        os.write(acknowledge, f"{number}\n".encode())


def found_in(peer: Peer, path: Path) -> tuple[int, int] | None:
    """Return the last save and the observations that a file holds; ``None`` if it is unreadable."""
    try:
        base = TinyDB(storage=lambda: peer.make(path))
        (draft,), lines = base.table("draft").all(), base.table("lines").all()
    except Exception:  # noqa: BLE001 (whatever a storage makes of a broken file)
        return None
    whole = all(line["x"] == WORDS for line in lines)
    return (draft["n"], len(lines)) if whole else None


def campaign(peer: Peer, folder: Path, kills: int, seed: int) -> Count:
    """Kill a saving process ``kills`` times; an unreadable or a full file is followed by a new one."""
    chance = random.Random(seed)
    count = Count()
    file = 0
    for _ in range(kills):
        path = folder / f"{file}.json"
        said = kill_while(partial(save_for_ever, peer, path), chance, 12, 0.01)
        found = found_in(peer, path)
        count.kills += 1
        count.saves += len(said)
        count.unreadable += found is None
        count.lost += max(0, said[-1] - (found[0] if found else 0))
        file += found is None or found[1] >= LONGEST
    return count


def row(peer: Peer, count: Count) -> str:
    """Return a line of the table."""
    return f"{peer.name:32}{count.kills:8}{count.saves:9}{count.unreadable:12}{count.lost:12}"


def main() -> None:
    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    print(HEAD)
    for number, peer in enumerate(PEERS):
        own = folder / str(number)
        own.mkdir()
        print(row(peer, campaign(peer, own, kills, seed)), flush=True)


if __name__ == "__main__":
    main()
