"""The writer keeps order, replaces what waits, never gives up and never says too much."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError

import pytest

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import Busy, OwnershipLost
from e33tui.persistence.locks import BRIEF, _patience
from e33tui.persistence.locks import PATIENCE as LOCK_PATIENCE
from e33tui.persistence.writer import (
    FIRST_RETRY,
    LAST_RETRY,
    BackgroundWriter,
    SaveStatus,
    Timing,
)

PATIENCE = 20.0


class Still(Timing):
    """Time that moves when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def wall_ms(self) -> int:
        return round(self.seconds * 1000)

    def now(self) -> float:
        return self.seconds

    def wait(self, condition: threading.Condition, seconds: float | None) -> None:
        assert seconds is not None
        self.seconds += seconds


class Disk:
    """Where the jobs of a test write: what was written, and what fails."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.tried: list[str] = []
        self.failing: dict[str, Exception] = {}

    def save(self, name: str) -> Callable[[], None]:
        def job() -> None:
            self.tried.append(name)
            if name[0] in self.failing:
                raise self.failing[name[0]]
            self.done.append(name)

        return job


FULL = StoreError("x", "Le disque est plein.")


@pytest.fixture
def time() -> Still:
    return Still()


@pytest.fixture
def writer(time: Still) -> BackgroundWriter:
    return BackgroundWriter(time, start=False)


@pytest.fixture
def disk() -> Disk:
    return Disk()


def test_jobs_are_done_in_order(writer: BackgroundWriter, disk: Disk) -> None:
    for name in ("a1", "b1", "c1"):
        writer.submit(name[0], disk.save(name))
    assert disk.done == []
    assert writer.run_ready() is None
    assert disk.done == ["a1", "b1", "c1"]


def test_a_later_state_takes_the_place_of_a_waiting_one(
    writer: BackgroundWriter, disk: Disk
) -> None:
    for name in ("a1", "b1", "a2", "a3"):
        writer.submit(name[0], disk.save(name))
    writer.run_ready()
    assert disk.tried == ["a3", "b1"]


def test_waiting_jobs_may_be_merged(writer: BackgroundWriter, disk: Disk) -> None:
    def both(first: Callable[[], None], second: Callable[[], None]) -> Callable[[], None]:
        def job() -> None:
            first()
            second()

        return job

    for name in ("a1", "a2", "a3"):
        writer.submit("a", disk.save(name), both)
    disk.failing["a"] = FULL
    writer.run_ready()
    writer.submit("a", disk.save("a4"), both)
    disk.failing.clear()
    writer.flush(0)
    assert disk.done == ["a1", "a2", "a3", "a4"]


def test_a_single_job_stands_between_the_states_before_and_after_it(
    writer: BackgroundWriter, disk: Disk
) -> None:
    def seal() -> int:
        disk.save("seal")()
        return 7

    writer.submit("a", disk.save("a1"))
    future = writer.run(seal, "a")
    writer.submit("a", disk.save("a2"))
    writer.run_ready()
    assert disk.done == ["a1", "seal", "a2"]
    assert future.result(0) == 7


def test_a_single_job_without_a_key_stands_between_all(
    writer: BackgroundWriter, disk: Disk
) -> None:
    writer.submit("a", disk.save("a1"))
    writer.run(disk.save("x"))
    writer.submit("a", disk.save("a2"))
    writer.run_ready()
    assert disk.done == ["a1", "x", "a2"]


def test_a_single_job_that_fails_tells_its_future_alone(writer: BackgroundWriter) -> None:
    def refuse() -> None:
        raise FULL

    future = writer.run(refuse, "a")
    assert writer.run_ready() is None
    assert future.exception(0) is FULL
    assert writer.status() == SaveStatus()


def test_a_failing_save_is_tried_less_and_less_often_and_never_given_up(
    writer: BackgroundWriter, disk: Disk, time: Still
) -> None:
    disk.failing["a"] = FULL
    writer.submit("a", disk.save("a1"))
    pauses: list[float] = []
    for _ in range(40):
        pause = writer.run_ready()
        assert pause is not None
        pauses.append(pause)
        time.seconds += pause
    assert pauses[:3] == [FIRST_RETRY, FIRST_RETRY * 2, FIRST_RETRY * 4]
    assert set(pauses[3:]) == {LAST_RETRY}
    assert len(disk.tried) == 40
    assert writer.status().error is FULL
    disk.failing.clear()
    assert writer.run_ready() is None
    assert disk.done == ["a1"]
    assert writer.status() == SaveStatus(saved_at=time.wall_ms())


def test_once_the_disk_is_well_everything_is_saved_within_two_seconds(
    writer: BackgroundWriter, disk: Disk, time: Still
) -> None:
    disk.failing |= {"a": FULL, "b": FULL}
    writer.submit("a", disk.save("a1"))
    for _ in range(10):
        time.seconds += writer.run_ready() or 0.0
    writer.submit("b", disk.save("b1"))
    writer.run_ready()
    disk.failing.clear()
    since = time.seconds
    while (pause := writer.run_ready()) is not None:
        time.seconds += pause
    assert disk.done == ["b1", "a1"], "the one that is tried first takes the other along"
    assert time.seconds - since <= FIRST_RETRY
    assert LAST_RETRY < 2
    assert writer.status().error is None


def test_a_passage_whose_trouble_is_its_own_is_not_tried_with_every_save(
    writer: BackgroundWriter, disk: Disk
) -> None:
    disk.failing["a"] = FULL
    writer.submit("a", disk.save("a1"))
    for number in range(50):
        writer.submit("b", disk.save(f"b{number}"))
        writer.run_ready()
    assert disk.tried.count("a1") == 1


def test_a_failing_save_gives_way_to_a_newer_state(writer: BackgroundWriter, disk: Disk) -> None:
    disk.failing["a"] = FULL
    writer.submit("a", disk.save("a1"))
    writer.run_ready()
    writer.submit("a", disk.save("a2"))
    disk.failing.clear()
    assert writer.flush(0)
    assert disk.tried == ["a1", "a2"]


def test_a_state_handed_in_during_a_save_that_fails_takes_over_its_retry(
    writer: BackgroundWriter, disk: Disk
) -> None:
    def fail_while_a_newer_one_arrives() -> None:
        writer.submit("a", disk.save("a2"))
        raise FULL

    writer.submit("a", fail_while_a_newer_one_arrives)
    assert writer.run_ready() == FIRST_RETRY
    assert disk.tried == []
    writer.flush(0)
    assert disk.tried == ["a2"]


def test_a_failing_passage_holds_up_itself_alone(writer: BackgroundWriter, disk: Disk) -> None:
    disk.failing["a"] = FULL
    writer.submit("a", disk.save("a1"))
    after = writer.run(disk.save("seal of a"), "a")
    writer.submit("b", disk.save("b1"))
    anything = writer.run(disk.save("x"))
    writer.run_ready()
    assert disk.done == ["b1", "x"]
    assert anything.done()
    assert not after.done()
    assert (writer.error("a"), writer.error("b")) == (FULL, None)
    assert writer.status().error is FULL


def test_what_is_no_longer_ours_is_not_tried_again(writer: BackgroundWriter, disk: Disk) -> None:
    lost = OwnershipLost("x")
    disk.failing["a"] = lost
    writer.submit("a", disk.save("a1"))
    assert writer.run_ready() is None
    assert disk.tried == ["a1"]
    assert writer.status().error is lost
    assert not writer.flush(0)
    writer.forget("a")
    assert writer.flush(0)


@pytest.mark.parametrize("error", [OSError(28, "x", "f"), ValueError("Mme Dupont"), KeyError()])
def test_any_error_becomes_a_sentence_without_what_was_typed(
    writer: BackgroundWriter, disk: Disk, error: Exception
) -> None:
    disk.failing["a"] = error
    writer.submit("a", disk.save("a1"))
    assert writer.run_ready() == FIRST_RETRY
    told = writer.status().error
    assert told is not None
    assert told.message.endswith(".")
    assert "Dupont" not in told.message


def test_the_status_tells_what_waits_and_since_when(
    writer: BackgroundWriter, disk: Disk, time: Still
) -> None:
    seen: list[SaveStatus] = []

    def slow() -> None:
        seen.append(writer.status())
        time.seconds += 0.5

    time.seconds = 1
    writer.submit("a", slow)
    time.seconds = 2
    writer.submit("b", slow)
    time.seconds = 3
    assert writer.status() == SaveStatus(oldest_unsaved=1000)
    writer.run_ready()
    assert seen == [
        SaveStatus(oldest_unsaved=1000, saving_since=3000),
        SaveStatus(saved_at=3500, oldest_unsaved=2000, saving_since=3500),
    ]
    assert writer.status() == SaveStatus(saved_at=4000)


def test_what_is_not_a_save_is_not_told_as_one(writer: BackgroundWriter) -> None:
    seen: list[SaveStatus] = []
    writer.run(lambda: seen.append(writer.status()))
    writer.run_ready()
    assert seen == [SaveStatus()]
    assert writer.status() == SaveStatus()


def test_a_job_called_off_is_not_done(writer: BackgroundWriter, disk: Disk) -> None:
    future = writer.run(disk.save("x"), "a")
    assert future.cancel()
    writer.run_ready()
    assert disk.tried == []
    assert writer.status() == SaveStatus()


def test_flushing_tries_everything_now_and_tells_what_is_left(
    writer: BackgroundWriter, disk: Disk, time: Still
) -> None:
    disk.failing["a"] = FULL
    writer.submit("a", disk.save("a1"))
    writer.run_ready()
    assert not writer.flush(0.1)
    assert len(disk.tried) == 2
    disk.failing.clear()
    assert writer.flush(0.1)
    assert disk.done == ["a1"]


def test_a_closed_writer_refuses_and_calls_off(writer: BackgroundWriter, disk: Disk) -> None:
    disk.failing["a"] = FULL
    writer.submit("a", disk.save("a1"))
    future = writer.run(disk.save("seal"), "a")
    assert not writer.close(0.1)
    assert future.cancelled()
    with pytest.raises(StoreError):
        writer.submit("a", disk.save("a2"))
    with pytest.raises(StoreError):
        writer.run(disk.save("a2"))


def test_the_thread_saves_without_keeping_the_caller(disk: Disk) -> None:
    writer = BackgroundWriter()
    started, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        started.set()
        assert go_on.wait(PATIENCE)

    writer.submit("a", slow)
    assert started.wait(PATIENCE)
    for number in range(100):
        writer.submit("b", disk.save(f"b{number}"))
    assert not writer.flush(0)
    assert writer.status().saving_since is not None
    go_on.set()
    assert writer.close(PATIENCE)
    assert disk.done == ["b99"]
    assert writer.status().saved_at is not None


def test_the_thread_tries_again_by_itself() -> None:
    writer = BackgroundWriter()
    tries = 0

    def fail_once() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise FULL

    writer.submit("a", fail_once)
    assert writer.flush(PATIENCE)
    assert tries == 2
    assert writer.close(PATIENCE)


def test_the_thread_leaves_signals_to_the_main_one() -> None:
    writer = BackgroundWriter()
    blocked = writer.run(lambda: signal.pthread_sigmask(signal.SIG_BLOCK, ())).result(PATIENCE)
    assert {signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGWINCH} <= blocked
    assert writer.close(PATIENCE)
    assert signal.SIGTERM not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_closing_ends_the_thread() -> None:
    before = set(threading.enumerate())
    writers = [BackgroundWriter() for _ in range(3)]
    threads = [t for t in threading.enumerate() if t not in before and t.name == "e33tui-writer"]
    assert len(threads) == 3
    for writer in writers:
        assert writer.close(PATIENCE)
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


# -- What something else is in the way of --

BUSY = Busy("x", "Un autre terminal enregistre.")


def test_a_state_that_finds_a_lock_taken_is_no_failure_before_the_locks_patience(
    writer: BackgroundWriter, disk: Disk, time: Still
) -> None:
    disk.failing["a"] = BUSY
    writer.submit("a", disk.save("a1"))
    while time.seconds < LOCK_PATIENCE:
        time.seconds += writer.run_ready() or 0.0
        assert writer.status() == SaveStatus(oldest_unsaved=0)
    writer.run_ready()
    assert writer.status().error is BUSY
    disk.failing.clear()
    assert writer.flush(0)
    assert writer.status().error is None


def test_a_failure_that_follows_is_told_at_once(
    writer: BackgroundWriter, disk: Disk, time: Still
) -> None:
    disk.failing["a"] = BUSY
    writer.submit("a", disk.save("a1"))
    time.seconds += writer.run_ready() or 0.0
    disk.failing["a"] = FULL
    writer.run_ready()
    assert writer.status().error is FULL


def test_a_single_job_that_finds_a_lock_taken_holds_up_nothing(
    writer: BackgroundWriter, disk: Disk, time: Still
) -> None:
    disk.failing["s"] = BUSY
    sealed = writer.run(disk.save("seal"), "a")
    writer.submit("a", disk.save("a1"))
    writer.run_ready()
    assert disk.done == ["a1"]
    assert not sealed.done()
    assert writer.status().oldest_unsaved == 0, "it is told that something waits"
    disk.failing.clear()
    time.seconds += FIRST_RETRY
    assert writer.run_ready() is None
    assert sealed.done()
    assert disk.tried == ["seal", "a1", "seal"]


def test_and_says_so_once_that_has_lasted(
    writer: BackgroundWriter, disk: Disk, time: Still
) -> None:
    disk.failing["s"] = BUSY
    sealed = writer.run(disk.save("seal"), "a")
    while (pause := writer.run_ready()) is not None:
        time.seconds += pause
    assert sealed.exception(0) is BUSY
    assert LOCK_PATIENCE <= time.seconds < LOCK_PATIENCE + LAST_RETRY


def test_the_end_calls_off_what_waits_for_a_lock(writer: BackgroundWriter, disk: Disk) -> None:
    disk.failing["s"] = BUSY
    sealed = writer.run(disk.save("seal"), "a")
    writer.run_ready()
    assert not writer.close(0.1)
    assert isinstance(sealed.exception(0), CancelledError)


def test_the_thread_waits_hardly_at_all_for_a_lock() -> None:
    writer = BackgroundWriter()
    assert writer.run(_patience.get).result(PATIENCE) == BRIEF
    assert _patience.get() == LOCK_PATIENCE
    assert writer.close(PATIENCE)


# -- What is told as saved --


def test_a_single_job_saves_nothing(writer: BackgroundWriter, disk: Disk, time: Still) -> None:
    writer.submit("a", disk.save("a1"))
    writer.run_ready()
    time.seconds = 9
    writer.run(disk.save("x"), "a")
    writer.run_ready()
    assert writer.status() == SaveStatus(saved_at=0)


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_handed_over_as_the_writer_closes_is_saved_or_told(
    writer: BackgroundWriter, disk: Disk, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    flush, left = writer.flush, list(range(times))

    def racing(timeout: float) -> bool:
        done = flush(timeout)
        if left:
            writer.submit("a", disk.save(f"a{left.pop()}"))
        return done

    monkeypatch.setattr(writer, "flush", racing)
    assert writer.close(5)
    assert disk.done == [f"a{number}" for number in reversed(range(times))]


def test_what_comes_too_late_to_be_saved_is_told(writer: BackgroundWriter, disk: Disk) -> None:
    flush = writer.flush

    def racing(timeout: float) -> bool:
        done = flush(timeout)
        writer.submit("a", disk.save("a1"))
        return done

    writer.flush = racing  # type: ignore[method-assign]
    assert not writer.close(0)
    assert disk.done == []
