"""Whatever somebody does to a passage's lock file: nobody else comes to write, and it heals."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from e33tui.domain.errors import StoreError
from e33tui.persistence import held as right
from e33tui.persistence import locks, ownership
from e33tui.persistence.errors import HeldElsewhere, OwnershipLost
from e33tui.persistence.layout import Layout
from e33tui.persistence.ownership import Ownership
from e33tui.store import Held, Store
from tests.store.support import PASSAGE, Agent, record


@pytest.fixture
def held(store: Store) -> Held:
    return store.acquire(PASSAGE, "tty1")


@pytest.fixture
def lock(store: Store) -> Path:
    return store.folder / "passages" / PASSAGE / "verrou"


def remove(lock: Path) -> None:
    lock.unlink()


def exchange(lock: Path) -> None:
    lock.unlink()
    lock.touch()


def copy(lock: Path) -> None:
    shutil.copy(lock, lock.with_name("copy"))
    lock.with_name("copy").replace(lock)


def truncate(lock: Path) -> None:
    lock.write_bytes(b"")


def garble(lock: Path) -> None:
    lock.write_bytes(b"\xff{" * 5000)


HARM = (remove, exchange, copy, truncate, garble)


@pytest.mark.parametrize("harm", HARM)
def test_a_lock_file_that_was_harmed_makes_no_second_holder(
    store: Store, held: Held, lock: Path, harm: Callable[[Path], None]
) -> None:
    other = Ownership(Layout(store.folder))
    harm(lock)
    with pytest.raises(HeldElsewhere):
        other.acquire(PASSAGE, "tty2")
    store.passages.save(record(1), held)
    assert store.ownership.holder(PASSAGE) == held.holder
    with pytest.raises(HeldElsewhere):
        other.acquire(PASSAGE, "tty2")
    other.request(PASSAGE)
    assert held.requested(), "a request is seen in the lock file that stands there now"
    held.release()
    assert store.ownership.holder(PASSAGE) is None
    other.acquire(PASSAGE, "tty2").check()


def test_a_stopped_holder_keeps_the_passage_whatever_becomes_of_the_file(
    store: Store, lock: Path
) -> None:
    with Agent(store.folder) as agent:
        agent.ask(f"acquire {PASSAGE}")
        agent.stop()
        for harm in HARM:
            harm(lock)
            with pytest.raises(HeldElsewhere):
                store.acquire(PASSAGE, "tty1")
        agent.wake()
        assert agent.ask("save mine") == "saved"
        holder = store.ownership.holder(PASSAGE)
        assert holder is not None
        assert holder.process.pid == agent.pid


@pytest.mark.parametrize("says", ["another", "nobody"])
@pytest.mark.parametrize("harm", [None, remove])
def test_a_lock_file_that_another_wrote_is_left_alone(
    held: Held, lock: Path, says: str, harm: Callable[[Path], None] | None
) -> None:
    """Two machines on one shared disk: the locks of one may mean nothing to the other."""
    theirs = json.loads(lock.read_bytes()) | {"token": "0" * 32} if says == "another" else {}
    if harm:
        harm(lock)
    lock.write_text(json.dumps(theirs))
    for _ in range(2):
        with pytest.raises(OwnershipLost):
            held.check()
    assert json.loads(lock.read_bytes()) == theirs
    held.release()
    assert json.loads(lock.read_bytes()) == theirs


def test_a_lock_file_that_is_being_looked_at_is_put_right_a_moment_later(
    store: Store, held: Held, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove(lock)
    with monkeypatch.context() as context:
        context.setattr(right, "try_lock", lambda _: None)
        with pytest.raises(StoreError) as caught:
            held.check()
    assert not isinstance(caught.value, OwnershipLost)
    held.check()
    assert store.ownership.holder(PASSAGE) == held.holder


def test_where_folders_cannot_be_locked_an_exchanged_file_is_another_holders(
    store: Store, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership, "try_lock_folder", lambda _: None)
    held = store.acquire(PASSAGE, "tty1")
    lock.unlink()
    with pytest.raises(StoreError) as caught:
        held.check()
    assert not isinstance(caught.value, OwnershipLost), "the folder may be put back"
    theirs = Ownership(Layout(store.folder)).acquire(PASSAGE, "tty2")
    with pytest.raises(OwnershipLost):
        held.check()
    held.release()
    theirs.check()


def test_a_folder_without_locks_is_told_from_one_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = locks.try_lock_folder(tmp_path)
    assert taken is not None
    with pytest.raises(BlockingIOError):
        locks.try_lock_folder(tmp_path)
    os.close(taken)

    def refuse(*_: object) -> None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert locks.try_lock_folder(tmp_path) is None


def test_a_folder_exchanged_for_a_copy_is_no_longer_ours(store: Store, held: Held) -> None:
    folder = store.folder / "passages" / PASSAGE
    folder.rename(folder.with_name("away"))
    shutil.copytree(folder.with_name("away"), folder)
    with pytest.raises(OwnershipLost):
        held.check()


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"3", b"\xff", b'{"process": 1}', b"{" * 99])
def test_a_lock_file_that_says_nothing_still_locks(
    store: Store, held: Held, lock: Path, data: bytes
) -> None:
    lock.write_bytes(data)
    assert store.ownership.holder(PASSAGE) is None
    with pytest.raises(HeldElsewhere) as caught:
        store.acquire(PASSAGE, "tty2")
    assert caught.value.holder is None
    assert not held.released
