"""One writer per passage, and how another terminal takes over.

The right to write is the operating system's lock on the passage's ``verrou``: it cannot be had
twice, it ends with its process, and a process that is merely stopped keeps it, so that whoever
wants to take over must first see it released or the process ended. What is written in the file only
tells who holds it. There is no other way past the lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import HeldElsewhere, OwnershipLost, explain
from e33tui.persistence.files import (
    FILE_MODE,
    SYSTEM,
    FileSystem,
    clean_temporaries,
    make_folder,
)
from e33tui.persistence.layout import Layout, PassageLayout
from e33tui.persistence.locks import is_same_file, try_lock
from e33tui.persistence.processes import ProcessId, end_process, is_running, this_process

PATIENCE = 3.0
"""Seconds that a holder has to answer a request."""
GRACE = 1.5
"""Seconds that a silent holder has to save once it was told to end."""
LABEL_LIMIT = 120

_RECORD = 1024
"""Bytes of the holder's record, always as many: a new one covers the old one whole."""
_PAUSE = 0.05


@dataclass(frozen=True)
class Holder:
    """Who holds a passage.

    Attributes:
        passage: the passage's id.
        process: which process.
        since: when it was taken, wall-clock milliseconds.
        token: random; another taking has another one.
        label: what tells a person which terminal it is.
    """

    passage: str
    process: ProcessId
    since: int
    token: str
    label: str


class Ownership:
    """The locks of a séance's passages, seen from this process."""

    def __init__(
        self,
        layout: Layout,
        *,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        sleep: Callable[[float], None] = time.sleep,
        fs: FileSystem = SYSTEM,
    ) -> None:
        """Prepare the ownership of the passages under ``layout``; nothing is taken yet."""
        self._fs = fs
        self._layout = layout
        self._wall_ms = wall_ms
        self._sleep = sleep

    def acquire(self, passage_id: str, label: str) -> Held:
        """Take a passage, for as long as the process lives or until it is released.

        Raises:
            HeldElsewhere: somebody holds it, this process perhaps.
            StoreError: the lock's file cannot be opened.
        """
        files = self._layout.passage(passage_id)
        make_folder(files.folder, self._fs, within=files.folder.parent)
        try:
            descriptor = try_lock(files.lock)
        except OSError as error:
            raise explain(error, files.lock, "ouvert") from error
        if descriptor is None:
            raise HeldElsewhere(files.folder, self._recorded(passage_id))
        return self._taken(files, passage_id, label, descriptor)

    def _taken(self, files: PassageLayout, passage_id: str, label: str, descriptor: int) -> Held:
        holder = Holder(
            passage=passage_id,
            process=this_process(),
            since=self._wall_ms(),
            token=secrets.token_hex(16),
            label=label[:LABEL_LIMIT],
        )
        try:
            _write_record(descriptor, _encode(holder))
        except OSError as error:
            os.close(descriptor)
            raise explain(error, files.lock, "enregistré") from error
        clean_temporaries(files.folder, self._fs)
        with contextlib.suppress(OSError):
            files.request.unlink()
        return Held(files, holder, descriptor)

    def holder(self, passage_id: str) -> Holder | None:
        """Return who holds a passage, without disturbing anyone; ``None`` when nobody does.

        A process of another container cannot be looked at from here, and is believed to run.
        """
        found = self._recorded(passage_id)
        if found is None:
            return None
        here = this_process()
        if found.process.boot != here.boot:
            return None
        visible = found.process.space == here.space
        return None if visible and not is_running(found.process) else found

    def _recorded(self, passage_id: str) -> Holder | None:
        try:
            data = self._layout.passage(passage_id).lock.read_bytes()
        except OSError:
            return None
        return _decode(data, passage_id)

    def request(self, passage_id: str, label: str = "") -> None:
        """Ask the holder to save, let go and turn read-only; it looks about twice a second.

        Raises:
            StoreError: the request cannot be written.
        """
        path = self._layout.passage(passage_id).request
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
        text = json.dumps({"label": label[:LABEL_LIMIT], "at": self._wall_ms()})
        try:
            descriptor = os.open(path, flags, FILE_MODE)
            try:
                os.fchmod(descriptor, FILE_MODE)
                os.write(descriptor, text.encode())
            finally:
                os.close(descriptor)
        except OSError as error:
            raise explain(error, path, "enregistré") from error

    def withdraw(self, passage_id: str) -> None:
        """Take a request back, when the person who asked gives up."""
        with contextlib.suppress(OSError):
            self._layout.passage(passage_id).request.unlink()

    def take_over(self, passage_id: str, label: str, *, patience: float = PATIENCE) -> Held:
        """Ask for the passage and take it as soon as its holder lets go (*Reprendre ici*).

        Raises:
            HeldElsewhere: the holder did not answer in time; :meth:`end_holder` is what is left,
                after a confirmation, or :meth:`withdraw`.
            StoreError: the lock or the request cannot be written.
        """
        waited = 0.0
        asked = False
        while True:
            try:
                return self.acquire(passage_id, label)
            except HeldElsewhere:
                if not asked:
                    self.request(passage_id, label)
                    asked = True
                if waited >= patience:
                    raise
            self._sleep(_PAUSE)
            waited += _PAUSE

    def end_holder(self, holder: Holder, *, grace: float = GRACE, patience: float = 3.0) -> None:
        """End a holder that does not answer; only ever the very process that was recorded.

        When it has let go or ended meanwhile there is nothing to do; then, as after success,
        :meth:`acquire` decides.

        Args:
            holder: who, as :meth:`holder` or :class:`HeldElsewhere` told.
            grace: seconds that it gets to save and end by itself.
            patience: seconds to wait after the kill.

        Raises:
            HeldElsewhere: somebody else holds the passage by now.
            StoreError: it cannot be ended from here; the sentence says why.
        """
        current = self.holder(holder.passage)
        if current is None:
            return
        if current.token != holder.token:
            raise HeldElsewhere(self._layout.passages, current)
        here = this_process()
        if holder.process == here:
            raise self._cannot_end("ce programme le tient lui-même")
        if holder.process.space != here.space:
            raise self._cannot_end("son programme tourne dans un autre environnement")
        try:
            ended = end_process(holder.process, grace=grace, patience=patience)
        except PermissionError:
            raise self._cannot_end("son programme appartient à un autre compte") from None
        except (OSError, AttributeError):
            raise self._cannot_end("le système ne le permet pas") from None
        if not ended:
            raise self._cannot_end("son programme attend le disque")

    def _cannot_end(self, why: str) -> StoreError:
        return StoreError(
            self._layout.passages,
            f"L’autre terminal n’a pas pu être arrêté : {why}. "
            "Fermez-le sur place, ou prévenez le centre.",
        )


class Held:
    """The right to write one passage; safe to use from several threads.

    :meth:`check` and :meth:`release` wait for a write that is under way, :meth:`requested` and
    :attr:`released` never wait.
    """

    def __init__(self, files: PassageLayout, holder: Holder, descriptor: int) -> None:
        """Keep a lock that was just taken."""
        self.id = holder.passage
        self.holder = holder
        self._files = files
        self._descriptor: int | None = descriptor
        self._mutex = threading.RLock()
        _live.add(self)

    def check(self) -> None:
        """Make sure that this process still owns the passage.

        Raises:
            OwnershipLost: it was released, or the lock's file is no longer the one that was taken.
            StoreError: the lock's file cannot be reached now; that may pass.
        """
        with self._mutex:
            if self._descriptor is None:
                raise OwnershipLost(self._files.folder)
            try:
                mine = self._is_mine(self._descriptor)
            except OSError as error:
                raise explain(error, self._files.folder, "enregistré") from error
            if not mine:
                raise OwnershipLost(self._files.folder)

    def _is_mine(self, descriptor: int) -> bool:
        if not is_same_file(descriptor, self._files.lock):
            return False
        found = _decode(os.pread(descriptor, _RECORD, 0), self.id)
        return found is not None and found.token == self.holder.token

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
        return not self.released and self._files.request.exists()

    def release(self) -> None:
        """Let go, once the write that is under way is over; every later write is refused."""
        with self._mutex:
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is None:
                return
            with contextlib.suppress(OSError):
                if self._is_mine(descriptor):
                    _write_record(descriptor, b"{}")
                # A child that was forked this instant may still have a copy of the descriptor.
                fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)

    def close_in_child(self) -> None:
        """Let go of the copy that a forked child has, which leaves the parent's lock alone."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


_live: weakref.WeakSet[Held] = weakref.WeakSet()


def _forget_in_child() -> None:
    for held in list(_live):
        held.close_in_child()


# A lock lasts as long as any copy of its descriptor: a forked child must not keep one.
os.register_at_fork(after_in_child=_forget_in_child)


def _write_record(descriptor: int, data: bytes) -> None:
    os.pwrite(descriptor, data.ljust(_RECORD - 1) + b"\n", 0)


def _encode(holder: Holder) -> bytes:
    return json.dumps(asdict(holder), ensure_ascii=False).encode(errors="replace")


def _decode(data: bytes, passage_id: str) -> Holder | None:
    try:
        found: Any = json.loads(data)
        process = ProcessId(**found.pop("process"))
        holder = Holder(process=process, **found)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return holder if _is_sound(holder) and holder.passage == passage_id else None


def _is_sound(holder: Holder) -> bool:
    process = holder.process
    numbers = (process.pid, process.start, holder.since)
    texts = (process.boot, process.space, holder.token, holder.label)
    return (
        all(type(number) is int for number in numbers)
        and all(isinstance(text, str) for text in texts)
        and process.pid > 0
    )
