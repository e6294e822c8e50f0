"""Each system call fails in turn, once or for long: nothing is lost, no file is worse than before.

What a commission does is done on a disk that fails at its first call, then at its second, and so on
to the last; then the disk is well again, and everything is there.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from e33tui.domain.commands import (
    AddRemark,
    Arrive,
    Command,
    EraseRemark,
    PlaceLevel,
    WriteText,
)
from e33tui.domain.journal import fold, load
from e33tui.domain.passage import Passage
from e33tui.domain.remark import Mark
from e33tui.store import DamagedFile, Store, StoreError, is_sound
from tests.service.recorded import service_on
from tests.service.support import PATIENCE, Day, commands_to, holding, saved
from tests.store.support import WatchedFileSystem
from tests.support.domain import FakeClock, rubric

REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EIO: "le disque signale une panne",
    errno.EROFS: "le disque est en lecture seule",
    errno.EACCES: "ce compte n’a pas le droit",
    errno.ENOENT: "introuvable",
    errno.EDQUOT: "l’espace alloué à ce compte est épuisé",
}
CODES = tuple(REASONS)
SECRET = "confidence Tourmaline"
TYPED = "un texte qui n’est pas fini"
CHUNK = 700
"""Bytes that one write takes at most, so that there are several."""


@dataclass(frozen=True)
class Prepared:
    """A séance's folder to be copied for every case.

    Attributes:
        folder: a passage at its end, a secret observation and a text half typed in it.
        locked: the same passage sealed, its page made.
    """

    folder: Path
    locked: Path
    passage: str
    clock: FakeClock


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    base = tmp_path_factory.mktemp("prepared")
    day = Day(base / "séance")
    desk = day.at("interview_running")
    assert saved(day.service)
    day.play(desk, (AddRemark(SECRET, Mark.PLUS, "c4"),))
    day.play(desk, commands_to("complete")[len(commands_to("interview_running")) :])
    desk.set_draft("text:traiter", TYPED, "traiter")
    assert desk.leave()
    shutil.copytree(day.folder, base / "open")
    desk = day.open()
    desk.lock().result(PATIENCE)
    assert desk.leave()
    day.service.exports.verso(day.passage)
    day.end()
    return Prepared(base / "open", day.folder, day.passage, day.clock)


class Case:
    """A séance on a disk that is about to fail, and all that its passage has come to."""

    def __init__(self, prepared: Prepared, folder: Path, fs: WatchedFileSystem) -> None:
        self.folder = folder
        self.fs = fs
        self.clock = FakeClock(prepared.clock.now())
        self.passage = prepared.passage
        self.service = service_on(folder, self.clock, fs)
        self.desk = self.service.open(self.passage)
        self.states: list[Passage] = [self.desk.state]
        self.drafts = [{"text:traiter": TYPED}]

    def do(self, *commands: Command) -> None:
        for command in commands:
            self.clock.advance(10)
            self.desk.do(command)
            self.states.append(self.desk.state)

    def type(self, text: str | None) -> None:
        self.desk.set_draft("text:traiter", text, "traiter")
        self.desk.save_draft()
        self.drafts.append({} if text is None else {"text:traiter": text})

    def lock(self) -> None:
        self.desk.lock()
        self.states.append(self.desk.state)

    def reopen(self) -> None:
        self.desk.reopen("Harmonisation")
        self.states.append(self.desk.state)

    def work(self) -> None:
        """Let the writer try what it has, as its thread does when its time has come."""
        self.service._store.writer.flush(0)

    @property
    def error(self) -> str:
        error = self.service.save_status().error
        return "" if error is None else error.message


def place(case: Case) -> None:
    case.do(PlaceLevel("c1", 4))


def type_on(case: Case) -> None:
    case.type(TYPED + ", mais presque")


def commit(case: Case) -> None:
    case.do(WriteText("traiter", TYPED))
    case.type(None)


def erase(case: Case) -> None:
    secret = next(remark.id for remark in case.desk.state.remarks if remark.text == SECRET)
    case.do(EraseRemark(secret))


def lock(case: Case) -> None:
    case.lock()


def reopen(case: Case) -> None:
    case.reopen()


def set_aside(case: Case) -> None:
    """Somebody else writes into the draft, which is to be kept and to give way."""
    (case.folder / "passages" / case.passage / "brouillon.json").write_bytes(b"{")
    # It said nothing any more: until ours takes its place, there may be none.
    case.drafts.append({})
    case.type(TYPED + " du tout")


def issue(case: Case) -> None:
    case.service.exports.verso(case.passage)


def add(case: Case) -> None:
    if all(row.candidate.number != "2" for row in case.service.rows()):
        case.service.add_candidate("2", "DEUX", "B")


def begin(case: Case) -> None:
    """Open a passage that has no folder yet."""
    add(case)
    desk = case.service.open(case.service.passage_of("2"))
    desk.do(Arrive())
    desk.leave(0)


Act = Callable[[Case], None]
ACTS: tuple[tuple[Act, bool], ...] = (
    (place, False),
    (type_on, False),
    (commit, False),
    (erase, False),
    (lock, False),
    (set_aside, False),
    (add, False),
    (begin, False),
    (reopen, True),
    (issue, True),
)
"""What is done, and whether on the sealed passage."""
ASKED_AGAIN = (issue, add, begin)
"""What the person who asked is told of at once, and asks for again."""


def fail_each_call(
    prepared: Prepared,
    tmp_path: Path,
    act: Act,
    *,
    locked: bool,
    codes: Sequence[int],
    lasting: Sequence[bool],
    step: int = 1,
) -> None:
    """Do the same once for each of its calls, which fails.

    Args:
        codes: what the calls fail with, in turn.
        lasting: whether all calls after it fail too, in turn.
        step: how many calls further on the next one fails.
    """
    for number in count(0, step):
        folder = tmp_path / "séance"
        shutil.copytree(prepared.locked if locked else prepared.folder, folder)
        code = codes[number // step % len(codes)]
        for_long = lasting[number // step % len(lasting)]
        fs = WatchedFileSystem(None, code, lasting=for_long, chunk=CHUNK)
        case = Case(prepared, folder, fs)
        fs.fail_at = len(fs.calls) + number
        check(case, act, told=attempt(case, act))
        shutil.rmtree(folder)
        if not fs.reached:
            assert number > 3, "nothing reached the disk"
            return


def attempt(case: Case, act: Act) -> str:
    """Do it, and return what the person who asked was told, if anything."""
    try:
        act(case)
    except StoreError as error:
        assert act in ASKED_AGAIN
        return error.message
    finally:
        case.work()
    return ""


def check(case: Case, act: Act, *, told: str) -> None:
    # While it fails: typing goes on, the reason is told, no file is worse than before.
    sound(case)
    if case.fs.lasting and case.fs.refusals:
        case.type(f"{TYPED} {case.fs.fail_at}")
        case.work()
        assert REASONS[case.fs.code] in case.error
        assert case.desk.draft("text:traiter") == case.drafts[-1]["text:traiter"]
        sound(case)
    elif told:
        assert REASONS[case.fs.code] in told or case.fs.code == errno.ENOENT
    # The disk is well again: all of it is saved, by itself.
    case.fs.heal()
    case.work()
    case.service.beat()
    case.work()
    if act in ASKED_AGAIN:
        act(case)
    assert case.error == ""
    assert case.fs.open == set()
    assert case.service.close(0)
    afterwards(case, act)


def sound(case: Case) -> None:
    """Every file can be read, and says what it said before or what it should say now."""
    store = Store.open(case.folder, read_only=True)
    assert len(store.sitting.lines()) >= 2
    record = store.passages.read(case.passage)
    assert fold(rubric(), load(rubric(), record.lines).lines) in case.states
    assert store.passages.previous(case.passage) is not None
    with suppress(DamagedFile):  # by the scenario itself
        draft = store.passages.draft(case.passage)
        assert draft.get("texts", {}) in case.drafts
    store.register.entries()
    store.issued.documents()
    assert is_sound(case.service.verify())


def afterwards(case: Case, act: Act) -> None:
    """A new start finds everything, once, and nothing else."""
    service = service_on(case.folder, case.clock)
    desk = service.open(case.passage)
    assert desk.state == case.states[-1]
    assert dict(desk._draft.texts) == case.drafts[-1]
    assert service.verify() == []
    entries = service._store.register.entries()
    assert len({(e.kind, e.passage, e.version) for e in entries}) == len(entries)
    if act is erase:
        assert holding(case.folder, SECRET) == []
    if act is issue:
        assert service.exports.verso_path(case.passage) is not None
    if act is reopen:
        assert list(case.folder.glob("exports/communicable/*")) == []
    if act in (add, begin):
        assert [row.candidate.number for row in service.rows()].count("2") == 1
    if act is set_aside:
        assert [p.read_bytes() for p in case.folder.rglob("*.endommage-*")] == [b"{"]
    for row in service.rows():
        assert service.open(row.entry.passage).leave()
    assert list(case.folder.rglob("*.tmp")) == []
    assert service.close(0)


@pytest.mark.parametrize(("act", "locked"), ACTS)
def test_every_other_call_fails_in_turn(
    prepared: Prepared, tmp_path: Path, act: Act, locked: bool
) -> None:
    lasting = (True, True, True, False, False)
    fail_each_call(prepared, tmp_path, act, locked=locked, codes=CODES, lasting=lasting, step=2)


def test_a_disk_that_fails_for_hours_is_not_filled_by_the_tries(
    prepared: Prepared, tmp_path: Path
) -> None:
    """What cannot be written may not be removable either."""
    folder = tmp_path / "séance"
    shutil.copytree(prepared.folder, folder)
    case = Case(prepared, folder, WatchedFileSystem(lasting=True))
    case.do(PlaceLevel("c1", 4))
    for _ in range(20):
        # The first write of each try fails, and so does taking away what it left.
        case.fs.fail_at = len(case.fs.calls) + 2
        case.work()
        assert case.error
    assert len(list(folder.rglob("*.tmp"))) == 1
    case.fs.heal()
    case.work()
    assert list(folder.rglob("*.tmp")) == []
    assert case.service.close(0)


@pytest.mark.campaign
@pytest.mark.parametrize("lasting", [True, False])
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("act", "locked"), ACTS)
def test_each_call_fails_with_each_error(
    prepared: Prepared, tmp_path: Path, act: Act, locked: bool, code: int, lasting: bool
) -> None:
    fail_each_call(prepared, tmp_path, act, locked=locked, codes=(code,), lasting=(lasting,))
