"""The power goes at any moment of a session: what was told to be saved is there, and nothing twice.

Every operation of the session is recorded; each prefix of them is put on a disk anew as a file
system may leave it, what was not fsynced dropped in several ways, and opened.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from e33tui.service.desk import Desk
from e33tui.store import StoreError, is_sound
from tests.service.recorded import ASSENTS, FORM, SECRET, TYPED, Session, Told, service_on
from tests.service.support import holding
from tests.store.power import Disk, Event, RecordingFileSystem, Tree, on_disk, put
from tests.support.domain import FakeClock

Reading = Callable[[Disk], Tree]
LOCKS = re.compile(r"/verrous/|/verrou\Z")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    made = Session(tmp_path_factory.mktemp("recorded"))
    made.play()
    return made


def prefixes(events: list[Event]) -> Iterator[tuple[Disk, Told]]:
    """The disk after each operation, with what had been told by then."""
    disk, told = Disk(), Told()
    for event in events:
        if event.what == "mark":
            told = event.mark
        else:
            disk.apply(event)
        yield disk, told


def outcomes(session: Session, *readings: Reading) -> Iterator[tuple[Tree, Told]]:
    """What the readings make of each prefix, each different one once."""
    seen: set[tuple[object, ...]] = set()
    for disk, told in prefixes(session.fs.events):
        for reading in readings:
            tree = reading(disk)
            key = (id(told), *tree.items())
            if key not in seen:
                seen.add(key)
                yield tree, told


class Opened:
    """What is left after a power cut, opened anew and compared with what had been told."""

    def __init__(self, session: Session, told: Told, root: Path) -> None:
        self.session = session
        self.told = told
        self.root = root
        clock = FakeClock(session.clock.now())
        clock.reboot()
        # A folder that nobody was told of may be no séance yet: it can become one again.
        self.service = service_on(root / "séance", clock, create=not told.ready)
        self.store = self.service._store

    def check(self) -> None:
        assert is_sound(self.service.verify())
        assert len(self.service.sitting.roster) >= self.told.roster
        for entry in self.service.sitting.roster:
            self.passage(entry.passage)
        # A clôture that was cut short waits for whoever completes it.
        findings = [found for found in self.service.verify() if found.kind != "unfinished"]
        assert findings == [], "what was announced is completed, and nothing else"
        self.register()
        self.sitting()
        assert [path.name for path in self.root.rglob("*.tmp")] == []
        if self.told.erased:
            assert holding(self.root, SECRET) == []
        assert self.service.close(0)

    def register(self) -> None:
        entries = self.store.register.entries()
        assert entries[: len(self.told.entries)] == self.told.entries
        assert len({(e.kind, e.passage, e.version) for e in entries}) == len(entries)
        assert len(set(self.store.issued.documents())) == len(self.store.issued.documents())

    def sitting(self) -> None:
        forms = dict(self.service.forms.begun(FORM))
        assert forms in self.session.forms[self.told.forms :]
        found = self.service.sitting
        assert found.closed or not self.told.closed
        if found.closing is not None and not found.closed:
            assert self.service.close_sitting(ASSENTS).closed
            assert self.service.verify() == []

    def passage(self, passage: str) -> None:
        begun = self.store.passages.has(passage)
        self.store.passages.previous(passage)
        desk = self.service.open(passage)
        assert desk.warning == ""
        step = self.told.states.get(passage, 0)
        if begun or step:
            assert desk.state in self.session.states[passage][step:]
        self.drafts(desk)
        self.verso(desk)
        assert desk.leave()

    def drafts(self, desk: Desk) -> None:
        """A text is in the draft or in the record: never in none of them, never in both."""
        known = self.session.drafts.get(desk.id, [{}])
        last = self.told.drafts.get(desk.id, 0)
        found = dict(desk._draft.texts)
        committed = [remark.text for remark in desk.state.remarks].count(TYPED)
        typed = found.get("remark", "").endswith(TYPED)
        assert found in known[last:] or (committed and {"remark": "+ " + TYPED} in known[last:])
        assert committed + typed <= 1, "doubled"
        if any(text.endswith(TYPED) for draft in known[: last + 1] for text in draft.values()):
            assert committed + typed == 1, "lost between draft and record"

    def verso(self, desk: Desk) -> None:
        """What was issued is there while its version is in force, and gone with it."""
        folder = self.root / "séance/exports/communicable"
        issued = sorted(folder.glob(f"*-{desk.id[:6]}.pdf"))
        if not desk.state.locked:
            assert issued == []
            return
        told = self.told.versos.get(desk.id)
        if told is not None and self.told.entries[-1].version == len(desk.state.versions):
            assert [path.read_bytes() for path in issued] == [told]
            assert self.service.exports.verso_path(desk.id) == issued[0]


def check(session: Session, tmp_path: Path, found: Iterator[tuple[Tree, Told]]) -> int:
    """Open every outcome; return how many there were."""
    count = 0
    for tree, told in found:
        root = tmp_path / "disk"
        put(tree, root)
        Opened(session, told, root).check()
        shutil.rmtree(root)
        count += 1
    return count


def test_nothing_reaches_the_disk_past_the_record(session: Session) -> None:
    """But the locks, which hold nothing that a power cut could take."""
    disk = Disk()
    for event in session.fs.events:
        disk.apply(event)
    there = {n: f for n, f in on_disk(session.root).items() if not LOCKS.search(n)}
    assert disk.everything() == there


def mixture(seed: int) -> Reading:
    chance = random.Random(seed)
    return lambda disk: disk.mixture(chance)


@pytest.mark.parametrize(
    ("reading", "every"),
    [
        pytest.param(Disk.strict, 3, id="nothing unsynced"),
        pytest.param(Disk.names_only, 10, id="names without bytes"),
        pytest.param(Disk.everything, 20, id="everything"),
        pytest.param(mixture(33), 15, id="some of it"),
    ],
)
def test_after_a_power_cut_at_any_moment_all_that_was_told_is_there(
    session: Session, tmp_path: Path, reading: Reading, every: int
) -> None:
    found = islice(outcomes(session, reading), 0, None, every)
    assert check(session, tmp_path, found) > 10


KINDS = (
    "seance.json",
    "saisies.json",
    "registre.json",
    "documents.json",
    "passage.json",
    "brouillon.json",
    "0001.json",
    ".pdf",
)


def test_the_order_is_write_fsync_replace_fsync_of_the_folder_for_every_file(
    session: Session,
) -> None:
    """By the time anything is told, the bytes of each file are certain first, its name second."""
    placed: set[str] = set()
    disk = Disk()
    for event in session.fs.events:
        if event.what == "mark":
            assert [name for name in disk.uncertain() if not name.endswith(".tmp")] == []
        elif event.what in ("replace", "link") and not event.other.endswith(".tmp"):
            assert disk.nodes[disk.at(event.path)].synced, "a name before its bytes"
            placed.add(event.other)
        disk.apply(event)
    for kind in KINDS:
        assert any(name.endswith(kind) for name in placed), kind


class Hasty(RecordingFileSystem):
    """A program that does not wait for one kind of fsync."""

    skipped = ""

    def fsync(self, descriptor: int) -> None:
        if self.skipped != "fsync":
            super().fsync(descriptor)

    def fsync_dir(self, folder: Path) -> None:
        if self.skipped != "fsync_dir":
            super().fsync_dir(folder)


@pytest.mark.parametrize("skipped", ["fsync", "fsync_dir"])
def test_a_program_that_does_not_wait_for_the_disk_is_found_out(
    tmp_path: Path, skipped: str
) -> None:
    (tmp_path / "recorded").mkdir()
    hasty = Session(tmp_path / "recorded", Hasty)
    hasty.fs.skipped = skipped  # type: ignore[attr-defined]
    hasty.play()
    reading = Disk.names_only if skipped == "fsync" else Disk.strict
    with pytest.raises((StoreError, AssertionError)):
        check(hasty, tmp_path, outcomes(hasty, reading))


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(-3, 60))
def test_every_operation_and_many_mixtures(session: Session, tmp_path: Path, seed: int) -> None:
    plain = (Disk.strict, Disk.names_only, Disk.everything)
    reading = plain[seed] if seed < 0 else mixture(seed)
    count = check(session, tmp_path, outcomes(session, reading))
    print(f"power cuts: {count} different disks opened, nothing lost, nothing doubled")
    assert count > 60
