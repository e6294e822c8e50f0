"""The right to write one passage, as long as this process has it."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import threading
import weakref
from collections.abc import Iterator

from e33tui.persistence.errors import OwnershipLost, explain
from e33tui.persistence.holders import NOBODY, Holder, decode, read_record, write_record
from e33tui.persistence.layout import PassageLayout
from e33tui.persistence.locks import is_same_file, try_lock
from e33tui.persistence.signs import answer_knocks, is_requested


class Held:
    """The right to write one passage; safe to use from several threads.

    :meth:`check` and :meth:`release` wait for a write that is under way; :meth:`requested`,
    :meth:`answer` and :attr:`released` never wait, neither for that nor for the disk.
    """

    def __init__(
        self, files: PassageLayout, holder: Holder, descriptor: int, guard: int | None
    ) -> None:
        """Keep a right that was just taken.

        Args:
            files: the passage's files.
            holder: who this is.
            descriptor: the lock file's, locked.
            guard: the folder's, locked; ``None`` where folders cannot be.
        """
        self.id = holder.passage
        self.holder = holder
        self._files = files
        self._descriptor: int | None = descriptor
        self._guard = guard
        self._mutex = threading.RLock()
        self._exchange = threading.Lock()
        _live.add(self)

    def check(self) -> None:
        """Make sure that this process still owns the passage.

        A lock file that was removed or garbled is put right, since nobody else can have taken the
        passage meanwhile.

        Raises:
            OwnershipLost: it was released, or the lock's file names another holder.
            StoreError: the lock's file cannot be reached now; that may pass.
        """
        with self._mutex:
            if self._descriptor is None:
                raise OwnershipLost(self._files.folder)
            try:
                mine = self._is_mine(self._descriptor) or self._put_right(self._descriptor)
            except OSError as error:
                raise explain(error, self._files.folder, "enregistré") from error
            if not mine:
                raise OwnershipLost(self._files.folder)

    def _is_mine(self, descriptor: int) -> bool:
        return self._is_there(descriptor) and self._is_named(
            decode(read_record(descriptor), self.id)
        )

    def _is_there(self, descriptor: int) -> bool:
        try:
            return is_same_file(descriptor, self._files.lock)
        except FileNotFoundError:
            if self._guard is None:
                raise
            return False

    def _is_named(self, found: Holder | None) -> bool:
        return found is not None and found.token == self.holder.token

    def _put_right(self, descriptor: int) -> bool:
        """Take the lock file that stands there now, or make one; return whether that is possible.

        Nobody else can have had the passage: the folder itself is locked.
        """
        if self._guard is None or not is_same_file(self._guard, self._files.folder):
            return False
        if self._is_there(descriptor):
            return self._name_again(descriptor)
        spare = try_lock(self._files.lock)
        if spare is None:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        try:
            mine = self._name_again(spare)
            if mine:
                with self._exchange:
                    self._descriptor, spare = spare, descriptor
        finally:
            os.close(spare)
        return mine

    def _name_again(self, descriptor: int) -> bool:
        """Name this holder in a lock file that names nobody; return whether it may stand there.

        One that names another holder, or was let go by one, stays as it is: on a disk shared by
        several machines the locks of one may mean nothing to another.
        """
        record = read_record(descriptor)
        found = decode(record, self.id)
        if record == NOBODY or found is not None:
            return self._is_named(found)
        write_record(descriptor, self.holder.encode())
        return True

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold off :meth:`release` while something is written.

        Raises:
            OwnershipLost: as :meth:`check`.
        """
        with self._mutex:
            self.check()
            yield

    @property
    def released(self) -> bool:
        """Whether the passage was let go."""
        return self._descriptor is None

    def requested(self) -> bool:
        """Tell whether another terminal asks for the passage; cheap enough for every half second."""
        with self._exchange:
            return self._descriptor is not None and is_requested(
                self._descriptor, self.holder.token
            )

    def answer(self) -> None:
        """Answer whoever knocks, to know whether somebody is here; as cheap as :meth:`requested`.

        To be called from where a request would be seen, and from nowhere else.
        """
        with self._exchange:
            if self._descriptor is not None:
                answer_knocks(self._descriptor, self.holder.token)

    def release(self) -> None:
        """Let go, once the write that is under way is over; every later write is refused."""
        with self._mutex:
            with self._exchange:
                descriptor, self._descriptor = self._descriptor, None
            if descriptor is None:
                return
            with contextlib.suppress(OSError):
                if self._is_mine(descriptor):
                    write_record(descriptor, NOBODY)
            for each in (self._guard, descriptor):
                if each is not None:
                    # A child that was forked this instant may still have a copy of it.
                    with contextlib.suppress(OSError):
                        fcntl.flock(each, fcntl.LOCK_UN)
                    os.close(each)

    def close_in_child(self) -> None:
        """Let go of the copies that a forked child has, which leaves the parent's locks alone."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            for each in (self._guard, descriptor):
                if each is not None:
                    os.close(each)


_live: weakref.WeakSet[Held] = weakref.WeakSet()


def _forget_in_child() -> None:
    for held in list(_live):
        held.close_in_child()


# A lock lasts as long as any copy of its descriptor: a forked child must not keep one.
os.register_at_fork(after_in_child=_forget_in_child)
