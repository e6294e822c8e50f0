"""The background writer: one ordered thread between the state in memory and the disk.

The state in memory is the truth. Commands hand over jobs and go on; a save that fails is tried
again, less and less often, until it succeeds or a newer state takes its place.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any, TypeVar

from e33tui.domain.errors import E33Error, StoreError
from e33tui.persistence.errors import Busy, OwnershipLost, explain
from e33tui.persistence.jobs import Item, Job, Merge, Queue
from e33tui.persistence.locks import PATIENCE, wait_briefly

T = TypeVar("T")

FIRST_RETRY = 0.25
LAST_RETRY = 1.0
"""Seconds between two tries of a save: from the first to the largest, doubling.

Once a disk is well again, an alert must not stay for longer than it takes to look twice; and a try
a second, which fails at its first call as a rule, is no burden to any disk.
"""

_FOR_THE_MAIN_THREAD = {
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTERM,
    signal.SIGTSTP,
    signal.SIGUSR1,
    signal.SIGUSR2,
    signal.SIGWINCH,
}


@dataclass(frozen=True)
class SaveStatus:
    """What the save mark on the screen is made of; times are wall-clock milliseconds.

    Attributes:
        saved_at: when the last save was on the disk, its fsync returned; ``None`` before it.
        oldest_unsaved: since when the oldest state that is not on the disk has waited.
        saving_since: when the save that is under way began.
        error: why a save fails, until one succeeds; or that the passage was taken over.
    """

    saved_at: int | None = None
    oldest_unsaved: int | None = None
    saving_since: int | None = None
    error: StoreError | None = None


class Timing:
    """Time as the writer sees it, so that tests can hold it still."""

    def wall_ms(self) -> int:
        """Return the wall clock, in milliseconds."""
        return time.time_ns() // 1_000_000

    def now(self) -> float:
        """Return a clock that never steps back, in seconds."""
        return time.monotonic()

    def wait(self, condition: threading.Condition, seconds: float | None) -> None:
        """Wait until the condition is notified, ``seconds`` at most."""
        condition.wait(seconds)


class BackgroundWriter:
    """Bring states to the disk in order, in a thread of its own."""

    def __init__(self, timing: Timing | None = None, *, start: bool = True) -> None:
        """Start the writer.

        Args:
            timing: the clock.
            start: ``False`` leaves the work to :meth:`run_ready`, without a thread.
        """
        self._timing = timing or Timing()
        self._condition = threading.Condition()
        self._queue = Queue()
        self._running: Item | None = None
        self._running_since: int | None = None
        self._saved_at: int | None = None
        self._errors: dict[str, StoreError] = {}
        self._closing = False
        self._thread: threading.Thread | None = None
        if start:
            # A daemon: a disk that no longer answers must not keep the program from ending.
            self._thread = threading.Thread(target=self._work, name="e33tui-writer", daemon=True)
            self._thread.start()

    def submit(self, key: str, job: Job, merge: Merge | None = None) -> None:
        """Have a whole state saved; return at once.

        It takes the place of a state of the same key that still waits, unless a job handed to
        :meth:`run` stands between the two.

        Args:
            key: what is saved; jobs of one key stay in order, whatever fails.
            job: saves it; raises ``StoreError`` or ``OSError`` when it could not.
            merge: makes one job of the waiting one and this one; without it this one is enough.

        Raises:
            StoreError: the writer was closed.
        """
        with self._condition:
            self._refuse_when_closed()
            waiting = self._queue.replaceable(key)
            if waiting is not None and waiting is not self._running:
                waiting.overtake(job, merge)
            else:
                self._queue.items.append(Item(key, job, self._timing.wall_ms(), merge))
            self._condition.notify_all()

    def run(self, job: Callable[[], T], key: str | None = None) -> Future[T]:
        """Have a job done once, in order; it is never replaced, nor tried again when it fails.

        One that finds something ``Busy`` is tried again for as long as a short lock is waited for;
        later jobs of its key do not wait for that.

        Args:
            job: what to do.
            key: it waits for every earlier save of this key, failing ones included. Without a
                key it waits for the earlier jobs to be tried.

        Returns:
            its result, or what it raised.

        Raises:
            StoreError: the writer was closed.
        """
        future: Future[T] = Future()
        with self._condition:
            self._refuse_when_closed()
            self._queue.items.append(Item(key, job, self._timing.wall_ms(), future=future))
            self._condition.notify_all()
        return future

    def status(self) -> SaveStatus:
        """Return what is saved, what waits and what fails, as of now."""
        with self._condition:
            states = [item.since for item in self._queue.items if item.key is not None]
            error = next(reversed(self._errors.values()), None)
            return SaveStatus(
                saved_at=self._saved_at,
                oldest_unsaved=min(states, default=None),
                saving_since=self._running_since,
                error=error,
            )

    def flush(self, timeout: float) -> bool:
        """Try everything now and wait; return whether all of it is on the disk.

        Args:
            timeout: seconds to wait at most.
        """
        with self._condition:
            self._queue.hurry()
        if self._thread is None:
            self.run_ready()
        with self._condition:
            self._condition.notify_all()
            end = self._timing.now() + timeout
            while self._queue.items and self._timing.now() < end:
                self._timing.wait(self._condition, end - self._timing.now())
            return not self._queue.items and not self._errors

    def close(self, timeout: float) -> bool:
        """Flush, then end the thread; return whether everything is on the disk.

        Args:
            timeout: seconds to wait at most.
        """
        end = self._timing.now() + timeout
        while True:
            self.flush(max(0.0, end - self._timing.now()))
            with self._condition:
                # What was handed over since is not left behind: nothing is taken after this.
                if not self._queue.items or self._timing.now() >= end:
                    return self._end()

    def _end(self) -> bool:
        self._closing = True
        waiting = [item for item in self._queue.items if item is not self._running]
        for future in [item.future for item in waiting if item.future is not None]:
            if not future.cancel():
                future.set_exception(CancelledError())
        self._condition.notify_all()
        return not self._queue.items and not self._errors

    def error(self, key: str) -> StoreError | None:
        """Return why the saves of ``key`` fail, ``None`` when they do not."""
        with self._condition:
            return self._errors.get(key)

    def forget(self, key: str) -> None:
        """Drop the error of a passage that is no longer ours, once it was told."""
        with self._condition:
            self._errors.pop(key, None)

    def run_ready(self) -> float | None:
        """Do every job that may run now.

        Returns:
            the seconds until the next one may run; ``None`` when nothing waits.
        """
        while True:
            with self._condition:
                item = self._take()
                if item is None:
                    when = self._queue.next_time()
                    return None if when is None else max(0.0, when - self._timing.now())
            self._settle(item, *item.attempt())

    def _work(self) -> None:
        # A signal that this thread took would not wake the main thread up, where it is handled.
        signal.pthread_sigmask(signal.SIG_BLOCK, _FOR_THE_MAIN_THREAD)
        # Whoever holds a short lock and hangs must not keep every other save waiting.
        wait_briefly()
        while True:
            with self._condition:
                item = self._take()
                while item is None:
                    if self._closing:
                        return
                    self._sleep()
                    item = self._take()
            self._settle(item, *item.attempt())

    def _sleep(self) -> None:
        when = self._queue.next_time()
        self._timing.wait(
            self._condition, None if when is None else max(0.0, when - self._timing.now())
        )

    def _take(self) -> Item | None:
        if self._closing:
            return None
        item = self._queue.ready(self._timing.now())
        if item is not None:
            self._running = item
            self._running_since = None if item.key is None else self._timing.wall_ms()
        return item

    def _settle(self, item: Item, result: Any, error: BaseException | None) -> None:
        """Record how a job ended; its place in the queue is given up unless it is tried again."""
        with self._condition:
            self._running = self._running_since = None
            again = self._is_tried_again(item, error)
            if error is None and item.tries:
                # The disk takes what it refused: so it may take what else it refused.
                self._queue.hurry()
            if again:
                if item.future is None:
                    self._queue.absorb(item)
                else:
                    item.step_aside()
                self._put_off(item)
            else:
                self._queue.items.remove(item)
            if item.key is not None and item.future is None:
                self._note(item.key, error, told=not self._is_waiting(item))
            self._condition.notify_all()
        if not again:
            item.resolve(result, error)

    def _is_tried_again(self, item: Item, error: BaseException | None) -> bool:
        if not isinstance(error, Busy):
            item.busy_since = None
        elif item.busy_since is None:
            item.busy_since = self._timing.now()
        if item.future is not None:
            return self._is_waiting(item)
        return error is not None and not isinstance(error, OwnershipLost)

    def _is_waiting(self, item: Item) -> bool:
        """Tell whether what a job found busy has not been so for long: it is no failure yet."""
        return item.busy_since is not None and self._timing.now() - item.busy_since < PATIENCE

    def _note(self, key: str, error: BaseException | None, *, told: bool) -> None:
        if error is None:
            self._errors.pop(key, None)
            self._saved_at = self._timing.wall_ms()
        elif told:
            self._errors.pop(key, None)
            self._errors[key] = _as_store_error(error)

    def _put_off(self, item: Item) -> None:
        delay = min(LAST_RETRY, FIRST_RETRY * 2.0 ** min(item.tries, 10))
        item.tries += 1
        item.not_before = self._timing.now() + delay

    def _refuse_when_closed(self) -> None:
        if self._closing:
            raise StoreError("", "La séance est fermée : rien ne peut plus être enregistré ici.")


def _as_store_error(error: BaseException) -> StoreError:
    if isinstance(error, StoreError):
        return error
    if isinstance(error, OSError):
        return explain(error, error.filename or "", "enregistré")
    if isinstance(error, E33Error):
        return StoreError("", error.message)
    # The name of the fault, never its text, which may hold what a person typed.
    return StoreError("", f"L’enregistrement échoue ({type(error).__name__}). Prévenez le centre.")
