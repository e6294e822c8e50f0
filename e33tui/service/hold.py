"""The right to write a passage, as its desk has it: kept, on its way back, or given back."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import Busy
from e33tui.store import Held, OwnershipLost, Store

LINGER = 1.5
"""Seconds for which leaving waits for a seal that something is in the way of: less than a take-over
waits. The next opening completes it."""


class Hold:
    """The right to write one passage, which is given back only behind its last save.

    Attributes:
        held: the right; ``None`` once it was given back, or where the passage is only looked at.
        left: whether nobody has the passage on the screen, though it may still be held.
    """

    def __init__(self, store: Store, held: Held | None) -> None:
        self.held = held
        self.left = False
        self._store = store
        self._leaves = 0
        self._leaving = 0
        self._mutex = threading.Lock()

    @property
    def leaving(self) -> bool:
        """Whether it is given back as soon as everything is saved."""
        return bool(self._leaving)

    @contextlib.contextmanager
    def kept(self) -> Iterator[Held | None]:
        """Yield the right, which nothing gives back meanwhile; ``None`` when it is on its way."""
        with self._mutex:
            yield None if self._leaving else self.held

    def stay(self) -> None:
        """Keep it after all."""
        with self._mutex:
            self._leaving = 0

    def take_up(self) -> bool:
        """Keep it for a passage that is on the screen again; return whether it was left before."""
        with self._mutex:
            left, self.left = self.left, False
            self._leaving = 0
            return left

    def leave(
        self, held: Held, last: Callable[[Held], None], is_sealing: Callable[[], bool]
    ) -> Future[bool]:
        """Give it back behind everything that is to be saved; return whether that came about.

        Args:
            held: the right.
            last: hands over what is to be saved before.
            is_sealing: asked whether a version is about to be sealed, which is waited for a little.

        Returns:
            whether it was; the future raises ``OwnershipLost`` when the passage was taken away.
        """
        end = time.monotonic() + LINGER
        with self._mutex:
            last(held)
            self.left = True
            self._leaves += 1
            self._leaving = leave = self._leaves

        def let_go() -> bool:
            if is_sealing() and time.monotonic() < end:
                raise Busy("", "")
            return self._let_go(held, leave)

        done = self._store.run(held, let_go)
        # Whatever waits for its next try is tried now.
        self._store.writer.flush(0.0)
        return done

    def _let_go(self, held: Held, leave: int) -> bool:
        """Let go, after everything of the passage was saved; runs in the writer's thread.

        An earlier leaving that the passage was worked on since must not let go of it: what was
        done since is saved only after it.

        Raises:
            OwnershipLost: the passage was taken away; nothing can be saved here any more.
        """
        with self._mutex:
            if self._leaving != leave:
                return False
            try:
                held.check()
            except OwnershipLost:
                raise
            except StoreError:
                pass  # The lock cannot be looked at now; it is given back all the same.
            finally:
                held.release()
                self.held = None
        return True
