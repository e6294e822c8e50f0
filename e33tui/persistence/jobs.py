"""The jobs that wait for the background writer, in their order: no thread is known here, and no clock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from typing import Any

Job = Callable[[], None]
Merge = Callable[[Job, Job], Job]
"""Makes one job of a waiting one and a later one of the same key."""
_ASIDE = "aside:"


@dataclass(eq=False)
class Item:
    """One job in the queue; ``future`` is ``None`` for a state, which is tried until it is saved."""

    key: str | None
    job: Callable[[], Any]
    since: int
    merge: Merge | None = None
    future: Future[Any] | None = None
    tries: int = 0
    not_before: float = 0.0
    busy_since: float | None = None

    def overtake(self, later: Callable[[], Any], merge: Merge | None) -> None:
        """Let a later state take this one's place."""
        self.job = merge(self.job, later) if merge else later

    def attempt(self) -> tuple[Any, BaseException | None]:
        """Do the job; return its result or what it raised."""
        future = self.future
        if (
            future is not None
            and not future.running()
            and not future.set_running_or_notify_cancel()
        ):
            return None, CancelledError()
        try:
            return self.job(), None
        except BaseException as error:  # noqa: BLE001 - whatever it is, the writer must live on.
            return None, error

    def resolve(self, result: Any, error: BaseException | None) -> None:
        """Tell whoever waits for the job how it ended; of a state nobody does."""
        future = self.future
        if future is None or future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    def step_aside(self) -> None:
        """Stand in the way of no later job of its key any more, nor of one that stepped aside."""
        if self.key is not None and self.tries == 0:
            self.key = f"{_ASIDE}{id(self)}"


@dataclass
class Queue:
    """The waiting jobs in order; jobs of one key never overtake each other."""

    items: list[Item] = field(default_factory=list)

    def replaceable(self, key: str) -> Item | None:
        """Return the waiting state that a newer one of ``key`` takes the place of."""
        for item in reversed(self.items):
            if item.future is not None and item.key in (key, None):
                return None
            if item.key == key:
                return item
        return None

    def absorb(self, item: Item) -> None:
        """Let a state that failed take over the newer one that waits behind it, if there is one."""
        for other in self.items[self.items.index(item) + 1 :]:
            if other.future is not None and other.key in (item.key, None):
                return
            if other.key == item.key:
                item.overtake(other.job, other.merge)
                self.items.remove(other)
                return

    def ready(self, now: float) -> Item | None:
        """Return the first job that may run: one that fails holds up its own key only."""
        held_up: set[str] = set()
        for item in self.items:
            if item.key is not None and item.key in held_up:
                continue
            if item.not_before <= now:
                return item
            if item.key is not None:
                held_up.add(item.key)
        return None

    def hurry(self) -> None:
        """Let everything be tried now."""
        for item in self.items:
            item.not_before = 0.0

    def next_time(self) -> float | None:
        """Return when the next job may run; ``None`` when nothing waits."""
        return min((item.not_before for item in self.items), default=None)
