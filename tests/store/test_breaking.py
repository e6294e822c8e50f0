"""A hundred tries to break the one-writer lock: nothing is lost or mixed, nobody is second."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.breaking import HARM
from tests.store.support import ROOT

BREAKING = Path(__file__).with_name("breaking.py")
FAULTS = ("lost", "mixed", "two", "unreadable", "blocked", "untold", "bystanders_killed")
"""What must not have happened once, of all that the tries count."""


def tried(folder: Path, tries: int, seed: str) -> dict[str, int]:
    """Carry out some tries, print what they count, and return it."""
    done = subprocess.run(
        [sys.executable, str(BREAKING), str(folder), str(tries), seed],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    counts: dict[str, int] = json.loads(done.stdout)
    print(f"seed {seed}:", ", ".join(f"{name} {count}" for name, count in counts.items()))
    return counts


def test_the_lock_stands_what_is_done_to_it(tmp_path: Path) -> None:
    counts = tried(tmp_path / "séance", 10, "33")
    assert {name: counts.get(name, 0) for name in FAULTS} == dict.fromkeys(FAULTS, 0)
    assert counts["tries"] == 10
    assert counts["lines"] >= counts["saved"] >= 10


@pytest.mark.campaign
def test_the_lock_stands_all_of_it_for_longer(tmp_path: Path) -> None:
    counts = tried(tmp_path / "séance", 250, os.environ.get("WALK_SEED", "1"))
    assert {name: counts.get(name, 0) for name in FAULTS} == dict.fromkeys(FAULTS, 0)
    assert counts["lines"] >= counts["saved"] >= 250
    meant = {*HARM, "answers", "silent", "gone", "gave_way"}
    assert {name for name in meant if not counts.get(name)} == set(), "never happened"
