"""One writer per passage, and how another terminal takes over.

The right to write is the operating system's lock on the passage's ``verrou``: it cannot be had
twice, it ends with its process, and a process that is merely stopped keeps it, so that whoever
wants to take over must first see it released or the process ended. What is written in the file only
tells who holds it. There is no other way past the lock: the folder itself is locked beside it, so
that a lock file which somebody removes or exchanges makes no second holder.
"""

from __future__ import annotations

import enum
import os
import secrets
import time
from collections.abc import Callable

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import HeldElsewhere, explain
from e33tui.persistence.files import SYSTEM, FileSystem, clean_temporaries, make_folder
from e33tui.persistence.held import Held
from e33tui.persistence.holders import LABEL_LIMIT, Holder, holder_in, write_record
from e33tui.persistence.layout import Layout, PassageLayout
from e33tui.persistence.locks import try_lock, try_lock_folder
from e33tui.persistence.processes import end_process, may_be_running, this_process
from e33tui.persistence.signs import Knock, Request

__all__ = ["Held", "Holder", "Ownership", "Question", "Sign"]

PATIENCE = 3.0
"""Seconds that a holder has to answer."""
GRACE = 1.5
"""Seconds that a silent holder has to save once it was told to end."""
_PAUSE = 0.05


class Sign(enum.Enum):
    """What is known of a holder that was asked whether it is there."""

    ANSWERS = enum.auto()
    SILENT = enum.auto()
    GONE = enum.auto()


class Ownership:
    """The locks of a séance's passages, seen from this process."""

    def __init__(
        self,
        layout: Layout,
        *,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        sleep: Callable[[float], None] = time.sleep,
        fs: FileSystem = SYSTEM,
        patience: float = PATIENCE,
    ) -> None:
        """Prepare the ownership of the passages under ``layout``; nothing is taken yet.

        Args:
            layout: where they lie.
            wall_ms: the wall clock, in milliseconds.
            sleep: waits some seconds.
            fs: the system calls.
            patience: seconds that a holder has to answer.
        """
        self.patience = patience
        self._fs = fs
        self._layout = layout
        self._wall_ms = wall_ms
        self._sleep = sleep
        self._requests: dict[str, Request] = {}

    def acquire(self, passage_id: str, label: str) -> Held:
        """Take a passage, for as long as the process lives or until it is released.

        Raises:
            HeldElsewhere: somebody holds it, this process perhaps.
            StoreError: the lock's file cannot be opened.
        """
        files = self._layout.passage(passage_id)
        make_folder(files.folder, self._fs, within=files.folder.parent)
        descriptor, guard = self._locked(files, passage_id)
        holder = Holder(
            passage=passage_id,
            process=this_process(),
            since=self._wall_ms(),
            token=secrets.token_hex(16),
            label=label[:LABEL_LIMIT],
        )
        held = Held(files, holder, descriptor, guard)
        try:
            write_record(descriptor, holder.encode())
        except OSError as error:
            held.release()
            raise explain(error, files.lock, "enregistré") from error
        clean_temporaries(files.folder, self._fs)
        self.withdraw(passage_id)
        return held

    def _locked(self, files: PassageLayout, passage_id: str) -> tuple[int, int | None]:
        """Lock the lock's file, then the folder; return the descriptors of both."""
        try:
            descriptor = try_lock(files.lock)
        except OSError as error:
            raise explain(error, files.lock, "ouvert") from error
        if descriptor is None:
            raise HeldElsewhere(files.folder, self._recorded(passage_id))
        try:
            return descriptor, try_lock_folder(files.folder)
        except BlockingIOError:
            os.close(descriptor)
            raise HeldElsewhere(files.folder, self._recorded(passage_id)) from None
        except OSError as error:
            os.close(descriptor)
            raise explain(error, files.folder, "ouvert") from error

    def holder(self, passage_id: str) -> Holder | None:
        """Return who holds a passage, without disturbing anyone; ``None`` when nobody does.

        A process of another container cannot be looked at from here, and is believed to run.
        """
        found = self._recorded(passage_id)
        return None if found is None or not may_be_running(found.process) else found

    def _recorded(self, passage_id: str) -> Holder | None:
        return holder_in(self._layout.passage(passage_id).lock, passage_id)

    def question(self, holder: Holder) -> Question:
        """Ask a holder whether it is there; it is asked for nothing else."""
        return Question(self, self._layout.passage(holder.passage), holder)

    def request(self, passage_id: str) -> None:
        """Ask the holder to save, let go and turn read-only; it looks about twice a second.

        The request stands until it is withdrawn, or this process ends, or has the passage. Whoever
        takes the passage next is not asked by it.
        """
        holder = self._recorded(passage_id)
        if holder is not None:
            self._ask(holder)

    def _ask(self, holder: Holder) -> None:
        self.withdraw(holder.passage)
        lock = self._layout.passage(holder.passage).lock
        self._requests[holder.passage] = Request(lock, holder.token)

    def withdraw(self, passage_id: str) -> None:
        """Take a request back, when the person who asked gives up."""
        request = self._requests.pop(passage_id, None)
        if request is not None:
            request.take_back()

    def take_over(
        self,
        passage_id: str,
        label: str,
        holder: Holder | None = None,
        *,
        patience: float | None = None,
    ) -> Held:
        """Ask for the passage and take it as soon as its holder lets go (*Reprendre ici*).

        Args:
            passage_id: which.
            label: as for :meth:`acquire`.
            holder: the only one to ask; whoever has the passage unless given.
            patience: seconds that the holder has; the usual ones unless given.

        Raises:
            HeldElsewhere: the holder did not let go in time; :meth:`end_holder` is what is left,
                after a confirmation, or :meth:`withdraw`. Or another terminal was quicker: then
                the error names that one, which was not asked for anything.
            StoreError: the lock cannot be opened.
        """
        limit = self.patience if patience is None else patience
        waited = 0.0
        asked = False
        while True:
            try:
                return self.acquire(passage_id, label)
            except HeldElsewhere as error:
                holder = holder or error.holder
                if _is_another(error.holder, holder):
                    raise
                if holder is not None and not asked:
                    self._ask(holder)
                    asked = True
                if waited >= limit:
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


class Question:
    """Whether a holder is there; to be closed once that is known.

    Attributes:
        holder: who was asked.
    """

    def __init__(self, ownership: Ownership, files: PassageLayout, holder: Holder) -> None:
        """Use :meth:`Ownership.question`."""
        self.holder = holder
        self._ownership = ownership
        self._until = time.monotonic() + ownership.patience
        self._knock = Knock(files.lock, holder.token)

    def sign(self) -> Sign | None:
        """Return what is known by now: ``None`` as long as an answer may still come."""
        if self._knock.answered:
            return Sign.ANSWERS
        now = self._ownership.holder(self.holder.passage)
        if now is None or now.token != self.holder.token:
            return Sign.GONE
        return None if time.monotonic() < self._until else Sign.SILENT

    def close(self) -> None:
        """Ask no longer; done twice, it is done once."""
        self._knock.take_back()


def _is_another(found: Holder | None, asked: Holder | None) -> bool:
    return found is not None and asked is not None and found.token != asked.token
