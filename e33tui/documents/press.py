"""Documents made one after another by a child process, and what is said when one cannot be."""

from __future__ import annotations

import hashlib
import math
import re
import signal
from dataclasses import dataclass
from typing import Self

from e33tui.documents.job import Job, Outcome
from e33tui.documents.kinds import Content
from e33tui.documents.worker import Worker
from e33tui.domain.errors import DocumentError, EngineMissing

_PLACE = re.compile(r"[A-Za-z_][\w.]* [\w.<>]+:\d+")
_GRACE = 2.0
"""Seconds after which a child that outlives its parent's limit ends itself."""

_RENEWED_AFTER = 50
"""Documents after which a child makes room: each leaves a third of a megabyte in the text engine."""
_UNTOUCHED = "Rien n’a été modifié ; redemandez le document."
_TOO_LONG = (
    "Le document a demandé trop de temps ({seconds}\u00a0s) et a été abandonné. " + _UNTOUCHED
)
_SENTENCES = {
    Outcome.FAILED: "Le document n’a pas pu être composé. " + _UNTOUCHED,
    Outcome.OUT_OF_MEMORY: "Le document a demandé trop de mémoire ({memory}\u00a0Mio) et a été "
    "abandonné. " + _UNTOUCHED,
    Outcome.NO_ENGINE: "Le moteur des documents (WeasyPrint) n’est pas installé\u00a0: refaites "
    "l’installation de e33tui, puis redemandez le document. Rien n’a été modifié.",
    Outcome.NO_LIBRARY: "La bibliothèque Pango manque sur cette machine. Installez-la par "
    "«\u00a0apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\u00a0», puis "
    "redemandez le document. Rien n’a été modifié.",
}
_MISSING = frozenset({Outcome.NO_ENGINE, Outcome.NO_LIBRARY})
_STOPPED = "La fabrication du document a été arrêtée. " + _UNTOUCHED
_NO_START = "Le document n’a pas pu être lancé\u00a0: {reason}. " + _UNTOUCHED

_TIME_SIGNALS = frozenset({signal.SIGALRM, signal.SIGXCPU})
# A library written in C that gets no memory aborts; the system's own killer uses SIGKILL.
_MEMORY_SIGNALS = frozenset(
    {signal.SIGABRT, signal.SIGTRAP, signal.SIGSEGV, signal.SIGBUS, signal.SIGKILL}
)


@dataclass(frozen=True)
class Rendered:
    """A finished document.

    Attributes:
        data: the file's bytes.
        sha256: their SHA-256, 64 lower-case hexadecimal digits.
    """

    data: bytes
    sha256: str


class Press:
    """One child process, begun with the first document, and anew now and then or after a failure.

    One thread at a time may use it; any may stop it.
    """

    def __init__(self) -> None:
        """Prepare it; no process is begun yet."""
        self._worker: Worker | None = None
        self._stopped = False
        self._missing: EngineMissing | None = None
        self._made = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Also when this thread is interrupted: nothing of the group survives the call.
        self._end()

    def make(self, *contents: Content, timeout: float, memory_mb: int) -> Rendered:
        """Make one document; see :func:`e33tui.documents.render.make_pdf`."""
        if self._stopped:
            raise DocumentError(_STOPPED)
        if self._missing is not None:
            raise self._missing
        limit = math.ceil(timeout + _GRACE)
        order, fresh = Job(contents, memory_mb, limit).encode(), self._worker is None
        try:
            self._worker = self._worker or Worker(limit)
        except OSError as error:
            raise DocumentError(_NO_START.format(reason=_reason(error))) from None
        late = False
        try:
            data = self._worker.ask(order, timeout)
        except TimeoutError:
            data, late = None, True
        if data is not None:
            self._made += 1
            if self._made % _RENEWED_AFTER == 0:
                self._end()
            return Rendered(data, hashlib.sha256(data).hexdigest())
        code, notes = self._end()
        if not (fresh or late or self._stopped):
            # What the documents before it left in the child is not this one's fault.
            return self.make(*contents, timeout=timeout, memory_mb=memory_mb)
        refusal = _error(code, late, self._stopped, timeout, memory_mb, notes)
        if isinstance(refusal, EngineMissing):
            self._missing = refusal
        raise refusal

    def stop(self) -> None:
        """End the document in the making, and make no other."""
        self._stopped = True
        worker = self._worker
        if worker is not None:
            worker.stop()

    def _end(self) -> tuple[int, bytes]:
        """End the child; return its code and what it told beside its documents."""
        worker, self._worker = self._worker, None
        if worker is None:
            return 0, b""
        code, notes, stopped = worker.end()
        self._stopped = self._stopped or stopped
        return code, notes


def _error(
    code: int, late: bool, stopped: bool, timeout: float, memory_mb: int, notes: bytes
) -> DocumentError:
    if stopped:
        return DocumentError(_STOPPED)
    if late or -code in _TIME_SIGNALS:
        return DocumentError(_TOO_LONG.format(seconds=f"{timeout:g}".replace(".", ",")))
    outcome = Outcome.OUT_OF_MEMORY if -code in _MEMORY_SIGNALS else _outcome(code)
    kind = EngineMissing if outcome in _MISSING else DocumentError
    error = kind(_SENTENCES[outcome].format(memory=memory_mb))
    last = notes.decode("ascii", "replace").strip().rpartition("\n")[2]
    # Where in the code, for whoever mends it: never shown, and never what else was printed.
    error.add_note(last if _PLACE.fullmatch(last) else f"exit code {code}")
    return error


def _outcome(code: int) -> Outcome:
    try:
        return Outcome(code) or Outcome.FAILED
    except ValueError:
        return Outcome.FAILED


def _reason(error: OSError) -> str:
    return (error.strerror or "erreur du système").lower()
