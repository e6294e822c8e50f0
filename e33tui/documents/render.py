"""Ask the child process for a document, and turn whatever goes wrong into one French sentence.

The child is isolated: a time limit, a memory limit, an empty folder, an environment without
proxies or personal settings, a process group of its own. This module never imports the engine.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import math
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from e33tui.documents.job import Job, Outcome
from e33tui.documents.kinds import Content
from e33tui.domain.errors import DocumentError

_ROOT = str(Path(__file__).resolve().parents[2])
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from e33tui.documents.child import main; main(float(sys.argv[2]))"
)
_PLACE = re.compile(r"[A-Za-z_][\w.]* [\w.<>]+:\d+")
_GRACE = 2.0
"""Seconds after which a child that outlives its parent's limit ends itself."""

_UNTOUCHED = "Le passage est intact ; redemandez le document."
_TOO_LONG = (
    "Le document a demandé trop de temps ({seconds}\u00a0s) et a été abandonné. " + _UNTOUCHED
)
_SENTENCES = {
    Outcome.FAILED: "Le document n’a pas pu être composé. " + _UNTOUCHED,
    Outcome.OUT_OF_MEMORY: "Le document a demandé trop de mémoire ({memory}\u00a0Mio) et a été "
    "abandonné. " + _UNTOUCHED,
    Outcome.NO_ENGINE: "Le moteur des documents (WeasyPrint) n’est pas installé\u00a0: refaites "
    "l’installation de e33tui, puis redemandez le document. Le passage est intact.",
    Outcome.NO_LIBRARY: "La bibliothèque Pango manque sur cette machine. Installez-la par "
    "«\u00a0apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\u00a0», puis "
    "redemandez le document. Le passage est intact.",
}
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


class _Children:
    """The children now at work, so that they can be ended from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped: set[subprocess.Popen[bytes]] = set()

    def start(self, arguments: list[str], folder: str) -> subprocess.Popen[bytes]:
        with self._lock:
            child = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=folder,
                env=_environment(folder),
                start_new_session=True,
                umask=0o077,
            )
            self._running.add(child)
        return child

    def forget(self, child: subprocess.Popen[bytes]) -> bool:
        """Take ``child`` off the list; say whether :meth:`stop` ended it."""
        with self._lock:
            self._running.discard(child)
            stopped = child in self._stopped
            self._stopped.discard(child)
        return stopped

    def stop(self) -> None:
        with self._lock:
            self._stopped |= self._running
            for child in self._running:
                _kill(child)


_children = _Children()


def make_pdf(content: Content, *, timeout: float = 30.0, memory_mb: int = 512) -> Rendered:
    """Make a document's PDF; the same content always gives the same bytes.

    Blocks for about a second: call it in a thread.

    Args:
        content: what the document holds.
        timeout: the most seconds the child process may take.
        memory_mb: the most memory it may take, in mebibytes.

    Raises:
        DocumentError: no document; its sentence says why and what to do. The record is untouched.
    """
    order = Job(content, memory_mb).encode()
    try:
        with TemporaryDirectory(prefix="e33-", ignore_cleanup_errors=True) as folder:
            data = _run(order, folder, timeout, memory_mb)
    except OSError as error:
        raise DocumentError(_NO_START.format(reason=_reason(error))) from None
    return Rendered(data, hashlib.sha256(data).hexdigest())


def stop_rendering() -> None:
    """End every document now in the making; the calls that wait for one raise DocumentError.

    For the program's end: without it, a thread that waits would hold the interpreter until its
    document is finished.
    """
    _children.stop()


atexit.register(stop_rendering)


def _run(order: bytes, folder: str, timeout: float, memory_mb: int) -> bytes:
    late = False
    with _children.start(_arguments(timeout), folder) as child:
        try:
            output, notes = child.communicate(order, timeout)
        except subprocess.TimeoutExpired:
            late = True
        finally:
            # Also when this thread is interrupted: nothing of the group survives the call.
            _kill(child)
            stopped = _children.forget(child)
        if late:
            output, notes = child.communicate()
    if late or child.returncode != Outcome.DONE:
        raise _error(child.returncode, late, stopped, timeout, memory_mb, notes)
    return output


def _arguments(timeout: float) -> list[str]:
    # Isolated mode drops the working folder and PYTHON* settings; the child then looks for
    # modules exactly where this process found them, in a checkout as in an installation.
    path = [entry for entry in sys.path if entry]
    if _ROOT not in path:
        path.insert(0, _ROOT)
    limit = math.ceil(timeout + _GRACE)
    return [
        sys.executable,
        "-I",
        "-X",
        "utf8",
        "-W",
        "ignore",
        "-c",
        _BOOT,
        json.dumps(path),
        str(limit),
    ]


def _environment(folder: str) -> dict[str, str]:
    environment = {
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "SOURCE_DATE_EPOCH": "0",
    }
    # The interpreter itself may need it to start.
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return environment


def _kill(child: subprocess.Popen[bytes]) -> None:
    # The group's number is the child's; while the child is not waited for it cannot be reused.
    if child.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)


def _error(
    code: int, late: bool, stopped: bool, timeout: float, memory_mb: int, notes: bytes
) -> DocumentError:
    if stopped:
        return DocumentError(_STOPPED)
    if late or -code in _TIME_SIGNALS:
        return DocumentError(_TOO_LONG.format(seconds=f"{timeout:g}".replace(".", ",")))
    outcome = Outcome.OUT_OF_MEMORY if -code in _MEMORY_SIGNALS else _outcome(code)
    error = DocumentError(_SENTENCES[outcome].format(memory=memory_mb))
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
